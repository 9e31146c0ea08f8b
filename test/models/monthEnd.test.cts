/**
 * A month's end of 10,000 orders in sixteen shops, one for each of Awin's zones: every difference between shop and Awin that was
 * planted is found, and nothing else is named.
 */
import { ZONES } from '../../demo/sandbox/zones.cts';
import { compare, keyOf, ledgerOf, plantAll, type AtAwin } from '../support/monthEnd.cts';
import { proposalFor, type Word } from '../support/proposalOracle.cts';
import { KINDS } from '../support/shopKinds.cts';
import { ACCOUNTS, type ShopOrder } from '../support/shopOrders.cts';
import { makeShop, type Shop } from '../support/shopWorld.cts';
import { useSandbox } from '../support/useSandbox.cts';

const SPRING_MS = Date.parse('2026-04-20T10:00:00Z');
const AUTUMN_MS = Date.parse('2026-11-20T10:00:00Z');

const SHOPS = ZONES.map((zone, index) =>
	makeShop({
		seed: index,
		zone,
		size: 625,
		plantedShare: 0.5,
		nowMs: index % 2 === 0 ? SPRING_MS : AUTUMN_MS,
		returnPeriodDays: index % 4 === 3 ? null : 14,
		tolerance: index % 3 === 1 ? 2 : 0,
		isReadable: index % 4 < 2,
		longestDays: 88,
	}),
);

let nowMs = SPRING_MS;
const { sandbox, clock } = useSandbox({
	clock: true,
	world: { transactionsPerDay: 0, jobDurationMs: () => 1000 },
	nowMs: () => nowMs + clock.passedMs,
});

/** The shop's time comes, and its sales are at Awin. */
function open(shop: Shop): Map<string, AtAwin[]> {
	({ nowMs } = shop.rules);
	jest.mocked(Date.now).mockImplementation(() => nowMs + clock.passedMs);
	plantAll(sandbox, shop);
	return ledgerOf(sandbox, ACCOUNTS);
}

const salesOf = (ledger: Map<string, AtAwin[]>, order: ShopOrder) =>
	ledger.get(keyOf(order.accountId, order.reference)) ?? [];

describe('the made-up shops', () => {
	it('have 10,000 orders, with every kind of difference among them', () => {
		const orders = SHOPS.flatMap((shop) => shop.orders);
		const planted = orders.filter(({ kind }) => kind !== 'agrees');

		expect(orders.length).toBeGreaterThanOrEqual(10_000);
		expect(planted.length).toBeGreaterThan(4000);
		expect(new Set(orders.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
		expect(new Set(orders.map(({ facts }) => facts.currency)).size).toBe(6);
		expect(new Set(SHOPS.map(({ software }) => software)).size).toBe(4);
	});

	it.each(SHOPS)('the rules say of each order in $zone what its kind says', (shop) => {
		const ledger = open(shop);

		const said = shop.orders.map((order) => ({
			kind: order.kind,
			word: proposalFor(order.facts, salesOf(ledger, order), shop.rules),
		}));

		expect(said).toEqual(shop.orders.map(({ kind, expected }) => ({ kind, word: expected })));
	});
});
