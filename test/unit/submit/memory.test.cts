import * as fc from 'fast-check';

import { FATES, OrderScene, type RunSettings } from '../../support/orderRuns.cts';

jest.mock('../../../nodes/Awin/resources/orders/capacity', () => ({
	MOST_REMEMBERED: 300_000,
	FILLING_UP: 270_000,
}));

jest.mock('../../../nodes/Awin/api/conversions', () => ({
	...jest.requireActual<object>('../../../nodes/Awin/api/conversions'),
	ORDERS_PER_BATCH: 3,
}));

const capacity = jest.requireMock<{ MOST_REMEMBERED: number; FILLING_UP: number }>(
	'../../../nodes/Awin/resources/orders/capacity',
);
const batches = jest.requireMock<{ ORDERS_PER_BATCH: number }>(
	'../../../nodes/Awin/api/conversions',
);

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
