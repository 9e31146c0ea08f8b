/**
 * A month's end of 10,000 orders in sixteen shops, one for each of Awin's zones: every difference between shop and Awin that was
 * planted is found, and nothing else is named.
 */
import { DateTime } from 'luxon';

import { ZONES } from '../../demo/sandbox/zones.cts';
import { compare, keyOf, ledgerOf, type AtAwin } from '../support/monthEnd.cts';
import { workOutPlainly } from '../support/plainExpressions.cts';
import { checkProposal } from '../support/proposalJudge.cts';
import { proposalFor } from '../support/proposalOracle.cts';
import { KINDS } from '../support/shopKinds.cts';
import { ACCOUNTS, type ShopOrder } from '../support/plainOrders.cts';
import { inShop } from '../support/shopScene.cts';
import { datesOf, makeShop, type Shop } from '../support/shopWorld.cts';

/** With the end of the month's next cut-off, which is midday in Berlin. */
const SPRING = { nowMs: Date.parse('2026-04-20T10:00:00Z'), cutOff: '2026-04-30T10:00:00Z' };
const AUTUMN = { nowMs: Date.parse('2026-11-20T10:00:00Z'), cutOff: '2026-11-30T11:00:00Z' };

const SHOPS = ZONES.map((zone, index) => {
	const { nowMs, cutOff } = index % 2 === 0 ? SPRING : AUTUMN;
	const shop = makeShop({
		seed: index,
		zone,
		size: 625,
		plantedShare: 0.5,
		nowMs,
		returnPeriodDays: index % 4 === 3 ? null : 14,
		tolerance: index % 3 === 1 ? 2 : 0,
		isReadable: index % 4 < 2,
		longestDays: 88,
	});
	return { zone, shop, cutOff };
});

const salesOf = (ledger: Map<string, AtAwin[]>, order: ShopOrder) =>
	ledger.get(keyOf(order.accountId, order.reference)) ?? [];

describe('the made-up shops', () => {
	it('have 10,000 orders, with every kind of difference among them', () => {
		const orders = SHOPS.flatMap(({ shop }) => shop.orders);
		const planted = orders.filter(({ kind }) => kind !== 'agrees');

		expect(orders.length).toBeGreaterThanOrEqual(10_000);
		expect(planted.length).toBeGreaterThan(4000);
		expect(new Set(orders.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
		expect(new Set(orders.map(({ facts }) => facts.currency)).size).toBe(6);
		expect(new Set(SHOPS.map(({ shop }) => shop.software)).size).toBe(4);
	});

	it.each(SHOPS)('the rules say of each order in $zone what its kind says', async ({ shop }) => {
		await inShop(shop, async ({ sandbox }) => {
			const ledger = ledgerOf(sandbox, ACCOUNTS);
			const said = shop.orders.map((order) => ({
				kind: order.kind,
				word: proposalFor(order.facts, salesOf(ledger, order), shop.rules),
			}));

			expect(said).toEqual(shop.orders.map(({ kind, expected }) => ({ kind, word: expected })));
			await Promise.resolve();
		});
	});
});

/** Sales without an order, by what is to be said of them; only between the first order of the account and the last, by day. */
function straysOf(shop: Shop, ledger: Map<string, AtAwin[]>): Record<number, string> {
	const dayOf = (ms: number) => DateTime.fromMillis(ms, { zone: shop.zone }).toISODate() ?? '';
	const strays: Record<number, string> = {};
	for (const { accountId, reference, atMs } of shop.strays) {
		if (shop.unclear.has(accountId)) continue;
		const days = [...datesOf(shop.orders, accountId), atMs].map(dayOf);
		const day = days.pop() ?? '';
		const isBefore = days.every((one) => day < one);
		const isAfter = days.every((one) => day > one);
		if (days.length > 0 && (isBefore || isAfter)) continue;
		for (const sale of ledger.get(keyOf(accountId, reference ?? '')) ?? []) {
			if (sale.status === 'deleted') continue;
			strays[sale.id] = sale.status === 'declined' ? 'none' : 'review';
		}
	}
	return strays;
}

/** Runs it over the sheet, and holds what it says against the rules. */
async function checkComparison(shop: Shop, cutOff: string): Promise<void> {
	await inShop(shop, async ({ sandbox }) => {
		const ledger = ledgerOf(sandbox, ACCOUNTS);

		const { proposals, further } = await compare(sandbox, shop);

		const said = shop.orders.map((order, place) => ({
			kind: order.kind,
			columns: shop.columns[place],
			word: proposals[place].proposedAction,
			reason: proposals[place].reason,
		}));
		expect(said.filter(({ word }, place) => word !== shop.orders[place].expected)).toEqual([]);
		for (const [place, order] of shop.orders.entries()) {
			const sales = salesOf(ledger, order);
			checkProposal(proposals[place], order, sales);
			const isPending = sales.some(({ status }) => status === 'pending');
			const { deadline } = proposals[place];
			if (isPending && order.facts.isReadable && !order.facts.isTwice) {
				expect(Date.parse(deadline ?? '')).toBe(Date.parse(cutOff));
			}
		}
		const named = further.map(({ proposedAction, transaction }) => [
			Number(transaction?.id),
			proposedAction,
		]);
		expect(Object.fromEntries(named)).toEqual(straysOf(shop, ledger));
		expect(sandbox.awin.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
		// Three windows of 31 days and the jobs, of each account.
		expect(sandbox.awin.calls.length).toBeLessThanOrEqual(4 * ACCOUNTS.length);
	});
}

describe('Compare With Orders', () => {
	let undo: () => void;
	beforeAll(() => {
		undo = workOutPlainly();
	});
	afterAll(() => undo());

	it.each(SHOPS)('in $zone: each order gets what it must get', async ({ shop, cutOff }) => {
		await checkComparison(shop, cutOff);
	});

	it.each([1, 2, 3])('whatever comes together (shop %i)', async (seed) => {
		const shop = makeShop({
			seed,
			zone: 'Europe/Berlin',
			size: 1500,
			plantedShare: 1,
			isMixed: true,
			nowMs: SPRING.nowMs,
			returnPeriodDays: seed === 1 ? null : 14,
			tolerance: seed === 2 ? 2 : 0,
			longestDays: 88,
		});
		await checkComparison(shop, SPRING.cutOff);
	});
});
