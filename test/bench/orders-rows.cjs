/**
 * A month's end: 40,000 orders of a shop, and the 40,000 transactions that Awin has in two lists. Nine in ten orders are there.
 */
const ROWS = 40_000;
const DAY_MS = 86_400_000;
/** When the stand-in for n8n's execution begins (stub-run.cjs). */
const NOW_MS = Date.UTC(2026, 2, 15);

/** Columns of one item, as a shop exports its orders: with the time in its own zone. */
function orderColumns(rows = ROWS) {
	return Array.from({ length: rows }, (_, index) => ({
		order: index % 10 === 9 ? `SHOP-${index}` : `ORDER-${index}`,
		date: new Date(NOW_MS - (index % 58) * DAY_MS - index * 1000).toISOString().slice(0, 19),
		status: ['paid', 'completed', 'refunded', 'pending'][index % 4],
		total: ((index * 7919) % 50_000) / 100,
		currency: 'GBP',
		customer: `customer-${index}@shop.example`,
	}));
}

/** Awin's two lists of these orders, as text: the older one and the newer one. */
function listAnswers(rows = ROWS) {
	const { largeAnswer } = require('./answer.cjs');
	const all = JSON.parse(largeAnswer(rows).toString('utf8'));
	const half = Math.ceil(all.length / 2);
	return [all.slice(0, half), all.slice(half)].map((list) => JSON.stringify(list));
}

/** Parameters of the node that read these columns. */
const FIND = {
	resource: 'transaction',
	operation: 'find',
	accountType: 'advertiser',
	accountId: { __rl: true, mode: 'id', value: '12345' },
	orderReference: '={{ $json.order }}',
	orderDate: '={{ $json.date }}',
	timezone: 'Europe/Berlin',
	options: {},
};

/** What n8n's expressions make of {@link FIND} for one item, where it is not the same for all. */
function findValuesOf({ order, date }) {
	return { orderReference: order, orderDate: date };
}

/** The same for comparing. */
const COMPARE = {
	...FIND,
	operation: 'compareOrders',
	orderStatus: '={{ $json.status }}',
	amount: '={{ $json.total }}',
	currency: '={{ $json.currency }}',
	clickChecksum: '',
	voucher: '',
	statusWords: {},
};

function compareValuesOf(columns) {
	const { status, total, currency } = columns;
	return { ...findValuesOf(columns), orderStatus: status, amount: total, currency };
}

module.exports = {
	COMPARE,
	compareValuesOf,
	FIND,
	findValuesOf,
	listAnswers,
	NOW_MS,
	orderColumns,
};
