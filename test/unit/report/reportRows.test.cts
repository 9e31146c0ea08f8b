import * as fc from 'fast-check';

import type { JsonObject } from '../../../nodes/Awin/api/answers';
import { splitIntoPeriods } from '../../../nodes/Awin/api/periods';
import { PeriodRows, periodOf, withNumbers } from '../../../nodes/Awin/api/reportRows';

function together(...rows: JsonObject[]): JsonObject[] {
	const period = new PeriodRows();
	for (const row of rows) period.add(row);
	return period.rows();
}

describe('The numbers of a row', () => {
	it('are numbers, also where Awin sends text; what is odd or missing stays as it is', () => {
		expect(
			withNumbers({
				publisherId: '88201',
				publisherName: '123',
				campaign: '2026',
				clicks: '7',
				quantity: { click: 3, total: '4' },
				saleAmount: { pending: '83.20', approved: null, total: 'n/a' },
				commissionAmount: null,
			}),
		).toEqual({
			publisherId: 88201,
			publisherName: '123',
			campaign: '2026',
			clicks: 7,
			quantity: { click: 3, total: 4 },
			saleAmount: { pending: 83.2, approved: null, total: 'n/a' },
			commissionAmount: null,
		});
	});
});

describe('The period of a row', () => {
	const span = { firstDay: '2026-01-10', lastDay: '2026-03-20' };
	const days = splitIntoPeriods(span, 'day');
	const months = splitIntoPeriods(span, 'month');
	const byDay = { ...span, awinInterval: 'day' as const };
	const byMonth = { ...span, awinInterval: 'month' as const };

	it('is that of the call, where it lies in one', () => {
		const call = { firstDay: '2026-02-05', lastDay: '2026-02-07' };
		expect(periodOf({}, call, months)).toBe(1);
	});

	it.each([
		['2026-01-10', 0],
		['2026-01-12T00:00:00', 2],
		['2026-01-12 00:00:00.0', 2],
		[[2026, 1, 12], 2],
		['2026-03-20', 69],
	])('by day: %j', (date, index) => {
		expect(periodOf({ date }, byDay, days)).toBe(index);
	});

	it.each([
		// The month of the start may be dated with its first day, which lies before the span.
		['2026-01-01', 0],
		['2026-01', 0],
		['2026-02-28', 1],
		['2026-03-31', 2],
		[[2026, 3], 2],
	])('by month: %j', (date, index) => {
		expect(periodOf({ date }, byMonth, months)).toBe(index);
	});

	it.each([
		undefined,
		null,
		'',
		'soon',
		'01/02/2026',
		'2026-02-31',
		'2026-13-01',
		'2026-01-09',
		'2026-03-21',
		20260112,
	])('by day: %j is none of them', (date) => {
		expect(periodOf({ date }, byDay, days)).toBeUndefined();
	});
});

describe('Rows of several calls', () => {
	const row = {
		publisherId: 1,
		publisherName: 'Old name',
		region: 'GB',
		currency: 'GBP',
		clicks: 3,
		totalNo: 1,
		totalValue: 0.1,
		tags: ['a'],
	};

	it('become one for each partner, region and currency, money exactly', () => {
		const rows = together(
			row,
			{ ...row, publisherName: 'New name', totalValue: 0.2, tags: [] },
			{ ...row, currency: 'EUR' },
			{ ...row, region: 'DE' },
			{ ...row, publisherId: 2 },
		);

		expect(rows).toEqual([
			{ ...row, publisherName: 'New name', clicks: 6, totalNo: 2, totalValue: 0.3, tags: [] },
			{ ...row, currency: 'EUR' },
			{ ...row, region: 'DE' },
			{ ...row, publisherId: 2 },
		]);
	});

	it('of campaigns are added up inside their groups', () => {
		const campaign = (date: string, click: number, total: number | null) => ({
			date,
			publisherId: 1,
			campaign: 'spring',
			quantity: { click },
			saleAmount: { total },
		});

		expect(together(campaign('2025-01-01', 1, 0.7), campaign('2026-01-01', 2, 0.1))).toEqual([
			campaign('2025-01-01', 3, 0.8),
		]);
		expect(together(campaign('2025-01-01', 1, null), campaign('2026-01-01', 2, 0.1))).toEqual([
			campaign('2025-01-01', 3, 0.1),
		]);
	});

	it('of campaigns: an average beside the sums is not added up', () => {
		const campaign = (quantity: JsonObject) => ({ publisherId: 1, campaign: 'spring', quantity });

		expect(
			together(
				campaign({ click: 2, total: 1, averageBasket: 40, rate: 0.5 }),
				campaign({ click: 3, total: 1, averageBasket: 60, rate: 0.5 }),
			),
		).toEqual([campaign({ click: 5, total: 2, averageBasket: null, rate: 0.5 })]);
	});

	it.each([
		['a sum with odd text', { totalValue: 'n/a' }, { totalValue: null }],
		['a number that may be a rate', { conversionRate: 0.4 }, { conversionRate: null }],
	])('do not guess %s', (_, change, expected) => {
		const rows = together(
			{ ...row, conversionRate: 0.5 },
			{ ...row, conversionRate: 0.5, ...change },
		);

		expect(rows).toEqual([expect.objectContaining(expected)]);
	});

	it('stay apart by what this node does not know', () => {
		expect(together({ ...row, device: 'phone' }, { ...row, device: 'desktop' })).toHaveLength(2);
	});

	it('pass through unchanged where there is one of a kind', () => {
		const odd = { ...row, totalValue: 'n/a', nested: { deep: [1] } };
		expect(together(odd)).toEqual([odd]);
	});

	it('give the same sums in whatever order they come', () => {
		const anyRow = fc.record({
			publisherId: fc.integer({ min: 1, max: 3 }),
			currency: fc.constantFrom('GBP', 'EUR'),
			clicks: fc.nat(1000),
			totalValue: fc.integer({ min: -1e6, max: 1e6 }).map((minor) => minor / 100),
		});
		const sorted = (rows: JsonObject[]) => rows.map((one) => JSON.stringify(one)).sort();
		fc.assert(
			fc.property(fc.array(anyRow), (rows) => {
				const sums = together(...rows);
				expect(sorted(together(...[...rows].reverse()))).toEqual(sorted(sums));
				const clicks = (list: JsonObject[]) =>
					list.reduce((sum, one) => sum + Number(one.clicks), 0);
				expect(clicks(sums)).toBe(clicks(rows));
			}),
		);
	});
});
