/**
 * The words for what Awin has of each order.
 */
import type { IDataObject } from 'n8n-workflow';

import type { FlatRows } from '../../../api/flatRows';
import { clockOf } from '../../../api/timezones';
import { toOutputOfRun, type OutputForm } from '../../../api/transactionOutput';
import { TRANSACTION_STATUSES, type TransactionRow } from '../../../api/transactions';
import { textOf } from '../../../api/values';
import type { Window } from '../../../api/windows';
import { orderDate } from '../../../fields/orderSearch';
import { searchBackDays } from '../../../fields/searchBackDays';
import { quote } from '../../../transport/quote';
import type { ResultWords, RowResult } from '../../batch/finish';
import type { Refusal } from '../../batch/refusals';
import { tellNearMiss } from '../nearMiss';
import type { FoundTransaction } from '../../orders/orderTransactions';
import type { Row } from './fields';

export interface FindResult extends RowResult {
	outcome: 'found' | 'several' | 'notFound' | 'failed';
	/** The only one that there is; null where there is none, and where there are several. */
	transaction: IDataObject | null;
	/** All of them where there are several, else null. */
	transactions: IDataObject[] | null;
}

/** How transactions come out. */
export interface View {
	form: OutputForm;
	/** Of the whole run. */
	flatRows: FlatRows;
}

/** What was read of an account. */
export interface Searched {
	span: Window;
	/** How many transactions it has in the span. */
	count: number;
	/** Whether any of them shows an order reference. */
	hasReferences: boolean;
}

const NOTHING = { transaction: null, transactions: null };

export function failedResult({ message, nextStep }: Refusal): FindResult {
	return { outcome: 'failed', ...NOTHING, message, nextStep };
}

/** @param there what Awin has under the reference of the row, at least one transaction */
export function foundResult(row: Row, there: FoundTransaction[], view: View): FindResult {
	const doubt = there.some(({ isContradicted }) => isContradicted) ? doubtAbout(there) : '';
	const again = doubt && 'Run the node again for this item.';
	if (there.length === 1) {
		return {
			outcome: 'found',
			transaction: shownAs(there[0], row, view),
			transactions: null,
			message: `Awin has this order as transaction ${nameOf(there[0])}${doubt}`,
			nextStep: again || null,
		};
	}
	const transactions = there.map((one) => shownAs(one, row, view));
	const nextStep = `Go on with the ID of the one that you mean. ${again}`.trim();
	const message = `Awin has ${there.length} transactions with this order reference: ${namesOf(there)}${doubt}`;
	return { outcome: 'several', transaction: null, transactions, message, nextStep };
}

function doubtAbout(there: FoundTransaction[]): string {
	const doubtful = there.filter(({ isContradicted }) => isContradicted);
	return `. Awin changed ${there.length === 1 ? 'it' : namesOf(doubtful)} while it was read, and what is shown here may be out of date`;
}

function shownAs({ row: awinRow }: FoundTransaction, row: Row, view: View): IDataObject {
	const { form, flatRows } = view;
	const { accountType, zone } = row;
	// Two items may ask for the same order, and the raw form changes its row.
	const own = form === 'raw' ? { ...awinRow } : awinRow;
	return toOutputOfRun(own, { form, accountType, clock: clockOf(zone) }, flatRows) as IDataObject;
}

const SHOWN_IDS = 5;

/** Such as `1612345678, pending` or `1612345678 (pending), 1612345679 (approved)`. */
function namesOf(found: FoundTransaction[]): string {
	const named = found.slice(0, SHOWN_IDS).map(nameOf);
	return named.join(', ') + (found.length > SHOWN_IDS ? ' and more' : '');
}

function nameOf({ row }: FoundTransaction): string {
	const status = statusOf(row);
	return status ? `${row.id} (${status})` : String(row.id);
}

function statusOf({ commissionStatus }: TransactionRow): string {
	// Mostly it is as Awin documents it, and there may be 40,000 of them.
	const documented = TRANSACTION_STATUSES.find((status) => status === commissionStatus);
	return documented ?? quote(String(textOf(commissionStatus) ?? '')).toLowerCase();
}

/**
 * @param deleted the transactions that there were under the reference of the row
 * @param near references that look like it
 */
export function notFoundResult(
	row: Row,
	{ deleted, near, searched }: { deleted: FoundTransaction[]; near: string[]; searched: Searched },
): FindResult {
	const place = `in ${row.accountType} account ${row.accountId} from ${daysOf(searched.span, row)}`;
	const found = `Awin has no transaction with this order reference ${place}`;
	const message = [
		deleted.length > 0 ? `${found}, but for what was deleted: ${namesOf(deleted)}` : found,
		...(near.length > 0 ? [tellNearMiss(row.reference, near)] : []),
	].join('. ');
	const isNear = near.length > 0;
	const nextStep = isNear ? NEAR_HELP : nextStepOf(row, searched);
	return { outcome: 'notFound', ...NOTHING, message, nextStep };
}

/** Such as `2026-03-17 to 2026-06-15`. */
function daysOf({ startMs, endMs }: Window, { zone }: Row): string {
	const clock = clockOf(zone);
	return [startMs, endMs].map((ms) => clock.toIso(ms).slice(0, 10)).join(' to ');
}

const NEAR_HELP =
	'If that is the order, look for it as Awin has it: references are never matched by a guess.';

const CHECK = {
	dated: `Check the reference, the account and "${orderDate.label}".`,
	undated: `Check the reference and the account. For an older order raise "${searchBackDays.label}" in the options, or give its date.`,
};

const SHARED = 'Publishers see references only where the advertiser shares them';

function nextStepOf({ dateMs, accountType }: Row, { count, hasReferences }: Searched): string {
	const isPublisher = accountType === 'publisher';
	const check = CHECK[dateMs === undefined ? 'undated' : 'dated'];
	if (count === 0) return `The account has no transactions at all in these days. ${check}`;
	if (hasReferences) return isPublisher ? `${check} ${SHARED}.` : check;
	const none = 'None of the transactions in these days shows an order reference.';
	return isPublisher ? `${none} ${SHARED}: ask the advertiser for it.` : `${none} ${check}`;
}

export const findWords: ResultWords = {
	done: 'looked up',
	outcomes: [
		['found', 'found'],
		['several', 'with several transactions'],
		['notFound', 'not found'],
		['failed', 'failed'],
	],
	bad: ['failed'],
	again: 'Running the node again is harmless: it changes nothing at Awin.',
};
