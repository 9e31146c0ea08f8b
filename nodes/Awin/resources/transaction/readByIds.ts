import {
	IDS_PER_CALL,
	readTransactions,
	transactionsByIdQuery,
	type TransactionRow,
} from '../../api/transactions';
import { callError, type ItemPlace } from '../../transport/errors';
import type { Run } from '../operation';
import { wholeAnswer } from '../wholeAnswer';

export interface IdsQuestion {
	path: string;
	/** Each once. */
	ids: string[];
	showBasketProducts?: boolean;
	item?: ItemPlace;
}

/** Reads transactions by id, in as few calls as Awin allows. @returns those that Awin has, by id */
export async function readByIds(
	run: Run,
	{ path, ids, showBasketProducts = false, item }: IdsQuestion,
): Promise<Map<string, TransactionRow>> {
	const found = new Map<string, TransactionRow>();
	await readEachById(run, { path, ids, showBasketProducts, item }, (row) => {
		found.set(String(row.id), row);
	});
	return found;
}

/** Like {@link readByIds}, and hands over everything that Awin answers, a transaction that it has twice as well. */
export async function readEachById(
	run: Run,
	{ path, ids, showBasketProducts = false, item }: IdsQuestion,
	take: (row: TransactionRow) => void,
): Promise<void> {
	const question = { path, showBasketProducts, item, divisionsLeft: MOST_DIVISIONS };
	for (let from = 0; from < ids.length; from += IDS_PER_CALL) {
		const rows = await fetchByIds(run, question, ids.slice(from, from + IDS_PER_CALL));
		for (const row of rows) take(row);
	}
}

interface Division {
	path: string;
	showBasketProducts: boolean;
	item?: ItemPlace;
	/** Counts down over all calls of a group. */
	divisionsLeft: number;
}

/** Finds a few unknown ids among hundreds, and keeps a wrong account from costing a call for each id. */
const MOST_DIVISIONS = 20;

/**
 * Nobody says what Awin does about an id that it does not have: leave it out, or answer 404 for the whole call. In the
 * second case the ids are divided until those that are known have been read.
 */
async function fetchByIds(run: Run, question: Division, ids: string[]): Promise<TransactionRow[]> {
	const query = transactionsByIdQuery(ids, question.showBasketProducts);
	const result = await run.awin.send({ path: question.path, query });
	if (result.ok) {
		const { answer } = result;
		return wholeAnswer(run, answer, readTransactions(answer), question.item);
	}

	const isUnknown = result.failure.kind === 'refused' && result.failure.status === 404;
	if (isUnknown && ids.length === 1) return [];
	if (isUnknown && question.divisionsLeft > 0) {
		question.divisionsLeft--;
		const middle = Math.ceil(ids.length / 2);
		const first = await fetchByIds(run, question, ids.slice(0, middle));
		return [...first, ...(await fetchByIds(run, question, ids.slice(middle)))];
	}
	throw callError(run.context.getNode(), result.failure, question.item, question.path);
}
