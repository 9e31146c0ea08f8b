import { readRow } from '../../../nodes/Awin/resources/offer/create/readRow';
import { offerFilters } from '../../../nodes/Awin/resources/offer/fields';
import { parametersOf } from '../../support/parameters.cts';

const NOW_MS = Date.parse('2026-06-15T10:00:00Z');

const GOOD = {
	accountId: { mode: 'id', value: '77101' },
	offerType: 'voucher',
	voucherCode: 'SAVE10',
	title: 'T'.repeat(300),
	description: 'D'.repeat(500),
	terms: 'E'.repeat(10_000),
	startDate: '2026-06-01',
	endDate: '2026-06-15',
	url: 'https://shop.example/sale',
	categoryIds: '12, 34',
	appliesToAllRegions: true,
};
const read = (changes: Record<string, unknown> = {}, isTool = false) =>
	readRow(parametersOf({ ...GOOD, ...changes }, { isTool, nowMs: NOW_MS }), 1);

describe('an offer', () => {
	it('is sent in the form that Awin takes', () => {
		expect(read()).toEqual({
			index: 1,
			accountId: '77101',
			dryRun: false,
			warnings: [],
			startsAt: '2026-06-01T00:00:00+02:00',
			endsAt: '2026-06-15T23:59:59+02:00',
			offer: {
				title: GOOD.title,
				description: GOOD.description,
				terms: GOOD.terms,
				type: 'voucher',
				voucherCode: 'SAVE10',
				startDate: '2026-05-31',
				startTime: '22:00:00',
				endDate: '2026-06-15',
				endTime: '21:59:59',
				timeZone: 'UTC',
				url: 'https://shop.example/sale',
				appliesToAllRegions: true,
				promotionCategories: [12, 34],
			},
		});
	});

	it('of one day runs from its first second to its last', () => {
		const { startsAt, endsAt } = read({ startDate: '2026-06-20', endDate: '2026-06-20' });

		expect([startsAt, endsAt]).toEqual(['2026-06-20T00:00:00+02:00', '2026-06-20T23:59:59+02:00']);
	});

	it('may end today, as the calendar of its own timezone has it', () => {
		const endsOn = (endDate: string, timezone: string) => () =>
			read({ endDate, additionalFields: { timezone } });

		// It is the evening of the day before in one of them, and the morning of the day after in the other.
		expect(endsOn('2026-06-14', 'Pacific/Pago_Pago')().endsAt).toBe('2026-06-14T23:59:59-11:00');
		expect(endsOn('2026-06-13', 'Pacific/Pago_Pago')).toThrow('lies in the past');
		expect(endsOn('2026-06-16', 'Pacific/Kiritimati')().endsAt).toBe('2026-06-16T23:59:59+14:00');
		expect(endsOn('2026-06-15', 'Pacific/Kiritimati')).toThrow('lies in the past');
	});

	it('of everybody has no voucher code, whatever the column says', () => {
		expect(read({ offerType: 'promotion' }).offer).not.toHaveProperty('voucherCode');
	});

	it('for some regions names them as numbers', () => {
		expect(read({ appliesToAllRegions: 'no', regionIds: ['1', 7] }).offer).toMatchObject({
			appliesToAllRegions: false,
			regions: [1, 7],
		});
	});

	it('with a time of day in its dates says that their days count', () => {
		const { offer, warnings } = read({ endDate: '2026-06-30T18:00:00' });

		expect(offer.endDate).toBe('2026-06-30');
		expect(warnings).toEqual([
			'Only the days of the dates count: the offer runs from the beginning of 2026-06-01 to the end of 2026-06-30. For a time of day, add Start Time or End Time',
		]);
	});

	it('with times of day of its own starts and ends with them', () => {
		const additionalFields = { startTime: '9:30', endTime: '18:00:00', campaign: ' Summer ' };
		const row = read({ additionalFields, endDate: '2026-06-30T12:00:00' });

		expect([row.startsAt, row.endsAt, row.warnings]).toEqual([
			'2026-06-01T09:30:00+02:00',
			'2026-06-30T18:00:00+02:00',
			[],
		]);
		expect(row.offer).toMatchObject({
			startTime: '07:30:00',
			endTime: '16:00:00',
			campaign: 'Summer',
		});
	});

	it.each([
		[{}, 'Europe/Berlin', '2026-12-31T23:59:59+01:00', '2026-12-31', '22:59:59'],
		[{}, 'US/Pacific', '2026-12-31T23:59:59-08:00', '2027-01-01', '07:59:59'],
		[{}, 'Asia/Kolkata', '2026-12-31T23:59:59+05:30', '2026-12-31', '18:29:59'],
		[{}, 'UTC', '2026-12-31T23:59:59Z', '2026-12-31', '23:59:59'],
		[{ timezone: 'workflow' }, 'UTC', '2026-12-31T23:59:59Z', '2026-12-31', '23:59:59'],
		[{ timezone: 'US/Eastern' }, 'UTC', '2026-12-31T23:59:59-05:00', '2027-01-01', '04:59:59'],
		[{ timezone: 'Asia/Tokyo' }, 'UTC', '2026-12-31T23:59:59+09:00', '2026-12-31', '14:59:59'],
		[{ timezone: '' }, 'UTC', '2026-12-31T23:59:59Z', '2026-12-31', '23:59:59'],
	])(
		'that ends on 31 December, with %j in %s, ends at %s',
		(additionalFields, workflowTimezone, endsAt, endDate, endTime) => {
			const source = parametersOf(
				{ ...GOOD, endDate: '2026-12-31', additionalFields },
				{ workflowTimezone, nowMs: NOW_MS },
			);
			const row = readRow(source, 1);

			expect(row.endsAt).toBe(endsAt);
			expect(row.offer).toMatchObject({ endDate, endTime, timeZone: 'UTC' });
		},
	);

	it('that starts today is not given to Awin with the day before, which is over', () => {
		expect(read({ startDate: '2026-06-15' })).toMatchObject({
			startsAt: '2026-06-15T02:00:00+02:00',
			offer: { startDate: '2026-06-15', startTime: '00:00:00' },
		});
	});

	it('is only checked when an AI agent asks, unless it is told otherwise', () => {
		expect(read({}, true).dryRun).toBe(true);
		expect(read({ options: { dryRun: false } }, true).dryRun).toBe(false);
		expect(read({ options: { dryRun: true } }).dryRun).toBe(true);
	});

	it.each<[Record<string, unknown>, string]>([
		[{ title: ' ' }, '"Title" is empty'],
		[{ title: 'T'.repeat(301) }, 'which has 301 characters, and Awin takes up to 300'],
		[{ description: 'D'.repeat(501) }, 'which has 501 characters, and Awin takes up to 500'],
		[{ terms: 'E'.repeat(10_001) }, 'which has 10001 characters, and Awin takes up to 10000'],
		[{ terms: null }, '"Terms" is empty'],
		[{ offerType: 'all' }, '"Offer Type" is "all", which is not a type of offer'],
		[{ voucherCode: '' }, '"Voucher Code" is empty'],
		[{ startDate: '' }, '"Start Date" is empty'],
		[{ startDate: 'soon' }, '"Start Date" is "soon", which is not a date'],
		[{ endDate: '2026-05-31' }, '"End Date" is "2026-05-31", which lies before the start date'],
		[{ endDate: '2026-06-14' }, '"End Date" is "2026-06-14", which lies in the past'],
		[{ additionalFields: { endTime: 'six' } }, '"End Time" is "six", which is not a time of day'],
		[
			{ additionalFields: { endTime: '24:00' } },
			'"End Time" is "24:00", which is not a time of day',
		],
		[
			{ additionalFields: { startTime: 0.75 } },
			'"Start Time" is "0.75", which is not a time of day',
		],
		[{ additionalFields: { startTime: '18:60' } }, '"Start Time" is "18:60", which is not a time'],
		[{ additionalFields: { endTime: '11:59' } }, '"End Time" is "11:59", which lies in the past'],
		[
			{ startDate: '2026-06-15', additionalFields: { startTime: '20:00', endTime: '19:00' } },
			'"End Time" is "19:00", which is not after the start of the offer',
		],
		[
			{ startDate: '2026-06-15', additionalFields: { startTime: '23:59:59', endTime: '' } },
			'"End Time" is not after the start of the offer',
		],
		[{ additionalFields: { timezone: 'CET5' } }, '"Timezone" is "CET5", which is not a timezone'],
		[{ additionalFields: { campaign: ['a'] } }, '"Campaign"'],
		[{ url: '' }, '"URL" is empty'],
		[{ url: 'shop.example' }, '"URL" is "shop.example", which is not the whole address'],
		[{ categoryIds: '' }, '"Category IDs" is empty'],
		[{ categoryIds: 'Shoes' }, '"Category IDs" holds "Shoes", which is not an ID'],
		[{ appliesToAllRegions: false }, '"Region IDs" is empty'],
		[{ appliesToAllRegions: 'perhaps' }, '"Applies to All Regions" is "perhaps"'],
	])('%j is refused: %s', (changes, words) => {
		expect(() => read(changes)).toThrow(words);
		expect(() => read(changes)).toThrow('[item 2 of 5]');
	});
});

describe('the filters of offers', () => {
	const filtersOf = (filters: Record<string, unknown>) =>
		offerFilters.read(parametersOf({ filters }));

	it('leave out what is not given', () => {
		expect(filtersOf({})).toEqual({});
		expect(
			filtersOf({
				advertiserIds: '',
				exclusiveOnly: false,
				membership: '',
				regionCodes: '',
				status: null,
				type: ' ',
				updatedSince: '',
			}),
		).toEqual({});
	});

	it('are read from choices, texts and lists', () => {
		expect(
			filtersOf({
				advertiserIds: '1001; 1234, 1001',
				exclusiveOnly: true,
				membership: 'notJoined',
				regionCodes: ['gb', 'DE, us'],
				status: 'expiringSoon',
				type: 'voucher',
				updatedSince: '2026-05-06T00:00:00',
			}),
		).toEqual({
			advertiserIds: [1001, 1234],
			exclusiveOnly: true,
			membership: 'notJoined',
			regionCodes: ['GB', 'DE', 'US'],
			status: 'expiringSoon',
			type: 'voucher',
			updatedSince: '2026-05-06',
		});
	});

	it.each<[Record<string, unknown>, string]>([
		[{ advertiserIds: 'Shop' }, '"Advertiser IDs" holds "Shop", which is not an ID'],
		[{ membership: 'mine' }, '"Membership" is "mine", which is not a choice of programs'],
		[
			{ regionCodes: 'GB, Germany' },
			'"Region Codes" is "Germany", which is not the code of a country',
		],
		[{ regionCodes: 'GB, UK' }, '"Region Codes" is "UK", which is not the code of a country'],
		[{ status: 'old' }, '"Status" is "old", which is not a status of offers'],
		[{ type: 'coupon' }, '"Offer Type" is "coupon", which is not a type of offers'],
		[{ updatedSince: 'May' }, '"Updated Since" is "May", which is not a date'],
		[{ exclusiveOnly: 'perhaps' }, '"Exclusive Only" is "perhaps"'],
	])('%j is refused: %s', (filters, words) => {
		expect(() => filtersOf(filters)).toThrow(words);
	});
});
