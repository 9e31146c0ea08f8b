/**
 * The same transaction twice in one batch: Awin would carry out both, in an order that nobody knows.
 */
import { referenceKey } from '../../../api/orderReferences';
import type { Refusals } from '../../batch/refusals';
import { findRepeats, itemNumbers } from '../../batch/repeats';
import { byAccount } from '../../batch/sending';
import { transactionIdOf, type Row } from './rows';

/** Refuses all rows of an account that name the same transaction, as far as that can be known. */
export function refuseRepeats(rows: Row[], refusals: Refusals): void {
	for (const group of byAccount(rows).values()) {
		refuse(findRepeats(group, transactionIdOf), refusals);
		refuse(findRepeats(group, orderKey), refusals);
	}
}

function orderKey({ identity }: Row): string | undefined {
	if ('transactionId' in identity) return undefined;
	if ('reference' in identity) return referenceKey(identity.reference);
	const { orderRef, transactionDate, timezone } = identity;
	return `${transactionDate} ${timezone} ${referenceKey(orderRef)}`;
}

function refuse(repeats: number[][], refusals: Refusals): void {
	for (const indexes of repeats) {
		const items = itemNumbers(indexes);
		for (const index of indexes) {
			refusals.add(index, {
				message: `The same transaction is named by ${items}`,
				nextStep: 'Keep the item that counts and take the other out: Awin would carry out both.',
			});
		}
	}
}
