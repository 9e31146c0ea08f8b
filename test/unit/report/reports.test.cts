import * as fc from 'fast-check';

import { INTERVALS, type DaySpan } from '../../../nodes/Awin/api/periods';
import {
	planReport,
	readReport,
	regionRule,
	reportPath,
	reportQuery,
	REPORTS,
	type ReportQuestion,
} from '../../../nodes/Awin/api/reports';
import { daysIn } from '../../support/days.cts';

describe('The path of a report', () => {
	it.each([
		['advertiser', 'partner', '/advertisers/1/reports/publisher'],
		['advertiser', 'creative', '/advertisers/1/reports/creative'],
		['advertiser', 'campaign', '/advertisers/1/reports/campaign'],
		['publisher', 'partner', '/publishers/1/reports/advertiser'],
		['publisher', 'creative', '/publishers/1/reports/creative'],
		['publisher', 'campaign', '/publishers/1/reports/campaign'],
	] as const)('%s, by %s', (accountType, reportBy, path) => {
		expect(reportPath(accountType, '1', reportBy)).toBe(path);
	});
});

describe('The region', () => {
	it.each([
		['advertiser', 'partner', 'none'],
		['advertiser', 'creative', 'optional'],
		['advertiser', 'campaign', 'none'],
		['publisher', 'partner', 'required'],
		['publisher', 'creative', 'required'],
		['publisher', 'campaign', 'none'],
	] as const)('of the report of %ss by %s is %s', (accountType, reportBy, rule) => {
		expect(regionRule(accountType, reportBy)).toBe(rule);
	});
});

describe('The query', () => {
	const question: ReportQuestion = {
		accountType: 'advertiser',
		reportBy: 'partner',
		zone: 'Europe/Berlin',
		dateType: 'validation',
	};
	const days = { firstDay: '2026-03-01', lastDay: '2026-03-31' };
	const common = {
		startDate: '2026-03-01',
		endDate: '2026-03-31',
		timezone: 'Europe/Berlin',
	};

	it('of partners', () => {
		expect(reportQuery(question, days)).toEqual({ ...common, dateType: 'validation' });
	});

	it('of creatives, with a region', () => {
		expect(reportQuery({ ...question, reportBy: 'creative', region: 'BU' }, days)).toEqual({
			...common,
			dateType: 'validation',
			region: 'BU',
		});
	});

	it.each([
		['advertiser', 'publisherIds'],
		['publisher', 'advertiserIds'],
	] as const)('of campaigns as %s', (accountType, ids) => {
		const campaigns = {
			...question,
			accountType,
			reportBy: 'campaign' as const,
			campaign: 'spring',
			partnerIds: ['7', '8'],
			includeNumbersWithoutCampaign: true,
		};
		expect(reportQuery(campaigns, { ...days, awinInterval: 'month' })).toEqual({
			...common,
			interval: 'month',
			campaign: 'spring',
			includeNumbersWithoutCampaign: 'true',
			[ids]: '7,8',
		});
	});
});

describe('The calls of a report', () => {
	const year: DaySpan = { firstDay: '2025-01-01', lastDay: '2025-12-31' };

	it.each([
		['partner', 'total', 12, 1],
		['partner', 'day', 365, 365],
		['partner', 'week', 53, 53],
		['creative', 'month', 12, 12],
		['campaign', 'total', 1, 1],
		['campaign', 'day', 1, 365],
		['campaign', 'week', 1, 53],
		['campaign', 'month', 1, 12],
	] as const)('for a year of %s by %s: %d, for %d periods', (by, interval, calls, periods) => {
		const plan = planReport(by, year, interval);
		expect([plan.calls.length, plan.periods.length]).toEqual([calls, periods]);
	});

	it('one for a total of 31 days, and for campaigns of 400', () => {
		const days31 = { firstDay: '2026-01-01', lastDay: '2026-01-31' };
		const days400 = { firstDay: '2025-01-01', lastDay: '2026-02-04' };
		expect(daysIn(days400)).toBe(400);
		expect(planReport('partner', days31, 'total').calls).toEqual([days31]);
		expect(planReport('campaign', days400, 'total').calls).toEqual([
			{ ...days400, awinInterval: 'year' },
		]);
	});

	it('cover every day once, are no longer than Awin takes, and never mix two periods where rows have no date', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...REPORTS),
				fc.constantFrom(...INTERVALS),
				fc.integer({ min: 0, max: 9000 }),
				fc.integer({ min: 0, max: 1200 }),
				(by, interval, first, more) => {
					const day = (days: number) =>
						new Date(Date.UTC(2000, 0, 1 + days)).toISOString().slice(0, 10);
					const span = { firstDay: day(first), lastDay: day(first + more) };
					const { periods, calls } = planReport(by, span, interval);
					expect(calls.reduce((sum, call) => sum + daysIn(call), 0)).toBe(more + 1);
					expect(calls[0].firstDay).toBe(span.firstDay);
					expect(calls[calls.length - 1].lastDay).toBe(span.lastDay);
					const longest = Math.max(...calls.map(daysIn));
					expect(longest).toBeLessThanOrEqual(by === 'campaign' ? 400 : 31);
					const isInOne = (call: DaySpan) =>
						periods.some(
							({ firstDay, lastDay }) => firstDay <= call.firstDay && call.lastDay <= lastDay,
						);
					if (by !== 'campaign') expect(calls.filter((call) => !isInOne(call))).toEqual([]);
				},
			),
			{ numRuns: 100 },
		);
	});
});

describe('An answer', () => {
	const row = { publisherId: 1, clicks: 2 };

	it.each([
		['a bare list', [row]],
		['a Spring envelope', { body: [row], statusCode: 'OK', statusCodeValue: 200 }],
		['a result', { result: [row] }],
		['a result in an envelope', { body: { result: [row] }, statusCodeValue: 200 }],
	])('as %s', (_, answer) => {
		expect(readReport(answer)).toEqual({ rows: [row], unreadable: [] });
	});

	it.each([[null], ['text'], [{}], [{ body: null, statusCodeValue: 200 }]])(
		'%j holds no report, not an empty one',
		(answer) => {
			expect(readReport(answer)).toBeUndefined();
		},
	);

	it('a row whose region nobody can read is none, for it could be added to another', () => {
		for (const name of ['publisherId', 'publisherName', 'region', 'currency', 'campaign']) {
			const strange = { ...row, [name]: { text: 'GB' } };
			const { unreadable } = readReport([strange, row]) ?? {};
			expect(unreadable).toEqual([{ index: 0, row: strange }]);
		}
	});

	it('with what is no row says where', () => {
		expect(readReport([row, null, 'x', { error: 'no' }])).toEqual({
			rows: [row],
			unreadable: [
				{ index: 1, row: null },
				{ index: 2, row: 'x' },
				{ index: 3, row: { error: 'no' } },
			],
		});
	});
});
