/**
 * For any small shop: after one round of Compare With Orders, Validate and Submit, Awin and the shop agree in everything but
 * what a person has to look at and what has to wait; and a second round has nothing to do but what the first one has sent.
 */
import * as fc from 'fast-check';
import type { INodeExecutionData } from 'n8n-workflow';

import { Dice, hashOf } from '../../demo/sandbox/hash.cts';
import { amountOf, decimalsOf } from '../../demo/sandbox/money.cts';
import { ZONES } from '../../demo/sandbox/zones.cts';
import {
	compareParameters,
	keyOf,
	ledgerOf,
	proposalOf,
	runNode,
	submitParameters,
	validateParameters,
	type AtAwin,
} from '../support/monthEnd.cts';
import { proposalFor } from '../support/proposalOracle.cts';
import { ACCOUNTS, type ShopOrder } from '../support/plainOrders.cts';
import { inShop, type ShopScene } from '../support/shopScene.cts';
import { makeShop, type Shop } from '../support/shopWorld.cts';

const anyShop = fc
	.record({
		seed: fc.integer({ min: 0, max: 1_000_000 }),
		zone: fc.constantFrom(...ZONES),
		size: fc.integer({ min: 1, max: 60 }),
		nowMs: fc.constantFrom(
			Date.parse('2026-04-20T10:00:00Z'),
			Date.parse('2026-11-20T10:00:00Z'),
			Date.parse('2026-10-31T23:30:00Z'),
		),
		returnPeriodDays: fc.constantFrom(null, 14),
		tolerance: fc.constantFrom(0, 2),
	})
	.map((settings) => makeShop({ ...settings, plantedShare: 0.8, longestDays: 88 }));

type Ledger = Map<string, AtAwin[]>;

const salesOf = (ledger: Ledger, { accountId, reference }: ShopOrder) =>
	ledger.get(keyOf(accountId, reference)) ?? [];

const expectedWords = (shop: Shop, ledger: Ledger, nowMs: number) =>
	shop.orders.map((order) =>
		proposalFor(order.facts, salesOf(ledger, order), { ...shop.rules, nowMs }),
	);

/** Items as one node gives them to the next. */
const given = (items: INodeExecutionData[]) => items.map(({ json }) => ({ json }));

async function compared(scene: ShopScene, shop: Shop): Promise<INodeExecutionData[]> {
	const sheet = shop.columns.map((json) => ({ json }));
	const { items } = await runNode(scene.sandbox, compareParameters(shop), sheet, {
		timezone: shop.zone,
	});
	return given(items);
}

/** What comes out of one round, with the words that Compare With Orders gave for the orders of the sheet. */
async function round(scene: ShopScene, shop: Shop): Promise<{ words: string[] }> {
	const items = await compared(scene, shop);
	const validated = await runNode(scene.sandbox, validateParameters, items);
	await runNode(scene.sandbox, submitParameters, given(validated.items));
	const words = items.slice(0, shop.orders.length).map((item) => proposalOf(item).proposedAction);
	return { words };
}

const CHANGING = ['approve', 'amend', 'decline', 'submit'];

/** Awin has of an order what the shop says of it. */
function checkAgreement(shop: Shop, order: ShopOrder, word: string, after: AtAwin[]): void {
	const { facts } = order;
	const live = after.filter(({ status }) => status !== 'deleted');
	const unit = 10 ** decimalsOf(facts.currency);
	const status = { approve: 'approved', amend: 'approved', decline: 'declined', submit: 'pending' };
	expect(live.map((sale) => sale.status)).toEqual([status[word as keyof typeof status]]);
	if (word === 'decline') return;
	const [{ amountMinor, currency, parts }] = live;
	const differsMinor = Math.abs((amountMinor ?? 0) - facts.amountMinor);
	expect(differsMinor).toBeLessThanOrEqual(word === 'approve' ? shop.rules.tolerance * unit : 0);
	expect(currency).toBe(facts.currency);
	expect(parts.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(amountMinor);
}

/** Until Awin shows what was sent; an order that was placed just now is still young after both rounds. */
const A_WHILE_MS = 5 * 60_000;

it('Awin and any shop agree after one round, and the next two find nothing new', async () => {
	await fc.assert(
		fc.asyncProperty(anyShop, async (shop) => {
			await inShop(shop, async (scene) => {
				const ledger = () => ledgerOf(scene.sandbox, ACCOUNTS);
				const before = ledger();
				const wanted = expectedWords(shop, before, scene.nowMs());

				const first = await round(scene, shop);

				expect(first.words).toEqual(wanted);
				scene.pass(A_WHILE_MS);
				const after = ledger();
				for (const [place, order] of shop.orders.entries()) {
					const word = first.words[place];
					const sales = salesOf(after, order);
					if (CHANGING.includes(word)) checkAgreement(shop, order, word, sales);
					else expect(sales).toEqual(salesOf(before, order));
				}
				// What belongs to no order is as it was, too.
				const submitted = first.words.filter((word) => word === 'submit').length;
				expect(countOf(after)).toBe(countOf(before) + submitted);

				const wantedThen = expectedWords(shop, after, scene.nowMs());
				const second = await round(scene, shop);

				expect(second.words).toEqual(wantedThen);
				for (const [place, word] of second.words.entries()) {
					if (!CHANGING.includes(word)) continue;
					expect([first.words[place], word]).toEqual(['submit', 'approve']);
				}
				scene.pass(A_WHILE_MS);
				const third = await round(scene, shop);

				expect(third.words.filter((word) => CHANGING.includes(word))).toEqual([]);
			});
		}),
		{ numRuns: 40 },
	);
});

const countOf = (ledger: Ledger) => [...ledger.values()].flat().length;

/** Somebody changes some of the transactions at Awin. @returns their IDs */
function changeSome({ sandbox, nowMs }: ShopScene, ledger: Ledger, dice: Dice): Set<number> {
	const changed = new Set<number>();
	for (const { id, status, amountMinor, currency } of [...ledger.values()].flat()) {
		if (status !== 'pending' || amountMinor === null || !dice.chance(0.4)) continue;
		changed.add(id);
		const kind = dice.pick(['approved', 'declined', 'amended'] as const);
		// Every so often back and forth within the same status.
		const saleAmount = amountOf(amountMinor + dice.int(1, 500), currency);
		sandbox.awin.world.scheduleEvent({ transactionId: id, kind, atMs: nowMs(), saleAmount });
	}
	return changed;
}

it('what has changed at Awin since the comparison is not touched with Only if Unchanged', async () => {
	let together = 0;
	await fc.assert(
		fc.asyncProperty(anyShop, fc.integer(), async (shop, chance) => {
			await inShop(shop, async (scene) => {
				const ledger = () => ledgerOf(scene.sandbox, ACCOUNTS);
				const byId = () => new Map([...ledger().values()].flat().map((sale) => [sale.id, sale]));
				const items = await compared(scene, shop);
				scene.pass(2 * 86_400_000);
				const changed = changeSome(scene, ledger(), new Dice(hashOf('late', chance)));
				const before = byId();

				const parameters = { ...validateParameters, options: { onlyIfUnchanged: true } };
				const { items: results } = await runNode(scene.sandbox, parameters, items);

				scene.pass(A_WHILE_MS);
				const after = byId();
				for (const id of changed) expect(after.get(id)).toEqual(before.get(id));
				for (const [place, item] of items.entries()) {
					const { proposedAction, transaction } = proposalOf(item);
					const isTaken = ['approve', 'amend', 'decline'].includes(proposedAction);
					const isChanged = changed.has(Number(transaction?.id));
					if (isTaken && isChanged) together++;
					const { outcome } = results[place].json.awin as { outcome: string };
					expect(outcome).toBe(isTaken && !isChanged ? 'done' : 'skipped');
				}
			});
		}),
		{ numRuns: 25 },
	);
	// Else the shops were too small to prove anything.
	expect(together).toBeGreaterThan(50);
});
