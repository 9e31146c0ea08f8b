/**
 * Lists that come in numbered pages. What Awin announces about pages and totals is never relied upon for the end: totals
 * were seen to be off, and a list that ends too early looks like a whole one.
 */
import { findMember, isJsonObject, readId, type JsonObject } from './answers';
import { rowsOf, type Reading } from './lists';
import { findPage } from './wholeLists';

/** One page of a list, and what Awin announces beside it; `undefined` where it announces nothing. */
export interface Page<Row> {
	rows: Row[];
	pages?: number;
	rowsInAll?: number;
	/** Where Awin gives fewer rows a page than it was asked for. */
	pageSize?: number;
}

/**
 * Reads one page of a list that comes in several. The figures stand beside the list or in `pagination`, and are called one
 * thing for offers and another for transaction queries.
 *
 * @param ownNames under which the list may stand besides the usual ones
 * @returns `undefined` where the answer holds no list
 */
export function readPage(
	answer: unknown,
	ownNames: string[],
): (Page<JsonObject> & Reading<JsonObject>) | undefined {
	const list = findPage(answer, ownNames);
	if (!list) return undefined;
	const beside = isJsonObject(answer) ? answer : {};
	const pagination = findMember(beside, ['pagination']);
	const figure = (...names: string[]) => {
		const inside = isJsonObject(pagination) ? names.map((name) => readId(pagination[name])) : [];
		const figures = [...inside, ...names.map((name) => readId(findMember(beside, [name])))];
		return figures.find((one): one is number => typeof one === 'number' && one >= 0);
	};
	return {
		...rowsOf(list, (row) => (isJsonObject(row) ? row : undefined)),
		rowsInAll: figure('total', 'totalResults', 'totalRowsAvailable'),
		pages: figure('totalPages', 'totalPagesAvailable'),
		pageSize: figure('pageSize') || undefined,
	};
}

export interface PageRules<Row> {
	/** What tells two rows apart. */
	keyOf: (row: Row) => string;
	/** How many rows a page was asked to have. */
	pageSize: number;
	/** More pages than any account has: a list that goes on after that is one that does not end. */
	mostPages: number;
	/** What ends a list about which nothing is announced: a page that is not full, or only one that has nothing new. */
	endsWith: 'shortPage' | 'nothingNew';
}

/** The rows of the pages so far, each once, and whether there are more. */
export class NumberedPages<Row> {
	private readonly seen = new Set<string>();
	private taken = 0;
	private announcedRows = 0;
	private hasRepeat = false;

	constructor(private readonly rules: PageRules<Row>) {}

	/** The page to ask for next; the first is 1. */
	get nextNumber(): number {
		return this.taken + 1;
	}

	/** How many different rows there were so far. */
	get rowsRead(): number {
		return this.seen.size;
	}

	/** How many rows Awin announced and did not give, once the last page was taken. */
	get missingRows(): number {
		return Math.max(0, this.announcedRows - this.seen.size);
	}

	/** Whether the list ended with a full page of rows that had all been there before: nobody can say then what is missing. */
	get endsInRepeat(): boolean {
		return this.hasRepeat;
	}

	/** Whether there have been more pages than there can be. */
	get isEndless(): boolean {
		return this.taken >= this.rules.mostPages;
	}

	/** @returns the rows that no page before had, and whether this was the last page */
	take(page: Page<Row>): { rows: Row[]; isLast: boolean } {
		this.taken += 1;
		this.announcedRows = page.rowsInAll ?? this.announcedRows;
		const rows = page.rows.filter((row) => {
			const key = this.rules.keyOf(row);
			return !this.seen.has(key) && this.seen.add(key);
		});
		const isFull = page.rows.length >= Math.min(this.rules.pageSize, page.pageSize ?? Infinity);
		this.hasRepeat = isFull && rows.length === 0;
		return { rows, isLast: rows.length === 0 || (!isFull && this.isDone(page)) };
	}

	/** Whether nothing more is announced. */
	private isDone({ pages, rowsInAll }: Page<Row>): boolean {
		if (pages !== undefined && this.taken < pages) return false;
		if (rowsInAll !== undefined) return this.seen.size >= rowsInAll;
		return pages !== undefined || this.rules.endsWith === 'shortPage';
	}
}
