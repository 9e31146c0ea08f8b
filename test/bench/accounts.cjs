/**
 * One trigger for the accounts of an agency, polled each minute in fake time: sixty accounts for a month with 100,000 transactions,
 * and five hundred for a day. Every event has to come exactly once, of its account; nobody may wait longer than is promised, and
 * calls have to be left for people.
 *
 * `DAYS=3` for a shorter month, `ACCOUNTS=60` or `500` for one of both, `MINUTES=40` to end with what was watched by
 * then. What a poll costs is measured without the stand-in for Awin.
 */
require('./register.cjs');
const { AwinSandbox } = require('../../demo/sandbox/awin.cts');
const { TRIGGER_EVENTS } = require('../../nodes/Awin/trigger/events.ts');
const { Poller } = require('../../nodes/Awin/trigger/poll.ts');
const { contextOf } = require('../support/pollContext.cts');
const { ModelTime } = require('../support/pollModel.cts');
const { TOKENS } = require('../../demo/sandbox/tokens.cts');
const { report } = require('./measure.cjs');

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.parse('2026-03-01T00:00:00Z');
/** The first looks read more, and so take longer. */
const CALLS_A_MINUTE = 16;
const LATEST_MS = Number(process.env.MINUTES ?? Infinity) * MINUTE_MS;
const LATE_MS = [8, 3, 120, 15, 40, 4, 1200, 5, 11, 70];
/** A call may wait there for a moment, and the one before may have had its place at once. */
const AT_THE_GATE_MINUTES = 0.1;
const LISTS = ['transaction', 'validation', 'amendment'];

/** Everything that was asked of an account, list by list, and when. */
class Looks {
	constructor() {
		this.byList = new Map();
	}

	add(accountId, dateType, atMs) {
		const name = `${accountId} ${dateType}`;
		const times = this.byList.get(name);
		if (!times) this.byList.set(name, [atMs]);
		else if (times.at(-1) !== atMs) times.push(atMs);
	}

	of(accountId, dateType) {
		return this.byList.get(`${accountId} ${dateType}`) ?? [];
	}
}

/** The first time not before `ms`, or Infinity; times stand in order. */
function firstFrom(times, ms) {
	let [low, high] = [0, times.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (times[middle] < ms) low = middle + 1;
		else high = middle;
	}
	return times[low] ?? Infinity;
}

/** A transaction may be amended twice, from an amount to another one. */
function nameOf(id, event, { oldSaleAmount, newSaleAmount }) {
	return event === 'amended' ? `${id} amended ${oldSaleAmount}>${newSaleAmount}` : `${id} ${event}`;
}

/** What has to have come by `endMs`, and is missing or came more than once. */
function judge({ world }, accountIds, told, looks, endMs, lastPollMs) {
	const counts = { due: 0, hidden: 0, never: 0, twice: 0, wrong: 0 };
	let known = 0;
	for (const accountId of accountIds) {
		const events = world.history({
			accountType: 'advertiser',
			accountId,
			fromMs: START_MS - DAY_MS,
			toMs: lastPollMs,
		});
		const amendments = looks.of(accountId, 'amendment');
		// The first look is over by then, whatever it took.
		const begunMs = Math.max(...LISTS.map((list) => looks.of(accountId, list)[1] ?? Infinity));
		const next = new Map();
		for (const event of events.reverse()) {
			const { transactionId: id, kind, visibleAtMs, atMs } = event;
			const times = told.get(nameOf(id, kind, event)) ?? [];
			known += times.length;
			if (times.length > 1) counts.twice++;
			if (times.some((of) => of !== accountId)) counts.wrong++;
			let isHidden = false;
			if (kind === 'amended') {
				// Awin shows the last one only: one that another one followed before the next look cannot be seen.
				isHidden = (next.get(id) ?? Infinity) <= firstFrom(amendments, visibleAtMs);
				next.set(id, visibleAtMs);
			}
			const isNew = visibleAtMs > begunMs || (visibleAtMs > START_MS && atMs > START_MS);
			if (!isNew || visibleAtMs > endMs) continue;
			if (isHidden) counts.hidden++;
			else counts.due++;
			if (!isHidden && times.length === 0) counts.never++;
		}
	}
	const all = [...told.values()].reduce((sum, times) => sum + times.length, 0);
	return { ...counts, madeUp: all - known };
}

function cpuMs() {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

async function watch({ accounts, days, perDay, startDate, settleMs, mostMinutes }) {
	const time = new ModelTime(START_MS);
	const sandbox = new AwinSandbox({
		seed: 5,
		clock: () => time.trueMs,
		requestsPerMinute: null,
		agency: { advertisers: accounts },
		world: { startDate, transactionsPerDay: perDay },
	});
	const accountIds = sandbox.accounts
		.linksOf({ token: TOKENS.agency })
		.map(({ accountId }) => accountId);
	const [told, looks] = [new Map(), new Looks()];
	const calls = { all: 0, recent: [], mostInMinute: 0, bad: 0 };
	let standInMs = 0;
	const answer = async ({ url, qs }) => {
		const before = cpuMs();
		const { pathname } = new URL(url);
		const query = new URLSearchParams(qs).toString();
		const { status, headers, body } = sandbox.handle({
			method: 'GET',
			url: `${pathname}?${query}`,
			headers: { authorization: `Bearer ${TOKENS.agency}` },
			body: '',
		});
		sandbox.calls.length = 0;
		calls.all++;
		if (status !== 200) calls.bad++;
		calls.recent = calls.recent.filter((ms) => ms > time.trueMs - MINUTE_MS);
		calls.recent.push(time.trueMs);
		calls.mostInMinute = Math.max(calls.mostInMinute, calls.recent.length);
		const [, , id, what] = pathname.split('/');
		if (what === 'transactions') looks.add(Number(id), qs.dateType, time.trueMs);
		standInMs += cpuMs() - before;
		return { statusCode: status, headers, body };
	};
	const state = {};
	const context = contextOf({
		state,
		budgetMs: 5 * MINUTE_MS,
		requestsPerMinute: 20,
		parameters: {
			watch: 'allAccounts',
			accountId: '',
			events: [...TRIGGER_EVENTS],
			output: 'simplified',
			'options.lookbackDays': 7,
		},
		answer,
	});
	const wait = async (ms, signal) => await time.sleep(ms, signal).catch(() => undefined);
	const poller = new Poller({ clock: time.clock, nowMs: () => time.trueMs, wait });

	let endMs = START_MS + days * DAY_MS;
	const cpu = [];
	const largest = { state: 0 };
	const failures = new Map();
	let [polls, items, failed] = [0, 0, 0];
	// What arrives late is told within a day, and each account has to have its turn.
	for (let atMs = START_MS; atMs <= endMs + DAY_MS + settleMs; atMs += MINUTE_MS) {
		// n8n's polls come some moments after the minute, now more and now fewer.
		time.trueMs = Math.max(atMs + LATE_MS[polls % LATE_MS.length], time.trueMs);
		if (performance.now() > LATEST_MS) endMs = Math.min(endMs, atMs - DAY_MS - settleMs);
		standInMs = 0;
		const before = cpuMs();
		const output = await time.until(poller.poll(context)).catch(({ message }) => {
			failed++;
			failures.set(message, (failures.get(message) ?? 0) + 1);
			return null;
		});
		cpu.push(cpuMs() - before - standInMs);
		polls++;
		for (const { json } of output?.[0] ?? []) {
			const name = nameOf(json.id, json.event, json);
			told.set(name, [...(told.get(name) ?? []), json.accountId]);
			items++;
		}
		if (polls % 60 === 0) largest.state = Math.max(largest.state, JSON.stringify(state).length);
	}

	let longestMs = 0;
	for (const accountId of accountIds) {
		for (const list of LISTS) {
			const times = looks.of(accountId, list).filter((ms) => ms >= START_MS + settleMs);
			if (times.length < 2) longestMs = Infinity;
			for (let at = 1; at < times.length; at++) {
				longestMs = Math.max(longestMs, times[at] - times[at - 1]);
			}
		}
	}
	const judged = judge(sandbox, accountIds, told, looks, endMs, time.trueMs);
	let transactions = 0;
	for (const accountId of accountIds) {
		const made = sandbox.world.candidates('advertiser', accountId, START_MS, endMs - 1, false);
		for (const { transactionAtMs: ms } of made) if (ms >= START_MS && ms < endMs) transactions++;
	}
	cpu.sort((a, b) => a - b);
	const figures = (number) => number.toLocaleString('en');
	console.log(
		`\n${accounts} accounts, ${((endMs - START_MS) / DAY_MS).toFixed(1)} days, a poll each minute: ${figures(polls)} polls, ${figures(transactions)} transactions, ` +
			`${figures(judged.due)} events due, ${figures(items)} items given (${figures(judged.hidden)} amendments that no look could see)`,
	);
	const meanCpu = cpu.reduce((sum, ms) => sum + ms, 0) / cpu.length;
	console.log(
		`     ${(calls.all / polls).toFixed(1)} calls a minute; CPU of a poll without the stand-in: mean ${meanCpu.toFixed(1)} ms, ` +
			`99 of 100 at most ${cpu[Math.floor(cpu.length * 0.99)].toFixed(0)} ms; state at most ${figures(largest.state)} bytes`,
	);
	report('events that never came', judged.never, 0, 'events');
	report('events that came twice', judged.twice, 0, 'events');
	report('items under another account', judged.wrong, 0, 'items');
	report('items that are no event', judged.madeUp, 0, 'items');
	report('polls that failed', failed, 0, 'polls');
	for (const [message, count] of failures) console.log(`     ${count} times: ${message}`);
	report('calls that Awin refused', calls.bad, 0, 'calls');
	report(
		'longest time that an account was not looked at',
		longestMs / MINUTE_MS,
		mostMinutes + AT_THE_GATE_MINUTES,
		'min',
	);
	report('most calls in any minute', calls.mostInMinute, CALLS_A_MINUTE, 'calls');
	report('largest state', largest.state / 1e6, 0.9, 'MB');
}

/** By the number of accounts. The stand-in keeps so many transactions at hand: more would have to be made again and again. */
const WATCHED = {
	60: {
		days: Number(process.env.DAYS ?? 31),
		perDay: 54,
		startDate: '2025-12-20',
		settleMs: HOUR_MS,
		mostMinutes: 12,
	},
	500: { days: 1, perDay: 6.5, startDate: '2026-02-01', settleMs: 6 * HOUR_MS, mostMinutes: 100 },
};

async function measure() {
	const chosen = process.env.ACCOUNTS ? [process.env.ACCOUNTS] : Object.keys(WATCHED);
	for (const accounts of chosen) {
		await watch({ accounts: Number(accounts), ...WATCHED[accounts] });
	}
}

module.exports = { measure };
if (require.main === module) void measure();
