/**
 * Whether a transaction is one that was asked for, and where it stands in time.
 *
 * Awin does not say that it honours every filter in every list, so what comes back is held against the question; where a
 * row does not say what it is, Awin is believed.
 */
import type { AccountType } from './accounts';
import { isOneOf } from './answers';
import { readAwinUtc } from './timezones';
import {
	hasStatus,
	TRANSACTION_STATUSES,
	type DateType,
	type TransactionRow,
} from './transactions';
import { contains, type Window } from './windows';

/**
 * Divides the statuses that are wanted over the calls that it takes to get them all.
 *
 * Awin's samples ask for one status. Several, or all, are read without the filter and picked from the answer; whether that
 * has the deleted ones in it nobody says, so they are asked for by themselves where they are among several.
 *
 * @returns the statuses of each call; an empty list stands for no filter
 */
export function statusCalls(statuses: string[]): string[][] {
	const others = statuses.filter((status) => status !== 'deleted');
	return others.length > 0 && others.length < statuses.length ? [others, ['deleted']] : [statuses];
}

export interface Wanted {
	accountType: AccountType;
	/** Both ends belong to it. */
	span: Window;
	dateType: DateType;
	/** None means any. */
	statuses: string[];
	partnerIds: string[];
}

/**
 * - `asked`: it was asked for.
 * - `other`: it has another partner or date.
 * - `otherStatus`: it has another of Awin's statuses.
 * - `unknownStatus`: a status is wanted, and nobody can say whether this is it.
 */
export type Verdict = 'asked' | 'other' | 'otherStatus' | 'unknownStatus';

export function judge(row: TransactionRow, wanted: Wanted): Verdict {
	if (!isOfPartner(row, wanted) || !isInSpan(row, wanted)) return 'other';
	if (hasStatus(row, wanted.statuses)) return 'asked';
	return hasStatus(row, [...TRANSACTION_STATUSES]) ? 'otherStatus' : 'unknownStatus';
}

function isOfPartner(row: TransactionRow, { accountType, partnerIds }: Wanted): boolean {
	return isOneOf(partnerIds, accountType === 'advertiser' ? row.publisherId : row.advertiserId);
}

function isInSpan(row: TransactionRow, { dateType, span }: Wanted): boolean {
	// A transaction may have been found by an earlier amendment than the one that it shows.
	const atMs = dateType === 'amendment' ? undefined : dateMs(row, dateType);
	return atMs === undefined || contains(span, atMs);
}

const DATE_FIELDS: Record<DateType, string> = {
	transaction: 'transactionDate',
	validation: 'validationDate',
	amendment: 'amendDate',
};

/** The date that a list goes by, epoch milliseconds; `undefined` where the row does not show it, as with most amendments. */
export function dateMs(row: TransactionRow, dateType: DateType): number | undefined {
	return readAwinUtc(row[DATE_FIELDS[dateType]]);
}
