import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nClient, type SavedWorkflow } from '../../demo/n8n/client.cts';
import { freshFetch } from '../../demo/n8n/fresh-fetch.cts';
import { demoOwner, keptPassword } from '../../demo/n8n/owner.cts';
import { readExamples } from '../support/examples.cts';
import { descendantsOf, stillRunning } from '../support/processes.cts';
import { FIRST_START_TIMEOUT_MS, outputOf } from '../support/realN8n.cts';
import { compileDemo, startDemo, type RunningDemo } from '../support/runningDemo.cts';

const TRANSACTIONS = 'Awin demo: my transactions';
const ACCOUNTS = 'Awin demo: which accounts can I use';
/** The shop that the workflow about transactions is set to. */
const NORDLICHT = 77101;

let dataDirectory: string;
let demo: RunningDemo;

beforeAll(async () => {
	dataDirectory = await mkdtemp(join(tmpdir(), 'n8n-nodes-awin-demo-'));
	await compileDemo();
	demo = await startDemo(dataDirectory);
}, FIRST_START_TIMEOUT_MS);

afterAll(async () => {
	await demo?.interrupt();
	await rm(dataDirectory, { recursive: true, force: true });
}, FIRST_START_TIMEOUT_MS);

/** Opens the front door as a browser does, which gives the address of n8n and a session there. */
async function enter(): Promise<{ n8nUrl: string; cookie: string }> {
	const response = await fetch(demo.frontDoorUrl, { redirect: 'manual' });
	const [cookie = ''] = response.headers.getSetCookie().map((one) => one.split(';')[0]);
	expect(response.status).toBe(302);
	return { n8nUrl: response.headers.get('location') ?? '', cookie };
}

async function signedInUser(): Promise<{ id: string; email: string }> {
	const { n8nUrl, cookie } = await enter();
	const response = await freshFetch(`${n8nUrl}/rest/login`, { headers: { cookie } });
	expect(response.status).toBe(200);
	return ((await response.json()) as { data: { id: string; email: string } }).data;
}

async function signIn(): Promise<N8nClient> {
	const client = new N8nClient((await enter()).n8nUrl);
	const { email, password } = demoOwner(await keptPassword(join(dataDirectory, 'password')));
	await client.signIn(email, password);
	return client;
}

/** By name: the demo may ship others too. */
async function workflowNamed(client: N8nClient, name: string): Promise<SavedWorkflow> {
	const found = (await client.listWorkflows()).filter((workflow) => workflow.name === name);
	expect(found).toHaveLength(1);
	return await client.getWorkflow(found[0].id);
}

/** Where the demo's credential leads. */
async function sandboxUrl(client: N8nClient): Promise<string> {
	const [{ id }] = await client.listCredentials();
	return String((await client.getCredential(id)).data.baseUrl);
}

async function output(
	client: N8nClient,
	workflowName: string,
	nodeName: string,
): Promise<Array<Record<string, unknown>>> {
	const { id } = await workflowNamed(client, workflowName);
	const execution = await client.runWorkflow(id);
	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');
	return outputOf(execution, nodeName).map((item) => item.json);
}

/** Ids of everything that the sandbox has told about the shop so far. */
async function idsInSandbox(url: string): Promise<Set<unknown>> {
	const query = `accountType=advertiser&accountId=${NORDLICHT}&fromMs=0`;
	const response = await fetch(`${url}/_sandbox/history?${query}`);
	const events = (await response.json()) as Array<{ transactionId: number }>;
	return new Set(events.map((event) => event.transactionId));
}

async function expectBothWorkflowsToRun(client: N8nClient): Promise<void> {
	const transactions = await output(client, TRANSACTIONS, 'Get my transactions');
	const known = await idsInSandbox(await sandboxUrl(client));
	expect(transactions.length).toBeGreaterThan(0);
	expect(transactions.filter(({ id }) => !known.has(id))).toEqual([]);

	const accounts = await output(client, ACCOUNTS, 'Get my accounts');
	expect(accounts).toContainEqual(
		expect.objectContaining({ accountId: NORDLICHT, accountName: 'Nordlicht Outdoor DE' }),
	);
}

/** What a restart must leave as it is. */
async function inventory(client: N8nClient) {
	const workflows = await client.listWorkflows();
	const credentials = await client.listCredentials();
	return {
		owner: await signedInUser(),
		workflows: workflows.map(({ id, name }) => ({ id, name })).sort(byId),
		credentials: credentials.map(({ id, name, type }) => ({ id, name, type })).sort(byId),
	};
}

function byId(one: { id: string }, other: { id: string }): number {
	return one.id.localeCompare(other.id);
}

/** Ctrl-C, after which nothing of the demo may be left. */
async function stop(urls: string[]): Promise<void> {
	const started = descendantsOf(demo.pid);
	expect(started.length).toBeGreaterThan(0);

	expect(await demo.interrupt()).toBe(0);

	expect(stillRunning(started)).toEqual([]);
	for (const url of [demo.frontDoorUrl, ...urls]) await expect(fetch(url)).rejects.toThrow();
}

describe('the demo, started, used, stopped and started again', () => {
	it('prints one address that signs in, and has workflows that run', async () => {
		expect((await signedInUser()).email).toBe(demoOwner('').email);

		await expectBothWorkflowsToRun(await signIn());
	});

	it('signs in nobody who does not know its address, or comes by another name', async () => {
		const { origin } = new URL(demo.frontDoorUrl);
		const withoutKey = await fetch(origin, { redirect: 'manual' });

		expect(withoutKey.headers.getSetCookie()).toEqual([]);
		const { mode } = await stat(join(dataDirectory, 'password'));
		expect(mode & 0o777).toBe(0o600);
	});

	it('has every example, with the made-up Awin connected and nothing else', async () => {
		const client = await signIn();
		const [{ id, name }] = await client.listCredentials();
		for (const example of readExamples()) {
			const { active, nodes } = await workflowNamed(client, example.name);
			expect(active).toBe(false);
			const connected = nodes.filter(({ credentials }) => credentials !== undefined);
			expect(connected.map((node) => [node.name, node.credentials])).toEqual(
				example.nodes
					.filter(({ type }) => type.startsWith('n8n-nodes-awin.'))
					.map((node) => [node.name, { awinOAuth2Api: { id, name } }]),
			);
		}
	});

	it('ends with Ctrl-C, and continues the next time where it was left', async () => {
		const client = await signIn();
		const { id, nodes } = await workflowNamed(client, ACCOUNTS);
		const changed = nodes.map((node) =>
			node.name === 'Read me' ? { ...node, parameters: { content: 'My own words' } } : node,
		);
		await client.updateWorkflow(id, { nodes: changed });
		const before = await inventory(client);

		await stop([client.url, await sandboxUrl(client)]);
		demo = await startDemo(dataDirectory);

		const again = await signIn();
		expect(await inventory(again)).toEqual(before);
		expect((await again.getWorkflow(id)).nodes).toContainEqual(
			expect.objectContaining({ name: 'Read me', parameters: { content: 'My own words' } }),
		);
		// The sandbox has another port by now, and the credential must have followed.
		await expectBothWorkflowsToRun(again);
		await stop([again.url, await sandboxUrl(again)]);
	});
});
