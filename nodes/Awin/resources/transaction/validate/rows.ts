/**
 * A row of the batch, from what an item asks for to what is sent.
 */
import type { KnownTransaction } from '../../../api/knownTransactions';
import { referenceKey } from '../../../api/orderReferences';
import { possibleMoments } from '../../../api/timezones';
import {
	requestRow,
	type Change,
	type RequestRow,
	type TransactionIdentity,
} from '../../../api/validation';

/** How an item names its transaction. With the reference alone it has to be looked up. */
export type GivenIdentity = TransactionIdentity | { reference: string };

/** What an item says of its transaction, as it was when somebody decided what to do with it. */
export interface SeenTransaction {
	id: string;
	status: string;
	currency: string;
	saleAmountMinor: number;
	/** It had been amended by then; where the item does not say, it had not. */
	isAmended: boolean;
}

export interface Row {
	/** The place of its item among all items. */
	index: number;
	accountId: string;
	change: Change;
	identity: GivenIdentity;
	dryRun: boolean;
	/** What the item says of its transaction; filled in where it is to be changed only as it was then. */
	seen?: SeenTransaction;
	/** Filled in where the transaction was looked up, or read for its amount. */
	known?: KnownTransaction;
	/** Further transactions that Awin has under the same name. */
	others?: KnownTransaction[];
	/** The moments that its date may mean, where it is named by one; worked out once. */
	moments?: number[];
	/** What {@link orderNames} gives, likewise. */
	orderNames?: string[];
}

/** The entry of the batch for a row whose transaction is known. */
export function toRequest({ identity, change, known }: Row): RequestRow {
	// The id goes first: it is exact, whereas a date may be written in more than one way.
	if ('reference' in identity) return requestRow({ transactionId: known?.id ?? '' }, change);
	return requestRow(identity, change);
}

/** How a person would name the transaction of a row. */
export function nameOf({ identity }: Row): string {
	if ('transactionId' in identity) return `transaction ${identity.transactionId}`;
	return `order reference "${'reference' in identity ? identity.reference : identity.orderRef}"`;
}

const SHOWN_IDS = 5;

/** Some transactions as people read them: `1612345678, 1612345679`. */
export function idsOf(transactions: KnownTransaction[]): string {
	const ids = transactions.slice(0, SHOWN_IDS).map(({ id }) => id);
	return ids.join(', ') + (transactions.length > SHOWN_IDS ? ' and more' : '');
}

/**
 * The names that a row gives to its transaction, or that have become known to be its: two rows of an account with one in
 * common mean the same one. A date in the hour that autumn repeats may be either of two moments, and counts as both.
 */
export function namesOf(row: Row): string | string[] {
	const { identity, known, others = [] } = row;
	if ('reference' in identity) {
		return [`reference ${referenceKey(identity.reference)}`, ...(known ? [known.id] : [])];
	}
	// An ID is its own name: digits only, as no other name is. There may be 40,000 of them.
	if ('transactionId' in identity) return identity.transactionId;
	const found = known ? [known, ...others] : [];
	return [...orderNames(row), ...found.map(({ id }) => id)];
}

/**
 * The name that a row's transaction also has at Awin, by order reference and date. Several transactions may share it, so it
 * means the same only where another row gives it.
 */
export function sharedNameOf({ known }: Row): string | undefined {
	if (known?.atMs === undefined || known.referenceKey === '') return undefined;
	return orderName(known.atMs, known.referenceKey);
}

/** The moments that a row's date may mean, epoch milliseconds; none where its transaction is named otherwise. */
export function momentsOf(row: Row): number[] {
	const { identity } = row;
	if (!('orderRef' in identity)) return [];
	row.moments ??= possibleMoments(identity.transactionDate, identity.timezone);
	return row.moments;
}

/** The names by order reference and date; none where the transaction is named otherwise. */
export function orderNames(row: Row): string[] {
	const { identity } = row;
	if (!('orderRef' in identity)) return [];
	if (row.orderNames) return row.orderNames;
	const key = referenceKey(identity.orderRef);
	const moments = momentsOf(row);
	row.orderNames =
		moments.length > 0
			? moments.map((atMs) => orderName(atMs, key))
			: [`order ${identity.transactionDate} ${identity.timezone} ${key}`];
	return row.orderNames;
}

export function orderName(atMs: number, key: string): string {
	return `order ${atMs} ${key}`;
}
