/**
 * Putting a list together that comes in pages. What Awin announces about pages and totals is never relied upon for the end:
 * totals were seen to be off, and a list that ends too early looks like a whole one.
 */
import type { JsonObject } from './answers';

export interface Page {
	rows: JsonObject[];
	/** As announced; `undefined` where nothing is. */
	pages?: number;
	rowsInAll?: number;
	/** Where Awin gives fewer rows a page than it was asked for. */
	pageSize?: number;
}

export interface PagedListRules {
	/** What tells two rows apart. */
	keyOf: (row: JsonObject) => string;
	/** How many rows a page was asked to have. */
	pageSize: number;
	/** More pages than any account has: a list that goes on after that is one that does not end. */
	mostPages: number;
	/** What ends a list about which nothing is announced: a page that is not full, or only one that has nothing new. */
	endsWith: 'shortPage' | 'nothingNew';
}

/** The rows of the pages so far, each once, and whether there are more. */
export class PagedList {
	private readonly seen = new Set<string>();
	private taken = 0;
	private announcedRows = 0;
	private hasRepeat = false;

	constructor(private readonly rules: PagedListRules) {}

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
	take(page: Page): { rows: JsonObject[]; isLast: boolean } {
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
	private isDone({ pages, rowsInAll }: Page): boolean {
		if (pages !== undefined && this.taken < pages) return false;
		if (rowsInAll !== undefined) return this.seen.size >= rowsInAll;
		return pages !== undefined || this.rules.endsWith === 'shortPage';
	}
}
