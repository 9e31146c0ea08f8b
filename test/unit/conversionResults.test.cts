import fc from 'fast-check';

import {
	readConversionResults,
	type ConversionResult,
} from '../../nodes/Awin/api/conversionResults';
import {
	addTold,
	batchName,
	forgetOldest,
	MOST_TOLD,
	openTold,
	orderKey,
	orderName,
	packTold,
	type ToldOrders,
} from '../../nodes/Awin/api/toldOrders';
import { resultOf } from '../../nodes/Awin/resources/orders/results';
import { resultItem } from '../../nodes/Awin/trigger/notification/resultItem';
import { prototypeMembers } from '../support/hostile.cts';

function read(body: unknown, query: unknown = {}): ConversionResult[] {
	const reading = readConversionResults({ body, query });
	if (!reading.ok) throw new Error(reading.reason);
	return reading.results;
}

/** What is said of each order, as `A-1 accepted`. */
function said(body: unknown): string[] {
	return read(body).map(({ reference, verdict }) => `${reference} ${verdict.outcome}`);
}

const LISTS = {
	batchId: 'b-1',
	successfulOrders: [{ orderReference: 'A-1', correlationId: 'c-1' }],
	pendingOrders: [{ orderReference: 'A-2' }],
	failedOrders: [
		{ orderReference: 'A-3', code: 'E17', errors: [{ field: 'amount', message: 'must be more' }] },
	],
};
const THREE = ['A-1 accepted', 'A-2 pending', 'A-3 rejected'];
const EACH = [
	{ orderReference: 'A-1', status: 'SUCCESS' },
	{ orderReference: 'A-2', status: 'in progress' },
	{ orderReference: 'A-3', status: 'Failed', errors: ['must be more'] },
];
const AS_JSON = JSON.stringify(LISTS);

describe('a post of results', () => {
	it.each<[string, unknown]>([
		["the lists of the API's own answers", LISTS],
		['the lists in a wrapper', { event: 'batch.completed', data: LISTS }],
		['the lists in two wrappers', { payload: { result: LISTS } }],
		['JSON in a wrapper', { data: AS_JSON }],
		['plain text', AS_JSON],
		['plain text with a mark before it', `\uFEFF${AS_JSON}`],
		['JSON in a JSON text', JSON.stringify(AS_JSON)],
		['a form field', { AwinConversionResult: AS_JSON }],
		['a field of a multipart body, as n8n gives it', { data: { result: AS_JSON }, files: {} }],
		['JSON that was taken for the name of a form field', { [AS_JSON]: '' }],
		['a list of batches', [LISTS]],
		[
			'names in snake case',
			{
				batch_id: 'b-1',
				successful_orders: [{ order_reference: 'A-1' }],
				pending_orders: [{ order_reference: 'A-2' }],
				failed_orders: [{ order_reference: 'A-3', errors: [{ error_message: 'must be more' }] }],
			},
		],
		[
			'names with capitals',
			{
				SuccessfulOrders: [{ OrderReference: 'A-1' }],
				PendingOrders: [{ OrderReference: 'A-2' }],
				FailedOrders: [{ OrderReference: 'A-3', Errors: [{ Message: 'must be more' }] }],
			},
		],
		[
			'orders inside their entries',
			{
				successfulOrders: [{ order: { orderReference: 'A-1' } }],
				pendingOrders: [{ order: { orderReference: 'A-2' } }],
				failedOrders: [{ order: { orderReference: 'A-3' }, errors: ['must be more'] }],
			},
		],
		[
			'references alone',
			{ successfulOrders: ['A-1'], pendingOrders: ['A-2'], failedOrders: ['A-3'] },
		],
		[
			'other names of the lists',
			{ successful: ['A-1'], pending: { reference: 'A-2' }, failed: ['A-3'] },
		],
		['a list of orders that each say it', { batchId: 'b-1', orders: EACH }],
		['such a list alone', EACH],
		['such a list in a wrapper', { data: { results: EACH } }],
		[
			'other words for it',
			[
				{ orderId: 'A-1', outcome: 'accepted' },
				{ orderRef: 'A-2', state: 'PENDING' },
				{ order_reference: 'A-3', success: false },
			],
		],
	])('may be %s', (_form, body) => {
		expect(said(body)).toEqual(THREE);
	});

	it.each<[string, unknown, string[]]>([
		['JSON', { orderReference: 'A-1', status: 'accepted' }, ['A-1 accepted']],
		['a form', { orderReference: 'A-1', status: 'REJECTED', errors: '' }, ['A-1 rejected']],
		['an order in its entry', { status: 'ok', order: { orderReference: 7 } }, ['7 accepted']],
	])('may be one order alone, as %s', (_form, body, expected) => {
		expect(said(body)).toEqual(expected);
	});

	it('names batch, codes, complaints and the advertiser where it has them', () => {
		const [accepted, , rejected] = read({ ...LISTS, advertiserId: 12345 });

		expect(accepted).toMatchObject({
			accountId: '12345',
			batchId: 'b-1',
			verdict: { correlationId: 'c-1' },
			received: { orderReference: 'A-1', correlationId: 'c-1' },
			warnings: [],
		});
		expect(rejected).toMatchObject({
			code: 'E17',
			verdict: { complaints: [{ field: 'amount', message: 'must be more' }] },
		});
	});

	it.each<[string, unknown]>([
		['advertiser_id', { advertiser_id: '12345', orders: EACH }],
		['an advertiser with an id', { advertiser: { id: 12345 }, orders: EACH }],
		['the orders themselves', EACH.map((one) => ({ ...one, merchantId: 12345 }))],
	])('finds the advertiser in %s', (_place, body) => {
		expect(read(body).map(({ accountId }) => accountId)).toEqual(['12345', '12345', '12345']);
	});

	it.each<[string, unknown, unknown, string | null]>([
		['the address alone', EACH, { advertiserId: '12345' }, '12345'],
		[
			'both, and the same',
			{ advertiserId: 12345, orders: EACH },
			{ advertiserId: '12345' },
			'12345',
		],
		['both, and not the same', { advertiserId: 7, orders: EACH }, { advertiserId: '12345' }, null],
		['the address twice', EACH, { advertiserId: ['12345', '7'] }, null],
		['the address in words', EACH, { advertiserId: 'shop' }, null],
		['neither', EACH, {}, null],
		['no query at all', EACH, undefined, null],
	])('takes the advertiser from the post and its address: %s', (_place, body, query, expected) => {
		expect(read(body, query)[0].accountId).toBe(expected);
	});

	it('says where more than one advertiser is named', () => {
		expect(read([{ ...EACH[0], advertiserId: 7 }], { advertiserId: '12345' })[0].warnings).toEqual([
			'More than one advertiser is named: 7, 12345',
		]);
	});

	it('finds what stands beside the results in the fields of a form', () => {
		expect(
			read({ batchId: 'b-3', advertiserId: '7', results: JSON.stringify(EACH) })[0],
		).toMatchObject({ batchId: 'b-3', accountId: '7' });
	});

	it('finds the batch in an object of its own', () => {
		expect(read({ batch: { id: 'b-2', orders: EACH } })[0].batchId).toBe('b-2');
	});

	it.each<[string, unknown]>([
		['no word', { orders: [{ orderReference: 'A-1' }] }],
		[
			'a word that tells only that Awin is through',
			[{ orderReference: 'A-1', status: 'processed' }],
		],
		['a word that nobody knows', [{ orderReference: 'A-1', status: 'FROZEN' }]],
		['two words that differ', [{ orderReference: 'A-1', status: 'accepted', state: 'failed' }]],
		['two lists', { successfulOrders: ['A-1'], failedOrders: ['A-1'] }],
		[
			'a list and a word that differ',
			{ successfulOrders: [{ orderRef: 'A-1', status: 'failed' }] },
		],
		['acceptance with errors', { successfulOrders: [{ orderRef: 'A-1', errors: ['no click'] }] }],
		['acceptance with an error', [{ orderRef: 'A-1', status: 'ok', error: { code: 17 } }]],
		[
			'acceptance with errors of an unknown form',
			[{ orderRef: 'A-1', status: 'ok', errors: [17] }],
		],
		['acceptance with a code of an error', [{ orderRef: 'A-1', status: 'ok', errorCode: 'E17' }]],
		[
			'acceptance with errors of the order in it',
			[{ status: 'ok', order: { orderRef: 'A-1', errors: ['no click'] } }],
		],
		[
			'a word and a flag in text that differ',
			[{ orderRef: 'A-1', status: 'ok', success: 'false' }],
		],
		['a success and an error', { success: { orderRef: 'A-1' }, error: { orderRef: 'A-1' } }],
		[
			'a success and an error in a list',
			{ orders: [{ success: { orderRef: 'A-1' }, error: { orderRef: 'A-1' } }] },
		],
		[
			'a list of accepted ones and one of errors',
			{ accepted: ['A-1'], errors: [{ orderRef: 'A-1' }] },
		],
		[
			'once whole and once cut',
			{
				successfulOrders: [`A-1${'x'.repeat(50)}`],
				failedOrders: [`A-1${'x'.repeat(47)}`],
			},
		],
	])('says unknown for %s', (_what, body) => {
		expect(read(body).map(({ verdict }) => verdict.outcome)).toEqual(['unknown']);
	});

	it('keeps what is unknown as it came', () => {
		const entry = { orderReference: 'A-1', status: 'FROZEN', newMember: { deep: [1] } };

		expect(read({ orders: [entry] })[0].received).toEqual(entry);
	});

	it('does not show an entry that is too large or broken, and says so', () => {
		const large = { orderReference: 'A-1', status: 'ok', note: 'x'.repeat(30_000) };
		const [result] = read([large]);

		expect(result.received).toBeNull();
		expect(result.warnings).toEqual([expect.stringContaining('not shown')]);
		expect(read([{ orderReference: 'caf\uFFFD', status: 'ok' }])[0].warnings).toEqual([
			expect.stringContaining('not shown'),
			'The order reference has characters that were broken on the way',
		]);
	});

	it.each([
		[{ error: false }],
		[{ error: null }],
		[{ errors: [] }],
		[{ errors: [''] }],
		[{ error: {} }],
		[{ error: '', errorCode: '0' }],
		[{ success: 'true' }],
	])('sees no error where there is none: %j', (members) => {
		expect(said([{ orderReference: 'A-1', status: 'ok', ...members }])).toEqual(['A-1 accepted']);
		expect(
			said([{ orderReference: 'A-1', status: 'processed', ...members, success: undefined }]),
		).toEqual(['A-1 unknown']);
	});

	it('takes what an order complains of for no order', () => {
		const errors = [{ reference: 'E-17', orderReference: 'amount', message: 'must be more' }];

		expect(said([{ orderReference: 'A-1', status: 'rejected', errors }])).toEqual(['A-1 rejected']);
	});

	it('gives no order for an error that names none', () => {
		expect(
			said({ successfulOrders: ['A-1'], errors: ['A-2 failed', { message: 'no click' }] }),
		).toEqual(['A-1 accepted']);
	});

	it('does not lose an order that has its success in an object', () => {
		expect(said([{ orderReference: 'A-1', status: 'ok', success: { at: 1 } }])).toEqual([
			'A-1 accepted',
		]);
	});

	describe('knows a test order', () => {
		const order = { orderReference: 'A-1', status: 'ok' };

		it.each<[string, unknown]>([
			['in its entry', [{ ...order, isTest: true }]],
			['in its order', [{ status: 'ok', order: { orderReference: 'A-1', isTest: true } }]],
			['as text', [{ ...order, isTest: 'true' }]],
			['as a number', [{ ...order, is_test: 1 }]],
			['in capitals', [{ ...order, IS_TEST: 'YES' }]],
			['in words that nobody knows', [{ ...order, isTest: 'sandbox' }]],
			['as test', [{ ...order, test: true }]],
			['as a test order', [{ ...order, testOrder: 'true' }]],
			['as a dry run', [{ ...order, dryrun: true }]],
			['beside its list', { isTest: true, successfulOrders: ['A-1'] }],
			['as text beside its list', { dry_run: 'true', orders: [order] }],
			['beside its list, which denies it', { isTest: true, orders: [{ ...order, isTest: false }] }],
			['in a wrapper', { isTest: true, data: { orders: [order] } }],
			['in an object beside its list', { meta: { isTest: true }, data: { orders: [order] } }],
			['in its batch', { batch: { id: 'b', test: 'true' }, successfulOrders: ['A-1'] }],
			['in a field of a form', { isTest: 'true', results: JSON.stringify([order]) }],
			[
				'in a field that came twice',
				{ isTest: ['false', 'true'], results: JSON.stringify([order]) },
			],
			['in a form of one order', { ...order, isTest: 'true' }],
		])('%s', (_place, body) => {
			expect(read(body).map(({ isTest }) => isTest)).toEqual([true]);
		});

		it.each([[false], ['false'], [0], ['0'], ['No'], [''], [null], [[]], [['false']]])(
			'and that one is not, by %j',
			(value) => {
				expect(read([{ ...order, isTest: value }])[0].isTest).toBe(false);
				expect(read({ dryRun: value, orders: [order] })[0].isTest).toBe(false);
			},
		);

		it('among others that are none', () => {
			const orders = [
				{ ...order, isTest: 'true' },
				{ ...order, orderReference: 'A-2' },
			];

			expect(read({ orders }).map(({ isTest }) => isTest)).toEqual([true, false]);
		});
	});
});

describe('what names no order', () => {
	it.each<[string, unknown]>([
		['nothing', {}],
		['null', null],
		['a text', 'hello'],
		['numbers', [1, 2, 3]],
		['a batch without orders', { batchId: 'b', successfulOrders: [], orders: [] }],
		['counts', { successfulOrders: 3, failedOrders: 0 }],
		['a transaction notification', { AwinTransactionPush: '{"transactionId":"1"}' }],
		['a reference that may be anything', { reference: 'A-1' }],
		['blank references', [{ orderReference: ' ' }]],
		['brackets', '['.repeat(200_000)],
		['brackets that close', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
	])('is refused: %s', (_what, body) => {
		expect(readConversionResults({ body, query: {} })).toEqual({
			ok: false,
			reason: 'No order was found in it.',
		});
	});

	it('changes no prototype', () => {
		const before = prototypeMembers();
		const body =
			'{"__proto__":{"x":1},"orders":[{"__proto__":{"status":"ok"},"orderReference":"A"}]}';

		expect(said(body)).toEqual(['A unknown']);
		expect(prototypeMembers()).toBe(before);
	});

	it('has a limit that is no time', () => {
		const orders = Array.from({ length: 100_000 }, (_, index) => ({
			orderReference: `A-${index}`,
			status: 'accepted',
		}));

		expect(read({ orders })).toHaveLength(100_000);
	});
});

it('the item has the members of a result of Submit', () => {
	const [result] = read(LISTS, { advertiserId: '12345' });
	const item = resultItem(result, '12345');
	const ofSubmit = resultOf('accepted', { message: '', nextStep: null });

	expect(Object.keys(item.awin as object)).toEqual(Object.keys(ofSubmit));
	expect(item).toMatchObject({ orderReference: 'A-1', accountId: '12345' });
});

describe('the notes for Submit', () => {
	const B = batchName('b');

	it('come back as they were put in', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.tuple(
						fc.string(),
						fc.constantFrom('accepted' as const, 'pending' as const, 'rejected' as const),
						fc.option(fc.string()),
					),
				),
				(notes) => {
					const told: ToldOrders = new Map();
					for (const [reference, outcome, batch] of notes) {
						addTold(told, orderName(orderKey('1', reference)), {
							outcome,
							batch: batchName(batch),
						});
					}
					const kept: unknown = JSON.parse(JSON.stringify(packTold(told)));
					expect(openTold(kept)).toEqual({ told, isUnreadable: false });
				},
			),
		);
	});

	it('name the same order by what Awin keeps of its reference, and no other', () => {
		const long = 'x'.repeat(50);
		const names = [orderKey('1', long), orderKey('2', long), orderKey('1', 'x')].map(orderName);

		expect(orderName(orderKey('1', `${long}y`))).toBe(names[0]);
		expect(new Set(names).size).toBe(3);
	});

	it('hold as accepted what was accepted once, and otherwise the last', () => {
		const told: ToldOrders = new Map();
		for (const outcome of ['pending', 'rejected', 'accepted', 'rejected', 'pending'] as const) {
			addTold(told, 'A', { outcome, batch: B });
		}
		addTold(told, 'B', { outcome: 'pending', batch: B });
		addTold(told, 'B', { outcome: 'rejected', batch: B });

		expect([...told].map(([name, { outcome }]) => [name, outcome])).toEqual([
			['A', 'accepted'],
			['B', 'rejected'],
		]);
	});

	it('let the oldest go', () => {
		const told: ToldOrders = new Map();
		for (let order = 0; order <= MOST_TOLD; order++) {
			addTold(told, orderName(String(order)), { outcome: 'accepted', batch: B });
		}
		expect(openTold(packTold(told)).told.size).toBe(MOST_TOLD);
		forgetOldest(told);

		expect([told.size, told.has(orderName('0')), told.has(orderName('1'))]).toEqual([
			MOST_TOLD,
			false,
			true,
		]);
		expect(JSON.stringify(packTold(told)).length).toBeLessThan(330_000);
	});

	it.each([[null], ['x'], [{ version: 2, orders: '' }], [{ version: 1, orders: 'x,y' }], [[]]])(
		'begin anew with %j, and say so',
		(value) => {
			expect(openTold(value)).toEqual({ told: new Map(), isUnreadable: true });
		},
	);
});
