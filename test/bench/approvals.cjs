/**
 * A year of the daily workflow *Approve after the return period* in fake time, over 100,000 orders and with Awin's limit on: every sale
 * has to be decided before Awin approves it by itself, and none wrongly.
 */
require('./register.cjs');
const { systemClock } = require('../../nodes/Awin/transport/gate.ts');
const { dailyYear } = require('../support/shopYear.cts');
const { VALIDATION_PERIOD_DAYS } = require('../support/shopYearOrders.cts');
const { report } = require('./measure.cjs');

const START_MS = Date.parse('2026-01-01T00:00:00Z');
const DAYS = 365;
const ORDERS = Number(process.env.ORDERS ?? 100_000);

/** One window of 31 days and the jobs, a batch and three looks at its result. */
const MOST_CALLS_A_DAY = 6;

async function measure() {
	let passedMs = 0;
	const realNow = Date.now;
	const nowMs = () => START_MS + passedMs;
	Date.now = nowMs;
	systemClock.nowMs = () => passedMs;
	systemClock.sleep = async (ms) => {
		passedMs += ms;
	};
	const before = process.cpuUsage();
	let end;
	try {
		end = await dailyYear(ORDERS, 1, {
			startMs: START_MS,
			days: DAYS,
			nowMs,
			setNow: (ms) => {
				passedMs = Math.max(passedMs, ms - START_MS);
			},
		});
	} finally {
		Date.now = realNow;
	}
	const { user, system } = process.cpuUsage(before);
	const figures = (number) => number.toLocaleString('en');
	const words = Object.entries(end.proposals).map(([word, count]) => `${word} ${figures(count)}`);
	console.log(
		`\nA year of daily approvals in fake time: ${figures(end.orders.length)} orders, ${figures(end.days)} mornings, ` +
			`${figures(end.rows)} rows compared, ${figures(end.calls)} calls`,
	);
	console.log(
		`     proposed: ${words.join(', ')}; longest from a sale to its decision ${end.longestDays.toFixed(1)} days; ` +
			`${((user + system) / 1e6 / 60).toFixed(1)} min of CPU, sandbox included`,
	);
	for (const one of end.wrong.slice(0, 20)) console.log(`     ${one}`);
	report('sales that Awin decided otherwise than the shop', end.wrong.length, 0, 'sales');
	report('sales that Awin approved by itself', end.automatic, 0, 'sales');
	report('calls that Awin refused for its limit', end.refused, 0, 'calls');
	report('longest from a sale to its decision', end.longestDays, VALIDATION_PERIOD_DAYS, 'days');
	report('calls in a day', end.calls / end.days, MOST_CALLS_A_DAY, 'calls');
}

module.exports = { measure };
if (require.main === module) void measure();
