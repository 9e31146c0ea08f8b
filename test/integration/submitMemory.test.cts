import * as fc from 'fast-check';
import { ExecuteContext } from 'n8n-core';

import type { FaultKind } from '../../demo/sandbox/faults.cts';
import { CONTINUE } from '../support/contexts.cts';
import {
	bookedReferences,
	columnsOf,
	countsOf,
	ORDERS,
	outcomesOf,
	resultsOf,
	submit,
} from '../support/conversion.cts';
import { credentialsFor, startTestSandbox } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

// Batches of two, so that three of them take six orders.
jest.mock('../../nodes/Awin/api/conversions', () => ({
	...jest.requireActual<object>('../../nodes/Awin/api/conversions'),
	ORDERS_PER_BATCH: 2,
}));

const { sandbox, store } = useSandbox({ clock: true, store: true });

const OFF = { options: { skipAlreadyAccepted: false } };
const COLUMNS = columnsOf(6);
const REFERENCES = COLUMNS.map(({ order }) => order as string);

describe('what Awin accepted before', () => {
	it('is skipped, and told as skipped', async () => {
		await submit(sandbox, columnsOf(2));

		const { items, hints } = await submit(sandbox, columnsOf(3));

		expect(outcomesOf(items)).toEqual(['skipped', 'skipped', 'accepted']);
		expect(resultsOf(items)[0]).toMatchObject({
			message: 'Awin accepted this order in an earlier run, so it was not sent again',
			nextStep: null,
			sent: null,
		});
		expect(hints[0].message).toBe('1 accepted, 2 skipped.');
		expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2', 'A-3']);
		expect(store.orders).toBe(3);
	});

	it('does not keep batches from being full', async () => {
		await submit(sandbox, columnsOf(3));
		sandbox.awin.calls.length = 0;

		await submit(sandbox, columnsOf(7));

		expect(
			sandbox.awin.calls.map(({ bodyText }) => bodyText.split('orderReference').length - 1),
		).toEqual([2, 2]);
	});

	it('is remembered from a run that skipped nothing, too', async () => {
		await submit(sandbox, columnsOf(2), OFF);

		const { items } = await submit(sandbox, columnsOf(2));

		expect(countsOf(items)).toEqual({ skipped: 2 });
	});

	it('is remembered even if another process wrote over the store meanwhile', async () => {
		sandbox.awin.onEntry = () => store.clear();
		await submit(sandbox, columnsOf(1));

		const { items } = await submit(sandbox, columnsOf(1));

		expect(outcomesOf(items)).toEqual(['skipped']);
	});

	it('is sent again where the person says so', async () => {
		await submit(sandbox, columnsOf(2));

		const { items } = await submit(sandbox, columnsOf(2), OFF);

		expect(countsOf(items)).toEqual({ accepted: 2 });
		expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2', 'A-1', 'A-2']);
	});

	it('by another account, or by a test server, does not count', async () => {
		await submit(sandbox, columnsOf(1));
		const other = await startTestSandbox();
		try {
			const account = await submit(sandbox, columnsOf(1), { accountId: '77102' });
			const server = await submit(other, columnsOf(1));

			expect([...outcomesOf(account.items), ...outcomesOf(server.items)]).toEqual([
				'accepted',
				'accepted',
			]);
		} finally {
			await other.close();
		}
	});

	it('is known by what Awin keeps of its reference', async () => {
		const long = 'R'.repeat(50);
		await submit(sandbox, [{ order: `${long}-1`, total: 1, awc: 'x' }]);

		const { items } = await submit(sandbox, [{ order: `${long}-2`, total: 1, awc: 'x' }]);

		expect(outcomesOf(items)).toEqual(['skipped']);
	});
});

it('a rejected order is sent again, and is skipped once it is accepted', async () => {
	const badPublisher = {
		attribution: ['publisherClick'],
		publisherId: '99999',
		clickTime: '2026-06-14T12:00:00Z',
	};
	const first = await submit(sandbox, columnsOf(1), badPublisher, CONTINUE);
	expect(outcomesOf(first.items)).toEqual(['rejected']);
	expect(store.orders).toBe(0);

	expect(outcomesOf((await submit(sandbox, columnsOf(1))).items)).toEqual(['accepted']);
	expect(outcomesOf((await submit(sandbox, columnsOf(1))).items)).toEqual(['skipped']);
});

it('a pending order is not sent again, and stays pending', async () => {
	sandbox.awin.switches.pendingOrders = 'all';
	await submit(sandbox, columnsOf(2));

	for (let run = 0; run < 2; run++) {
		const { items } = await submit(sandbox, columnsOf(2));
		expect(outcomesOf(items)).toEqual(['pending', 'pending']);
		expect(resultsOf(items)[0]).toMatchObject({
			message: expect.stringContaining('in an earlier run and was still working on it'),
			nextStep: expect.stringContaining('Look for the order reference at Awin'),
		});
	}
	expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2']);
});

it('an order without an answer is not sent again by itself; sent once on demand, it is known', async () => {
	sandbox.awin.faults.add({ kind: 'dropBefore', ...ORDERS });
	await submit(sandbox, columnsOf(1), {}, CONTINUE);

	await expect(submit(sandbox, columnsOf(1))).rejects.toMatchObject({
		message: '1 of 1 items were not accepted: 1 unknown',
		description: expect.stringContaining(
			'An earlier run was about to send this order, or sent it, and got no answer about it, so it was not sent again [item 1 of 1]. Look for the order reference at Awin',
		),
	});
	expect(bookedReferences(sandbox)).toEqual([]);

	expect(outcomesOf((await submit(sandbox, columnsOf(1), OFF)).items)).toEqual(['accepted']);
	expect(outcomesOf((await submit(sandbox, columnsOf(1))).items)).toEqual(['skipped']);
});

it('two executions at the same time book each order once', async () => {
	const runs = await Promise.all(
		[0, 1, 2].map(async () => await submit(sandbox, COLUMNS, {}, CONTINUE)),
	);

	const booked = bookedReferences(sandbox);
	expect([...booked].sort()).toEqual(REFERENCES);
	const accepted = runs
		.flatMap(({ items }) => outcomesOf(items))
		.filter((one) => one === 'accepted');
	expect(accepted).toHaveLength(6);
});

describe('thirty executions at the same time', () => {
	it('with the same order: the first is accepted, the others skip it, and nobody is left in doubt', async () => {
		const runs = await Promise.all(
			Array.from({ length: 30 }, async () => await submit(sandbox, columnsOf(1))),
		);

		const outcomes = runs.flatMap(({ items }) => outcomesOf(items)).sort();
		expect(outcomes).toEqual(['accepted', ...Array<string>(29).fill('skipped')]);
		expect(bookedReferences(sandbox)).toEqual(['A-1']);
	});

	it('with orders that overlap', async () => {
		const runs = await Promise.all(
			Array.from({ length: 30 }, async (_, from) => await submit(sandbox, columnsOf(5, from + 1))),
		);

		const outcomes = runs.flatMap(({ items }) => outcomesOf(items));
		expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(34);
		expect(outcomes.filter((outcome) => outcome === 'skipped')).toHaveLength(150 - 34);
		expect(new Set(bookedReferences(sandbox)).size).toBe(34);
		expect(bookedReferences(sandbox)).toHaveLength(34);
	});

	it('of orders that were accepted before', async () => {
		await submit(sandbox, columnsOf(5));

		const runs = await Promise.all(
			Array.from({ length: 30 }, async () => await submit(sandbox, columnsOf(5))),
		);

		expect(new Set(runs.flatMap(({ items }) => outcomesOf(items)))).toEqual(new Set(['skipped']));
	});
});

describe('a second try of the same execution (Retry On Fail)', () => {
	it('says what the first try did, and not that it was another run', async () => {
		sandbox.awin.faults.add({ kind: 'dropAfter', ...ORDERS, afterCalls: 1 });
		const first = submit(sandbox, columnsOf(4), {}, { executionId: 'one' });
		await expect(first).rejects.toMatchObject({
			message: '2 of 4 items were not accepted: 2 accepted, 2 unknown',
		});

		const { items } = await submit(sandbox, columnsOf(4), {}, { ...CONTINUE, executionId: 'one' });

		expect(resultsOf(items).map(({ message }) => message)).toEqual([
			...Array<string>(2).fill(
				'Awin accepted this order earlier in this run, so it was not sent again',
			),
			...Array<string>(2).fill(
				'This order was sent earlier in this run and got no answer, so it was not sent again',
			),
		]);
	});
});

describe('where n8n cannot give the credential at one moment', () => {
	afterEach(() => jest.restoreAllMocks());

	/** n8n asks its database for it each time. */
	function failOnce(atCall: number): void {
		const { getCredentials } = ExecuteContext.prototype;
		let calls = 0;
		jest.spyOn(ExecuteContext.prototype, 'getCredentials').mockImplementation(async function (
			this: ExecuteContext,
			type,
			itemIndex,
		) {
			if (++calls === atCall) throw new Error('The connection pool is exhausted');
			return await getCredentials.call(this, type, itemIndex);
		} as typeof getCredentials);
	}

	const moments = [1, 2, 3, 4, 5, 6];

	it.each(moments)('number %i of the first run: no order is booked twice', async (atCall) => {
		failOnce(atCall);
		const { items: first } = await submit(sandbox, columnsOf(4), {}, CONTINUE);
		jest.restoreAllMocks();

		await submit(sandbox, columnsOf(4), {}, CONTINUE);

		const booked = bookedReferences(sandbox);
		expect(new Set(booked).size).toBe(booked.length);
		const accepted = outcomesOf(first).filter((outcome) => outcome === 'accepted').length;
		expect(booked.length).toBeGreaterThanOrEqual(accepted);
	});

	it.each(moments)('number %i of the second run: no order is booked twice', async (atCall) => {
		await submit(sandbox, columnsOf(4));
		failOnce(atCall);

		const { items } = await submit(sandbox, columnsOf(4), {}, CONTINUE);

		expect(outcomesOf(items)).not.toContain('accepted');
		expect(bookedReferences(sandbox)).toEqual(REFERENCES.slice(0, 4));
	});
});

describe('where n8n cannot remember', () => {
	it('a store that something else uses: nothing is sent', async () => {
		store.occupy('latestDate');

		await expect(submit(sandbox, COLUMNS)).rejects.toMatchObject({
			message: '6 of 6 items were not accepted: 6 not sent',
			description: expect.stringMatching(
				/n8n could not look up.*n8n says: "Deduplication .*Remove Duplicates node/,
			),
		});
		expect(sandbox.awin.calls).toEqual([]);

		const { items } = await submit(sandbox, COLUMNS, OFF);
		expect(countsOf(items)).toEqual({ accepted: 6 });
	});

	it.each([1, 2, 3])(
		'a store that is in the way once, at record %i, as when another worker makes the first entry too, is asked again',
		async (record) => {
			let steps = 0;
			store.beforeStep = (step) => {
				if (step === 'record' && ++steps === record)
					throw new Error('duplicate key value violates unique constraint');
			};

			const { items } = await submit(sandbox, columnsOf(2));
			const { items: second } = await submit(sandbox, columnsOf(2));

			expect(outcomesOf(items)).toEqual(['accepted', 'accepted']);
			expect(outcomesOf(second)).toEqual(['skipped', 'skipped']);
			expect(bookedReferences(sandbox)).toHaveLength(2);
		},
	);

	it('a note that cannot be taken after the answer is told, and the next run says unknown', async () => {
		let steps = 0;
		store.beforeStep = (step) => {
			if (step === 'count') return;
			// The note after the node's first mark and the two of the look-up, and once more.
			if ([4, 5].includes(++steps)) throw new Error('database is locked');
		};

		const { items, hints } = await submit(sandbox, columnsOf(2));

		expect(outcomesOf(items)).toEqual(['accepted', 'accepted']);
		expect(hints.map(({ message }) => message)).toContain(
			'n8n could not take a note of what became of up to 2 orders. The next run does not send them again and reports them as unknown.',
		);
		const { items: second } = await submit(sandbox, columnsOf(2), {}, CONTINUE);
		expect(outcomesOf(second)).toEqual(['unknown', 'unknown']);
		expect(bookedReferences(sandbox)).toHaveLength(2);
	});
});

/** A process that ends at a certain step of the store, or at a certain call: from then on nothing happens any more. */
async function crashingRun(crash: { step?: number; call?: number; fault?: FaultKind }) {
	let steps = 0;
	const die = () => sandbox.awin.faults.add({ kind: 'dropBefore', times: Infinity, ...ORDERS });
	store.beforeStep = () => {
		const isDead = sandbox.awin.faults.waiting.some(({ timesLeft }) => timesLeft === Infinity);
		if (!isDead && ++steps === crash.step) die();
		else if (!isDead) return;
		throw new Error('The process is gone');
	};
	if (crash.call !== undefined && crash.fault) {
		sandbox.awin.faults.add({ ...crash.fault, ...ORDERS, afterCalls: crash.call });
		const calls = sandbox.awin.calls.length;
		const { beforeStep } = store;
		store.beforeStep = (step) => {
			if (sandbox.awin.calls.length > calls + Number(crash.call)) throw new Error('gone');
			beforeStep(step);
		};
	}
	await submit(sandbox, COLUMNS, {}, CONTINUE);
	store.beforeStep = () => undefined;
	sandbox.awin.faults.clear();
}

/** What must hold after any crash: nothing twice, and nothing that was not sent looks as if it had been. */
async function checkNextRun() {
	const { items } = await submit(sandbox, COLUMNS, {}, CONTINUE);
	const booked = bookedReferences(sandbox);
	expect(new Set(booked).size).toBe(booked.length);
	outcomesOf(items).forEach((outcome, index) => {
		if (!booked.includes(REFERENCES[index])) expect(outcome).toBe('unknown');
		else expect(['accepted', 'skipped', 'unknown']).toContain(outcome);
	});
	return outcomesOf(items);
}

describe('a crash', () => {
	it.each(Array.from({ length: 26 }, (_, index) => index + 1))(
		'at step %i of the store',
		async (step) => {
			await crashingRun({ step });

			const outcomes = await checkNextRun();

			// At most the batch that was on its way is in doubt.
			expect(outcomes.filter((outcome) => outcome === 'unknown').length).toBeLessThanOrEqual(2);
			expect(await checkNextRun()).toEqual(
				outcomes.map((outcome) => (outcome === 'unknown' ? 'unknown' : 'skipped')),
			);
		},
	);

	it.each(
		[0, 1, 2].flatMap((call) => [['dropBefore', call] as const, ['dropAfter', call] as const]),
	)('%s in call %i', async (kind, call) => {
		await crashingRun({ call, fault: { kind } });

		const outcomes = await checkNextRun();

		expect(outcomes.filter((outcome) => outcome === 'unknown')).toHaveLength(2);
	});

	it('any number of them, at any step', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 4 }),
				async (steps) => {
					store.clear();
					sandbox.awin.onEntry = null;
					const before = bookedReferences(sandbox).length;
					for (const step of steps) await crashingRun({ step });
					const { items } = await submit(sandbox, COLUMNS, {}, CONTINUE);
					const booked = bookedReferences(sandbox).slice(before);
					expect(new Set(booked).size).toBe(booked.length);
					outcomesOf(items).forEach((outcome, index) => {
						if (!booked.includes(REFERENCES[index])) expect(outcome).toBe('unknown');
					});
				},
			),
			{ numRuns: 40 },
		);
	});
});

it('an agent that has no credential to sign with gets told so, and nothing is noted', async () => {
	const credentials = credentialsFor(sandbox, { accessToken: '' });

	const { items } = await submit(sandbox, columnsOf(1), {}, { ...CONTINUE, credentials });

	expect(outcomesOf(items)).toEqual(['failed']);
	expect(store.orders).toBe(0);
});
