import { advertiserOf } from './directory.cts';
import { Dice, hashOf, hexOf } from './hash.cts';
import { CAMPAIGNS, CATEGORIES, LONG_TEXT, PRODUCTS, VOUCHERS } from './texts.cts';
import type { BasketProduct, CustomParameters, Details, Transaction } from './transaction.cts';
import { SECOND_MS } from './zones.cts';

/**
 * Order references as shops write them: long, quoted, in other scripts, missing. Most carry a number and differ from one
 * another; a few repeat, which is why Awin wants the date along with them.
 */
const ORDER_REFS: ReadonlyArray<readonly [(id: number) => string | null, number]> = [
	[(id) => `ORD-${id % 1_000_000}`, 60],
	[(id) => `#${id % 10_000}`, 12],
	[(id) => `WEB/2024 "${id}"`, 6],
	[(id) => `Bestellung-Größe-${id % 10_000_000}`, 6],
	[(id) => `注文 ${id}`, 4],
	[(id) => `${id}, second parcel`, 4],
	[(id) => `REF-${hexOf(46, id)}`, 4],
	[() => '1001', 1],
	[() => null, 3],
];

const CUSTOM_PARAMETERS: ReadonlyArray<readonly [(id: number) => CustomParameters | null, number]> =
	[
		[() => null, 30],
		[() => ({}), 20],
		[
			(id) => ({ '1': hexOf(6, id), '2': 'example entry', '3': PRODUCTS[id % PRODUCTS.length] }),
			40,
		],
		[(id) => ({ '12': `"${id}"`, '127': 'ümlaut, コンマ' }), 10],
	];

const CLICK_REFS: ReadonlyArray<readonly [(id: number) => readonly string[], number]> = [
	[() => [], 30],
	[(id) => [hexOf(8, id)], 35],
	[(id) => [`user-${id % 977}`, 'b', 'c', 'd', 'e', 'f'], 20],
	[(id) => [CAMPAIGNS[id % CAMPAIGNS.length], '', 'only 1 and 3'], 13],
	[() => [LONG_TEXT], 2],
];

function basketOf(dice: Dice, amountMinor: number): BasketProduct[] {
	const quantity = dice.int(1, 3);
	const priceMinor = Math.floor(amountMinor / quantity);
	const products: BasketProduct[] = [];
	const add = (name: string, price: number, count: number) =>
		products.push({
			id: String(dice.int(1000, 99_999_999)),
			name,
			priceMinor: price,
			quantity: count,
			sku: dice.chance(0.8) ? hexOf(8, name, price).toUpperCase() : null,
			category: dice.pick(CATEGORIES),
			commissionGroupCode: dice.chance(0.8) ? 'DEFAULT' : null,
		});
	add(dice.pick(PRODUCTS), priceMinor, quantity);
	const restMinor = amountMinor - priceMinor * quantity;
	if (restMinor > 0) add(dice.pick(PRODUCTS), restMinor, 1);
	return products;
}

/** The descriptive side of a transaction: what it came with, else made up from the seed and its id. */
export function detailsOf(seed: number, transaction: Transaction): Details {
	const { id, saleAmountMinor, transactionAtMs, advertiserId } = transaction;
	const dice = new Dice(hashOf(seed, 'details', id));
	const isBonus = saleAmountMinor === null;
	const made: Details = {
		orderRef: dice.weighted(ORDER_REFS)(id),
		campaign: dice.chance(0.5) ? dice.pick(CAMPAIGNS) : null,
		clickRefs: dice.weighted(CLICK_REFS)(id),
		clickAtMs: isBonus ? null : transactionAtMs - dice.int(20, 30 * 86_400) * SECOND_MS,
		voucherCode: dice.chance(0.15) ? dice.pick(VOUCHERS) : null,
		customParameters: dice.weighted(CUSTOM_PARAMETERS)(id),
		basket: saleAmountMinor !== null && dice.chance(0.5) ? basketOf(dice, saleAmountMinor) : null,
		customerAcquisition: dice.pick(['NEW', 'RETURNING', null] as const),
		sharingPublisherId: dice.chance(0.04) ? 88204 : null,
	};
	// Paid per order: what was in the basket does not matter there and is not kept.
	if (advertiserOf(advertiserId)?.costPerOrder) made.basket = null;
	return { ...made, ...transaction.details };
}
