import * as fc from 'fast-check';

import {
	LONGEST_PUSH,
	readNotification,
	type NotificationReading,
} from '../../nodes/Awin/api/notifications';
import { sampleNotification } from '../../nodes/Awin/api/samples';
import { clockOf } from '../../nodes/Awin/api/timezones';
import { OUTPUT_FORMS } from '../../nodes/Awin/api/transactionOutput';
import type { TransactionRow } from '../../nodes/Awin/api/transactions';
import { readChange } from '../../nodes/Awin/trigger/events';
import { toItem } from '../../nodes/Awin/trigger/output';
import {
	MOST_REMEMBERED,
	packState,
	readState,
	RecentPushes,
} from '../../nodes/Awin/trigger/notification/memory';
import { notificationPreview } from '../../nodes/Awin/trigger/notification/preview';
import { itemOf } from '../../nodes/Awin/trigger/notification/receive';
import { triggerPreview } from '../../nodes/Awin/trigger/preview';

/** The documented form post. */
function posted(changes: Record<string, unknown> = {}): NotificationReading {
	const push = { ...sampleNotification(), ...changes };
	return readNotification({ body: { AwinTransactionPush: JSON.stringify(push) }, query: {} });
}

function rowOf(reading: NotificationReading): TransactionRow {
	if (!reading.ok) throw new Error(reading.reason);
	return reading.row;
}

function reasonOf(reading: NotificationReading): string {
	if (reading.ok) throw new Error('was read');
	return reading.reason;
}

describe('a notification as Awin documents it', () => {
	it('becomes the row that the list shows, with numbers for texts', () => {
		expect(rowOf(posted())).toMatchObject({
			id: 1612345678,
			advertiserId: 12345,
			publisherId: 67890,
			saleAmount: { amount: 55.96, currency: 'GBP' },
			commissionAmount: { amount: 5.59, currency: 'GBP' },
			trackedCurrencyAmount: { amount: 65.2, currency: 'EUR' },
			transactionDate: '2026-02-20 22:04:00',
			clickDate: '2026-02-19 12:18:00',
			clickRefs: { clickRef: 'newsletter', clickRef6: 'e' },
			transactionParts: [{ commissionGroupId: 12345, commissionGroupCode: 'DEFAULT' }],
			basketProducts: [{ productName: 'Walking boots', unitPrice: 55.96, quantity: 1 }],
			commissionStatus: null,
			orderRef: null,
			groupId: 100,
			ip: '203.0.113.7',
		});
	});

	it.each([
		['a query of its own parameters', { body: {}, query: sampleNotification() }],
		[
			'a query with the whole',
			{ body: {}, query: { AwinTransactionPush: JSON.stringify(sampleNotification()) } },
		],
		['a JSON body', { body: sampleNotification(), query: {} }],
		[
			'a JSON body with the field',
			{ body: { AwinTransactionPush: sampleNotification() }, query: {} },
		],
		['a plain text body', { body: JSON.stringify(sampleNotification()), query: {} }],
		[
			'a multipart body, as n8n gives it',
			{
				body: { data: { AwinTransactionPush: JSON.stringify(sampleNotification()) }, files: {} },
				query: {},
			},
		],
	])('is the same as %s', (_name, request) => {
		expect(readNotification(request)).toEqual(posted());
	});

	it('keeps plain fields that Awin may add, and lets none stand for something else', () => {
		const row = rowOf(posted({ newField: 'x', siteName: 'mine', id: 3, nested: { a: 1 } }));

		expect(row).toMatchObject({ newField: 'x', siteName: null, id: 1612345678 });
		expect(row).not.toHaveProperty('nested');
	});

	it('takes macros that Awin did not replace for empty', () => {
		const query = {
			transactionId: '7',
			commission: '!!!commission!!!',
			merchantId: '',
			clickRef: '!!!clickRef!!!',
			clickRef2: 'kept',
		};

		expect(rowOf(readNotification({ body: {}, query }))).toMatchObject({
			id: 7,
			commissionAmount: null,
			advertiserId: null,
			clickRefs: { clickRef2: 'kept' },
		});
	});
});

describe('what is refused, with words that repeat nothing of it', () => {
	it.each([
		['nothing', { body: {}, query: {} }, /AwinTransactionPush nor a transactionId/],
		['no parsed body', { body: undefined, query: undefined }, /AwinTransactionPush/],
		[
			'no JSON',
			{ body: { AwinTransactionPush: '<script>' }, query: {} },
			/not hold a notification/,
		],
		['a list', { body: { AwinTransactionPush: '[]' }, query: {} }, /not hold a notification/],
		['null', { body: { AwinTransactionPush: 'null' }, query: {} }, /not hold a notification/],
		['the field twice', { body: { AwinTransactionPush: ['{}', '{}'] }, query: {} }, /exactly once/],
		['no id', { body: { AwinTransactionPush: '{}' }, query: {} }, /transactionId is missing/],
		[
			'too much',
			{ body: { AwinTransactionPush: ' '.repeat(LONGEST_PUSH) + '{}' }, query: {} },
			/longer/,
		],
		[
			'the id twice',
			{ body: {}, query: { transactionId: ['1', '2'] } },
			/transactionId is missing/,
		],
		[
			'prototype names',
			{ body: { AwinTransactionPush: '{"__proto__":{"transactionId":"1"}}' }, query: {} },
			/transactionId is missing/,
		],
	])('%s', (_name, request, reason) => {
		const said = reasonOf(readNotification(request));

		expect(said).toMatch(reason);
		expect(said).not.toContain('script');
	});

	it.each([
		['an id that is no number', { transactionId: 'A1' }, /transactionId/],
		['an amount that is no number', { commission: '5,59' }, /Not a number: commission\./],
		['several', { transactionAmount: 'x', merchantId: 'y' }, /transactionAmount, merchantId/],
		['an amount beyond numbers', { commission: '9'.repeat(400) }, /commission/],
		['bytes that were no UTF-8', { clickRef: 'caf\uFFFD' }, /clickRef is not proper UTF-8/],
		['half a surrogate pair', { phrase: '\uD83D' }, /phrase is not proper UTF-8/],
		['a basket with such bytes', { products: [{ productName: '\uFFFD' }] }, /products/],
		['a basket that is none', { products: 'boots' }, /products/],
	])('%s', (_name, changes, reason) => {
		expect(reasonOf(posted(changes))).toMatch(reason);
	});
});

describe('whatever comes', () => {
	const names = fc.constantFrom(
		...Object.keys(sampleNotification()),
		'AwinTransactionPush',
		'data',
		'files',
		'__proto__',
		'constructor',
		'toString',
		'hasOwnProperty',
	);
	const anything = fc.oneof(
		fc.jsonValue(),
		fc.string({ unit: 'binary' }),
		fc.constantFrom('1', '-0', '1e400', '!!!x!!!', '[{}]', '[null]', '{"transactionId":"5"}'),
	);
	const something = fc.oneof(anything, fc.dictionary(names, anything));

	it('is refused, or is one item in each of the forms', () => {
		fc.assert(
			fc.property(something, something, (body, query) => {
				const reading = readNotification({ body, query });
				if (!reading.ok) return expect(reading.reason).toMatch(/^[A-Z].*\.$/);
				for (const form of OUTPUT_FORMS) {
					const view = { form, accountType: 'publisher', clock: clockOf('UTC') } as const;
					const item = itemOf(structuredClone(reading.row), view);
					expect(item).toMatchObject({ event: 'created', eventId: `${reading.row.id}-created` });
					expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
				}
			}),
			{ numRuns: 2000 },
		);
		expect({}).not.toHaveProperty('transactionId');
	});

	it('never lets an amount or an id change on the way', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 1e10 }),
				fc.integer({ min: -1e9, max: 1e9 }),
				(id, minor) => {
					const amount = (minor / 100).toFixed(2);
					const row = rowOf(posted({ transactionId: String(id), commission: amount }));
					expect(row).toMatchObject({ id, commissionAmount: { amount: Number(amount) } });
				},
			),
		);
	});
});

describe('the item', () => {
	it('has the columns of the Awin Trigger', () => {
		expect(Object.keys(notificationPreview())).toEqual(Object.keys(triggerPreview()));
	});

	it('has the same eventId and dates as the Awin Trigger gives for the same sale', () => {
		const listed = { id: 1612345678, transactionDate: '2026-02-20T22:04:00' };
		const reading = readChange(listed, 'transaction');
		if (reading.kind !== 'change') throw new Error('unread');
		const view = {
			form: 'simplified',
			accountType: 'publisher',
			clock: clockOf('Europe/Berlin'),
		} as const;
		const polled = toItem({ change: reading.change, previousStatus: null }, view);
		const pushed = itemOf(rowOf(posted()), view);

		for (const column of ['event', 'eventId', 'occurredAt', 'id', 'transactionDate']) {
			expect(pushed[column]).toEqual(polled[column]);
		}
		expect(pushed.occurredAt).toBe('2026-02-20T23:04:00+01:00');
		expect(pushed).toMatchObject({ partnerId: 12345, status: null, saleAmount: 55.96 });
	});
});

describe('the memory', () => {
	it('gives back what was put in, and forgets the oldest', () => {
		const ids = Array.from({ length: MOST_REMEMBERED + 3 }, (_, index) => String(index + 1));
		const seen = readState(packState(new Set(ids)));

		expect(seen.size).toBe(MOST_REMEMBERED);
		expect([seen.has('3'), seen.has('4'), seen.has(ids.at(-1) ?? '')]).toEqual([false, true, true]);
		expect(JSON.stringify(packState(seen)).length).toBeLessThan(60_000);
	});

	it.each([[undefined], [null], ['x'], [{ version: 2, seen: '1' }], [{ version: 1, seen: 'x' }]])(
		'begins anew with %j',
		(value) => {
			expect(readState(value).size).toBe(0);
		},
	);

	it('has a second push wait for the first, and knows only what was started', async () => {
		const recent = new RecentPushes();
		let end: (isStarted: boolean) => void = () => undefined;
		const begin = () => recent.begin('n', '1', new Promise((resolve) => (end = resolve)));
		const order: string[] = [];

		begin();
		const waiting = recent.settled('n', '1').then(() => order.push('second'));
		await recent.settled('n', '2');
		order.push('other');
		end(false);
		await waiting;
		expect(order).toEqual(['other', 'second']);
		expect(recent.startedFor('n').has('1')).toBe(false);

		begin();
		end(true);
		await recent.settled('n', '1');
		expect(recent.startedFor('n').has('1')).toBe(true);
		expect(recent.startedFor('other').size).toBe(0);
	});
});
