import { FlatRows, leavesOf } from '../../../nodes/Awin/api/flatRows';
import { toReportRow, toReportRowOfRun } from '../../../nodes/Awin/api/reportOutput';
import { REPORTS, type ReportBy } from '../../../nodes/Awin/api/reports';
import { OUTPUT_FORMS } from '../../../nodes/Awin/api/transactionOutput';

const PERIOD = { firstDay: '2026-03-01', lastDay: '2026-03-31' };
const DATED = { periodStart: '2026-03-01', periodEnd: '2026-03-31' };

const PARTNER_ROW = {
	advertiserId: 1,
	advertiserName: 'Shop',
	publisherId: 2,
	publisherName: 'Blog',
	region: 'GB',
	currency: 'GBP',
	clicks: 9,
	pendingNo: 1,
	totalNo: 3,
	totalValue: 30.5,
	totalComm: 3.05,
	declinedNo: 4,
	tags: ['top', 'new'],
};

const CAMPAIGN_ROW = {
	date: '2026-03-01',
	publisherId: 2,
	publisherName: null,
	campaign: 'spring',
	quantity: { click: 9, pending: 1, total: 3 },
	saleAmount: { pending: 10, total: 30.5 },
	commissionAmount: { total: 3.05 },
};

describe('Simplified', () => {
	it('by partner', () => {
		const view = { form: 'simplified', reportBy: 'partner' } as const;
		const common = {
			...DATED,
			region: 'GB',
			clicks: 9,
			transactions: 3,
			saleAmount: 30.5,
			commissionAmount: 3.05,
			currency: 'GBP',
		};

		expect(toReportRow(PARTNER_ROW, PERIOD, { ...view, accountType: 'advertiser' })).toEqual({
			...common,
			partnerId: 2,
			partnerName: 'Blog',
		});
		expect(toReportRow(PARTNER_ROW, PERIOD, { ...view, accountType: 'publisher' })).toEqual({
			...common,
			partnerId: 1,
			partnerName: 'Shop',
		});
	});

	it('by campaign, also where clicks have the other name', () => {
		const view = {
			form: 'simplified',
			reportBy: 'campaign',
			accountType: 'advertiser',
		} as const;
		const expected = {
			...DATED,
			campaign: 'spring',
			partnerId: 2,
			partnerName: null,
			clicks: 9,
			transactions: 3,
			saleAmount: 30.5,
			commissionAmount: 3.05,
		};
		const otherName = { ...CAMPAIGN_ROW, quantity: { clicks: 9, total: 3 } };

		expect(toReportRow(CAMPAIGN_ROW, PERIOD, view)).toEqual(expected);
		expect(toReportRow(otherName, PERIOD, view)).toEqual(expected);
	});
});

describe('Flat', () => {
	it('has lists as text, and campaigns without nesting', () => {
		const view = { form: 'flat', accountType: 'advertiser' } as const;

		expect(toReportRow(PARTNER_ROW, PERIOD, { ...view, reportBy: 'partner' })).toMatchObject({
			tags: 'top, new',
			tags_1: 'top',
			tags_2: 'new',
			declinedNo: 4,
			impressions: null,
		});
		expect(toReportRow(CAMPAIGN_ROW, PERIOD, { ...view, reportBy: 'campaign' })).toMatchObject({
			quantityClick: 9,
			quantityPending: 1,
			saleAmountPending: 10,
			saleAmountApproved: null,
			commissionAmountTotal: 3.05,
		});
	});
});

describe('Raw', () => {
	it('is what Awin sent, and the period', () => {
		const view = { form: 'raw', accountType: 'advertiser', reportBy: 'campaign' } as const;
		expect(toReportRow(CAMPAIGN_ROW, PERIOD, view)).toEqual({ ...DATED, ...CAMPAIGN_ROW });
	});
});

describe('Whatever a row holds', () => {
	const rows = [{}, PARTNER_ROW, CAMPAIGN_ROW, { clicks: { odd: [1] }, quantity: 'n/a' }];
	const views = REPORTS.flatMap((reportBy) =>
		OUTPUT_FORMS.filter((form) => form !== 'raw').map((form) => [form, reportBy] as const),
	);

	it.each<readonly ['simplified' | 'flat', ReportBy]>(views as never)(
		'%s by %s has the same columns, and one value in each',
		(form, reportBy) => {
			const view = { form, reportBy, accountType: 'publisher' } as const;
			const table = new FlatRows();
			const made = rows.map((row) => toReportRowOfRun(row, PERIOD, view, table));
			table.finish();

			expect(new Set(made.map((row) => Object.keys(row).join())).size).toBe(1);
			if (form === 'simplified') expect(Object.keys(made[0]).length).toBeLessThanOrEqual(10);
			const values = made.flatMap((row) => Object.values(row));
			expect(values.filter((value) => typeof value === 'object' && value !== null)).toEqual([]);
		},
	);
});

describe('Flat loses nothing', () => {
	it.each<[ReportBy, Record<string, unknown>]>([
		['partner', PARTNER_ROW],
		['creative', PARTNER_ROW],
		['campaign', CAMPAIGN_ROW],
		['partner', { ...PARTNER_ROW, averageOrder: 9.5, deviceSplit: { mobile: [7, 'm'] } }],
		['campaign', { ...CAMPAIGN_ROW, quantity: { click: 9, clicks: 8, average: 2.5 } }],
		['campaign', { ...CAMPAIGN_ROW, currency: 'EUR', saleAmount: 'n/a', periodStart: 'theirs' }],
	])('of a row by %s: %j', (reportBy, row) => {
		const view = { form: 'flat', reportBy, accountType: 'advertiser' } as const;

		const given = Object.values(toReportRow(row, PERIOD, view));

		for (const { value } of leavesOf(row)) expect(given).toContain(value);
	});
});
