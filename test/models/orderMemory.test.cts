import * as fc from 'fast-check';

import { FATES, OrderScene, type RunSettings } from '../support/orderRuns.cts';

jest.mock('../../nodes/Awin/resources/orders/capacity', () => ({
	MOST_REMEMBERED: 300_000,
	FILLING_UP: 270_000,
}));

jest.mock('../../nodes/Awin/api/conversions', () => ({
	...jest.requireActual<object>('../../nodes/Awin/api/conversions'),
	ORDERS_PER_BATCH: 3,
}));

const capacity = jest.requireMock<{ MOST_REMEMBERED: number; FILLING_UP: number }>(
	'../../nodes/Awin/resources/orders/capacity',
);
const batches = jest.requireMock<{ ORDERS_PER_BATCH: number }>('../../nodes/Awin/api/conversions');

function remember(most: number): void {
	capacity.MOST_REMEMBERED = most;
	capacity.FILLING_UP = 0.9 * most;
}

beforeEach(() => {
	remember(300_000);
	batches.ORDERS_PER_BATCH = 3;
});

function referencesOf(count: number, from = 0): string[] {
	return Array.from({ length: count }, (_, index) => `R-${from + index}`);
}

const ORDERS = referencesOf(10);

const someOrders = fc
	.subarray(ORDERS, { minLength: 1 })
	.chain((orders) => fc.shuffledSubarray(orders, { minLength: orders.length }));

const oneRun = fc.record({
	orders: someOrders,
	settings: fc.record({
		node: fc.constantFrom('node', 'node', 'other node'),
		fates: fc.array(fc.constantFrom(...FATES), { maxLength: 4 }),
		crashAt: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
		isCrashAfter: fc.boolean(),
	}),
});

/** What a person may believe: that an order called accepted or skipped is at Awin, and one called failed or rejected is not. */
function checkWords(scene: OrderScene, orders: string[], outcomes: unknown[], before: Set<string>) {
	orders.forEach((order, place) => {
		const isBooked = scene.booked.has(order);
		if (outcomes[place] === 'accepted' || outcomes[place] === 'skipped')
			expect(isBooked).toBe(true);
		if (outcomes[place] === 'pending') expect(isBooked).toBe(true);
		if (outcomes[place] === 'rejected') expect(isBooked).toBe(before.has(order));
	});
}

describe('whatever happens, no order goes to Awin a second time by itself', () => {
	it.each([
		['a memory as large as it is', 300_000],
		['a memory for six orders', 6],
		['a memory for one order', 1],
	])('%s', async (_, mostOrders) => {
		await fc.assert(
			fc.asyncProperty(fc.array(oneRun, { minLength: 1, maxLength: 8 }), async (runs) => {
				remember(mostOrders);
				const scene = new OrderScene();
				for (const { orders, settings } of runs) {
					const before = new Set(scene.booked.keys());
					const isOther = settings.node === 'other node';
					// Of an order that was on its way in a crash only the node that sent it knows that it is in doubt.
					const crashAt = isOther ? undefined : settings.crashAt;
					const { outcomes, isCrashed } = await scene.run(orders, { ...settings, crashAt });
					if (!isCrashed && !isOther) checkWords(scene, orders, outcomes, before);
					expect(scene.doubled).toEqual([]);
				}
			}),
			{ numRuns: 400 },
		);
	});

	it('a store of any size that forgets its oldest entries by itself', async () => {
		const runs = fc.array(
			oneRun.map(({ orders, settings }) => ({
				orders,
				settings: { ...settings, crashAt: undefined } as RunSettings,
			})),
			{ minLength: 1, maxLength: 8 },
		);
		await fc.assert(
			fc.asyncProperty(runs, fc.integer({ min: 1, max: 30 }), async (plan, most) => {
				const scene = new OrderScene();
				scene.store.capacity = most;
				for (const { orders, settings } of plan) {
					await scene.run(orders, settings);
					expect(scene.doubled).toEqual([]);
				}
			}),
			{ numRuns: 800 },
		);
	});

	it('a store that has forgotten orders stays full, whatever Awin refuses after that', async () => {
		const scene = new OrderScene();
		scene.store.capacity = 21;
		const orders = referencesOf(8);
		await scene.run(orders, { fates: ['pending', 'lost'] });
		const second = { node: 'other node', fates: ['rejected' as const] };
		const { outcomes } = await scene.run(['N-1', 'N-2', 'R-2', 'R-3', ...orders], second);
		expect(outcomes).toContain('failed');

		for (const order of orders) await scene.run([order, 'N-2']);

		expect(scene.doubled).toEqual([]);
	});

	it('any number of executions at once', async () => {
		const many = fc.array(oneRun, { minLength: 2, maxLength: 6 });
		await fc.assert(
			fc.asyncProperty(many, fc.scheduler(), async (runs, scheduler) => {
				const scene = new OrderScene();
				const onCall = scheduler.scheduleFunction(async () => await Promise.resolve());
				const all = runs.map(
					async ({ orders, settings: { fates } }) => await scene.run(orders, { fates, onCall }),
				);
				const ends = await scheduler.waitFor(Promise.all(all));
				expect(scene.doubled).toEqual([]);
				const hasLost = runs.some(({ settings }) =>
					settings.fates.some((fate) => fate.startsWith('lost')),
				);
				if (!hasLost) {
					for (const { outcomes } of ends) expect(outcomes).not.toContain('unknown');
				}
			}),
			{ numRuns: 300 },
		);
	});
});

describe('the size of the memory', () => {
	beforeEach(() => {
		batches.ORDERS_PER_BATCH = 1000;
	});

	it.each([51_000, 200_000])(
		'%i orders in one cycle are accepted once and skipped from then on',
		async (count) => {
			const scene = new OrderScene();
			const orders = referencesOf(count);

			const first = await scene.run(orders, { executionId: 'first' });
			const again = await scene.run(orders, { executionId: 'first' });
			const later = await scene.run(orders.reverse(), { executionId: 'later' });

			expect(new Set(first.outcomes)).toEqual(new Set(['accepted']));
			expect(new Set(again.outcomes)).toEqual(new Set(['skipped']));
			expect(new Set(later.outcomes)).toEqual(new Set(['skipped']));
			expect(scene.doubled).toEqual([]);
			expect(scene.calls).toHaveLength(count / 1000);
			expect(scene.store.orders).toBe(count);
		},
		120_000,
	);

	it('200,000 orders that Awin is still working on fit only in part: the rest is not sent, and told', async () => {
		const scene = new OrderScene();
		const orders = referencesOf(200_000);
		const fates = orders.map(() => 'pending' as const);

		const first = await scene.run(orders, { fates });
		const again = await scene.run(orders, { fates });

		const pending = first.outcomes.filter((outcome) => outcome === 'pending').length;
		expect(pending).toBeGreaterThan(149_000);
		expect(first.outcomes.slice(pending)).toEqual(orders.slice(pending).map(() => 'failed'));
		expect(again.outcomes).toEqual(first.outcomes);
		expect(scene.doubled).toEqual([]);
	});

	it('beyond its end: what fits is sent, the rest is not, and what is known is still skipped', async () => {
		remember(1500);
		const scene = new OrderScene();

		const { outcomes, results } = await scene.run(referencesOf(2500));

		expect(outcomes.filter((outcome) => outcome === 'accepted').length).toBe(1499);
		expect(outcomes.slice(1499)).toEqual(Array(1001).fill('failed'));
		expect(results[2000]).toMatchObject({
			message:
				'This workflow remembers as many orders as it can, and could not remember this one, so it was not sent',
			nextStep: expect.stringContaining('Duplicate the workflow'),
		});
		expect((await scene.run(referencesOf(1499))).outcomes).toEqual(Array(1499).fill('skipped'));
		const off = await scene.run(['R-2000'], { skipAlreadyAccepted: false });
		expect(off.outcomes).toEqual(['accepted']);
		expect(off.hints).toEqual([
			'n8n could not take a note of what became of up to 1 orders. The next run does not know of them.',
		]);
	});

	it('beyond its end an order in doubt is still sent again: it needs no room', async () => {
		remember(3);
		const now = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2020, 0, 1));
		const scene = new OrderScene();
		await scene.run(['open'], { fates: ['lostBefore'] });
		now.mockReturnValue(Date.UTC(2020, 0, 2));

		const { outcomes, results } = await scene.run(['N-1', 'N-2', 'N-3', 'N-4', 'open'], {
			lookAtAwinFirst: true,
			sendAgainIfMissing: true,
		});

		now.mockRestore();
		expect(outcomes).toEqual(['failed', 'failed', 'failed', 'failed', 'accepted']);
		expect(results[0].message).toContain('remembers as many orders as it can');
		expect(scene.calls.slice(1)).toEqual([['open']]);
	});

	it('says when it fills up, before it is full', async () => {
		remember(100);
		const scene = new OrderScene();

		expect((await scene.run(referencesOf(80))).hints).toEqual([]);
		expect((await scene.run(referencesOf(10, 80))).hints).toEqual([
			expect.stringMatching(
				/^This workflow remembers about 91 orders, and can remember about 100;/,
			),
		]);
	});

	it('a store that is shortened by something else is told before anything is sent', async () => {
		const scene = new OrderScene();
		await scene.run(referencesOf(20));
		scene.store.capacity = 21;

		const { outcomes, results } = await scene.run(referencesOf(5, 20));

		expect(outcomes).toEqual(Array(5).fill('failed'));
		expect(results[0]).toMatchObject({
			message: expect.stringContaining('n8n has not kept everything'),
			nextStep: expect.stringContaining('Remove Duplicates'),
		});
		expect(scene.calls).toHaveLength(1);
	});
});

describe('a store that fails', () => {
	/** Fails from this step on, as many times. */
	function failing(scene: OrderScene, from: number, times: number): void {
		let steps = 0;
		scene.store.beforeStep = () => {
			steps++;
			if (steps >= from && steps < from + times) throw new Error('database is locked');
		};
	}

	const places = Array.from({ length: 18 }, (_, index) => index + 1);

	it.each(places.flatMap((from) => [1, 2, 3].map((times) => [from, times] as const)))(
		'at step %i, %i times: what was accepted before is not in doubt afterwards, and nothing goes twice',
		async (from, times) => {
			const scene = new OrderScene();
			await scene.run(referencesOf(3));
			failing(scene, from, times);
			const { outcomes } = await scene.run([...referencesOf(3), 'new']);
			scene.store.beforeStep = () => undefined;

			const next = await scene.run([...referencesOf(3), 'new']);

			expect(next.outcomes.slice(0, 3)).toEqual(['skipped', 'skipped', 'skipped']);
			if (outcomes[3] === 'failed') expect(next.outcomes[3]).toBe('accepted');
			expect(scene.doubled).toEqual([]);
		},
	);

	it('that has recorded what it says it has not leaves nothing that looks accepted', async () => {
		const scene = new OrderScene();
		let steps = 0;
		scene.store.afterStep = (step) => {
			// The node's first mark, what is under way, and what is sent.
			if (step === 'record' && ++steps === 3) throw new Error('connection lost');
		};

		const first = await scene.run(['R-0']);
		const { outcomes } = await scene.run(['R-0']);

		expect(first.outcomes).toEqual(['unknown']);
		expect(outcomes).toEqual(['unknown']);
		expect(scene.calls).toEqual([]);
	});
});

describe('what version 0.1.0 noted', () => {
	const mark = (kind: string, order: string) =>
		`awin order ${kind} https://api.awin.com 1 ${order}`;

	it('still means the same', async () => {
		const scene = new OrderScene();
		scene.store.put([
			mark('sent', 'R-0'),
			...['sent', 'open'].map((kind) => mark(kind, 'R-1')),
			...['sent', 'pending'].map((kind) => mark(kind, 'R-2')),
		]);

		for (let times = 0; times < 3; times++) {
			const { outcomes } = await scene.run(['R-0', 'R-1', 'R-2', 'R-3']);
			expect(outcomes.slice(0, 3)).toEqual(['skipped', 'unknown', 'pending']);
		}
		expect(scene.calls).toEqual([['R-3']]);
	});

	it('means it for a full memory, too', async () => {
		batches.ORDERS_PER_BATCH = 1000;
		const scene = new OrderScene();
		const orders = referencesOf(50_000);
		scene.store.put(orders.map((order) => mark('sent', order)));

		const { outcomes } = await scene.run([...orders, ...referencesOf(5000, 50_000)]);

		expect(outcomes.filter((outcome) => outcome === 'skipped')).toHaveLength(50_000);
		expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(5000);
		expect((await scene.run(orders)).outcomes).not.toContain('accepted');
	});
});

describe('two nodes of one workflow', () => {
	it.each([
		['accepted', 'skipped'],
		['pending', 'pending'],
		['lost', 'unknown'],
	] as const)('share what became of an order: %s', async (fate, expected) => {
		const scene = new OrderScene();
		await scene.run(['R-0'], { node: 'one' });
		await scene.run(['R-1', 'R-2'], { node: 'one', fates: [fate] });

		const { outcomes } = await scene.run(['R-0', 'R-1', 'R-2'], { node: 'two' });

		expect(outcomes).toEqual(['skipped', expected, expected]);
	});
});

describe('an order that is sent again on purpose', () => {
	const again = { skipAlreadyAccepted: false };

	it.each([
		['lost', 'rejected', 'unknown'],
		['lost', 'refused', 'unknown'],
		['lost', 'accepted', 'skipped'],
		['lost', 'pending', 'pending'],
		['lost', 'lost', 'unknown'],
		['pending', 'rejected', 'pending'],
		['pending', 'accepted', 'skipped'],
		['pending', 'lost', 'pending'],
		['accepted', 'rejected', 'skipped'],
		['accepted', 'refused', 'skipped'],
		['accepted', 'pending', 'skipped'],
		['accepted', 'lost', 'skipped'],
		['rejected', 'lost', 'unknown'],
		['rejected', 'rejected', 'accepted'],
	] as const)('first %s, then %s: the next run says %s', async (first, second, next) => {
		const scene = new OrderScene();
		await scene.run(['R-0', 'R-1'], { fates: [first] });
		await scene.run(['R-0', 'R-1'], { ...again, fates: [second] });

		const { outcomes } = await scene.run(['R-0', 'R-1']);

		expect(outcomes).toEqual([next, next]);
	});
});

describe('two executions that have the same order at once', () => {
	it('the second waits for the first and skips it', async () => {
		const scene = new OrderScene();
		let answer = () => {};
		const onCall = async () => await new Promise<void>((resolve) => (answer = resolve));
		const first = scene.run(['R-0'], { onCall });
		const second = scene.run(['R-0', 'R-1']);
		while (scene.calls.length < 2) await new Promise(setImmediate);
		answer();

		expect((await first).outcomes).toEqual(['accepted']);
		expect((await second).outcomes).toEqual(['skipped', 'accepted']);
		expect(scene.calls).toEqual([['R-0'], ['R-1']]);
	});

	it('the second gets an order that was refused to the first', async () => {
		const scene = new OrderScene();
		const ends = await Promise.all([
			scene.run(['R-0'], { fates: ['rejected'] }),
			scene.run(['R-0']),
		]);
		expect(ends.map(({ outcomes }) => outcomes[0])).toEqual(['rejected', 'accepted']);
	});

	it('a second one that is stopped does not wait any longer', async () => {
		const scene = new OrderScene();
		let answer = () => {};
		const onCall = async () => await new Promise<void>((resolve) => (answer = resolve));
		const controller = new AbortController();
		const first = scene.run(['R-0'], { onCall });
		while (scene.calls.length < 1) await new Promise(setImmediate);
		const second = scene.run(['R-0'], { signal: controller.signal });
		await new Promise(setImmediate);
		controller.abort();

		const { outcomes, results } = await second;
		expect(outcomes).toEqual(['failed']);
		expect(results[0].message).toContain('was stopped before this item was sent');
		answer();
		expect((await first).outcomes).toEqual(['accepted']);
	});

	it('waits also for what is sent again on purpose', async () => {
		const scene = new OrderScene();
		let answer = () => {};
		const onCall = async () => await new Promise<void>((resolve) => (answer = resolve));
		const first = scene.run(['R-0'], { onCall, skipAlreadyAccepted: false });
		while (scene.calls.length < 1) await new Promise(setImmediate);
		const second = scene.run(['R-0']);
		await new Promise(setImmediate);
		answer();

		await first;
		expect((await second).outcomes).toEqual(['skipped']);
		expect(scene.doubled).toEqual([]);
	});
});

describe('what is said of an order that is not sent again', () => {
	it.each([
		['accepted', 'Awin accepted this order earlier in this run, so it was not sent again'],
		['pending', /^Awin took this order in earlier in this run and was still/],
		['lost', /^This order was sent earlier in this run and got no answer/],
	] as const)('by a second try of the same execution: %s', async (fate, message) => {
		const scene = new OrderScene();
		await scene.run(['R-0'], { executionId: '7', fates: [fate] });

		const { results } = await scene.run(['R-0'], { executionId: '7' });

		expect(results[0].message).toMatch(message);
	});

	it.each([
		['accepted', 'Awin accepted this order in an earlier run, so it was not sent again'],
		['pending', /^Awin took this order in in an earlier run/],
		['lost', /^An earlier run was about to send this order, or sent it/],
	] as const)('by another execution: %s', async (fate, message) => {
		const scene = new OrderScene();
		await scene.run(['R-0'], { executionId: '7', fates: [fate] });

		const { results } = await scene.run(['R-0'], { executionId: '8' });

		expect(results[0].message).toMatch(message);
	});
});
