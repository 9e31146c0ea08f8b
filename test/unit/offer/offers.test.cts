import {
	fitsOfferFilters,
	judgeNewOffer,
	offerKey,
	readOfferPage,
	simplifiedOffer,
	type OfferFilters,
} from '../../../nodes/Awin/api/offers';

const ROW = { promotionId: 7 };

describe('a page of offers', () => {
	it.each<[unknown, object | undefined]>([
		[
			{ data: [ROW], pagination: { page: 1, pageSize: 10, total: 1 } },
			{ rows: [ROW], rowsInAll: 1, pageSize: 10 },
		],
		[
			{ data: [], pagination: { total: '12' } },
			{ rows: [], rowsInAll: 12 },
		],
		[{ offers: [ROW] }, { rows: [ROW], rowsInAll: undefined }],
		[{ promotions: [ROW] }, { rows: [ROW], rowsInAll: undefined }],
		[
			{ results: [ROW], pagination: {} },
			{ rows: [ROW], rowsInAll: undefined },
		],
		[{ data: { promotions: [ROW], pagination: { total: 1 } } }, { rows: [ROW], rowsInAll: 1 }],
		[
			[ROW, 'x', null],
			{
				rows: [ROW],
				unreadable: [
					{ index: 1, row: 'x' },
					{ index: 2, row: null },
				],
				rowsInAll: undefined,
			},
		],
		[{}, undefined],
		['', undefined],
		[undefined, undefined],
		[
			{ data: [ROW], pagination: { totalPages: 2, totalResults: '30', pageSize: 20 } },
			{ rows: [ROW], rowsInAll: 30, pages: 2, pageSize: 20 },
		],
		[
			{ data: [ROW], totalPages: 2, totalResults: 30 },
			{ rows: [ROW], rowsInAll: 30, pages: 2 },
		],
	])('%j', (answer, page) => {
		expect(readOfferPage(answer)).toEqual(page && { unreadable: [], ...page });
	});
});

it('an offer is the same by its number, however it is written, or by all it has', () => {
	expect(offerKey({ promotionId: '7' })).toBe(offerKey({ id: 7, title: 'other' }));
	expect(offerKey({ title: 'a' })).not.toBe(offerKey({ title: 'b' }));
});

describe('a simplified offer', () => {
	it('has ten fields, taken out of where Awin puts them', () => {
		const offer = simplifiedOffer({
			promotionId: '1234567',
			type: 'voucher',
			advertiser: { id: 1001, name: 'Shop', joined: true },
			title: '10 %',
			voucher: { code: 'SAVE10', exclusive: false },
			startDate: '2026-06-01T00:00:00',
			endDate: '2026-06-30T23:59:59',
			url: 'https://a.example',
			urlTracking: 'https://www.awin1.com/cread.php',
			regions: { all: true, list: [] },
		});

		expect(offer).toEqual({
			promotionId: 1234567,
			type: 'voucher',
			title: '10 %',
			advertiserId: 1001,
			advertiserName: 'Shop',
			voucherCode: 'SAVE10',
			startDate: '2026-06-01T00:00:00',
			endDate: '2026-06-30T23:59:59',
			url: 'https://a.example',
			urlTracking: 'https://www.awin1.com/cread.php',
		});
	});

	it('has them also where Awin leaves them out', () => {
		const offer = simplifiedOffer({ voucher: null, advertiser: null });

		expect(Object.keys(offer)).toHaveLength(10);
		expect(new Set(Object.values(offer))).toEqual(new Set([null]));
	});
});

describe('the answer to a new offer', () => {
	it.each<[unknown, object]>([
		[{ promotionId: 7 }, { outcome: 'created', promotionId: 7 }],
		[
			{ id: '8', title: 'a', description: 'b' },
			{ outcome: 'created', promotionId: 8 },
		],
		[{ data: { offerId: 9 } }, { outcome: 'created', promotionId: 9 }],
		[
			{ title: 'a', description: 'b' },
			{ outcome: 'created', promotionId: null },
		],
		[{}, { outcome: 'created', promotionId: null }],
		[10, { outcome: 'created', promotionId: 10 }],
		[undefined, { outcome: 'created', promotionId: null }],
		[{ ok: true }, { outcome: 'created', promotionId: null }],
		[{ message: 'Offer created' }, { outcome: 'created', promotionId: null }],
		['Promotion was saved successfully', { outcome: 'created', promotionId: null }],
		[{ description: 'Unknown error' }, { outcome: 'unknown', said: 'Unknown error' }],
		[{ message: 'no' }, { outcome: 'unknown', said: 'no' }],
		[[], { outcome: 'unknown', said: null }],
		['later', { outcome: 'unknown', said: 'later' }],
	])('%j', (answer, verdict) => {
		expect(judgeNewOffer(201, answer)).toEqual(verdict);
	});

	it.each<[unknown, object]>([
		[{ promotionId: 7 }, { outcome: 'created', promotionId: 7 }],
		[
			{ title: 'a', description: 'b' },
			{ outcome: 'created', promotionId: null },
		],
		[10, { outcome: 'created', promotionId: 10 }],
		[{ message: 'The offer was created' }, { outcome: 'created', promotionId: null }],
		[{ success: true }, { outcome: 'created', promotionId: null }],
		[{ status: 'CREATED' }, { outcome: 'created', promotionId: null }],
		['Created', { outcome: 'created', promotionId: null }],
		['OK', { outcome: 'unknown', said: 'OK' }],
		[
			{ message: 'The offer was not created' },
			{ outcome: 'unknown', said: 'The offer was not created' },
		],
		[{ message: 'Please wait' }, { outcome: 'unknown', said: 'Please wait' }],
		['OK, later', { outcome: 'unknown', said: 'OK, later' }],
		[{}, { outcome: 'unknown', said: null }],
		[{ a: 1 }, { outcome: 'unknown', said: null }],
		[undefined, { outcome: 'unknown', said: null }],
		[null, { outcome: 'unknown', said: null }],
	])(
		'%j has to say by itself that there is an offer, where its status does not',
		(answer, verdict) => {
			expect(judgeNewOffer(200, answer)).toEqual(verdict);
		},
	);

	it.each<unknown>([
		{ errors: 2 },
		{ errors: ['No such category'] },
		{ errorCount: 1 },
		{ success: false },
		{ success: false, message: 'No such category' },
		{ status: 'REJECTED' },
		{ status: 'failed', promotionId: 7 },
		{ promotionId: 7, errors: ['No such category'] },
		{ data: { validationErrors: [{ field: 'url' }] } },
		{ title: 'a', description: 'b', errors: { url: 'is invalid' } },
		{ message: 'Offer created with errors' },
		{ promotionId: 0 },
		'Validation failed',
	])('%j is no success, whatever its status says', (answer) => {
		for (const status of [200, 202]) {
			expect(judgeNewOffer(status, answer).outcome).toBe('unknown');
		}
		const isBareZero = (answer as { promotionId?: unknown }).promotionId === 0;
		expect(judgeNewOffer(201, answer).outcome).toBe(isBareZero ? 'created' : 'unknown');
	});

	it('texts of the shop that Awin gives back are no complaint', () => {
		const offer = { title: 'Fail-proof mugs', description: 'No errors', terms: 'Not for all' };

		expect(judgeNewOffer(200, { id: 7, ...offer, voucherCode: 'ERROR404' })).toEqual({
			outcome: 'created',
			promotionId: 7,
		});
	});
});

describe('what comes back is held against the filters, as far as it says what it is', () => {
	const IN_GB = { regions: { all: false, list: [{ name: 'United Kingdom', countryCode: 'GB' }] } };

	it.each<[OfferFilters, Record<string, unknown>, boolean]>([
		[{ advertiserIds: [1] }, { advertiser: { id: '1' } }, true],
		[{ advertiserIds: [1] }, { advertiserId: 2 }, false],
		[{ advertiserIds: [1] }, {}, true],
		[{ regionCodes: ['GB', 'DE'] }, IN_GB, true],
		[{ regionCodes: ['DE'] }, IN_GB, false],
		[{ regionCodes: ['DE'] }, { regions: { all: true, list: [] } }, true],
		[{ regionCodes: ['DE'] }, { regions: { all: false, list: [{ name: 'Germany' }] } }, true],
		[{ regionCodes: ['DE'] }, { regions: 'GB' }, true],
		[{ type: 'voucher' }, { type: 'voucher' }, true],
		[{ type: 'voucher' }, { type: 'promotion' }, false],
		[{ type: 'voucher' }, { type: 'something new' }, true],
		[{ type: 'all' }, { type: 'promotion' }, true],
		[{ membership: 'joined' }, { advertiser: { joined: true } }, true],
		[{ membership: 'joined' }, { advertiser: { joined: false } }, false],
		[{ membership: 'notJoined' }, { advertiser: { joined: true } }, false],
		[{ membership: 'notJoined' }, { advertiser: {} }, true],
		[{}, { advertiser: { joined: false }, type: 'promotion', ...IN_GB }, true],
	])('%j, %j: %s', (filters, row, fits) => {
		expect(fitsOfferFilters(row, filters)).toBe(fits);
	});
});
