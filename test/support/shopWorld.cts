/**
 * A shop and what Awin has of its orders, out of a seed: every kind of difference that there is between the two, planted
 * and known by name.
 */
import type { IDataObject } from 'n8n-workflow';

import { relationsOf } from '../../demo/sandbox/directory.cts';
import { Dice, hashOf } from '../../demo/sandbox/hash.cts';
import { proposalFor, type Rules } from './proposalOracle.cts';
import { KINDS, kindOf, type KindName } from './shopKinds.cts';
import {
	ACCOUNTS,
	DAY_MS,
	plainOrder,
	type PlantedSale,
	type ShopOrder,
	type ShopSettings,
} from './plainOrders.cts';
import { mix } from './shopPlanting.cts';
import { amountAs, dateAs, SHOP_SOFTWARE, statusAs } from './shopWriting.cts';

export interface Shop {
	software: string;
	zone: string;
	rules: Rules;
	orders: ShopOrder[];
	/** The sheet, an item for each order. */
	columns: IDataObject[];
	/** Sales at Awin of which the sheet has no order. */
	strays: PlantedSale[];
	/** Accounts of which the sheet has an order without a reference: any sale may be its own. */
	unclear: Set<number>;
}

/** As a row of a sheet. */
function columnsOf(order: ShopOrder, shop: ShopSettings, software: string, dice: Dice) {
	const { facts } = order;
	return {
		order: order.reference,
		account: order.accountId,
		status: statusAs(software, facts.state, dice),
		total: amountAs(facts.amountMinor, facts.currency, dice),
		currency: dice.chance(0.9) ? facts.currency : facts.currency.toLowerCase(),
		date: facts.placedAtMs === null ? '' : dateAs(facts.placedAtMs, shop.zone, dice),
		awc: order.click,
		voucher: order.voucher,
		...order.written,
	};
}

/** Kinds that can be planted under these settings. */
function possibleKinds(shop: ShopSettings): KindName[] {
	return (Object.keys(KINDS) as KindName[]).filter((name) => {
		const { needs = () => true, isUnreadable } = KINDS[name];
		return name !== 'agrees' && needs(shop) && !(isUnreadable && shop.isReadable);
	});
}

/** Sales without an order on the day of an account's first order and of its last, and on the days before and after. */
function straysAtTheEdge(orders: ShopOrder[]): PlantedSale[] {
	const model = orders.find(({ sales }) => sales.length > 0)?.sales[0];
	if (!model) return [];
	return ACCOUNTS.flatMap((accountId) => {
		const dates = datesOf(orders, accountId);
		if (dates.length === 0) return [];
		const [firstMs, lastMs] = [Math.min(...dates), Math.max(...dates)];
		const { publisherId } = relationsOf('advertiser', accountId)[0];
		return [firstMs - DAY_MS, firstMs, lastMs, lastMs + DAY_MS].map((atMs, place) => {
			const reference = `Edge ${place}`;
			const parts = [{ code: 'DEFAULT', amountMinor: 5000 }];
			return { ...model, accountId, publisherId, reference, atMs, amountMinor: 5000, parts };
		});
	});
}

/** When the orders of an account were placed, as far as the sheet says it readably. */
export function datesOf(orders: ShopOrder[], accountId: number): number[] {
	return orders.flatMap(({ accountId: account, kind, facts: { placedAtMs } }) =>
		account !== accountId || placedAtMs === null || kind.startsWith('dateIn') ? [] : [placedAtMs],
	);
}

export function makeShop(shop: ShopSettings): Shop {
	const dice = new Dice(hashOf('shop', shop.seed));
	const software = dice.pick(SHOP_SOFTWARE);
	const kinds = possibleKinds(shop);
	const orders: ShopOrder[] = [];
	const strays: PlantedSale[] = [];
	let planted = dice.int(0, kinds.length - 1);
	for (let index = 0; orders.length < shop.size; index++) {
		const order = plainOrder(index, dice, shop);
		orders.push(order);
		if (!dice.chance(shop.plantedShare)) continue;
		if (shop.isMixed) {
			mix({ order, index, dice, shop });
			order.facts.hasTrace = order.click !== '' || order.voucher !== '';
			order.expected = proposalFor(order.facts, order.sales, shop);
			continue;
		}
		// By turns: none is left out by chance.
		order.kind = kinds[planted++ % kinds.length];
		const kind = kindOf(order);
		order.expected = kind.word;
		const { more = [], strays: left = [] } = kind.plant({ order, index, dice, shop }) ?? {};
		orders.push(...more);
		strays.push(...left);
	}
	for (const { facts, click, voucher } of orders) facts.hasTrace = click !== '' || voucher !== '';
	strays.push(...straysAtTheEdge(orders));
	const unnamed = orders.filter(({ kind }) => kind === 'noReference');
	return {
		software,
		zone: shop.zone,
		rules: shop,
		orders,
		columns: orders.map((order) => columnsOf(order, shop, software, dice)),
		strays,
		unclear: new Set(unnamed.map(({ accountId }) => accountId)),
	};
}
