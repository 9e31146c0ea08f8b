import * as fc from 'fast-check';

import { FlatRows, leavesOf, REST_COLUMN } from '../../../nodes/Awin/api/flatRows';
import { clockOf, type AwinTimezone } from '../../../nodes/Awin/api/timezones';
import {
	OUTPUT_FORMS,
	toOutput,
	toOutputOfRun,
	type OutputForm,
	type OutputView,
} from '../../../nodes/Awin/api/transactionOutput';
import type { TransactionRow } from '../../../nodes/Awin/api/transactions';

function view(
	form: OutputForm,
	{
		accountType = 'advertiser',
		zone = 'UTC',
	}: { accountType?: 'advertiser' | 'publisher'; zone?: AwinTimezone } = {},
): OutputView {
	return { form, accountType, clock: clockOf(zone) };
}

/** The documented sample, with every field that any account has been seen to get. */
function fullRow(): TransactionRow {
	return {
		id: 259_630_312,
		url: 'http://www.publisher.com',
		advertiserId: 7052,
		publisherId: 189_069,
		commissionSharingPublisherId: 55_555,
		commissionSharingSelectedRatePublisherId: 189_069,
		campaign: 'campaign name',
		siteName: 'Publisher',
		commissionStatus: 'pending',
		commissionAmount: { amount: 5.59, currency: 'GBP' },
		saleAmount: { amount: 55.96, currency: 'GBP' },
		networkFee: { amount: 1.68, currency: 'GBP' },
		advertiserCost: { amount: null, currency: null },
		trackedCurrencyAmount: { amount: 64.2, currency: 'EUR' },
		customerAcquisition: 'NEW',
		ipHash: '-66667778889991112223',
		customerCountry: 'GB',
		clickRefs: {
			clickRef: '12345',
			clickRef2: '22222',
			clickRef3: '33333',
			clickRef4: '44444',
			clickRef5: '55555',
			clickRef6: '66666',
		},
		clickDate: '2017-01-23T12:18:00',
		transactionDate: '2017-02-20T22:04:00',
		validationDate: null,
		amendDate: '2017-07-01T08:00:00',
		type: 'Commission group transaction',
		declineReason: null,
		voucherCodeUsed: true,
		voucherCode: 'example123',
		lapseTime: 2_454_307,
		amended: false,
		amendReason: null,
		oldSaleAmount: null,
		oldCommissionAmount: null,
		clickDevice: 'Windows',
		transactionDevice: 'Windows',
		publisherUrl: 'http://www.publisher.com/search?query=dvds',
		advertiserCountry: 'GB',
		orderRef: '111222333444',
		customParameters: [
			{ key: '1', value: '555666' },
			{ key: '2', value: 'example entry' },
			{ key: '3', value: 'LLLMMMNNN' },
		],
		transactionParts: [
			{
				commissionGroupId: 12_345,
				amount: 44.76,
				commissionAmount: 4.5,
				commissionGroupCode: 'DEFAULT',
				commissionGroupName: 'Default Commission',
				trackedParts: [{ code: 'DEFAULT', amount: 44.76, currency: 'GBP' }],
			},
			{
				commissionGroupId: 654_321,
				amount: 11.2,
				commissionAmount: 1.5,
				commissionGroupCode: 'EXISTING',
				commissionGroupName: 'EXISTING',
				trackedParts: [{ code: 'EXISTING', amount: 11.2, currency: 'GBP' }],
			},
		],
		paidToPublisher: false,
		paymentId: 0,
		transactionQueryId: 0,
		originalSaleAmount: null,
		basketProducts: [
			{
				productId: '12345678',
				productName: 'Product Name',
				unitPrice: 10.1,
				quantity: 1,
				skuCode: '98F65K37',
				commissionGroupCode: 'DEFAULT',
				category: 'Category Name',
			},
			{ productId: '87654321', quantity: 3 },
		],
	};
}

const emptyRow = (): TransactionRow => ({ id: 1 });

describe('Simplified has exactly ten fields', () => {
	it('for a full row', () => {
		expect(toOutput(fullRow(), view('simplified'))).toEqual({
			id: 259_630_312,
			status: 'pending',
			transactionDate: '2017-02-20T22:04:00Z',
			saleAmount: 55.96,
			commissionAmount: 5.59,
			currency: 'GBP',
			partnerId: 189_069,
			siteName: 'Publisher',
			orderReference: '111222333444',
			clickReference: '12345',
		});
	});

	it('for an empty row, with null for what Awin did not send', () => {
		expect(toOutput(emptyRow(), view('simplified'))).toEqual({
			id: 1,
			status: null,
			transactionDate: null,
			saleAmount: null,
			commissionAmount: null,
			currency: null,
			partnerId: null,
			siteName: null,
			orderReference: null,
			clickReference: null,
		});
	});

	it('the partner is the other side of the sale', () => {
		expect(toOutput(fullRow(), view('simplified', { accountType: 'advertiser' })).partnerId).toBe(
			189_069,
		);
		expect(toOutput(fullRow(), view('simplified', { accountType: 'publisher' })).partnerId).toBe(
			7052,
		);
	});

	it('a commission in another currency is not shown beside the sale', () => {
		const row = {
			id: 1,
			saleAmount: { amount: 50, currency: 'GBP' },
			commissionAmount: { amount: 5, currency: 'EUR' },
		};

		expect(toOutput(row, view('simplified'))).toMatchObject({
			saleAmount: 50,
			commissionAmount: null,
			currency: 'GBP',
		});
		expect(toOutput(row, view('flat'))).toMatchObject({
			saleAmount: 50,
			commissionAmount: 5,
		});
	});

	it('the currency is that of the commission where the sale has none', () => {
		const row = { ...fullRow(), saleAmount: null };
		expect(toOutput(row, view('simplified'))).toMatchObject({ saleAmount: null, currency: 'GBP' });
	});

	it('leaves the row alone', () => {
		const row = fullRow();
		toOutput(row, view('simplified'));
		expect(row).toEqual(fullRow());
	});
});

describe('Flat has one column for each value', () => {
	it('for a full row', () => {
		expect(toOutput(fullRow(), view('flat'))).toEqual({
			id: 259_630_312,
			status: 'pending',
			type: 'Commission group transaction',
			advertiserId: 7052,
			publisherId: 189_069,
			siteName: 'Publisher',
			orderReference: '111222333444',
			transactionDate: '2017-02-20T22:04:00Z',
			validationDate: null,
			amendDate: '2017-07-01T08:00:00Z',
			clickDate: '2017-01-23T12:18:00Z',
			saleAmount: 55.96,
			saleCurrency: 'GBP',
			commissionAmount: 5.59,
			commissionCurrency: 'GBP',
			networkFee: 1.68,
			networkFeeCurrency: 'GBP',
			advertiserCost: null,
			advertiserCostCurrency: null,
			trackedAmount: 64.2,
			trackedCurrency: 'EUR',
			originalSaleAmount: null,
			originalSaleCurrency: null,
			amended: false,
			amendReason: null,
			oldSaleAmount: null,
			oldSaleCurrency: null,
			oldCommissionAmount: null,
			oldCommissionCurrency: null,
			declineReason: null,
			voucherCodeUsed: true,
			voucherCode: 'example123',
			customerAcquisition: 'NEW',
			customerCountry: 'GB',
			advertiserCountry: 'GB',
			campaign: 'campaign name',
			clickReference: '12345',
			clickReference2: '22222',
			clickReference3: '33333',
			clickReference4: '44444',
			clickReference5: '55555',
			clickReference6: '66666',
			lapseTimeSeconds: 2_454_307,
			clickDevice: 'Windows',
			transactionDevice: 'Windows',
			url: 'http://www.publisher.com',
			publisherUrl: 'http://www.publisher.com/search?query=dvds',
			ipHash: '-66667778889991112223',
			commissionSharingPublisherId: 55_555,
			commissionSharingSelectedRatePublisherId: 189_069,
			paidToPublisher: false,
			paymentId: 0,
			transactionQueryId: 0,
			transactionParts: 'DEFAULT 44.76; EXISTING 11.2',
			customParameters: '1=555666; 2=example entry; 3=LLLMMMNNN',
			basketProducts: '1 × Product Name; 3 × 87654321',
			basketProducts_1_category: 'Category Name',
			basketProducts_1_commissionGroupCode: 'DEFAULT',
			basketProducts_1_productId: '12345678',
			basketProducts_1_productName: 'Product Name',
			basketProducts_1_quantity: 1,
			basketProducts_1_skuCode: '98F65K37',
			basketProducts_1_unitPrice: 10.1,
			basketProducts_2_productId: '87654321',
			basketProducts_2_quantity: 3,
			customParameters_1_key: '1',
			customParameters_1_value: '555666',
			customParameters_2_key: '2',
			customParameters_2_value: 'example entry',
			customParameters_3_key: '3',
			customParameters_3_value: 'LLLMMMNNN',
			transactionParts_1_amount: 44.76,
			transactionParts_1_commissionAmount: 4.5,
			transactionParts_1_commissionGroupCode: 'DEFAULT',
			transactionParts_1_commissionGroupId: 12_345,
			transactionParts_1_commissionGroupName: 'Default Commission',
			transactionParts_1_trackedParts_1_amount: 44.76,
			transactionParts_1_trackedParts_1_code: 'DEFAULT',
			transactionParts_1_trackedParts_1_currency: 'GBP',
			transactionParts_2_amount: 11.2,
			transactionParts_2_commissionAmount: 1.5,
			transactionParts_2_commissionGroupCode: 'EXISTING',
			transactionParts_2_commissionGroupId: 654_321,
			transactionParts_2_commissionGroupName: 'EXISTING',
			transactionParts_2_trackedParts_1_amount: 11.2,
			transactionParts_2_trackedParts_1_code: 'EXISTING',
			transactionParts_2_trackedParts_1_currency: 'GBP',
		});
	});

	it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
		['a new field', { publisherName: 'Blog' }, { publisherName: 'Blog' }],
		['a new member', { saleAmount: { net: 5 } }, { saleAmount: null, saleAmount_net: 5 }],
		['a new click reference', { clickRefs: { clickRef7: 'x' } }, { clickRefs_clickRef7: 'x' }],
		['a new object', { shop: { name: 'A', id: 5 } }, { shop_id: 5, shop_name: 'A' }],
		[
			'a field with the name of another column',
			{ status: 'open', clickReference: 'y' },
			{ status: null, awin_status: 'open', clickReference: null, awin_clickReference: 'y' },
		],
		[
			'what a known column cannot take',
			{ paidToPublisher: 'partly', saleAmount: { amount: 'ten', currency: 'GBP' } },
			{
				paidToPublisher: null,
				awin_paidToPublisher: 'partly',
				saleAmount: null,
				saleAmount_amount: 'ten',
				saleCurrency: 'GBP',
			},
		],
		[
			'digits that no number holds',
			{ saleAmount: '12345678901234567890.12' },
			{ saleAmount: null, awin_saleAmount: '12345678901234567890.12' },
		],
		[
			'a product without a quantity',
			{ basketProducts: [{ productName: 'Tea', quantity: null }] },
			{
				basketProducts: 'Tea',
				basketProducts_1_productName: 'Tea',
				basketProducts_1_quantity: null,
			},
		],
		['a list that is none', { customParameters: 'x' }, { awin_customParameters: 'x' }],
	])('%s has a column of its own', (_, fields, columns) => {
		const output = toOutput({ ...fields, id: 1 }, view('flat'));
		const known = Object.keys(toOutput(emptyRow(), view('flat')));
		const further = Object.keys(output).filter((name) => !known.includes(name));

		expect(output).toMatchObject(columns);
		expect(further.sort()).toEqual(
			Object.keys(columns)
				.filter((name) => !known.includes(name))
				.sort(),
		);
	});

	const columns = Object.keys(toOutput(emptyRow(), view('flat')));

	it.each<[string, object]>([
		['an empty row', {}],
		['a row of nulls', Object.fromEntries(Object.keys(fullRow()).map((key) => [key, null]))],
		['no click references', { clickRefs: null }],
		["an advertiser's single click reference", { clickRefs: { clickRef: 'a' } }],
		['empty lists', { customParameters: [], transactionParts: [], basketProducts: [] }],
		['a field that Awin may add one day', { brandNew: 1 }],
	])('the same known columns, in the same order, before all others, for %s', (_, fields) => {
		for (const row of [
			{ ...fullRow(), ...fields, id: 1 },
			{ ...fields, id: 1 },
		]) {
			const output = toOutput(row, view('flat'));
			expect(Object.keys(output).slice(0, columns.length)).toEqual(columns);
		}
	});

	it('the same columns on every row of a run', () => {
		const rows = [emptyRow(), fullRow(), { id: 2, brandNew: { deep: [1] } }];
		const table = new FlatRows();
		const output = rows.map((row) => toOutputOfRun(row, view('flat'), table));
		table.finish();

		expect(new Set(output.map((row) => Object.keys(row).join())).size).toBe(1);
		expect(output[0]).toHaveProperty('brandNew_deep_1', null);
		expect(output[2]).toHaveProperty('transactionParts_2_commissionAmount', null);
	});

	it('an empty row has null in every column but the id', () => {
		const { id, ...rest } = toOutput(emptyRow(), view('flat'));
		expect(id).toBe(1);
		expect(new Set(Object.values(rest))).toEqual(new Set([null]));
	});

	it('an empty list is null, not empty text', () => {
		const row = { id: 1, customParameters: [], transactionParts: [null], basketProducts: null };
		expect(toOutput(row, view('flat'))).toMatchObject({
			customParameters: null,
			transactionParts: null,
			basketProducts: null,
		});
	});

	it('a bare number is an amount without a currency', () => {
		const row = { id: 1, originalSaleAmount: 12.5 };
		expect(toOutput(row, view('flat'))).toMatchObject({
			originalSaleAmount: 12.5,
			originalSaleCurrency: null,
		});
	});

	it('nothing is not zero, and zero is not nothing', () => {
		const row = { id: 1, networkFee: { amount: 0, currency: 'GBP' } };
		expect(toOutput(row, view('flat'))).toMatchObject({ networkFee: 0, advertiserCost: null });
	});

	it('amounts and flags that come as text are read', () => {
		const row = {
			id: 1,
			saleAmount: { amount: '55.96', currency: 'GBP' },
			voucherCodeUsed: 'true',
			amended: 'false',
		};
		expect(toOutput(row, view('flat'))).toMatchObject({
			saleAmount: 55.96,
			voucherCodeUsed: true,
			amended: false,
		});
	});

	it('leaves the row alone', () => {
		const row = fullRow();
		toOutput(row, view('flat'));
		expect(row).toEqual(fullRow());
	});
});

describe('Raw is what Awin sent, with a timezone added to each date', () => {
	it('for a full row', () => {
		expect(toOutput(fullRow(), view('raw', { zone: 'Europe/Berlin' }))).toEqual({
			...fullRow(),
			clickDate: '2017-01-23T13:18:00+01:00',
			transactionDate: '2017-02-20T23:04:00+01:00',
			amendDate: '2017-07-01T10:00:00+02:00',
		});
	});

	it('nothing is added to an empty row', () => {
		expect(toOutput(emptyRow(), view('raw'))).toEqual({ id: 1 });
	});

	it('unknown fields, nulls and empty lists stay as they are', () => {
		const extra = { brandNew: { deep: [1, null] }, clickRefs: null, customParameters: [] };
		expect(toOutput({ ...fullRow(), ...extra }, view('raw'))).toMatchObject(extra);
	});

	it.each<[unknown]>([
		['soon'],
		[''],
		['2017-02-30T10:00:00'],
		[null],
		[1_487_628_240_000],
		[{ date: '2017-02-20' }],
	])('the unreadable date %j stays as it is', (transactionDate) => {
		expect(toOutput({ id: 1, transactionDate }, view('raw'))).toEqual({ id: 1, transactionDate });
	});
});

describe("Dates get the offset of the person's zone", () => {
	it.each<[AwinTimezone, string]>([
		['UTC', '2017-02-20T22:04:00Z'],
		['Europe/London', '2017-02-20T22:04:00+00:00'],
		['Europe/Berlin', '2017-02-20T23:04:00+01:00'],
		['US/Eastern', '2017-02-20T17:04:00-05:00'],
		['Australia/Sydney', '2017-02-21T09:04:00+11:00'],
	])('%s: %s', (zone, transactionDate) => {
		for (const form of OUTPUT_FORMS)
			expect(toOutput(fullRow(), view(form, { zone })).transactionDate).toBe(transactionDate);
	});

	it('a date that cannot be read is passed on', () => {
		for (const form of OUTPUT_FORMS) {
			const output = toOutput({ id: 1, transactionDate: 'soon' }, view(form));
			expect(output.transactionDate).toBe('soon');
		}
	});

	it('a date of year 9999, as some systems write for "never", stays readable', () => {
		const row = { id: 1, transactionDate: '9999-12-31T23:59:59' };
		const { transactionDate } = toOutput(row, view('flat', { zone: 'Europe/Berlin' }));
		// The zone's own day is in year 10000, which ISO 8601 writes with a sign and six digits.
		expect(transactionDate).toMatch(/^(9999-12-31T23:59:59|\+010000-01-01T00:59:59\+01:00$)/);
	});
});

describe('No value in any field makes it throw', () => {
	const oddRow = fc
		.record(
			Object.fromEntries(
				Object.keys(fullRow())
					.filter((key) => key !== 'id')
					.map((key) => [
						key,
						fc.oneof(
							fc.anything(),
							fc.array(
								fc.record({ key: fc.anything(), value: fc.anything(), amount: fc.anything() }),
							),
							fc.record({
								amount: fc.anything(),
								currency: fc.anything(),
								clickRef: fc.anything(),
							}),
						),
					]),
			),
			{ requiredKeys: [] },
		)
		.map((fields): TransactionRow => ({ ...fields, id: 1 }));

	it('simplified and flat give plain values only', () => {
		fc.assert(
			fc.property(oddRow, fc.constantFrom('simplified', 'flat'), (row, form) => {
				for (const value of Object.values(toOutput(row, view(form)))) {
					if (value !== null) expect(typeof value).toMatch(/^(string|number|boolean)$/);
				}
			}),
		);
	});

	it('raw changes nothing but dates', () => {
		const dates = ['clickDate', 'transactionDate', 'validationDate', 'amendDate'];
		fc.assert(
			fc.property(oddRow, (row) => {
				const before = { ...row };
				const output = toOutput(row, view('raw', { zone: 'Europe/Berlin' }));
				expect(Object.keys(output)).toEqual(Object.keys(before));
				for (const key of Object.keys(before))
					if (!dates.includes(key)) expect(output[key]).toBe(before[key]);
			}),
		);
	});
});

describe('Flat loses nothing, whatever Awin sends', () => {
	const fieldNames = Object.keys(fullRow()).filter((name) => name !== 'id');
	const text = fc.oneof(
		fc.string(),
		fc.constantFrom('5', '5.50', 'true', '007', '2026-02-20T10:00:00'),
	);
	const value = fc.oneof(
		text,
		fc.double({ noNaN: true }),
		fc.integer(),
		fc.boolean(),
		fc.constant(null),
	);
	const name = fc.oneof(
		fc.constantFrom(
			'amount',
			'currency',
			'clickRef',
			'key',
			'value',
			'productName',
			'quantity',
			'a.b',
		),
		fc.string({ maxLength: 4 }),
	);
	const nested = fc.letrec<{ any: unknown }>((tie) => ({
		any: fc.oneof(
			{ maxDepth: 3, withCrossShrink: true },
			value,
			fc.dictionary(name, tie('any'), { maxKeys: 4 }),
			fc.array(tie('any'), { maxLength: 4 }),
		),
	})).any;
	const anyRow = fc
		.dictionary(
			fc.oneof(
				fc.constantFrom(...fieldNames, 'status', 'saleCurrency', 'clickReference'),
				name.filter((key) => key !== 'id'),
			),
			nested,
			{ maxKeys: 8 },
		)
		.map((fields) => JSON.parse(JSON.stringify({ ...fields, id: 1 })) as TransactionRow);

	/** A value as people would compare it: by what it says, not by its type or by how many zeros it ends in. */
	function meaning(shown: unknown): string {
		const said = String(shown);
		const number = said.trim() === '' ? Number.NaN : Number(said);
		if (!Number.isNaN(number)) return String(number);
		const atMs = /^\d{4}-\d\d-\d\dT/.test(said)
			? Date.parse(/T[\d:]+$/.test(said) ? `${said}Z` : said)
			: Number.NaN;
		return Number.isNaN(atMs) ? said : new Date(atMs).toISOString();
	}

	it('every value of every row is in a column, and all rows have the same columns', () => {
		fc.assert(
			fc.property(fc.array(anyRow, { minLength: 1, maxLength: 5 }), (rows) => {
				const table = new FlatRows();
				const output = rows.map((row) => toOutputOfRun(row, view('flat'), table));
				table.finish();
				const columns = Object.keys(output[0]).join('\n');
				for (const [index, { [REST_COLUMN]: rest, ...own }] of output.entries()) {
					expect(Object.keys(output[index]).join('\n')).toBe(columns);
					const shared = JSON.parse(String(rest ?? '{}')) as object;
					const given = new Set([...Object.values(own), ...Object.values(shared)].map(meaning));
					for (const leaf of leavesOf(rows[index])) {
						if (leaf.value !== null) expect(given).toContain(meaning(leaf.value));
					}
				}
			}),
			{ numRuns: 500, endOnFailure: true },
		);
	});
});
