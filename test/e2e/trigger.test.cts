import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nClient, OutputItem, SavedWorkflow } from '../../demo/n8n/client.cts';
import { startN8n } from '../../demo/n8n/process.cts';
import { ensureRuntime } from '../../demo/n8n/runtime.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import {
	FIRST_START_TIMEOUT_MS,
	LONGEST_WAIT_MS,
	IS_OLDEST,
	outputOf,
	signIn,
	startingWith,
	startRealN8n,
	type RealN8n,
} from '../support/realN8n.cts';
import { ADVERTISER, credentialsFor, startTestSandbox } from '../support/sandbox.cts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** n8n polls once a minute at most, so that a crash in the middle takes some real minutes. */
/** It waits for polls, which n8n makes once a minute. */
const TEST_TIMEOUT_MS = 40 * MINUTE_MS;

const DURABLE: NodeJS.ProcessEnv = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};
/** n8n's own scheduler, and the durable one, which came later. */
const SCHEDULERS: NodeJS.ProcessEnv[] = IS_OLDEST ? [{}] : [{}, DURABLE];

const running: RealN8n[] = [];
const sandboxes: SandboxServer[] = [];

afterAll(async () => {
	await Promise.all(running.map(async (n8n) => await n8n.close()));
	await Promise.all(sandboxes.map(async (sandbox) => await sandbox.close()));
}, MINUTE_MS);

async function liveSandbox(): Promise<SandboxServer> {
	const sandbox = await startTestSandbox({
		clock: Date.now,
		world: { startDate: '2026-01-01', transactionsPerDay: 0, liveEventsPerMinute: 120 },
	});
	sandboxes.push(sandbox);
	return sandbox;
}

async function startedN8n(env: NodeJS.ProcessEnv): Promise<RealN8n> {
	const n8n = await startRealN8n(env);
	running.push(n8n);
	return n8n;
}

/** A workflow that starts with the trigger and does nothing else. */
async function createWorkflow(client: N8nClient, sandbox: SandboxServer): Promise<SavedWorkflow> {
	const { id, name } = await client.createCredential({
		name: 'Awin account',
		type: 'awinOAuth2Api',
		data: credentialsFor(sandbox),
	});
	const workflow = startingWith('Watch', {
		name: 'Awin Trigger',
		type: 'n8n-nodes-awin.awinTrigger',
		parameters: {
			pollTimes: { item: [{ mode: 'everyMinute' }] },
			accountType: 'advertiser',
			accountId: { __rl: true, mode: 'list', value: String(ADVERTISER) },
		},
		credentials: { awinOAuth2Api: { id, name } },
	});
	return await client.createWorkflow(workflow);
}

/** What all runs of the workflow were started with, so far. */
async function reported(client: N8nClient, workflowId: string): Promise<OutputItem['json'][]> {
	const runs = await client.listExecutions({ workflowId, limit: 100 });
	const items: OutputItem['json'][] = [];
	for (const { id } of runs) {
		const execution = await client.getExecution(id).catch(() => undefined);
		if (execution) items.push(...outputOf(execution, 'Awin Trigger').map(({ json }) => json));
	}
	return items;
}

/** Waits until Awin has been asked so many times more. */
async function untilCalls(sandbox: SandboxServer, count: number): Promise<void> {
	const { calls } = sandbox.awin;
	const wanted = calls.length + count;
	for (const endMs = Date.now() + LONGEST_WAIT_MS; calls.length < wanted; await sleep(50)) {
		if (Date.now() > endMs) throw new Error(`Awin was asked ${calls.length} times, not ${wanted}`);
	}
}

/** What a poll has found is stored some time after it. That nothing comes twice, or is missing, is for the test to say. */
async function untilReported(client: N8nClient, id: string, wanted: string[]): Promise<void> {
	for (const lastMs = Date.now() + LONGEST_WAIT_MS; Date.now() < lastMs; await sleep(SECOND_MS)) {
		const known = new Set(names(await reported(client, id)));
		if (wanted.every((event) => known.has(event))) return;
	}
}

function truth(sandbox: SandboxServer, fromMs: number, toMs: number) {
	return sandbox.awin.world
		.history({ accountType: 'advertiser', accountId: ADVERTISER, fromMs, toMs })
		.map(({ transactionId, kind }) => `${transactionId} ${kind}`);
}

function names(items: OutputItem['json'][]): string[] {
	return items.map(({ id, event }) => `${String(id)} ${String(event)}`);
}

interface Watched {
	n8n: RealN8n;
	env: NodeJS.ProcessEnv;
	sandbox: SandboxServer;
}

/** Watches for some minutes, with a power cut in the middle of a poll. */
async function watchThroughPowerCut({ n8n, env, sandbox }: Watched) {
	const { id } = await createWorkflow(n8n.client, sandbox);
	const startMs = Date.now();
	await n8n.client.activate(id);
	// The activation and one poll of the schedule.
	await untilCalls(sandbox, 9);

	sandbox.awin.faults.add({ kind: 'slow', delayMs: 5 * SECOND_MS, times: 3 });
	await untilCalls(sandbox, 2);
	await n8n.process.kill();
	await sleep(30 * SECOND_MS);

	const { userFolder } = n8n;
	const runtime = await ensureRuntime({ progress: () => undefined });
	const logFile = join(userFolder, 'n8n.log');
	const restarted = await startN8n({ runtime, userFolder, env, logFile });
	try {
		const client = await signIn(restarted);
		await untilCalls(sandbox, 6);
		const endMs = Date.now() - 5 * SECOND_MS;
		await untilCalls(sandbox, 3);
		await untilReported(client, id, truth(sandbox, startMs, endMs));
		const { staticData } = await client.getWorkflow(id);
		const isKeptInWorkflow = JSON.stringify(staticData ?? null).includes('awinTrigger');
		return { items: await reported(client, id), startMs, endMs, isKeptInWorkflow };
	} finally {
		await restarted.stop();
	}
}

it(
	'in both schedulers every event comes, through a power cut in the middle of a poll',
	async () => {
		const watched: Watched[] = [];
		// One after the other: the first one packs the package.
		for (const env of SCHEDULERS) {
			watched.push({ n8n: await startedN8n(env), env, sandbox: await liveSandbox() });
		}

		const results = await Promise.all(watched.map(watchThroughPowerCut));

		// The durable scheduler keeps a node's state in a table of its own: so that is what it was.
		expect(results.map(({ isKeptInWorkflow }) => isKeptInWorkflow)).toEqual(
			SCHEDULERS.map((env) => env !== DURABLE),
		);
		for (const [index, { items, startMs, endMs }] of results.entries()) {
			const { sandbox } = watched[index];
			const expected = truth(sandbox, startMs, endMs);
			expect(expected.length).toBeGreaterThan(50);
			expect(names(items)).toEqual(expect.arrayContaining(expected));
			// Nothing that was made up, and nothing from long before.
			expect(truth(sandbox, startMs - 20 * MINUTE_MS, Date.now())).toEqual(
				expect.arrayContaining(names(items)),
			);
			// What came twice came with the same id.
			const ids = new Map(items.map((item) => [names([item])[0], item.eventId]));
			expect(items.every((item) => ids.get(names([item])[0]) === item.eventId)).toBe(true);
		}
	},
	TEST_TIMEOUT_MS,
);

describe('in the editor', () => {
	let n8n: RealN8n;
	let sandbox: SandboxServer;

	beforeAll(async () => {
		n8n = await startedN8n({});
		sandbox = await liveSandbox();
	}, FIRST_START_TIMEOUT_MS);

	it('shows its fields before the first run, and Poll Times before its own parameters', async () => {
		const path = '/schemas/n8n-nodes-awin.awinTrigger/1.0.0.json';

		const schema = await n8n.client.call<{ properties: object }>('GET', path);
		const type = (await n8n.client.nodeTypes()).find(
			({ name }) => name === 'n8n-nodes-awin.awinTrigger',
		);

		expect(Object.keys(schema.properties).slice(0, 3)).toEqual(['event', 'eventId', 'occurredAt']);
		expect(type?.properties.slice(0, 2).map(({ displayName }) => displayName)).toEqual([
			'Poll Times',
			'Trigger On',
		]);
	});

	it('a test of the trigger gives some recent events', async () => {
		const { id } = await createWorkflow(n8n.client, sandbox);
		// This Awin has just begun to live; without an event there is nothing to show, and the test would say so.
		while (truth(sandbox, Date.now() - MINUTE_MS, Date.now()).length === 0) await sleep(100);

		const execution = await n8n.client.runWorkflow(id);

		const items = outputOf(execution, 'Awin Trigger').map(({ json }) => json);
		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(items.length).toBeGreaterThan(0);
		expect(items.length).toBeLessThanOrEqual(12);
		expect(items[0]).toMatchObject({ eventId: expect.any(String) });
	});

	it('the account picker and the test of the credential work for it', async () => {
		const credential = await n8n.client.createCredential({
			name: 'Picker',
			type: 'awinOAuth2Api',
			data: credentialsFor(sandbox),
		});
		const { results } = await n8n.client.listSearch({
			nodeType: 'n8n-nodes-awin.awinTrigger',
			methodName: 'searchAccounts',
			parameters: { accountType: 'publisher' },
			credentials: { awinOAuth2Api: { id: credential.id, name: credential.name } },
		});
		const test = await n8n.client.testCredential({
			type: 'awinOAuth2Api',
			data: credentialsFor(sandbox),
		});

		expect(results.map(({ value }) => value)).toEqual(['88202', '88201']);
		expect(test.status).toBe('OK');
	});
});
