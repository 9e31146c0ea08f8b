/** What a transaction looks like, and in which order they come. */
import { dateMs, findRows, idOf, rowsOf } from '../look.cts';
import type { Json } from '../look.cts';
import type { Findings, Judge, Verdicts } from '../verdicts.cts';

const NO_ROWS = 'no transaction was seen';
/** So many dates with no seconds, or dates in one order, do not come by chance. */
const ENOUGH_DATES = 5;
const ENOUGH_ROWS = 10;
/** Members that Awin's pages show with null, in transactions of every kind. */
const NULLABLE = [
	'basketProducts',
	'validationDate',
	'declineReason',
	'oldSaleAmount',
	'voucherCode',
];
const WRAPPERS = ['none', 'body', 'transactions', 'result'] as const;

export const judgeRows: Judge = (findings, verdicts) => {
	const { answers } = findings;
	const member = (findRows(answers.deletedRows) ?? findRows(answers.rows))?.member;
	const wrapper = WRAPPERS.find((known) => known === member);
	if (wrapper) verdicts.tell('transactionsWrapper', wrapper);
	verdicts.cannotTell(
		'transactionsWrapper',
		member === undefined ? 'no list of transactions was answered' : 'the list stands elsewhere',
	);
	const rows = rowsOf(answers.rows);
	const all = [
		...rows,
		...rowsOf(answers.deletedRows),
		...rowsOf(answers.amendedLate),
		...rowsOf(answers.amendedEarly),
	];
	judgeNulls(all, verdicts);
	judgePrecision(rows, verdicts);
	judgeOrder(rows, verdicts);
	judgeDeleted(findings, verdicts);
	judgeAmendedRows(all, verdicts);
};

function judgeNulls(rows: Json[], verdicts: Verdicts): void {
	if (rows.some((row) => Object.values(row).includes(null))) verdicts.tell('nullsMissing', false);
	else if (rows.some((row) => NULLABLE.some((member) => !(member in row)))) {
		verdicts.tell('nullsMissing', true);
	}
	verdicts.cannotTell('nullsMissing', NO_ROWS);
}

function judgePrecision(rows: Json[], verdicts: Verdicts): void {
	const texts = new Set(
		rows
			.flatMap(({ transactionDate, clickDate }) => [transactionDate, clickDate])
			.filter((text) => !Number.isNaN(dateMs(text)))
			.map(String),
	);
	if ([...texts].some((text) => !text.endsWith(':00'))) verdicts.tell('datePrecision', 'second');
	else if (texts.size >= ENOUGH_DATES) verdicts.tell('datePrecision', 'minute');
	verdicts.cannotTell('datePrecision', 'too few dates were seen');
}

function judgeOrder(rows: Json[], verdicts: Verdicts): void {
	const dates = rows.map((row) => dateMs(row.transactionDate));
	if (dates.some((atMs) => Number.isNaN(atMs))) {
		verdicts.cannotTell('rowOrder', 'the dates are in an unknown form');
		return;
	}
	const ids = rows.map((row) => Number(idOf(row)));
	const rises = (figures: number[]) =>
		figures.every((figure, index) => index === 0 || figures[index - 1] <= figure);
	const fitting = [
		...(rises(dates) ? (['date'] as const) : []),
		...(rises(dates.map((atMs) => -atMs)) ? (['newest'] as const) : []),
		...(rises(ids) ? (['id'] as const) : []),
	];
	if (fitting.length === 0) verdicts.tell('rowOrder', 'scattered');
	else if (fitting.length === 1 && new Set(dates).size >= ENOUGH_ROWS) {
		verdicts.tell('rowOrder', fitting[0]);
	}
	verdicts.cannotTell(
		'rowOrder',
		rows.length === 0 ? NO_ROWS : 'too few transactions, or several orders fit them',
	);
}

/** The deleted ones were asked for first: what was deleted then is still deleted when all are asked for. */
function judgeDeleted({ answers }: Findings, verdicts: Verdicts): void {
	const deleted = rowsOf(answers.deletedRows).filter(isDeleted);
	const rows = findRows(answers.rows)?.rows;
	const ids = new Set(rows?.map(idOf));
	if (rows?.some(isDeleted) || deleted.some((row) => ids.has(idOf(row)))) {
		verdicts.tell('deletedWithoutStatus', 'listed');
	} else if (rows && deleted.length > 0) {
		verdicts.tell('deletedWithoutStatus', 'hidden');
	}
	verdicts.cannotTell('deletedWithoutStatus', 'there is no deleted transaction in these 30 days');
}

function isDeleted(row: Json): boolean {
	return row.commissionStatus === 'deleted';
}

function judgeAmendedRows(rows: Json[], verdicts: Verdicts): void {
	const amended = rows.filter((row) => row.amended === true);
	if (rows.some((row) => 'amendDate' in row)) verdicts.tell('amendDateInRows', true);
	// Where nulls are left out, only an amended one can show that it has no such date.
	else if (amended.length > 0 || (rows.length > 0 && verdicts.told.nullsMissing === false)) {
		verdicts.tell('amendDateInRows', false);
	}
	verdicts.cannotTell('amendDateInRows', rows.length === 0 ? NO_ROWS : NO_AMENDED);

	const originals = amended.map(({ originalSaleAmount }) => originalSaleAmount ?? null);
	const original = originals.find((value) => value !== null);
	if (typeof original === 'number') verdicts.tell('originalSaleAmount', 'number');
	else if (typeof original === 'object') verdicts.tell('originalSaleAmount', 'object');
	else if (amended.length > 0 && original === undefined) {
		verdicts.tell('originalSaleAmount', 'null');
	}
	verdicts.cannotTell('originalSaleAmount', NO_AMENDED);
}

const NO_AMENDED = 'no amended transaction was seen';

export const judgeAmendments: Judge = ({ answers }, verdicts) => {
	const late = findRows(answers.amendedLate)?.rows;
	const early = findRows(answers.amendedEarly)?.rows;
	if (!late || !early) {
		verdicts.cannotTell('amendmentMatch', 'amendments could not be asked for');
		verdicts.cannotTell('amendmentUnamended', 'amendments could not be asked for');
		return;
	}
	const found = [...late, ...early];
	const ids = new Set(found.map(idOf));
	if (found.some((row) => row.amended === false)) {
		verdicts.tell('amendmentUnamended', 'byTransactionDate');
	} else if (rowsOf(answers.rows).some((row) => row.amended === false && !ids.has(idOf(row)))) {
		verdicts.tell('amendmentUnamended', 'leftOut');
	}
	verdicts.cannotTell('amendmentUnamended', 'no transaction without an amendment was seen');

	// The later days were asked for first. Who is found by its last amendment only cannot be in the earlier days after that.
	const lateIds = new Set(late.filter((row) => row.amended === true).map(idOf));
	const isTwice = early.some((row) => row.amended === true && lateIds.has(idOf(row)));
	if (isTwice && verdicts.filters.get('dates') === true) verdicts.tell('amendmentMatch', 'any');
	verdicts.cannotTell(
		'amendmentMatch',
		isTwice
			? 'it is not known whether dates are looked at'
			: 'no transaction was found at two of its amendments, which proves nothing',
	);
};
