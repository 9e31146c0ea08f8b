import * as fc from 'fast-check';

import { Queue, type Asker, type Ticket } from '../../../nodes/Awin/transport/queue';
import { passGate } from '../../../nodes/Awin/transport/gate';
import { Throttle, WINDOW_MS } from '../../../nodes/Awin/transport/throttle';
import { JumpingClock } from './helper.cts';

/** Those that wait, by the order of their first letters: `p`erson or `b`ackground. */
function queueOf(line: string): { queue: Queue; tickets: Ticket[] } {
	const queue = new Queue();
	const tickets = [...line].map((letter) =>
		queue.enter(letter === 'p' ? 'person' : 'background', false),
	);
	return { queue, tickets };
}

/** Lets all go, each when nobody is ahead of it. */
function orderOf(queue: Queue, tickets: Ticket[]): Asker[] {
	const left = [...tickets];
	const order: Asker[] = [];
	while (left.length > 0) {
		const next = left.findIndex((ticket) => queue.ahead(ticket) === 0);
		if (next < 0) throw new Error('Nobody is first');
		const [ticket] = left.splice(next, 1);
		queue.take(ticket);
		order.push(ticket.asker);
	}
	return order;
}

function shortOf(order: Asker[]): string {
	return order.map((asker) => asker[0]).join('');
}

describe('People go first', () => {
	it('before all of the background that waited longer', () => {
		const { queue, tickets } = queueOf('bbbbp');
		expect(queue.ahead(tickets[4])).toBe(0);
		expect(shortOf(orderOf(queue, tickets))).toBe('pbbbb');
	});

	it('each kind first come, first served', () => {
		const { queue, tickets } = queueOf('bpbp');
		expect(tickets.map((ticket) => queue.ahead(ticket))).toEqual([2, 0, 3, 1]);
	});

	it('behind one of the background at most after each three of theirs', () => {
		const { queue, tickets } = queueOf('bbbbpppppppp');
		expect(shortOf(orderOf(queue, tickets))).toBe('pppbpppbppbb');
	});

	it('the background is held back by three calls of people in a row, and no more, however many come', () => {
		const { queue, tickets } = queueOf('b');
		const [background] = tickets;
		for (let call = 0; call < 3; call++) {
			const person = queue.enter('person', false);
			expect(queue.ahead(person)).toBe(0);
			queue.take(person);
		}
		const next = queue.enter('person', false);
		expect(queue.ahead(background)).toBe(0);
		expect(queue.ahead(next)).toBe(1);
	});

	it('calls of people while nobody else waits are held against nobody', () => {
		const queue = new Queue();
		for (let call = 0; call < 10; call++) queue.take(queue.enter('person', false));
		const background = queue.enter('background', false);
		const person = queue.enter('person', false);
		expect(queue.ahead(person)).toBe(0);
		expect(queue.ahead(background)).toBe(1);
	});

	it('in any mixture everybody has another place, and goes exactly then', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('p', 'b'), maxLength: 40 }), (line) => {
				const { queue, tickets } = queueOf(line);
				const places = tickets.map((ticket) => queue.ahead(ticket));
				expect([...places].sort((a, b) => a - b)).toEqual(tickets.map((_, place) => place));
				const expected = tickets
					.map(({ asker }, i) => ({ asker, place: places[i] }))
					.sort((one, other) => one.place - other.place)
					.map(({ asker }) => asker);
				expect(orderOf(queue, tickets)).toEqual(expected);
				expect(shortOf(expected).replace(/b+$|p+$/, '')).not.toMatch(/pppp/);
			}),
		);
	});
});

describe('A call that was refused', () => {
	it('goes before those that came after it, and behind those that were refused before', () => {
		const { queue, tickets } = queueOf('bb');
		const again = queue.enter('background', true);
		const later = queue.enter('background', true);
		expect([again, later, ...tickets].map((ticket) => queue.ahead(ticket))).toEqual([0, 1, 2, 3]);
	});

	it('of the background, not before people', () => {
		const { queue, tickets } = queueOf('p');
		const again = queue.enter('background', true);
		expect(queue.ahead(tickets[0])).toBe(0);
		expect(queue.ahead(again)).toBe(1);
	});
});

describe('At the gate', () => {
	/** Passes with so many calls of each kind, people a second later. @returns who passed, in order, and when */
	async function passages(background: number, people: number) {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 1 });
		const passed: Array<{ asker: Asker; atMs: number }> = [];
		const pass = async (asker: Asker) => {
			await passGate(throttle, clock, { asker });
			passed.push({ asker, atMs: clock.nowMs() });
		};
		const all = Array.from({ length: background }, async () => await pass('background'));
		clock.at(1000, () => {
			for (let call = 0; call < people; call++) all.push(pass('person'));
		});
		await clock.run(clock.alarm(2000));
		await clock.run(Promise.all(all));
		return passed;
	}

	it('a person takes the next place that is free, whatever waits', async () => {
		const passed = await passages(50, 1);
		const place = passed.findIndex(({ asker }) => asker === 'person');
		expect(place).toBe(1);
		expect(passed[place].atMs).toBeLessThan(WINDOW_MS + 5000);
	});

	it('people who come without end leave every fourth place', async () => {
		const passed = await passages(10, 40);
		const order = shortOf(passed.map(({ asker }) => asker));
		expect(order).toBe(`b${'pppb'.repeat(9)}${'p'.repeat(13)}`);
	});
});

describe('How many calls could start until a time', () => {
	it('as many as are free now, and those whose places come free until then', () => {
		const throttle = new Throttle({ limit: 5 });
		expect(throttle.startsUntil(0, 0)).toBe(5);
		throttle.tryStart(throttle.enter(), 0);
		throttle.tryStart(throttle.enter(), 1000);
		expect(throttle.startsUntil(30_000, 1000)).toBe(3);
		expect(throttle.startsUntil(WINDOW_MS, 1000)).toBe(4);
		expect(throttle.startsUntil(WINDOW_MS + 1000, 1000)).toBe(8);
	});

	it('not those for which others wait already', () => {
		const throttle = new Throttle({ limit: 5 });
		throttle.enter();
		throttle.enter();
		expect(throttle.startsUntil(30_000, 0)).toBe(3);
		for (let call = 0; call < 50; call++) throttle.enter();
		expect(throttle.startsUntil(30_000, 0)).toBe(0);
	});

	it('none while the gate is closed, and none in the past', () => {
		const throttle = new Throttle({ limit: 5 });
		expect(throttle.startsUntil(-1, 0)).toBe(0);
		throttle.closeUntil(20_000);
		expect(throttle.startsUntil(19_999, 0)).toBe(0);
		expect(throttle.startsUntil(20_000, 0)).toBe(5);
	});

	it('no more than the share that was learnt', () => {
		const throttle = new Throttle({ limit: 20, random: () => 0.5 });
		const tickets = Array.from({ length: 4 }, () => throttle.enter());
		for (const ticket of tickets) throttle.tryStart(ticket, 0);
		throttle.answered(tickets[3], 'refused', 100);
		expect(throttle.places).toBe(2);
		expect(throttle.startsUntil(40_000, 1000)).toBe(0);
		expect(throttle.startsUntil(2 * WINDOW_MS, 1000, 'person')).toBeLessThanOrEqual(4);
	});

	it('nothing is reserved by asking', () => {
		const throttle = new Throttle({ limit: 5 });
		expect(throttle.startsUntil(0, 0)).toBe(5);
		expect(throttle.startsUntil(0, 0)).toBe(5);
	});

	it('that many do start, for any calls before and any limit', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 30 }),
				fc.integer({ min: 1, max: 25 }),
				fc.integer({ min: 60_000, max: 200_000 }),
				(before, limit, untilMs) => {
					const throttle = new Throttle({ limit });
					for (const atMs of [...before].sort((a, b) => a - b)) {
						const ticket = throttle.enter();
						if (throttle.tryStart(ticket, atMs) > 0) throttle.leave(ticket);
					}
					const forecast = throttle.startsUntil(untilMs, 60_000);
					let started = 0;
					for (let nowMs = 60_000; nowMs <= untilMs; ) {
						const ticket = throttle.enter();
						const waitMs = throttle.tryStart(ticket, nowMs);
						if (waitMs === 0) started++;
						else throttle.leave(ticket);
						nowMs += waitMs;
					}
					expect(forecast).toBe(started);
				},
			),
		);
	});
});
