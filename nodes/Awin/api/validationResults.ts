/**
 * Bringing the results of a validation job back to the rows that were sent.
 *
 * Nothing is taken for done without evidence: Awin documents neither the order of the results, nor the form of
 * `allTransactions`, nor whether rows that were so already (304) are listed or counted.
 */
import { referenceKey } from './orderReferences';
import type { RequestRow } from './validation';
import { readJobResult, type JobResult, type ValidationJob } from './validationJobs';

type RowOutcome = 'done' | 'alreadyDone' | 'failed' | 'unknown';

/** What became of one row. */
export interface RowVerdict {
	outcome: RowOutcome;
	/** Awin's result code, where there is one. */
	code: number | null;
	/** Awin's own words, where there are some. */
	description: string | null;
}

const DONE: RowVerdict = { outcome: 'done', code: 200, description: null };
const UNKNOWN: RowVerdict = { outcome: 'unknown', code: null, description: null };

/** Whether a finished job brought a list of results along. */
export function hasResults(job: ValidationJob): boolean {
	return job.allTransactions !== null || job.failedTransactions !== null;
}

/** Whether a row is left about which nothing is known. */
export function isAnyUnknown(verdicts: RowVerdict[]): boolean {
	return verdicts.some(({ outcome }) => outcome === 'unknown');
}

/**
 * Judges every row by both lists that a job can be asked for. What `output=all` answers with is nowhere shown; the list of
 * what went wrong is documented, and decides by itself where the other one says nothing of a row.
 */
export function judgeByBoth(
	rows: RequestRow[],
	all: ValidationJob,
	errors: ValidationJob,
): RowVerdict[] {
	const failedTransactions = errors.failedTransactions ?? all.failedTransactions;
	// A count that is not that of the rows is a contradiction, whichever of the two answers has it.
	const isMiscounted = all.transactions !== null && all.transactions !== rows.length;
	const transactions = isMiscounted ? all.transactions : errors.transactions;
	const { allTransactions } = all;
	const both = { ...errors, transactions, failedTransactions, allTransactions };
	const verdicts = judgeRows(rows, both);
	if (isMiscounted || !isAnyUnknown(verdicts)) return verdicts;
	const byErrors = judgeRows(rows, errors);
	return verdicts.map((verdict, place) =>
		verdict.outcome === 'unknown' && verdict.description === null ? byErrors[place] : verdict,
	);
}

/**
 * Judges every row of a batch by a finished job.
 *
 * A row that no result is about is done only if the job's own counts leave no room for anything else.
 *
 * @param rows the rows as they were sent, no transaction twice
 * @returns one verdict per row, in the order of the rows
 */
export function judgeRows(rows: RequestRow[], job: ValidationJob): RowVerdict[] {
	const finder = new RowFinder(rows);
	const verdicts = new Array<RowVerdict | undefined>(rows.length);
	let strays = 0;
	let listedAsFailed = 0;
	const take = (entry: unknown, likelyPlace: number, isFailedList: boolean) => {
		const result = readJobResult(entry);
		const place = result && finder.find(result, likelyPlace);
		if (!result || place === undefined) {
			strays++;
			return;
		}
		const verdict = verdictOf(result, isFailedList);
		if (verdict) verdicts[place] = worse(verdicts[place], verdict);
	};
	job.failedTransactions?.forEach((entry, place) => take(entry, place, true));
	job.allTransactions?.forEach((entry, place) => take(entry, place, false));

	for (const verdict of verdicts) if (isCountable(verdict)) listedAsFailed++;
	const silentRow = isComplete(job, rows.length, listedAsFailed, strays) ? DONE : UNKNOWN;
	return Array.from(verdicts, (verdict) => verdict ?? silentRow);
}

/** A row that Awin may count among its `errors`; an unknown one counts as not seen. */
function isCountable(verdict: RowVerdict | undefined): boolean {
	return verdict?.outcome === 'failed' || verdict?.outcome === 'alreadyDone';
}

/** More than the words that end a job: where a status only sounds bad, silence is no evidence. */
const SOUNDS_BAD =
	/fail|error|abort|cancel|reject|expire|timeout|stop|kill|crash|terminat|invalid|interrupt/i;

/** Whether the rows that nothing is said about can only be those that went well. */
function isComplete(job: ValidationJob, sent: number, listed: number, strays: number): boolean {
	if (strays > 0 || job.endedBadly || SOUNDS_BAD.test(job.status ?? '')) return false;
	if (job.transactions !== null && job.transactions !== sent) return false;
	return job.errors !== null && job.errors <= listed;
}

/** The statuses that say of a row that it is done. */
const CARRIED_OUT = [200, 201, 204];

/** What one result says of its row; `undefined` where it says nothing that can be read. */
export function verdictOf(result: JobResult, isFailedList: boolean): RowVerdict | undefined {
	const { code, codeText, description } = result;
	if (code === 304) return { outcome: 'alreadyDone', code, description };
	if (code !== null && CARRIED_OUT.includes(code)) return { outcome: 'done', code, description };
	// Taken in, done in part, or no status at all: nobody can say that it is done.
	if (code !== null && code < 300) {
		return { ...UNKNOWN, code, description: description ?? codeText ?? String(code) };
	}
	if (code !== null) return { outcome: 'failed', code, description: description ?? codeText };
	if (isFailedList) return { outcome: 'failed', code, description: description ?? codeText };
	if (/^(?:OK|DONE|SUCCESS(?:FUL)?)$/i.test(codeText ?? '')) return { ...DONE, description };
	// Listed, and nothing readable is said of it: the counts decide.
	return codeText || description ? { ...UNKNOWN, description: description ?? codeText } : undefined;
}

const GRAVITY: Record<RowOutcome, number> = { done: 0, alreadyDone: 1, unknown: 2, failed: 3 };

/** Where two results are about one row: the graver one, or unknown where one says done and the other failed. */
function worse(one: RowVerdict | undefined, other: RowVerdict): RowVerdict {
	if (!one || one.outcome === other.outcome) return one ?? other;
	const [milder, graver] =
		GRAVITY[one.outcome] < GRAVITY[other.outcome] ? [one, other] : [other, one];
	return graver.outcome === 'failed' && milder.outcome === 'done'
		? { ...graver, outcome: 'unknown' }
		: graver;
}

/** Finds the row that a result is about, by its id, else by its reference with date and zone. */
class RowFinder {
	private index?: RowIndex;

	constructor(private readonly rows: RequestRow[]) {}

	/** @param likelyPlace where the row is if the results come in the order of the rows, which spares the search */
	find(result: JobResult, likelyPlace: number): number | undefined {
		const likely = this.rows[likelyPlace]?.transaction;
		if (likely && isSameTransaction(likely, result)) return likelyPlace;
		this.index ??= new RowIndex(this.rows);
		return this.index.find(result);
	}
}

function isSameTransaction(sent: RequestRow['transaction'], result: JobResult): boolean {
	if (sent.transactionId !== undefined) return sent.transactionId === result.transactionId;
	return (
		sent.orderRef === result.orderRef &&
		sent.transactionDate === result.transactionDate &&
		sent.timezone === result.timezone
	);
}

class RowIndex {
	private readonly byId = new Map<number | string, number>();
	private readonly byOrder = new Map<string, number>();
	/** By the reference alone; -1 where several rows have it. */
	private readonly byReference = new Map<string, number>();

	constructor(rows: RequestRow[]) {
		for (let place = 0; place < rows.length; place++) {
			const { transactionId, orderRef, transactionDate, timezone } = rows[place].transaction;
			if (transactionId !== undefined) {
				this.byId.set(transactionId, place);
				continue;
			}
			const key = referenceKey(orderRef ?? '');
			this.byOrder.set(orderKey(key, transactionDate, timezone), place);
			this.byReference.set(key, this.byReference.has(key) ? -1 : place);
		}
	}

	find({ transactionId, orderRef, transactionDate, timezone }: JobResult): number | undefined {
		const place = transactionId === null ? undefined : this.byId.get(transactionId);
		if (place !== undefined || orderRef === null) return place;
		const key = referenceKey(orderRef);
		const exact = this.byOrder.get(orderKey(key, transactionDate, timezone));
		if (exact !== undefined) return exact;
		// Awin may write the date in another form or zone than it was sent in; the reference then has to be the only one.
		const only = this.byReference.get(key) ?? -1;
		return only >= 0 ? only : undefined;
	}
}

function orderKey(reference: string, date?: string | null, zone?: string | null): string {
	return `${date?.slice(0, 19) ?? ''} ${zone ?? ''} ${reference}`;
}
