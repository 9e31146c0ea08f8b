/**
 * Values that nobody sends on purpose: what a broken server, a broken sheet or somebody with bad intentions may send.
 */
import fc from 'fast-check';

/** Names that mean something to JavaScript itself. */
const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

export const HOSTILE_TEXTS = [
	'',
	' ',
	'\u0000',
	'\u0007\u001b[31m',
	'\u202egnp.exe',
	'\ud800',
	'\udfff lone',
	'a\r\nSet-Cookie: x=1',
	'../../../etc/passwd',
	'77101/../../publishers/88201',
	'{{ $json.secret }}',
	'={{ 1 + 1 }}',
	'<img src=x onerror=alert(1)>',
	'NaN',
	'1e999',
	'-0',
	'9007199254740993',
	'9'.repeat(400),
	'١٢٣',
	'true',
	'null',
	'[object Object]',
	'𝟙𝟚𝟛',
	'2026-02-30T25:61:61',
	'+275760-09-13T00:00:00Z',
	'a,'.repeat(2000),
	'%'.repeat(3000),
	'x'.repeat(100_000),
];

const HOSTILE_NUMBERS = [0, -0, -1, 0.1 + 0.2, 2 ** 53 + 2, -(2 ** 63), 1e-320, 1.7e308, 1e21];

/** Names that Awin's answers have, so that the values get deep enough to be looked at. */
const ANSWER_NAMES = [
	'accountId',
	'accounts',
	'allTransactions',
	'amount',
	'batchId',
	'body',
	'clickRefs',
	'code',
	'commissionAmount',
	'commissionStatus',
	'currency',
	'customParameters',
	'data',
	'description',
	'error',
	'errors',
	'failedOrders',
	'failedTransactions',
	'id',
	'items',
	'jobId',
	'jobs',
	'message',
	'name',
	'order',
	'orderReference',
	'orders',
	'pageItems',
	'pagination',
	'pendingOrders',
	'programmes',
	'responses',
	'result',
	'results',
	'saleAmount',
	'status',
	'statusCode',
	'successfulOrders',
	'total',
	'transactionDate',
	'transactionId',
	'transactionParts',
	'transactions',
	'url',
];

const name = fc.oneof(
	{ weight: 8, arbitrary: fc.constantFrom(...ANSWER_NAMES) },
	{ weight: 1, arbitrary: fc.constantFrom(...PROTOTYPE_NAMES) },
	{ weight: 1, arbitrary: fc.string() },
);

const leaf = fc.oneof(
	fc.constantFrom<unknown>(...HOSTILE_TEXTS),
	fc.constantFrom<unknown>(...HOSTILE_NUMBERS),
	fc.constantFrom<unknown>(null, true, false, [], {}),
	fc.integer(),
	fc.string(),
);

/** Anything that JSON can say, with the names of Awin's answers in it, and with those of JavaScript's own. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, depthSize: 'small' },
		leaf,
		fc.array(tie('value'), { maxLength: 4 }),
		// `fromEntries` makes `__proto__` a plain member, as JSON.parse does.
		fc
			.array(fc.tuple(name, tie('value')), { maxLength: 6 })
			.map((entries) => Object.fromEntries(entries)),
	),
})).value;

/** As deep as a stack may be: lists in lists, or objects in objects. */
export function deep(levels: number, kind: 'list' | 'object' = 'list'): unknown {
	let value: unknown = 1;
	for (let level = 0; level < levels; level++) value = kind === 'list' ? [value] : { data: value };
	return value;
}

/** Everything that could have been smuggled into all objects at once. */
export function prototypeMembers(): string {
	const of = (owner: object) => Reflect.ownKeys(owner).map(String).sort().join(' ');
	return [Object.prototype, Array.prototype, String.prototype, Function.prototype]
		.map(of)
		.join('\n');
}
