import { gunzipSync } from 'node:zlib';

import { feedChunks, LINE_BYTES } from '../../demo/sandbox/feeds.cts';
import type { NewFault } from '../../demo/sandbox/faults.cts';
import { startSandbox } from '../../demo/sandbox/server.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';

const PATH = '/publishers/88201/awinfeeds/download/77101-retail-de_DE.jsonl';

let server: SandboxServer;

beforeEach(async () => {
	server = await startSandbox({ requestsPerMinute: null });
});

afterEach(async () => {
	await server.close();
});

const ask = async (path = PATH, init: RequestInit = {}) =>
	await fetch(`${server.url}${path}`, {
		...init,
		headers: { authorization: `Bearer ${TOKENS.owner}`, ...init.headers },
	});

const made = (products: number) =>
	Buffer.concat([...feedChunks(77101, 'de_DE', products)]).toString('utf8');

it('a feed has as many products as it was told, each a line of the same length', async () => {
	server.awin.switches.feedProducts = 130;

	const response = await ask();

	expect(response.headers.get('content-length')).toBe(String(130 * LINE_BYTES));
	const text = await response.text();
	expect(text).toBe(made(130));
	const lines = text.trimEnd().split('\n');
	expect(new Set(lines.map((line) => Buffer.byteLength(line) + 1))).toEqual(new Set([LINE_BYTES]));
	expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id)).size).toBe(130);
});

it('a feed of 2 GB begins at once, and is not made on when nobody listens any more', async () => {
	server.awin.switches.feedProducts = 2_000_000;
	const before = process.memoryUsage().rss;

	const response = await ask();
	const reader = (response.body as ReadableStream<Uint8Array>).getReader();
	const { value } = await reader.read();
	await reader.cancel();

	expect(value?.length).toBeGreaterThan(0);
	expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
});

it.each<[string, NewFault]>([
	['torn midway', { kind: 'cutBody' }],
	['torn midway, of unknown length', { kind: 'cutBody' }],
])('%s', async (name, fault) => {
	if (name.includes('unknown')) server.awin.switches.feedLength = 'chunked';
	server.awin.faults.add(fault);

	await expect((await ask()).text()).rejects.toThrow();
});

it('cut within a line', async () => {
	server.awin.faults.add({ kind: 'truncatedJson' });

	const text = await (await ask()).text();

	expect(made(500).startsWith(text)).toBe(true);
	expect(text.endsWith('\n')).toBe(false);
});

it('packed', async () => {
	server.awin.switches.feedPacked = true;

	const response = await ask(PATH, { headers: { 'accept-encoding': 'gzip' } });

	expect(response.headers.get('content-encoding')).toBe('gzip');
	const bytes = Buffer.from(await response.arrayBuffer());
	const text = bytes[0] === 0x1f ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
	expect(text).toBe(made(500));
});

it.each([
	[PATH.replace('de_DE', 'fr_FR'), 404, { message: 'Locale not found' }],
	[PATH.replace('retail', 'telco'), 404, { message: 'Vertical not found' }],
	[PATH.replace('77101', '77104'), 403, { error: 'forbidden' }],
])('%s is answered with %i', async (path, status, body) => {
	const response = await ask(path);

	expect(response.status).toBe(status);
	expect(await response.json()).toMatchObject(body);
});

it('an upload replaces the one before, and is known by its content type', async () => {
	const path = '/advertisers/77101/awinfeeds/retail/de_DE/products';
	const upload = async (products: number, type: string) =>
		await ask(path, { method: 'POST', body: made(products), headers: { 'content-type': type } });

	expect((await upload(3, 'application/json')).status).toBe(415);
	expect(await (await upload(3, 'application/jsonlines')).json()).toEqual({
		status: 'active',
		version: 1,
	});
	expect(await (await upload(2, 'application/jsonlines')).json()).toMatchObject({ version: 2 });
	expect(server.awin.uploadedFeeds.get('77101-retail-de_DE')).toHaveLength(2);
});
