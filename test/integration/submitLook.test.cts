import type { INodeParameters } from 'n8n-workflow';

import type { NewFault } from '../../demo/sandbox/faults.cts';
import { CONTINUE } from '../support/contexts.cts';
import {
	bookedReferences,
	columnsOf,
	countsOf,
	ORDERS,
	outcomesOf,
	proofParameters,
	resultsOf,
	submit,
} from '../support/conversion.cts';
import { ADVERTISER, NOW_MS, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

// Batches of two, so that several calls go out.
jest.mock('../../nodes/Awin/api/conversions', () => ({
	...jest.requireActual<object>('../../nodes/Awin/api/conversions'),
	ORDERS_PER_BATCH: 2,
}));

const { sandbox, store, clock } = useSandbox({
	clock: true,
	store: true,
	world: { startDate: '2026-01-01', transactionsPerDay: 0 },
});

const HOUR = 60;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The node's clock and Awin's go together. */
function later(minutes: number): void {
	clock.passedMs += minutes * 60_000;
	jest.spyOn(Date, 'now').mockReturnValue(NOW_MS + clock.passedMs);
}

const SALE = { advertiserId: ADVERTISER, publisherId: PUBLISHER, saleAmount: 10, currency: 'EUR' };

const LOOK = { options: { lookAtAwinFirst: true } };
const SEND_AGAIN = { options: { lookAtAwinFirst: true, sendAgainIfMissing: true } };

const LISTS = { match: { path: '/transactions/' } };

function listCalls(): Array<{ path: string; query: string }> {
	return sandbox.awin.calls
		.filter(({ path }) => path.endsWith('/transactions/'))
		.map(({ path, query }) => ({ path, query: String(query) }));
}

/** Sends orders that get no answer, and of which Awin has some. */
async function loseAnswers(count: number, arrived: number): Promise<void> {
	if (arrived > 0) sandbox.awin.faults.add({ kind: 'dropAfter', ...ORDERS, times: arrived / 2 });
	sandbox.awin.faults.add({ kind: 'dropBefore', ...ORDERS, times: Infinity });
	await submit(sandbox, columnsOf(count), {}, CONTINUE);
	sandbox.awin.faults.clear();
}

describe('orders that Awin has', () => {
	it('are skipped with their transaction, and remembered as accepted', async () => {
		await submit(sandbox, columnsOf(2));
		store.clear();
		later(HOUR);

		const { items, hints } = await submit(sandbox, columnsOf(3), LOOK);

		expect(outcomesOf(items)).toEqual(['skipped', 'skipped', 'accepted']);
		const [first, , third] = resultsOf(items);
		const { id } = first.transaction as { id: number };
		expect(first).toMatchObject({
			message: `Awin has this order already (transaction ${id}, pending), so it was not sent`,
			nextStep: null,
			sent: null,
			transaction: { status: 'pending', orderReference: 'A-1', saleAmount: 10, currency: 'EUR' },
		});
		expect(third.transaction).toBeNull();
		expect(Object.keys(third)).toEqual(Object.keys(first));
		expect(hints[0].message).toBe('1 accepted, 2 skipped.');
		expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2', 'A-3']);

		const without = await submit(sandbox, columnsOf(3));
		expect(outcomesOf(without.items)).toEqual(['skipped', 'skipped', 'skipped']);
	});

	it.each([
		['open', 'dropAfter', {}],
		['pending', undefined, { pendingOrders: 'all' }],
	] as const)('are no longer %s', async (_, kind, switches) => {
		Object.assign(sandbox.awin.switches, switches);
		if (kind) sandbox.awin.faults.add({ kind, ...ORDERS });
		await submit(sandbox, columnsOf(1), {}, CONTINUE);
		later(HOUR);

		const { items } = await submit(sandbox, columnsOf(1), LOOK);
		const { items: next } = await submit(sandbox, columnsOf(1));

		expect(outcomesOf([...items, ...next])).toEqual(['skipped', 'skipped']);
		expect(resultsOf(next)[0].message).toContain('Awin accepted this order in an earlier run');
		expect(bookedReferences(sandbox)).toEqual(['A-1']);
		expect(bookedReferences(sandbox)).toEqual(['A-1']);
	});

	it('are skipped where nothing is to be remembered, too', async () => {
		await submit(sandbox, columnsOf(1));
		later(HOUR);

		const { items } = await submit(sandbox, columnsOf(2), {
			options: { ...LOOK.options, skipAlreadyAccepted: false },
		});

		expect(outcomesOf(items)).toEqual(['skipped', 'accepted']);
		expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2']);
	});

	it('are named where there are several', async () => {
		await submit(sandbox, columnsOf(1));
		await submit(sandbox, columnsOf(1), { options: { skipAlreadyAccepted: false } });
		later(HOUR);

		const [result] = resultsOf((await submit(sandbox, columnsOf(1), LOOK)).items);

		expect(result.message).toMatch(
			/^Awin has this order already \(transactions \d+, pending; \d+, pending\), so it was not sent$/,
		);
		expect(result.transaction).toBeNull();
	});

	it('count as there when they are deleted, and it is said what that means', async () => {
		const { id } = sandbox.awin.world.addTransaction({
			...SALE,
			transactionAtMs: NOW_MS - 86_400_000,
			details: { orderRef: 'A-1' },
		});
		sandbox.awin.world.scheduleEvent({
			transactionId: id,
			kind: 'deleted',
			atMs: NOW_MS - 3_600_000,
		});

		const [result] = resultsOf((await submit(sandbox, columnsOf(1), LOOK)).items);

		expect(result).toMatchObject({
			outcome: 'skipped',
			message: expect.stringMatching(/^Awin has this order already \(transaction \d+, deleted\)/),
			nextStep: expect.stringContaining('Awin has deleted what it had of this order'),
		});
		expect(bookedReferences(sandbox)).toEqual([]);
	});

	it('are found by what Awin keeps of a reference, and by nothing less', async () => {
		const long = 'R'.repeat(60);
		const column = (order: string) => ({ order, total: 1, awc: 'x' });
		await submit(sandbox, [column(long), column('A-1')]);
		store.clear();
		later(HOUR);

		const { items } = await submit(sandbox, [column(long), column('a-1'), column('A-01')], LOOK);

		expect(outcomesOf(items)).toEqual(['skipped', 'accepted', 'accepted']);
	});

	it('are told in a dry run, which changes and remembers nothing', async () => {
		await submit(sandbox, columnsOf(1));
		store.clear();
		later(HOUR);

		const { items, hints } = await submit(sandbox, columnsOf(2), {
			options: { ...LOOK.options, dryRun: true },
		});

		expect(outcomesOf(items)).toEqual(['skipped', 'dryRun']);
		expect(resultsOf(items)[0].message).toMatch(/so it would not be sent$/);
		expect(hints[0].message).toContain('It would submit 1 order (10.01 EUR)');
		expect(store.orders).toBe(0);
		expect(bookedReferences(sandbox)).toEqual(['A-1']);
	});
});

describe('what the look costs', () => {
	it('one reading of 90 days for all orders of an account: three calls', async () => {
		await submit(sandbox, columnsOf(7), LOOK);

		expect(listCalls()).toHaveLength(3);
		expect(bookedReferences(sandbox)).toHaveLength(7);
	});

	it.each([
		[1, 3],
		[200, 7],
	])(
		'as many where the orders are %d days old, or more where that needs it',
		async (days, calls) => {
			const transactionTime = new Date(NOW_MS - days * DAY_MS).toISOString();
			await submit(sandbox, columnsOf(7), { ...LOOK, additionalFields: { transactionTime } });

			expect(listCalls()).toHaveLength(calls);
		},
	);

	it('is not made for test orders, nor without the option', async () => {
		await submit(sandbox, columnsOf(1), { ...LOOK, additionalFields: { isTest: true } });
		await submit(sandbox, columnsOf(1));

		expect(listCalls()).toEqual([]);
	});

	it('each account is read by itself', async () => {
		const columns = columnsOf(4).map((row, index) => ({
			...row,
			account: index % 2 ? String(ADVERTISER) : '77102',
		}));
		await submit(sandbox, columns, { ...LOOK, accountId: '={{ $json.account }}' });

		const paths = listCalls().map(({ path }) => path);
		expect(paths).toHaveLength(6);
		expect(new Set(paths).size).toBe(2);
	});
});

describe('an order that Awin lists is found', () => {
	const timed = (moment: number) => ({
		...LOOK,
		additionalFields: { transactionTime: new Date(moment).toISOString() },
	});

	it.each([
		['whatever time it is given now', NOW_MS - 45 * DAY_MS, NOW_MS],
		['where the clock of the shop is ahead', NOW_MS + 4 * MINUTE_MS, NOW_MS + 4 * MINUTE_MS],
	])('%s', async (_words, first, second) => {
		sandbox.awin.switches.ordersShownAfterMinutes = 0;
		await submit(sandbox, columnsOf(1), timed(first));
		store.clear();

		const { items } = await submit(sandbox, columnsOf(1), timed(second));

		expect(resultsOf(items)[0]).toMatchObject({ outcome: 'skipped' });
		expect(bookedReferences(sandbox)).toHaveLength(1);
	});

	it('where the clock of this machine is behind', async () => {
		sandbox.awin.switches.ordersShownAfterMinutes = 0;
		jest.spyOn(Date, 'now').mockReturnValue(NOW_MS - 50 * MINUTE_MS);
		await submit(sandbox, columnsOf(1), LOOK);
		store.clear();

		const { items } = await submit(sandbox, columnsOf(1), LOOK);

		expect(resultsOf(items)[0]).toMatchObject({ outcome: 'skipped' });
		expect(bookedReferences(sandbox)).toHaveLength(1);
	});
});

describe('orders of which nobody knows whether Awin has them', () => {
	it('stay unknown while Awin does not list them, and are told how to go on', async () => {
		await loseAnswers(1, 0);
		later(HOUR);

		const { items } = await submit(sandbox, columnsOf(1), LOOK, CONTINUE);

		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'unknown',
			message: expect.stringContaining('Awin does not list it so far, and it was not sent again'),
			nextStep: expect.stringContaining('switch on "Send Again if Missing"'),
			transaction: null,
		});
		expect(bookedReferences(sandbox)).toEqual([]);
	});

	it('are settled: what Awin has is skipped, what it has not is sent once, nothing is doubled or lost', async () => {
		await loseAnswers(6, 2);
		later(HOUR);

		const { items } = await submit(sandbox, columnsOf(8), SEND_AGAIN);

		expect(outcomesOf(items)).toEqual([
			...['skipped', 'skipped'],
			...Array<string>(6).fill('accepted'),
		]);
		expect([...bookedReferences(sandbox)].sort()).toEqual(
			columnsOf(8).map(({ order }) => order as string),
		);
		const { items: next } = await submit(sandbox, columnsOf(8));
		expect(countsOf(next)).toEqual({ skipped: 8 });
	});

	it('are looked for a second time just before they are sent again', async () => {
		await loseAnswers(1, 0);
		later(HOUR);
		// Somebody else sends it while the orders before it go out.
		sandbox.awin.onEntry = () => {
			sandbox.awin.onEntry = () => undefined;
			sandbox.awin.world.addTransaction({
				...SALE,
				transactionAtMs: NOW_MS,
				details: { orderRef: 'A-1' },
			});
		};

		const { items } = await submit(sandbox, columnsOf(3), SEND_AGAIN);

		expect(outcomesOf(items)).toEqual(['skipped', 'accepted', 'accepted']);
		expect(resultsOf(items)[0].transaction).toMatchObject({ orderReference: 'A-1' });
		expect(bookedReferences(sandbox)).toEqual(['A-2', 'A-3']);
	});

	it.each([0, 2, 9])(
		'sent %i minutes ago and not shown: not sent again, and told why',
		async (minutes) => {
			sandbox.awin.switches.ordersShownAfterMinutes = 1e6;
			await loseAnswers(2, 2);
			later(minutes);

			const { items } = await submit(sandbox, columnsOf(2), SEND_AGAIN, CONTINUE);

			expect(resultsOf(items)[1]).toMatchObject({
				outcome: 'unknown',
				message: expect.stringContaining('less than 10 minutes ago'),
			});
			expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2']);
		},
	);

	it.each<[string, NewFault, string]>([
		['refused as too many', { kind: 'status', status: 429 }, 'rejected'],
		['lost once more', { kind: 'dropBefore' }, 'unknown'],
	])('sent again, and %s: in doubt as before', async (_, fault, outcome) => {
		await loseAnswers(1, 0);
		later(HOUR);
		sandbox.awin.faults.add({ ...fault, ...ORDERS, times: Infinity });

		const { items } = await submit(sandbox, columnsOf(1), SEND_AGAIN, CONTINUE);

		expect(outcomesOf(items)).toEqual([outcome]);
		expect(resultsOf(items)[0].warnings).toEqual([
			'This order was sent before and got no answer. Awin did not list it, so it was sent again',
		]);
		expect(bookedReferences(sandbox)).toEqual([]);
		sandbox.awin.faults.clear();
		later(HOUR);
		const { items: plain } = await submit(sandbox, columnsOf(1), {}, CONTINUE);
		expect(outcomesOf(plain)).toEqual(['unknown']);
		const { items: next } = await submit(sandbox, columnsOf(1), SEND_AGAIN);
		expect(outcomesOf(next)).toEqual(['accepted']);
	});

	it('stay unknown where nothing more is sent before it is their turn', async () => {
		await loseAnswers(1, 0);
		later(HOUR);
		sandbox.awin.faults.add({ kind: 'status', status: 429, ...ORDERS, times: Infinity });

		const { items } = await submit(sandbox, columnsOf(3), SEND_AGAIN, CONTINUE);

		expect(outcomesOf(items)).toEqual(['unknown', 'rejected', 'rejected']);
		expect(resultsOf(items)[0].message).toContain(
			'it was to be sent again, and that came to nothing',
		);
	});

	it('sent again and rejected: nobody is told that nothing of it was booked', async () => {
		sandbox.awin.switches.ordersShownAfterMinutes = 1e6;
		sandbox.awin.switches.duplicateReferences = 'refused';
		await loseAnswers(2, 2);
		later(HOUR);

		const { items } = await submit(sandbox, columnsOf(2), SEND_AGAIN, CONTINUE);

		const [first] = resultsOf(items);
		expect(first).toMatchObject({
			outcome: 'rejected',
			nextStep: expect.stringMatching(
				/^This is about this time only: .* Awin may have booked it then\. Keep its reference as it is\./,
			),
		});
		expect(JSON.stringify(first)).not.toContain('Nothing of it was booked');
		expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2']);
	});

	it.each([true, false])(
		'sent a minute ago, Skip Already Accepted %s: not sent again, and told how to go on',
		async (skipAlreadyAccepted) => {
			sandbox.awin.switches.ordersShownAfterMinutes = 3;
			sandbox.awin.faults.add({ kind: 'dropAfter', ...ORDERS });
			const { items: lost } = await submit(sandbox, columnsOf(1), {}, CONTINUE);
			sandbox.awin.faults.clear();
			later(1);

			const { items } = await submit(
				sandbox,
				columnsOf(1),
				{ options: { ...LOOK.options, skipAlreadyAccepted } },
				CONTINUE,
			);

			expect(resultsOf(lost)[0].nextStep).toContain('"Send Again if Missing" switched on');
			expect(resultsOf(lost)[0].nextStep).not.toContain('Skip Already Accepted');
			expect(outcomesOf(items)).toEqual(['unknown']);
			expect(bookedReferences(sandbox)).toEqual(['A-1']);
		},
	);

	it('what Awin is still working on, and does not list, stays pending', async () => {
		sandbox.awin.switches.pendingOrders = 'all';
		sandbox.awin.switches.ordersShownAfterMinutes = 1e6;
		await submit(sandbox, columnsOf(1));
		later(HOUR);

		const { items } = await submit(sandbox, columnsOf(1), SEND_AGAIN);

		expect(outcomesOf(items)).toEqual(['pending']);
		expect(bookedReferences(sandbox)).toEqual(['A-1']);
	});
});

it('what is remembered as accepted and not listed is skipped, and told', async () => {
	sandbox.awin.switches.ordersShownAfterMinutes = 1e6;
	await submit(sandbox, columnsOf(1));
	later(HOUR);

	const { items, hints } = await submit(sandbox, columnsOf(1), SEND_AGAIN);

	expect(resultsOf(items)[0]).toMatchObject({
		outcome: 'skipped',
		warnings: ['Awin does not list this order in the days that were looked at'],
	});
	expect(hints.map(({ message }) => message)).toContainEqual(
		expect.stringMatching(
			/remembers as accepted what Awin does not list .*: A-1\. They were skipped/,
		),
	);
	expect(bookedReferences(sandbox)).toEqual(['A-1']);
});

describe('a list that cannot be read', () => {
	it.each<[string, NewFault]>([
		['refused', { kind: 'status', status: 500 }],
		['lost', { kind: 'dropBefore' }],
		['unreadable', { kind: 'html', status: 200 }],
		['cut off', { kind: 'truncatedJson' }],
		['something else', { kind: 'body', body: '{"a":1}' }],
	])('%s: nothing is sent', async (_, fault) => {
		sandbox.awin.faults.add({ ...fault, ...LISTS, times: Infinity });

		const { items } = await submit(sandbox, columnsOf(2), LOOK, CONTINUE);

		expect(outcomesOf(items)).toEqual(['failed', 'failed']);
		expect(resultsOf(items)[0].message).toContain(
			'Not sent, because Awin\'s list could not be read, and "Look at Awin First" is on',
		);
		expect(bookedReferences(sandbox)).toEqual([]);
		await expect(submit(sandbox, columnsOf(2), LOOK)).rejects.toMatchObject({
			description: expect.stringContaining('Nothing was sent'),
		});
		expect(bookedReferences(sandbox)).toEqual([]);
	});

	it('in part: nothing is sent', async () => {
		sandbox.awin.faults.add({ kind: 'dropBefore', ...LISTS, afterCalls: 2, times: Infinity });

		const { items } = await submit(sandbox, columnsOf(2), LOOK, CONTINUE);

		expect(outcomesOf(items)).toEqual(['failed', 'failed']);
		expect(bookedReferences(sandbox)).toEqual([]);
	});
});

it.each<[string, INodeParameters['options'], RegExp]>([
	[
		'alone',
		{ sendAgainIfMissing: true },
		/"Send Again if Missing" is "true", which can only be used together with "Look at Awin First"/,
	],
	[
		'with the look off',
		{ sendAgainIfMissing: true, lookAtAwinFirst: false },
		/Send Again if Missing/,
	],
	[
		'blank',
		{ lookAtAwinFirst: '={{ $json.nothing }}' },
		/"Look at Awin First" is set, but has no value/,
	],
	[
		'different',
		{ lookAtAwinFirst: '={{ $json.order === "A-1" }}' },
		/not the same as for the first item/,
	],
])('a setting that cannot be relied on sends nothing: %s', async (_, options, message) => {
	await expect(submit(sandbox, columnsOf(2), { options })).rejects.toThrow(message);
	expect(sandbox.awin.calls).toEqual([]);
});

describe('proofs of purchase', () => {
	it('that Awin has are skipped', async () => {
		await submit(sandbox, columnsOf(2), proofParameters);
		store.clear();
		later(HOUR);

		const { items } = await submit(sandbox, columnsOf(3), { ...proofParameters, ...LOOK });

		expect(outcomesOf(items)).toEqual(['skipped', 'skipped', 'accepted']);
		expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2', 'A-3']);
	});

	it.each([
		['sent', {}],
		['a dry run', { dryRun: true }],
		['over the limit', { maxTotalAmount: 1 }],
	])(
		'where the advertiser shares no reference: it is said that the look could not tell anything, and not that anything was sent: %s',
		async (_, options) => {
			sandbox.awin.world.addTransaction({
				...SALE,
				transactionAtMs: NOW_MS - 3_600_000,
				details: { orderRef: null },
			});

			const { hints } = await submit(
				sandbox,
				columnsOf(1),
				{ ...proofParameters, options: { ...LOOK.options, ...options } },
				CONTINUE,
			);

			expect(hints.map(({ message }) => message)).toContainEqual(
				expect.stringMatching(
					/could not tell anything .* cannot leave out purchases that Awin has already\.$/,
				),
			);
		},
	);
});
