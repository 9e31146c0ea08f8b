/**
 * Pieces of the sentences that say why something is proposed.
 */
import { formatAmount } from '../../../api/money';
import type { ZoneClock } from '../../../api/timezones';
import type { AwinSale, Question, ShopOrder } from './question';
import type { OrderState } from './statusWords';

/** Awin may have one from before the time that was looked through. */
export function notThere({ sinceMs, clock }: Question): string {
	return `Awin shows no transaction for it since ${timeText(sinceMs, clock).slice(0, 10)}`;
}

/** Of an order that Awin does not have, and that it need not have. */
export function whyNothing(asked: Question): string {
	const { order } = asked;
	const { isAttributed, isReturn, state } = order;
	if (!isAttributed) {
		return `The order has neither a click nor a voucher of Awin, and ${notThere(asked)}: it is not a sale of Awin`;
	}
	return state === 'cancelled'
		? `The order was ${isReturn ? 'returned' : 'cancelled'}, and ${notThere(asked)}`
		: `The amount of the order is 0, and ${notThere(asked)}`;
}

export const STATE_WORDS: Record<OrderState, string> = {
	completed: 'completed',
	partlyReturned: 'partly returned',
	cancelled: 'cancelled',
	open: 'open',
};

/** `50.00 EUR, and the order has 40.00 EUR`. */
export function bothAmounts(order: ShopOrder, sale: AwinSale): string {
	const currency = sale.currency ?? '';
	return `${formatAmount(sale.saleAmountMinor ?? 0, currency)}, and the order has ${formatAmount(order.amountMinor ?? 0, currency)}`;
}

/** A moment as the clocks of the zone show it: `2026-07-15 10:00`. */
export function timeText(epochMs: number, clock: ZoneClock): string {
	return clock.toIso(epochMs).slice(0, 16).replace('T', ' ');
}
