/**
 * The same order twice in one run: Awin has nothing that would keep it from booking both.
 */
import { lookAlikeKey } from '../../api/orderReferences';
import type { Refusal, Refusals } from '../batch/refusals';
import { findRepeats, itemNumbers } from '../batch/rows';
import type { Row } from './rows';

/** Refuses all rows whose references Awin could not tell apart. */
export function refuseRepeats(rows: Row[], refusals: Refusals): void {
	const repeats = findRepeats(rows, ({ key }) => lookAlikeKey(key));
	if (repeats.length === 0) return;
	const referenceByIndex = new Map(rows.map(({ index, order }) => [index, order.orderReference]));
	for (const indexes of repeats) {
		const items = itemNumbers(indexes);
		const references = indexes.map((index) => referenceByIndex.get(index) ?? '');
		const refusal = refusalOf(references, items);
		for (const index of indexes) refusals.add(index, refusal);
	}
}

function refusalOf(references: string[], items: string): Refusal {
	if (new Set(references).size === 1) {
		return {
			message: `The same order reference is used by ${items}`,
			nextStep: 'Keep the item that counts and take the other out: Awin would book both.',
		};
	}
	if (new Set(references.map(lookAlikeKey)).size === 1) {
		return {
			message: `The order references of ${items} look the same: they differ only in blanks or in characters that cannot be seen`,
			nextStep:
				'If they are the same order, keep one item, as Awin would book both. Otherwise give them references that can be told apart.',
		};
	}
	return {
		message: `The order references of ${items} have the same first 50 characters, and Awin keeps no more`,
		nextStep:
			'Give each order a reference that differs from the others in its first 50 characters.',
	};
}
