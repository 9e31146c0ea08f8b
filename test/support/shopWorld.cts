/**
 * A shop and what Awin has of its orders, out of a seed: every kind of difference that there is between the two, planted
 * and known by name.
 */
import type { IDataObject } from 'n8n-workflow';

import { Dice, hashOf } from '../../demo/sandbox/hash.cts';
import { proposalFor, type Rules } from './proposalOracle.cts';
import { KINDS, kindOf, type KindName } from './shopKinds.cts';
import { plainOrder, type PlantedSale, type ShopOrder, type ShopSettings } from './plainOrders.cts';
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
