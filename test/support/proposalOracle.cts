/**
 * What has to be proposed for an order: the rules of the guide once more, over what is known of an order and its sales and
 * not over what a sheet or Awin writes.
 */
import { DateTime } from 'luxon';

import { decimalsOf } from '../../demo/sandbox/money.cts';
import type { OrderState } from './shopWriting.cts';

/** A transaction as Awin has it at the time. Amounts are minor units; a bonus has none. */
export interface SaleFacts {
	status: string;
	amountMinor: number | null;
	currency: string;
	isAmended: boolean;
	atMs: number;
}

export interface OrderFacts {
	/** False where the sheet has something that nobody can read, or not at all what is needed. */
	isReadable: boolean;
	/** Another item has the same order. */
	isTwice: boolean;
	state: OrderState;
	amountMinor: number;
	currency: string;
	/** Null where the sheet has no date. */
	placedAtMs: number | null;
	/** The order has a click or a voucher of Awin's. */
	hasTrace: boolean;
	/** Awin has a reference that differs in case, blanks, zeros or a #, and no other. */
	hasNearMiss: boolean;
}

export interface Rules {
	nowMs: number;
	/** The clocks by which days are counted. */
	zone: string;
	returnPeriodDays: number | null;
	/** In major units of whatever currency it is. */
	tolerance: number;
}

export type Word = 'approve' | 'amend' | 'decline' | 'submit' | 'wait' | 'none' | 'review';

const HOUR_MS = 3_600_000;

/** @param sales what Awin shows under the order's reference, deleted ones included */
export function proposalFor(order: OrderFacts, sales: readonly SaleFacts[], rules: Rules): Word {
	if (!order.isReadable || order.isTwice) return 'review';
	const [sale, second] = sales.filter(({ status }) => status !== 'deleted');
	if (!sale) return withoutSale(order, sales.length > 0, rules);
	if (second || sale.amountMinor === null) return 'review';
	const { state, amountMinor, currency } = order;
	const isOff = isNothingLeft(order);
	if (sale.status === 'declined') return isOff ? 'none' : 'review';
	if (sale.currency !== currency) return 'review';
	const toleranceMinor = Math.round(rules.tolerance * 10 ** decimalsOf(currency));
	const agrees = Math.abs(amountMinor - sale.amountMinor) <= toleranceMinor;
	if (sale.status === 'approved') return !isOff && state !== 'open' && agrees ? 'none' : 'review';
	if (isOff) return 'decline';
	if (state === 'open') return 'wait';
	if (amountMinor === 0) return 'review';
	const placedAt = DateTime.fromMillis(order.placedAtMs ?? sale.atMs, { zone: rules.zone });
	const days = rules.returnPeriodDays ?? 0;
	if (placedAt.plus({ days }).toMillis() > rules.nowMs) return 'wait';
	// The amount may be the one before the return, unless somebody has changed it at Awin to this one.
	if (state === 'partlyReturned' && agrees && !sale.isAmended) return 'review';
	if (agrees) return 'approve';
	return sale.isAmended ? 'review' : 'amend';
}

const isNothingLeft = ({ state, amountMinor }: OrderFacts) =>
	state === 'cancelled' || (state === 'partlyReturned' && amountMinor === 0);

function withoutSale(order: OrderFacts, wasDeleted: boolean, { nowMs }: Rules): Word {
	const { state, hasTrace, placedAtMs, amountMinor } = order;
	const isSold = state === 'completed' || state === 'partlyReturned';
	const isWorthIt = isSold && hasTrace && amountMinor > 0;
	if (isWorthIt && placedAtMs !== null && nowMs - placedAtMs < HOUR_MS) return 'wait';
	if (wasDeleted && !isNothingLeft(order)) return 'review';
	if (state === 'open' && hasTrace) return 'wait';
	if (order.hasNearMiss) return 'review';
	if (!isWorthIt) return 'none';
	return 'submit';
}
