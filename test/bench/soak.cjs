/**
 * A year of polls in fake time over an account with 100,000 transactions and what becomes of them: every event has to come
 * exactly once, and neither the state nor the memory of the process may grow with the time.
 *
 * The clock is made up and moves from poll to poll; calls go straight into the sandbox, without sockets. n8n's part is the
 * model of its own scheduler that the tests of the trigger use.
 */
require('./register.cjs');
const { AwinSandbox } = require('../../demo/sandbox/awin.cts');
const { TRIGGER_EVENTS } = require('../../nodes/Awin/trigger/events.ts');
const { ModelN8n, ModelTime } = require('../support/pollModel.cts');
const { report } = require('./measure.cjs');

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const START_MS = Date.parse('2025-01-01T00:00:00Z');
const DAYS = 365;
const END_MS = START_MS + DAYS * DAY_MS;
const POLL_EVERY_MS = 15 * MINUTE_MS;
/** The last late arrivals are reported within a day. */
const AFTERWARDS_MS = DAY_MS + 60 * MINUTE_MS;
const ADVERTISER = 77101;
const PER_DAY = 277;
/** Until then the memory fills up: late arrivals reach a week back. */
const WARM_UP_DAYS = 30;

/** A transaction may be amended twice, from an amount to another one. */
function nameOf({ id, event, oldSaleAmount, newSaleAmount }) {
	return event === 'amended'
		? `${id} amended from ${oldSaleAmount} to ${newSaleAmount}`
		: `${id} ${event}`;
}

/** What has to come, by name: when Awin first shows it, and how often it came. */
function truthOf({ world }) {
	const truth = new Map();
	const toMs = END_MS + AFTERWARDS_MS;
	const account = { accountType: 'advertiser', accountId: ADVERTISER };
	const before = new Map();
	const events = world.history({ ...account, fromMs: START_MS - DAY_MS, toMs });
	for (const { transactionId: id, kind: event, visibleAtMs, ...amounts } of events) {
		const name = nameOf({ id, event, ...amounts });
		truth.set(name, { visibleAtMs, times: 0, isHidden: false });
		if (event !== 'amended') continue;
		// Awin shows the last amendment only: one that another one followed before the next poll cannot be seen.
		const earlier = before.get(id);
		const pollOf = (ms) => Math.ceil((ms - START_MS) / POLL_EVERY_MS);
		if (earlier && pollOf(earlier.visibleAtMs) === pollOf(visibleAtMs)) earlier.isHidden = true;
		before.set(id, truth.get(name));
	}
	return truth;
}

function liveHeapMb() {
	global.gc?.();
	return process.memoryUsage().heapUsed / 1e6;
}

async function measure() {
	const time = new ModelTime(START_MS);
	const sandbox = new AwinSandbox({
		seed: 3,
		clock: () => time.trueMs,
		requestsPerMinute: null,
		world: { startDate: '2024-10-01', transactionsPerDay: PER_DAY },
	});
	const { world } = sandbox;
	const made = [...world.candidates('advertiser', ADVERTISER, START_MS, END_MS, false)];
	const inYear = made.filter(({ transactionAtMs: ms }) => ms >= START_MS && ms < END_MS);
	const truth = truthOf(sandbox);
	const model = new ModelN8n({
		scheduler: 'inMemory',
		sandbox,
		time,
		timezone: 'UTC',
		number: 1,
		parameters: {
			accountType: 'advertiser',
			accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
			events: [...TRIGGER_EVENTS],
			output: 'simplified',
			timezone: 'UTC',
			'options.lookbackDays': 7,
			pollTimes: { item: [{ mode: 'everyX', unit: 'minutes', value: 15 }] },
		},
	});

	const before = process.cpuUsage();
	const largest = { state: 0, warmState: 0, heapMb: 0, warmHeapMb: 0 };
	let [polls, rowsOut, unexpected, bad] = [0, 0, 0, 0];
	for (let atMs = START_MS; atMs <= END_MS + AFTERWARDS_MS; atMs += POLL_EVERY_MS) {
		time.trueMs = Math.max(atMs, time.trueMs);
		const { items, outcome } = await model.tick();
		model.polls.length = 0;
		polls++;
		if (outcome !== 'good') bad++;
		rowsOut += items.length;
		for (const item of items) {
			const known = truth.get(nameOf(item));
			if (known) known.times++;
			else unexpected++;
		}
		const isWarm = atMs >= START_MS + WARM_UP_DAYS * DAY_MS;
		const stateBytes = JSON.stringify(model.live).length;
		const name = isWarm ? 'state' : 'warmState';
		largest[name] = Math.max(largest[name], stateBytes);
		if (polls % 960 === 0) {
			const heap = isWarm ? 'heapMb' : 'warmHeapMb';
			largest[heap] = Math.max(largest[heap], liveHeapMb());
		}
	}
	const { user, system } = process.cpuUsage(before);

	const all = [...truth.values()];
	const due = all.filter(
		({ visibleAtMs, isHidden }) => visibleAtMs > START_MS && visibleAtMs <= END_MS && !isHidden,
	);
	const figures = (number) => number.toLocaleString('en');
	console.log(
		`\nA year of polls in fake time, every 15 minutes: ${figures(polls)} polls, ${figures(inYear.length)} transactions, ` +
			`${figures(due.length)} events (${figures(all.filter(({ isHidden }) => isHidden).length)} amendments more that no poll could see)`,
	);
	console.log(
		`     ${figures(rowsOut)} items given; state at most ${figures(largest.state)} bytes; heap at most ${largest.heapMb.toFixed(0)} MB with the sandbox's data; ` +
			`${((user + system) / 1000 / polls).toFixed(1)} ms of CPU for a poll, sandbox included`,
	);
	if (inYear.length < 100_000) throw new Error('There are fewer than 100,000 transactions');
	report('events that never came', due.filter(({ times }) => times === 0).length, 0, 'events');
	report('events that came twice', all.filter(({ times }) => times > 1).length, 0, 'events');
	report('items that are no event', unexpected, 0, 'items');
	report('polls that were not good', bad, 0, 'polls');
	report('largest state', largest.state / 1e6, 0.9, 'MB');
	report('largest state against that of the first month', largest.state / largest.warmState, 1.25);
	report('largest heap against that of the first month', largest.heapMb / largest.warmHeapMb, 1.25);
}

module.exports = { measure };
if (require.main === module) void measure();
