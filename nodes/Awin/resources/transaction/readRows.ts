import { readTransactions, type TransactionRow } from '../../api/transactions';
import { unreadableError, unreadableRowsError, type ItemPlace } from '../../transport/errors';
import type { Call } from '../../transport/request';
import type { Run } from '../operation';

/**
 * Makes one call that answers with transactions. An answer without a list, or with rows that are no transactions, is
 * refused as a whole: a sum over what happens to be readable would be wrong without anybody seeing it.
 */
export async function readTransactionRows(
	run: Run,
	call: Call,
	item?: ItemPlace,
): Promise<TransactionRow[]> {
	const reading = readTransactions(await run.awin.read(call, item));
	if (!reading) throw unreadableError(run.context.getNode(), item);
	if (reading.unreadable.length > 0) {
		throw unreadableRowsError(run.context.getNode(), reading.unreadable, item);
	}
	return reading.rows;
}
