/**
 * Finding the transactions of many orders: Awin has no call that goes by order reference, so its lists are read.
 */
import type { AccountType } from '../../api/accounts';
import { isSameState, toKnown } from '../../api/knownTransactions';
import {
	hasStatus,
	readTransactions,
	referenceKeyOf,
	transactionListQuery,
	transactionsPath,
	type TransactionRow,
} from '../../api/transactions';
import { splitIntoWindows, type Window } from '../../api/windows';
import { callError } from '../../transport/errors';
import type { CallFailure } from '../../transport/failures';
import { workThroughParts } from '../listParts';
import type { Run } from '../operation';
import { wholeAnswer } from '../wholeAnswer';

interface WindowsQuestion {
	accountType: AccountType;
	accountId: string;
	/** By the date of the transaction, not of its validation. */
	windows: Window[];
	/** What to throw where a window cannot be read, if not what {@link Run.awin}'s `read` would throw. */
	errorOf?(failure: CallFailure): Promise<Error>;
}

/**
 * Reads the transactions of some windows, of any status, up to four windows at a time, and hands each row over as it comes.
 * Windows that share a boundary may give the same transaction twice. Lists are let go of as they are read: a busy account
 * has a hundred thousand transactions in each.
 *
 * The first window that cannot be read ends the reading, and is thrown; what was handed over by then is not the whole.
 */
export async function readWindows(
	run: Run,
	{ accountType, accountId, windows, errorOf }: WindowsQuestion,
	take: (row: TransactionRow) => void,
): Promise<void> {
	const path = transactionsPath(accountType, accountId);
	await workThroughParts(windows, async (window, signal) => {
		const query = transactionListQuery(accountType, { window, dateType: 'transaction' });
		const result = await run.awin.send({ path, query, signal });
		if (!result.ok) {
			throw errorOf
				? await errorOf(result.failure)
				: callError(run.context.getNode(), result.failure, undefined, path);
		}
		const { answer } = result;
		for (const row of wholeAnswer(run, answer, readTransactions(answer))) take(row);
	});
}

/** Which orders are looked for, and where. */
export interface OrdersQuestion {
	accountType: AccountType;
	accountId: string;
	/** The references, as `referenceKey` of `api/orderReferences` has them. */
	keys: ReadonlySet<string>;
	/** The transactions' dates, from the start to the end. */
	span: Window;
}

export interface FoundTransaction {
	row: TransactionRow;
	/** Awin has answered with it more than once, and said different things of it: it changed meanwhile. */
	isContradicted?: true;
}

/** Deleted transactions are as good as not there. */
export function isThere({ row, isContradicted }: FoundTransaction): boolean {
	return isContradicted === true || !hasStatus(row, ['deleted']);
}

/**
 * Reads which transactions some orders have at Awin, of whatever status, all of them in the same lists.
 *
 * @param takeOther is called once for each transaction whose reference is not wanted
 * @returns the transactions of each reference that has any, each once, by the reference as `keys` has it
 * @throws what n8n shows, where a list cannot be read: a part of the lists would look like the whole
 */
export async function readOrderTransactions(
	run: Run,
	{ accountType, accountId, keys, span }: OrdersQuestion,
	takeOther: (row: TransactionRow) => void = () => undefined,
): Promise<Map<string, FoundTransaction[]>> {
	const collected = new Collected(keys, takeOther);
	const windows = splitIntoWindows(span.startMs, span.endMs);
	await readWindows(run, { accountType, accountId, windows }, (row) => collected.take(row));
	return collected.byKey;
}

class Collected {
	readonly byKey = new Map<string, FoundTransaction[]>();
	private readonly wanted = new Map<number | string, FoundTransaction>();
	private readonly others = new Set<number | string>();

	constructor(
		private readonly keys: ReadonlySet<string>,
		private readonly takeOther: (row: TransactionRow) => void,
	) {}

	take(row: TransactionRow): void {
		const key = referenceKeyOf(row);
		const isWanted = key !== '' && this.keys.has(key);
		const before = this.wanted.get(row.id);
		if (before && isSameTransaction(before.row, row)) return;
		if (before) before.isContradicted = true;
		// Under two references nobody can tell whose it is: it is in doubt for both.
		const isElsewhere = before ? referenceKeyOf(before.row) !== key : this.others.has(row.id);
		if (isWanted) {
			if (!isElsewhere && before) return;
			const isThere = isElsewhere && this.byKey.get(key)?.some((found) => found.row.id === row.id);
			if (!isThere) this.add(key, isElsewhere ? { row, isContradicted: true } : { row });
		} else if (!before && !isElsewhere) {
			this.others.add(row.id);
			this.takeOther(row);
		}
	}

	private add(key: string, found: FoundTransaction): void {
		this.wanted.set(found.row.id, found);
		const same = this.byKey.get(key);
		if (same) same.push(found);
		else this.byKey.set(key, [found]);
	}
}

function isSameTransaction(one: TransactionRow, other: TransactionRow): boolean {
	const [before, after] = [toKnown(one), toKnown(other)];
	return before.referenceKey === after.referenceKey && isSameState(before, after);
}
