/**
 * A shop's order and its sale at Awin, before anything is planted: completed, past the return period, and pending at Awin with
 * the same amount.
 */
import type { IDataObject } from 'n8n-workflow';

import { relationsOf } from '../../demo/sandbox/directory.cts';
import type { Dice } from '../../demo/sandbox/hash.cts';
import { decimalsOf } from '../../demo/sandbox/money.cts';
import type { OrderFacts, Rules, SaleFacts, Word } from './proposalOracle.cts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A sale that Awin is to have. Amounts are minor units; a bonus has none. */
export interface PlantedSale extends SaleFacts {
	reference: string | null;
	accountId: number;
	publisherId: number;
	parts: Array<{ code: string; amountMinor: number }>;
	/** When Awin shows it first, where that is later than its date. */
	shownAtMs?: number;
}

export interface ShopOrder {
	/** Its name in the table of kinds. */
	kind: string;
	/** What has to be proposed for an order of this kind. */
	expected: Word;
	facts: OrderFacts;
	accountId: number;
	reference: string;
	click: string;
	voucher: string;
	/** Columns of the sheet that are not what the facts say. */
	written: IDataObject;
	sales: PlantedSale[];
}

export interface ShopSettings extends Rules {
	seed: number;
	zone: string;
	/** How many orders; some kinds come in pairs. */
	size: number;
	/** Part of the orders in which something is planted. */
	plantedShare: number;
	/** Orders in which all that can be planted comes together by chance. */
	isMixed?: boolean;
	/** Without orders that nobody can read. */
	isReadable?: boolean;
	/** How far back orders go. */
	longestDays: number;
}

/** Advertisers of the sandbox's owner with the currencies of their sales, and the codes of their commission groups. */
const MARKETS: ReadonlyArray<readonly [accountId: number, currency: string, codes: string[]]> = [
	[77101, 'EUR', ['DEFAULT', 'NEW', 'SALE']],
	[77101, 'CHF', ['DEFAULT', 'NEW', 'SALE']],
	[77102, 'GBP', ['DEFAULT', 'EXISTING', 'existing']],
	[77103, 'JPY', ['DEFAULT', '茶']],
	[77104, 'KWD', ['DEFAULT']],
	[77104, 'USD', ['DEFAULT']],
];

export const ACCOUNTS = [77101, 77102, 77103, 77104];

export function plainOrder(index: number, dice: Dice, shop: ShopSettings): ShopOrder {
	const [accountId, currency, codes] = dice.pick(MARKETS);
	const unit = 10 ** decimalsOf(currency);
	const amountMinor = dice.int(60 * unit, 3000 * unit);
	// Late enough to be found, early enough to be past the return period on every clock.
	const oldestMs = shop.longestDays * DAY_MS;
	const youngestMs = ((shop.returnPeriodDays ?? 0) + 2) * DAY_MS;
	const placedAtMs = Math.floor((shop.nowMs - dice.int(youngestMs, oldestMs)) / 1000) * 1000;
	const order: ShopOrder = {
		kind: 'agrees',
		expected: 'approve',
		facts: {
			isReadable: true,
			isTwice: false,
			state: 'completed',
			amountMinor,
			currency,
			placedAtMs: dice.chance(0.85) ? placedAtMs : null,
			hasTrace: false,
			hasNearMiss: false,
		},
		accountId,
		reference: `S-${10_000 + index}`,
		click: '',
		voucher: '',
		written: {},
		sales: [],
	};
	if (dice.chance(0.3)) order.click = clickOf(order, index);
	order.sales.push(saleOf(order, placedAtMs, dice, codes));
	return order;
}

export function clickOf({ accountId }: ShopOrder, index: number): string {
	return `${accountId}_1769871600_${index}`;
}

function saleOf(order: ShopOrder, atMs: number, dice: Dice, codes: string[]): PlantedSale {
	const { accountId, reference, facts } = order;
	const partners = relationsOf('advertiser', accountId);
	const used = dice.chance(0.3) ? codes : [dice.pick(codes)];
	const sale: PlantedSale = {
		reference,
		accountId,
		publisherId: dice.pick(partners).publisherId,
		status: 'pending',
		amountMinor: facts.amountMinor,
		currency: facts.currency,
		isAmended: false,
		atMs,
		parts: used.map((code) => ({ code, amountMinor: 0 })),
	};
	divide(sale, dice);
	return sale;
}

/** Divides the amount of a sale among its parts, at random; none is empty. */
export function divide(sale: PlantedSale, dice: Dice): void {
	let rest = sale.amountMinor ?? 0;
	const { parts } = sale;
	for (const [index, part] of parts.entries()) {
		const isLast = index === parts.length - 1;
		part.amountMinor = isLast ? rest : dice.int(1, Math.max(1, Math.floor(rest / 2)));
		rest -= part.amountMinor;
	}
}
