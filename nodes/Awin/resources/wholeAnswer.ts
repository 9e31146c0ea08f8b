/**
 * Lists that are read whole or not at all.
 */
import { unreadableError, type ItemPlace } from '../transport/errors';
import { unreadableRowsError, type RowWords } from '../transport/rowErrors';
import type { Run } from './operation';

/**
 * Refuses an answer without a list, and one with rows that are not what they should be: the rest alone, or a sum over it,
 * would be wrong without anybody seeing it.
 *
 * @param reading what the reader of the answer made of it; `undefined` where there is no list
 * @returns the same reading
 */
export function wholeAnswer<Reading extends { unreadable: Array<{ index: number }> }>(
	run: Run,
	reading: Reading | undefined,
	item?: ItemPlace,
	words?: RowWords,
): Reading {
	const node = run.context.getNode();
	if (!reading) throw unreadableError(node, item);
	if (reading.unreadable.length > 0)
		throw unreadableRowsError(node, reading.unreadable, item, words);
	return reading;
}
