import * as fc from 'fast-check';

import { findComplaint } from '../../../nodes/Awin/api/complaints';
import { judgeFeed } from '../../../nodes/Awin/api/feedVerdict';
import {
	feedDownloadPath,
	feedUploadPath,
	productOf,
	readLocaleText,
	readVerticalText,
} from '../../../nodes/Awin/api/productFeeds';

const IDS = ['a-1', 'a-2', 'a-3'];

function judge(answer: unknown, status = 200) {
	const { rejected, ...rest } = judgeFeed(IDS, { status, answer });
	return { ...rest, rejected: Object.fromEntries(rejected) };
}

const ACCEPTED = { rest: 'accepted', restReason: null, words: null };

it.each([
	['a state', { status: 'active', version: 3 }],
	['an empty list of complaints', { status: 'ok', errors: [] }],
	['no complaints', { errors: null }],
])('%s says that all is well', (_, answer) => {
	expect(judge(answer)).toEqual({ ...ACCEPTED, rejected: {} });
});

it.each([
	['nothing', undefined],
	['null', null],
	['an empty object', {}],
	['something else', { a: 1 }],
	['a text', 'OK'],
])('%s says nothing, unless its status does', (_, answer) => {
	expect(judge(answer)).toMatchObject({ rest: 'unknown', restReason: 'unsaid' });
	expect(judge(answer, 201)).toMatchObject(ACCEPTED);
});

describe('a complaint about the second product is found', () => {
	it.each<[string, unknown, string]>([
		['by its line', { errors: [{ line: 2, message: 'no title' }] }, 'no title'],
		['by a line as text', { errors: [{ lineNumber: '2', error: 'no title' }] }, 'no title'],
		['by its place', { errors: [{ index: 1, message: 'no title' }] }, 'no title'],
		['by its ID', { validationErrors: [{ productId: 'a-2', reason: 'no title' }] }, 'no title'],
		['by its ID, whatever the line', { errors: [{ id: 'a-2', line: 9, message: 'x' }] }, 'x'],
		['in the product itself', { failedProducts: [{ product: { id: 'a-2' }, errors: ['x'] }] }, 'x'],
		[
			'with its attribute',
			{ errors: [{ row: 2, field: 'title', message: 'empty' }] },
			'title: empty',
		],
		[
			'with its attribute alone',
			{ errors: [{ row: 2, field: 'title' }] },
			'title: no reason given',
		],
		['without words', { errors: [{ id: 'a-2' }] }, 'no reason given'],
		['within words', { errors: ['Line 2: title is missing'] }, 'Line 2: title is missing'],
		[
			'within words, by its ID',
			{ errors: ['Product "a-2" has no title'] },
			'Product "a-2" has no title',
		],
		['in a map by ID', { errors: { 'a-2': ['no title'] } }, 'no title'],
		['in a map by line', { errors: { 2: 'no title' } }, 'no title'],
		[
			'in lines that count from 0',
			{
				errors: [
					{ line: 0, message: 'y' },
					{ line: 1, message: 'x' },
				],
			},
			'x',
		],
		['in a bare list', [{ line: 2, message: 'no title' }], 'no title'],
		['in a wrapper', { data: { errors: [{ line: 2, message: 'no title' }] } }, 'no title'],
	])('%s', (_, answer, words) => {
		const { rejected, rest } = judge(answer);

		expect(rejected[1]).toEqual([words]);
		expect(rejected[2]).toBeUndefined();
		expect(rest).toBe('accepted');
	});
});

it.each<[string, unknown, number, object]>([
	[
		'names no product',
		{ errors: ['Feed too old'] },
		200,
		{ rest: 'unknown', restReason: 'unplaced', words: 'Feed too old' },
	],
	[
		'names a product that was not sent',
		{ errors: [{ id: 'b-9', message: 'bad' }] },
		200,
		{ rest: 'unknown', restReason: 'unplaced', words: 'bad' },
	],
	[
		'is a state',
		{ status: 'PAUSED' },
		200,
		{ rest: 'unknown', restReason: 'paused', words: 'PAUSED' },
	],
	[
		'is a refusal',
		{ message: 'Locale not found' },
		404,
		{ rest: 'rejected', restReason: 'refused', words: 'Locale not found' },
	],
	[
		'is a refusal because of one product',
		{ errors: [{ line: 1, message: 'bad' }] },
		400,
		{ rest: 'rejected', restReason: 'otherProducts' },
	],
])('what %s keeps the products from being called accepted', (_, answer, status, verdict) => {
	expect(judge(answer, status)).toMatchObject(verdict);
});

describe('an answer of success that speaks of something wrong is not called accepted', () => {
	const WRONG: unknown[] = [
		{ errors: 2 },
		{ errors: '2' },
		{ status: 'active', errors: 2 },
		{ error: 2, status: 'active' },
		{ errors: true },
		{ errors: [{}] },
		{ errors: [2] },
		{ errors: { count: 2 } },
		{ errors: [], failedProducts: 1 },
		{ errors: [], failedProducts: ['b-9'] },
		{ errorCount: 1, version: 7 },
		{ error_count: 1, version: 7 },
		{ hasErrors: true, status: 'ok' },
		{ noErrors: false, status: 'ok' },
		{ status: 'ok', rejected: 3 },
		{ status: 'ok', numberOfInvalidProducts: 1 },
		{ status: 'ok', skipped: 1 },
		{ status: 'ok', summary: { accepted: 2, failed: 1 } },
		{ data: { feed: { errors: 2 } }, version: 1 },
		{ status: 'ok', accepted: 2 },
		{ status: 'ok', products: 2 },
		{ status: 'ok', products: '0' },
		{ status: 'ok', report: { validProducts: 1, totalProducts: 3 } },
		{ success: false },
		{ success: false, version: 3 },
		{ success: 'false', status: 'ok' },
		{ valid: false, status: 'active' },
		{ status: 'PARTIALLY_ACCEPTED' },
		{ status: 'COMPLETED_WITH_ERRORS' },
		{ status: 'validationFailed' },
		{ status: 'Rejected by the validation' },
		{ status: 'suspended' },
		{ status: 'not accepted' },
		{ feed: { status: 'paused' }, version: 3 },
		{ status: 'ok', code: 422 },
		{ status: 'ok', message: '2 products were rejected' },
		{ status: 'ok', message: 'Feed accepted with 2 errors' },
		{ status: 'ok', message: 'No errors, but 1 product was skipped' },
		{ status: 'ok', messages: ['Products without a price are ignored'] },
		{ status: 'ok', messages: [{ text: 'Validation failed' }] },
		'2 products failed',
	];

	it.each(WRONG.flatMap((answer) => [200, 201, 202].map((status) => ({ answer, status }))))(
		'%j',
		({ answer, status }) => {
			const { rest, words } = judge(answer, status);

			expect(rest).not.toBe('accepted');
			expect(words).not.toBeNull();
		},
	);

	it.each<[string, unknown]>([
		[
			'in a list of all products',
			[
				{ id: 'a-1', status: 'ok' },
				{ id: 'a-2', status: 'rejected' },
			],
		],
		[
			'in a list of all products, below a name',
			{
				products: [
					{ id: 'a-1', status: 'active' },
					{ id: 'a-2', status: 'active', errors: 1 },
				],
			},
		],
		[
			'in results',
			{
				results: [
					{ id: 'a-1', ok: true },
					{ id: 'a-2', ok: false },
				],
			},
		],
		['in messages', { status: 'ok', messages: ['Line 2: title is required'] }],
		['in details', { status: 'ok', details: [{ line: 2, message: 'no title' }] }],
		['in a second list', { errors: [], failedProducts: [{ id: 'a-2', reason: 'no title' }] }],
		['in a list below', { feed: { validation: { errors: [{ line: 2, message: 'x' }] } } }],
		[
			'with the number of them',
			{ status: 'ok', errors: [{ line: 2, message: 'x' }], errorCount: 1, accepted: 2 },
		],
		['in part', { status: 'PARTIALLY_ACCEPTED', errors: [{ line: 2, message: 'x' }] }],
	])('and where it says of the second product what, that one is rejected: %s', (_, answer) => {
		const { rejected, rest } = judge(answer, 202);

		expect(Object.keys(rejected)).toEqual(['1']);
		expect(rest).toBe('accepted');
	});

	it.each<unknown>([
		{ errors: [{ line: 2, message: 'x' }], errorCount: 2 },
		{ errors: [{ line: 2, message: 'x' }], success: false },
		{ errors: [{ line: 2, message: 'x' }], feed: { status: 'paused' } },
		{
			errors: [
				{ line: 2, message: 'x' },
				{ line: 2, message: 'y' },
			],
			rejectedProducts: 2,
		},
		{ errors: [{ line: 2, message: 'x' }], accepted: 1 },
		{ errors: [{ line: 2, message: 'x' }], message: '2 products were rejected' },
	])('and what it lists must be all of it: %j', (answer) => {
		expect(judge(answer)).toMatchObject({ rejected: { 1: expect.any(Array) }, rest: 'unknown' });
	});

	it('whatever the number is called and wherever it stands', () => {
		const name = fc.constantFrom(
			...['errors', 'errorCount', 'failed', 'failedProducts', 'rejected', 'invalid_products'],
			...['numberOfErrors', 'skippedRows', 'violations', 'refused', 'notImported', 'duplicates'],
		);
		const wrap = fc.array(fc.constantFrom('data', 'result', 'feed', 'summary'), { maxLength: 4 });
		fc.assert(
			fc.property(name, wrap, fc.integer({ min: 1 }), fc.constantFrom(200, 201, 202), (...rest) => {
				const [key, wrappers, count, status] = rest;
				const inner: unknown = { status: 'active', version: 3, [key]: count };
				const answer = wrappers.reduce((value, wrapper) => ({ [wrapper]: value }), inner);

				expect(judge(answer, status).rest).not.toBe('accepted');
			}),
		);
	});
});

it.each<unknown>([
	{ status: 'active', version: 3, errors: 0, errorCount: '0', failed: null, invalid: [] },
	{ status: 'ok', hasErrors: false, noErrors: true },
	{ status: 'ok', message: '3 products accepted, 0 rejected' },
	{ status: 'ok', message: 'No errors' },
	{ status: 'ok', message: 'Feed was taken without any problems. Errors: 0' },
	{ status: 'ok', accepted: 3, rejected: 0, total: 3 },
	{ status: 'ok', total: 5 },
	{ status: 'ok', errors: { title: [], price: [] } },
	{ status: 'active', feedName: 'Rejects and Seconds', url: 'https://a.example/errors' },
	{ status: 'ok', products: [{ id: 'a-1', title: 'Fail-proof mug, no errors', status: 'active' }] },
	[{ id: 'a-1', status: 'ok', message: 'Imported' }],
])('%j is accepted', (answer) => {
	expect(judge(answer)).toMatchObject({ rest: 'accepted', restReason: null, rejected: {} });
});

it('an answer that nests without end is judged, and not called accepted', () => {
	let answer: unknown = { errors: 2 };
	for (let depth = 0; depth < 5000; depth++) answer = { data: answer };

	expect(judge({ status: 'active', answer }).rest).toBe('unknown');
});

it('whatever comes, every complaint either finds its product or keeps all from being accepted', () => {
	const entry = fc.oneof(
		fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
		fc.record({ line: fc.integer({ min: 0, max: 6 }), message: fc.constant('bad') }),
		fc.record({ id: fc.constantFrom('a-1', 'a-3', 'zzz'), message: fc.constant('bad') }),
	);
	fc.assert(
		fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), (errors) => {
			const { rejected, rest } = judgeFeed(IDS, { status: 200, answer: { errors } });
			const told = [...rejected.values()].flat().length;

			expect(told === errors.length || rest !== 'accepted').toBe(true);
		}),
	);
});

it('anything at all is judged without a fault', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.constantFrom(200, 400, 403), (answer, status) => {
			const { rest } = judgeFeed(IDS, { status, answer });
			if (status >= 400) expect(rest).toBe('rejected');
		}),
	);
});

it.each([
	['en_GB', 'en_GB'],
	['EN-gb', 'en_GB'],
	['fil_ph', 'fil_PH'],
	['en', undefined],
	['English', undefined],
	['en_GB/../x', undefined],
])('the locale %s is %s', (text, locale) => {
	expect(readLocaleText(text)).toBe(locale);
});

it.each([
	['Retail', 'retail'],
	['telco', 'telco'],
	['../x', undefined],
	['a-b', undefined],
])('the vertical %s is %s', (text, vertical) => {
	expect(readVerticalText(text)).toBe(vertical);
});

it('addresses are as documented', () => {
	const feed = { advertiserId: '6789', vertical: 'retail', locale: 'en_GB' };
	expect(feedDownloadPath('12345', feed)).toBe(
		'/publishers/12345/awinfeeds/download/6789-retail-en_GB.jsonl',
	);
	expect(feedUploadPath(feed)).toBe('/advertisers/6789/awinfeeds/retail/en_GB/products');
});

it.each<[unknown, unknown]>([
	[
		{ id: 7, title: 'Mug', brand: ' ', mpn: null },
		{ id: '7', title: 'Mug' },
	],
	[
		{ id: ' 7 ', price: 0, sizes: [] },
		{ id: '7', price: 0, sizes: [] },
	],
	[{ title: 'Mug' }, undefined],
	[{ id: '' }, undefined],
	[{ id: 1.5 }, undefined],
	[[], undefined],
])('the columns %j are the product %j', (columns, product) => {
	expect(productOf(columns)).toEqual(product);
});

it('a complaint of any length is kept in 500 characters', () => {
	const complaint = findComplaint({ status: 'ok', errors: Array(1000).fill('too long') });

	expect(complaint).toMatch(/^errors: \["too long","too long",/);
	expect(complaint).toHaveLength(500);
});
