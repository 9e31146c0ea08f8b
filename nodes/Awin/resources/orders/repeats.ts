/**
 * The same order twice in one run: Awin has nothing that would keep it from booking both.
 */
import type { Refusals } from '../batch/refusals';
import { findRepeats, itemNumbers } from '../batch/repeats';
import type { Row } from './rows';

/** Refuses all rows whose references Awin could not tell apart. */
export function refuseRepeats(rows: Row[], refusals: Refusals): void {
	const repeats = findRepeats(rows, ({ key }) => key);
	if (repeats.length === 0) return;
	const referenceByIndex = new Map(rows.map(({ index, order }) => [index, order.orderReference]));
	for (const indexes of repeats) {
		const items = itemNumbers(indexes);
		const isSame = new Set(indexes.map((index) => referenceByIndex.get(index))).size === 1;
		const refusal = isSame
			? {
					message: `The same order reference is used by ${items}`,
					nextStep: 'Keep the item that counts and take the other out: Awin would book both.',
				}
			: {
					message: `The order references of ${items} have the same first 50 characters, and Awin keeps no more`,
					nextStep:
						'Give each order a reference that differs from the others in its first 50 characters.',
				};
		for (const index of indexes) refusals.add(index, refusal);
	}
}
