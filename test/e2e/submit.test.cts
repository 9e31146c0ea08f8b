import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { WorkflowNode } from '../../demo/n8n/client.cts';
import { startN8n } from '../../demo/n8n/process.cts';
import { ensureRuntime } from '../../demo/n8n/runtime.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { batchSizes, bookedReferences, ORDERS, submitParameters } from '../support/conversion.cts';
import { awinInN8n } from '../support/awinInN8n.cts';
import { inALine, manualTrigger, outputOf, signIn, LONGEST_WAIT_MS } from '../support/realN8n.cts';
import { credentialsFor } from '../support/sandbox.cts';

// The one that runs then; a crash may have made another one of it.
afterAll(async () => await n8n.process.stop(), LONGEST_WAIT_MS);

const { sandbox, n8n, node } = awinInN8n();

beforeEach(() => {
	sandbox.awin.calls.length = 0;
	sandbox.awin.faults.clear();
});

/** Settings of a node that n8n keeps beside its parameters. */
interface RetrySettings {
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
}

/** Each test has a workflow of its own, and with it a memory of its own. */
async function workflowOf(
	prefix: string,
	count: number,
	settings: Partial<WorkflowNode> & RetrySettings = {},
): Promise<string> {
	const orders: WorkflowNode = {
		name: 'Orders',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		position: [150, 0],
		parameters: {
			jsCode: `return Array.from({ length: ${count} }, (_, index) => ({ json: { order: '${prefix}-' + index, total: '10,50', awc: '77101_1769871600_' + index } }));`,
		},
	};
	const nodes = [manualTrigger(), orders, node(submitParameters, settings)];
	const workflow = await n8n.client.createWorkflow({
		name: `Submit ${prefix}`,
		nodes,
		connections: inALine(nodes),
	});
	return workflow.id;
}

async function outcomesOf(
	workflowId: string,
): Promise<Array<[reference: string, outcome: string]>> {
	const execution = await n8n.client.runWorkflow(workflowId);
	return outputOf(execution, 'Awin').map(({ json }) => [
		json.order as string,
		(json.awin as { outcome: string }).outcome,
	]);
}

function bookedBy(prefix: string): string[] {
	return bookedReferences(sandbox).filter((reference) => reference.startsWith(`${prefix}-`));
}

function referencesOf(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

describe('Retry On Fail repeats the whole node, and no order goes twice', () => {
	it('when Awin refused the second of three batches and takes it the next time', async () => {
		const workflowId = await workflowOf('retried', 2100, RETRY);
		sandbox.awin.faults.add({ kind: 'status', status: 400, ...ORDERS, afterCalls: 1 });

		const execution = await n8n.client.runWorkflow(workflowId);

		expect(execution.status).toBe('success');
		const outcomes = outputOf(execution, 'Awin').map(
			({ json }) => (json.awin as { outcome: string }).outcome,
		);
		expect(outcomes.filter((outcome) => outcome === 'skipped')).toHaveLength(1100);
		expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1000);
		expect(batchSizes(sandbox)).toEqual([1000, 1000, 100, 1000]);
		expect(bookedBy('retried').sort()).toEqual(referencesOf('retried', 2100).sort());
	});

	it('when the answer to the second of three was lost: it says so each time', async () => {
		const workflowId = await workflowOf('lost', 2100, RETRY);
		sandbox.awin.faults.add({ kind: 'dropAfter', ...ORDERS, afterCalls: 1 });

		const execution = await n8n.client.runWorkflow(workflowId);

		expect(execution.status).toBe('error');
		expect(execution.error?.message).toBe(
			'1000 of 2100 items were not accepted: 1100 skipped, 1000 unknown',
		);
		expect(execution.error?.description).toContain('Look for the order reference at Awin');
		expect(batchSizes(sandbox)).toEqual([1000, 1000, 100]);
		expect(bookedBy('lost').sort()).toEqual(referencesOf('lost', 2100).sort());
	});
});

describe('a crash of n8n, and the workflow run again', () => {
	/** Ends n8n as a power cut would when this many calls with orders have been made, and starts it again. */
	async function crashAtCall(workflowId: string, call: number, delayMs = 0): Promise<void> {
		const { kill } = n8n.process;
		const arrived = new Promise<void>((resolve) => {
			const { record } = sandbox.awin;
			sandbox.awin.record = (request, status) => {
				record.call(sandbox.awin, request, status);
				if (batchSizes(sandbox).length === call) resolve();
			};
		});
		const running = n8n.client.runWorkflow(workflowId).catch(() => undefined);
		await arrived;
		await sleep(delayMs);
		await kill();
		await running;
		sandbox.awin.faults.clear();
		n8n.process = await startN8n({
			runtime: await ensureRuntime({ progress: () => undefined }),
			userFolder: n8n.userFolder,
			logFile: join(n8n.userFolder, 'n8n.log'),
		});
		n8n.client = await signIn(n8n.process);
	}

	it('between two batches: the next run goes on with the second, and each order is booked once', async () => {
		const slow = await n8n.client.createCredential({
			name: 'One call a minute',
			type: 'awinOAuth2Api',
			// A token of its own: the calls of the other tests have used up this minute of theirs.
			data: credentialsFor(sandbox, {
				accessToken: TOKENS.advertiserOnly,
				requestsPerMinute: 1,
			}),
		});
		const workflowId = await workflowOf('between', 1100, {
			parameters: { ...submitParameters, accountId: '77102' },
			credentials: { awinOAuth2Api: { id: slow.id, name: slow.name } },
		});

		// Long enough for n8n to read the answer; then it waits for its next call for most of a minute.
		await crashAtCall(workflowId, 1, 5000);
		expect(bookedBy('between')).toHaveLength(1000);
		const outcomes = await outcomesOf(workflowId);

		expect(outcomes.map(([, outcome]) => outcome)).toEqual([
			...Array<string>(1000).fill('skipped'),
			...Array<string>(100).fill('accepted'),
		]);
		expect(bookedBy('between').sort()).toEqual(referencesOf('between', 1100).sort());
	});

	it('in the middle of a batch: each order is booked once, or is said to be unknown', async () => {
		const workflowId = await workflowOf('crashed', 2100, { onError: 'continueRegularOutput' });
		// Slow enough to be on its way when n8n is ended; Awin books it nonetheless.
		sandbox.awin.faults.add({ kind: 'slow', delayMs: 30_000, ...ORDERS, afterCalls: 1 });

		await crashAtCall(workflowId, 2);
		expect(bookedBy('crashed')).toHaveLength(2000);
		const outcomes = await outcomesOf(workflowId);

		const booked = bookedBy('crashed');
		expect(booked).toHaveLength(new Set(booked).size);
		const count = (wanted: string) => outcomes.filter(([, outcome]) => outcome === wanted).length;
		expect([count('skipped'), count('unknown'), count('accepted')]).toEqual([1000, 1000, 100]);
		for (const [reference, outcome] of outcomes) {
			if (outcome !== 'unknown') expect(booked).toContain(reference);
		}
	});

	it('before Awin has seen the batch: it is said to be unknown, and not sent behind the back', async () => {
		const workflowId = await workflowOf('early', 1100, { onError: 'continueRegularOutput' });
		sandbox.awin.faults.add({
			kind: 'status',
			status: 429,
			times: Infinity,
			...ORDERS,
			afterCalls: 1,
		});

		await crashAtCall(workflowId, 2);
		const outcomes = await outcomesOf(workflowId);

		expect(bookedBy('early').sort()).toEqual(referencesOf('early', 1000).sort());
		expect(outcomes.filter(([, outcome]) => outcome === 'skipped')).toHaveLength(1000);
		expect(outcomes.filter(([, outcome]) => outcome === 'unknown')).toHaveLength(100);
	});
});
