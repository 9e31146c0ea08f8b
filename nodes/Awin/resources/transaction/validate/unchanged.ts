/**
 * *Only if Unchanged*: days may pass between what was decided for a transaction and its validation. Each transaction is read
 * again just before, and held against what the item says of it.
 */
import { readIdText } from '../../../api/ids';
import { isJsonObject } from '../../../api/answers';
import { formatAmount, isCurrency, parseAmount } from '../../../api/money';
import type { ParameterSource } from '../../../fields/item';
import { ownProposal, ownTransaction, refuseUnreadable } from '../../../fields/proposal';
import { isBlank, yesNo, yesNoOf } from '../../../fields/text';
import { quote } from '../../../transport/quote';
import type { Refusal, Refusals } from '../../batch/refusals';
import { itemNumbers, withoutResult } from '../../batch/rows';
import type { Run } from '../../operation';
import { readKnown } from './currentAmounts';
import { statesByEarlierRuns, type TransactionState as State } from './earlierStates';
import { transactionId } from './identity';
import { skippedResult, type ValidateResult } from './results';
import { idsOf, nameOf, type Row, type SeenTransaction } from './rows';

export const onlyIfUnchanged = yesNo({
	displayName: 'Only if Unchanged',
	name: 'options.onlyIfUnchanged',
	default: true,
	description:
		'Whether to leave out transactions whose status, sale amount or currency is no longer what the item says in "awin.transaction", as Compare With Orders and Find by Order Reference give it, and those to amend that have been amended meanwhile. They come out as skipped. The transactions are read from Awin just before anything is sent, at 200 a call by ID. Where an item says nothing of the kind, or Awin cannot be asked, all items are refused.',
});

type Results = Array<ValidateResult | undefined>;

const COLUMN = 'awin.transaction';
const NEXT_STEP = `Give the items as Compare With Orders or Find by Order Reference gives them, with their column "awin" and one transaction each, in the simplified form. Or remove "${onlyIfUnchanged.label}".`;
const COMPARE_AGAIN =
	'Compare the order with Awin again, and decide by what the transaction is now.';
const AMENDED_SINCE =
	'it has been amended at Awin, and nothing in the item says that this was known; its amount is the same, but its parts may be others now';
const LOOK_AT_PARTS = `Look at its parts at Awin. To amend it all the same, give "amended" as true in its "${COLUMN}", or run the node for this item alone without "${onlyIfUnchanged.label}".`;

/** Fills in what the items say of their transactions. One that does not say it keeps all of them from being sent. */
export function readSeen(run: Run, rows: Row[], refusals: Refusals): void {
	for (const row of rows) {
		const source = run.parameters(row.index);
		try {
			row.seen = seenOf(source, row);
		} catch (error) {
			return refusals.refuseAll(error, row.index);
		}
	}
}

function seenOf(source: ParameterSource, { identity }: Row): SeenTransaction {
	const { unreadable } = ownProposal(source.columns);
	if (unreadable !== undefined) throw refuseUnreadable(source, unreadable);
	const given = ownTransaction(source.columns);
	if (isBlank(given)) {
		throw source.refuse(
			COLUMN,
			'',
			`is empty, and "${onlyIfUnchanged.label}" goes by it`,
			NEXT_STEP,
		);
	}
	const seen = readSimplified(source, given);
	if (seen === undefined) {
		const reason = 'is not a transaction with an ID, a status, a sale amount and a currency';
		throw source.refuse(COLUMN, given, reason, NEXT_STEP);
	}
	if ('transactionId' in identity && identity.transactionId !== seen.id) {
		throw transactionId.refuse(
			source,
			identity.transactionId,
			`is not the transaction that the item has in "${COLUMN}" (${seen.id})`,
			'Take the ID from the same place, or give the items as they came from Compare With Orders.',
		);
	}
	return seen;
}

/** A transaction in the simplified form; `undefined` for everything else, also for the flat and the raw one. */
function readSimplified(source: ParameterSource, given: unknown): SeenTransaction | undefined {
	if (!isJsonObject(given)) return undefined;
	const id = readIdText(given.id);
	const status = typeof given.status === 'string' ? given.status.trim().toLowerCase() : '';
	const { currency } = given;
	if (!id.ok || status === '' || typeof currency !== 'string' || !isCurrency(currency)) {
		return undefined;
	}
	const amount = parseAmount(given.saleAmount, currency);
	if (!amount.ok) return undefined;
	const isAmended = yesNoOf(given.amended) === true;
	return { id: id.value, status, currency, saleAmountMinor: amount.amountMinor, isAmended };
}

/**
 * Reads what is not known yet, and gives the rows whose transactions have changed their result: they are not sent.
 *
 * Where a transaction could not be read, nobody can say whether it has changed, and nothing is sent.
 *
 * @param rows with what was seen of their transactions; also those that the look-up has refused because it was not possible
 */
export async function leaveOutChanged(
	run: Run,
	rows: Row[],
	refusals: Refusals,
	results: Results,
): Promise<void> {
	const toRead = withoutResult(refusals.left(rows), results);
	await readKnown(run, toRead, refusals);
	const unread = rows.map(({ index }) => index).filter((index) => refusals.has(index));
	if (unread.length > 0) {
		refusals.addAll(rows, {
			message: `Whether the transaction of ${itemNumbers(unread)} has changed could not be read, and "${onlyIfUnchanged.label}" is on; nothing was sent`,
			nextStep: 'See what is said of those items. Take them out, or run the others alone.',
		});
		return;
	}
	const changed = toRead.filter((row) => changeOf(row) !== undefined);
	const byEarlierRuns = statesByEarlierRuns(run, changed);
	for (const row of changed) {
		const { known } = row;
		const states = byEarlierRuns.get(row.index) ?? [];
		// What earlier rounds and tries of this execution have made of it is what was decided.
		if (known && isOne(row) && states.some((state) => isSame(row, state, known))) continue;
		leaveOut(row, { message: changeOf(row) ?? '', nextStep: nextStepFor(row) }, results);
	}
}

/** Gives a row its result: it is not sent. @param why with a message that goes on after "because" */
export function leaveOut({ index }: Row, why: Refusal, results: Results): void {
	results[index] = skippedResult({ ...why, message: `Not sent, because ${why.message}` });
}

/** What has changed, as the end of a sentence; `undefined` where nothing has. */
function changeOf(row: Row): string | undefined {
	const { known, others = [], seen, accountId } = row;
	if (!known || !seen) return `Awin does not give ${nameOf(row)} in account ${accountId} any more`;
	if (!isOne(row)) {
		if (known.isContradicted) return `Awin has two different answers about ${nameOf(row)}`;
		if ('orderRef' in row.identity && others.length > 0) {
			return `Awin has ${others.length + 1} transactions with ${nameOf(row)} and this date (${idsOf([known, ...others])})`;
		}
		return `${nameOf(row)} was transaction ${seen.id}, and is transaction ${known.id} now`;
	}
	if (!isSameSale(seen, known)) {
		return `it was ${seen.status} at ${amountText(seen)}, and is ${presentText(seen, known)} now`;
	}
	return isAmendedSince(row, seen, known) ? AMENDED_SINCE : undefined;
}

function nextStepFor(row: Row): string {
	return changeOf(row) === AMENDED_SINCE ? LOOK_AT_PARTS : COMPARE_AGAIN;
}

/** Whether Awin's answer is about the very transaction that was seen, and clear. */
function isOne({ known, others = [], seen, identity }: Row): boolean {
	if (!known || known.isContradicted || known.id !== seen?.id) return false;
	return !('orderRef' in identity) || others.length === 0;
}

function isSame(row: Row, seen: State, known: State): boolean {
	return isSameSale(seen, known) && !isAmendedSince(row, seen, known);
}

function isSameSale(seen: State, known: State): boolean {
	return seen.status === known.status && isSameAmount(seen, known);
}

/**
 * An amendment divides the amount anew, and would undo a division that somebody has corrected meanwhile. For what is approved
 * or declined, the division is Awin's.
 */
function isAmendedSince({ change }: Row, seen: State, known: State): boolean {
	return change.action === 'amend' && known.isAmended && !seen.isAmended;
}

function isSameAmount(seen: State, known: State): boolean {
	return seen.currency === known.currency && seen.saleAmountMinor === known.saleAmountMinor;
}

function presentText(seen: State, known: State): string {
	const status = known.status === seen.status ? '' : quote(known.status);
	return [status, isSameAmount(seen, known) ? '' : `at ${amountText(known)}`]
		.filter(Boolean)
		.join(' ');
}

function amountText({ saleAmountMinor, currency }: State): string {
	return saleAmountMinor === null || currency === null
		? 'an amount that cannot be read'
		: formatAmount(saleAmountMinor, currency);
}
