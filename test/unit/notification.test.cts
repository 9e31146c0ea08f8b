import * as fc from 'fast-check';

import { readNotification, type NotificationReading } from '../../nodes/Awin/api/notifications';
import { LONGEST_PUSH } from '../../nodes/Awin/api/pushBodies';
import { sampleNotification } from '../../nodes/Awin/api/samples';
import { clockOf } from '../../nodes/Awin/api/timezones';
import { OUTPUT_FORMS } from '../../nodes/Awin/api/transactionOutput';
import type { TransactionRow } from '../../nodes/Awin/api/transactions';
import { readChange } from '../../nodes/Awin/trigger/events';
import { toItem } from '../../nodes/Awin/trigger/output';
import {
	openState,
	packState,
	RecentPushes,
	RESULTS,
	TRANSACTIONS,
} from '../../nodes/Awin/trigger/notification/seenNotifications';
import { itemOf } from '../../nodes/Awin/trigger/notification/receive';
import { notificationPreview, triggerPreview } from '../../nodes/Awin/trigger/preview';

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

	it('keeps fields that Awin may add, and lets none stand for something else', () => {
		const row = rowOf(posted({ newField: 'x', siteName: 'mine', id: 3, nested: { a: 1 } }));

		expect(row).toMatchObject({
			newField: 'x',
			siteName: null,
			id: 1612345678,
			nested: { a: 1 },
		});
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

describe('a notification in an odd wrapping', () => {
	const json = JSON.stringify(sampleNotification());

	it.each<[string, string]>([
		['with a mark before it', `\uFEFF${json}`],
		['with line breaks in a text', json.replace('"newsletter"', '"news\nletter\t"')],
		['as JSON in a JSON text', JSON.stringify(json)],
		['encoded once too often', encodeURIComponent(json)],
		[
			'encoded once too often, as a form does it',
			new URLSearchParams({ a: json }).toString().slice(2),
		],
	])('%s: is taken, because it does not come again', (_what, push) => {
		const row = rowOf(readNotification({ body: { AwinTransactionPush: push }, query: {} }));

		expect(row).toMatchObject({
			id: 1612345678,
			saleAmount: { amount: 55.96, currency: 'GBP' },
			transactionDate: '2026-02-20 22:04:00',
		});
	});

	it.each(['null', '"x"', '[]', '%', '%7B', '{"transactionId":"1"', '"\\"'])(
		'%s is none',
		(push) => {
			const reading = readNotification({ body: { AwinTransactionPush: push }, query: {} });

			expect(reasonOf(reading)).toContain('AwinTransactionPush');
		},
	);
});

it('an ID below zero is one, as in the lists', () => {
	expect(rowOf(posted({ transactionId: '-7', groupId: '-1' }))).toMatchObject({
		id: -7,
		groupId: -1,
	});
});

it.each([
	['transactionDate', 'soon'],
	['transactionDate', '03/04/2027 10:00'],
	['transactionDate', '1804068360'],
	['clickThroughTime', 'yesterday'],
	['clickTime', '2026-02-31 10:00:00'],
])('a time that cannot be read is empty and named: %s %s', (name, value) => {
	const reading = posted({ clickThroughTime: '', clickTime: '', [name]: value });

	expect(reading).toMatchObject({
		ok: true,
		warnings: [`${name} is "${value}", which is not a date with a time of day`],
	});
	expect(rowOf(reading)).toMatchObject({
		[name === 'transactionDate' ? 'transactionDate' : 'clickDate']: null,
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
		['an id that is no number', { transactionId: 'A1' }],
		['an id of zeros', { transactionId: '000' }],
		['a minus alone', { transactionId: '-' }],
		['an id that a number has lost digits of', { transactionId: 2 ** 53 + 2 }],
		['an id of 400 digits', { transactionId: '9'.repeat(400) }],
		['a macro in its place', { transactionId: '!!!transactionId!!!' }],
	])('%s', (_name, changes) => {
		expect(reasonOf(posted(changes))).toMatch(/transactionId is missing, or is not a whole number/);
	});
});

function warningsOf(reading: NotificationReading): string[] {
	if (!reading.ok) throw new Error(reading.reason);
	return reading.warnings;
}

describe('what can be read in one way is read', () => {
	it.each([
		['0.30000000000000004', 0.3],
		['.5', 0.5],
		['1.23456789E8', 123456789],
		['1,083.29', 1083.29],
		['1.083,29', 1083.29],
		["1'083.29", 1083.29],
		['5,59', 5.59],
		['5.', 5],
		['+5.59', 5.59],
		['-5.59', -5.59],
		['-0', 0],
		['1e-7', 1e-7],
		['1.083', 1.083],
		[' 5.59 ', 5.59],
		[5.59, 5.59],
	])('an amount as %j', (commission, amount) => {
		const reading = posted({ commission });

		expect(rowOf(reading).commissionAmount).toEqual({ amount, currency: 'GBP' });
		expect(warningsOf(reading)).toEqual([]);
	});

	it.each([
		['9007199254740993', '9007199254740993'],
		[['5', '5'], 5],
		['007', 7],
		[7, 7],
	])('a transaction ID as %j', (transactionId, id) => {
		expect(rowOf(posted({ transactionId })).id).toBe(id);
	});

	it('the amounts of the groups of a GET, and what nobody has described yet', () => {
		const query = {
			transactionId: '7',
			transactionCurrency: 'GBP',
			commissionGroups: JSON.stringify([
				{ id: '1', code: 'A', commissionAmount: '1.50', amount: '15.00', tier: 'gold' },
			]),
			products: JSON.stringify([{ productName: 'Boots', cgId: '1', sizes: [40, { eu: 41 }] }]),
			nested: { deeper: ['kept'] },
		};
		const reading = readNotification({ body: {}, query });

		expect(rowOf(reading)).toMatchObject({
			transactionParts: [{ commissionGroupId: 1, amount: 15, commissionAmount: 1.5, tier: 'gold' }],
			basketProducts: [{ productName: 'Boots', commissionGroupCode: 'A', sizes: [40, { eu: 41 }] }],
			nested: { deeper: ['kept'] },
			// The amount was not sent, its currency was.
			saleAmount: { amount: null, currency: 'GBP' },
		});
		expect(warningsOf(reading)).toEqual([]);
	});

	it('the time of the click in both forms, where they differ', () => {
		const clickTime = '2026-02-19 13:00:00';

		expect(rowOf(posted())).not.toHaveProperty('clickTime');
		expect(rowOf(posted({ clickTime }))).toMatchObject({
			clickDate: '2026-02-19 12:18:00',
			clickTime,
		});
	});
});

const BROKEN = 'which has characters that were broken on the way';

describe('what cannot be read is null, and told with its name and what was the matter', () => {
	it.each<[string, Record<string, unknown>, object, string | RegExp]>([
		[
			'an amount in two readings',
			{ commission: '1,083' },
			{ commissionAmount: null },
			'commission is "1,083", which can be read in two ways',
		],
		[
			'an amount in words',
			{ transactionAmount: 'ten' },
			{ saleAmount: { amount: null, currency: 'GBP' } },
			'transactionAmount is "ten", which is not an amount',
		],
		[
			'an amount beyond numbers',
			{ commission: '9'.repeat(400) },
			{ commissionAmount: null },
			/^commission is "9+…", which is too large$/,
		],
		[
			'an amount twice',
			{ commission: ['1', '2'] },
			{ commissionAmount: null },
			'commission is ["1","2"], which is not a number',
		],
		[
			'a bad banner',
			{ bannerId: 'x1' },
			{ bannerId: null },
			'bannerId is "x1", which is not an ID',
		],
		['half an ID', { groupId: '1.5' }, { groupId: null }, 'groupId is "1.5", which is not an ID'],
		[
			'an ID with a plus',
			{ groupId: '+1' },
			{ groupId: null },
			'groupId is "+1", which is not an ID',
		],
		[
			'one replacement character',
			{ phrase: 'caf\uFFFD' },
			{ phrase: null },
			`phrase is "caf\uFFFD", ${BROKEN}`,
		],
		[
			'half a surrogate pair',
			{ phrase: '\uD83D' },
			{ phrase: null },
			`phrase is "\uFFFD", ${BROKEN}`,
		],
		[
			'a list where a text belongs',
			{ clickRef: ['a', 'b'] },
			{ clickRefs: { clickRef2: 'a' } },
			'clickRef is ["a","b"], which is not a text',
		],
		[
			'a basket that is none',
			{ products: 'boots' },
			{ basketProducts: null },
			'products is "boots", which is not a list',
		],
		[
			'an entry that is none',
			{ products: ['boots', { productName: 'Shoes' }] },
			{ basketProducts: [{ productName: 'Shoes' }] },
			'products 1 is "boots", which is not an entry of such a list',
		],
		[
			'a price within a basket',
			{ products: [{ productName: 'Shoes', unitPrice: 'much' }] },
			{ basketProducts: [{ productName: 'Shoes', unitPrice: null }] },
			'products 1: unitPrice is "much", which is not an amount',
		],
		[
			'broken characters within a basket',
			{ products: [{ productName: '\uFFFD', skuCode: 'A' }] },
			{ basketProducts: [{ productName: null, skuCode: 'A' }] },
			`products 1: productName is "\uFFFD", ${BROKEN}`,
		],
		[
			'a field that stands for something else in the row',
			{ siteName: 'mine' },
			{ siteName: null },
			'siteName is "mine", which is not known in a notification',
		],
	])('%s', (_name, changes, row, warning) => {
		const reading = posted(changes);

		expect(rowOf(reading)).toMatchObject({ id: 1612345678, ...row });
		expect(warningsOf(reading)).toEqual([
			typeof warning === 'string' ? warning : expect.stringMatching(warning),
		]);
	});
});

describe('a field that is not known', () => {
	const nested = (levels: number): unknown => (levels === 0 ? 'x' : [nested(levels - 1)]);

	it('and would be no field is told of, and not kept', () => {
		const push = JSON.stringify(sampleNotification()).replace('{', '{"__proto__":{"id":1},');
		const reading = readNotification({ body: { AwinTransactionPush: push }, query: {} });

		expect(warningsOf(reading)).toEqual([
			'__proto__ is {"id":1}, which is not known in a notification',
		]);
		expect(Object.getPrototypeOf(rowOf(reading))).toBe(Object.prototype);
		expect(rowOf(reading).id).toBe(1612345678);
	});

	it('is kept as deep as anything of Awin may be, and told of where it is deeper', () => {
		expect(rowOf(posted({ newField: nested(10) })).newField).toEqual(nested(10));

		const reading = posted({ newField: nested(11) });

		expect(rowOf(reading)).not.toHaveProperty('newField');
		expect(warningsOf(reading)).toEqual([
			expect.stringMatching(/^newField is \[.*, which is too deep, or has broken characters$/),
		]);
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

	/** Every value in something, with the name of the field that it is in. */
	function leavesOf(value: unknown, field = ''): Array<[field: string, leaf: unknown]> {
		if (typeof value !== 'object' || value === null) return [[field, value]];
		return Object.entries(value).flatMap(([key, member]) => leavesOf(member, field || key));
	}

	function isIn(known: readonly unknown[], leaf: unknown): boolean {
		const text = String(leaf).trim();
		if (known.some((value) => String(value).trim() === text)) return true;
		const number = Number(text);
		return known.some(
			(value) => typeof value === 'number' && Math.abs(value - number) <= Math.abs(number) * 1e-14,
		);
	}

	/** Names may hold what no text can; then the beginning tells. */
	function isAbout(warning: string, name: string): boolean {
		const [beginning] = name.split(/[\p{Cc}\p{Cf}\u2028\u2029\p{Surrogate}\uFFFD]/u);
		return warning.startsWith(beginning.slice(0, 100));
	}

	const entries = fc.array(
		fc.dictionary(
			fc.oneof(
				fc.constantFrom('id', 'name', 'code', 'amount', 'commissionAmount', 'unitPrice', 'cgId'),
				fc.string(),
			),
			anything,
		),
	);
	const pushes = fc
		.tuple(
			fc.dictionary(
				fc.oneof(
					fc.constantFrom(...Object.keys(sampleNotification())),
					fc.string({ minLength: 1 }),
				),
				anything,
				{ maxKeys: 12 },
			),
			fc.record({ commissionGroups: entries, products: entries }, { requiredKeys: [] }),
		)
		.map(([fields, lists]) => ({ ...fields, ...lists, transactionId: '5' }));

	it('that has an ID is taken, and each value in it comes out or is told by its name', () => {
		fc.assert(
			fc.property(pushes, (push) => {
				const text = JSON.stringify(push);
				const reading = readNotification({ body: { AwinTransactionPush: text }, query: {} });
				const known = leavesOf(rowOf(reading)).map(([, leaf]) => leaf);
				const told = warningsOf(reading);

				for (const [name, leaf] of leavesOf(JSON.parse(text))) {
					// A macro that was not filled, and what is empty, is no value.
					if (leaf === null || /^(!!!.*!!!)?$/.test(String(leaf).trim())) continue;
					const isTold = told.some((warning) => isAbout(warning, name));
					if (!isTold && !isIn(known, leaf) && !isWithin(known, leaf)) {
						throw new Error(`${name}: ${String(leaf)} is nowhere`);
					}
				}
				expect(rowOf(reading).id).toBe(5);
			}),
			{ numRuns: 2000 },
		);
	});

	/** A list may come as JSON text, and comes out as a list. */
	function isWithin(known: readonly unknown[], leaf: unknown): boolean {
		try {
			const parsed: unknown = JSON.parse(String(leaf));
			return Array.isArray(parsed) && leavesOf(parsed).every(([, value]) => isIn(known, value));
		} catch {
			return false;
		}
	}

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
	const { most: MOST_REMEMBERED } = TRANSACTIONS;

	it('gives back what was put in, and forgets the oldest', () => {
		const ids = Array.from({ length: MOST_REMEMBERED + 3 }, (_, index) => String(index + 1));
		const { seen } = openState(packState(new Set(ids), TRANSACTIONS), TRANSACTIONS);

		expect(seen.size).toBe(MOST_REMEMBERED);
		expect([seen.has('3'), seen.has('4'), seen.has(ids.at(-1) ?? '')]).toEqual([false, true, true]);
		expect(JSON.stringify(packState(seen, TRANSACTIONS)).length).toBeLessThan(60_000);
	});

	it.each([[undefined], [null], ['x'], [{ version: 2, seen: '1' }], [{ version: 1, seen: 'x' }]])(
		'begins anew with %j',
		(value) => {
			expect(openState(value, TRANSACTIONS).seen.size).toBe(0);
		},
	);

	it('keeps digests of results, too, and more of them', () => {
		const ids = ['AbC-_901234', 'zzzzzzzzzzz'];
		const { seen } = openState(packState(new Set(ids), RESULTS), RESULTS);

		expect([...seen]).toEqual(ids);
		expect(openState({ version: 1, seen: 'a b' }, RESULTS)).toMatchObject({ isUnreadable: true });
		expect(RESULTS.most).toBe(10_000);
	});

	it('knows as many of this process as it has stored, and forgets the oldest', async () => {
		const recent = new RecentPushes(TRANSACTIONS);
		for (let id = 1; id <= MOST_REMEMBERED + 1; id++) {
			recent.begin('n', [String(id)], Promise.resolve(true));
		}
		await recent.settled('n', [String(MOST_REMEMBERED + 1)]);
		const known = recent.startedFor('n');

		expect(known.size).toBe(MOST_REMEMBERED);
		expect([known.has('1'), known.has('2')]).toEqual([false, true]);
	});

	it('has a second push wait for the first, and knows only what was started', async () => {
		const recent = new RecentPushes(TRANSACTIONS);
		let end: (isStarted: boolean) => void = () => undefined;
		const begin = () => recent.begin('n', ['1'], new Promise((resolve) => (end = resolve)));
		const order: string[] = [];

		begin();
		const waiting = recent.settled('n', ['1']).then(() => order.push('second'));
		await recent.settled('n', ['2']);
		order.push('other');
		end(false);
		await waiting;
		expect(order).toEqual(['other', 'second']);
		expect(recent.startedFor('n').has('1')).toBe(false);

		begin();
		end(true);
		await recent.settled('n', ['1']);
		expect(recent.startedFor('n').has('1')).toBe(true);
		expect(recent.startedFor('other').size).toBe(0);
	});
});
