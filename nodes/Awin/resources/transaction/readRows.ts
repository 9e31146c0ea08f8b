import { readTransactions, type TransactionRow } from '../../api/transactions';
import { unreadableError, type ItemPlace } from '../../transport/errors';
import { unreadableRowsError } from '../../transport/rowErrors';
import type { Run } from '../operation';

/**
 * Reads an answer that holds transactions. One without a list, or with rows that are no transactions, is refused as a
 * whole: a sum over what happens to be readable would be wrong without anybody seeing it.
 */
export function readRows(run: Run, answer: unknown, item?: ItemPlace): TransactionRow[] {
	const reading = readTransactions(answer);
	if (!reading) throw unreadableError(run.context.getNode(), item);
	if (reading.unreadable.length > 0) {
		throw unreadableRowsError(run.context.getNode(), reading.unreadable, item);
	}
	return reading.rows;
}
