/**
 * The workflows of `examples/` in a real n8n, set up as their notes say, on data of a sandbox. Only Slack, Google and the
 * shops are stood in for.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Execution, SavedCredential, WorkflowInput } from '../../demo/n8n/client.cts';
import { freshFetch } from '../../demo/n8n/fresh-fetch.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { readExample, setUp } from './examples.cts';
import { FIRST_START_TIMEOUT_MS, LONGEST_WAIT_MS, startRealN8n, type RealN8n } from './realN8n.cts';
import { ADVERTISER, credentialsFor, startTestSandbox } from './sandbox.cts';
import { startStandIn, type StandIn } from './standIn.cts';

const DEAL_LANTERN = 88201;
export const CASHBACK_COVE = 88202;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const CHANNEL = 'C0EXAMPLE1';
/** Those that an example names itself. */
const OWN_CHANNELS = ['#awin', '#awin-uk'];

export let standIn: StandIn;
export let n8n: RealN8n;
let others: SavedCredential[];
export let sandbox: SandboxServer;
let credentials: Record<string, SavedCredential>;
/** Published by a test. */
let active: string[] = [];

/** For the top of a test file. */
export function useExamples(): void {
	beforeAll(async () => {
		standIn = await startStandIn();
		n8n = await startRealN8n(standIn.env);
		others = await Promise.all(
			standIn.credentials.map(async (one) => await n8n.client.createCredential(one)),
		);
	}, FIRST_START_TIMEOUT_MS);

	afterAll(async () => {
		await n8n?.close();
		await standIn?.close();
	}, 60_000);

	beforeEach(async () => {
		sandbox = await startTestSandbox({
			clock: Date.now,
			world: { transactionsPerDay: 0, jobDurationMs: () => 0 },
		});
		const awin = await n8n.client.createCredential({
			name: 'Awin account',
			type: 'awinOAuth2Api',
			data: credentialsFor(sandbox),
		});
		credentials = Object.fromEntries([awin, ...others].map((one) => [one.type, one]));
		standIn.messages.length = 0;
		standIn.refused.length = 0;
		standIn.shops.forgetAll();
	});

	afterEach(async () => {
		for (const id of active) await n8n.client.deactivate(id);
		active = [];
		await sandbox.close();
	});
}

export type Change = (workflow: WorkflowInput) => void;

/** Imports an example and sets it up. */
export async function imported(start: string, change: Change = () => undefined): Promise<string> {
	const workflow = setUp(readExample(start), {
		credentials,
		accountId: ADVERTISER,
		channel: CHANNEL,
		sheet: 'https://docs.google.com/spreadsheets/d/1aMadeUpSpreadsheet0123456789/edit#gid=0',
	});
	change(workflow);
	return (await n8n.client.createWorkflow(workflow)).id;
}

export async function published(start: string, change?: Change): Promise<string> {
	return await publish(await imported(start, change));
}

/** Until the end of the test. */
export async function publish(id: string): Promise<string> {
	await n8n.client.activate(id);
	active.push(id);
	return id;
}

/** What somebody changes in a node later on. */
export function inNode(
	name: string,
	change: (parameters: Record<string, unknown>) => void,
): Change {
	return ({ nodes }) => {
		const node = nodes.find((one) => one.name === name);
		if (!node) throw new Error(`There is no node ${name}`);
		change(node.parameters);
	};
}

export const both = (...changes: Change[]): Change => {
	return (workflow) => changes.forEach((change) => change(workflow));
};

/** Days and hours that a test knows beforehand. */
export const inUtc: Change = (workflow) => {
	workflow.settings = { ...workflow.settings, timezone: 'Etc/UTC' };
};

export const withoutDryRun = (name: string) =>
	inNode(name, (parameters) => delete (parameters.options as { dryRun?: boolean }).dryRun);

/** Runs it by hand, and checks what holds for every example. */
export async function run(workflowId: string): Promise<Execution> {
	const execution = await n8n.client.runWorkflow(workflowId, { timeoutMs: LONGEST_WAIT_MS });
	expectSound(execution);
	return execution;
}

/**
 * Runs it by hand until it asks a person, and presses a button of the question.
 *
 * @param meanwhile what happens before the answer
 */
export async function runAndAnswer(
	workflowId: string,
	label: string,
	meanwhile: () => void = () => undefined,
): Promise<Execution> {
	const id = String(await n8n.client.startWorkflow(workflowId));
	const endMs = Date.now() + LONGEST_WAIT_MS;
	for (; (await n8n.client.getExecution(id)).status !== 'waiting'; await sleep(100)) {
		if (Date.now() > endMs) throw new Error(`Execution ${id} asked nobody`);
	}
	meanwhile();
	const { buttons = {} } = standIn.messages.at(-1) ?? {};
	// n8n takes no answer of what looks like a machine that only previews the link.
	const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
	const { ok, status } = await freshFetch(buttons[label], { headers });
	if (!ok) throw new Error(`n8n answered ${label} with ${status}`);
	const execution = await n8n.client.waitForExecution(id, LONGEST_WAIT_MS);
	expectSound(execution);
	return execution;
}

/** The next run that something else starts than a person. */
export async function nextRun(
	workflowId: string,
	start: () => Promise<unknown>,
): Promise<Execution> {
	const before = await n8n.client.listExecutions({ workflowId, limit: 100 });
	const endMs = Date.now() + LONGEST_WAIT_MS;
	await retried(start, endMs);
	for (; Date.now() < endMs; await sleep(100)) {
		const runs = await n8n.client.listExecutions({ workflowId, limit: 100 });
		if (runs.length === before.length) continue;
		const execution = await n8n.client.waitForExecution(runs[0].id, LONGEST_WAIT_MS);
		expectSound(execution);
		return execution;
	}
	throw new Error(`Workflow ${workflowId} was not run`);
}

/** n8n answers a publication before it listens. */
async function retried(action: () => Promise<unknown>, endMs: number): Promise<void> {
	for (;;) {
		try {
			await action();
			return;
		} catch (error) {
			if (Date.now() > endMs) throw error;
			await sleep(100);
		}
	}
}

/** The marks of an expression that found nothing. */
const UNRESOLVED = /undefined|\bnull\b|\bNaN\b|\[object|\[Execution|Invalid|\{\{/;

function expectSound(execution: Execution): void {
	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(standIn.refused).toEqual([]);
	for (const [name, runs] of Object.entries(execution.runData)) {
		for (const { data } of runs) {
			for (const { json } of data?.main?.flatMap((items) => items ?? []) ?? []) {
				expect({ name, unresolved: textsOf(json).filter((text) => UNRESOLVED.test(text)) }).toEqual(
					{
						name,
						unresolved: [],
					},
				);
			}
		}
	}
	for (const { channel, text } of standIn.messages) {
		expect([CHANNEL, ...OWN_CHANNELS]).toContain(channel);
		expect(text).not.toMatch(UNRESOLVED);
	}
}

function textsOf(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

export function posted(): string[] {
	return standIn.messages.map(({ text }) => text);
}

export interface Sale {
	advertiserId?: number;
	orderRef?: string;
	saleAmount?: number | null;
	currency?: string;
	publisherId?: number;
	parts?: Array<{ code: string; amount: number }>;
	ageMs?: number;
}

export function addSale({
	orderRef,
	ageMs = 2 * HOUR_MS,
	saleAmount = 100,
	...rest
}: Sale): number {
	return sandbox.awin.world.addTransaction({
		advertiserId: ADVERTISER,
		publisherId: DEAL_LANTERN,
		currency: 'EUR',
		saleAmount,
		transactionAtMs: Date.now() - ageMs,
		details: { orderRef },
		...rest,
	}).id;
}

export function happened(
	transactionId: number,
	kind: 'approved' | 'declined',
	{ ageMs = HOUR_MS, reason }: { ageMs?: number; reason?: string } = {},
): void {
	sandbox.awin.world.scheduleEvent({ transactionId, kind, atMs: Date.now() - ageMs, reason });
}

/** What a transaction is at Awin now. */
export function atAwin(id: number) {
	const transaction = sandbox.awin.world.transaction(id);
	const state = transaction && sandbox.awin.world.stateAt(transaction, sandbox.awin.now());
	return state && { status: state.status, saleAmountMinor: state.saleAmountMinor };
}

/** The orders that were sent to Awin. */
export const submitted = () =>
	writes().flatMap(({ bodyText }) => (JSON.parse(bodyText) as { orders?: unknown[] }).orders ?? []);

export const writes = () => sandbox.awin.calls.filter(({ method }) => method === 'POST');

/** The columns of rows that a test is about. */
export function columns(rows: Array<Record<string, unknown>>, ...names: string[]) {
	return rows.map((row) => names.map((name) => row[name]));
}
