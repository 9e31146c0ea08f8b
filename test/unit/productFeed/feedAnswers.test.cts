import * as fc from 'fast-check';

import { judgeFeed } from '../../../nodes/Awin/api/feedAnswers';
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
