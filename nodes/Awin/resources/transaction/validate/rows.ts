/**
 * A row of the batch, from what an item asks for to what is sent.
 */
import { isJsonObject } from '../../../api/answers';
import { isCurrency, parseAmount } from '../../../api/money';
import type { TransactionRow } from '../../../api/transactions';
import {
	requestRow,
	type Change,
	type RequestRow,
	type TransactionIdentity,
} from '../../../api/validation';

/** How an item names its transaction. With the reference alone it has to be looked up. */
export type WishedIdentity = TransactionIdentity | { reference: string };

/** What Awin says of a transaction as it stands now, as far as it was read. */
export interface KnownTransaction {
	id: string;
	status: string;
	currency: string | null;
	/** Null for a bonus, and where it could not be read. */
	saleAmountMinor: number | null;
}

export interface Row {
	/** The place of its item among all items. */
	index: number;
	accountId: string;
	change: Change;
	identity: WishedIdentity;
	dryRun: boolean;
	/** Filled in where the transaction was looked up, or read for its amount. */
	known?: KnownTransaction;
}

/** The entry of the batch for a row whose transaction is known. */
export function toRequest({ identity, change, known }: Row): RequestRow {
	// The id goes first: it is exact, whereas a date may be written in more than one way.
	if ('reference' in identity) return requestRow({ transactionId: known?.id ?? '' }, change);
	return requestRow(identity, change);
}

/** The transaction of a row by its id, or `undefined` where that is not known. */
export function transactionIdOf({ identity, known }: Row): string | undefined {
	return 'transactionId' in identity ? identity.transactionId : known?.id;
}

/** How a person would name the transaction of a row. */
export function nameOf({ identity }: Row): string {
	if ('transactionId' in identity) return `transaction ${identity.transactionId}`;
	return `order reference "${'reference' in identity ? identity.reference : identity.orderRef}"`;
}

/** Takes from a transaction of Awin's what this node needs of it. */
export function toKnown(row: TransactionRow): KnownTransaction {
	const sale = isJsonObject(row.saleAmount) ? row.saleAmount : {};
	const currency =
		typeof sale.currency === 'string' && isCurrency(sale.currency) ? sale.currency : null;
	const amount = currency === null ? undefined : parseAmount(sale.amount, currency);
	return {
		id: String(row.id),
		status: String(row.commissionStatus).toLowerCase(),
		currency,
		saleAmountMinor: amount?.ok ? amount.amountMinor : null,
	};
}
