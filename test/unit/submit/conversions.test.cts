import * as fc from 'fast-check';

import {
	ageOf,
	divideAmount,
	isLongReference,
	ordersBody,
	ordersPath,
	wireOrder,
	withoutBars,
	type Order,
} from '../../../nodes/Awin/api/conversions';
import { advertisersIn, resultsAddress } from '../../../nodes/Awin/api/resultsAddress';

const ORDER: Order = {
	reference: 'A-1',
	amountMinor: 108_329,
	currency: 'EUR',
	channel: 'aw',
	groups: [{ code: 'DEFAULT', amountMinor: 108_329 }],
	awc: 'x',
	isTest: false,
	basket: [],
	custom: {},
};

describe('an order on the wire', () => {
	it('has what was given, and nothing else', () => {
		expect(wireOrder(ORDER)).toEqual({
			orderReference: 'A-1',
			amount: 1083.29,
			channel: 'aw',
			currency: 'EUR',
			commissionGroups: [{ code: 'DEFAULT', amount: 1083.29 }],
			awc: 'x',
		});
	});

	it.each<[string, Partial<Order>, Record<string, unknown>]>([
		['voucher', { voucher: 'V' }, { voucher: 'V' }],
		['click', { click: { publisherId: 5, timeSeconds: 9 } }, { publisherId: 5, clickTime: 9 }],
		['time', { timeSeconds: 9 }, { transactionTime: 9 }],
		['customer', { customerAcquisition: 'NEW' }, { customerAcquisition: 'NEW' }],
		['click reference', { clickRef: 'n' }, { clickRef: 'n' }],
		['link', { linkId: 4 }, { linkId: 4 }],
		['test', { isTest: true }, { isTest: true }],
		['custom', { custom: { 1: 'a' } }, { custom: { 1: 'a' } }],
		[
			'basket',
			{ basket: [{ id: '1', name: 'n', priceMinor: 1999, quantity: 2, sku: 's' }] },
			{ basket: [{ id: '1', name: 'n', price: 19.99, quantity: 2, sku: 's' }] },
		],
		['yen', { currency: 'JPY', amountMinor: 5 }, { amount: 5 }],
		['dinars', { currency: 'KWD', amountMinor: 1005 }, { amount: 1.005 }],
		[
			'a group in yen',
			{ currency: 'JPY', groups: [{ code: 'A', amountMinor: 500 }] },
			{ commissionGroups: [{ code: 'A', amount: 500 }] },
		],
		[
			'a group in dinars',
			{ currency: 'KWD', groups: [{ code: 'A', amountMinor: 1005 }] },
			{ commissionGroups: [{ code: 'A', amount: 1.005 }] },
		],
		[
			'a basket in yen',
			{ currency: 'JPY', basket: [{ id: '1', name: 'n', priceMinor: 500, quantity: 2 }] },
			{ basket: [{ id: '1', name: 'n', price: 500, quantity: 2 }] },
		],
		[
			'a basket in dinars',
			{ currency: 'KWD', basket: [{ id: '1', name: 'n', priceMinor: 1005, quantity: 2 }] },
			{ basket: [{ id: '1', name: 'n', price: 1.005, quantity: 2 }] },
		],
	])('%s', (_what, changes, members) => {
		expect(wireOrder({ ...ORDER, ...changes })).toMatchObject(members);
	});

	it('goes to the address of its advertiser, with a webhook where there is one', () => {
		const order = wireOrder(ORDER);
		expect(ordersPath('5')).toBe('/s2s/advertiser/5/orders');
		expect(ordersBody([order], '77101', undefined)).toEqual({ orders: [order] });
		expect(ordersBody([order], '77101', 'https://a.example/awin')).toEqual({
			orders: [order],
			webhook: { url: 'https://a.example/awin?advertiserId=77101' },
		});
	});

	it.each([
		['https://a.example/webhook/1/awin', 'https://a.example/webhook/1/awin?advertiserId=5'],
		['https://a.example/awin/secret-1', 'https://a.example/awin/secret-1?advertiserId=5'],
		[
			'https://a.example/webhook/1/awin?c=%20d',
			'https://a.example/webhook/1/awin?c=%20d&advertiserId=5',
		],
		['https://a.example/webhook/1/awin?', 'https://a.example/webhook/1/awin?advertiserId=5'],
		['https://a.example/webhook/1/awin?c&', 'https://a.example/webhook/1/awin?c&advertiserId=5'],
		[
			'https://a.example/webhook/1/awin#c?d#e',
			'https://a.example/webhook/1/awin?advertiserId=5#c?d#e',
		],
	])('names its advertiser in the webhook %s', (url, expected) => {
		expect(resultsAddress(url, '5')).toBe(expected);
		expect(advertisersIn(Object.fromEntries(new URL(expected).searchParams))).toEqual(['5']);
	});

	it.each([
		'https://a.example',
		'https://a.example/hook',
		'https://a.example/awin/secret/more',
		'https://a.example/hook?to=/awin',
		'https://a.example/awinner',
	])('leaves a webhook that is no trigger of this package as it was typed: %s', (url) => {
		expect(resultsAddress(url, '5')).toBe(url);
	});
});

const part = (code: string, amountMinor: number) => ({ code, amountMinor });

describe('an amount is divided among groups', () => {
	it.each([
		['none given', 100, [], false, [part('DEFAULT', 100)]],
		['all of it', 100, [part('A', 60), part('B', 40)], false, [part('A', 60), part('B', 40)]],
		['a rest', 100, [part('A', 60)], true, [part('A', 60), part('DEFAULT', 40)]],
		[
			'a rest beside DEFAULT',
			100,
			[part('DEFAULT', 10), part('A', 60)],
			true,
			[part('A', 60), part('DEFAULT', 40)],
		],
		['no rest', 100, [part('A', 100)], true, [part('A', 100)]],
		['nothing', 0, [], false, [part('DEFAULT', 0)]],
	])('%s', (_what, amountMinor, groups, restOnDefault, expected) => {
		expect(divideAmount(amountMinor, groups, restOnDefault)).toEqual({
			ok: true,
			groups: expected,
		});
	});

	it.each([
		['a rest that nobody asked for', 100, [part('A', 60)], false, 60],
		['too much', 100, [part('A', 160)], false, 160],
		['too much, with the rest on DEFAULT', 100, [part('A', 160)], true, 160],
	])('refused: %s', (_what, amountMinor, groups, restOnDefault, sumMinor) => {
		expect(divideAmount(amountMinor, groups, restOnDefault)).toEqual({ ok: false, sumMinor });
	});

	it('what comes out always adds up, each group once', () => {
		const groups = fc.uniqueArray(
			fc.record({ code: fc.constantFrom('DEFAULT', 'A', 'B', 'C'), amountMinor: fc.nat(1e6) }),
			{ selector: ({ code }) => code },
		);
		fc.assert(
			fc.property(fc.nat(4e6), groups, fc.boolean(), (amountMinor, given, restOnDefault) => {
				const division = divideAmount(amountMinor, given, restOnDefault);
				if (!division.ok) {
					expect(division.sumMinor).not.toBe(amountMinor);
					return;
				}
				const codes = division.groups.map(({ code }) => code);
				const sum = division.groups.reduce((total, group) => total + group.amountMinor, 0);
				expect(sum).toBe(amountMinor);
				expect(new Set(codes).size).toBe(codes.length);
			}),
		);
	});
});

const NOW_MS = Date.parse('2026-06-15T10:00:00Z');

it.each([
	['2026-06-15T10:00:00Z', 'usual'],
	['2026-06-15T10:05:00Z', 'usual'],
	['2026-06-15T10:05:01Z', 'future'],
	['2027-06-15T10:00:00Z', 'future'],
	['2025-06-15T10:00:00Z', 'usual'],
	['2025-06-13T10:00:00Z', 'old'],
])('%s is %s', (date, age) => {
	expect(ageOf(Date.parse(date) / 1000, NOW_MS)).toBe(age);
});

it.each([
	['a|b | c', 'a-b - c'],
	['|', '-'],
	['plain', 'plain'],
])('%j without bars is %j', (text, expected) => {
	expect(withoutBars(text)).toBe(expected);
});

it.each([
	[50, false],
	[51, true],
])('a reference of %i characters is long: %s', (length, isLong) => {
	expect(isLongReference('R'.repeat(length))).toBe(isLong);
});
