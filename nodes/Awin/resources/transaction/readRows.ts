import { readTransactions, type TransactionRow } from '../../api/transactions';
import type { ItemPlace } from '../../transport/errors';
import type { Run } from '../operation';
import { wholeAnswer } from '../wholeAnswer';

/** Reads an answer that holds transactions, whole or not at all. */
export function readRows(run: Run, answer: unknown, item?: ItemPlace): TransactionRow[] {
	return wholeAnswer(run, readTransactions(answer), item);
}
