/**
 * Whose turn it is: a line in which nobody is passed over, and calls that suffice for twenty a minute.
 */
import fc from 'fast-check';

import {
	CALLS_PER_MINUTE,
	CallsOfMinute,
	KEPT_CALLS,
	pollsOfRound,
	takeTurns,
	turnsOf,
	type InLine,
} from '../../../nodes/Awin/trigger/watchPlan';
import { HOUR_MS, MINUTE_MS } from '../../support/days.cts';

const NOW_MS = Date.UTC(2026, 5, 15, 10);

function refused(triedAtMs: number): InLine['failing'] {
	return { triedAtMs, isRefused: true, isTold: true };
}

describe('a round of polls', () => {
	it.each([
		[1, 3, 1],
		[5, 3, 1],
		[6, 3, 2],
		[60, 3, 12],
		[60, 2, 9],
		[60, 1, 4],
		[500, 3, 100],
		[500, 1, 34],
		[1000, 3, 200],
	])('%i accounts of %i calls: %i', (accounts, calls, polls) => {
		expect(pollsOfRound(accounts, calls)).toBe(polls);
	});
});

describe('the line', () => {
	it('leaves out who was refused within the hour, whatever the clock did', () => {
		const line = [
			{ accountId: 'now', failing: refused(NOW_MS) },
			{ accountId: 'an hour ago', failing: refused(NOW_MS - HOUR_MS) },
			{ accountId: 'by a clock that was ahead', failing: refused(NOW_MS + 5 * HOUR_MS) },
			{ accountId: 'works' },
			{ accountId: 'once', failing: { triedAtMs: NOW_MS, isRefused: false, isTold: false } },
		];
		expect(turnsOf(line, NOW_MS).map(({ accountId }) => accountId)).toEqual([
			'an hour ago',
			'by a clock that was ahead',
			'works',
			'once',
		]);
	});

	it('puts those last that were tried in vain', () => {
		const line = ['a', 'b', 'c', 'd'].map((accountId) => ({ accountId }));
		const turns = turnsOf(line, NOW_MS, new Set(['c', 'a']));
		expect(turns.map(({ accountId }) => accountId)).toEqual(['b', 'd', 'c', 'a']);
	});

	it.each([
		['whole accounts, as many as there are calls for', [3, 3, 3, 3, 3, 3], 15, 5],
		['no smaller one before a greater one', [6, 6, 6, 1], 15, 2],
		['the first one in part, where there are too few for it', [6, 3], 2, 1],
		['nobody without calls', [3, 3], 0, 0],
	])('gives turns to %s', (_what, costs, calls, taken) => {
		const asked: number[] = [];
		const places = costs.map((_, place) => place);
		const turns = takeTurns(places, calls, (place) => {
			asked.push(place);
			return costs[place];
		});
		expect(turns).toEqual(places.slice(0, taken));
		expect(asked.length).toBeLessThanOrEqual(taken + 1);
	});

	it('passes nobody over: each is looked at in as many polls as the plan says', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 120 }),
				fc.integer({ min: 1, max: 3 }),
				fc.array(fc.nat({ max: 119 }), { maxLength: 20 }),
				(count, calls, comeAndGo) => {
					let line = Array.from({ length: count }, (_, n) => ({ accountId: String(n), at: 0 }));
					let longest = 0;
					const polls = 3 * Math.ceil(count / 5) + comeAndGo.length;
					for (let poll = 1; poll <= polls; poll++) {
						const moving = comeAndGo[poll - 1];
						// One leaves and comes back as a new one.
						const leaving = line[(moving ?? -1) % line.length];
						if (leaving)
							line = [{ ...leaving, at: poll }, ...line.filter((one) => one !== leaving)];
						const free = CALLS_PER_MINUTE - KEPT_CALLS;
						const turns = takeTurns(turnsOf(line, NOW_MS), free, () => calls);
						expect(turns.length * calls).toBeLessThanOrEqual(free);
						for (const one of turns) {
							longest = Math.max(longest, poll - one.at);
							one.at = poll;
						}
						line = [...line.filter((one) => !turns.includes(one)), ...turns];
					}
					const planned = pollsOfRound(count, calls);
					expect(longest).toBeLessThanOrEqual(planned + comeAndGo.length);
					expect(line.every(({ at }) => at > 0)).toBe(true);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe('the calls of a minute', () => {
	it.each([
		['a poll that comes early by a moment waits for it', 59_960, 40],
		['one that comes early by seconds too', 50_000, 10_000],
		['one that comes much too early does not', 49_999, 0],
		['one that comes in time does not', 60_000, 0],
	])('%s', (_what, afterMs, waitMs) => {
		const calls = new CallsOfMinute();
		for (let call = 0; call < 15; call++) calls.begin(1000);
		expect(calls.waitMs(1000 + afterMs)).toBe(waitMs);
		if (waitMs > 0) expect(calls.free(1000 + afterMs + waitMs)).toBe(CALLS_PER_MINUTE);
	});

	it('are waited for as far as it does not take long', () => {
		const calls = new CallsOfMinute();
		for (const ms of [0, 3000, 9000, 20_000]) calls.begin(ms);
		expect(calls.waitMs(58_000)).toBe(5000);
		expect(calls.free(63_000)).toBe(CALLS_PER_MINUTE - 2);
	});

	it('are never more than 16 in any sixty seconds', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat({ max: 40_000 }), fc.nat({ max: 20 })), { maxLength: 60 }),
				(steps) => {
					const calls = new CallsOfMinute();
					const begun: number[] = [];
					let nowMs = 0;
					for (const [waitMs, wanted] of steps) {
						nowMs += waitMs;
						const free = calls.free(nowMs);
						for (let call = 0; call < Math.min(wanted, free); call++) {
							calls.begin(nowMs);
							begun.push(nowMs);
						}
						const inLastMinute = begun.filter((ms) => ms > nowMs - MINUTE_MS).length;
						expect(inLastMinute).toBeLessThanOrEqual(CALLS_PER_MINUTE);
						expect(calls.free(nowMs)).toBe(CALLS_PER_MINUTE - inLastMinute);
					}
					expect(calls.free(nowMs + MINUTE_MS)).toBe(CALLS_PER_MINUTE);
				},
			),
			{ numRuns: 300 },
		);
	});
});
