/**
 * What the nodes need of a transaction to decide about it, and whether two answers about it agree.
 */
import { isJsonObject } from './answers';
import { isCurrency, parseAmount } from './money';
import { readAwinUtc } from './timezones';
import { referenceKeyOf, type TransactionRow } from './transactions';
import { booleanOf } from './values';

/** What Awin says of a transaction as it stands now, as far as it was read. */
export interface KnownTransaction {
	id: string;
	status: string;
	currency: string | null;
	/** Null for a bonus, and where it could not be read. */
	saleAmountMinor: number | null;
	/** As Awin compares it; empty where there is none. */
	referenceKey: string;
	/** When the order was placed, epoch milliseconds; `undefined` where it could not be read. */
	atMs: number | undefined;
	/** Its amount, or how that is divided among commission groups, has been changed since it was tracked. */
	isAmended: boolean;
	/** Awin has answered with it more than once, and not in the same words. */
	isContradicted?: boolean;
}

/** Takes from a transaction of Awin's what this node needs of it. */
export function toKnown(row: TransactionRow): KnownTransaction {
	const sale = isJsonObject(row.saleAmount) ? row.saleAmount : {};
	const currency =
		typeof sale.currency === 'string' && isCurrency(sale.currency) ? sale.currency : null;
	// Awin writes amounts as numbers. What comes in another form is nothing to count on.
	const amount =
		currency === null || typeof sale.amount !== 'number'
			? undefined
			: parseAmount(sale.amount, currency);
	return {
		id: String(row.id),
		status: String(row.commissionStatus).toLowerCase(),
		currency,
		saleAmountMinor: amount?.ok && amount.amountMinor >= 0 ? amount.amountMinor : null,
		referenceKey: referenceKeyOf(row),
		atMs: readAwinUtc(row.transactionDate),
		isAmended: booleanOf(row.amended) === true,
	};
}

/** Adds what Awin has answered to what it answered before; a transaction may come twice, in two lists. */
export function addKnown(byId: Map<string, KnownTransaction>, found: KnownTransaction): void {
	const before = byId.get(found.id);
	if (!before) byId.set(found.id, found);
	else if (!isSameState(before, found)) byId.set(found.id, { ...found, isContradicted: true });
}

/** Whether two answers about a transaction say the same of it. */
export function isSameState(one: KnownTransaction, other: KnownTransaction): boolean {
	return (
		!one.isContradicted &&
		one.status === other.status &&
		one.currency === other.currency &&
		one.saleAmountMinor === other.saleAmountMinor &&
		one.isAmended === other.isAmended
	);
}
