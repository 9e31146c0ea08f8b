import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import pLimit from 'p-limit';

import {
	FIRST_START_TIMEOUT_MS,
	LONGEST_WAIT_MS,
	notifiedWorkflow,
	startRealN8n,
	type RealN8n,
} from '../support/realN8n.cts';

let n8n: RealN8n;
let workflowId: string;
let path: string;

beforeAll(async () => {
	n8n = await startRealN8n();
	const webhookId = randomUUID();
	const created = await n8n.client.createWorkflow(notifiedWorkflow(webhookId, { secret: 'right' }));
	workflowId = created.id;
	path = `/webhook/${webhookId}/awin/right`;
	await n8n.client.activate(workflowId);
	// n8n answers before it listens.
	for (const endMs = Date.now() + LONGEST_WAIT_MS; (await post('')) !== 400; await sleep(200)) {
		if (Date.now() > endMs) throw new Error('It does not listen');
	}
}, FIRST_START_TIMEOUT_MS);

afterAll(async () => await n8n?.close(), FIRST_START_TIMEOUT_MS);

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** @returns the status; undefined where n8n hung up in the middle of what it was sent */
async function post(
	body: string | Buffer,
	headers: Record<string, string> = FORM,
	to = path,
): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const sent = request(
			`${n8n.client.url}${to}`,
			{ method: 'POST', headers, agent: false },
			(response) => {
				response.resume();
				response.on('close', () => resolve(response.statusCode));
			},
		);
		sent.on('error', () => resolve(undefined));
		sent.end(body);
	});
}

function rightPush(id: number): string {
	const AwinTransactionPush = JSON.stringify({ transactionId: String(id), commission: '1.50' });
	return new URLSearchParams({ AwinTransactionPush }).toString();
}

/** n8n is up, takes what is right, and has run nothing but that. */
async function expectOneMoreRun(id: number): Promise<void> {
	const before = await runs();
	expect(await post(rightPush(id))).toBe(200);
	for (const endMs = Date.now() + LONGEST_WAIT_MS; (await runs()) === before; await sleep(200)) {
		if (Date.now() > endMs) throw new Error('The right push started nothing');
	}
	expect(await runs()).toBe(before + 1);
}

async function runs(): Promise<number> {
	return (await n8n.client.listExecutions({ workflowId, limit: 100 })).length;
}

it('bodies of 50 MB are turned away, and n8n stays up', async () => {
	const large = Buffer.alloc(50_000_000, 'x');
	large.write('AwinTransactionPush=');
	for (const type of [FORM['content-type'], 'application/json', 'text/plain']) {
		const status = await post(large, { 'content-type': type });
		if (status !== undefined) expect(status).toBeGreaterThanOrEqual(400);
	}

	expect(await runs()).toBe(0);
	await expectOneMoreRun(1);
});

it.each<[string, string | Buffer, Record<string, string>]>([
	['bytes of Latin 1', Buffer.from('AwinTransactionPush={"clickRef":"caf\xe9"}', 'latin1'), FORM],
	['percent signs that mean nothing', 'AwinTransactionPush=%E9%zz%', FORM],
	['half a character', 'AwinTransactionPush=%F0%9F', FORM],
	[
		'a name of packing without the packing',
		'AwinTransactionPush=1',
		{ ...FORM, 'content-encoding': 'gzip' },
	],
	[
		'an alphabet that nobody knows',
		rightPush(7),
		{ 'content-type': `${FORM['content-type']}; charset=x` },
	],
	['JSON that is none', '{"transactionId":', { 'content-type': 'application/json' }],
	['parts without an end', '--a\r\nx', { 'content-type': 'multipart/form-data; boundary=a' }],
])('%s: nothing is run, and n8n stays up', async (_name, body, headers) => {
	const before = await runs();
	const status = await post(body, headers);
	if (status !== undefined) expect(status).toBeGreaterThanOrEqual(400);

	expect(await runs()).toBe(before);
	expect(await post('')).toBe(400);
});

it('10,000 pushes with the wrong secret run nothing, and the right one after them is taken', async () => {
	const before = await runs();
	const limited = pLimit(20);
	const wrong = path.replace(/right$/, 'guess');
	const body = rightPush(9);
	const statuses = await Promise.all(
		Array.from({ length: 10_000 }, () => limited(async () => await post(body, FORM, wrong))),
	);

	expect([...new Set(statuses)]).toEqual([404]);
	expect(await runs()).toBe(before);
	await expectOneMoreRun(9);
});
