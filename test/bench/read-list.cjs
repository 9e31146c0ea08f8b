/**
 * An 86,000-row answer, read and turned into items, against JSON.parse of the same bytes.
 */
const { largeAnswer } = require('./answer.cjs');
const { compare, report } = require('./measure.cjs');

const { readResponse } = require('../../dist/nodes/Awin/transport/response.js');
const { readTransactions } = require('../../dist/nodes/Awin/api/transactions.js');
const { toOutput } = require('../../dist/nodes/Awin/api/transactionOutput.js');
const { ZoneClock } = require('../../dist/nodes/Awin/api/timezones.js');

const LIMITS = { raw: 3, flat: 6 };

function toItems(bytes, form) {
	const result = readResponse({ statusCode: 200, headers: {}, body: bytes.toString('utf8') });
	// A clock of its own each time, so that remembering the offsets is part of the cost.
	const view = { form, accountType: 'advertiser', clock: new ZoneClock('Europe/Berlin') };
	return readTransactions(result.answer).rows.map((row) => ({
		json: toOutput(row, view),
		pairedItem: { item: 0 },
	}));
}

async function measure() {
	const bytes = largeAnswer();
	console.log(`\nReading a list of 86,000 transactions (${(bytes.length / 1e6).toFixed(0)} MB)`);
	for (const [form, limit] of Object.entries(LIMITS)) {
		const { ratio, baseMs, workMs } = compare(
			() => JSON.parse(bytes.toString('utf8')),
			() => toItems(bytes, form),
		);
		const what = `CPU, ${form}: ${workMs.toFixed(0)} ms against ${baseMs.toFixed(0)} ms of JSON.parse`;
		report(what, ratio, limit);
	}
}

module.exports = { measure };
if (require.main === module) void measure();
