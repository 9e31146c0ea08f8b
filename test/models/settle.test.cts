/**
 * Looking at Awin first, against a model: whatever was lost, crashed or forgotten before, once Awin shows what it has, a
 * settling run leaves nothing in doubt, and nothing is booked twice or given up.
 */
import * as fc from 'fast-check';

import {
	anotherProcess,
	FATES,
	OrderScene,
	sendOrders,
	type Fate,
	type RunEnd,
	type RunSettings,
} from '../support/orderRuns.cts';

jest.mock('../../nodes/Awin/api/conversions', () => ({
	...jest.requireActual<object>('../../nodes/Awin/api/conversions'),
	ORDERS_PER_BATCH: 3,
}));

const batches = jest.requireMock<{ ORDERS_PER_BATCH: number }>('../../nodes/Awin/api/conversions');

const MINUTE_MS = 60_000;
/** After two slots of ten minutes nothing counts as sent lately. */
const LONG_AGO_MS = 21 * MINUTE_MS;
const NEVER_MS = 1e15;
const LOOK = { lookAtAwinFirst: true };
const SETTLE = { lookAtAwinFirst: true, sendAgainIfMissing: true };
const ORDERS = Array.from({ length: 8 }, (_, index) => `R-${index}`);

/** Scenes follow each other in time: what one has sent is long ago for the next. */
let nowMs = Date.UTC(2026, 0, 1);

function scene(showsAfterMs: number): OrderScene {
	nowMs += 1_000_000 * MINUTE_MS;
	const made = new OrderScene();
	made.showsAfterMs = showsAfterMs;
	return made;
}

beforeEach(() => {
	batches.ORDERS_PER_BATCH = 3;
	jest.spyOn(Date, 'now').mockImplementation(() => nowMs);
});

afterEach(() => jest.restoreAllMocks());

/** n8n before and after a restart, or several workers. */
const PROCESSES = [sendOrders, anotherProcess(), anotherProcess()];
const inSomeProcess = fc.constantFrom(...PROCESSES);

const someOrders = fc.subarray(ORDERS, { minLength: 1 });
const someFates = fc.array(fc.constantFrom(...FATES), { maxLength: 4 });
const delays = fc.constantFrom(0, 3 * MINUTE_MS, 9 * MINUTE_MS, 600 * MINUTE_MS);

const oneRun = fc.record({
	orders: someOrders,
	/** The workflow was duplicated, or its memory is gone. */
	isForgotten: fc.boolean(),
	settings: fc.record({
		workflow: fc.constantFrom('w', 'w', 'copy'),
		node: fc.constantFrom('node', 'node', 'other node'),
		fates: someFates,
		send: inSomeProcess,
		crashAt: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
		isCrashAfter: fc.boolean(),
		sendAgainIfMissing: fc.boolean(),
		listFailsAt: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
	}),
});

/** What the outcomes say has to be so; what only another node could know is told with the order. */
function checkWords({ booked }: OrderScene, orders: string[], { outcomes, results }: RunEnd): void {
	orders.forEach((order, place) => {
		const outcome = outcomes[place];
		if (outcome === 'accepted' || outcome === 'pending') expect(booked.has(order)).toBe(true);
		if (outcome === 'skipped' && !booked.has(order)) {
			expect(results[place].warnings.join()).toContain('Awin does not list this order');
		}
	});
}

it('with any delay of the list that is over, any crash, any copy of the workflow and any loss of memory', async () => {
	const plans = fc.array(oneRun, { minLength: 1, maxLength: 6 });
	await fc.assert(
		fc.asyncProperty(plans, delays, async (plan, delayMs) => {
			const made = scene(delayMs);
			for (const { orders, isForgotten, settings } of plan) {
				nowMs += delayMs + LONG_AGO_MS;
				if (isForgotten) made.store.clear();
				const end = await made.run(orders, { ...LOOK, ...settings });
				if (!end.isCrashed) checkWords(made, orders, end);
				expect(made.doubled).toEqual([]);
			}
			nowMs += delayMs + LONG_AGO_MS;
			const isOneNode = plan.every(({ settings }) => settings.node === 'node');
			if (!isOneNode) {
				// What a crash left of one node, another may have sent just now: that is over after this run.
				await made.run(ORDERS, SETTLE);
				nowMs += delayMs + LONG_AGO_MS;
			}

			const end = await made.run(ORDERS, SETTLE);

			checkWords(made, ORDERS, end);
			expect(made.doubled).toEqual([]);
			expect(end.outcomes).not.toContain('unknown');
			const told = end.results.filter(({ warnings }) => warnings.length > 0).length;
			expect(made.booked.size).toBeGreaterThanOrEqual(ORDERS.length - told);
			nowMs += delayMs + LONG_AGO_MS;
			const calls = made.calls.length;
			await made.run(ORDERS, SETTLE);
			expect(made.calls).toHaveLength(calls);
		}),
		{ numRuns: 600 },
	);
});

const shownWithinTenMinutes = fc.integer({ min: 0, max: 10 * MINUTE_MS - 1 });

async function checkNoneTwice(settings: fc.Arbitrary<RunSettings>): Promise<void> {
	const runs = fc.array(
		fc.record({
			orders: someOrders,
			settings,
			waitMs: fc.integer({ min: 0, max: 15 * MINUTE_MS }),
		}),
		{ minLength: 1, maxLength: 8 },
	);
	await fc.assert(
		fc.asyncProperty(runs, shownWithinTenMinutes, async (plan, delayMs) => {
			const made = scene(delayMs);
			for (const { orders, settings: own, waitMs } of plan) {
				nowMs += waitMs;
				await made.run(orders, { ...SETTLE, ...own });
				expect(made.doubled).toEqual([]);
			}
		}),
		{ numRuns: 600 },
	);
}

describe('at any time, where Awin shows orders within ten minutes, nothing goes twice', () => {
	const crashes = {
		crashAt: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
		isCrashAfter: fc.boolean(),
		send: inSomeProcess,
	};

	it('after any crash and restart, by any worker and by two nodes', async () => {
		await checkNoneTwice(
			fc.record({ fates: someFates, node: fc.constantFrom('node', 'other node'), ...crashes }),
		);
	});

	it('by two nodes, in any process', async () => {
		const node = fc.constantFrom('node', 'other node');
		await checkNoneTwice(fc.record({ fates: someFates, node, send: inSomeProcess }));
	});

	it('in one process, with Skip Already Accepted switched off or on', async () => {
		await checkNoneTwice(fc.record({ fates: someFates, skipAlreadyAccepted: fc.boolean() }));
	});

	it('with Skip Already Accepted off or on after any restart, as long as nothing is answered', async () => {
		const lost = fc.array(fc.constantFrom<Fate>('lost', 'lostBefore'), {
			minLength: 20,
			maxLength: 20,
		});
		await checkNoneTwice(fc.record({ fates: lost, skipAlreadyAccepted: fc.boolean(), ...crashes }));
	});
});

describe('an order whose answer was lost and that Awin does not list yet', () => {
	const [, RESTARTED] = PROCESSES;
	const SKIP_OFF = { skipAlreadyAccepted: false };

	it.each<[string, RunSettings, RunSettings]>([
		['by the same process', {}, SETTLE],
		['after a restart', {}, { ...SETTLE, send: RESTARTED }],
		['after a crash in the call', { crashAt: 7 }, { ...SETTLE, send: RESTARTED }],
		['by another node after a restart', {}, { ...SETTLE, send: RESTARTED, node: 'other' }],
		['with Skip Already Accepted off', {}, { ...SETTLE, ...SKIP_OFF }],
		['with Skip off after a restart', {}, { ...LOOK, ...SKIP_OFF, send: RESTARTED }],
	])('is not sent again a minute later, %s, and is later', async (_, first, second) => {
		const made = scene(NEVER_MS);
		await made.run(['R-0'], { fates: ['lostBefore'], ...first });
		nowMs += MINUTE_MS;
		const calls = made.calls.length;

		const end = await made.run(['R-0'], second);

		expect(end.outcomes).toEqual(['unknown']);
		expect(end.results[0].message).toContain('minutes ago');
		expect(made.calls).toHaveLength(calls);
		nowMs += LONG_AGO_MS;
		expect((await made.run(['R-0'], second)).outcomes).toEqual(['accepted']);
	});

	it('counts as sent long ago where no time is known, as version 0.1.0 left it', async () => {
		const made = scene(0);
		made.store.put(['sent', 'open'].map((kind) => `awin order ${kind} https://api.awin.com 1 R-0`));

		expect((await made.run(['R-0'], SETTLE)).outcomes).toEqual(['accepted']);
	});

	it('leaves nothing behind in the node once it is settled', async () => {
		const made = scene(0);
		await made.run(ORDERS, { fates: ['lost', 'rejected', 'lostBefore'] });
		nowMs += LONG_AGO_MS;

		await made.run(ORDERS, SETTLE);

		expect(made.store.ordersOf('node')).toBe(0);
	});
});

it('any number of executions at once', async () => {
	const many = fc.array(fc.record({ orders: someOrders, fates: someFates }), {
		minLength: 2,
		maxLength: 5,
	});
	await fc.assert(
		fc.asyncProperty(someFates, many, fc.scheduler(), async (before, runs, scheduler) => {
			const made = scene(3 * MINUTE_MS);
			await made.run(ORDERS, { fates: before });
			nowMs += 60 * MINUTE_MS;
			const onCall = scheduler.scheduleFunction(async () => await Promise.resolve());
			const all = runs.map(
				async ({ orders, fates }) => await made.run(orders, { ...SETTLE, fates, onCall }),
			);
			await scheduler.waitFor(Promise.all(all));
			expect(made.doubled).toEqual([]);
		}),
		{ numRuns: 300 },
	);
});

it('where the list stays late without bound, what is in doubt stays so, and is told', async () => {
	const runs = fc.array(
		oneRun.map(({ orders, settings: { fates, crashAt, isCrashAfter } }) => ({
			orders,
			settings: { fates, crashAt, isCrashAfter } as RunSettings,
		})),
		{ minLength: 1, maxLength: 6 },
	);
	await fc.assert(
		fc.asyncProperty(runs, async (plan) => {
			const made = scene(NEVER_MS);
			for (const { orders, settings } of plan) {
				nowMs += 60 * MINUTE_MS;
				await made.run(orders, { ...LOOK, ...settings });
			}
			nowMs += 60 * MINUTE_MS;
			const { outcomes } = await made.run(ORDERS);
			nowMs += 60 * MINUTE_MS;

			const end = await made.run(ORDERS, LOOK);

			expect(made.doubled).toEqual([]);
			outcomes.forEach((outcome, place) => {
				if (outcome !== 'unknown') return;
				expect(end.outcomes[place]).toBe('unknown');
				expect(end.results[place].message).toContain('Awin does not list it so far');
			});
		}),
		{ numRuns: 300 },
	);
});

it('a list that cannot be read, whichever call it is, sends nothing', async () => {
	await fc.assert(
		fc.asyncProperty(someOrders, fc.integer({ min: 1, max: 3 }), async (orders, listFailsAt) => {
			const made = scene(0);

			const { outcomes } = await made.run(orders, { ...SETTLE, listFailsAt });

			expect(made.calls).toEqual([]);
			expect(new Set(outcomes)).toEqual(new Set(['failed']));
		}),
		{ numRuns: 50 },
	);
});

it('40,000 orders, at Awin or in doubt, with an empty memory or a full one', async () => {
	batches.ORDERS_PER_BATCH = 1000;
	const made = scene(0);
	const orders = Array.from({ length: 40_000 }, (_, index) => `R-${index}`);
	await made.run(orders.slice(0, 39_000));
	made.store.clear();
	await made.run(orders.slice(39_000), { fates: ['lostBefore'] });
	nowMs += 60 * MINUTE_MS;
	const calls = made.calls.length;

	const { outcomes } = await made.run(orders, SETTLE);

	expect(outcomes.filter((outcome) => outcome === 'skipped')).toHaveLength(39_000);
	expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1000);
	expect(made.calls).toHaveLength(calls + 1);
	expect(made.doubled).toEqual([]);
	const again = await made.run(orders, LOOK);
	expect(new Set(again.outcomes)).toEqual(new Set(['skipped']));
	expect(made.store.orders).toBeLessThan(40_010);
}, 300_000);
