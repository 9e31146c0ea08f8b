import * as fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { NewFault } from '../../demo/sandbox/faults.cts';
import { feedLine } from '../../demo/sandbox/feeds.cts';
import type { FeedEntry } from '../../demo/sandbox/ledger.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import {
	CONTINUE,
	executeAwin,
	type Execution,
	type ExecutionSettings,
} from '../support/contexts.cts';
import { uploadParameters } from '../support/feeds.cts';
import { columnOf } from '../support/rows.cts';
import { ADVERTISER, credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const FEED = { match: { path: '/awinfeeds/' } };
const KEY = `${ADVERTISER}-retail-de_DE`;

const { sandbox } = useSandbox({ clock: true });

function productOf(index: number): IDataObject {
	return JSON.parse(feedLine(ADVERTISER, 'de_DE', index)) as IDataObject;
}

async function upload(
	products: IDataObject[],
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
): Promise<Execution> {
	return await executeAwin({
		credentials: credentialsFor(sandbox),
		items: products.map((json) => ({ json })),
		...settings,
		parameters: { ...uploadParameters, ...parameters },
	});
}

function resultsOf(items: INodeExecutionData[]): IDataObject[] {
	return columnOf(items);
}

function kept(key = KEY): IDataObject[] {
	return (sandbox.awin.uploadedFeeds.get(key) ?? []).map((line) => JSON.parse(line) as IDataObject);
}

function uploads(): FeedEntry[] {
	return sandbox.awin.ledger.filter((entry): entry is FeedEntry => entry.kind === 'feed');
}

const PRODUCTS = [0, 1, 2].map(productOf);

describe('products', () => {
	it('go out as one feed, and come back with their columns and what Awin said', async () => {
		const { items, hints } = await upload(PRODUCTS);

		expect(kept()).toEqual(PRODUCTS);
		expect(items).toEqual(
			PRODUCTS.map((json, item) => ({
				json: {
					...json,
					awin: {
						outcome: 'accepted',
						code: 200,
						message: 'Accepted',
						nextStep: null,
						products: 1,
						complaints: [],
					},
				},
				pairedItem: { item },
			})),
		);
		expect(hints.map(({ message }) => message)).toEqual(['3 accepted.']);
		const [call] = sandbox.awin.calls;
		expect(call.headers['content-type']).toBe('application/jsonlines');
	});

	it('of thousands of items go in one call: a second one would replace the first', async () => {
		const { items } = await upload(Array.from({ length: 3000 }, (_, index) => productOf(index)));

		expect(uploads().map(({ products }) => products)).toEqual([3000]);
		expect(new Set(resultsOf(items).map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
	});

	it('leave blank cells out, and a number is a fine id', async () => {
		await upload([{ ...PRODUCTS[0], id: 4711, brand: '', mpn: null }]);

		const { brand: _brand, mpn: _mpn, ...rest } = PRODUCTS[0];
		expect(kept()).toEqual([{ ...rest, id: '4711' }]);
	});

	it('of several feeds go to each its own', async () => {
		const products = [0, 1, 2, 3].map((index) => ({
			...productOf(index),
			to: index % 2 ? 'de_DE' : 'de-at',
		}));

		await upload(products, { locale: '={{ $json.to }}' });

		expect(uploads().map(({ locale, products: count }) => [locale, count])).toEqual([
			['de_AT', 2],
			['de_DE', 2],
		]);
	});

	it('come from a file, too', async () => {
		const text = `\ufeff${PRODUCTS.map((product) => JSON.stringify(product)).join('\r\n')}\n\n`;
		const data = Buffer.from(text).toString('base64');
		const items = [
			{ json: { day: 1 }, binary: { data: { data, mimeType: 'text/plain', fileName: 'a.jsonl' } } },
		];

		const execution = await upload([], { mode: 'file', binaryPropertyName: 'data' }, { items });

		expect(kept()).toEqual(PRODUCTS);
		expect(execution.items[0]).toMatchObject({
			json: { day: 1, awin: { outcome: 'accepted', products: 3 } },
			binary: { data: { fileName: 'a.jsonl' } },
		});
	});
});

describe('validation errors within an answer of status 200 are noticed', () => {
	const BAD = [PRODUCTS[0], { ...PRODUCTS[1], title: '' }, PRODUCTS[2]];

	it.each<[Switches['feedErrors'], string]>([
		['byLine', 'title: is required'],
		['byId', 'title: is required'],
		['texts', 'Line 2: title is required'],
		['map', 'title is required'],
	])('in the form %s', async (feedErrors, words) => {
		sandbox.awin.switches.feedErrors = feedErrors;

		const { items } = await upload(BAD, {}, CONTINUE);

		expect(resultsOf(items)).toMatchObject([
			{ outcome: 'accepted' },
			{
				outcome: 'rejected',
				code: 200,
				message: `Awin rejected the product: ${words}`,
				complaints: [{ id: PRODUCTS[1].id, line: 2, message: words }],
			},
			{ outcome: 'accepted' },
		]);
	});

	it('and stop the node, with the item and the words', async () => {
		await expect(upload(BAD)).rejects.toMatchObject({
			message: '1 of 3 items were not accepted: 2 accepted, 1 rejected',
			description: expect.stringContaining('title: is required [item 2 of 3]'),
		});
	});

	it('where they name no product, nothing is called accepted', async () => {
		sandbox.awin.switches.feedErrors = 'placeless';

		const { items } = await upload(BAD, {}, CONTINUE);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
			'unknown',
			'unknown',
			'unknown',
		]);
		expect(resultsOf(items)[0].message).toContain('A product has no title');
	});

	it.each<[Switches['feedErrors'], string]>([
		['count', 'errors: 1'],
		['message', '1 products were rejected'],
	])('where they are a %s alone, nothing is called accepted', async (feedErrors, words) => {
		sandbox.awin.switches.feedErrors = feedErrors;

		const { items } = await upload(BAD, {}, CONTINUE);

		expect(new Set(resultsOf(items).map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
		expect(resultsOf(items)[0].message).toBe(
			`Awin complains about the feed without saying which product it means: "${words}"`,
		);
	});

	it('where Awin pauses the feed, nothing is called accepted', async () => {
		sandbox.awin.switches.feedUseOnErrors = false;

		const { items } = await upload(BAD, {}, CONTINUE);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
			'unknown',
			'rejected',
			'unknown',
		]);
		expect(resultsOf(items)[0].message).toBe('Awin took the feed in and does not use it: "paused"');
	});

	it('within a refusal, the others are said to have been refused with it', async () => {
		sandbox.awin.switches.feedErrorStatus = 400;

		const { items } = await upload(BAD, {}, CONTINUE);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
			'rejected',
			'rejected',
			'rejected',
		]);
		expect(resultsOf(items)[0].message).toContain('because of other products');
	});

	it('in a file are told for the products that they are about', async () => {
		const text = BAD.map((product) => JSON.stringify(product)).join('\n');
		const data = Buffer.from(text).toString('base64');
		const items = [{ json: {}, binary: { data: { data, mimeType: 'text/plain' } } }];

		const execution = await upload(
			[],
			{ mode: 'file', binaryPropertyName: 'data' },
			{ items, ...CONTINUE },
		);

		expect(resultsOf(execution.items)[0]).toMatchObject({
			outcome: 'rejected',
			products: 3,
			message: `Awin rejected 1 of 3 products. The first is "${String(PRODUCTS[1].id)}": title: is required`,
		});
	});
});

describe('what goes wrong on the way', () => {
	it.each<[string, NewFault, string]>([
		['an answer that is lost', { kind: 'dropAfter' }, 'unknown'],
		['a web page in its place', { kind: 'html', status: 200 }, 'unknown'],
		['half an answer', { kind: 'cutBody' }, 'unknown'],
		['Awin out of order', { kind: 'status', status: 500 }, 'unknown'],
		['a refusal', { kind: 'status', status: 403 }, 'rejected'],
		['an error with status 200', { kind: 'body', body: '{"error":"exception"}' }, 'rejected'],
	])('%s makes the products %s', async (_, fault, outcome) => {
		sandbox.awin.faults.add({ ...fault, ...FEED });

		const { items } = await upload(PRODUCTS, {}, CONTINUE);

		expect(resultsOf(items).map((result) => result.outcome)).toEqual([outcome, outcome, outcome]);
		expect(sandbox.awin.calls.filter(({ path }) => path.includes('awinfeeds'))).toHaveLength(1);
	});

	it('a 429 is no answer, so the feed goes again', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: 429, ...FEED });

		const { items } = await upload(PRODUCTS);

		expect(resultsOf(items)[2]).toMatchObject({ outcome: 'accepted' });
	});

	it('a locale that Awin does not know is named', async () => {
		sandbox.awin.faults.add({
			kind: 'status',
			status: 404,
			body: '{"message":"Locale not found"}',
		});

		await expect(upload(PRODUCTS)).rejects.toMatchObject({
			description: expect.stringMatching(/Locale not found.*Check "Locale" and "Vertical"/),
		});
	});
});

describe('what keeps a feed from being replaced by something that was not meant', () => {
	it.each<[string, IDataObject[], INodeParameters, RegExp]>([
		['a product without id', [PRODUCTS[0], { title: 'x' }], {}, /"id" is missing.*\[item 2 of 2\]/],
		['an id twice', [PRODUCTS[0], PRODUCTS[0]], {}, /more than once, in items 1 and 2/],
		['too many', PRODUCTS, { options: { maxRows: 2 } }, /3 items to send, more than the 2/],
		['too few', PRODUCTS, { options: { minRows: 4 } }, /3 products, fewer than the 4/],
		['no locale', PRODUCTS, { locale: '' }, /"Locale" is empty/],
	])('%s', async (_, products, parameters, message) => {
		await expect(upload(products, parameters)).rejects.toThrow(message);

		expect(sandbox.awin.calls).toEqual([]);
	});

	it('exactly as many products as Min Rows are enough', async () => {
		const { items } = await upload(PRODUCTS, { options: { minRows: 3 } });

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual(Array(3).fill('accepted'));
	});

	it('Min Rows holds for each feed of its own', async () => {
		const products = [0, 1, 2].map((index) => ({
			...productOf(index),
			to: index < 2 ? 'de_DE' : 'de_AT',
		}));
		const parameters = { locale: '={{ $json.to }}', options: { minRows: 2 } };

		const { items } = await upload(products, parameters, CONTINUE);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'accepted',
			'failed',
		]);
		expect(resultsOf(items)[2].message).toContain('1 products, fewer than the 2');
		expect(uploads().map(({ locale }) => locale)).toEqual(['de_DE']);
	});

	it.each([
		['no line of a product', 'hello', /"File" is "a.jsonl", which has no product in line 1/],
		['a product without id', '{"title":"x"}', /has a product without id in line 1/],
		['nothing', '\n\n', /has no products/],
		['an id twice', '{"id":"1"}\n{"id":1}', /"1" is there twice in its file/],
	])('a file with %s', async (_, text, message) => {
		const data = Buffer.from(text).toString('base64');
		const items = [
			{ json: {}, binary: { data: { data, mimeType: 'text/plain', fileName: 'a.jsonl' } } },
		];

		await expect(
			upload([], { mode: 'file', binaryPropertyName: 'data' }, { items }),
		).rejects.toThrow(message);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('a file in another encoding than UTF-8', async () => {
		const bytes = Buffer.from('{"id":"1","title":"Größe"}\n', 'latin1');
		const data = { data: bytes.toString('base64'), mimeType: 'text/plain', fileName: 'a.jsonl' };

		await expect(
			upload(
				[],
				{ mode: 'file', binaryPropertyName: 'data' },
				{ items: [{ json: {}, binary: { data } }] },
			),
		).rejects.toThrow('"File" is "a.jsonl", which is not written in UTF-8');
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('a dry run of some products of a feed is none: the others would take the place of all', async () => {
		const products = PRODUCTS.map((product, index) => ({ ...product, look: index === 1 }));
		const parameters = { options: { dryRun: '={{ $json.look }}' } };

		await expect(upload(products, parameters)).rejects.toThrow(
			'"Dry Run" is on for some products of this feed and off for others',
		);
		for (const leaveOutBadProducts of [false, true]) {
			const options = { ...parameters.options, leaveOutBadProducts };
			const { items } = await upload(products, { options }, CONTINUE);
			expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
				'failed',
				'failed',
				'failed',
			]);
		}
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('a dry run of one feed of two is one', async () => {
		const products = [0, 1].map((index) => ({
			...productOf(index),
			to: index === 0 ? 'de_DE' : 'de_AT',
		}));

		const { items } = await upload(products, {
			locale: '={{ $json.to }}',
			options: { dryRun: '={{ $json.to === "de_AT" }}' },
		});

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual(['accepted', 'dryRun']);
		expect(uploads().map(({ locale }) => locale)).toEqual(['de_DE']);
	});

	it('a dry run sends nothing, and shows it', async () => {
		const { items, hints } = await upload(PRODUCTS, { options: { dryRun: true } });

		expect(resultsOf(items)[0]).toMatchObject({ outcome: 'dryRun', wouldSend: PRODUCTS[0] });
		expect(hints[0].message).toContain('It would upload 3 products and replace the feed');
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('an agent makes a dry run unless it is told otherwise', async () => {
		const type = 'n8n-nodes-awin.awinTool';

		const { items } = await upload(PRODUCTS, {}, { type });
		expect(resultsOf(items)[0].outcome).toBe('dryRun');

		const real = await upload(PRODUCTS, { options: { dryRun: false } }, { type });
		expect(resultsOf(real.items)[0].outcome).toBe('accepted');
	});
});

describe('with On Error: Continue a feed of which a product cannot be sent stays as it is', () => {
	const HELD =
		'Not sent, because 1 other item of this feed cannot be sent, and an upload replaces the whole feed';

	beforeEach(async () => {
		await upload(PRODUCTS);
		sandbox.awin.calls.length = 0;
	});

	it.each<[string, IDataObject, RegExp]>([
		['without an id', { title: 'x' }, /"id" is missing/],
		['with a blank id', { ...productOf(3), id: ' ' }, /"id" is missing/],
		['with an id that is no text', { ...productOf(3), id: 1.5 }, /"id" is missing/],
	])('one %s', async (_, bad, reason) => {
		const { items, hints } = await upload([...PRODUCTS, bad], {}, CONTINUE);

		expect(resultsOf(items).map(({ message }) => message)).toEqual([
			HELD,
			HELD,
			HELD,
			expect.stringMatching(reason),
		]);
		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'failed',
			nextStep: expect.stringContaining('Leave Out Bad Products'),
		});
		expect(hints.map(({ message }) => message)).toEqual(['4 not sent.']);
		expect(sandbox.awin.calls).toEqual([]);
		expect(kept()).toEqual(PRODUCTS);
	});

	it('one that is there twice', async () => {
		const { items } = await upload([...PRODUCTS, { ...PRODUCTS[1], price: '1 EUR' }], {}, CONTINUE);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual(Array(4).fill('failed'));
		expect(resultsOf(items)[0].message).toContain('2 other items of this feed cannot be sent');
		expect(kept()).toEqual(PRODUCTS);
	});

	it('one in a file, beside another file', async () => {
		const files = [PRODUCTS.slice(0, 2), [{ title: 'x' }]].map((products) => {
			const text = products.map((product) => JSON.stringify(product)).join('\n');
			const data = Buffer.from(text).toString('base64');
			return { json: {}, binary: { data: { data, mimeType: 'text/plain' } } };
		});

		const { items } = await upload(
			[],
			{ mode: 'file', binaryPropertyName: 'data' },
			{ items: files, ...CONTINUE },
		);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
		expect(kept()).toEqual(PRODUCTS);
	});

	it('and another feed of the same run goes', async () => {
		const products = [...PRODUCTS, { title: 'x' }, productOf(4)].map((product, index) => ({
			...product,
			to: index < 4 ? 'de_DE' : 'de_AT',
		}));

		const { items } = await upload(products, { locale: '={{ $json.to }}' }, CONTINUE);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
			...Array<string>(4).fill('failed'),
			'accepted',
		]);
		expect(uploads().map(({ locale }) => locale)).toEqual(['de_DE', 'de_AT']);
		expect(kept()).toEqual(PRODUCTS);
	});

	it('one that does not say to which feed it belongs keeps all back', async () => {
		const products = [...PRODUCTS, productOf(3)].map((product, index) => ({
			...product,
			to: ['de_DE', 'de_DE', 'de_AT', ''][index],
		}));

		const { items } = await upload(products, { locale: '={{ $json.to }}' }, CONTINUE);

		expect(resultsOf(items).map(({ message }) => message)).toEqual([
			...Array<string>(3).fill(
				'Not sent, because 1 item does not say to which feed it belongs, and an upload replaces the whole feed',
			),
			expect.stringContaining('"Locale" is empty'),
		]);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('unless the node was told to leave out what is bad', async () => {
		const { items } = await upload(
			[PRODUCTS[0], { title: 'x' }, PRODUCTS[1], PRODUCTS[1]],
			{ options: { leaveOutBadProducts: true } },
			CONTINUE,
		);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
			'accepted',
			...Array<string>(3).fill('failed'),
		]);
		expect(kept()).toEqual([PRODUCTS[0]]);
	});

	it('and even then not with fewer products than Min Rows', async () => {
		const { items } = await upload(
			[...PRODUCTS, { title: 'x' }],
			{ options: { leaveOutBadProducts: true, minRows: 4 } },
			CONTINUE,
		);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual(Array(4).fill('failed'));
		expect(kept()).toEqual(PRODUCTS);
	});

	it('whatever is the matter: a feed is all that was given for it, or what it was before', async () => {
		const row = fc.record({
			id: fc.constantFrom<unknown>('1', '2', '3', '4', 5, '', null, 1.5, {}),
			to: fc.constantFrom('de_DE', 'de-de', 'en_DE', 'de_AT', '', 'Germany'),
			look: fc.constantFrom<unknown>(true, false, '', 'perhaps'),
			title: fc.constantFrom('Mug', ''),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
				const before = new Map(sandbox.awin.uploadedFeeds);
				const { items } = await upload(
					rows as IDataObject[],
					{ locale: '={{ $json.to }}', options: { dryRun: '={{ $json.look }}' } },
					CONTINUE,
				);
				for (const locale of ['de_DE', 'en_DE', 'de_AT']) {
					const key = `${ADVERTISER}-retail-${locale}`;
					if (sandbox.awin.uploadedFeeds.get(key) === before.get(key)) continue;
					const last = uploads()
						.filter((upload) => upload.locale === locale)
						.at(-1);
					const given = rows.filter(
						({ to }) => to.replace('-', '_').toLowerCase() === locale.toLowerCase(),
					);
					expect((last?.products ?? 0) + (last?.rejected ?? 0)).toBe(given.length);
				}
				expect(items).toHaveLength(rows.length);
			}),
			{ numRuns: 150 },
		);
	});
});
