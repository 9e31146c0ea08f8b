/**
 * How a difference between a shop and Awin is planted in a plain order.
 */
import type { Dice } from '../../demo/sandbox/hash.cts';
import { decimalsOf } from '../../demo/sandbox/money.cts';
import type { Word } from './proposalOracle.cts';
import {
	clickOf,
	DAY_MS,
	type PlantedSale,
	type ShopOrder,
	type ShopSettings,
} from './plainOrders.cts';
import type { OrderState } from './shopWriting.cts';

export interface Planting {
	order: ShopOrder;
	index: number;
	dice: Dice;
	shop: ShopSettings;
}

export interface Planted {
	/** Orders that belong to it. */
	more?: ShopOrder[];
	/** Sales that belong to no order. */
	strays?: PlantedSale[];
}

export interface Kind {
	word: Word;
	plant(planting: Planting): Planted | void;
	/** Where it cannot be planted under all settings. */
	needs?(shop: ShopSettings): boolean;
	/** The sheet has something that nobody can read. */
	isUnreadable?: true;
}

/** Major units in minor ones. */
const minor = (units: number, { facts }: ShopOrder) => units * 10 ** decimalsOf(facts.currency);

/** The order is in this state, its sale at Awin has that status. */
export const standing =
	(state: OrderState, status = 'pending') =>
	({ order }: Planting) => {
		order.facts.state = state;
		order.sales[0].status = status;
	};

/** The shop's amount is beyond any tolerance, up or down. */
export function makeDiffer(order: ShopOrder, dice: Dice): void {
	const by = dice.int(minor(10, order), minor(40, order));
	order.facts.amountMinor += dice.chance(0.4) ? by : -by;
}

/** Part of it was sent back. */
export function takeBack({ order, dice }: Planting): void {
	order.facts.state = 'partlyReturned';
	order.facts.amountMinor -= dice.int(minor(10, order), order.facts.amountMinor - minor(5, order));
}

export const toleranceMinor = (order: ShopOrder, { tolerance }: ShopSettings) =>
	Math.round(tolerance * 10 ** decimalsOf(order.facts.currency));

/** Not at Awin, with what leads there. */
export function neverArrived({ order, index, dice }: Planting): void {
	order.sales = [];
	order.click = order.voucher = '';
	if (dice.chance(0.5)) order.click = clickOf(order, index);
	else order.voucher = 'SPRING10';
}

export const nearMiss =
	(shops: (index: number) => string, awins: (index: number) => string) => (planting: Planting) => {
		const { order, index } = planting;
		const [stray] = order.sales;
		neverArrived(planting);
		order.facts.hasNearMiss = true;
		order.reference = shops(index);
		return { strays: [{ ...stray, reference: awins(index) }] };
	};

export const unreadable = (written: ShopOrder['written']): Kind => ({
	word: 'review',
	isUnreadable: true,
	plant: ({ order }) => {
		order.facts.isReadable = false;
		order.written = written;
	},
});

/** Long before the order came to Awin it was placed. */
export function arriveLate({ order, dice, shop }: Planting): void {
	const [sale] = order.sales;
	const days = dice.int(1, 10);
	sale.atMs = Math.min(sale.atMs + days * DAY_MS, shop.nowMs - DAY_MS);
	// A sheet without the date would leave only Awin's to count from.
	order.facts.placedAtMs ??= sale.atMs - days * DAY_MS;
}

export function amendAtAwin(order: ShopOrder): void {
	order.sales[0].isAmended = true;
}

export const LONG = 'a reference that is longer than the fifty characters Awin keeps / ';

export const place = (order: ShopOrder, atMs: number) => {
	order.facts.placedAtMs = atMs;
	for (const sale of order.sales) sale.atMs = atMs;
};

/** At this moment, which the sheet has to the second. */
export function placeExactly(order: ShopOrder, atMs: number): void {
	place(order, atMs);
	order.written = { date: new Date(atMs).toISOString() };
}

/** Anything, together with anything else. */
export function mix(planting: Planting): void {
	const { order, index, dice, shop } = planting;
	const { facts } = order;
	facts.state = dice.pick(['completed', 'cancelled', 'partlyReturned', 'open'] as const);
	const [sale] = order.sales;
	sale.status = dice.weighted([
		['pending', 5],
		['approved', 2],
		['declined', 2],
		['deleted', 1],
	] as const);
	if (dice.chance(0.1)) sale.amountMinor = null;
	if (dice.chance(0.3) && sale.amountMinor !== null) amendAtAwin(order);
	if (dice.chance(0.1)) order.sales.push({ ...sale, status: dice.pick(['pending', 'deleted']) });
	if (dice.chance(0.2)) order.sales = [];
	order.click = dice.chance(0.4) ? clickOf(order, index) : '';
	order.voucher = dice.chance(0.2) ? 'SPRING10' : '';
	const by = toleranceMinor(order, shop) + dice.int(-1, 1);
	if (dice.chance(0.3)) facts.amountMinor += dice.pick([by, -by]);
	else if (dice.chance(0.3)) makeDiffer(order, dice);
	else if (dice.chance(0.1)) facts.amountMinor = 0;
	if (dice.chance(0.1)) facts.currency = facts.currency === 'EUR' ? 'CHF' : 'EUR';
	// Around the end of the return period, but for the day of it, and at any other age.
	const days = dice.chance(0.5) ? dice.pick([10, 11, 12, 13, 15, 16, 17]) + 0.5 : dice.int(18, 80);
	if (dice.chance(0.7)) place(order, Math.floor(shop.nowMs / 1000) * 1000 - days * DAY_MS);
}
