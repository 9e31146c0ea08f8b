import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IBinaryData, INodeParameters } from 'n8n-workflow';

import { feedLine, LINE_BYTES } from '../../demo/sandbox/feeds.cts';
import type { NewFault } from '../../demo/sandbox/faults.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { executeAwin, type Execution, type ExecutionSettings } from '../support/contexts.cts';
import {
	downloadParameters,
	feedHash,
	hashOf,
	useFileStore,
	withoutPauses,
	type BinaryMode,
	type FileStore,
} from '../support/feeds.cts';
import { ADVERTISER, credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const FEED = { match: { path: '/awinfeeds/' } };

const { sandbox } = useSandbox();
let store: FileStore;
let folder: string;

beforeEach(async () => {
	withoutPauses();
	folder = mkdtempSync(join(tmpdir(), 'awin-feeds-'));
	store = await useFileStore(folder, 'filesystem');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function download(
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
): Promise<Execution> {
	return await executeAwin({
		credentials: credentialsFor(sandbox),
		...settings,
		parameters: { ...downloadParameters, ...parameters },
	});
}

function filesKept(): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ name }) => name);
}

function fileOf({ items }: Execution, field = 'data'): IBinaryData {
	return items[0].binary?.[field] as IBinaryData;
}

function calls(): number {
	return sandbox.awin.calls.filter(({ path }) => path.includes('/awinfeeds/')).length;
}

describe('a feed', () => {
	it.each<BinaryMode>(['filesystem', 'default'])(
		'comes as a file, byte by byte as Awin has it (n8n keeps files in mode %s)',
		async (mode) => {
			store = await useFileStore(folder, mode);

			const execution = await download();

			expect(execution.items).toEqual([
				{
					json: {
						advertiserId: ADVERTISER,
						vertical: 'retail',
						locale: 'de_DE',
						fileName: `${ADVERTISER}-retail-de_DE.jsonl`,
						bytes: 500 * LINE_BYTES,
						products: 500,
					},
					binary: {
						data: expect.objectContaining({
							fileName: `${ADVERTISER}-retail-de_DE.jsonl`,
							mimeType: 'application/x-ndjson',
							fileExtension: 'jsonl',
							bytes: 500 * LINE_BYTES,
						}),
					},
					pairedItem: { item: 0 },
				},
			]);
			expect(hashOf(await store.bytesOf(fileOf(execution)))).toBe(feedHash(500));
		},
	);

	it('has the name and the field that were asked for, and the locale in any form', async () => {
		const execution = await download({
			binaryPropertyName: 'products',
			locale: ' DE-de ',
			options: { fileName: 'today.jsonl' },
		});

		expect(execution.items[0].json).toMatchObject({ fileName: 'today.jsonl', locale: 'de_DE' });
		expect(fileOf(execution, 'products').fileName).toBe('today.jsonl');
	});

	it.each<[string, Partial<Switches>]>([
		['packed', { feedPacked: true }],
		['without its length', { feedLength: 'chunked' }],
		['with one product', { feedProducts: 1 }],
	])('is whole %s', async (_, switches) => {
		Object.assign(sandbox.awin.switches, switches);
		const products = sandbox.awin.switches.feedProducts;

		const execution = await download();

		expect(execution.items[0].json).toMatchObject({ products, bytes: products * LINE_BYTES });
		expect(hashOf(await store.bytesOf(fileOf(execution)))).toBe(feedHash(products));
	});
});

describe('a feed that is not whole is no file', () => {
	const brokenOff: Array<[string, NewFault, Partial<Switches>, RegExp, number]> = [
		['torn midway', { kind: 'cutBody' }, {}, /connection to Awin ended before/, 4],
		['torn, of unknown length', { kind: 'cutBody' }, { feedLength: 'chunked' }, /ended before/, 4],
		[
			'torn, packed',
			{ kind: 'cutBody' },
			{ feedPacked: true },
			/ended before|ends in the middle/,
			4,
		],
		['cut in a line', { kind: 'truncatedJson' }, {}, /an answer that ends in the middle/, 4],
		['a web page', { kind: 'html', status: 200 }, {}, /a web page instead of data/, 4],
		['empty', { kind: 'body', body: '' }, {}, /an empty answer/, 4],
		[
			'no lines of products',
			{ kind: 'body', body: 'ok\n' },
			{},
			/a form that this node does not/,
			1,
		],
		[
			'a refusal with status 200',
			{ kind: 'body', body: '{"error":"exception","description":"Feed is being built."}' },
			{},
			/broke the feed off before its end and says: "Feed is being built" \[item 1 of 1\]/,
			1,
		],
		['never answered', { kind: 'dropBefore' }, {}, /ended before the answer was complete/, 4],
		['redirected', { kind: 'redirect', location: 'https://example.com/feed' }, {}, /a redirect/, 1],
	];

	it.each(brokenOff)('%s', async (_, fault, switches, message, tries) => {
		Object.assign(sandbox.awin.switches, switches);
		sandbox.awin.faults.add({ ...fault, ...FEED, times: Infinity });

		await expect(download()).rejects.toThrow(message);

		expect(calls()).toBe(tries);
		expect(filesKept()).toEqual([]);
	});

	it('in the memory of n8n neither', async () => {
		await useFileStore(folder, 'default');
		sandbox.awin.faults.add({ kind: 'cutBody', ...FEED, times: Infinity });

		await expect(download()).rejects.toThrow('connection to Awin ended before');
	});

	it('when Awin says in the last line that it broke off', async () => {
		sandbox.awin.switches.feedEnd = 'error';

		await expect(download()).rejects.toThrow(
			'Awin broke the feed off before its end and says: "Feed generation was interrupted"',
		);
		expect(filesKept()).toEqual([]);
	});

	it('but the next try is, in full', async () => {
		sandbox.awin.faults.add({ kind: 'cutBody', ...FEED });

		const execution = await download();

		expect(calls()).toBe(2);
		expect(execution.items[0].json).toMatchObject({ products: 500 });
		expect(hashOf(await store.bytesOf(fileOf(execution)))).toBe(feedHash(500));
		expect(filesKept()).toHaveLength(2);
	});
});

describe('a refusal is explained', () => {
	it.each([
		[
			{ locale: 'fr_FR' },
			/Awin has nothing at this address \(status 404\)\. Awin says: "Locale not found"/,
			/feed in Google's format for fr_FR/,
		],
		[
			{ advertiserId: { __rl: true, mode: 'id', value: '77104' } },
			/not allowed to use publisher account 88201/,
			/you have to have joined the program/,
		],
	])('%j', async (parameters, message, description) => {
		await expect(download(parameters as INodeParameters)).rejects.toMatchObject({
			message: expect.stringMatching(message),
			description: expect.stringMatching(description),
		});
		expect(calls()).toBe(1);
	});

	it('a web page of any length with its status, never with its text', async () => {
		const body = `<html>${'secret words '.repeat(100_000)}</html>`;
		sandbox.awin.faults.add({ kind: 'status', status: 503, body, ...FEED, times: Infinity });

		const error = await download().catch((thrown: Error) => thrown);

		expect(String(error)).toMatch('Awin could not answer (status 503)');
		expect(JSON.stringify(error)).not.toContain('secret words');
		expect(calls()).toBe(4);
	});

	it('a 429 waits for its minute and goes on', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: 429, ...FEED });

		const { items } = await download();

		expect(items[0].json).toMatchObject({ products: 500 });
	});

	it('with On Error: Continue the item comes out with what was the matter', async () => {
		const { items } = await download({ locale: 'fr_FR' }, { onError: 'continueRegularOutput' });

		expect(items).toEqual([
			{
				json: {
					error: expect.stringContaining('Locale not found'),
					details: expect.stringContaining('fr_FR'),
				},
				pairedItem: { item: 0 },
			},
		]);
	});
});

describe('what cannot be meant is found before anything is sent', () => {
	it.each([
		[{ locale: '' }, '"Locale" is empty'],
		[{ locale: 'English' }, '"Locale" is "English", which is not a language with a country'],
		[{ vertical: '../x' }, '"Vertical" is "../x", which is not a kind of feed'],
		[{ binaryPropertyName: ' ' }, '"Put Output File in Field" is empty'],
		[{ advertiserId: { __rl: true, mode: 'id', value: 'abc' } }, '"Advertiser" is "abc"'],
	])('%j', async (parameters, message) => {
		await expect(download(parameters as INodeParameters)).rejects.toThrow(message);
		expect(sandbox.awin.calls).toEqual([]);
	});
});

it('a stopped execution ends the download, and leaves no file', async () => {
	sandbox.awin.switches.feedProducts = 3_000_000;
	const controller = new AbortController();
	const { record } = sandbox.awin;
	sandbox.awin.record = (request, status) => {
		record.call(sandbox.awin, request, status);
		setImmediate(() => controller.abort());
	};

	await expect(download({}, { signal: controller.signal })).rejects.toThrow('stopped');
	expect(filesKept()).toEqual([]);
});

it('what n8n cannot store is said to be that', async () => {
	// A file in the place of the folder that n8n wants to make.
	writeFileSync(join(folder, 'workflows'), '');

	await expect(download()).rejects.toThrow(
		/^n8n could not store the feed\. n8n says: ".*" \[item 1 of 1\]$/,
	);
	expect(calls()).toBe(1);
});

it('the first line of the sandbox has every attribute that Awin asks for', () => {
	const line = feedLine(ADVERTISER, 'de_DE', 0);
	expect(Buffer.byteLength(line)).toBe(LINE_BYTES);
	expect(JSON.parse(line)).toMatchObject({ id: `${ADVERTISER}-1`, link: expect.any(String) });
});
