/**
 * Lists that are read whole or not at all.
 */
import type { Reading } from '../api/lists';
import {
	unreadableError,
	type ItemPlace,
	unreadableRowsError,
	type RowWords,
} from '../transport/errors';
import type { Run } from './operation';

/**
 * Refuses an answer without a list, and one with rows that are not what they should be: the rest alone, or a sum over it,
 * would be wrong without anybody seeing it.
 *
 * @param reading what the reader of the answer made of it; `undefined` where there is no list
 */
export function wholeAnswer<Row>(
	run: Run,
	answer: unknown,
	reading: Reading<Row> | undefined,
	item?: ItemPlace,
	words?: RowWords,
): Row[] {
	const node = run.context.getNode();
	if (!reading) throw unreadableError(node, answer, item);
	const { rows, unreadable } = reading;
	if (unreadable.length > 0) throw unreadableRowsError(node, unreadable, item, words);
	return rows;
}
