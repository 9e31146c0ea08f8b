import * as fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { ordersPath, type WireOrder } from '../../../nodes/Awin/api/conversions';
import type { Row } from '../../../nodes/Awin/resources/orders/rows';
import type { Run } from '../../../nodes/Awin/resources/operation';
import type { Call } from '../../../nodes/Awin/transport/request';
import type { CallResult } from '../../../nodes/Awin/transport/response';
import { sendOrders } from '../../support/orderRuns.cts';

function rowOf(index: number, accountId: string): Row {
	return {
		index,
		accountId,
		path: ordersPath(accountId),
		order: {
			orderReference: `R-${index}`,
			amount: 1,
			channel: 'aw',
			currency: 'EUR',
			commissionGroups: [],
		},
		amountMinor: 100,
		key: `${accountId} R-${index}`,
		dryRun: false,
		warnings: [],
	};
}

interface Sent {
	path: string;
	orders: WireOrder[];
}

/** n8n without anything but its store, and Awin as the test wants it. */
function scene(answer: (orders: WireOrder[]) => CallResult) {
	const sent: Sent[] = [];
	const known: Record<string, Set<string>> = { node: new Set(), workflow: new Set() };
	const helpers = {
		checkProcessedAndRecord: async (keys: string[], scope: string) => {
			const processed = keys.filter((key) => known[scope].has(key));
			for (const key of keys) known[scope].add(key);
			return await Promise.resolve({ new: [], processed });
		},
		removeProcessed: async (keys: string[], scope: string) => {
			for (const key of keys) known[scope].delete(key);
			await Promise.resolve();
		},
		getProcessedDataCount: async (scope: string) => await Promise.resolve(known[scope].size),
	};
	const context = {
		getWorkflow: () => ({ id: 'w' }),
		helpers,
		getExecutionId: () => undefined,
		getWorkflowStaticData: () => ({}),
		getCredentials: async () => await Promise.resolve({}),
		addExecutionHints: () => undefined,
	} as unknown as IExecuteFunctions;
	const awin = {
		waitUntilFree: async () => await Promise.resolve(),
		send: async ({ path, body }: Call) => {
			const { orders } = body as { orders: WireOrder[] };
			sent.push({ path, orders });
			return await Promise.resolve(answer(orders));
		},
	};
	const run = { context, awin } as unknown as Run;
	const submit = async (rows: Row[]) => {
		const results = await sendOrders(run, rows);
		return rows.map(({ index }) => results[index]?.outcome);
	};
	return { sent, submit };
}

const accepting = (orders: WireOrder[]): CallResult => ({
	ok: true,
	status: 200,
	answer: { successfulOrders: orders.map(({ orderReference }) => ({ orderReference })) },
});

const shares = fc.array(
	fc.record({ account: fc.constantFrom('1', '2', '3'), count: fc.nat(1300) }),
	{
		minLength: 1,
		maxLength: 5,
	},
);

function rowsOf(plan: Array<{ account: string; count: number }>): Row[] {
	const accounts = plan.flatMap(({ account, count }) => Array<string>(count).fill(account));
	return accounts.map((account, index) => rowOf(index, account));
}

it('any orders go out once each, in batches of at most 1,000, in as few calls as that takes', async () => {
	await fc.assert(
		fc.asyncProperty(shares, async (plan) => {
			const rows = rowsOf(plan);
			const { sent, submit } = scene(accepting);

			const outcomes = await submit(rows);

			expect(new Set(outcomes).size).toBeLessThanOrEqual(1);
			const references = sent.flatMap(({ orders }) => orders.map((order) => order.orderReference));
			expect([...references].sort()).toEqual(rows.map(({ order }) => order.orderReference).sort());
			for (const account of ['1', '2', '3']) {
				const sizes = sent
					.filter(({ path }) => path === `/s2s/advertiser/${account}/orders`)
					.map(({ orders }) => orders.length);
				const total = rows.filter(({ accountId }) => accountId === account).length;
				expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(1000);
				expect(sizes).toHaveLength(Math.ceil(total / 1000));
				expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total);
			}
		}),
		{ numRuns: 15 },
	);
});

it('after any answers, a second run sends exactly what was rejected, and every order has an outcome', async () => {
	const answers = fc.infiniteStream(fc.constantFrom('accepted', 'pending', 'rejected', 'lost'));
	await fc.assert(
		fc.asyncProperty(shares, answers, async (plan, dice) => {
			const rows = rowsOf(plan);
			const fate = new Map(rows.map(({ order }) => [order.orderReference, dice.next().value]));
			const { sent, submit } = scene((orders) => {
				const named = (wanted: string) =>
					orders.filter(({ orderReference }) => fate.get(orderReference) === wanted).reverse();
				return {
					ok: true,
					status: 206,
					answer: {
						successfulOrders: named('accepted'),
						pendingOrders: named('pending'),
						failedOrders: named('rejected'),
					},
				};
			});

			const first = await submit(rows);
			expect(first).toEqual(
				rows.map(({ order }) => {
					const expected = fate.get(order.orderReference);
					return expected === 'lost' ? 'unknown' : expected;
				}),
			);

			sent.length = 0;
			const second = await submit(rows);
			const rejected = rows.filter((_, place) => first[place] === 'rejected');
			expect(
				sent.flatMap(({ orders }) => orders.map((order) => order.orderReference)).sort(),
			).toEqual(rejected.map(({ order }) => order.orderReference).sort());
			expect(second).toEqual(
				first.map((outcome) => (outcome === 'accepted' ? 'skipped' : outcome)),
			);
		}),
		{ numRuns: 15 },
	);
});
