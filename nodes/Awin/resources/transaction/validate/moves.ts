/**
 * What a batch would take away or add: the current amounts of its transactions, read from Awin before anything is sent.
 */
import { formatAmount } from '../../../api/money';
import type { Refusal, Refusals } from '../../batch/refusals';
import { itemNumbers } from '../../batch/rows';
import type { Run } from '../../operation';
import { readKnown } from './currentAmounts';
import { nameOf, type Row } from './rows';

/** Whether a row can change what a sale comes to. */
function isMoving({ change }: Row): boolean {
	return change.action === 'decline' || change.action === 'amend';
}

/**
 * Fills in what Awin has of the transactions that would be declined or amended.
 *
 * What cannot be counted is over the limit: nobody could say whether it is kept. So one row whose amount cannot be read
 * keeps all of them from being sent.
 */
export async function readCurrentAmounts(run: Run, rows: Row[], refusals: Refusals): Promise<void> {
	await readKnown(run, rows.filter(isMoving), refusals);
	for (const row of rows) {
		const refusal = isMoving(row) && !refusals.has(row.index) && uncountable(row);
		if (refusal) refusals.add(row.index, refusal);
	}
	const uncounted = rows.map(({ index }) => index).filter((index) => refusals.has(index));
	if (uncounted.length > 0) {
		refusals.addAll(rows, {
			message: `The present amount of ${itemNumbers(uncounted)} cannot be counted, so nobody can say whether "Max Total Amount" is kept; nothing was sent`,
			nextStep: 'See what is said of those items. Take them out, or run the others alone.',
		});
	}
}

function uncountable(row: Row): Refusal | undefined {
	const { known, others = [], change, accountId } = row;
	const because = 'so what it takes off cannot be held against "Max Total Amount"';
	const nextStep = `Look at the transaction at Awin. Take the item out, or run it alone without "Max Total Amount".`;
	if (!known) {
		return {
			message: `Awin has no ${nameOf(row)} in account ${accountId}, ${because}`,
			nextStep: 'Check how the transaction is named, and the account.',
			code: 404,
		};
	}
	if ('orderRef' in row.identity && others.length > 0) {
		return {
			message: `Awin has ${others.length + 1} transactions with ${nameOf(row)} and this date in account ${accountId}, ${because}`,
			nextStep: 'Give the ID of the one that you mean.',
		};
	}
	if (change.action === 'amend' && known.currency !== change.currency) {
		return {
			message: `"Currency" is "${change.currency}", and Awin has ${nameOf(row)} in ${known.currency ?? 'no currency'}, ${because}`,
			nextStep: 'Give the amount in the currency that the transaction has at Awin.',
		};
	}
	if (known.isContradicted) {
		return { message: `Awin has two different answers about ${nameOf(row)}, ${because}`, nextStep };
	}
	// It is declined already, and stays so: nothing is taken, whatever it came to.
	if (change.action === 'decline' && known.status === 'declined') return undefined;
	if (known.currency === null || known.saleAmountMinor === null) {
		return {
			message: `Awin has no amount that can be counted for ${nameOf(row)}, ${because}`,
			nextStep,
		};
	}
	return undefined;
}

/** How much a row moves, in minor units of the currency that the transaction has at Awin. */
export interface Move {
	currency: string;
	/** Of the sale that is declined, or what an amendment takes off it. */
	takenMinor: number;
	/** By an amendment to more than the sale comes to. */
	addedMinor: number;
}

/** What a row would move; `undefined` where that is nothing, or where the current amount was not read. */
export function moveOf({ change, known }: Row): Move | undefined {
	const { currency, saleAmountMinor, status } = known ?? {};
	if (!currency || saleAmountMinor === null || saleAmountMinor === undefined) return undefined;
	if (change.action === 'decline' && status !== 'declined') {
		return { currency, takenMinor: saleAmountMinor, addedMinor: 0 };
	}
	if (change.action !== 'amend') return undefined;
	const addedMinor = change.saleAmountMinor - saleAmountMinor;
	return {
		currency,
		takenMinor: Math.max(0, -addedMinor),
		addedMinor: Math.max(0, addedMinor),
	};
}

/** Sums moves up: in minor units by currency, whichever way they go. */
export function totalsMoved(moves: Move[]): Map<string, number> {
	const totals = new Map<string, number>();
	for (const { currency, takenMinor, addedMinor } of moves) {
		totals.set(currency, (totals.get(currency) ?? 0) + takenMinor + addedMinor);
	}
	return totals;
}

/** Says of the sum in a currency which way it goes. */
export function wayOf(moves: Move[]): (currency: string) => string {
	return (currency) => {
		const same = moves.filter((move) => move.currency === currency);
		const takenMinor = same.reduce((sum, move) => sum + move.takenMinor, 0);
		const addedMinor = same.reduce((sum, move) => sum + move.addedMinor, 0);
		const taken = 'would be declined or taken off by amendments';
		const added = 'would be added by amendments';
		if (addedMinor === 0) return taken;
		if (takenMinor === 0) return added;
		return `in all: ${formatAmount(addedMinor, currency)} ${added} and ${formatAmount(takenMinor, currency)} ${taken}`;
	};
}
