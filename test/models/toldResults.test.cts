import * as fc from 'fast-check';

import { FATES, OrderScene } from '../support/orderRuns.cts';

jest.mock('../../nodes/Awin/api/conversions', () => ({
	...jest.requireActual<object>('../../nodes/Awin/api/conversions'),
	ORDERS_PER_BATCH: 3,
}));

const ORDERS = Array.from({ length: 6 }, (_, index) => `R-${index}`);
const OUTCOMES = ['accepted', 'pending', 'rejected'] as const;
const BATCHES = ['B', 'C'];

const someOrders = fc.subarray(ORDERS, { minLength: 1 });

const oneRun = fc.record({
	kind: fc.constant('run' as const),
	orders: someOrders,
	fates: fc.array(fc.constantFrom(...FATES), { maxLength: 3 }),
	crashAt: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
	isCrashAfter: fc.boolean(),
});

const anyPost = fc.record({
	kind: fc.constant('post' as const),
	orders: someOrders,
	outcome: fc.constantFrom(...OUTCOMES),
	batch: fc.constantFrom(...BATCHES),
});

describe('whatever is posted, by Awin or by somebody who knows the address', () => {
	it('no order goes to Awin a second time by itself', async () => {
		const steps = fc.array(fc.oneof(oneRun, anyPost), { minLength: 2, maxLength: 9 });
		await fc.assert(
			fc.asyncProperty(steps, async (plan) => {
				const scene = new OrderScene();
				for (const step of plan) {
					if (step.kind === 'run') await scene.run(step.orders, step);
					else for (const order of step.orders) scene.tell(order, step.outcome, step.batch);
					expect(scene.doubled).toEqual([]);
				}
			}),
			{ numRuns: 800 },
		);
	});

	it('what is posted before an order is sent says nothing of it, also where the run crashes', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.record({
					crashAt: fc.option(fc.integer({ min: 1, max: 25 }), { nil: undefined }),
					isCrashAfter: fc.boolean(),
					outcome: fc.constantFrom(...OUTCOMES),
					known: fc.subarray(['R-1', 'R-2']),
				}),
				async ({ outcome, known, ...crash }) => {
					const scene = new OrderScene();
					if (known.length > 0) await scene.run(known);
					scene.tell('R-0', outcome);
					await scene.run(['R-0'], { ...crash, fates: ['lostBefore'] });

					const { outcomes } = await scene.run(['R-0']);

					// Sent now, or in doubt; never called accepted on the word of the old post.
					expect(outcomes[0]).toBe(scene.booked.has('R-0') ? 'accepted' : 'unknown');
				},
			),
			{ numRuns: 400 },
		);
	});

	it('what is said of an order that is in the memory as accepted, or not at all, changes nothing', async () => {
		for (const outcome of OUTCOMES) {
			const scene = new OrderScene();
			await scene.run(['R-0']);
			for (const order of ORDERS) scene.tell(order, outcome);

			const { outcomes } = await scene.run(['R-0', 'R-1']);

			expect(outcomes).toEqual(['skipped', 'accepted']);
		}
	});
});

describe('what Awin tells truly', () => {
	it('is believed: skipped means at Awin, whatever else happens', async () => {
		const truePost = fc.record({ kind: fc.constant('truth' as const), orders: someOrders });
		const steps = fc.array(fc.oneof(oneRun, truePost), { minLength: 2, maxLength: 9 });
		await fc.assert(
			fc.asyncProperty(steps, async (plan) => {
				const scene = new OrderScene();
				for (const step of plan) {
					if (step.kind === 'truth') {
						for (const order of step.orders) {
							if (scene.booked.has(order)) scene.tell(order, 'accepted');
						}
						continue;
					}
					const { outcomes, isCrashed } = await scene.run(step.orders, step);
					if (isCrashed) continue;
					step.orders.forEach((order, place) => {
						if (['skipped', 'accepted', 'pending'].includes(outcomes[place] ?? '')) {
							expect(scene.booked.get(order)).toBe(1);
						}
					});
				}
			}),
			{ numRuns: 400 },
		);
	});

	it.each([
		['pending', 'accepted', 'skipped'],
		['pending', 'pending', 'pending'],
		['pending', 'rejected', 'unknown'],
		['lost', 'accepted', 'skipped'],
		['lost', 'pending', 'pending'],
		['lost', 'rejected', 'unknown'],
	] as const)(
		'of an order that was %s: %s makes it %s, in every run from then on',
		async (fate, outcome, expected) => {
			const scene = new OrderScene();
			await scene.run(['R-0', 'R-1'], { fates: [fate] });
			scene.tell('R-0', outcome);
			const untold = fate === 'lost' ? 'unknown' : 'pending';

			for (const node of ['node', 'node', 'other node']) {
				const { outcomes } = await scene.run(['R-0', 'R-1'], { node });
				expect(outcomes).toEqual([expected, untold]);
			}
			expect(scene.calls).toHaveLength(1);
		},
	);

	it('is told once as news, and that it was rejected as long as nothing was done about it', async () => {
		const scene = new OrderScene();
		await scene.run(['R-0', 'R-1'], { fates: ['pending'] });
		scene.tell('R-0', 'accepted');
		scene.tell('R-1', 'rejected');

		const { results } = await scene.run(['R-0', 'R-1']);
		const later = await scene.run(['R-0', 'R-1']);

		expect(results.map(({ message }) => message)).toEqual([
			'Awin has reported since then that it accepted this order, so it was not sent again',
			expect.stringContaining('Awin has reported since then that it rejected this order'),
		]);
		expect(results[1].nextStep).toContain('"Skip Already Accepted" switched off');
		expect(later.results.map(({ message }) => message)).toEqual([
			'Awin accepted this order in an earlier run, so it was not sent again',
			results[1].message,
		]);
	});

	it.each([
		['pending', 'pending'],
		['lost', 'pending'],
		['accepted', 'skipped'],
	] as const)(
		'is no news of an order that the person has sent again since: %s, and the next run says %s',
		async (fate, expected) => {
			const scene = new OrderScene();
			await scene.run(['R-0'], { fates: ['pending'] });
			scene.tell('R-0', 'rejected');
			await scene.run(['R-0'], { skipAlreadyAccepted: false, fates: [fate] });

			expect((await scene.run(['R-0'])).outcomes).toEqual([expected]);

			scene.tell('R-0', 'accepted', 'C');
			expect((await scene.run(['R-0'])).outcomes).toEqual(['skipped']);
		},
	);

	it('leaves no more in the memory than the orders and the notes that were used', async () => {
		const scene = new OrderScene();
		await scene.run(ORDERS);
		const before = scene.store.orders;
		for (const order of ORDERS) scene.tell(order, 'accepted');
		for (let times = 0; times < 3; times++) await scene.run(ORDERS);

		expect(scene.store.orders).toBe(before);
	});
});

describe('a store that fails while notes are taken in', () => {
	const places = Array.from({ length: 16 }, (_, index) => index + 1);

	it.each(places.flatMap((from) => [1, 2].map((times) => [from, times] as const)))(
		'at step %i, %i times: nothing goes twice, and nothing is called accepted that is not',
		async (from, times) => {
			const scene = new OrderScene();
			await scene.run(['R-0', 'R-1'], { fates: ['pending'] });
			scene.tell('R-0', 'accepted');
			scene.tell('R-2', 'accepted');
			let steps = 0;
			scene.store.beforeStep = () => {
				steps++;
				if (steps >= from && steps < from + times) throw new Error('database is locked');
			};
			await scene.run(['R-0', 'R-1', 'R-2'], { fates: ['lostBefore'] });
			scene.store.beforeStep = () => undefined;

			const { outcomes } = await scene.run(['R-0', 'R-1', 'R-2']);

			expect(['skipped', 'pending']).toContain(outcomes[0]);
			expect(outcomes[1]).toBe('pending');
			expect(outcomes[2]).toBe(scene.booked.has('R-2') ? 'accepted' : 'unknown');
			expect(scene.doubled).toEqual([]);
		},
	);
});
