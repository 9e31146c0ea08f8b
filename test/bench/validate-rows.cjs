/**
 * The largest batch that Awin takes: 40,000 rows as a sheet has them, of every kind, and the job's answer to them.
 */
const ROWS = 40_000;
const DAY_MS = 86_400_000;

/**
 * Columns of one item. Every second row approves or declines; the others amend, in two parts.
 *
 * @param isMixed every fourth row names its transaction by order reference and date; otherwise all have an ID
 */
function columnsOf(index, isMixed) {
	const kind = index % 4;
	const isByOrder = isMixed && kind === 3;
	return {
		id: isByOrder ? '' : 1_600_000_000 + index,
		ref: isByOrder ? `ORDER-${index}` : '',
		date: isByOrder
			? new Date(Date.UTC(2026, 0, 1) + index * 60_000 + (index % 9) * DAY_MS)
					.toISOString()
					.slice(0, 19)
			: '',
		action: ['Approve', 'decline', 'amend', 'AMEND'][kind],
		reason: 'returned by the customer',
		amount: `${index % 900},50`,
		first: `${index % 900},25`,
		second: '0,25',
	};
}

function rowColumns(rows = ROWS, isMixed = true) {
	return Array.from({ length: rows }, (_, index) => columnsOf(index, isMixed));
}

/** Parameters of the node that read these columns. */
const PARAMETERS = {
	resource: 'transaction',
	operation: 'validate',
	accountId: { __rl: true, mode: 'id', value: '12345' },
	action: 'eachItem',
	itemAction: '={{ $json.action }}',
	identifyBy: 'whichever',
	transactionId: '={{ $json.id }}',
	orderReference: '={{ $json.ref }}',
	transactionDate: '={{ $json.date }}',
	timezone: 'Europe/Berlin',
	declineReason: '={{ $json.reason }}',
	amendReason: '={{ $json.reason }}',
	saleAmount: '={{ $json.amount }}',
	currency: 'EUR',
	transactionParts: {
		part: [
			{ commissionGroupCode: 'NEW', amount: '={{ $json.first }}' },
			{ commissionGroupCode: 'DEFAULT', amount: '={{ $json.second }}' },
		],
	},
	approveAfterAmend: true,
	options: {},
};

/** What n8n's expressions make of {@link PARAMETERS} for one item, by the name that the node asks for. */
function valuesOf(columns) {
	return { ...PARAMETERS, ...ownValuesOf(columns) };
}

/** Of these, those that are not the same for all items. */
function ownValuesOf(columns) {
	return {
		itemAction: columns.action,
		transactionId: columns.id,
		orderReference: columns.ref,
		transactionDate: columns.date,
		declineReason: columns.reason,
		amendReason: columns.reason,
		saleAmount: columns.amount,
		transactionParts: {
			part: [
				{ commissionGroupCode: 'NEW', amount: columns.first },
				{ commissionGroupCode: 'DEFAULT', amount: columns.second },
			],
		},
	};
}

const BERLIN_WINTER_MS = 3_600_000;

/**
 * Awin's list of a span, as text: the transactions that the rows name by order reference and date. Beside rows with an ID the
 * node has to read them, to tell the two apart.
 */
function listAnswer(startDate, endDate) {
	const rows = rowColumns()
		.filter(({ ref }) => ref)
		.map(({ ref, date }, index) => ({
			id: 1_700_000_000 + index,
			orderRef: ref,
			transactionDate: new Date(Date.parse(`${date}Z`) - BERLIN_WINTER_MS)
				.toISOString()
				.slice(0, 19),
			commissionStatus: 'pending',
			saleAmount: { amount: 1000, currency: 'EUR' },
		}))
		.filter(({ transactionDate: date }) => date >= startDate && date <= endDate);
	return JSON.stringify(rows);
}

/** Awin's answer to a question about some IDs, as text. */
function idsAnswer(ids) {
	const saleAmount = { amount: 1000.5, currency: 'EUR' };
	return JSON.stringify(
		ids.map((id) => ({ id: Number(id), commissionStatus: 'pending', saleAmount, orderRef: null })),
	);
}

/** The columns with the transaction that Awin has for their ID, as it was when it was compared. */
function withTransaction(columns) {
	const transaction = { id: columns.id, status: 'pending', saleAmount: 1000.5, currency: 'EUR' };
	return { ...columns, awin: { proposedAction: 'approve', reason: 'They agree.', transaction } };
}

/** Awin's answer about the job, as text: every row with a result, in the documented form. */
function jobAnswer(batch) {
	const allTransactions = batch.map(({ transaction }, index) => ({
		transactionId: transaction.transactionId ?? null,
		orderRef: transaction.orderRef ?? null,
		transactionDate: transaction.transactionDate ?? null,
		timezone: transaction.timezone ?? null,
		code: index % 100 === 0 ? '[304 NOT_MODIFIED]' : '[200 OK]',
		description: index % 100 === 0 ? 'Transaction is already in the requested state' : 'OK',
	}));
	return JSON.stringify({
		jobId: '5f0c7ad1c2b4e60d8a9b3c21',
		status: 'DONE',
		transactions: batch.length,
		allTransactions,
		errors: 0,
		failedTransactions: null,
		creationDate: '2026-03-14T09:30:11.204',
		completionDate: '2026-03-14T09:30:12.017',
	});
}

module.exports = {
	idsAnswer,
	jobAnswer,
	listAnswer,
	ownValuesOf,
	PARAMETERS,
	rowColumns,
	valuesOf,
	withTransaction,
};
