import { DateTime } from 'luxon';

import { readOrder, readRow } from '../../../nodes/Awin/resources/conversion/submit/readRow';
import { parametersOf } from '../../support/parameters.cts';

const NOW_MS = Date.parse('2026-06-15T10:00:00Z');

const GOOD = {
	accountId: { mode: 'id', value: '77101' },
	orderReference: 'A-1',
	amount: 100,
	currency: 'EUR',
	attribution: ['awc', 'publisherClick', 'voucher'],
	awc: 'x',
};

function read(changes: Record<string, unknown>, workflowTimezone = 'Europe/Berlin') {
	const source = () => parametersOf({ ...GOOD, ...changes }, { workflowTimezone, nowMs: NOW_MS });
	const { warnings } = readRow(source(), 1);
	return { order: readOrder(source()), warnings };
}

function refusal(changes: Record<string, unknown>): string {
	try {
		read(changes);
	} catch (error) {
		return (error as Error).message;
	}
	throw new Error('It was read');
}

const product = (changes: object) => ({
	additionalFields: {
		basket: { product: [{ id: '1', name: 'n', price: '5', quantity: '1', ...changes }] },
	},
});
const group = (...groups: object[]) => ({ commissionGroups: { group: groups } });
const custom = (key: unknown, value: unknown = 'v') => ({
	additionalFields: { customParameters: { parameter: [{ key, value }] } },
});
const click = (publisherId: unknown, clickTime: unknown) => ({ awc: '', publisherId, clickTime });

describe('what cannot be used is refused with its name, the value and the item', () => {
	it.each<[Record<string, unknown>, string]>([
		[{ orderReference: ' ' }, '"Order Reference" is empty'],
		[{ orderReference: { a: 1 } }, '"Order Reference" is "{"a":1}", which is not a text'],
		[{ orderReference: 2 ** 60 }, '"Order Reference" is "1152921504606847000", which is too long'],
		[{ amount: '' }, '"Amount" is empty'],
		[{ amount: '1,083' }, '"Amount" is "1,083", which can be read in two ways'],
		[{ amount: 10.005 }, '"Amount" is "10.005", which has more decimals than EUR allows'],
		[{ amount: '10.5', currency: 'JPY' }, 'has more decimals than JPY allows (no decimals)'],
		[{ amount: -5 }, '"Amount" is "-5", which is negative'],
		[{ amount: '5 €' }, '"Amount" is "5 €", which is not an amount'],
		[{ currency: '' }, '"Currency" is empty'],
		[{ currency: 'EURO' }, '"Currency" is "EURO", which is not a currency'],
		[{ accountId: { mode: 'id', value: '' } }, '"Account" is empty'],
		[{ attribution: [] }, '"Attribution" is "[]", which is empty'],
		[{ attribution: ['click'] }, 'which is not a way to attribute an order'],
		[
			{ awc: '' },
			'"Attribution" has nothing to go by: "Click Checksum (AWC)" and "Publisher ID" with "Click Time" and "Voucher Code" are empty',
		],
		[{ attribution: ['voucher'] }, '"Attribution" has nothing to go by: "Voucher Code" is empty'],
		[{ additionalFields: { linkId: '12x' } }, '"Link ID" is "12x", which is not an ID'],
		[{ additionalFields: { linkId: 1.5 } }, '"Link ID" is "1.5", which is not an ID'],
		[
			{ additionalFields: { linkId: '99999999999999999999' } },
			'"Link ID" is "99999999999999999999", which has more digits than an Awin ID',
		],
		[
			{ additionalFields: { clickRef: { a: 1 } } },
			'"Click Reference" is "{"a":1}", which is not a text',
		],
		[click('45628', ''), '"Click Time" is empty, but "Publisher ID" is given'],
		[click('', '2026-06-01T10:00:00Z'), '"Publisher ID" is empty, but "Click Time" is given'],
		[click('45x', '2026-06-01T10:00:00Z'), '"Publisher ID" is "45x", which is not an ID'],
		[click('9'.repeat(19), '2026-06-01T10:00:00Z'), 'which has more digits than'],
		[click('5', 'yesterday'), '"Click Time" is "yesterday", which is not a date'],
		[click('5', '2026-06-16'), '"Click Time" is "2026-06-16", which lies in the future'],
		[click('5', 17), '"Click Time" is "17", which lies before Awin began'],
		[{ ...click('', '2026-06-01'), awc: 'x' }, '"Publisher ID" is empty'],
		[group({ code: '', amount: 100 }), '"Commission Groups: Commission Group Code" is empty'],
		[group({ code: 'A', amount: '' }), '"Commission Groups: Amount" is empty'],
		[
			group({ code: 'A', amount: 60 }, { code: 'A', amount: 40 }),
			'"Commission Groups: Commission Group Code" is "A", which is there twice',
		],
		[
			group({ code: 'A', amount: 60 }),
			'"Amount" is "100.00 EUR", which is not the sum of its commission groups (60.00 EUR)',
		],
		[
			{ ...group({ code: 'A', amount: 160 }), options: { remainder: 'default' } },
			'which is not the sum of its commission groups (160.00 EUR)',
		],
		[{ options: { remainder: 'half' } }, '"Rest of the Amount" is "half"'],
		[{ commissionGroups: 'A' }, '"Commission Groups" is "A", which is not a list of rows'],
		[{ commissionGroups: { group: 5 } }, '"Commission Groups" is "5", which is not a list of rows'],
		[{ commissionGroups: { groups: [] } }, '"Commission Groups" has "groups", which it does not'],
		[{ additionalFields: { basket: '' } }, '"Basket" is set, but has no value'],
		[product({ price: '' }), '"Basket: Price" is empty'],
		[product({ price: '1,083' }), '"Basket: Price" is "1,083", which can be read in two ways'],
		[product({ name: '' }), '"Basket: Name" is empty'],
		[product({ id: '' }), '"Basket: Product ID" is empty'],
		[product({ quantity: '' }), '"Basket: Quantity" is empty'],
		[product({ quantity: 1.5 }), '"Basket: Quantity" is "1.5", which is not a whole number'],
		[product({ quantity: '0' }), '"Basket: Quantity" is "0", which is not a whole number'],
		[product({ quantity: true }), '"Basket: Quantity" is empty'],
		[custom('colour'), '"Custom Parameters: Key" is "colour", which is not a whole number'],
		[custom(256), '"Custom Parameters: Key" is "256", which is not a whole number from 1 to 255'],
		[custom(1, ''), '"Custom Parameters: Value of key 1" is empty'],
		[
			{ additionalFields: { customerAcquisition: 'old' } },
			'"Customer Acquisition" is "old", which is neither NEW nor RETURNING',
		],
		[{ additionalFields: { isTest: 'maybe' } }, '"Test Order" is "maybe"'],
		[
			{ additionalFields: { transactionTime: '2026-07-01' } },
			'"Transaction Time" is "2026-07-01", which lies in the future',
		],
		[group({ code: '', amount: '' }), '"Commission Groups" has one row, which is empty'],
		[group({ Code: 'A', sum: 5 }), '"Commission Groups" has "Code" and "sum", which it does not'],
		[
			{ commissionGroups: { groups: [{ code: 'A', amount: 100 }] } },
			'"Commission Groups" has "groups", which it does not know',
		],
		[{ commissionGroups: { group: 'A=5' } }, '"Commission Groups" is "A=5", which is not a list'],
		[product({ id: '', name: '', price: '', quantity: 3 }), '"Basket" has one row, which is empty'],
		[product({ SKU: 's' }), '"Basket" has "SKU", which it does not know'],
		[custom('', ''), '"Custom Parameters" has one row, which is empty'],
		[{ options: { dryRun: '' } }, '"Dry Run" is set, but has no value'],
		[{ options: { dryRun: [false] } }, '"Dry Run" is "[false]", which is neither'],
		[{ options: { remainder: null } }, '"Rest of the Amount" is set, but has no value'],
		[{ additionalFields: { isTest: '' } }, '"Test Order" is set, but has no value'],
		[{ options: { dryRun: 'perhaps' } }, '"Dry Run" is "perhaps"'],
	])('%j', (changes, message) => {
		expect(refusal(changes)).toContain(message);
		expect(refusal(changes)).toMatch(/ \[item 2 of 5\]$/);
	});
});

const AT = Date.parse('2026-06-01T13:00:00Z') / 1000;

describe('times are sent as whole seconds', () => {
	it.each<[string, unknown]>([
		['an offset', '2026-06-01T15:00:00+02:00'],
		['UTC', '2026-06-01T13:00:00.999Z'],
		["the workflow's zone", '2026-06-01T15:00:00'],
		['as a database has it', '2026-06-01 15:00:00'],
		['as a German sheet has it', '1.6.2026 15:00'],
		['seconds', AT],
		['milliseconds', AT * 1000],
		['seconds as text', String(AT)],
		['milliseconds as text', String(AT * 1000)],
		['a date object', new Date(AT * 1000)],
		["n8n's own", DateTime.fromSeconds(AT)],
	])('%s', (_what, value) => {
		expect(read(click('5', value)).order.click).toEqual({ publisherId: 5, timeSeconds: AT });
		const { order } = read({ additionalFields: { transactionTime: value } });
		expect(order.timeSeconds).toBe(AT);
	});

	it('in a zone that Awin does not have', () => {
		const { order } = read(click('5', '2026-06-01T22:00:00'), 'Asia/Tokyo');

		expect(order.click?.timeSeconds).toBe(AT);
	});

	it.each([
		['2025-06-01T10:00:00Z', '"Click Time" is more than a year ago'],
		['2026-06-01', '"Click Time" has no time of day, so midnight was taken'],
		['1.6.2026', '"Click Time" has no time of day, so midnight was taken'],
	])('%s: %s', (value, warning) => {
		expect(read(click('5', value)).warnings).toEqual([warning]);
	});
});

const ALL_ON_DEFAULT = { groups: [{ code: 'DEFAULT', amountMinor: 10_000 }] };

describe('what a sheet has is understood', () => {
	it.each<[string, Record<string, unknown>, object]>([
		['a reference with blanks', { orderReference: ' A-1 ' }, { reference: 'A-1' }],
		['a number as reference', { orderReference: 4711 }, { reference: '4711' }],
		['a German amount', { amount: '1.083,29' }, { amountMinor: 108_329 }],
		['a lead, counted', { amount: '1', currency: 'GBP' }, { amountMinor: 100 }],
		['leads in yen', { amount: 3, currency: 'JPY' }, { amountMinor: 3 }],
		['nothing', { amount: 0 }, { amountMinor: 0, groups: [{ code: 'DEFAULT', amountMinor: 0 }] }],
		['a small currency', { currency: ' eur ' }, { currency: 'EUR' }],
		['no channel', {}, { channel: 'aw' }],
		['a channel', { additionalFields: { channel: 'ppc' } }, { channel: 'ppc' }],
		['an empty channel', { additionalFields: { channel: ' ' } }, { channel: 'aw' }],
		[
			'a new customer',
			{ additionalFields: { customerAcquisition: 'new' } },
			{ customerAcquisition: 'NEW' },
		],
		['a click reference', { additionalFields: { clickRef: 4711 } }, { clickRef: '4711' }],
		['an empty click reference', { additionalFields: { clickRef: '' } }, { clickRef: undefined }],
		['a link', { additionalFields: { linkId: ' 2470763 ' } }, { linkId: 2_470_763 }],
		['an empty link', { additionalFields: { linkId: null } }, { linkId: undefined }],
		['a test', { additionalFields: { isTest: 'TRUE' } }, { isTest: true }],
		['no test', { additionalFields: { isTest: 'no' } }, { isTest: false }],
		['a voucher alone', { awc: '', voucher: 'V' }, { voucher: 'V' }],
		['one way as text', { attribution: 'awc' }, { awc: 'x' }],
		['two ways as text', { attribution: 'voucher, awc', voucher: 'V' }, { awc: 'x', voucher: 'V' }],
		['two checksums', { awc: 'x,y' }, { awc: 'x,y' }],
		['groups never opened', { commissionGroups: {} }, ALL_ON_DEFAULT],
		[
			'one group left empty',
			group({ code: '' }, { code: 'A', amount: 100 }, { amount: ' ' }),
			{ groups: [{ code: 'A', amountMinor: 10_000 }] },
		],
		[
			'a product',
			product({ price: '5,5', sku: 9 }),
			{ basket: [{ id: '1', name: 'n', priceMinor: 550, quantity: 1, sku: '9' }] },
		],
		['a parameter', custom(' 7 ', 8), { custom: { 7: '8' } }],
	])('%s', (_what, changes, expected) => {
		expect(read(changes).order).toMatchObject(expected);
	});

	it('a way that was not chosen does not count', () => {
		expect(read({ attribution: ['awc'], voucher: 'V' }).order.voucher).toBeUndefined();
	});

	it('the rest goes to DEFAULT where that was asked for', () => {
		const changes = { ...group({ code: 'A', amount: '60' }), options: { remainder: 'default' } };

		expect(read(changes).order.groups).toEqual([
			{ code: 'A', amountMinor: 6000 },
			{ code: 'DEFAULT', amountMinor: 4000 },
		]);
	});

	it('bars are replaced, and that is told once', () => {
		const { order, warnings } = read(product({ name: 'a|b', category: '|', sku: 's' }));

		expect(order.basket[0]).toMatchObject({ name: 'a-b', category: '-', sku: 's' });
		expect(warnings).toEqual([
			'"|" in the basket was replaced by "-", because Awin does not take it',
		]);
	});

	it('a long reference is sent whole, with a warning', () => {
		const { order, warnings } = read({ orderReference: 'R'.repeat(51) });

		expect(order.reference).toHaveLength(51);
		expect(warnings).toEqual([
			'"Order Reference" has 51 characters, of which Awin keeps the first 50',
		]);
	});
});
