import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import { clockOf, AWIN_TIMEZONES } from '../../../nodes/Awin/api/timezones';
import { PROPOSED_ACTIONS } from '../../../nodes/Awin/fields/proposal';
import { propose, RULES } from '../../../nodes/Awin/resources/transaction/compare/propose';
import type {
	AwinSale,
	Question,
	Settings,
	ShopOrder,
} from '../../../nodes/Awin/resources/transaction/compare/question';
import { awinSale, question, shopOrder } from '../../support/proposals.cts';
import { NOW_MS } from '../../support/sandbox.cts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Told = [words: string, action: string, asked: Partial<Question>, reason: string];

const missing = (order: Partial<ShopOrder> = {}, nearMisses: string[] = []): Partial<Question> => ({
	order: shopOrder(order),
	sales: [],
	nearMisses,
});
const against = (order: Partial<ShopOrder>, sale: Partial<AwinSale> = {}, row: object = {}) => ({
	order: shopOrder(order),
	sales: [awinSale(sale, row)],
});
const withSettings = (
	settings: Partial<Settings>,
	asked: Partial<Question>,
): Partial<Question> => ({
	...asked,
	settings: { ...question().settings, ...settings },
});

const CANCELLED = { state: 'cancelled' } as const;
const RETURNED = { state: 'cancelled', isReturn: true } as const;
const PARTLY = { state: 'partlyReturned' } as const;
const OPEN = { state: 'open' } as const;
const APPROVED = { status: 'approved' };
const DECLINED = { status: 'declined' };

const NOT_THERE = 'Awin has no transaction for it since 2026-03-17';

/** In the order of the rules: the first of each number of `|` is the one that its rule is there for. */
const TABLE: Told[] = [
	[
		'a value that cannot be read',
		'review',
		against({ trouble: '"Amount" is empty' }),
		'"Amount" is empty',
	],
	[
		'a young one that Awin does not have',
		'wait',
		missing({ placedMs: NOW_MS - 59 * MINUTE_MS }),
		'The order is less than an hour old, and Awin may not show it yet',
	],
	[
		'one whose transaction was deleted',
		'review',
		{ ...missing(), wasDeleted: true },
		'Awin had a transaction for this order, which was deleted, and the order is completed',
	],
	[
		'an open one that Awin does not have',
		'wait',
		missing(OPEN),
		`The order is still open, and ${NOT_THERE}`,
	],
	[
		'one that Awin has under almost the same reference',
		'review',
		missing({}, ['a-1']),
		'Awin has "a-1", which differs only in upper and lower case',
	],
	[
		'one that another item has under almost the same reference',
		'review',
		{ ...missing(), alike: ['#A-1'] },
		'Another item has "#A-1", which differs only in a # at the beginning',
	],
	[
		'one that Awin does not have',
		'submit',
		missing(),
		`The order came through Awin, and ${NOT_THERE}`,
	],
	[
		'one without a click',
		'none',
		missing({ isAttributed: false }),
		`The order has neither a click nor a voucher of Awin, and ${NOT_THERE}: it is not a sale of Awin`,
	],
	[
		'two transactions',
		'review',
		{ sales: [awinSale(), awinSale({ id: '2' })] },
		'Awin has 2 transactions for this order',
	],
	[
		'one that changed meanwhile',
		'review',
		against({}, { isContradicted: true }),
		'The transaction changed at Awin while it was read',
	],
	[
		'a bonus',
		'review',
		against({}, { saleAmountMinor: null, currency: null }),
		'Awin gives no sale amount for the transaction, as for a bonus',
	],
	[
		'a status that nobody knows',
		'review',
		against({}, { status: 'held' }),
		'Awin gives the transaction the status "held"',
	],
	[
		'one in a batch',
		'wait',
		against(CANCELLED, { isInBatch: true }),
		'Awin is still working on a batch of validations with this transaction in it',
	],
	[
		'a declined one that was cancelled',
		'none',
		against(CANCELLED, DECLINED),
		'The transaction is declined already, and the order did not stay',
	],
	[
		'another currency',
		'review',
		against({ currency: 'GBP' }),
		'The order is in GBP, and the transaction in EUR',
	],
	[
		'an open one that is approved',
		'review',
		against(OPEN, APPROVED),
		'The order is still open in the shop, and the transaction is approved already',
	],
	[
		'a completed one that is declined',
		'review',
		against({}, DECLINED),
		'The transaction is declined, and the order is completed',
	],
	[
		'a cancelled one that is approved',
		'review',
		against(CANCELLED, APPROVED),
		'The transaction is approved, and the order was cancelled',
	],
	[
		'one that is approved at another amount',
		'review',
		against({ amountMinor: 9_999 }, APPROVED),
		'The transaction is approved at 100.00 EUR, and the order has 99.99 EUR',
	],
	['one that is approved', 'none', against({}, APPROVED), 'The transaction is approved already'],
	['a cancelled one', 'decline', against(CANCELLED), 'The order was cancelled'],
	['an open one', 'wait', against(OPEN), 'The order is still open'],
	[
		'a completed one of 0',
		'review',
		against({ amountMinor: 0 }),
		'The order is completed, and its amount is 0',
	],
	[
		'one that may still be returned',
		'wait',
		withSettings({ returnPeriodDays: 14 }, against({})),
		'The return period of 14 days runs until 2026-06-19 10:00',
	],
	[
		'one without any date',
		'review',
		withSettings({ returnPeriodDays: 14 }, against({ placedMs: undefined }, { atMs: undefined })),
		'Neither the order nor the transaction has a date, so nobody can tell its age',
	],
	[
		'a partly returned one at the full amount',
		'review',
		against(PARTLY),
		'The order was partly returned, and its amount is still that of the transaction: it may be the amount before the return',
	],
	['a completed one', 'approve', against({}), 'The order is completed, and the amounts agree'],
	[
		'one that was amended to another amount',
		'review',
		against({ amountMinor: 5_000 }, { isAmended: true }),
		'The transaction was amended at Awin to 100.00 EUR, and the order has 50.00 EUR',
	],
	[
		'one whose parts Awin does not tell',
		'review',
		against({ amountMinor: 5_000 }, {}, { transactionParts: null }),
		'The transaction has 100.00 EUR, and the order has 50.00 EUR, and Awin does not say how the amount is divided among commission groups',
	],
	[
		'one of another amount',
		'amend',
		against({ amountMinor: 5_000 }),
		'The transaction has 100.00 EUR, and the order has 50.00 EUR',
	],
];

/** What the rules say together, where two of them could have a say. */
const TOGETHER: Told[] = [
	[
		'nothing but the trouble is told of an order in trouble',
		'review',
		missing({ trouble: 'The same order is in items 1 and 2' }),
		'The same order is in items 1 and 2',
	],
	[
		'one that is an hour old is submitted',
		'submit',
		missing({ placedMs: NOW_MS - 60 * MINUTE_MS }),
		`The order came through Awin, and ${NOT_THERE}`,
	],
	[
		'one of today waits where only its day is known',
		'wait',
		missing({ placedMs: NOW_MS, isDay: true }),
		'Only the day of the order is known: it may be less than an hour old, and Awin may not show it yet',
	],
	[
		'a cancelled one whose transaction was deleted needs nothing',
		'none',
		{ ...missing(CANCELLED), wasDeleted: true },
		`The order was cancelled, and ${NOT_THERE}`,
	],
	[
		'an open one whose transaction was deleted is looked at',
		'review',
		{ ...missing(OPEN), wasDeleted: true },
		'Awin had a transaction for this order, which was deleted, and the order is open',
	],
	[
		'one without a date is submitted',
		'submit',
		missing({ placedMs: undefined }),
		`The order came through Awin, and ${NOT_THERE}`,
	],
	[
		'a partly returned one is submitted',
		'submit',
		missing(PARTLY),
		`The order came through Awin, and ${NOT_THERE}`,
	],
	[
		'a young one waits, whatever looks like it',
		'wait',
		missing({ placedMs: NOW_MS }, ['a-1']),
		'The order is less than an hour old, and Awin may not show it yet',
	],
	[
		'an amount that cannot be read is shown as Awin has it',
		'review',
		against({}, { saleAmountMinor: null }, { saleAmount: { amount: 12.3456, currency: 'EUR' } }),
		'Awin gives a sale amount for the transaction that cannot be read: "12.3456 EUR"',
	],
	[
		'an open one without a click is no sale of Awin',
		'none',
		missing({ ...OPEN, isAttributed: false }),
		`The order has neither a click nor a voucher of Awin, and ${NOT_THERE}: it is not a sale of Awin`,
	],
	[
		'what looks like one without a click is looked at',
		'review',
		missing({ isAttributed: false }, ['#A-1']),
		'Awin has "#A-1", which differs only in a # at the beginning',
	],
	[
		'a cancelled one is not submitted',
		'none',
		missing(CANCELLED),
		`The order was cancelled, and ${NOT_THERE}`,
	],
	[
		'a returned one is not submitted',
		'none',
		missing(RETURNED),
		`The order was returned, and ${NOT_THERE}`,
	],
	[
		'one of 0 is not submitted',
		'none',
		missing({ amountMinor: 0 }),
		`The amount of the order is 0, and ${NOT_THERE}`,
	],
	[
		'an open one that is declined is looked at',
		'review',
		against(OPEN, DECLINED),
		'The order is still open in the shop, and the transaction is declined already',
	],
	[
		'a partly returned one that is declined is looked at',
		'review',
		against(PARTLY, DECLINED),
		'The transaction is declined, and the order is partly returned',
	],
	[
		'a returned one that is approved is looked at',
		'review',
		against(RETURNED, APPROVED),
		'The transaction is approved, and the order was returned',
	],
	[
		'a declined one that was cancelled needs nothing, in any currency',
		'none',
		against({ ...CANCELLED, currency: 'GBP' }, DECLINED),
		'The transaction is declined already, and the order did not stay',
	],
	[
		'a cancelled one in another currency is looked at',
		'review',
		against({ ...CANCELLED, currency: 'GBP' }),
		'The order is in GBP, and the transaction in EUR',
	],
	[
		'a cancelled one without an amount is declined',
		'decline',
		against({ ...CANCELLED, amountMinor: null, currency: null }),
		'The order was cancelled',
	],
	[
		'a returned one does not wait for the return period',
		'decline',
		withSettings({ returnPeriodDays: 14 }, against(RETURNED)),
		'The order was returned',
	],
	[
		'one of another amount waits for the return period',
		'wait',
		withSettings({ returnPeriodDays: 14 }, against({ amountMinor: 5_000 })),
		'The return period of 14 days runs until 2026-06-19 10:00',
	],
	[
		'one whose return period ends now does not wait',
		'approve',
		withSettings({ returnPeriodDays: 10 }, against({})),
		'The order is completed, and the amounts agree',
	],
	[
		'the age is that of the transaction where the order has no date',
		'wait',
		withSettings({ returnPeriodDays: 14 }, against({ placedMs: undefined })),
		'The return period of 14 days runs until 2026-06-19 10:00',
	],
	[
		'a partly returned one that was amended to what is left is approved',
		'approve',
		against({ ...PARTLY, amountMinor: 5_000 }, { saleAmountMinor: 5_000, isAmended: true }),
		'The order is partly returned, and the amounts agree',
	],
	[
		'a partly returned one is amended',
		'amend',
		against({ ...PARTLY, amountMinor: 5_000 }),
		'The transaction has 100.00 EUR, and the order has 50.00 EUR',
	],
	[
		'more than Awin has is amended as well',
		'amend',
		against({ amountMinor: 12_000 }),
		'The transaction has 100.00 EUR, and the order has 120.00 EUR',
	],
	[
		'of two transactions none is chosen, also where one is in a batch',
		'review',
		{ sales: [awinSale({ isInBatch: true }), awinSale({ id: '2', status: 'declined' })] },
		'Awin has 2 transactions for this order',
	],
];

describe('what is proposed', () => {
	it.each([...TABLE, ...TOGETHER])('%s: %s', (_words, action, asked, reason) => {
		expect(propose(question(asked))).toEqual({ action, reason });
	});

	it('has an example for every rule, in the order of the rules', () => {
		expect(TABLE.map(([, action]) => action)).toEqual(RULES.map(({ action }) => action));
	});

	it('is what the guide says', () => {
		const page = readFileSync(join(__dirname, '../../../docs/month-end.md'), 'utf8');
		const rows = [...page.matchAll(/^\| (.+?) +\| (.+?) +\| `(\w+)` +\|$/gm)];
		expect(rows.map(([, atAwin, inTheShop, action]) => ({ atAwin, inTheShop, action }))).toEqual(
			RULES.map(({ atAwin, inTheShop, action }) => ({ atAwin, inTheShop, action })),
		);
	});
});

describe('the return period counts days of the calendar', () => {
	const berlin = (placed: string, now: string) => ({
		...withSettings({ returnPeriodDays: 14 }, against({ placedMs: Date.parse(placed) })),
		nowMs: Date.parse(now),
		clock: clockOf('Europe/Berlin'),
	});

	it.each([
		['2026-10-20T23:30:00+02:00', '2026-11-03T23:29:59+01:00', 'wait'],
		['2026-10-20T23:30:00+02:00', '2026-11-03T23:30:00+01:00', 'approve'],
		['2026-03-20T23:30:00+01:00', '2026-04-03T23:29:59+02:00', 'wait'],
		['2026-03-20T23:30:00+01:00', '2026-04-03T23:30:00+02:00', 'approve'],
		['2026-06-01T00:00:00+02:00', '2026-06-15T00:00:00+02:00', 'approve'],
	])('of %s it is %s: %s', (placed, now, action) => {
		expect(propose(question(berlin(placed, now))).action).toBe(action);
	});
});

describe('the tolerance', () => {
	const tolerant = (difference: number) =>
		withSettings({ toleranceMinor: () => 5 }, against({ amountMinor: 10_000 + difference }));

	it.each([-5, -1, 0, 1, 5])('%i minor units are within 5', (difference) => {
		expect(propose(question(tolerant(difference))).action).toBe('approve');
	});

	it.each([-6, 6])('%i are not', (difference) => {
		expect(propose(question(tolerant(difference))).action).toBe('amend');
	});
});

describe('whatever is asked', () => {
	const anyOrder = fc.record({
		trouble: fc.option(fc.constant('"Amount" is empty'), { nil: undefined }),
		reference: fc.constant('A-1'),
		state: fc.constantFrom('completed', 'cancelled', 'partlyReturned', 'open'),
		isReturn: fc.boolean(),
		amountMinor: fc.integer({ min: 0, max: 3 }),
		currency: fc.constantFrom('EUR', 'JPY'),
		placedMs: fc.option(fc.integer({ min: NOW_MS - 40 * DAY_MS, max: NOW_MS }), { nil: undefined }),
		isAttributed: fc.boolean(),
	}) as fc.Arbitrary<ShopOrder>;
	const anySale = fc
		.record({
			status: fc.constantFrom('pending', 'approved', 'declined', 'other'),
			currency: fc.constantFrom('EUR', 'JPY'),
			saleAmountMinor: fc.option(fc.integer({ min: 0, max: 3 })),
			atMs: fc.option(fc.integer({ min: NOW_MS - 40 * DAY_MS, max: NOW_MS }), { nil: undefined }),
			isAmended: fc.boolean(),
			isInBatch: fc.boolean(),
			isContradicted: fc.boolean(),
		})
		.map((changes) => awinSale(changes));
	const anything: fc.Arbitrary<Question> = fc
		.record({
			order: anyOrder,
			sales: fc.array(anySale, { maxLength: 2 }),
			nearMisses: fc.constantFrom<string[]>([], ['a-1']),
			zone: fc.constantFrom(...AWIN_TIMEZONES),
			returnPeriodDays: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
		})
		.map(({ zone, returnPeriodDays, ...asked }) =>
			question({
				...asked,
				clock: clockOf(zone),
				settings: { returnPeriodDays, toleranceMinor: () => 0 },
			}),
		);

	it('it is one of the words, with a reason that is one sentence without a full stop', () => {
		fc.assert(
			fc.property(anything, (asked) => {
				const { action, reason } = propose(asked);
				expect(PROPOSED_ACTIONS).toContain(action);
				expect(reason).toMatch(/^["A-Z].*[^.]$/);
			}),
			{ numRuns: 2000 },
		);
	});

	it('only one pending transaction of the same currency is ever changed, and only what Awin does not have is submitted', () => {
		fc.assert(
			fc.property(anything, (asked) => {
				const { action } = propose(asked);
				const { sales, order } = asked;
				if (['approve', 'amend', 'decline'].includes(action)) {
					expect(sales).toHaveLength(1);
					expect(sales[0]).toMatchObject({ status: 'pending', currency: order.currency });
					expect(sales[0]).toMatchObject({ isInBatch: false, isContradicted: false });
				}
				if (action === 'approve') expect(sales[0].saleAmountMinor).toBe(order.amountMinor);
				if (action === 'submit') {
					expect(sales).toEqual([]);
					expect(order.isAttributed).toBe(true);
					expect(order.amountMinor).toBeGreaterThan(0);
				}
				expect(true).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});
});
