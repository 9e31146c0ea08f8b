/**
 * The orders of a shop's year: when each is placed, when it is paid, and what becomes of it.
 */
import type { IDataObject } from 'n8n-workflow';

import { Dice, hashOf } from '../../demo/sandbox/hash.cts';
import { amountOf } from '../../demo/sandbox/money.cts';
import { DAY_MS, HOUR_MS } from './plainOrders.cts';
import { ADVERTISER } from './sandbox.cts';

export const RETURN_PERIOD_DAYS = 14;
export const VALIDATION_PERIOD_DAYS = 30;
/** What becomes of an order; `cancelledLate` is after the return period, when its sale has been approved. */
const FATES = [
	['kept', 78],
	['cancelled', 7],
	['returned', 6],
	['partlyReturned', 6],
	['cancelledLate', 1],
	['doubled', 0.5],
	['tracked otherwise', 1.5],
] as const;

type Fate = (typeof FATES)[number][0];

export interface YearOrder {
	reference: string;
	fate: Fate;
	placedAtMs: number;
	/** When it is paid; until then it is open. */
	paidAtMs: number;
	/** When its fate comes. */
	fateAtMs: number;
	/** Minor units, before and after its fate. */
	amountMinor: number;
	leftMinor: number;
	currency: string;
	/** At Awin; the second one only of what was doubled. */
	saleIds: number[];
}

export interface YearShape {
	seed: number;
	orders: number;
	startMs: number;
	days: number;
}

export function makeOrder(index: number, { seed, orders, startMs, days }: YearShape): YearOrder {
	const dice = new Dice(hashOf('year', seed, index));
	const placedAtMs = startMs + Math.floor((index * days * DAY_MS) / orders / 1000) * 1000;
	const amountMinor = dice.int(2_000, 40_000);
	const fate = dice.weighted(FATES);
	const fateDays = fate === 'cancelledLate' ? dice.int(18, 25) : dice.int(1, 12);
	const left = { kept: 1, doubled: 1, partlyReturned: 0.6, 'tracked otherwise': 0.9 };
	const leftPart = fate in left ? left[fate as keyof typeof left] : 0;
	return {
		reference: `Y-${index}`,
		fate,
		placedAtMs,
		paidAtMs: placedAtMs + (dice.chance(0.2) ? dice.int(1, 60) * HOUR_MS : 0),
		fateAtMs: placedAtMs + fateDays * DAY_MS,
		amountMinor,
		leftMinor: Math.round(amountMinor * leftPart),
		currency: dice.chance(0.9) ? 'EUR' : 'CHF',
		saleIds: [],
	};
}

/** The order as the shop shows it in the morning. */
export function sheetRow(order: YearOrder, nowMs: number): IDataObject {
	const { fate, amountMinor, leftMinor, currency } = order;
	const hasHappened = nowMs >= order.fateAtMs;
	const isGone = hasHappened && leftMinor === 0;
	const open = nowMs < order.paidAtMs ? 'pending' : 'paid';
	const happened = { returned: 'refunded', partlyReturned: 'partially_refunded' };
	const changed = fate in happened ? happened[fate as keyof typeof happened] : 'paid';
	const total = fate === 'tracked otherwise' || (hasHappened && !isGone) ? leftMinor : amountMinor;
	return {
		order: order.reference,
		account: ADVERTISER,
		status: isGone && fate !== 'returned' ? 'voided' : hasHappened ? changed : open,
		total: amountOf(total, currency),
		currency,
		date: new Date(order.placedAtMs).toISOString(),
	};
}
