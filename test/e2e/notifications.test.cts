import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nClient, OutputItem, WorkflowNode } from '../../demo/n8n/client.cts';
import { freshFetch } from '../../demo/n8n/fresh-fetch.cts';
import { startN8n } from '../../demo/n8n/process.cts';
import { ensureRuntime } from '../../demo/n8n/runtime.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { bookedReferences, submitParameters } from '../support/conversion.cts';
import { storedStaticData } from '../support/database.cts';
import {
	FIRST_START_TIMEOUT_MS,
	inALine,
	LONGEST_WAIT_MS,
	notifiedWorkflow,
	outputOf,
	signIn,
	startRealN8n,
	type RealN8n,
} from '../support/realN8n.cts';
import { ADVERTISER, credentialsFor, startTestSandbox } from '../support/sandbox.cts';

let n8n: RealN8n;
/** Where n8n is now: it is restarted now and then. */
let client: N8nClient;
let stopRestarted: (() => Promise<void>) | undefined;

beforeAll(async () => {
	n8n = await startRealN8n();
	client = n8n.client;
}, FIRST_START_TIMEOUT_MS);

afterAll(async () => {
	await stopRestarted?.();
	await n8n?.close();
}, FIRST_START_TIMEOUT_MS);

const SECRET = 'open sesame/1';
/** What becomes of it in an address. */
const SECRET_PATH = 'open-sesame-1';

interface Listening {
	workflowId: string;
	path: string;
}

async function createWorkflow(parameters: Record<string, unknown> = {}): Promise<Listening> {
	const webhookId = randomUUID();
	const workflow = notifiedWorkflow(webhookId, { secret: SECRET, ...parameters });
	const { id } = await client.createWorkflow(workflow);
	return { workflowId: id, path: `${webhookId}/awin/${SECRET_PATH}` };
}

async function activeWorkflow(parameters?: Record<string, unknown>): Promise<Listening> {
	const listening = await createWorkflow(parameters);
	await client.activate(listening.workflowId);
	// n8n answers before it listens.
	await untilStatus(listening.path, 400);
	return listening;
}

/** Asks with what is no notification, which starts nothing. */
async function untilStatus(path: string, status: number): Promise<void> {
	for (const endMs = Date.now() + LONGEST_WAIT_MS; ; await sleep(200)) {
		const answer = await ask(`webhook/${path}`);
		if (answer.status === status) return;
		if (Date.now() > endMs) throw new Error(`${path} answers with ${answer.status}`);
	}
}

async function ask(path: string, init: RequestInit = {}) {
	const response = await freshFetch(`${client.url}/${path}`, init);
	return { status: response.status, text: await response.text(), headers: response.headers };
}

function formPost(transactionId: number): RequestInit {
	const push = {
		transactionId: String(transactionId),
		transactionDate: '2026-02-20 22:04:00',
		transactionAmount: '55.96',
		transactionCurrency: 'GBP',
		commission: '5.59',
		merchantId: '12345',
		clickRef: 'café 🥾',
	};
	const body = new URLSearchParams({ AwinTransactionPush: JSON.stringify(push) });
	return { method: 'POST', body };
}

/** What all runs were started with, once there are as many as expected; some time is given for one too many. */
async function runs(workflowId: string, count: number): Promise<OutputItem['json'][]> {
	for (const endMs = Date.now() + LONGEST_WAIT_MS; ; await sleep(200)) {
		const found = await client.listExecutions({ workflowId, limit: 100 });
		const isOver = found.every(({ status }) => !['new', 'running'].includes(status));
		if ((found.length >= count && isOver) || Date.now() > endMs) {
			const executions = await Promise.all(found.map(({ id }) => client.getExecution(id)));
			return executions
				.flatMap((execution) => outputOf(execution, 'Awin Notification Trigger'))
				.map(({ json }) => json);
		}
	}
}

it('starts a workflow with each push, be it a POST or a GET, and not with a repeat', async () => {
	const { workflowId, path } = await activeWorkflow();

	const posted = await ask(`webhook/${path}`, formPost(1));
	expect(posted.status).toBe(200);
	expect(posted.headers.get('content-type')).toContain('text/plain');
	expect(posted.text).toBe('Thank you, the workflow was started.');
	const got = await ask(`webhook/${path}?transactionId=2&commission=!!!commission!!!`);
	expect(got.status).toBe(200);
	expect(got.text).toBe('Thank you, the workflow was started.');
	const repeated = await ask(`webhook/${path}`, formPost(1));
	expect(repeated.status).toBe(200);
	expect(repeated.text).toBe('Thank you, this transaction is known already.');
	await ask(`webhook/${path}`, formPost(3));

	const items = await runs(workflowId, 3);
	expect(items.map(({ id }) => id).sort()).toEqual([1, 2, 3]);
	expect(items.find(({ id }) => id === 1)).toMatchObject({
		eventId: '1-created',
		saleAmount: 55.96,
		commissionAmount: 5.59,
		clickReference: 'café 🥾',
	});
});

it('turns away who does not know the secret, and what is no notification, and runs nothing', async () => {
	const { workflowId, path } = await activeWorkflow();

	for (const wrong of [path.replace(SECRET_PATH, 'guess'), path.replace(`/${SECRET_PATH}`, '')]) {
		expect((await ask(`webhook/${wrong}`, formPost(1))).status).toBe(404);
		expect((await ask(`webhook/${wrong}?transactionId=1`)).status).toBe(404);
	}
	const bad = await ask(`webhook/${path}`, {
		method: 'POST',
		body: new URLSearchParams({ AwinTransactionPush: '<script>' }),
	});
	expect(bad.status).toBe(400);
	expect(bad.text).toMatch(/^This is not a transaction notification.*JSON\.\n$/);
	expect((await ask(`webhook/${path}`)).status).toBe(400);
	const form = new FormData();
	form.set('other', '1');
	expect((await ask(`webhook/${path}`, { method: 'POST', body: form })).status).toBe(400);
	const large = await ask(`webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: `AwinTransactionPush=${'x'.repeat(20_000_000)}`,
	}).catch(() => ({ status: 413 }));
	expect(large.status).toBeGreaterThanOrEqual(400);

	// The one that is right is the only run there is.
	form.set('AwinTransactionPush', '{"transactionId":"9"}');
	expect((await ask(`webhook/${path}`, { method: 'POST', body: form })).status).toBe(200);
	expect((await runs(workflowId, 1)).map(({ id }) => id)).toEqual([9]);
	expect(await client.listExecutions({ workflowId })).toHaveLength(1);
});

it('shows a push to the test address, and takes the real one after that', async () => {
	const { workflowId, path } = await activeWorkflow();
	await client.startWorkflow(workflowId);

	expect((await ask(`webhook-test/${path}`, formPost(5))).status).toBe(200);
	expect((await runs(workflowId, 1)).map(({ id }) => id)).toEqual([5]);
	expect((await ask(`webhook/${path}`, formPost(5))).status).toBe(200);
	expect((await runs(workflowId, 2)).map(({ id }) => id)).toEqual([5, 5]);
});

/** Ends n8n as a power cut would, and starts it on the same folder. */
async function killAndRestart(): Promise<void> {
	const { userFolder } = n8n;
	await stopRestarted?.();
	if (!stopRestarted) await n8n.process.kill();
	const runtime = await ensureRuntime({ progress: () => undefined });
	const restarted = await startN8n({ runtime, userFolder, logFile: join(userFolder, 'n8n.log') });
	stopRestarted = async () => await restarted.stop();
	client = await signIn(restarted);
}

/** The transactions that n8n's database says are known, as it is at this moment. */
async function storedIds(workflowId: string): Promise<string[]> {
	const stored = await storedStaticData(n8n.userFolder, workflowId);
	const state = stored['node:Awin Notification Trigger'] as
		| { awinNotifications?: { seen: string } }
		| undefined;
	return (state?.awinNotifications?.seen ?? '').split(',').filter(Boolean);
}

it('has n8n store each of five pushes, one after the other, and knows them all after a restart', async () => {
	const { workflowId, path } = await activeWorkflow();
	const ids = [7, 8, 9, 10, 11];
	for (const [index, id] of ids.entries()) {
		expect((await ask(`webhook/${path}`, formPost(id))).status).toBe(200);
		expect(await storedIds(workflowId)).toEqual(ids.slice(0, index + 1).map(String));
	}
	await runs(workflowId, ids.length);

	await killAndRestart();
	await untilStatus(path, 400);
	for (const id of [...ids, 12]) {
		expect((await ask(`webhook/${path}`, formPost(id))).status).toBe(200);
	}
	expect(await storedIds(workflowId)).toEqual([...ids, 12].map(String));
	const started = (await runs(workflowId, ids.length + 1)).map(({ id }) => Number(id));
	expect(started.sort((a, b) => a - b)).toEqual([...ids, 12]);
});

it('knows what came in a burst: nothing of it runs again, nor after a restart', async () => {
	const { workflowId, path } = await activeWorkflow();
	const ids = Array.from({ length: 30 }, (_, index) => index + 100);
	await Promise.all(ids.map(async (id) => await ask(`webhook/${path}`, formPost(id))));
	// The one that comes after a burst has what n8n wrote over each other stored together.
	await ask(`webhook/${path}`, formPost(130));
	expect((await storedIds(workflowId)).map(Number).sort()).toEqual([...ids, 130]);
	// What still runs when n8n is killed has no output to count.
	expect(await runs(workflowId, 31)).toHaveLength(31);

	await killAndRestart();
	await untilStatus(path, 400);
	for (const id of [...ids, 130]) await ask(`webhook/${path}`, formPost(id));
	expect(await runs(workflowId, 31)).toHaveLength(31);
});

describe('what became of submitted orders', () => {
	let sandbox: SandboxServer;

	beforeAll(async () => {
		sandbox = await startTestSandbox({ clock: Date.now });
		sandbox.awin.switches.pendingOrders = 'all';
	});

	afterAll(async () => await sandbox?.close());

	/** One workflow that submits an order when it is called, and that Awin reports to. */
	async function reportedWorkflow() {
		const credential = await client.createCredential({
			name: 'Awin account',
			type: 'awinOAuth2Api',
			data: credentialsFor(sandbox),
		});
		const [reportId, runId] = [randomUUID(), randomUUID()];
		const reported = notifiedWorkflow(reportId, {
			event: 'conversionResult',
			accountId: String(ADVERTISER),
			secret: SECRET,
		});
		const submitting: WorkflowNode[] = [
			{
				name: 'Run',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 200],
				webhookId: runId,
				parameters: {
					httpMethod: 'POST',
					path: runId,
					responseMode: 'lastNode',
					responseData: 'allEntries',
				},
			},
			{
				name: 'Orders',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				position: [200, 200],
				parameters: {
					jsCode: "return [{ json: { order: 'E-1', total: '10,50', awc: '77101_1769871600_1' } }];",
				},
			},
			{
				name: 'Awin',
				type: 'n8n-nodes-awin.awin',
				typeVersion: 1,
				position: [400, 200],
				onError: 'continueRegularOutput',
				credentials: { awinOAuth2Api: { id: credential.id, name: credential.name } },
				parameters: {
					...submitParameters,
					options: { webhookUrl: `https://n8n.example.com/webhook/${reportId}/awin/secret` },
				},
			},
		];
		const { id } = await client.createWorkflow({
			...reported,
			nodes: [...reported.nodes, ...submitting],
			connections: { ...reported.connections, ...inALine(submitting) },
		});
		await client.activate(id);
		const path = `${reportId}/awin/${SECRET_PATH}`;
		await untilStatus(path, 400);
		const run = async () => {
			const { text } = await ask(`webhook/${runId}`, { method: 'POST' });
			const [item] = JSON.parse(text) as Array<{ awin: { outcome: string; message: string } }>;
			return item.awin;
		};
		return { workflowId: id, path, run };
	}

	async function reportTo(path: string): Promise<void> {
		await freshFetch(`${sandbox.url}/_sandbox/results`, {
			method: 'POST',
			body: JSON.stringify({ to: `${client.url}/webhook/${path}` }),
		});
	}

	it('starts the workflow once Awin knows it, and the next run of Submit knows it, too, also after a restart', async () => {
		const { workflowId, path, run } = await reportedWorkflow();
		expect(await run()).toMatchObject({ outcome: 'pending' });
		expect(await run()).toMatchObject({ outcome: 'pending' });

		await reportTo(path);
		const items = await runs(workflowId, 3);

		expect(items).toEqual([
			expect.objectContaining({
				orderReference: 'E-1',
				accountId: String(ADVERTISER),
				awin: expect.objectContaining({ outcome: 'accepted' }) as unknown,
			}),
		]);
		await killAndRestart();
		await untilStatus(path, 400);
		expect(await run()).toMatchObject({
			outcome: 'skipped',
			message: 'Awin has reported since then that it accepted this order, so it was not sent again',
		});
		expect(await run()).toMatchObject({
			outcome: 'skipped',
			message: 'Awin accepted this order in an earlier run, so it was not sent again',
		});
		expect(bookedReferences(sandbox)).toEqual(['E-1']);
	});
});
