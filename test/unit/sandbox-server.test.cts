import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewFault } from '../../demo/sandbox/faults.cts';
import type { OrderEntry } from '../../demo/sandbox/ledger.cts';
import { startSandbox } from '../../demo/sandbox/server.cts';
import type { SandboxServer, SandboxServerOptions } from '../../demo/sandbox/server.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';

const NOW = Date.parse('2025-11-20T12:00:00Z');
let server: SandboxServer;
let now = NOW;

const start = async (options: SandboxServerOptions = {}) => {
	server = await startSandbox({ clock: () => now, world: { transactionsPerDay: 1 }, ...options });
};
beforeEach(async () => {
	now = NOW;
	await start();
});
afterEach(() => server.close());

const call = (path: string, init: RequestInit = {}) =>
	fetch(`${server.url}${path}`, {
		...init,
		redirect: 'manual',
		headers: {
			authorization: `Bearer ${TOKENS.owner}`,
			'x-api-key': TOKENS.owner,
			'content-type': 'application/json',
		},
	});
const post = (path: string, body: unknown) =>
	call(path, { method: 'POST', body: JSON.stringify(body) });
const sendOrder = () =>
	post('/s2s/advertiser/77102/orders', {
		orders: [
			{
				orderReference: 'S-1',
				amount: 5,
				channel: 'aw',
				currency: 'GBP',
				awc: 'x',
				commissionGroups: [{ code: 'DEFAULT', amount: 5 }],
			},
		],
	});
const booked = () => server.awin.ledger.length;

describe('the HTTP server', () => {
	it('answers on the loopback address what the sandbox answers', async () => {
		const response = await call('/accounts');
		expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
		expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8');
		expect(await response.json()).toMatchObject({ userId: 410001 });
	});

	it('reads bodies and long addresses whole', async () => {
		expect((await sendOrder()).status).toBe(200);
		expect(booked()).toBe(1);
		expect((await call(`/accounts?x=${'1'.repeat(20_000)}`)).status).toBe(414);
	});

	it('counts how many calls are open at once', async () => {
		server.awin.faults.add({ kind: 'slow', delayMs: 40, times: Infinity });
		await Promise.all([call('/accounts'), call('/accounts'), call('/accounts')]);
		expect(server.awin.calls.map(({ concurrent }) => concurrent)).toEqual([1, 2, 3]);
	});

	it('closes with connections open', async () => {
		server.awin.faults.add({ kind: 'slow', delayMs: 60_000 });
		const open = call('/accounts').catch((error: unknown) => error);
		while (server.awin.calls.length === 0) await new Promise(setImmediate);
		await server.close();
		expect(String(await open)).toMatch(/fetch failed/);
	});
});

describe('faults', () => {
	const fault = (added: NewFault) => server.awin.faults.add(added);

	it('status: Awin’s envelope or any other answer, once, without effect', async () => {
		fault({ kind: 'status', status: 429 });
		const limited = await sendOrder();
		expect([limited.status, await limited.json()]).toEqual([
			429,
			{
				error: 'request.limit.exceeded',
				description: "Requests limit '20' times per '1' minutes' is exceeded",
			},
		]);
		fault({ kind: 'status', status: 503, body: 'busy', headers: { 'retry-after': '7' } });
		const busy = await sendOrder();
		expect([busy.status, busy.headers.get('retry-after'), await busy.text()]).toEqual([
			503,
			'7',
			'busy',
		]);
		expect(booked()).toBe(0);
		expect((await sendOrder()).status).toBe(200);
	});

	it('status after processing: the order is booked nonetheless', async () => {
		fault({ kind: 'status', status: 500, afterProcessing: true });
		expect((await sendOrder()).status).toBe(500);
		expect(booked()).toBe(1);
	});

	it.each([
		['dropBefore', 0],
		['dropAfter', 1],
	] as const)('%s: no answer, %i orders booked', async (kind, orders) => {
		fault({ kind });
		await expect(sendOrder()).rejects.toThrow();
		expect(booked()).toBe(orders);
		expect(server.awin.calls).toHaveLength(1);
	});

	it('cutBody: the head of an answer, then nothing', async () => {
		fault({ kind: 'cutBody' });
		const broken = call('/accounts').then((response) => response.text());
		await expect(broken).rejects.toThrow();
	});

	it('truncatedJson: a whole answer that is no JSON', async () => {
		fault({ kind: 'truncatedJson' });
		const response = await call('/accounts');
		expect(response.status).toBe(200);
		await expect(response.json()).rejects.toThrow(/JSON/);
	});

	it('wrongTypes: JSON that holds what nobody expects', async () => {
		fault({ kind: 'wrongTypes' });
		expect(await (await call('/accounts')).json()).toEqual({
			userId: 'about 410001',
			accounts: { 0: expect.anything() as object },
		});
	});

	it('html, body and redirect', async () => {
		fault({ kind: 'html', status: 200 });
		expect(await (await call('/accounts')).text()).toMatch(/^<html>/);
		fault({ kind: 'body', body: '{"error":"x"}' });
		expect(await (await call('/accounts')).text()).toBe('{"error":"x"}');
		fault({ kind: 'redirect', location: 'https://elsewhere.example/' });
		const redirect = await call('/accounts');
		expect([redirect.status, redirect.headers.get('location')]).toEqual([
			302,
			'https://elsewhere.example/',
		]);
	});

	it('hit the requests that they are for, as often as they should, after as many as they should', async () => {
		fault({
			kind: 'status',
			status: 502,
			match: { method: 'GET', path: /type=pub/ },
			times: 2,
			afterCalls: 1,
		});
		fault({ kind: 'status', status: 504, match: { path: 'advertiser' } });
		const statuses: number[] = [];
		for (const type of ['publisher', 'advertiser', 'publisher', 'publisher', 'publisher']) {
			statuses.push((await call(`/accounts?type=${type}`)).status);
		}
		expect(statuses).toEqual([200, 504, 502, 502, 200]);
		expect(server.awin.faults.waiting).toEqual([]);
	});
});

describe('the control endpoint', () => {
	const control = async (method: string, path: string, body?: unknown) => {
		const init = { method, body: body === undefined ? undefined : JSON.stringify(body) };
		const response = await fetch(`${server.url}/_sandbox/${path}`, init);
		return (await response.json()) as unknown;
	};

	it('tells the state, calls, history and ledger, and never counts as a call', async () => {
		await sendOrder();
		expect(await control('GET', 'state')).toMatchObject({
			nowMs: NOW,
			calls: 1,
			ledgerEntries: 1,
			requestsPerMinute: 20,
			switches: { zones: 16 },
		});
		expect(await control('GET', 'calls')).toMatchObject([
			{ path: '/s2s/advertiser/77102/orders', status: 200 },
		]);
		expect(await control('GET', 'ledger')).toMatchObject([{ kind: 'order', reference: 'S-1' }]);
		const history = await control(
			'GET',
			`history?accountType=advertiser&accountId=77102&fromMs=${NOW - 30 * 86_400_000}`,
		);
		expect((history as unknown[]).length).toBeGreaterThan(5);
		expect(server.awin.calls).toHaveLength(1);
	});

	it('sets and clears faults', async () => {
		const match = { method: 'GET', pathPattern: '^/acc' };
		await control('POST', 'faults', { kind: 'status', status: 500, match, times: 'Infinity' });
		expect((await call('/accounts')).status).toBe(500);
		expect((await call('/accounts')).status).toBe(500);
		expect(await control('DELETE', 'faults')).toEqual({ faults: [] });
		expect((await call('/accounts')).status).toBe(200);
		expect(await control('POST', 'faults', { kind: 'earthquake' })).toMatchObject({
			error: 'exception',
		});
	});

	it('turns switches, limit and clock', async () => {
		await control('POST', 'switches', { idsAsStrings: true });
		await control('POST', 'limit', { requestsPerMinute: 1 });
		expect(await control('POST', 'clock', { shiftMs: 60_000 })).toMatchObject({
			now: '2025-11-20T12:01:00.000Z',
		});
		expect(await (await call('/accounts')).json()).toMatchObject({ userId: '410001' });
		expect((await call('/accounts')).status).toBe(429);
		expect(await control('POST', 'switches', { nonsense: true })).toMatchObject({
			error: 'exception',
		});
	});

	it('revokes and restores tokens', async () => {
		await control('POST', 'revoke', { token: TOKENS.owner });
		expect((await call('/accounts')).status).toBe(401);
		await control('POST', 'restore', { token: TOKENS.owner });
		expect((await call('/accounts')).status).toBe(200);
	});
});

describe('the journal', () => {
	const directory = mkdtempSync(join(tmpdir(), 'awin-sandbox-'));
	const journalFile = join(directory, 'deep', 'journal.jsonl');
	afterAll(() => rmSync(directory, { recursive: true }));

	it('keeps orders, validations and live sales over a restart', async () => {
		const world = { transactionsPerDay: 1, liveEventsPerMinute: 4 };
		const restart = async () => {
			await server.close();
			await start({ journalFile, world });
		};
		await restart();
		await sendOrder();
		const [order] = server.awin.ledger as OrderEntry[];
		now += 20 * 60_000;
		const transactionId = order.transactionId ?? 0;
		await post('/advertisers/77102/transactions/batch', [
			{ action: 'approve', transaction: { transactionId } },
		]);
		now += 60_000;
		const look = () =>
			server.awin.world.transactionsAt('advertiser', 77102, now, { fromMs: NOW - 86_400_000 });
		const before = look();
		expect(before.find(({ id }) => id === transactionId)).toMatchObject({
			commissionStatus: 'approved',
		});
		expect(before.length).toBeGreaterThan(20);
		const { ledger } = server.awin;

		await restart();
		expect(look()).toEqual(before);
		expect(server.awin.ledger).toEqual(ledger);
		await sendOrder();
		expect(
			new Set((server.awin.ledger as OrderEntry[]).map(({ transactionId: id }) => id)).size,
		).toBe(2);
		expect(readFileSync(journalFile, 'utf8').trim().split('\n').length).toBeGreaterThan(4);
	});
});
