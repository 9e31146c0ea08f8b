import type { IDataObject } from 'n8n-workflow';

import { SWITCH_VALUES } from '../../demo/sandbox/switch-values.cts';
import { freshFetch } from '../../demo/n8n/fresh-fetch.cts';
import { openTold, TOLD_KEY } from '../../nodes/Awin/api/toldOrders';
import { CONTINUE } from '../support/contexts.cts';
import {
	bookedReferences,
	columnsOf,
	outcomesOf,
	resultsOf,
	submit,
	type AwinColumn,
} from '../support/conversion.cts';
import { ADVERTISER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { NotifiedN8n } from '../support/webhook.cts';

const { sandbox, store } = useSandbox({ clock: true, store: true });

const OTHER_ADVERTISER = 77102;
const WEBHOOK = { options: { webhookUrl: 'https://n8n.example.com/webhook/1/awin/secret' } };
const TAKEN = { status: 200, text: 'Thank you, the workflow was started.' };

let n8n: NotifiedN8n;

beforeEach(async () => {
	n8n = new NotifiedN8n({ event: 'conversionResult', accountId: String(ADVERTISER) });
	n8n.query = `?advertiserId=${ADVERTISER}`;
	await n8n.start();
});

afterEach(async () => await n8n.close());

/** Awin is through with all orders, and posts what became of them. */
async function finish(expected: number, body: IDataObject = {}): Promise<void> {
	await freshFetch(`${sandbox.url}/_sandbox/results`, {
		method: 'POST',
		body: JSON.stringify({ to: n8n.url, ...body }),
	});
	while (n8n.started.length < expected) await new Promise(setImmediate);
}

async function post(body: unknown) {
	return await n8n.post(JSON.stringify(body), 'application/json');
}

function told(): string[] {
	return [...openTold(globalData()[TOLD_KEY]).told.values()].map(({ outcome }) => outcome);
}

function globalData(): IDataObject {
	return (n8n.stored.global ?? {}) as IDataObject;
}

/** Runs Submit in the same workflow. */
async function submitAgain(columns: IDataObject[]) {
	const staticData = structuredClone(n8n.stored);
	const end = await submit(sandbox, columns, WEBHOOK, { staticData, ...CONTINUE });
	// n8n would put what it changed over what the trigger notes meanwhile.
	expect(staticData).toHaveProperty('__dataChanged', false);
	return end;
}

const awinOf = (item: IDataObject) => item.awin as unknown as AwinColumn;

describe('pending orders that Awin reports on', () => {
	it.each(
		SWITCH_VALUES.resultsForm.flatMap((form) =>
			SWITCH_VALUES.resultsAccount.map((account) => [form, account] as const),
		),
	)(
		'come out one by one and are known to Submit as accepted: %s, account %s',
		async (resultsForm, resultsAccount) => {
			Object.assign(sandbox.awin.switches, { pendingOrders: 'all', resultsForm, resultsAccount });
			const first = await submitAgain(columnsOf(3));
			await finish(3);

			expect(n8n.started).toEqual(
				resultsOf(first.items).map(({ batchId }, place) =>
					expect.objectContaining({
						orderReference: `A-${place + 1}`,
						accountId: String(ADVERTISER),
						awin: {
							outcome: 'accepted',
							code: null,
							message: 'Accepted',
							nextStep: null,
							batchId,
							correlationId: expect.any(String) as string,
							warnings: [],
							sent: null,
							transaction: null,
						},
					}),
				),
			);
			const again = await submitAgain(columnsOf(3));
			expect(outcomesOf(again.items)).toEqual(['skipped', 'skipped', 'skipped']);
			expect(resultsOf(again.items)[0].message).toBe(
				'Awin has reported since then that it accepted this order, so it was not sent again',
			);
			expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2', 'A-3']);
		},
	);

	it.each(SWITCH_VALUES.resultsForm)(
		'are told as rejected, and are not sent again on the word of a post: %s',
		async (resultsForm) => {
			const { switches } = sandbox.awin;
			Object.assign(switches, { pendingOrders: 'all', pendingEnd: 'rejected', resultsForm });
			await submitAgain(columnsOf(1));
			await finish(1);

			expect(awinOf(n8n.started[0])).toMatchObject({
				outcome: 'rejected',
				code: expect.stringMatching(/^E-/) as string,
				message: 'Awin rejected the order: "awc" no click was found',
				nextStep: expect.stringContaining('Correct the order, and submit it again.') as string,
			});
			switches.pendingOrders = 'none';
			for (const _ of [1, 2]) {
				const { items } = await submitAgain(columnsOf(1));
				expect(resultsOf(items)[0]).toMatchObject({
					outcome: 'unknown',
					message: expect.stringContaining('that it rejected this order') as string,
				});
			}
			expect(bookedReferences(sandbox)).toEqual([]);
		},
	);

	it('stay pending where another account is named: the item says so, and Submit is told nothing', async () => {
		Object.assign(sandbox.awin.switches, { pendingOrders: 'all', resultsAccount: 'named' });
		n8n.parameters.accountId = '4711';
		await submitAgain(columnsOf(1));
		await finish(1);

		expect(n8n.started[0]).toMatchObject({
			accountId: String(ADVERTISER),
			awin: {
				warnings: [
					`It is about the advertiser ${ADVERTISER}, and this trigger is set to 4711, so Submit in this workflow is not told of it`,
				],
			},
		});
		expect(told()).toEqual([]);
		expect(outcomesOf((await submitAgain(columnsOf(1))).items)).toEqual(['pending']);
	});

	it('stay pending where nothing names the account: the item says so, and Submit is told nothing', async () => {
		Object.assign(sandbox.awin.switches, { pendingOrders: 'all', resultsQuery: 'dropped' });
		await submitAgain(columnsOf(1));
		await finish(1);

		expect(n8n.started[0]).toMatchObject({
			accountId: null,
			awin: {
				outcome: 'accepted',
				warnings: [
					'Nobody can be sure which advertiser account it is about, so Submit in this workflow is not told of it',
				],
			},
		});
		expect(told()).toEqual([]);
		expect(outcomesOf((await submitAgain(columnsOf(1))).items)).toEqual(['pending']);
	});

	it('stay pending where only a test came', async () => {
		sandbox.awin.switches.pendingOrders = 'all';
		await submitAgain(columnsOf(1));
		n8n.mode = 'manual';
		await finish(1);

		expect(n8n.stored).toEqual({});
		expect(outcomesOf((await submitAgain(columnsOf(1))).items)).toEqual(['pending']);
	});
});

describe('what is in doubt', () => {
	it('is settled by a report, too: an order that was sent and got no answer', async () => {
		sandbox.awin.faults.add({ kind: 'dropAfter', match: { path: '/orders' } });
		const first = await submitAgain(columnsOf(1));
		expect(outcomesOf(first.items)).toEqual(['unknown']);
		await finish(1);

		expect(outcomesOf((await submitAgain(columnsOf(1))).items)).toEqual(['skipped']);
		expect(bookedReferences(sandbox)).toEqual(['A-1']);
	});

	it('is not settled by what says nothing', async () => {
		sandbox.awin.switches.pendingOrders = 'all';
		await submitAgain(columnsOf(1));
		await post([{ orderReference: 'A-1', status: 'processed' }]);

		expect(awinOf(n8n.started[0])).toMatchObject({ outcome: 'unknown' });
		expect(n8n.started[0].received).toEqual({ orderReference: 'A-1', status: 'processed' });
		expect(told()).toEqual([]);
	});

	it.each<[string, IDataObject]>([
		['in the entry', { orders: [{ orderReference: 'A-1', status: 'accepted', isTest: 'true' }] }],
		['beside the list', { dryRun: true, successfulOrders: ['A-1'] }],
	])('is not settled by the report on a test order, which is named %s', async (_where, body) => {
		await post(body);

		expect(awinOf(n8n.started[0]).warnings).toEqual([
			'It is about a test order, which Awin does not book, so Submit in this workflow is not told of it',
		]);
		expect(told()).toEqual([]);
	});

	it.each(SWITCH_VALUES.resultsQuery)(
		"is not settled by the report on another account's order of the same number, its query %s",
		async (resultsQuery) => {
			const { awin } = sandbox;
			awin.switches.resultsQuery = resultsQuery;
			const [order] = columnsOf(1);
			const orders = [ADVERTISER, OTHER_ADVERTISER].map((account) => ({ ...order, account }));
			const accountId = { __rl: true, mode: 'id', value: '={{ $json.account }}' };
			const run = async () =>
				await submit(
					sandbox,
					orders,
					{ ...WEBHOOK, accountId },
					{ staticData: structuredClone(n8n.stored), ...CONTINUE },
				);
			awin.faults.add({ kind: 'dropBefore', match: { path: `/${ADVERTISER}/orders` }, times: 1 });

			expect(outcomesOf((await run()).items)).toEqual(['unknown', 'accepted']);
			await finish(1);

			expect(awinOf(n8n.started[0]).warnings).toHaveLength(1);
			expect(told()).toEqual([]);
			expect(outcomesOf((await run()).items)).toEqual(['unknown', 'skipped']);
		},
	);
});

describe('a report that comes again', () => {
	const REPORT = { batchId: 'b', successfulOrders: ['A-1', 'A-2'], pendingOrders: ['A-3'] };

	it('starts nothing, also after a restart', async () => {
		expect(await post(REPORT)).toEqual(TAKEN);
		n8n.restart();
		const repeated = { status: 200, text: 'Thank you, these results are known already.' };
		expect(await post(REPORT)).toEqual(repeated);

		expect(n8n.started).toHaveLength(3);
		expect(told()).toEqual(['accepted', 'accepted', 'pending']);
	});

	it('starts nothing either where it comes many times at once', async () => {
		const answers = await Promise.all(Array.from({ length: 10 }, async () => await post(REPORT)));

		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(n8n.started).toHaveLength(3);
	});

	it('starts the workflow with what is new in it: a later outcome, another batch', async () => {
		await post(REPORT);
		await post({ ...REPORT, pendingOrders: [], failedOrders: ['A-3'] });
		await post({ batchId: 'c', successfulOrders: ['A-1'] });

		expect(n8n.started.slice(3).map((item) => [item.orderReference, awinOf(item).outcome])).toEqual(
			[
				['A-3', 'rejected'],
				['A-1', 'accepted'],
			],
		);
	});

	it('starts the workflow again where the person wants it so', async () => {
		n8n.parameters.options = { skipRepeats: false };
		await post(REPORT);
		await post(REPORT);

		expect(n8n.started).toHaveLength(6);
		expect(told()).toHaveLength(3);
	});
});

describe('what n8n keeps of it', () => {
	it.each([false, true])('is every note, also where it answers first: %s', async (isFirst) => {
		n8n.isAnsweringFirst = isFirst;
		for (const order of ['A-1', 'A-2', 'A-3'])
			await post([{ orderReference: order, status: 'ok' }]);

		expect(told()).toHaveLength(3);
	});

	it('may be an old copy that an execution writes over it: what comes next puts the notes back', async () => {
		await post([{ orderReference: 'A-1', status: 'ok' }]);
		n8n.stored = {};
		await post([{ orderReference: 'A-2', status: 'ok' }]);

		expect(told()).toHaveLength(2);
	});

	it('leaves alone what others keep there', async () => {
		n8n.stored = { global: { mine: 1 } };
		await post([{ orderReference: 'A-1', status: 'ok' }]);

		expect(globalData()).toMatchObject({ mine: 1 });
		expect(told()).toEqual(['accepted']);
	});

	it('that cannot be read is told, and begun anew', async () => {
		n8n.stored = {
			global: { [TOLD_KEY]: 'x' },
			'node:Awin Notification Trigger': { awinSeenResults: 'x' },
		};
		await post([{ orderReference: 'A-1', status: 'ok' }]);

		expect(awinOf(n8n.started[0]).warnings).toEqual([
			expect.stringContaining('What this trigger had remembered'),
		]);
		expect(n8n.refusals).toEqual([
			expect.stringContaining('What this trigger had remembered'),
			expect.stringContaining('has noted of orders for Submit cannot be read'),
		]);
		expect(told()).toEqual(['accepted']);
	});

	it('is nothing that Submit would stumble over where it is damaged', async () => {
		n8n.stored = { global: { [TOLD_KEY]: { version: 1, orders: 'x' } } };

		expect(outcomesOf((await submitAgain(columnsOf(1))).items)).toEqual(['accepted']);
		expect(store.orders).toBe(1);
	});
});

describe('what is no report', () => {
	it.each<[string, () => Promise<unknown>]>([
		['nothing', async () => await n8n.post('')],
		['an address with a query', async () => await n8n.get('orderReference=A-1&status=accepted')],
		['a transaction notification', async () => await n8n.push({ transactionId: '1' })],
		['a batch without orders', async () => await post({ batchId: 'b', successfulOrders: [] })],
	])('%s is answered with 400, starts nothing, and stands in the log', async (_what, ask) => {
		expect(await ask()).toEqual({
			status: 400,
			text: "This is not a conversion result of Awin's. No order was found in it.\n",
		});
		expect(n8n.started).toEqual([]);
		expect(n8n.stored).toEqual({});
		expect(n8n.refusals).toEqual([
			expect.stringMatching(
				/^A request to the Awin Notification Trigger was refused\. No order was found in it\. The form of what came, .*: \S/,
			),
		]);
	});

	it('a report is none for the other event', async () => {
		n8n.parameters = {};

		expect(await post({ successfulOrders: ['A-1'] })).toMatchObject({ status: 400 });
		expect(n8n.started).toEqual([]);
	});

	it('without the account it does not work', async () => {
		n8n.parameters.accountId = '';

		expect(await post({ successfulOrders: ['A-1'] })).toMatchObject({ status: 500 });
		expect(n8n.started).toEqual([]);
	});
});

it('100,000 orders in one post are taken', async () => {
	const successfulOrders = Array.from({ length: 100_000 }, (_, index) => `A-${index}`);
	expect(await post({ successfulOrders })).toEqual(TAKEN);

	expect(n8n.started).toHaveLength(100_000);
	expect(told()).toHaveLength(10_000);
});
