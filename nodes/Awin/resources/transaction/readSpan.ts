/**
 * Reading the transactions of a span of time, however long: window by window, each transaction once, the oldest first.
 */
import { dateMs, judge, statusCalls, type Wanted } from '../../api/transactionFilters';
import {
	readTransactions,
	transactionListQuery,
	transactionsPath,
	type TransactionRow,
} from '../../api/transactions';
import { splitIntoWindows, type Window } from '../../api/windows';
import { itemText, type ItemPlace } from '../../transport/errors';
import { quote } from '../../transport/quote';
import { readParts, upTo } from '../listParts';
import type { Run } from '../operation';
import { tellOfLeftOut, warn } from '../warnings';
import { wholeAnswer } from '../wholeAnswer';

export interface SpanQuestion extends Wanted {
	accountId: string;
	showBasketProducts: boolean;
	/** Infinity for all of them. */
	limit: number;
}

/**
 * Gives the transactions in batches, oldest first: by the date that the list goes by, and those that do not show it after
 * the others of their window, in Awin's order. A limit cuts off the newest.
 */
export async function* readTransactionsOf(
	run: Run,
	question: SpanQuestion,
	item: ItemPlace,
): AsyncGenerator<TransactionRow[]> {
	const sorting = new Sorting(question);
	yield* upTo(question.limit, sortedRows(run, question, sorting, item));
	sorting.tell(run, item);
}

async function* sortedRows(
	run: Run,
	question: SpanQuestion,
	sorting: Sorting,
	item: ItemPlace,
): AsyncGenerator<TransactionRow[]> {
	const windows = splitIntoWindows(question.span.startMs, question.span.endMs);
	const fetchWindow = async (window: Window, signal?: AbortSignal) =>
		await readWindow(run, question, window, item, signal);
	let index = 0;
	for await (const rows of readParts(windows, fetchWindow, question.limit)) {
		const isLast = index === windows.length - 1;
		yield sorting.take(rows, windows[index++], isLast);
	}
}

/** One call for the window, or two where the deleted ones have to be asked for by themselves. */
async function readWindow(
	run: Run,
	question: SpanQuestion,
	window: Window,
	item: ItemPlace,
	signal?: AbortSignal,
): Promise<FoundRow[]> {
	const { accountId, accountType, statuses } = question;
	const path = transactionsPath(accountType, accountId);
	const found: FoundRow[] = [];
	for (const asked of statusCalls(statuses)) {
		const query = transactionListQuery(accountType, { ...question, window, statuses: asked });
		const answer = await run.awin.read({ path, query, signal }, item);
		const rows = wholeAnswer(run, answer, readTransactions(answer), item);
		for (const row of rows) found.push({ row, asked });
	}
	return found;
}

interface FoundRow {
	row: TransactionRow;
	/** The statuses that its call was about. */
	asked: string[];
}

const TRANSACTIONS = { one: 'a transaction', many: 'transactions' };

/** Puts the rows of several windows in order, and keeps count of what was not asked for. */
class Sorting {
	private readonly seen = new Set<number | string>();
	private readonly leftOut = new Set<number | string>();
	private readonly unknownStatus = new Map<number | string, unknown>();
	/** Dated after the windows read so far: where the answer of a window has rows of later ones. */
	private later: Array<{ row: TransactionRow; atMs: number }> = [];

	constructor(private readonly question: SpanQuestion) {}

	/** @returns the rows that no later window can put another one before, in order */
	take(found: FoundRow[], window: Window, isLast: boolean): TransactionRow[] {
		for (const { row, asked } of found) {
			if (this.seen.has(row.id) || !this.isAsked(row, asked)) continue;
			this.seen.add(row.id);
			this.later.push({ row, atMs: dateMs(row, this.question.dateType) ?? window.endMs });
		}
		const isReady = ({ atMs }: { atMs: number }) => isLast || atMs <= window.endMs;
		const ready = this.later.filter(isReady);
		this.later = this.later.filter((one) => !isReady(one));
		return ready.sort((a, b) => a.atMs - b.atMs).map(({ row }) => row);
	}

	private isAsked(row: TransactionRow, asked: string[]): boolean {
		const verdict = judge(row, this.question);
		if (verdict === 'unknownStatus') this.unknownStatus.set(row.id, row.commissionStatus);
		// Where no status was asked for, rows of the others are no surprise.
		const isOdd = verdict === 'other' || (verdict === 'otherStatus' && asked.length === 1);
		if (isOdd) this.leftOut.add(row.id);
		return verdict === 'asked';
	}

	/** Tells of what was left out. */
	tell(run: Run, item: ItemPlace): void {
		const { statuses, partnerIds } = this.question;
		const filters = [
			...(statuses.length > 0 ? ['status'] : []),
			...(partnerIds.length > 0 ? ['partner'] : []),
		];
		const chosen = [filters.join(', '), 'date'].filter(Boolean).join(' or ');
		tellOfLeftOut(run, this.leftOut.size, TRANSACTIONS, chosen, item);
		if (this.unknownStatus.size === 0) return;
		const [status] = this.unknownStatus.values();
		const shown = typeof status === 'string' ? `such as "${quote(status)}"` : 'or none at all';
		warn(
			run,
			`${this.unknownStatus.size} of Awin's transactions have a status that this node does not know, ${shown}${itemText(item)}. They were left out, because statuses are chosen under Filters. Remove that filter to get them.`,
		);
	}
}
