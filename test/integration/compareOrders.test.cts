import type { IDataObject } from 'n8n-workflow';

import { compare, orderOf, proposalsOf, unmatchedOf, wordsOf } from '../support/compare.cts';
import { CONTINUE } from '../support/contexts.cts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../support/days.cts';
import { ADVERTISER, NOW_MS } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { addPending, stopOf } from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true, world: { transactionsPerDay: 0 } });

/** A transaction of the tests' advertiser, a day old where nothing else is said. */
function addSale(
	orderRef: string | null,
	changes: {
		saleAmount?: number | null;
		currency?: string;
		atMs?: number;
		parts?: Array<{ code: string; amount: number }>;
		advertiserId?: number;
	} = {},
): number {
	const { saleAmount = 100, currency = 'EUR', atMs = NOW_MS - DAY_MS, parts } = changes;
	return sandbox.awin.world.addTransaction({
		advertiserId: changes.advertiserId ?? ADVERTISER,
		publisherId: 88201,
		saleAmount,
		currency,
		transactionAtMs: atMs,
		parts,
		details: { orderRef },
	}).id;
}

function happened(id: number, kind: 'approved' | 'declined' | 'deleted', atMs = NOW_MS - HOUR_MS) {
	sandbox.awin.world.scheduleEvent({ transactionId: id, kind, atMs });
}

const dateOf = (ms: number) => new Date(ms).toISOString();

describe('an order', () => {
	it('comes back with its columns, and with what to do', async () => {
		const [a] = addPending(sandbox, 1, { saleAmount: 100 });
		const order = orderOf('T-1', { total: '60,00', status: 'Partially Refunded', awin: 'old' });

		const { items } = await compare(sandbox, [order]);

		const { awin, ...columns } = items[0].json;
		expect(columns).toEqual({
			order: 'T-1',
			status: 'Partially Refunded',
			total: '60,00',
			currency: 'EUR',
		});
		expect(items[0].pairedItem).toEqual({ item: 0 });
		expect(awin).toEqual({
			proposedAction: 'amend',
			reason: 'The transaction has 100.00 EUR, and the order has 60.00 EUR',
			saleAmount: 60,
			currency: 'EUR',
			transactionParts: [{ commissionGroupCode: 'DEFAULT', amount: 60 }],
			declineReason: null,
			amendReason: 'order partly returned',
			transaction: expect.objectContaining({
				id: a.id,
				status: 'pending',
				saleAmount: 100,
				currency: 'EUR',
				orderReference: 'T-1',
				transactionDate: '2026-06-15T09:00:00Z',
			}) as unknown,
			transactions: null,
			deadline: '2026-06-30T10:00:00Z',
		});
	});

	it('has the same members, whatever is proposed', async () => {
		addPending(sandbox, 3);
		const orders = [
			orderOf('T-1'),
			orderOf('T-2', { status: 'refunded' }),
			orderOf('T-3', { total: 50 }),
			orderOf('T-9', { awc: 'x' }),
			orderOf('T-8'),
			orderOf(''),
		];

		const { items } = await compare(sandbox, orders);

		expect(wordsOf(items)).toEqual(['approve', 'decline', 'amend', 'submit', 'none', 'review']);
		const members = proposalsOf(items).map((column) => Object.keys(column).join());
		expect(new Set(members).size).toBe(1);
		expect(proposalsOf(items)[1]).toMatchObject({
			declineReason: 'order returned',
			saleAmount: null,
		});
		expect(proposalsOf(items)[3]).toMatchObject({
			saleAmount: 100,
			currency: 'EUR',
			transaction: null,
			deadline: null,
		});
	});

	it('is found by what Awin keeps of its reference: the first 50 characters', async () => {
		addSale('R'.repeat(50));

		const { items } = await compare(sandbox, [orderOf(`${'R'.repeat(50)}-and-more`)]);

		expect(wordsOf(items)).toEqual(['approve']);
	});

	it('with two transactions is looked at, and both are there', async () => {
		const ids = [addSale('A-1'), addSale('A-1', { saleAmount: 40 })];

		const { items } = await compare(sandbox, [orderOf('A-1')]);

		const [column] = proposalsOf(items);
		expect(column).toMatchObject({ proposedAction: 'review', transaction: null });
		expect(column.transactions?.map(({ id }) => id).sort()).toEqual(ids);
	});

	it('is looked at where its transaction was deleted: somebody did not want it', async () => {
		happened(addSale('A-1'), 'deleted');

		const { items } = await compare(sandbox, [orderOf('A-1', { voucher: 'SPRING10' })]);

		expect(wordsOf(items)).toEqual(['review']);
		expect(unmatchedOf(items)).toEqual([]);
	});

	it('whose transaction is a bonus is looked at', async () => {
		addSale('A-1', { saleAmount: null });

		const { items } = await compare(sandbox, [orderOf('A-1')]);

		expect(proposalsOf(items)[0]).toMatchObject({
			proposedAction: 'review',
			reason: 'Awin gives no sale amount for the transaction, as for a bonus',
		});
	});

	it('that Awin has under almost the same reference is looked at, not submitted', async () => {
		addSale('a-1');

		const { items } = await compare(sandbox, [orderOf('#A-1', { awc: 'x' })]);

		expect(proposalsOf(items)[0]).toMatchObject({ proposedAction: 'review', transaction: null });
		expect(proposalsOf(items)[0].reason).toMatch(/^Awin has "a-1", which differs only in .+$/);
	});

	it('that has the reference of another item almost is looked at, too', async () => {
		addSale('A-1');

		const { items } = await compare(sandbox, [orderOf('A-1'), orderOf('a-1', { awc: 'x' })]);

		expect(wordsOf(items)).toEqual(['approve', 'review']);
	});

	it('in several commission groups is amended in their proportion', async () => {
		const parts = [
			{ code: 'SALE', amount: 66.67 },
			{ code: 'DEFAULT', amount: 33.33 },
		];
		addSale('A-1', { parts });

		const { items } = await compare(sandbox, [orderOf('A-1', { total: 10 })]);

		expect(proposalsOf(items)[0].transactionParts).toEqual([
			{ commissionGroupCode: 'SALE', amount: 6.67 },
			{ commissionGroupCode: 'DEFAULT', amount: 3.33 },
		]);
	});

	it.each([
		['JPY', 1200, '900', 900],
		['KWD', 10.125, '7,5', 7.5],
	])('has the decimals of its currency (%s)', async (currency, saleAmount, total, amount) => {
		addSale('A-1', { saleAmount, currency });

		const { items } = await compare(sandbox, [orderOf('A-1', { total, currency })]);

		expect(proposalsOf(items)[0]).toMatchObject({
			proposedAction: 'amend',
			saleAmount: amount,
			currency,
		});
	});

	it('once amended by what was proposed is proposed to be approved', async () => {
		const id = addSale('A-1');
		sandbox.awin.world.scheduleEvent({
			transactionId: id,
			kind: 'amended',
			atMs: NOW_MS - HOUR_MS,
			saleAmount: 60,
		});

		const { items } = await compare(sandbox, [
			orderOf('A-1', { total: 60, status: 'partially_refunded' }),
		]);
		expect(wordsOf(items)).toEqual(['approve']);

		const later = await compare(sandbox, [
			orderOf('A-1', { total: 50, status: 'partially_refunded' }),
		]);
		expect(proposalsOf(later.items)[0].reason).toBe(
			'The transaction was amended at Awin to 60.00 EUR, and the order has 50.00 EUR',
		);
	});
});

describe('a value that cannot be read', () => {
	it.each<[string, IDataObject, string]>([
		['no reference', { order: '  ' }, '"Order Reference" is empty'],
		[
			'an amount that can be read in two ways',
			{ total: '1,083' },
			'"Amount" is "1,083", which can be read in two ways: 1083, or 1 and a fraction. Write it without a thousands separator',
		],
		['a negative amount', { total: -5 }, '"Amount" is "-5", which is negative'],
		['no amount', { total: '' }, '"Amount" is empty'],
		['an amount without a currency', { currency: null }, '"Currency" is empty'],
		[
			'a currency that there is not',
			{ currency: 'EURO' },
			'"Currency" is "EURO", which is not a currency',
		],
		[
			'a date with slashes',
			{ date: '11/12/2025' },
			'"Order Date" is "11/12/2025", which is written with slashes, which some people read as day/month and others as month/day',
		],
		[
			'the number of a spreadsheet for a date',
			{ date: 46023 },
			'"Order Date" is "46023", which is a spreadsheet\'s own number for 2026-01-01',
		],
		[
			'a date to come',
			{ date: '2027-01-01' },
			'"Order Date" is "2027-01-01", which lies in the future',
		],
		[
			'a date longer ago than Awin can have',
			{ date: '2010-01-01' },
			'"Order Date" is "2010-01-01", which lies more than 3650 days back',
		],
		[
			'a status that is no text',
			{ status: { a: 1 } },
			'"Order Status" is "{"a":1}", which is not a text',
		],
	])(
		'%s makes the order one to look at, and the others are compared',
		async (_words, changes, reason) => {
			addPending(sandbox, 2);

			const { items } = await compare(sandbox, [orderOf('T-1', changes), orderOf('T-2')]);

			expect(wordsOf(items)).toEqual(['review', 'approve']);
			expect(proposalsOf(items)[0].reason).toBe(reason);
		},
	);

	it('is none for a cancelled order without an amount', async () => {
		addPending(sandbox, 1);

		const { items } = await compare(sandbox, [
			{ order: 'T-1', status: 'cancelled', total: null, currency: null },
		]);

		expect(proposalsOf(items)[0]).toMatchObject({
			proposedAction: 'decline',
			declineReason: 'order cancelled',
		});
	});

	it('the same order twice is looked at, both times, and each item is named', async () => {
		addPending(sandbox, 2);

		const { items } = await compare(sandbox, [orderOf('T-1'), orderOf('T-2'), orderOf(' T-1 ')]);

		expect(wordsOf(items)).toEqual(['review', 'approve', 'review']);
		expect(proposalsOf(items)[0].reason).toBe('The same order is in items 1 and 3');
	});

	it('an account that is none stops the node before Awin is asked', async () => {
		const parameters = { accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' } };

		const stop = await stopOf(compare(sandbox, [orderOf('T-1', { account: 'x' })], parameters));

		expect(stop.message).toContain('"Account" is "x"');
		expect(stop.description).toMatch(/^No item was given out\./);
		expect(sandbox.awin.calls).toEqual([]);
	});
});

describe('what was searched', () => {
	it.each([
		['as far back as is said, for an order without a date', undefined, 62, '2026-04-14'],
		['from before the date of the order', '2026-03-01', 62, '2026-02-12'],
	])('%s: the reason says how far back that is', async (_words, date, searchBackDays, day) => {
		const { items } = await compare(sandbox, [orderOf('A-1', { awc: 'x', date })], {
			options: { searchBackDays },
		});

		expect(proposalsOf(items)[0]).toMatchObject({
			proposedAction: 'submit',
			reason: `The order came through Awin, and Awin has no transaction for it since ${day}`,
		});
	});
});

describe('time', () => {
	it('an order less than an hour old waits until Awin can show it', async () => {
		const { items } = await compare(sandbox, [
			orderOf('A-1', { awc: 'x', date: dateOf(NOW_MS - 59 * MINUTE_MS) }),
			orderOf('A-2', { awc: 'x', date: dateOf(NOW_MS - HOUR_MS) }),
			// Sometime today.
			orderOf('A-3', { awc: 'x', date: '2026-06-15' }),
			orderOf('A-4', { awc: 'x', date: '2026-06-14' }),
		]);

		expect(wordsOf(items)).toEqual(['wait', 'submit', 'wait', 'submit']);
	});

	it('an order waits until its return period is over, by its own date, else by that of the transaction', async () => {
		addSale('A-1', { atMs: NOW_MS - 20 * DAY_MS });
		addSale('A-2', { atMs: NOW_MS - 20 * DAY_MS });
		addSale('A-3', { atMs: NOW_MS - 10 * DAY_MS });

		const { items } = await compare(
			sandbox,
			[
				orderOf('A-1', { date: dateOf(NOW_MS - 14 * DAY_MS) }),
				orderOf('A-2', { date: '2026-06-01T12:01:00+02:00' }),
				orderOf('A-3'),
			],
			{ options: { returnPeriodDays: 14 }, timezone: 'Europe/Berlin' },
		);

		expect(wordsOf(items)).toEqual(['approve', 'wait', 'wait']);
		expect(proposalsOf(items)[1].reason).toBe(
			'The return period of 14 days runs until 2026-06-15 12:01',
		);
		expect(proposalsOf(items)[2].reason).toBe(
			'The return period of 14 days runs until 2026-06-19 12:00',
		);
	});

	it.each([
		['Europe/London', '2026-06-30T11:00:00+01:00'],
		['US/Pacific', '2026-06-30T03:00:00-07:00'],
		['UTC', '2026-06-30T10:00:00Z'],
	])('the deadline is the next cut-off of the invoice (%s)', async (timezone, deadline) => {
		addPending(sandbox, 1);

		const { items } = await compare(sandbox, [orderOf('T-1')], { timezone });

		expect(proposalsOf(items)[0].deadline).toBe(deadline);
	});

	it('the deadline is earlier where Awin approves by itself before that', async () => {
		addSale('A-1', { atMs: NOW_MS - 25 * DAY_MS });
		addSale('A-2', { atMs: NOW_MS - DAY_MS });
		happened(addSale('A-3'), 'approved');

		const { items } = await compare(sandbox, [orderOf('A-1'), orderOf('A-2'), orderOf('A-3')], {
			options: { validationPeriodDays: 30 },
		});

		expect(proposalsOf(items).map(({ deadline }) => deadline)).toEqual([
			'2026-06-20T10:00:00Z',
			'2026-06-30T10:00:00Z',
			null,
		]);
	});
});

describe('the words of the shop', () => {
	it('are named once where they are in none of the lists', async () => {
		addPending(sandbox, 3);

		const { items, hints } = await compare(sandbox, [
			orderOf('T-1', { status: 'processing' }),
			orderOf('T-2', { status: 'processing' }),
			orderOf('T-3', { status: '' }),
		]);

		expect(wordsOf(items)).toEqual(['wait', 'wait', 'wait']);
		const told = hints.filter(({ message }) => message.includes('In none of the lists'));
		expect(told.map(({ message }) => message)).toEqual([
			'In none of the lists of status words: "processing", an empty one. Orders with such a status count as still open. Where one of them means completed, cancelled or partly returned, add it to its list under Status Words.',
		]);
	});

	it('may be other ones', async () => {
		addPending(sandbox, 3);

		const { items } = await compare(
			sandbox,
			[
				orderOf('T-1', { status: 'all-good' }),
				orderOf('T-2', { status: 'Sent Back' }),
				orderOf('T-3', { status: 'paid' }),
			],
			{ statusWords: { completed: 'All Good', cancelled: 'sent_back' } },
		);

		expect(wordsOf(items)).toEqual(['approve', 'decline', 'wait']);
	});

	it.each<[string, IDataObject, string]>([
		[
			'in two lists',
			{ completed: 'paid, refunded' },
			'"Completed" is "refunded", which also stands under "Cancelled", among the usual words',
		],
		[
			'in two lists that are both given',
			{ completed: 'a, b', partlyReturned: 'B' },
			'"Partly Returned" is "B", which also stands under "Completed"',
		],
		['that are none', { cancelled: ' , ' }, '"Cancelled" is ",", which holds no word'],
		['that are blank', { cancelled: '' }, '"Cancelled" is set, but has no value'],
		[
			'that differ between items',
			{ cancelled: '={{ $json.order }}' },
			'"Cancelled" is "T-2", which is not the same as for the first item, and this option holds for all items at once',
		],
	])('%s refuse everything', async (_words, statusWords, message) => {
		const run = compare(sandbox, [orderOf('T-1'), orderOf('T-2')], { statusWords } as never);

		expect((await stopOf(run)).message).toContain(message);
		expect(sandbox.awin.calls).toEqual([]);
	});
});

describe('the options', () => {
	it.each<[string, IDataObject, string]>([
		['a blank tolerance', { tolerance: '' }, '"Tolerance" is set, but has no value'],
		[
			'a negative tolerance',
			{ tolerance: -1 },
			'"Tolerance" is "-1", which is not a number from 0 on',
		],
		[
			'a negative return period',
			{ returnPeriodDays: -1 },
			'"Return Period Days" is "-1", which is not a number of days from 0 to 3650',
		],
		[
			'a word for a number',
			{ validationPeriodDays: 'month' },
			'"Validation Period Days" is "month", which is not a number',
		],
		[
			'neither yes nor no',
			{ includeUnmatched: 'perhaps' },
			'"Include Unmatched" is "perhaps", which is neither true nor false',
		],
		[
			'what differs between items',
			{ returnPeriodDays: '={{ $json.total }}' },
			'"Return Period Days" is "5", which is not the same as for the first item',
		],
	])('%s refuses everything', async (_words, options, message) => {
		const orders = [orderOf('T-1'), orderOf('T-2', { total: 5 })];

		expect((await stopOf(compare(sandbox, orders, { options } as never))).message).toContain(
			message,
		);
		const { items } = await compare(sandbox, orders, { options } as never, CONTINUE);
		expect(items.map(({ json }) => json)).toEqual(
			orders.map((order) => ({
				...order,
				awin: {
					outcome: 'failed',
					message: expect.any(String) as string,
					nextStep: expect.any(String) as string,
				},
			})),
		);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it.each([
		[0.05, 'EUR', 100.05, 'approve'],
		[0.05, 'EUR', 100.06, 'amend'],
		[0.57, 'EUR', 99.43, 'approve'],
		[0.9, 'JPY', 101, 'amend'],
		[1, 'JPY', 101, 'approve'],
		[0.001, 'KWD', 100.001, 'approve'],
	])('a tolerance of %f %s: %f is to %s', async (tolerance, currency, total, action) => {
		addSale('A-1', { currency });

		const { items } = await compare(sandbox, [orderOf('A-1', { total, currency })], {
			options: { tolerance },
		});

		expect(wordsOf(items)).toEqual([action]);
	});
});

describe('transactions without an order', () => {
	it('come after the orders, as items of their own', async () => {
		const [pending, approved, declined] = ['X-1', 'X-2', null].map((reference) =>
			addSale(reference),
		);
		happened(approved, 'approved');
		happened(declined, 'declined');
		happened(addSale('X-4'), 'deleted');

		const { items, hints } = await compare(sandbox, [orderOf('A-1')]);

		const columns = unmatchedOf(items);
		expect(items[0].json).toMatchObject({ order: 'A-1' });
		expect(
			columns.map(({ transaction, proposedAction }) => [transaction?.id, proposedAction]).sort(),
		).toEqual([
			[pending, 'review'],
			[approved, 'review'],
			[declined, 'none'],
		]);
		expect(columns.find(({ transaction }) => transaction?.id === pending)).toMatchObject({
			reason: 'No order for this transaction',
			deadline: '2026-06-30T10:00:00Z',
		});
		expect(items[1].json).toEqual({ awin: columns[0] });
		expect(hints.map(({ message }) => message)).toEqual([
			'1 with nothing to do. 3 transactions without an order among the items come after them.',
		]);
	});

	it('are those from the day of the first order to the day of the last, on the clocks of the zone', async () => {
		// New York is four hours behind: its 1 June is from 04:00 to 04:00.
		const moments = [
			'2026-06-01T03:59:00Z',
			'2026-06-01T04:00:00Z',
			'2026-06-03T03:59:00Z',
			'2026-06-03T04:00:00Z',
		];
		const ids = moments.map((text, index) => addSale(`X-${index}`, { atMs: Date.parse(text) }));

		const { items } = await compare(
			sandbox,
			[
				orderOf('A-1', { date: '2026-06-01T18:00:00' }),
				orderOf('A-2', { date: '2026-06-02' }),
				orderOf('A-3'),
			],
			{ timezone: 'US/Eastern' },
		);

		expect(
			unmatchedOf(items)
				.map(({ transaction }) => transaction?.id)
				.sort(),
		).toEqual([ids[1], ids[2]]);
	});

	it.each([
		['in the first run of the node nothing is said of loops', 0, false],
		['in a later run it is said that they may be those of other rounds', 1, true],
	])('come with a hint in a loop: %s', async (_, runIndex, isTold) => {
		addSale('X-1');

		const { items, hints } = await compare(sandbox, [orderOf('A-1')], {}, { runIndex });

		expect(unmatchedOf(items)).toHaveLength(1);
		const told = hints.map(({ message }) => message).filter((one) => one.includes('in a loop'));
		expect(told).toHaveLength(isTold ? 1 : 0);
	});

	it('stay away where nobody wants them', async () => {
		addSale('X-1');

		const { items, hints } = await compare(sandbox, [orderOf('A-1')], {
			options: { includeUnmatched: false },
		});

		expect(items).toHaveLength(1);
		expect(hints.map(({ message }) => message)).toEqual(['1 with nothing to do.']);
	});

	it('are not told of an account with an order that has no reference: one may be its own', async () => {
		addSale('X-1');

		const { items, hints } = await compare(sandbox, [orderOf('A-1'), orderOf('')]);

		expect(unmatchedOf(items)).toEqual([]);
		expect(hints.map(({ message }) => message)).toContainEqual(
			'Transactions without an order are not listed for account 77101, because item 2 has no order reference that can be read: one of them may be that of such an item. Correct it, and run the node again.',
		);
	});

	it('are told of an order with another value that cannot be read: its transaction is known', async () => {
		addSale('A-1');

		const { items } = await compare(sandbox, [orderOf('A-1', { total: 'x' })]);

		expect(proposalsOf(items)[0]).toMatchObject({
			proposedAction: 'review',
			transaction: { orderReference: 'A-1' },
		});
		expect(unmatchedOf(items)).toEqual([]);
	});
});

describe('the hint', () => {
	it('counts, and says by currency what is approved, taken off and added', async () => {
		addSale('A-1', { saleAmount: 10.5 });
		addSale('A-2', { saleAmount: 1200, currency: 'JPY' });
		addSale('A-3', { saleAmount: 30 });
		addSale('A-4', { saleAmount: 50 });
		addSale('A-5', { saleAmount: 60 });

		const { hints } = await compare(sandbox, [
			orderOf('A-1', { total: 10.5 }),
			orderOf('A-2', { total: 1200, currency: 'JPY' }),
			orderOf('A-3', { status: 'voided' }),
			orderOf('A-4', { total: 20 }),
			orderOf('A-5', { total: 61.25 }),
		]);

		expect(hints).toEqual([
			expect.objectContaining({
				type: 'info',
				message:
					'2 to approve, 2 to amend, 1 to decline. What is to be approved comes to 10.50 EUR and 1200 JPY. Declining takes off 30.00 EUR. Amending takes off 30.00 EUR. Amending adds 1.25 EUR.',
			}),
		]);
	});
});
