/**
 * Comparing the orders of one account with its transactions at Awin, all of them in the same lists.
 */
import { toKnown } from '../../../api/knownTransactions';
import { nearMisses } from '../../../api/orderReferences';
import { searchSpan } from '../../../api/orderSearch';
import { clockOf, type ZoneClock } from '../../../api/timezones';
import { referenceOf, type TransactionRow } from '../../../api/transactions';
import { spanBack, type Window } from '../../../api/windows';
import { runIndexOf } from '../../batch/executionPlace';
import { itemNumbers, findRepeats } from '../../batch/rows';
import type { Batch } from '../../batch/runBatch';
import {
	isThere,
	readOrderTransactions,
	type FoundTransaction,
	type OrdersQuestion,
} from '../../orders/orderTransactions';
import { tell, warn } from '../../warnings';
import { parameters, type CompareSettings } from './fields';
import { markThoseInBatches } from './jobs';
import type { AwinSale, Question, ShopOrder } from './question';
import type { CompareRow } from './readRow';
import { answer, Deadlines, unmatchedColumn, type CompareResult } from './results';
import { UNLISTED, type StatusMeaning } from './statusWords';
import type { Findings } from './summary';

type CompareBatch = Batch<CompareSettings, CompareRow, CompareResult>;

/** What was found at Awin. */
interface Looked {
	/** Of each order that Awin has or had; none of one whose transactions are all deleted. */
	salesByKey: Map<string, AwinSale[]>;
	/** From when on it was looked through, epoch milliseconds. */
	searchedFromMs: number;
}

/** One run over all accounts. */
export class Comparison {
	private readonly deadlines: Deadlines;
	private readonly meanings = new Map<string, StatusMeaning>();
	/** Of an item that could not be read nobody knows which account it is about. */
	private readonly hasUnread: boolean;

	constructor(private readonly batch: CompareBatch) {
		const { items } = batch.run;
		this.hasUnread = items.some((_, index) => batch.refusals.has(index));
		this.deadlines = new Deadlines(batch.run.nowMs, batch.settings.validationPeriodDays);
	}

	/** Fills in the result of each row. @throws what n8n shows, where Awin's lists cannot be read */
	async compare(accountId: string, rows: CompareRow[]): Promise<void> {
		const { run, settings, results } = this.batch;
		noteRepeats(rows);
		const others = new Others(this.whyNotUnmatched(rows), rows);
		const { salesByKey, searchedFromMs } = await this.readSales(accountId, rows, others);
		const missing: string[] = [];
		for (const { key, reference } of rows) {
			if (key !== '' && !salesByKey.has(key)) missing.push(reference);
		}
		const misses = nearMisses(missing, others.references);
		const alike = nearMisses(
			missing,
			rows.map(({ reference }) => reference),
		);
		for (const row of rows) {
			const known = salesByKey.get(row.key);
			const sales = known ?? NO_SALES;
			const question: Question = {
				order: this.completed(row),
				sales,
				sale: sales[0],
				wasDeleted: known?.length === 0,
				nearMisses: misses.get(row.reference) ?? NO_REFERENCES,
				alike: alike.get(row.reference) ?? NO_REFERENCES,
				searchedFromMs,
				settings,
				nowMs: run.nowMs,
				clock: clockOf(row.zone),
			};
			results[row.index] = answer(question, this.deadlines, this.findings.summary);
		}
		this.giveOut(accountId, others);
	}

	private spanOf(rows: CompareRow[]): Window {
		const datesMs: Array<number | undefined> = [];
		for (const { dateMs } of rows) if (dateMs !== null) datesMs.push(dateMs);
		const { nowMs } = this.batch.run;
		return searchSpan(datesMs, { nowMs, searchBackDays: this.batch.settings.searchBackDays });
	}

	private async readSales(accountId: string, rows: CompareRow[], others: Others): Promise<Looked> {
		const { run } = this.batch;
		const salesByKey = new Map<string, AwinSale[]>();
		const wanted = rows.filter(({ key }) => key !== '');
		if (wanted.length === 0) return { salesByKey, searchedFromMs: run.nowMs };
		const span = this.spanOf(wanted);
		const keys = new Set(wanted.map(({ key }) => key));
		const question = { accountType: 'advertiser', accountId, keys, span } as const;
		const foundByKey = await readOrderTransactions(run, question, (row) => others.take(row));
		const searchedFromMs = await this.readEarlier(question, wanted, foundByKey, others);
		const pending: AwinSale[] = [];
		foundByKey.forEach((transactions, key) => {
			const sales = transactions.every(isThere)
				? transactions.map(toSale)
				: transactions.filter(isThere).map(toSale);
			salesByKey.set(key, sales);
			for (const sale of sales) if (sale.status === 'pending') pending.push(sale);
			// What is another item's may be meant by one that has none.
			if (sales.length > 0) others.noteReference(sales[0].row);
		});
		if (pending.length > 0) await markThoseInBatches(run, accountId, pending);
		return { salesByKey, searchedFromMs };
	}

	/**
	 * An order that would be submitted is looked for as far back as is said, whatever its date: a shop may give the day of the
	 * delivery for it, and the sale is older.
	 *
	 * @returns from when on was looked
	 */
	private async readEarlier(
		question: OrdersQuestion,
		rows: CompareRow[],
		found: Map<string, FoundTransaction[]>,
		others: Others,
	): Promise<number> {
		const { run, settings } = this.batch;
		const endMs = question.span.startMs;
		const { startMs } = spanBack(run.nowMs, settings.searchBackDays);
		const doubtful = rows.filter(({ key, isAttributed }) => isAttributed && !found.has(key));
		if (doubtful.length === 0 || startMs >= endMs) return endMs;
		const keys = new Set(doubtful.map(({ key }) => key));
		const noteOther = (row: TransactionRow) => others.noteReference(row);
		const earlier = { ...question, keys, span: { startMs, endMs } };
		for (const [key, transactions] of await readOrderTransactions(run, earlier, noteOther)) {
			found.set(key, transactions);
		}
		return startMs;
	}

	/** Says of a row what its status means. The row itself is the order: there may be 200,000 of them. */
	private completed(row: CompareRow): ShopOrder {
		const meaning = this.meaningOf(row.status);
		const isSale = meaning.state === 'completed' || meaning.state === 'partlyReturned';
		if (isSale && row.amountMinor === null) row.trouble ??= NO_AMOUNT;
		const isAllReturned = meaning.state === 'partlyReturned' && row.amountMinor === 0;
		const { state, isReturn }: StatusMeaning = isAllReturned ? ALL_RETURNED : meaning;
		row.state = state;
		row.isReturn = isReturn;
		return row;
	}

	private meaningOf(status: string): StatusMeaning {
		let meaning = this.meanings.get(status);
		if (meaning === undefined) {
			const listed = this.batch.settings.words.meaningOf(status);
			if (!listed) this.findings.summary.noteUnlisted(status);
			meaning = listed ?? UNLISTED;
			this.meanings.set(status, meaning);
		}
		return meaning;
	}

	private get findings(): Findings {
		return this.batch.settings.findings;
	}

	/** @returns why it cannot be said which transactions have no order; `undefined` where it can, or nobody wants to know */
	private whyNotUnmatched(rows: CompareRow[]): string | undefined {
		if (!this.batch.settings.includeUnmatched) return 'nobody wants them';
		if (this.hasUnread) return 'the account of some items could not be read';
		const unreadable = rows.filter(({ key }) => key === '').map(({ index }) => index);
		if (unreadable.length === 0) return undefined;
		return `${itemNumbers(unreadable)} ${unreadable.length === 1 ? 'has' : 'have'} no order reference that can be read`;
	}

	private giveOut(accountId: string, others: Others): void {
		const { run, settings } = this.batch;
		if (others.whyNot !== undefined) {
			if (!settings.includeUnmatched) return;
			warn(
				run,
				`Transactions without an order are not listed for account ${accountId}, because ${others.whyNot}: one of them may be that of such an item. Correct it, and run the node again.`,
			);
			return;
		}
		for (const sale of others.sales) {
			const column = unmatchedColumn(sale, others.clock, this.deadlines);
			// Without any, n8n pairs it to the only item that there is.
			this.findings.further.push({ json: { awin: column }, pairedItem: [] });
			this.findings.summary.noteUnmatched();
		}
		if (others.sales.length > 0 && runIndexOf(run.context) > 0) tell(run, LISTED_IN_A_LOOP);
	}
}

const NO_SALES: AwinSale[] = [];
const NO_REFERENCES: string[] = [];
const LISTED_IN_A_LOOP =
	'This node has run before in this execution, as it does in a loop. Each run knows its own orders alone, so the transactions without an order may be those of orders in other runs. Switch off Include Unmatched, or give the node all orders at once.';
const NO_AMOUNT = `"${parameters.amount.label}" is empty`;
const ALL_RETURNED: StatusMeaning = { state: 'cancelled', isReturn: true };

/** The same order twice is nothing that a rule can decide: which of the two items tells the truth? */
function noteRepeats(rows: CompareRow[]): void {
	const byIndex = new Map<number, string>();
	for (const indexes of findRepeats(rows, ({ key }) => key || undefined)) {
		const trouble = `The same order is in ${itemNumbers(indexes)}`;
		for (const index of indexes) byIndex.set(index, trouble);
	}
	if (byIndex.size === 0) return;
	for (const row of rows) row.trouble ??= byIndex.get(row.index);
}

function toSale({ row, isContradicted }: FoundTransaction): AwinSale {
	// Member by member: spreading takes three times as long, and there may be a hundred thousand.
	const { id, status, currency, saleAmountMinor, referenceKey, atMs, isAmended } = toKnown(row);
	return {
		id,
		status,
		currency,
		saleAmountMinor,
		referenceKey,
		atMs,
		isContradicted,
		row,
		isAmended,
		isInBatch: false,
	};
}

/** The transactions that no order among the items has. */
class Others {
	readonly references: string[] = [];
	readonly sales: AwinSale[] = [];
	readonly clock: ZoneClock;
	/** The days of the first order and of the last; empty where no order has a date. */
	private readonly firstDay: string;
	private readonly lastDay: string;

	/** @param whyNot why they are not wanted */
	constructor(
		readonly whyNot: string | undefined,
		rows: CompareRow[],
	) {
		this.clock = clockOf(rows[0].zone);
		let [firstMs, lastMs] = [Infinity, -Infinity];
		for (const { dateMs } of rows) {
			if (typeof dateMs !== 'number') continue;
			firstMs = Math.min(firstMs, dateMs);
			lastMs = Math.max(lastMs, dateMs);
		}
		this.firstDay = firstMs === Infinity ? '' : this.dayOf(firstMs);
		this.lastDay = firstMs === Infinity ? '' : this.dayOf(lastMs);
	}

	take(row: TransactionRow): void {
		if (!isThere({ row })) return;
		const sale = toSale({ row });
		this.noteReference(row);
		if (this.whyNot === undefined && this.isBetweenOrders(sale)) this.sales.push(sale);
	}

	noteReference(row: TransactionRow): void {
		const reference = referenceOf(row);
		if (reference?.trim()) this.references.push(reference);
	}

	private isBetweenOrders({ atMs }: AwinSale): boolean {
		if (this.firstDay === '' || atMs === undefined) return true;
		const day = this.dayOf(atMs);
		return day >= this.firstDay && day <= this.lastDay;
	}

	private dayOf(epochMs: number): string {
		return this.clock.toIso(epochMs).slice(0, 10);
	}
}
