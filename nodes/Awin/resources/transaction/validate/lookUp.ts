/**
 * Finding transactions by their order reference alone: Awin has no call for that, so its lists are read.
 */
import { addKnown, toKnown, type KnownTransaction } from '../../../api/knownTransactions';
import { referenceKey } from '../../../api/orderReferences';
import type { TransactionRow } from '../../../api/transactions';
import { spanBack, splitIntoWindows, type Window } from '../../../api/windows';
import { operationError } from '../../../transport/errors';
import type { CallFailure } from '../../../transport/failures';
import { explainForAdvertiser } from '../../batch/failures';
import type { Refusal, Refusals } from '../../batch/refusals';
import { byAccount } from '../../batch/rows';
import type { Run } from '../../operation';
import { readWindows } from '../../orders/orderTransactions';
import { idsOf, type Row } from './rows';

/**
 * Looks up the rows that are named by their reference alone, all of an account's in the same lists, and fills in what
 * they are at Awin.
 *
 * @param setAside takes a row for which none or several are found: nothing is ever guessed
 */
export async function lookUp(
	run: Run,
	rows: Row[],
	searchBackDays: number,
	refusals: Refusals,
	setAside: (row: Row, why: Refusal) => void,
): Promise<void> {
	const wanted = rows.filter(({ identity }) => 'reference' in identity);
	for (const [accountId, group] of byAccount(wanted)) {
		const span = spanBack(run.nowMs, searchBackDays);
		const windows = splitIntoWindows(span.startMs, span.endMs);
		const byKey = new Map<string, Map<string, KnownTransaction>>();
		for (const row of group) byKey.set(keyOf(row), new Map());
		const isRead = await readLists(run, { accountId, windows, rows: group }, refusals, (found) => {
			const known = toKnown(found);
			const candidates = byKey.get(known.referenceKey);
			if (candidates) addKnown(candidates, known);
		});
		if (!isRead) continue;
		for (const row of group) {
			const candidates = [...(byKey.get(keyOf(row))?.values() ?? [])].filter(isThere);
			const choice = choose(candidates);
			if (choice.length !== 1) {
				setAside(row, unclear(row, choice, searchBackDays));
				continue;
			}
			[row.known] = choice;
			if (candidates.length > 1) row.others = candidates.filter((one) => one !== row.known);
		}
	}
}

function keyOf({ identity }: Row): string {
	return referenceKey('reference' in identity ? identity.reference : '');
}

/** Deleted transactions are as good as not there. */
function isThere({ status }: KnownTransaction): boolean {
	return status !== 'deleted';
}

/** Pending transactions go first, since only they can be changed. */
function choose(candidates: KnownTransaction[]): KnownTransaction[] {
	const pending = candidates.filter(({ status }) => status === 'pending');
	return pending.length > 0 ? pending : candidates;
}

function unclear(row: Row, choice: KnownTransaction[], searchBackDays: number): Refusal {
	const { accountId, identity } = row;
	const reference = 'reference' in identity ? identity.reference : '';
	if (choice.length === 0) {
		return {
			message: `"Order Reference" is "${reference}", which Awin does not have among the transactions of the last ${searchBackDays} days in account ${accountId}`,
			nextStep:
				'Check the reference and the account. For an older transaction raise "Search Back Days" in the options, or give its ID.',
		};
	}
	const ids = idsOf(choice);
	const status = choice[0].status === 'pending' ? 'pending ' : '';
	return {
		message: `"Order Reference" is "${reference}", which ${choice.length} ${status}transactions in account ${accountId} have (${ids})`,
		nextStep: 'Give the ID of the one that you mean.',
	};
}

/**
 * Says of a row that was looked up which further transactions have its reference: a person who declines an order would
 * otherwise take all of it for declined.
 *
 * @returns the end of a sentence; empty where there are none
 */
export function tellOfOthers({ identity, others }: Row): string {
	if (!others || others.length === 0 || !('reference' in identity)) return '';
	const statuses = [...new Set(others.map(({ status }) => status))].join(' or ');
	return others.length === 1
		? `. Awin has one more transaction with this order reference (${idsOf(others)}, ${statuses}), which was left as it is`
		: `. Awin has ${others.length} more transactions with this order reference (${idsOf(others)}, ${statuses}), which were left as they are`;
}

interface ListsQuestion {
	accountId: string;
	windows: Window[];
	/** The rows that it is for; they are refused where the lists cannot be read. */
	rows: Row[];
}

/**
 * Reads the lists of some windows and hands over each transaction, which may come twice.
 *
 * @returns false where a list could not be read; the rows are then refused
 */
export async function readLists(
	run: Run,
	{ accountId, windows, rows }: ListsQuestion,
	refusals: Refusals,
	take: (row: TransactionRow) => void,
): Promise<boolean> {
	const errorOf = async (failure: CallFailure) => {
		const { message, description } = await explainForAdvertiser(run, accountId, failure);
		return operationError(run.context.getNode(), message, description);
	};
	const question = { accountType: 'advertiser' as const, accountId, windows, errorOf };
	try {
		await readWindows(run, question, take);
		return true;
	} catch (error) {
		for (const { index } of rows) refusals.addError(index, error);
		return false;
	}
}
