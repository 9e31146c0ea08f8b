/**
 * Each workflow of `examples/` in a real n8n, set up as its notes say, on data of the sandbox. Only Slack, Google and the
 * shops are stood in for.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import type {
	Execution,
	OutputItem,
	SavedCredential,
	WorkflowInput,
} from '../../demo/n8n/client.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { readExample, setUp } from '../support/examples.cts';
import {
	FIRST_START_TIMEOUT_MS,
	inALine,
	outputOf,
	startRealN8n,
	type RealN8n,
} from '../support/realN8n.cts';
import { ADVERTISER, credentialsFor, startTestSandbox } from '../support/sandbox.cts';
import { startStandIn, type StandIn } from '../support/standIn.cts';

const [DEAL_LANTERN, CASHBACK_COVE] = [88201, 88202];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CHANNEL = 'C0EXAMPLE1';
const RUN_TIMEOUT_MS = 20_000;

let standIn: StandIn;
let n8n: RealN8n;
let others: SavedCredential[];
let sandbox: SandboxServer;
let credentials: Record<string, SavedCredential>;
/** Published by a test. */
let active: string[] = [];

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

jest.setTimeout(120_000);

type Change = (workflow: WorkflowInput) => void;

/** Imports an example and sets it up. */
async function imported(start: string, change: Change = () => undefined): Promise<string> {
	const workflow = setUp(readExample(start), {
		credentials,
		accountId: ADVERTISER,
		channel: CHANNEL,
		spreadsheetId: '1aMadeUpSpreadsheet',
	});
	change(workflow);
	return (await n8n.client.createWorkflow(workflow)).id;
}

async function published(start: string, change?: Change): Promise<string> {
	const id = await imported(start, change);
	await n8n.client.activate(id);
	active.push(id);
	return id;
}

/** What somebody changes in a node later on. */
function inNode(name: string, change: (parameters: Record<string, never>) => void): Change {
	return ({ nodes }) => {
		const node = nodes.find((one) => one.name === name);
		if (!node) throw new Error(`There is no node ${name}`);
		change(node.parameters as Record<string, never>);
	};
}

const withoutDryRun = (name: string) =>
	inNode(name, (parameters) => delete (parameters.options as { dryRun?: boolean }).dryRun);

/** Runs it by hand, and checks what holds for every example. */
async function run(workflowId: string): Promise<Execution> {
	const execution = await n8n.client.runWorkflow(workflowId, { timeoutMs: RUN_TIMEOUT_MS });
	expectSound(execution);
	return execution;
}

/** The next run that something else starts than a person. */
async function nextRun(workflowId: string, start: () => Promise<unknown>): Promise<Execution> {
	const before = await n8n.client.listExecutions({ workflowId, limit: 100 });
	const endMs = Date.now() + RUN_TIMEOUT_MS;
	await retried(start, endMs);
	for (; Date.now() < endMs; await sleep(100)) {
		const runs = await n8n.client.listExecutions({ workflowId, limit: 100 });
		if (runs.length === before.length) continue;
		const execution = await n8n.client.waitForExecution(runs[0].id, RUN_TIMEOUT_MS);
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
		expect(channel).toBe(CHANNEL);
		expect(text).not.toMatch(UNRESOLVED);
	}
}

function textsOf(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function posted(): string[] {
	return standIn.messages.map(({ text }) => text);
}

interface Sale {
	orderRef?: string;
	saleAmount?: number | null;
	currency?: string;
	publisherId?: number;
	ageMs?: number;
}

function addSale({ orderRef, ageMs = 2 * HOUR_MS, saleAmount = 100, ...rest }: Sale): number {
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

function happened(
	transactionId: number,
	kind: 'approved' | 'declined',
	{ ageMs = HOUR_MS, reason }: { ageMs?: number; reason?: string } = {},
): void {
	sandbox.awin.world.scheduleEvent({ transactionId, kind, atMs: Date.now() - ageMs, reason });
}

/** What a transaction is at Awin now. */
function atAwin(id: number) {
	const transaction = sandbox.awin.world.transaction(id);
	const state = transaction && sandbox.awin.world.stateAt(transaction, sandbox.awin.now());
	return state && { status: state.status, saleAmountMinor: state.saleAmountMinor };
}

const writes = () => sandbox.awin.calls.filter(({ method }) => method === 'POST');

/** The columns of rows that a test is about. */
function columns(rows: Array<Record<string, unknown>>, ...names: string[]) {
	return rows.map((row) => names.map((name) => row[name]));
}

describe('1: new sale to Slack', () => {
	it('posts each sale in words', async () => {
		const id = addSale({ orderRef: 'A-1001', saleAmount: 1083.2 });

		await run(await imported('01'));

		expect(posted()).toEqual([
			[
				'*New sale: 1,083.20 EUR* from Deal Lantern',
				'Commission 86.66 EUR, pending, order A-1001',
				`Awin transaction ${id}`,
			].join('\n'),
		]);
	});

	it('leaves no gap where a bonus has neither amount nor order reference', async () => {
		addSale({ saleAmount: null });

		await run(await imported('01'));

		expect(posted()[0]).toMatch(
			/^\*New sale: – EUR\* from Deal Lantern\n.*order without reference/,
		);
	});
});

describe('2: approved and declined to a sheet and Slack', () => {
	const HEADINGS =
		'id status saleAmount currency commissionAmount partner orderReference transactionDate validationDate declineReason';

	it('updates the row of a sale that is there, adds the others, and posts one message', async () => {
		const approved = addSale({ orderRef: 'A-1' });
		const declined = addSale({ orderRef: 'A-2', saleAmount: 20.5, publisherId: CASHBACK_COVE });
		happened(approved, 'approved', { ageMs: 2 * HOUR_MS });
		happened(declined, 'declined', { reason: 'Returned' });
		standIn.sheets.setTab('Sales', [HEADINGS.split(' '), [approved, 'pending', 100, 'EUR']]);

		const id = await imported('02');
		await run(id);
		await run(id);

		const rows = standIn.sheets.rows('Sales');
		expect(columns(rows, 'id', 'status', 'saleAmount', 'partner', 'declineReason')).toEqual([
			[approved, 'approved', 100, 'Deal Lantern', ''],
			[declined, 'declined', 20.5, 'Cashback Cove', 'Returned'],
		]);
		expect(Object.keys(rows[0])).toEqual(HEADINGS.split(' '));
		const message = [
			'*2 sales were approved or declined at Awin*',
			'• approved: 100.00 EUR from Deal Lantern, order A-1',
			'• declined: 20.50 EUR from Cashback Cove, order A-2 (Returned)',
		].join('\n');
		expect(posted()).toEqual([message, message]);
	});
});

describe('3: daily approved sales to a sheet', () => {
	it('gives each sale one row, however often it runs', async () => {
		const first = addSale({ orderRef: 'A-1', ageMs: 20 * DAY_MS });
		happened(first, 'approved', { ageMs: 3 * DAY_MS });
		const long = addSale({ orderRef: 'A-2', ageMs: 40 * DAY_MS });
		happened(long, 'approved', { ageMs: 20 * DAY_MS });
		addSale({ orderRef: 'A-3' });
		standIn.sheets.setTab('Approved', [['id', 'validationDate', 'transactionDate', 'partner']]);

		const id = await imported('03');
		await run(id);
		const second = addSale({ orderRef: 'A-4', ageMs: DAY_MS });
		happened(second, 'approved');
		await run(id);

		const rows = standIn.sheets.rows('Approved');
		expect(columns(rows, 'id', 'orderReference', 'saleAmount', 'currency')).toEqual([
			[first, 'A-1', 100, 'EUR'],
			[second, 'A-4', 100, 'EUR'],
		]);
	});

	it('writes nothing after a day without any', async () => {
		standIn.sheets.setTab('Approved', [['id']]);

		await run(await imported('03'));

		expect(standIn.sheets.rows('Approved')).toEqual([]);
	});
});

describe('4: returns sheet', () => {
	const HEADINGS = 'orderReference action newAmount currency reason check result message'.split(
		' ',
	);
	let kept: number;
	let returned: number;
	let untouched: number;

	beforeEach(() => {
		kept = addSale({ orderRef: 'A-1' });
		returned = addSale({ orderRef: 'A-2' });
		untouched = addSale({ orderRef: 'A-3' });
		standIn.sheets.setTab('Returns', [
			HEADINGS,
			['A-1', 'amend', '60,50', 'EUR', 'One article returned'],
			['A-2', 'decline', '', '', 'Order returned'],
			['A-3', 'decline', '', '', 'Returned before', '', 'done'],
			['A-4', 'decline', '', '', 'Order returned'],
			['A-2b', 'decline'],
		]);
	});

	const sendForReal = inNode('Settings', (parameters) => {
		const { assignments } = parameters.assignments as { assignments: Array<{ value: unknown }> };
		assignments[0].value = true;
	});

	it('is shipped so that it checks only, and says of each row whether it is fine', async () => {
		await run(await imported('04'));

		expect(writes()).toEqual([]);
		expect(columns(standIn.sheets.rows('Returns'), 'orderReference', 'check', 'result')).toEqual([
			['A-1', 'OK', ''],
			['A-2', 'OK', ''],
			['A-3', '', 'done'],
			['A-4', expect.stringContaining('which Awin does not have'), ''],
			['A-2b', expect.stringContaining('"Decline Reason" is empty'), ''],
		]);
	});

	it('declines and amends when the switch is on, and writes the result into each row', async () => {
		const id = await imported('04', sendForReal);
		await run(id);

		expect(atAwin(kept)).toEqual({ status: 'pending', saleAmountMinor: 6050 });
		expect(atAwin(returned)).toEqual({ status: 'declined', saleAmountMinor: 10_000 });
		expect(atAwin(untouched)).toEqual({ status: 'pending', saleAmountMinor: 10_000 });
		expect(
			columns(standIn.sheets.rows('Returns'), 'orderReference', 'check', 'result', 'message'),
		).toEqual([
			['A-1', 'OK', 'done', expect.stringMatching(/./)],
			['A-2', 'OK', 'done', expect.stringMatching(/./)],
			['A-3', '', 'done', ''],
			['A-4', expect.stringContaining('does not have'), '', ''],
			['A-2b', expect.stringContaining('is empty'), '', ''],
		]);

		const sent = writes().length;
		await run(id);
		expect(writes()).toHaveLength(sent);
	});

	it('sends nothing where more would be lost than its limit', async () => {
		addSale({ orderRef: 'A-5', saleAmount: 6000 });
		standIn.sheets.setTab('Returns', [HEADINGS, ['A-5', 'decline', '', '', 'Order returned']]);

		const id = await imported('04', sendForReal);
		await n8n.client.runWorkflow(id);

		expect(writes()).toEqual([]);
	});
});

/** An order in a shop whose prices contain 19 % tax, paid with shipping. */
function shopifyOrder(number: number, refunds: Array<Record<string, unknown>> = []) {
	return {
		id: 5_000_000 + number,
		name: `#${number}`,
		order_number: number,
		currency: 'EUR',
		created_at: new Date(Date.now() - HOUR_MS).toISOString(),
		taxes_included: true,
		subtotal_price: '119.00',
		total_price: '123.90',
		total_tax: '19.78',
		note_attributes: [] as Array<{ name: string; value: string }>,
		line_items: [
			{ id: 1, price: '71.40', quantity: 1, tax_lines: [{ price: '11.40', rate: 0.19 }] },
			{ id: 2, price: '47.60', quantity: 1, tax_lines: [{ price: '7.60', rate: 0.19 }] },
		],
		shipping_lines: [{ price: '4.90', tax_lines: [{ price: '0.78', rate: 0.19 }] }],
		refunds,
	};
}

const FIRST_LINE = { line_item_id: 1, quantity: 1, subtotal: 71.4, total_tax: 11.4 };
const SECOND_LINE = { line_item_id: 2, quantity: 1, subtotal: 47.6, total_tax: 7.6 };

describe('5: shop refunds', () => {
	async function refund(workflowId: string, order: ReturnType<typeof shopifyOrder>) {
		standIn.shops.orders.set(order.id, order);
		return await nextRun(workflowId, async () => {
			await standIn.shops.happens('refunds/create', { id: 1, order_id: order.id });
		});
	}

	const partly = (number: number) =>
		shopifyOrder(number, [{ note: 'Too small', refund_line_items: [SECOND_LINE] }]);
	const whole = (number: number) =>
		shopifyOrder(number, [
			{ note: '', refund_line_items: [FIRST_LINE] },
			{ note: null, refund_line_items: [SECOND_LINE] },
		]);

	it('is shipped so that it sends nothing, and tells what it would do', async () => {
		const id = addSale({ orderRef: '1001' });

		await refund(await published('05'), partly(1001));

		expect(writes()).toEqual([]);
		expect(atAwin(id)?.saleAmountMinor).toBe(10_000);
		expect(posted()).toEqual([
			'*Refund of order 1001*: partly refunded, amend to 60.00 EUR\nNot sent, because this is a dry run',
		]);
	});

	it('amends to what is left without tax and shipping, then declines when nothing is', async () => {
		const id = addSale({ orderRef: '1001' });
		const workflowId = await published('05', withoutDryRun('Decline or amend'));

		await refund(workflowId, partly(1001));
		expect(atAwin(id)).toEqual({ status: 'pending', saleAmountMinor: 6000 });

		await refund(workflowId, whole(1001));
		expect(atAwin(id)).toEqual({ status: 'declined', saleAmountMinor: 6000 });
		expect(posted()).toHaveLength(2);
		expect(posted()[1]).toContain('*Refund of order 1001*: all refunded, decline\n');
	});

	it('does nothing for an order that Awin does not have, or when only shipping was refunded', async () => {
		const id = addSale({ orderRef: '1002' });
		const workflowId = await published('05', withoutDryRun('Decline or amend'));

		await refund(workflowId, whole(1001));
		await refund(workflowId, shopifyOrder(1002, [{ note: null, refund_line_items: [] }]));

		expect(writes()).toEqual([]);
		expect(atAwin(id)?.status).toBe('pending');
		expect(posted()).toEqual([]);
	});

	it('asks somebody to look where Awin does not do it', async () => {
		happened(addSale({ orderRef: '1001' }), 'approved');

		await refund(await published('05', withoutDryRun('Decline or amend')), partly(1001));

		expect(posted()).toEqual([
			expect.stringMatching(
				/^\*Please look at order 1001: its refund was not passed on to Awin\*\n.+/,
			),
		]);
	});
});

describe('6: shop orders', () => {
	const AWC = '77101_1769871600_0f1e2d3c4b5a69788796a5b4c3d2e1f0';

	const withAwc = (number: number, awc = AWC) => ({
		...shopifyOrder(number),
		note_attributes: [
			{ name: 'gift', value: 'yes' },
			{ name: 'awc', value: awc },
		],
	});

	const wooOrder = (number: number, meta: Array<{ key: string; value: string }>) => ({
		id: number,
		number: String(number),
		currency: 'EUR',
		date_created_gmt: new Date(Date.now() - HOUR_MS).toISOString().slice(0, 19),
		total: '140.30',
		shipping_total: '4.90',
		line_items: [
			{ id: 1, subtotal: '70.10', total: '63.09', total_tax: '11.99' },
			{ id: 2, subtotal: '50.05', total: '45.05', total_tax: '8.56' },
		],
		meta_data: meta,
	});

	const submitted = () =>
		writes().flatMap(({ bodyText }) => (JSON.parse(bodyText) as { orders: unknown[] }).orders);

	it('is shipped so that it sends nothing', async () => {
		const id = await published('06');

		const execution = await nextRun(id, async () => {
			await standIn.shops.happens('orders/create', withAwc(1001));
		});

		expect(writes()).toEqual([]);
		expect(outputOf(execution, 'Submit to Awin').map(({ json }) => json.awin)).toEqual([
			expect.objectContaining({ outcome: 'dryRun' }),
		]);
	});

	it('submits orders of both shops that came through Awin, after discounts, without tax and shipping', async () => {
		const id = await published('06', withoutDryRun('Submit to Awin'));
		const order = async (topic: string, content: Record<string, unknown>) =>
			await nextRun(id, async () => await standIn.shops.happens(topic, content));

		await order('orders/create', withAwc(1001));
		await order('orders/create', shopifyOrder(1002));
		await order('order.created', wooOrder(2001, [{ key: 'awc', value: AWC }]));
		await order('order.created', wooOrder(2002, [{ key: '_other', value: 'x' }]));
		// A shop that heard no answer tells it again.
		await order('orders/create', withAwc(1001));

		expect(submitted()).toEqual([
			expect.objectContaining({ orderReference: '1001', amount: 100, currency: 'EUR', awc: AWC }),
			expect.objectContaining({ orderReference: '2001', amount: 108.14, awc: AWC }),
		]);
	});

	it('puts what Awin does not accept into the sheet, with the reason and the details', async () => {
		standIn.sheets.setTab('Not accepted', []);
		const id = await published('06', withoutDryRun('Submit to Awin'));

		await nextRun(id, async () => {
			await standIn.shops.happens('orders/create', withAwc(1001, 'not an awc'));
		});

		expect(standIn.sheets.rows('Not accepted')).toEqual([
			expect.objectContaining({
				orderReference: '1001',
				amount: 100,
				awc: 'not an awc',
				error: expect.stringMatching(/./),
				details: expect.stringContaining('"outcome":"'),
			}),
		]);
	});
});

describe('7: what is pending before the deadline', () => {
	const DEADLINE = 'before the deadline on \\d+ [A-Z][a-z]+\\.';

	it('posts the totals of each currency and the partners, largest first', async () => {
		addSale({ orderRef: 'A-1', saleAmount: 50 });
		addSale({ orderRef: 'A-2', saleAmount: 1000.4, publisherId: CASHBACK_COVE });
		addSale({ orderRef: 'A-3', saleAmount: 30.25, ageMs: 80 * DAY_MS });
		addSale({ orderRef: 'A-4', saleAmount: 70, currency: 'CHF' });
		happened(addSale({ orderRef: 'A-5' }), 'approved');

		await run(await imported('07'));

		const [heading, ...lines] = posted()[0].split('\n');
		expect(posted()).toHaveLength(1);
		expect(heading).toMatch(
			/^\*Still pending at Awin\. Please validate by 12:00 CET on (15|28|29|30|31) [A-Z][a-z]+\.\*$/,
		);
		expect(lines).toEqual([
			'Total: 1,080.65 EUR in 3 sales, commission 86.45 EUR',
			'Total: 70.00 CHF in 1 sale, commission 5.60 CHF',
			'',
			'• Cashback Cove: 1,000.40 EUR in 1 sale, commission 80.03 EUR',
			'• Deal Lantern: 80.25 EUR in 2 sales, commission 6.42 EUR',
			'• Deal Lantern: 70.00 CHF in 1 sale, commission 5.60 CHF',
		]);
	});

	it('says so when nothing is pending', async () => {
		happened(addSale({ orderRef: 'A-1' }), 'approved');

		await run(await imported('07'));

		expect(posted()).toEqual([
			expect.stringMatching(new RegExp(`^\\*Nothing is pending at Awin\\* ${DEADLINE}$`)),
		]);
	});
});

describe('8: tell me when a workflow stops', () => {
	/** A workflow that asks Awin with a token that it does not take, whenever its address is called. */
	async function brokenWorkflow(errorWorkflow: string): Promise<string> {
		const { id, name } = await n8n.client.createCredential({
			name: 'Revoked',
			type: 'awinOAuth2Api',
			data: credentialsFor(sandbox, { accessToken: 'revoked' }),
		});
		const nodes = [
			{
				id: 'hook',
				name: 'Called',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0] as [number, number],
				parameters: { path: 'broken' },
				webhookId: 'broken',
			},
			{
				id: 'awin',
				name: 'Get my accounts',
				type: 'n8n-nodes-awin.awin',
				typeVersion: 1,
				position: [200, 0] as [number, number],
				parameters: { resource: 'account', operation: 'getMany' },
				credentials: { awinOAuth2Api: { id, name } },
			},
		];
		const workflow = await n8n.client.createWorkflow({
			name: 'Accounts every night',
			nodes,
			connections: inALine(nodes),
			settings: { executionOrder: 'v1', errorWorkflow },
		});
		await n8n.client.activate(workflow.id);
		active.push(workflow.id);
		return workflow.id;
	}

	it('posts which one, where, why, what to do, and the link', async () => {
		const id = await published('08');
		const brokenId = await brokenWorkflow(id);

		const execution = await nextRun(id, async () => {
			const { ok } = await fetch(`${n8n.process.url}/webhook/broken`);
			if (!ok) throw new Error('n8n does not listen yet');
		});

		const [{ json }] = outputOf(execution, 'In plain words') as [OutputItem];
		const [failed] = await n8n.client.listExecutions({ workflowId: brokenId });
		expect(posted()).toEqual([
			[
				'*Accounts every night* stopped at _Get my accounts_',
				json.message,
				json.nextStep,
				`Look at it: ${n8n.process.url}/workflow/${brokenId}/executions/${failed.id}`,
			].join('\n'),
		]);
		expect(json.message).toContain('token');
		expect(json.nextStep).toMatch(/./);
	});

	it("shows n8n's own example when it is run by hand", async () => {
		await run(await imported('08'));

		expect(posted()[0]).toMatch(
			/^\*Example Workflow\* stopped at _Node With Error_\nExample Error Message\nLook at it: http/,
		);
	});
});
