/**
 * One transaction named in several ways: by ID, by order reference, by order reference and date, in any form of these.
 */
import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { AWIN_TIMEZONES } from '../../nodes/Awin/api/timezones';
import { CONTINUE } from '../support/contexts.cts';
import { ADVERTISER, type Row } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { addPending, batchesOf, outcomesOf, resultsOf, validate } from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true });

const ANY_NAME = {
	identifyBy: 'whichever',
	transactionId: '={{ $json.id }}',
	orderReference: '={{ $json.ref }}',
	transactionDate: '={{ $json.date }}',
	timezone: '={{ $json.zone ?? "UTC" }}',
	action: 'eachItem',
	itemAction: '={{ $json.action }}',
	declineReason: 'returned',
};

/** A moment as the clocks of a zone show it, worked out by Node alone. */
function clockTime(epochMs: number, timeZone: string): string {
	return new Date(epochMs).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T');
}

const momentOf = (row: Row) => Date.parse(`${String(row.transactionDate)}Z`);

type Name = (row: Row) => IDataObject;

const LONG = 'R'.repeat(50);
const names: Name[] = [
	({ id }) => ({ id }),
	({ id }) => ({ id: ` 00${id} ` }),
	({ orderRef }) => ({ ref: orderRef as string }),
	({ orderRef }) => ({ ref: ` ${String(orderRef)} ` }),
	({ orderRef }) => ({
		ref: String(orderRef).startsWith(LONG) ? `${LONG}-more` : (orderRef as string),
	}),
	...AWIN_TIMEZONES.map(
		(zone): Name =>
			(row) => ({ ref: row.orderRef as string, date: clockTime(momentOf(row), zone), zone }),
	),
	(row) => ({ ref: row.orderRef as string, date: new Date(momentOf(row)).toISOString() }),
	(row) => ({
		ref: row.orderRef as string,
		date: clockTime(momentOf(row), 'Asia/Kolkata') + '+05:30',
		zone: 'US/Pacific',
	}),
];

/** How many actions each transaction was given in the batches that the stand-in has taken in. */
function actionsByTransaction(): number[] {
	const counts = new Map<number, number>();
	for (const { results } of sandbox.awin.jobs.of(ADVERTISER)) {
		for (const { result } of results) {
			const id = result.transaction?.id;
			if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
		}
	}
	return [...counts.values()];
}

const AS_DOCUMENTED = {
	idsAsStrings: false,
	unknownIds: 'leftOut',
	transactionsWrapper: 'none',
	rowOrder: 'date',
	nullsMissing: false,
};
const story = fc.record({
	/** Which names are given to which of the transactions, and what is to become of them. */
	items: fc.array(
		fc.record({
			place: fc.integer({ min: 0, max: 4 }),
			name: fc.integer({ min: 0, max: names.length - 1 }),
			action: fc.constantFrom('approve', 'decline'),
		}),
		{ minLength: 1, maxLength: 6 },
	),
	hasLimit: fc.boolean(),
	switches: fc.constantFrom<Record<string, unknown>>(
		{},
		{ idsAsStrings: true },
		{ unknownIds: 'notFound' },
		{ transactionsWrapper: 'transactions' },
		{ rowOrder: 'scattered' },
		{ nullsMissing: true },
	),
});

it('no transaction gets two actions in one batch, whatever names are given to it', async () => {
	let sent = 0;
	let run = 0;
	await fc.assert(
		fc.asyncProperty(story, async ({ items, hasLimit, switches }) => {
			Object.assign(sandbox.awin.switches, AS_DOCUMENTED);
			const tag = `S${++run}-`;
			// Two orders alike in all but their hour, one that Awin has cut, and two of the same minute.
			const all = [
				...addPending(sandbox, 1, { orderRef: `${tag}A`, ageHours: 5 }),
				...addPending(sandbox, 1, { orderRef: `${tag}A`, ageHours: 6 }),
				...addPending(sandbox, 1, { orderRef: `${tag}C`, ageHours: 5 }),
				...addPending(sandbox, 1, { orderRef: `${tag}D`, ageHours: 7 }),
				...addPending(sandbox, 1, { orderRef: `${tag}E`, ageHours: 700 }),
			];
			Object.assign(sandbox.awin.switches, switches);
			const before = sandbox.awin.jobs.of(ADVERTISER).length;
			const columns = items.map(({ place, name, action }) => ({
				...names[name](all[place]),
				action,
			}));

			const options = { searchBackDays: 31, ...(hasLimit ? { maxTotalAmount: 1_000_000 } : {}) };
			await validate(sandbox, columns, { ...ANY_NAME, options }, CONTINUE);

			sent += sandbox.awin.jobs.of(ADVERTISER).length - before;
			expect(actionsByTransaction().every((count) => count === 1)).toBe(true);
		}),
		{ numRuns: 60 },
	);
	expect(sent).toBeGreaterThan(15);
});

describe('the same transaction, named', () => {
	const both = (first: IDataObject, second: IDataObject) => [
		{ ...first, action: 'approve' },
		{ ...second, action: 'decline' },
	];
	const MESSAGE = 'The same transaction is named by items 1 and 2';

	it.each<[string, Name, Name]>([
		['as a number and as text', ({ id }) => ({ id }), ({ id }) => ({ id: `0${id}` })],
		[
			'by ID and by reference',
			({ id }) => ({ id }),
			({ orderRef }) => ({ ref: orderRef as string }),
		],
		[
			'by ID and by reference with its date',
			({ id }) => ({ id }),
			(row) => ({ ref: row.orderRef as string, date: row.transactionDate as string }),
		],
		[
			'by reference, with and without its date',
			({ orderRef }) => ({ ref: orderRef as string }),
			(row) => ({ ref: row.orderRef as string, date: row.transactionDate as string }),
		],
		[
			'with its date in two zones',
			(row) => ({ ref: row.orderRef as string, date: row.transactionDate as string }),
			(row) => ({
				ref: row.orderRef as string,
				date: clockTime(momentOf(row), 'US/Pacific'),
				zone: 'US/Pacific',
			}),
		],
		[
			'by the first 50 characters of its reference',
			(row) => ({ ref: row.orderRef as string, date: row.transactionDate as string }),
			(row) => ({ ref: `${String(row.orderRef)}-and-more`, date: row.transactionDate as string }),
		],
	])('%s', async (_what, first, second) => {
		const [row] = addPending(sandbox, 1, { orderRef: LONG });

		const { items } = await validate(sandbox, both(first(row), second(row)), ANY_NAME, CONTINUE);

		expect(resultsOf(items).map(({ message }) => message)).toEqual([MESSAGE, MESSAGE]);
		expect(batchesOf(sandbox)).toEqual([]);
	});

	it('in the hour that autumn repeats may be either of two', async () => {
		// 02:30 in Berlin on 26 October 2025 was at 00:30 and at 01:30 UTC.
		const columns = [
			{ ref: 'A', date: '2025-10-26T02:30:00', zone: 'Europe/Berlin' },
			{ ref: 'A', date: '2025-10-26T01:30:00', zone: 'UTC' },
			{ ref: 'A', date: '2025-10-26T00:30:00', zone: 'UTC' },
		].map((column) => ({ ...column, action: 'approve' }));

		const { items } = await validate(sandbox, columns, ANY_NAME, CONTINUE);

		expect(outcomesOf(items)).toEqual(['failed', 'failed', 'failed']);
		expect(batchesOf(sandbox)).toEqual([]);
	});

	it('two transactions with the same reference and minute may both be named by ID', async () => {
		const rows = [1, 2].map(() => addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 1 })[0]);
		const columns = rows.map(({ id }) => ({ id, action: 'approve' }));

		const options = { maxTotalAmount: 1000 };
		const { items } = await validate(sandbox, columns, { ...ANY_NAME, options }, CONTINUE);

		expect(outcomesOf(items)).toEqual(['done', 'done']);
	});

	it('an ID that Awin does not give back is refused beside references with dates', async () => {
		const [row] = addPending(sandbox, 1);
		const columns = both(
			{ id: 999 },
			{ ref: row.orderRef as string, date: row.transactionDate as string },
		);

		const { items } = await validate(sandbox, columns, ANY_NAME, CONTINUE);

		expect(outcomesOf(items)).toEqual(['failed', 'done']);
		expect(resultsOf(items)[0]).toMatchObject({
			code: 404,
			message:
				'Awin has no transaction 999 in account 77101, so it cannot be told apart from those that other items name in another way',
		});
		expect(batchesOf(sandbox).flat()).toHaveLength(1);
	});

	it('reads the smaller part: many IDs and one order are one list', async () => {
		const rows = addPending(sandbox, 450);
		const [order, ...rest] = rows;
		const columns = [
			{ ref: order.orderRef as string, date: order.transactionDate as string, action: 'decline' },
			...rest.map(({ id }) => ({ id, action: 'approve' })),
		];

		const { items } = await validate(sandbox, columns, ANY_NAME);

		expect(new Set(outcomesOf(items))).toEqual(new Set(['done']));
		expect(sandbox.awin.calls.filter(({ query }) => query.ids)).toEqual([]);
		expect(sandbox.awin.calls.filter(({ query }) => query.startDate)).toHaveLength(1);
	});
});
