import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { NOW_MS } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import {
	addPending,
	batchesOf,
	outcomesOf,
	resultsOf,
	statusOf,
	validate,
} from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true });

const BY_REFERENCE = { identifyBy: 'orderReference', orderReference: '={{ $json.ref }}' };
const DAY_HOURS = 24;

async function byReference(columns: IDataObject[], parameters: INodeParameters = {}) {
	const { items } = await validate(
		sandbox,
		columns,
		{ ...BY_REFERENCE, ...parameters },
		{ onError: 'continueRegularOutput' },
	);
	return items;
}

function happened(id: number, kind: 'approved' | 'declined' | 'deleted') {
	sandbox.awin.world.scheduleEvent({ transactionId: id, kind, atMs: NOW_MS - 1 });
}

describe('by order reference alone', () => {
	it('the transactions of all rows are looked up in the same three lists, and sent by their id', async () => {
		const [a] = addPending(sandbox, 1, { orderRef: 'A-1', ageHours: 2 });
		const [b] = addPending(sandbox, 1, { orderRef: '4711', ageHours: 80 * DAY_HOURS });

		const items = await byReference([{ ref: ' A-1 ' }, { ref: 4711 }]);

		expect(outcomesOf(items)).toEqual(['done', 'done']);
		expect(batchesOf(sandbox)[0].map((row) => row?.transaction)).toEqual([
			{ transactionId: a.id },
			{ transactionId: b.id },
		]);
		const lists = sandbox.awin.calls.filter(({ query }) => query.startDate);
		expect(lists).toHaveLength(3);
		expect(lists.map(({ query }) => query.startDate).sort()[0]).toBe('2026-03-17T10:00:00');
	});

	it('is compared as Awin keeps it: its first 50 characters', async () => {
		const [a] = addPending(sandbox, 1, { orderRef: 'R'.repeat(50) });

		const items = await byReference([{ ref: `${'R'.repeat(50)}-with-more` }]);

		expect(outcomesOf(items)).toEqual(['done']);
		expect(statusOf(sandbox, a.id)).toBe('approved');
	});

	it('none found is told, with the account and how far back', async () => {
		addPending(sandbox, 1, { orderRef: 'OLD', ageHours: 100 * DAY_HOURS });

		const items = await byReference([{ ref: 'OLD' }]);

		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'failed',
			message:
				'"Order Reference" is "OLD", which Awin does not have among the transactions of the last 90 days in account 77101',
			nextStep:
				'Check the reference and the account. For an older transaction raise "Search Back Days" in the options, or give its ID.',
		});
		expect(batchesOf(sandbox)).toEqual([]);

		const further = await byReference([{ ref: 'OLD' }], { options: { searchBackDays: 120 } });
		expect(outcomesOf(further)).toEqual(['done']);
	});

	it('several pending ones are told with their ids: nothing is guessed', async () => {
		const [a] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 2 });
		const [b] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 30 });

		const items = await byReference([{ ref: 'TWICE' }]);

		expect(resultsOf(items)[0].message).toMatch(
			new RegExp(
				`^"Order Reference" is "TWICE", which 2 pending transactions in account 77101 have \\((${a.id}, ${b.id}|${b.id}, ${a.id})\\)$`,
			),
		);
		expect(batchesOf(sandbox)).toEqual([]);
	});

	it('the only pending one goes before others', async () => {
		const [a] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 2 });
		const [b] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 30 });
		happened(a.id, 'declined');

		const items = await byReference([{ ref: 'TWICE' }]);

		expect(outcomesOf(items)).toEqual(['done']);
		expect(batchesOf(sandbox)[0][0]?.transaction).toEqual({ transactionId: b.id });
	});

	it.each(['approved', 'declined'] as const)(
		'the others are mentioned, in a dry run too: one is %s',
		async (kind) => {
			const [a] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 2 });
			const [b] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 30 });
			happened(a.id, kind);
			const decline = { action: 'decline', declineReason: 'returned' };

			const trial = await byReference([{ ref: 'TWICE' }], {
				...decline,
				options: { dryRun: true },
			});
			const real = await byReference([{ ref: 'TWICE' }], decline);

			const said = `. Awin has one more transaction with this order reference (${a.id}, ${kind}), which was left as it is`;
			expect(resultsOf(trial)[0].message).toBe(`Not sent, because this is a dry run${said}`);
			expect(resultsOf(real)[0].message).toBe(`Declined${said}`);
			expect(statusOf(sandbox, b.id)).toBe('declined');
			expect(statusOf(sandbox, a.id)).toBe(kind);
		},
	);

	it('the only one at all is taken, so that a second run says what was done', async () => {
		addPending(sandbox, 1, { orderRef: 'ONCE' });
		await byReference([{ ref: 'ONCE' }]);

		expect(outcomesOf(await byReference([{ ref: 'ONCE' }]))).toEqual(['alreadyDone']);
	});

	it('deleted ones are as good as not there', async () => {
		const [gone] = addPending(sandbox, 1, { orderRef: 'GONE' });
		const [twin] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 2 });
		const [other] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 30 });
		for (const { id } of [gone, twin]) happened(id, 'deleted');
		happened(other.id, 'approved');

		const items = await byReference([{ ref: 'GONE' }, { ref: 'TWICE' }]);

		expect(outcomesOf(items)).toEqual(['failed', 'alreadyDone']);
		expect(resultsOf(items)[0].message).toContain(
			'which Awin does not have among the transactions',
		);
		expect(resultsOf(items)[1].message).not.toContain('one more transaction');
		expect(batchesOf(sandbox)[0].map((row) => row?.transaction)).toEqual([
			{ transactionId: other.id },
		]);
	});

	it('several that are no longer pending are told, too', async () => {
		for (const ageHours of [2, 30]) {
			const [one] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours });
			happened(one.id, 'approved');
		}

		const items = await byReference([{ ref: 'TWICE' }]);

		expect(resultsOf(items)[0].message).toContain('which 2 transactions in account 77101 have');
	});

	it('is looked up in a dry run, and its amount is in the summary', async () => {
		const [a] = addPending(sandbox, 1, { orderRef: 'A-1', saleAmount: 12.5 });

		const items = await byReference([{ ref: 'A-1' }], {
			action: 'decline',
			declineReason: 'returned',
			options: { dryRun: true },
		});

		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'dryRun',
			wouldSend: {
				action: 'decline',
				transaction: { transactionId: a.id, declineReason: 'returned' },
			},
			summary: [{ action: 'decline', currency: 'EUR', transactions: 1, saleAmount: 12.5 }],
		});
		expect(batchesOf(sandbox)).toEqual([]);
	});

	it.each<[string, Record<string, unknown>]>([
		['ids as text', { idsAsStrings: true }],
		['lists in a wrapper', { transactionsWrapper: 'transactions' }],
		['rows in any order', { rowOrder: 'scattered' }],
		['the last second left out', { endInclusive: false }],
	])('works with %s', async (_what, switches) => {
		Object.assign(sandbox.awin.switches, switches);
		sandbox.awin.world.addTransaction({
			advertiserId: 77101,
			publisherId: 88201,
			saleAmount: 5,
			transactionAtMs: NOW_MS - 3_600_000,
			details: { orderRef: 'A-1' },
		});

		expect(outcomesOf(await byReference([{ ref: 'A-1' }]))).toEqual(['done']);
	});
});

describe('by order reference with its date', () => {
	const BY_DATE = {
		...BY_REFERENCE,
		identifyBy: 'orderReferenceAndDate',
		transactionDate: '={{ $json.date }}',
	};

	it.each([
		['Europe/Berlin', '2026-06-15T11:00:00'],
		['Europe/Berlin', '15.06.2026 11:00'],
		['US/Eastern', '2026-06-15 05:00'],
		['UTC', '2026-06-15T09:00:00'],
		['Europe/London', '2026-06-15T11:00:00+02:00'],
	])('in %s: %s', async (timezone, date) => {
		const [a] = addPending(sandbox, 1, { orderRef: 'A-1', ageHours: 1 });

		const items = await byReference([{ ref: 'A-1', date }], { ...BY_DATE, timezone });

		expect(outcomesOf(items)).toEqual(['done']);
		expect(statusOf(sandbox, a.id)).toBe('approved');
		expect(resultsOf(items)[0].sent?.transaction).toMatchObject({ orderRef: 'A-1', timezone });
		expect(sandbox.awin.calls.filter(({ query }) => query.startDate)).toEqual([]);
	});

	it('a date that is not exactly the one that Awin has is told with what to do', async () => {
		addPending(sandbox, 1, { orderRef: 'A-1', ageHours: 1 });

		const items = await byReference([{ ref: 'A-1', date: '2026-06-15T09:01:00' }], BY_DATE);

		expect(resultsOf(items)[0]).toMatchObject({ outcome: 'failed', code: 404 });
		expect(resultsOf(items)[0].message).toContain('Awin has no order reference "A-1"');
		expect(resultsOf(items)[0].nextStep).toContain('exact date and time that Awin shows');
	});
});
