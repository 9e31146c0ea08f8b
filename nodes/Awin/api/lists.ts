/**
 * Reading lists, row by row: what the rows are, and where something stands among them that is none.
 */
import { findWholeList } from './wholeLists';

export interface Reading<Row> {
	rows: Row[];
	/** What is no such row, and where in the list, counted from 0, it stands. */
	unreadable: Array<{ index: number; row: unknown }>;
}

/** @returns `undefined` for what is no such row */
export type RowReader<Row> = (row: unknown) => Row | undefined;

/**
 * Reads a list that Awin gives in one answer. A row that comes twice, to the last member the same, is there once.
 *
 * @param ownNames under which the list may stand besides the usual ones, such as `publishers`
 * @returns `undefined` where the answer holds no list, or not the whole of it
 */
export function readList<Row>(
	answer: unknown,
	ownNames: string[],
	readRow: RowReader<Row>,
): Reading<Row> | undefined {
	const list = findWholeList(answer, ownNames);
	if (!list) return undefined;
	const { rows, unreadable } = rowsOf(list, readRow);
	return { rows: eachOnce(rows), unreadable };
}

/** Reads every row, also those that come twice. */
export function rowsOf<Row>(list: unknown[], readRow: RowReader<Row>): Reading<Row> {
	const reading: Reading<Row> = { rows: [], unreadable: [] };
	for (let index = 0; index < list.length; index++) {
		const row = readRow(list[index]);
		if (row === undefined) reading.unreadable.push({ index, row: list[index] });
		else reading.rows.push(row);
	}
	return reading;
}

/** What an answer about one thing is, among lists. */
export function oneRow<Row>(row: Row | undefined): Reading<Row> | undefined {
	return row && { rows: [row], unreadable: [] };
}

/**
 * Leaves out what comes a second time, to the last member the same: it is the same thing, and not one more of its kind.
 *
 * @returns the rows in their order
 */
export function eachOnce<Row>(rows: Row[]): Row[] {
	const seen = new Set<string>();
	return rows.filter((row) => {
		const text = textOf(row);
		return text === undefined || (!seen.has(text) && seen.add(text));
	});
}

/** @returns `undefined` for what nests too deeply to be written down */
function textOf(row: unknown): string | undefined {
	try {
		return JSON.stringify(row);
	} catch {
		return undefined;
	}
}
