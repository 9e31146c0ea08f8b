import type { JsonObject } from '../../../nodes/Awin/api/answers';
import { wasAskedFor } from '../../../nodes/Awin/api/reportFilters';
import type { ReportCall, ReportQuestion } from '../../../nodes/Awin/api/reports';

const MARCH: ReportCall = { firstDay: '2026-03-05', lastDay: '2026-03-31' };

function asked(row: JsonObject, question: Partial<ReportQuestion>, call: Partial<ReportCall> = {}) {
	return wasAskedFor(
		row,
		{
			accountType: 'advertiser',
			reportBy: 'campaign',
			zone: 'UTC',
			dateType: 'transaction',
			...question,
		},
		{ ...MARCH, ...call },
	);
}

describe('What comes back is held against what was asked for', () => {
	it.each<[Partial<ReportQuestion>, JsonObject, boolean]>([
		[{ campaign: 'spr' }, { campaign: 'Spring' }, true],
		[{ campaign: 'SPR' }, { campaign: 'spring' }, true],
		[{ campaign: 'spr' }, { campaign: 'summer' }, false],
		[{ campaign: 'spr' }, { campaign: 5 }, true],
		[{ campaign: 'spr' }, {}, true],
		[{}, { campaign: 'summer' }, true],
		[{}, { campaign: null }, false],
		[{}, { campaign: '' }, true],
		[{ campaign: 'spr' }, { campaign: '' }, false],
		[{ includeNumbersWithoutCampaign: true }, { campaign: null }, true],
		[{ includeNumbersWithoutCampaign: true, campaign: 'spr' }, { campaign: '' }, true],
		[{ partnerIds: ['1', '2'] }, { publisherId: 2 }, true],
		[{ partnerIds: ['1', '2'] }, { publisherId: '2' }, true],
		[{ partnerIds: ['1', '2'] }, { publisherId: 3 }, false],
		[{ partnerIds: ['1'] }, { publisherId: 'unknown' }, true],
		[{ partnerIds: ['1'], accountType: 'publisher' }, { advertiserId: 3, publisherId: 1 }, false],
		[{ region: 'DE', reportBy: 'partner' }, { region: 'DE' }, true],
		[{ region: 'DE', reportBy: 'partner' }, { region: 'de' }, true],
		[{ region: 'DE', reportBy: 'creative' }, { region: 'GB' }, false],
		[{ region: 'DE', reportBy: 'partner' }, { region: 'Germany' }, true],
		[{ region: 'BU', reportBy: 'partner' }, { region: 'BR' }, true],
		[{ region: 'BR', reportBy: 'partner' }, { region: 'BU' }, false],
		[{ reportBy: 'creative' }, { region: 'GB' }, true],
		// These two belong to campaigns; what another report shows beside is not looked at.
		[{ reportBy: 'partner' }, { campaign: null, publisherId: 3 }, true],
	])('%j, %j: %s', (question, row, expected) => {
		expect(asked(row, question)).toBe(expected);
	});

	it.each<[ReportCall['awinInterval'], unknown, boolean]>([
		['day', '2026-03-05', true],
		['day', '2026-03-04', false],
		['day', '2026-04-01T00:00:00', false],
		['day', [2025, 3, 10], false],
		['month', '2026-03-01', true],
		['month', '2026-03', true],
		['month', '2026-02-28', false],
		['year', '2026-01-01', true],
		['year', '2026-12-31', true],
		['year', '2025-12-31', false],
		['day', 'soon', true],
		['year', null, true],
		[undefined, '2026-02-01', false],
	])('by %s, dated %j: %s', (awinInterval, date, expected) => {
		expect(asked({ date, campaign: 'x' }, {}, { awinInterval })).toBe(expected);
	});
});
