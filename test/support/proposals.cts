/**
 * Questions about one order, for the rules of Compare With Orders.
 */
import { clockOf } from '../../nodes/Awin/api/timezones';
import type { TransactionRow } from '../../nodes/Awin/api/transactions';
import type {
	AwinSale,
	Question,
	ShopOrder,
} from '../../nodes/Awin/resources/transaction/compare/question';
import { NOW_MS } from './sandbox.cts';

const DAY_MS = 86_400_000;

/** A completed order of 100 EUR, ten days old, that came through a click. */
export function shopOrder(changes: Partial<ShopOrder> = {}): ShopOrder {
	return {
		reference: 'A-1',
		state: 'completed',
		isReturn: false,
		amountMinor: 10_000,
		currency: 'EUR',
		placedMs: NOW_MS - 10 * DAY_MS,
		isDay: false,
		isAttributed: true,
		...changes,
	};
}

/** Its pending transaction, in two commission groups. */
export function awinSale(changes: Partial<AwinSale> = {}, row: object = {}): AwinSale {
	const parts = [
		{ commissionGroupCode: 'SHOES', amount: 75 },
		{ commissionGroupCode: 'DEFAULT', amount: 25 },
	];
	return {
		id: '1',
		status: 'pending',
		currency: 'EUR',
		saleAmountMinor: 10_000,
		referenceKey: 'A-1',
		atMs: NOW_MS - 10 * DAY_MS,
		row: { id: 1, transactionParts: parts, ...row } as TransactionRow,
		isAmended: false,
		isInBatch: false,
		...changes,
	};
}

export function question(changes: Partial<Question> = {}): Question {
	const { sales = [awinSale()] } = changes;
	return {
		order: shopOrder(),
		sales,
		sale: sales[0],
		wasDeleted: false,
		searchedFromMs: NOW_MS - 90 * DAY_MS,
		nearMisses: [],
		alike: [],
		settings: { returnPeriodDays: undefined, toleranceMinor: () => 0 },
		nowMs: NOW_MS,
		clock: clockOf('UTC'),
		...changes,
	};
}
