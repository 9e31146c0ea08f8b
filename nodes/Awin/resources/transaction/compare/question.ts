/**
 * What is known of an order when it is asked what to do about it.
 */
import type { ZoneClock } from '../../../api/timezones';
import type { TransactionRow } from '../../../api/transactions';
import type { KnownTransaction } from '../../../api/knownTransactions';
import type { OrderState } from './statusWords';

/** An order of the shop's. */
export interface ShopOrder {
	/** Why it cannot be compared, as a sentence: a value that cannot be read, or an order that is there twice. */
	trouble?: string;
	reference: string;
	/** An order that was partly returned, and of which nothing is left, is a cancelled one. */
	state: OrderState;
	/** Cancelled because it came back. */
	isReturn: boolean;
	/** In minor units of the currency; null where there is none, which only an open or a cancelled order may have. */
	amountMinor: number | null;
	currency: string | null;
	/** The latest moment at which it can have been placed, epoch milliseconds; `undefined` where that is not known. */
	placedMs: number | undefined;
	/** Only the day is known on which it was placed. */
	isDay: boolean;
	/** It has a click or a voucher of Awin's. */
	isAttributed: boolean;
}

/** A transaction at Awin. */
export interface AwinSale extends KnownTransaction {
	row: TransactionRow;
	isAmended: boolean;
	/** A batch that names it is under way at Awin. */
	isInBatch: boolean;
}

/** What holds for all orders. */
export interface Settings {
	/** `undefined` where no order waits for its return period. */
	returnPeriodDays: number | undefined;
	/** In minor units of a currency. */
	toleranceMinor(currency: string): number;
}

export interface Question {
	order: ShopOrder;
	/** The transactions that Awin has for it; deleted ones are as good as not there. */
	sales: AwinSale[];
	/** The first of them. */
	sale: AwinSale | undefined;
	/** From when on Awin's lists were read, epoch milliseconds: what is older is not known. */
	searchedFromMs: number;
	/** There are deleted ones, and no others. */
	wasDeleted: boolean;
	/** References of transactions that look almost like this one. */
	nearMisses: string[];
	/** References of other items that look almost like this one. */
	alike: string[];
	settings: Settings;
	nowMs: number;
	clock: ZoneClock;
}

/** By how much the shop has more than Awin, in minor units of the currency that both have. */
export function differenceMinor(
	{ amountMinor }: Pick<ShopOrder, 'amountMinor'>,
	{ saleAmountMinor }: Pick<AwinSale, 'saleAmountMinor'>,
): number {
	return (amountMinor ?? 0) - (saleAmountMinor ?? 0);
}
