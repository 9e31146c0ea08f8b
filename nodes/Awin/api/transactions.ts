/**
 * Transactions: the list and the reading by id, for advertisers and publishers (API reference, "Returns a list of
 * transactions" and "… by IDs").
 *
 * Calls are always made in UTC. Whether Awin's dates come back in the requested zone (as third parties have it) or always
 * in UTC (nowhere stated), they are then right, and the hour that autumn repeats is never ambiguous.
 */
import type { AccountType } from './accounts';
import { isJsonObject, readId, type JsonObject } from './answers';
import { rowsOf, type Reading } from './lists';
import { referenceKey } from './orderReferences';
import { toAwinUtc } from './timezones';
import type { Window } from './windows';
import { findWholeList } from './wholeLists';

export const TRANSACTION_STATUSES = ['pending', 'approved', 'declined', 'deleted'] as const;

/** Which of a transaction's dates a list goes by. `amendment` is in the API reference since 2025, not on the wiki. */
export const DATE_TYPES = ['transaction', 'validation', 'amendment'] as const;

export type DateType = (typeof DATE_TYPES)[number];

/** Awin names no maximum for `ids`; two hundred keep the address well below what servers commonly take (8 kB). */
export const IDS_PER_CALL = 200;

/** A transaction as Awin sends it. Only the id is sure to be there; everything else is looked at before it is used. */
export type TransactionRow = JsonObject & { id: number | string };

/** The path of the list and of the reading by id; Awin's documentation writes it with the slash at the end. */
export function transactionsPath(accountType: AccountType, accountId: string): string {
	return `/${accountType}s/${accountId}/transactions/`;
}

export interface TransactionListQuestion {
	window: Window;
	dateType: DateType;
	/** Any of {@link TRANSACTION_STATUSES}; none means all. */
	statuses?: string[];
	/** The other side of the sale: publishers for an advertiser, advertisers for a publisher. None means all. */
	partnerIds?: string[];
	showBasketProducts?: boolean;
}

/** The query of the list. Awin answers with all rows of the window at once; there are no pages. */
export function transactionListQuery(
	accountType: AccountType,
	question: TransactionListQuestion,
): Record<string, string> {
	const query: Record<string, string> = {
		startDate: toAwinUtc(question.window.startMs),
		endDate: toAwinUtc(question.window.endMs),
		dateType: question.dateType,
		timezone: 'UTC',
	};
	// One status is documented, several are not: they are asked for without the filter and picked from the answer.
	if (question.statuses?.length === 1) query.status = question.statuses[0];
	if (question.partnerIds?.length) {
		query[accountType === 'advertiser' ? 'publisherId' : 'advertiserId'] =
			question.partnerIds.join(',');
	}
	if (question.showBasketProducts) query.showBasketProducts = 'true';
	return query;
}

/** The query that reads transactions by id, at most {@link IDS_PER_CALL} at a time. */
export function transactionsByIdQuery(
	ids: string[],
	showBasketProducts = false,
): Record<string, string> {
	const query: Record<string, string> = { ids: ids.join(','), timezone: 'UTC' };
	if (showBasketProducts) query.showBasketProducts = 'true';
	return query;
}

/**
 * Reads a list of transactions. A row is looked at only as far as its id: lists reach 100,000 rows, and each value is
 * guarded where it is used. Ids that come as text become numbers; nothing else is changed.
 *
 * @returns `undefined` where the answer holds no list at all
 */
export function readTransactions(answer: unknown): Reading<TransactionRow> | undefined {
	const list = findWholeList(answer, ['transactions']);
	return list && rowsOf(list, readTransaction);
}

function readTransaction(row: unknown): TransactionRow | undefined {
	const id = isJsonObject(row) ? readId(row.id) : undefined;
	if (id === undefined) return undefined;
	(row as TransactionRow).id = id;
	return row as TransactionRow;
}

/** Whether a row has one of these statuses; no statuses means any. */
export function hasStatus(row: TransactionRow, statuses: string[] = []): boolean {
	const status = row.commissionStatus;
	return (
		statuses.length === 0 || (typeof status === 'string' && statuses.includes(status.toLowerCase()))
	);
}

/** The order reference of a transaction as Awin gives it; `undefined` where it gives none. */
export function referenceOf({ orderRef }: TransactionRow): string | undefined {
	if (typeof orderRef === 'string') return orderRef;
	return typeof orderRef === 'number' ? String(orderRef) : undefined;
}

/** Like {@link referenceOf}, as {@link referenceKey} has it; empty where there is none. */
export function referenceKeyOf(row: TransactionRow): string {
	return referenceKey(referenceOf(row) ?? '');
}
