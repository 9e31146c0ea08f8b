import { setTimeout as sleep } from 'node:timers/promises';

import type {
	Execution,
	ExecutionSummary,
	SavedCredential,
	WorkflowNode,
} from '../../demo/n8n/client.cts';
import { freshFetch } from '../../demo/n8n/fresh-fetch.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { judgeHistory } from '../history/judge.cts';
import { History, type OrderRow } from '../history/lines.cts';
import { listenAt } from '../history/wire.cts';
import { bookedReferences, submitParameters } from '../support/conversion.cts';
import { PROCESS_NAME, startQueueN8n, type QueueN8n } from '../support/queueN8n.cts';
import { FIRST_START_TIMEOUT_MS, inALine, LONGEST_WAIT_MS, outputOf } from '../support/realN8n.cts';
import { ADVERTISER, credentialsFor, startTestSandbox } from '../support/sandbox.cts';

const MINUTE_MS = 60_000;

const WORKERS = ['first worker', 'second worker'];
const EXECUTIONS = 200;
/**
 * Awin allows 20 calls a minute, with which 200 calls would take ten minutes. So this Awin allows 60, and each of the three processes
 * may use all of it: they have to find out that they share it.
 */
const REQUESTS_PER_MINUTE = 60;
/** Another one than the orders are for: their sales would be news too. */
const WATCHED_ADVERTISER = 77102;

let sandbox: SandboxServer;
let n8n: QueueN8n;
let credential: SavedCredential;
/** What went over the wire, and what n8n shows of its executions. */
const history = new History();
let stopListening: (() => void) | undefined;

beforeAll(async () => {
	sandbox = await startTestSandbox({
		clock: Date.now,
		requestsPerMinute: REQUESTS_PER_MINUTE,
		world: { startDate: '2026-01-01', transactionsPerDay: 0, liveEventsPerMinute: 600 },
	});
	// No limit is written down: processes that look for their share are refused now and then, and this is counted below.
	stopListening = listenAt({ port: sandbox.port, history });
	n8n = await startQueueN8n(WORKERS);
	credential = await n8n.main.client.createCredential({
		name: 'Awin account',
		type: 'awinOAuth2Api',
		data: credentialsFor(sandbox, { requestsPerMinute: REQUESTS_PER_MINUTE }),
	});
}, FIRST_START_TIMEOUT_MS);

afterAll(async () => {
	await n8n?.close();
	stopListening?.();
	await sandbox?.close();
}, 2 * MINUTE_MS);

function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: WorkflowNode['parameters'],
): WorkflowNode {
	const isOurs = type.startsWith('n8n-nodes-awin.');
	const credentials = { awinOAuth2Api: { id: credential.id, name: credential.name } };
	return {
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
		...(isOurs ? { credentials } : {}),
	};
}

/** Adds the name of the process that carries it out to what comes in. */
function stamp(incoming: string): WorkflowNode {
	const jsonOutput = `={{ { ...${incoming}, doneBy: $env.${PROCESS_NAME} } }}`;
	return node('Stamp', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput });
}

/** @returns the id of a workflow that runs by itself from now on */
async function activeWorkflow(name: string, nodes: WorkflowNode[]): Promise<string> {
	const { client } = n8n.main;
	const { id } = await client.createWorkflow({ name, nodes, connections: inALine(nodes) });
	await client.activate(id);
	return id;
}

/** Watches for new sales. Polling is for the main process alone, what follows is for the workers. */
async function watchNewSales(): Promise<string> {
	return await activeWorkflow('New sales', [
		node('Awin Trigger', 'n8n-nodes-awin.awinTrigger', 1, {
			pollTimes: { item: [{ mode: 'everyMinute' }] },
			events: ['created'],
			accountType: 'advertiser',
			accountId: { __rl: true, mode: 'list', value: String(WATCHED_ADVERTISER) },
		}),
		stamp('$json'),
	]);
}

async function takeOrders(): Promise<string> {
	const id = await activeWorkflow('Orders', [
		{
			...node('Order', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path: 'order' }),
			// Else the workflow's id would be part of the path.
			webhookId: 'order',
		},
		stamp('$json.body'),
		node('Awin', 'n8n-nodes-awin.awin', 1, submitParameters),
	]);
	// In queue mode the webhook opens some time after the activation; to a GET, n8n then says that it takes a POST.
	for (const endMs = Date.now() + LONGEST_WAIT_MS; ; await sleep(200)) {
		const answer = await freshFetch(`${n8n.main.process.url}/webhook/order`);
		if ((await answer.text()).includes('POST')) return id;
		if (Date.now() > endMs) throw new Error('The webhook did not open');
	}
}

function orders(): Array<{ order: string; total: number; awc: string }> {
	return Array.from({ length: EXECUTIONS }, (_, index) => ({
		order: `order-${index}`,
		total: 10 + index / 100,
		awc: `77101_1769871600_${index}`,
	}));
}

/** A shop that tells of its orders, all at once. */
async function sendOrders(): Promise<void> {
	const answers = await Promise.all(
		orders().map(
			async (order) =>
				await freshFetch(`${n8n.main.process.url}/webhook/order`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(order),
				}),
		),
	);
	expect(answers.map(({ status }) => status)).toEqual(Array(EXECUTIONS).fill(200));
}

/** All executions of a workflow, when so many of them have ended and none goes on. */
async function untilEnded(workflowId: string, count: number): Promise<Execution[]> {
	const { client } = n8n.main;
	const hasEnded = ({ stoppedAt }: ExecutionSummary) => stoppedAt !== null;
	for (const endMs = Date.now() + LONGEST_WAIT_MS; ; await sleep(1000)) {
		const all = await client.listAllExecutions(workflowId);
		if (all.length >= count && all.every(hasEnded)) {
			return await Promise.all(all.map(async ({ id }) => await client.getExecution(id)));
		}
		if (Date.now() > endMs) {
			throw new Error(`${all.filter(hasEnded).length} of ${count} executions have ended`);
		}
	}
}

/** Waits until Awin has been asked for the watched account's sales, at a time from now on. */
async function untilPolled(): Promise<void> {
	const fromMs = Date.now();
	const isPoll = ({ path, atMs }: { path: string; atMs: number }) =>
		path.includes(`/${WATCHED_ADVERTISER}/`) && atMs >= fromMs;
	for (const endMs = fromMs + LONGEST_WAIT_MS; !sandbox.awin.calls.some(isPoll); await sleep(100)) {
		if (Date.now() > endMs) throw new Error('Awin is asked no more');
	}
}

function itemsOf(executions: Execution[], nodeName: string) {
	return executions.flatMap((execution) => outputOf(execution, nodeName).map(({ json }) => json));
}

function timesOf({ id, status, startedAt, stoppedAt }: Execution) {
	const toMs = stoppedAt === null ? null : Date.parse(stoppedAt);
	return { id: String(id), status, fromMs: Date.parse(startedAt), toMs };
}

/** Writes down what became of the orders: each execution had one. */
function noteOrders(executions: Execution[]): void {
	for (const execution of executions) {
		const rows = outputOf(execution, 'Stamp').map(
			({ json: columns }): OrderRow => ({
				account: ADVERTISER,
				reference: String(columns.order),
				amount: Number(columns.total),
				currency: 'EUR',
				columns,
			}),
		);
		const items = itemsOf([execution], 'Awin');
		history.write({ kind: 'execution', of: 'orders', ...timesOf(execution), rows, items });
	}
}

function noteSales(executions: Execution[]): void {
	const watch = 'Awin Trigger';
	for (const execution of executions) {
		const items = itemsOf([execution], watch);
		history.write({ kind: 'execution', of: 'events', ...timesOf(execution), watch, items });
	}
}

/** How many items each process has carried out. */
function sharesOf(items: Array<Record<string, unknown>>): Record<string, number> {
	const shares: Record<string, number> = {};
	for (const { doneBy } of items) shares[String(doneBy)] = (shares[String(doneBy)] ?? 0) + 1;
	return shares;
}

/** What the workers have been given of the trigger, once these sales are among it. */
async function untilStamped(salesWorkflowId: string, sales: number[]): Promise<Execution[]> {
	for (const endMs = Date.now() + LONGEST_WAIT_MS; ; await sleep(1000)) {
		const executions = await untilEnded(salesWorkflowId, 2);
		const ids = new Set(itemsOf(executions, 'Stamp').map(({ id }) => id));
		if (sales.every((id) => ids.has(id)) || Date.now() > endMs) return executions;
	}
}

/**
 * How the limit was used from a minute after the first order until the last was taken. By then every process has been refused and
 * knows that it is not alone.
 */
function measureSteadyPart() {
	const { calls } = sandbox.awin;
	const orderTimes = calls.filter(({ path }) => path.includes('/orders')).map(({ atMs }) => atMs);
	const fromMs = Math.min(...orderTimes) + MINUTE_MS;
	const toMs = Math.max(...orderTimes);
	const minutes = (toMs - fromMs) / MINUTE_MS;
	const steady = calls.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
	const refused = steady.filter(({ status }) => status === 429).length;
	return {
		minutes,
		used: (steady.length - refused) / minutes / REQUESTS_PER_MINUTE,
		refusedAMinute: refused / minutes,
	};
}

describe('one main process and two workers', () => {
	let salesWorkflowId: string;
	let watchedFromMs: number;

	beforeAll(async () => {
		watchedFromMs = Date.now();
		history.write({
			kind: 'watch',
			watch: 'Awin Trigger',
			atMs: watchedFromMs,
			accountType: 'advertiser',
			accounts: [WATCHED_ADVERTISER],
			events: ['created'],
			partners: [],
			intervalMs: MINUTE_MS,
		});
		salesWorkflowId = await watchNewSales();
	}, MINUTE_MS);

	it('200 executions share the limit without being told how, and every order is booked once', async () => {
		const workflowId = await takeOrders();
		// Another program may use the token as well, and then the shares do not add up.
		sandbox.awin.faults.add({
			kind: 'status',
			status: 429,
			headers: { 'Retry-After': '5' },
			match: { path: '/orders' },
			afterCalls: 30,
		});

		await sendOrders();
		const executions = await untilEnded(workflowId, EXECUTIONS);

		// The reason, where one was not carried out, tells more than the word.
		expect(
			executions.filter(({ status }) => status !== 'success').map(({ error }) => error),
		).toEqual([]);
		expect(executions).toHaveLength(EXECUTIONS);
		noteOrders(executions);
		const items = itemsOf(executions, 'Awin');
		const expected = orders().map(({ order }) => order);
		expect(items.map(({ order }) => order).sort()).toEqual([...expected].sort());
		expect(items.map(({ awin }) => (awin as { outcome: string }).outcome)).toEqual(
			Array(EXECUTIONS).fill('accepted'),
		);
		expect(bookedReferences(sandbox).sort()).toEqual([...expected].sort());

		const shares = sharesOf(items);
		expect(Object.keys(shares).sort()).toEqual([...WORKERS].sort());
		expect(Math.min(...Object.values(shares))).toBeGreaterThanOrEqual(EXECUTIONS / 10);
		// Until they know of each other some are refused, and each of those went again.
		const refused = sandbox.awin.calls.filter(({ status }) => status === 429);
		expect(refused.length).toBeLessThan(EXECUTIONS / 2);
		const { minutes, used, refusedAMinute } = measureSteadyPart();
		console.log(
			`${refused.length} calls refused in all; from the second minute on, for ${minutes.toFixed(1)} minutes: ` +
				`${(100 * used).toFixed(0)} % of the limit used, ${refusedAMinute.toFixed(1)} refused a minute`,
		);
		// How much is used depends on the machine as well: n8n has to keep up with an order a second.
		expect(used).toBeGreaterThan(0.25);
		expect(refusedAMinute).toBeLessThan(REQUESTS_PER_MINUTE / 4);
	});

	it('the trigger polls in the main process, and every new sale is carried out once, by a worker', async () => {
		await untilPolled();
		const watchedToMs = Date.now() - 5000;
		await untilPolled();
		const sales = sandbox.awin.world
			.history({
				accountType: 'advertiser',
				accountId: WATCHED_ADVERTISER,
				fromMs: watchedFromMs,
				toMs: watchedToMs,
			})
			.filter(({ kind }) => kind === 'created')
			.map(({ transactionId }) => transactionId);
		const executions = await untilStamped(salesWorkflowId, sales);
		noteSales(executions);
		history.write({ kind: 'end', atMs: watchedToMs });
		const items = itemsOf(executions, 'Stamp');

		const ids = items.map(({ id }) => id);
		expect(sales.length).toBeGreaterThan(10);
		expect(ids).toEqual(expect.arrayContaining(sales));
		expect(new Set(ids).size).toBe(ids.length);
		expect(WORKERS).toEqual(expect.arrayContaining(Object.keys(sharesOf(items))));
	});

	it('nothing was lost, done twice or claimed, as far as the wire and the executions show', () => {
		const { wrong, rows, told } = judgeHistory(history.lines);

		expect(wrong).toEqual([]);
		expect(rows).toBe(EXECUTIONS);
		expect(told).toBeGreaterThan(10);
	});
});
