/**
 * A list of transactions as large as the largest that was seen at Awin for 30 days (86,772 rows), as bytes.
 */
const { sampleTransaction } = require('../../dist/nodes/Awin/api/samples.js');

const ROWS = 86_000;
const STATUSES = ['pending', 'approved', 'declined'];

function awinDate(epochMs) {
	return new Date(epochMs).toISOString().slice(0, 19);
}

/** @returns {Buffer} JSON, one array. Every row has its own id, dates, amounts, texts and a fair share of nulls. */
function largeAnswer(rows = ROWS) {
	const startMs = Date.UTC(2026, 2, 10);
	const parts = [];
	for (let index = 0; index < rows; index++) {
		const status = STATUSES[index % 3];
		const transactionMs = startMs + index * 30_000;
		const amount = ((index * 7919) % 50_000) / 100;
		const row = {
			...sampleTransaction(),
			id: 1_600_000_000 + index,
			publisherId: 10_000 + (index % 700),
			siteName: `Publisher ${index % 700}`,
			commissionStatus: status,
			saleAmount: { amount, currency: 'GBP' },
			commissionAmount: { amount: Math.round(amount * 10) / 100, currency: 'GBP' },
			clickDate: awinDate(transactionMs - (index % 5000) * 1000),
			transactionDate: awinDate(transactionMs),
			validationDate: status === 'pending' ? null : awinDate(transactionMs + 86_400_000),
			amendDate: null,
			orderRef: `ORDER-${index}`,
			clickRefs: index % 4 === 0 ? null : { clickRef: `ref-${index}` },
			customParameters: index % 3 === 0 ? null : [{ key: '1', value: `value ${index}` }],
			basketProducts: null,
			oldSaleAmount: null,
			oldCommissionAmount: null,
		};
		parts.push(JSON.stringify(row));
	}
	return Buffer.from(`[${parts.join(',')}]`);
}

module.exports = { largeAnswer };
