import * as fc from 'fast-check';

import type { Ticket } from '../../../nodes/Awin/transport/queue';
import { Throttle, WINDOW_MS } from '../../../nodes/Awin/transport/throttle';

const MINUTE_MS = 60_000;

/** Starts as many calls as may start right now. */
function startNow(throttle: Throttle, count: number, nowMs: number): number[] {
	return Array.from({ length: count }, () => throttle.tryStart(throttle.enter(), nowMs));
}

interface Arrival {
	atMs: number;
	/** When this caller loses patience, if ever. */
	leavesMs?: number;
}

interface Change {
	atMs: number;
	closeForMs?: number;
	limit?: number;
}

interface Start {
	caller: number;
	atMs: number;
}

/**
 * Plays callers that ask, wait as long as they were told, and ask again, and reports who started when. Callers that wake
 * at the same time ask in the order of `turn`.
 */
function play(
	throttle: Throttle,
	arrivals: Arrival[],
	changes: Change[] = [],
	turn: (caller: number) => number = (caller) => caller,
): Start[] {
	const starts: Start[] = [];
	const events = arrivals.map((arrival, caller) => ({ atMs: arrival.atMs, caller }));
	const tickets = new Map<number, Ticket>();
	const news = [...changes].sort((a, b) => a.atMs - b.atMs);
	while (events.length > 0 || news.length > 0) {
		events.sort((a, b) => a.atMs - b.atMs || turn(a.caller) - turn(b.caller));
		if (news.length > 0 && (events.length === 0 || news[0].atMs <= events[0].atMs)) {
			const { atMs, closeForMs, limit } = news.shift()!;
			if (closeForMs !== undefined) throttle.closeUntil(atMs + closeForMs);
			if (limit !== undefined) throttle.limit = limit;
			continue;
		}
		const { atMs, caller } = events.shift()!;
		const ticket = tickets.get(caller) ?? throttle.enter();
		tickets.set(caller, ticket);
		const waitMs = throttle.tryStart(ticket, atMs);
		const { leavesMs = Infinity } = arrivals[caller];
		if (waitMs === 0) starts.push({ caller, atMs });
		else if (atMs + waitMs > leavesMs) throttle.leave(ticket);
		else events.push({ atMs: atMs + waitMs, caller });
	}
	return starts;
}

function mostInAnyMinute(starts: Start[]): number {
	const times = starts.map(({ atMs }) => atMs).sort((a, b) => a - b);
	return Math.max(
		0,
		...times.map((from) => times.filter((at) => at >= from && at < from + MINUTE_MS).length),
	);
}

const anyArrivals = fc
	.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 120 })
	.map((times) => times.sort((a, b) => a - b).map((atMs): Arrival => ({ atMs })));
const anyLimit = fc.integer({ min: 1, max: 25 });
const anyClosings = fc.array(
	fc.record({
		atMs: fc.integer({ min: 0, max: 400_000 }),
		closeForMs: fc.integer({ min: 0, max: 120_000 }),
	}),
	{ maxLength: 5 },
);

describe('The first calls after a quiet spell go at once', () => {
	it('as many as the limit allows', () => {
		const throttle = new Throttle({ limit: 20 });
		expect(startNow(throttle, 20, 0)).toEqual(Array(20).fill(0));
		expect(startNow(throttle, 1, 0)).toEqual([WINDOW_MS]);
	});

	it('and again when the first ones are a window old', () => {
		const throttle = new Throttle({ limit: 2, windowMs: 1000 });
		expect(startNow(throttle, 1, 0)).toEqual([0]);
		expect(startNow(throttle, 1, 400)).toEqual([0]);
		const ticket = throttle.enter();
		expect(throttle.tryStart(ticket, 500)).toBe(500);
		expect(throttle.tryStart(ticket, 999)).toBe(1);
		expect(throttle.tryStart(ticket, 1000)).toBe(0);
		expect(startNow(throttle, 1, 1000)).toEqual([400]);
	});

	it('the window is longer than a minute by less than one percent', () => {
		expect(WINDOW_MS).toBeGreaterThan(MINUTE_MS);
		expect(WINDOW_MS).toBeLessThan(1.01 * MINUTE_MS);
	});
});

describe('Looking changes nothing', () => {
	it('asking for the wait does not start a call', () => {
		const throttle = new Throttle({ limit: 1 });
		const ticket = throttle.enter();
		expect(throttle.waitMs(ticket, 0)).toBe(0);
		expect(throttle.waitMs(ticket, 0)).toBe(0);
		expect(throttle.tryStart(ticket, 0)).toBe(0);
	});
});

describe('Never more calls than the limit in any 60 seconds', () => {
	it('for any arrivals, limit and closings', () => {
		fc.assert(
			fc.property(anyArrivals, anyLimit, anyClosings, (arrivals, limit, closings) => {
				const starts = play(new Throttle({ limit }), arrivals, closings);
				expect(starts).toHaveLength(arrivals.length);
				expect(mostInAnyMinute(starts)).toBeLessThanOrEqual(limit);
			}),
		);
	});

	it('whoever of those that wake together asks first', () => {
		fc.assert(
			fc.property(anyArrivals, anyLimit, (arrivals, limit) => {
				const starts = play(new Throttle({ limit }), arrivals, [], (caller) => -caller);
				expect(starts).toHaveLength(arrivals.length);
				expect(mostInAnyMinute(starts)).toBeLessThanOrEqual(limit);
			}),
		);
	});

	it('with callers who lose patience', () => {
		const impatient = fc
			.array(
				fc.record({
					atMs: fc.integer({ min: 0, max: 100_000 }),
					patienceMs: fc.integer({ min: 0, max: 200_000 }),
				}),
				{ maxLength: 80 },
			)
			.map((list) =>
				list
					.sort((a, b) => a.atMs - b.atMs)
					.map(({ atMs, patienceMs }): Arrival => ({ atMs, leavesMs: atMs + patienceMs })),
			);
		fc.assert(
			fc.property(impatient, anyLimit, (arrivals, limit) => {
				const throttle = new Throttle({ limit });
				const starts = play(throttle, arrivals);
				expect(mostInAnyMinute(starts)).toBeLessThanOrEqual(limit);
				for (const { caller, atMs } of starts)
					expect(atMs).toBeLessThanOrEqual(arrivals[caller].leavesMs ?? Infinity);
				expect(throttle.isIdle(1e9)).toBe(true);
			}),
		);
	});

	it('when the limit goes down, the smaller one holds from then on', () => {
		fc.assert(
			fc.property(
				anyArrivals,
				fc.integer({ min: 10, max: 20 }),
				fc.integer({ min: 1, max: 9 }),
				fc.integer({ min: 0, max: 200_000 }),
				(arrivals, before, after, atMs) => {
					const starts = play(new Throttle({ limit: before }), arrivals, [{ atMs, limit: after }]);
					expect(mostInAnyMinute(starts)).toBeLessThanOrEqual(before);
					const later = starts.filter((start) => start.atMs >= atMs);
					expect(mostInAnyMinute(later)).toBeLessThanOrEqual(after);
				},
			),
		);
	});
});

describe('First come, first served', () => {
	it('for any arrivals, limit and closings', () => {
		fc.assert(
			fc.property(anyArrivals, anyLimit, anyClosings, (arrivals, limit, closings) => {
				const starts = play(new Throttle({ limit }), arrivals, closings);
				const inOrder = starts.map(({ caller }) => caller);
				expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
			}),
		);
	});

	it('a newcomer does not take the place of somebody who waits', () => {
		const throttle = new Throttle({ limit: 1, windowMs: 1000 });
		startNow(throttle, 1, 0);
		const first = throttle.enter();
		expect(throttle.tryStart(first, 100)).toBe(900);
		const newcomer = throttle.enter();
		expect(throttle.tryStart(newcomer, 1000)).toBe(1000);
		expect(throttle.tryStart(first, 1000)).toBe(0);
		expect(throttle.tryStart(newcomer, 1000)).toBe(1000);
	});

	it('everybody is told the time that is left for their place', () => {
		const throttle = new Throttle({ limit: 2, windowMs: 1000 });
		const waits = Array.from({ length: 7 }, () => throttle.enter()).map((ticket) =>
			throttle.waitMs(ticket, 0),
		);
		expect(waits).toEqual([0, 0, 1000, 1000, 2000, 2000, 3000]);
	});

	it('who leaves makes room for those behind', () => {
		const throttle = new Throttle({ limit: 1, windowMs: 1000 });
		startNow(throttle, 1, 0);
		const [leaving, behind] = [throttle.enter(), throttle.enter()];
		expect(throttle.waitMs(behind, 0)).toBe(2000);
		throttle.leave(leaving);
		throttle.leave(leaving);
		expect(throttle.waitMs(behind, 0)).toBe(1000);
	});
});

describe('The limit is used, not only kept', () => {
	it('100 calls at 20 a minute end within one percent of the least possible time', () => {
		const arrivals = Array.from({ length: 100 }, (): Arrival => ({ atMs: 0 }));
		const starts = play(new Throttle({ limit: 20 }), arrivals);
		const leastMs = 4 * MINUTE_MS;
		const endedMs = Math.max(...starts.map(({ atMs }) => atMs));
		expect(endedMs).toBeGreaterThanOrEqual(leastMs);
		expect(endedMs).toBeLessThanOrEqual(1.01 * leastMs);
	});

	it('nobody waits longer than the calls before them make necessary', () => {
		fc.assert(
			fc.property(anyArrivals, anyLimit, (arrivals, limit) => {
				const starts = play(new Throttle({ limit }), arrivals);
				starts.forEach(({ caller, atMs }, place) => {
					const before = place < limit ? -Infinity : starts[place - limit].atMs + WINDOW_MS;
					expect(atMs).toBe(Math.max(arrivals[caller].atMs, before, starts[place - 1]?.atMs ?? 0));
				});
			}),
		);
	});

	it('when the limit goes up, newcomers use it at once', () => {
		const throttle = new Throttle({ limit: 1 });
		startNow(throttle, 1, 0);
		throttle.limit = 3;
		expect(startNow(throttle, 3, 10)).toEqual([0, 0, WINDOW_MS - 10]);
	});
});

describe('A closed gate', () => {
	it('lets nobody through until it opens', () => {
		const throttle = new Throttle({ limit: 20 });
		throttle.closeUntil(5000);
		const ticket = throttle.enter();
		expect(throttle.tryStart(ticket, 1000)).toBe(4000);
		expect(throttle.tryStart(ticket, 4999)).toBe(1);
		expect(throttle.tryStart(ticket, 5000)).toBe(0);
	});

	it('is not opened by an earlier time', () => {
		const throttle = new Throttle({ limit: 20 });
		throttle.closeUntil(5000);
		throttle.closeUntil(3000);
		expect(throttle.waitMs(throttle.enter(), 0)).toBe(5000);
	});

	it('also stops those who were told a shorter wait', () => {
		const throttle = new Throttle({ limit: 1, windowMs: 1000 });
		startNow(throttle, 1, 0);
		const ticket = throttle.enter();
		expect(throttle.tryStart(ticket, 0)).toBe(1000);
		throttle.closeUntil(9000);
		expect(throttle.tryStart(ticket, 1000)).toBe(8000);
	});

	it('nobody starts while it is closed', () => {
		fc.assert(
			fc.property(anyArrivals, anyLimit, anyClosings, (arrivals, limit, closings) => {
				const starts = play(new Throttle({ limit }), arrivals, closings);
				for (const { atMs, closeForMs } of closings) {
					const during = starts.filter(
						(start) => start.atMs >= atMs && start.atMs < atMs + closeForMs,
					);
					expect(during).toEqual([]);
				}
			}),
		);
	});
});

describe('A throttle that remembers nothing can be dropped', () => {
	it('a new one', () => {
		expect(new Throttle({ limit: 1 }).isIdle(0)).toBe(true);
	});

	it('not while somebody waits', () => {
		const throttle = new Throttle({ limit: 1 });
		const ticket = throttle.enter();
		expect(throttle.isIdle(0)).toBe(false);
		throttle.leave(ticket);
		expect(throttle.isIdle(0)).toBe(true);
	});

	it('not while a call still counts', () => {
		const throttle = new Throttle({ limit: 1, windowMs: 1000 });
		startNow(throttle, 1, 0);
		expect(throttle.isIdle(999)).toBe(false);
		expect(throttle.isIdle(1000)).toBe(true);
	});

	it('not while the gate is closed', () => {
		const throttle = new Throttle({ limit: 1 });
		throttle.closeUntil(1000);
		expect(throttle.isIdle(999)).toBe(false);
		expect(throttle.isIdle(1000)).toBe(true);
	});
});
