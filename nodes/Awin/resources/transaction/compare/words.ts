/**
 * Pieces of the sentences that say why something is proposed.
 */
import { isJsonObject } from '../../../api/answers';
import { formatAmount } from '../../../api/money';
import type { ZoneClock } from '../../../api/timezones';
import { quote } from '../../../transport/quote';
import type { AwinSale, Question, ShopOrder } from './question';
import type { OrderState } from './statusWords';

/** Of an order that Awin does not have, and that it need not have. */
export function whyNothing(asked: Question): string {
	const { isAttributed, isReturn, state } = asked.order;
	if (!isAttributed) {
		return `The order has neither a click nor a voucher of Awin, and ${notAtAwin(asked)}: it is not a sale of Awin`;
	}
	return state === 'cancelled'
		? `The order was ${isReturn ? 'returned' : 'cancelled'}, and ${notAtAwin(asked)}`
		: `The amount of the order is 0, and ${notAtAwin(asked)}`;
}

/** An order may be older than what was read, so it is said how far back that goes. */
export function notAtAwin({ searchedFromMs, clock }: Question): string {
	return `Awin has no transaction for it since ${timeText(searchedFromMs, clock).slice(0, 10)}`;
}

export const STATE_WORDS: Record<OrderState, string> = {
	completed: 'completed',
	partlyReturned: 'partly returned',
	cancelled: 'cancelled',
	open: 'open',
};

/** Of a transaction whose sale amount is not known. */
export function whyNoAmount({ sale }: { sale: AwinSale }): string {
	const { saleAmount } = sale.row;
	const { amount, currency } = isJsonObject(saleAmount) ? saleAmount : {};
	if (amount === null || amount === undefined) {
		return 'Awin gives no sale amount for the transaction, as for a bonus';
	}
	const shown = [amount, currency].filter(
		(one) => typeof one === 'string' || typeof one === 'number',
	);
	return `Awin gives a sale amount for the transaction that cannot be read: "${quote(shown.join(' '))}"`;
}

/** `50.00 EUR, and the order has 40.00 EUR`. */
export function bothAmounts(order: ShopOrder, sale: AwinSale): string {
	const currency = sale.currency ?? '';
	return `${formatAmount(sale.saleAmountMinor ?? 0, currency)}, and the order has ${formatAmount(order.amountMinor ?? 0, currency)}`;
}

/** A moment as the clocks of the zone show it: `2026-07-15 10:00`. */
export function timeText(epochMs: number, clock: ZoneClock): string {
	return clock.toIso(epochMs).slice(0, 16).replace('T', ' ');
}
