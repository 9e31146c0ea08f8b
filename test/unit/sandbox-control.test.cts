import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { freshFetch } from '../../demo/n8n/fresh-fetch.cts';
import { explainedStart, portFrom } from '../../demo/sandbox/port.cts';
import { startSandbox } from '../../demo/sandbox/server.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';

const NOW = Date.parse('2025-11-20T12:00:00Z');
const WEEK_MS = 7 * 86_400_000;
let server: SandboxServer;

beforeEach(async () => {
	server = await startSandbox({ clock: () => NOW, world: { transactionsPerDay: 1 } });
});
afterEach(() => server.close());

/** Status and description of the answer; `description` is empty where all went well. */
async function control(method: string, path: string, body?: unknown) {
	const init = { method, body: body === undefined ? undefined : JSON.stringify(body) };
	const response = await freshFetch(`${server.url}/_sandbox/${path}`, init);
	const { description = '' } = (await response.json()) as { description?: string };
	return { status: response.status, description };
}

describe('the control endpoint refuses', () => {
	it.each([
		[{}, 'kind takes one of status, slow'],
		[{ kind: 'toString' }, 'kind takes one of'],
		[{ kind: 'status' }, 'status is missing: it takes a whole number from 200 to 599'],
		[{ kind: 'status', status: 99 }, 'status takes a whole number from 200 to 599'],
		[{ kind: 'status', status: '500' }, 'status takes a whole number'],
		[{ kind: 'status', status: 500, body: {} }, 'body takes a text'],
		[{ kind: 'status', status: 500, headers: { a: 1 } }, 'headers takes an object of HTTP headers'],
		[{ kind: 'status', status: 500, headers: { 'a b': 'x' } }, 'headers takes'],
		[{ kind: 'status', status: 500, headers: { a: 'x\ny' } }, 'headers takes'],
		[{ kind: 'status', status: 500, headers: { 'Content-Length': '1' } }, 'headers takes'],
		[{ kind: 'status', status: 500, afterProcessing: 1 }, 'afterProcessing takes true or false'],
		[{ kind: 'status', status: 500, delayMs: 1 }, 'delayMs is not a field of the kind status'],
		[{ kind: 'slow' }, 'delayMs is missing: it takes a whole number of milliseconds'],
		[{ kind: 'slow', delayMs: 1e20 }, 'delayMs takes a whole number of milliseconds from 0'],
		[{ kind: 'slow', delayMs: -1 }, 'delayMs takes'],
		[{ kind: 'html', status: 0 }, 'status takes a whole number from 200 to 599'],
		[{ kind: 'html', title: null }, 'title takes a text'],
		[{ kind: 'body' }, 'body is missing: it takes a text'],
		[{ kind: 'body', body: {} }, 'body takes a text'],
		[{ kind: 'body', body: '', contentType: 'a\r\nb' }, 'contentType takes a text that can stand'],
		[{ kind: 'redirect' }, 'location is missing'],
		[{ kind: 'redirect', location: 'https://awin.example/€' }, 'location takes a text that can'],
		[{ kind: 'cutBody', times: 0 }, 'times takes a whole number from 1, or "Infinity"'],
		[{ kind: 'cutBody', times: 1.5 }, 'times takes'],
		[{ kind: 'cutBody', times: null }, 'times takes'],
		[{ kind: 'cutBody', afterCalls: -1 }, 'afterCalls takes a whole number from 0'],
		[{ kind: 'cutBody', match: 'accounts' }, 'match takes an object'],
		[{ kind: 'cutBody', match: null }, 'match takes an object'],
		[
			{ kind: 'cutBody', match: { url: 'x' } },
			'match.url is not a field of match, which has method',
		],
		[{ kind: 'cutBody', match: { method: 1 } }, 'match.method takes an HTTP method'],
		[{ kind: 'cutBody', match: { path: {} } }, 'match.path takes a text'],
		[
			{ kind: 'cutBody', match: { pathPattern: '(' } },
			'match.pathPattern takes a regular expression',
		],
		[{ kind: 'cutBody', match: { pathPattern: 1 } }, 'match.pathPattern takes'],
	])('the fault %j', async (fault, problem) => {
		const answer = await control('POST', 'faults', fault);

		expect(answer).toEqual({ status: 400, description: expect.stringContaining(problem) });
		expect(server.awin.faults.waiting).toEqual([]);
	});

	it.each([
		['POST', 'clock', {}, 'shiftMs takes a whole number of milliseconds'],
		['POST', 'clock', { shiftMs: 1e20 }, 'shiftMs takes'],
		['POST', 'clock', { shiftMs: -1e13 }, 'shiftMs takes'],
		['POST', 'clock', { shiftMs: 'soon' }, 'shiftMs takes'],
		['POST', 'limit', { requestsPerMinute: -1 }, 'requestsPerMinute takes a whole number or null'],
		['POST', 'limit', {}, 'requestsPerMinute takes'],
		['POST', 'results', { to: 'ftp://x' }, 'to takes an address'],
		['POST', 'switches', { batchStatus: 99 }, "'batchStatus' takes one of 200, 202"],
		['POST', 'switches', { zones: '16' }, "'zones' takes a number"],
		[
			'POST',
			'switches',
			{ rowOrder: 'none' },
			"'rowOrder' takes one of date, newest, id, scattered",
		],
		['POST', 'switches', { toString: 1 }, "There is no switch 'toString'"],
		['POST', 'revoke', {}, 'token takes a text'],
		['POST', 'restore', { token: 1 }, 'token takes a text'],
		['POST', 'faults', [], 'The body takes a JSON object'],
		['GET', 'calls?limit=many', undefined, 'limit takes a whole number'],
		['GET', 'history', undefined, 'accountType takes advertiser or publisher'],
		['GET', 'history?accountType=publisher&fromMs=x', undefined, 'fromMs takes a number'],
		['GET', 'history?accountType=publisher&toMs=1e20', undefined, 'toMs takes a time up to'],
	])('%s %s with %j', async (method, path, body, problem) => {
		const answer = await control(method, path, body);

		expect(answer).toEqual({ status: 400, description: expect.stringContaining(problem) });
		expect((await control('GET', 'state')).status).toBe(200);
	});
});

describe('the control endpoint takes', () => {
	it.each([
		[204, { kind: 'status', status: 204 }],
		[304, { kind: 'status', status: 304, body: 'x' }],
		[599, { kind: 'status', status: 599, body: '', headers: { 'Retry-After': '7' } }],
		[200, { kind: 'slow', delayMs: 0, beforeProcessing: true }],
		[502, { kind: 'html' }],
		[200, { kind: 'html', status: 200, title: 'Wartung – später' }],
		[200, { kind: 'body', body: 'ü', contentType: 'text/plain' }],
		[307, { kind: 'redirect', location: 'https://elsewhere.example/', status: 307 }],
		[200, { kind: 'truncatedJson', times: 'Infinity', afterCalls: 0 }],
		[200, { kind: 'wrongTypes', match: { method: 'get', path: '/acc', pathPattern: 'ACC|acc' } }],
	])('a fault that answers %i: %j', async (status, fault) => {
		expect(await control('POST', 'faults', fault)).toEqual({ status: 200, description: '' });

		expect(await statusOfAccounts()).toBe(status);
		expect((await control('GET', 'state')).status).toBe(200);
	});

	it.each([-520 * WEEK_MS, 520 * WEEK_MS])('a clock shifted by %i ms', async (shiftMs) => {
		expect((await control('POST', 'clock', { shiftMs })).status).toBe(200);

		expect((await control('GET', 'state')).status).toBe(200);
		expect(await statusOfAccounts()).toBe(200);
	});

	it('what it cannot do with a sentence and 500', async () => {
		jest.spyOn(server.awin.world, 'history').mockImplementation(() => {
			throw new Error('No history today');
		});

		const answer = await control('GET', 'history?accountType=advertiser&accountId=77101');

		expect(answer.status).toBe(500);
		expect(answer.description).toContain('The sandbox could not do this: No history today');
	});
});

/** Not by fetch, which takes no body beside a 204 or 304. */
async function statusOfAccounts(): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const headers = { authorization: `Bearer ${TOKENS.owner}` };
		request(`${server.url}/accounts`, { headers, agent: false }, (response) => {
			response.resume().once('end', () => resolve(response.statusCode));
		})
			.once('error', reject)
			.end();
	});
}

describe('the port of the command line', () => {
	it.each([
		[undefined, 4010],
		['0', 0],
		['65535', 65_535],
	])('%s is %i', (text, port) => expect(portFrom(text, 4010)).toBe(port));

	it.each(['99999', '-1', '1.5', 'http', ''])('%j is refused in a sentence', (text) => {
		expect(() => portFrom(text, 4010)).toThrow(
			`--port takes a whole number from 0 to 65535, not '${text}'.`,
		);
	});

	it('that is taken is explained', async () => {
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const { port } = other.address() as AddressInfo;
		try {
			const failure: unknown = await startSandbox({ port }).catch((error: unknown) => error);
			expect((explainedStart(failure, port) as Error).message).toBe(
				`Port ${port} is taken by another program on this machine, perhaps a sandbox or demo that is already running. Choose another one with --port, or any free one with --port 0.`,
			);
		} finally {
			other.close();
		}
	});

	it('that needs rights is explained, and other errors stay as they are', () => {
		const refused = Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'listen' });
		expect(String(explainedStart(refused, 80))).toContain('This account may not open port 80.');
		const unreadable = Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'open' });
		expect(explainedStart(unreadable, 80)).toBe(unreadable);
	});
});
