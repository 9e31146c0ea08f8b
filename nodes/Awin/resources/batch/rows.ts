/**
 * Rows of a batch: what each of them has, and how they are grouped, compared and named.
 */

/** What every row of a batch has. */
export interface BatchRow {
	/** The place of its item among all items. */
	index: number;
	/** It is only looked at, and not sent. */
	dryRun?: boolean;
	/** The places of further items that ask for the very same, and get its result. */
	alsoFor?: number[];
}

/**
 * The rows that have no result yet.
 *
 * @returns the rows themselves, and no copy, where none has one: there may be 40,000
 */
export function withoutResult<Row extends BatchRow>(
	rows: Row[],
	results: readonly unknown[],
): Row[] {
	const isOpen = ({ index }: Row) => results[index] === undefined;
	return rows.every(isOpen) ? rows : rows.filter(isOpen);
}

/** Groups rows by account, in the order in which the accounts come first. */
export function byAccount<Row extends { accountId: string }>(rows: Row[]): Map<string, Row[]> {
	return groupBy(rows, ({ accountId }) => accountId);
}

/**
 * Groups rows by what `keyOf` says, in the order in which the keys come first.
 *
 * @returns the rows themselves, and no copy, where they are all of one group, as most are: there may be 40,000
 */
export function groupBy<Row>(rows: Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
	const groups = new Map<string, Row[]>();
	if (rows.length === 0) return groups;
	const first = keyOf(rows[0]);
	if (rows.every((row) => keyOf(row) === first)) return groups.set(first, rows);
	for (const row of rows) {
		const key = keyOf(row);
		const group = groups.get(key);
		if (group) group.push(row);
		else groups.set(key, [row]);
	}
	return groups;
}

/**
 * Finds the rows that name the same thing.
 *
 * @param keysOf what a row names, under one name or several, or `undefined` where that is not known
 * @returns for each name that more than one row has, the indexes of its rows
 */
export function findRepeats<Row extends BatchRow>(
	rows: Row[],
	keysOf: (row: Row) => string | string[] | undefined,
): number[][] {
	const keys = rows.map(keysOf);
	// Mostly nothing is there twice, and that is soon known.
	if (areAllDifferent(keys)) return [];
	const firstByKey = new Map<string, number>();
	const repeats = new Map<string, number[]>();
	rows.forEach(({ index }, place) => {
		for (const key of [keys[place] ?? []].flat()) {
			const first = firstByKey.get(key);
			if (first === undefined) firstByKey.set(key, index);
			else if (repeats.has(key)) repeats.get(key)?.push(index);
			else repeats.set(key, [first, index]);
		}
	});
	return [...repeats.values()];
}

function areAllDifferent(keysOfRows: Array<string | string[] | undefined>): boolean {
	const seen = new Set<string>();
	let count = 0;
	for (const keys of keysOfRows) {
		if (typeof keys === 'string') {
			seen.add(keys);
			count++;
		} else if (keys) {
			for (const key of keys) seen.add(key);
			count += keys.length;
		}
	}
	return seen.size === count;
}

const SHOWN_ITEMS = 5;

/** The numbers of some items as people read them: `items 2 and 5`, `items 1, 2, 3, 4, 5 and 7 more`. */
export function itemNumbers(indexes: number[]): string {
	const shown = indexes.slice(0, SHOWN_ITEMS).map((index) => String(index + 1));
	const hidden = indexes.length - shown.length;
	const last = hidden > 0 ? `${hidden} more` : (shown.pop() as string);
	return shown.length === 0 ? `item ${last}` : `items ${shown.join(', ')} and ${last}`;
}

/** Runs of items as people read them: `1 to 3, 5, 8 to 40`. */
export function itemRanges(indexes: number[], mostRanges: number): string {
	const ranges: Array<[number, number]> = [];
	for (const index of indexes) {
		const last = ranges.at(-1);
		if (last && last[1] === index - 1) last[1] = index;
		else ranges.push([index, index]);
	}
	const shown = ranges
		.slice(0, mostRanges)
		.map(([from, to]) => (from === to ? `${from + 1}` : `${from + 1} to ${to + 1}`));
	return shown.join(', ') + (ranges.length > mostRanges ? ' and more' : '');
}
