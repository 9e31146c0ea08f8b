/**
 * Reading lists that take several calls: numbered pages, windows of time, the periods of a report.
 */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import pLimit from 'p-limit';

import { NumberedPages, type Page, type PageRules } from '../api/numberedPages';
import { itemText, operationError, type ItemPlace } from '../transport/errors';
import type { Run } from './operation';
import { warn } from './warnings';

/** Lists are slow at Awin (5 to 15 seconds each); four at a time keep a year short and leave the limit to others too. */
const CALLS_AT_A_TIME = 4;

/** @param signal fires when another part could not be read, so that this one is not wanted any more */
export type FetchPart<Part, Row> = (part: Part, signal?: AbortSignal) => Promise<Row[]>;

/**
 * Reads every part, in the order of the parts, however the calls end. The first that cannot be read ends the reading.
 *
 * @param limit with one, the first part may be enough, so none is fetched before it is known to be needed; without one
 * (Infinity) up to four are fetched at a time
 */
export function readParts<Part, Row>(
	parts: Part[],
	fetchPart: FetchPart<Part, Row>,
	limit: number,
): AsyncGenerator<Row[]> {
	return Number.isFinite(limit) ? oneByOne(parts, fetchPart) : sideBySide(parts, fetchPart);
}

/** Does something about every part, up to four at a time. The first that fails ends them all, and is thrown. */
export async function workThroughParts<Part>(
	parts: Part[],
	work: (part: Part, signal?: AbortSignal) => Promise<void>,
): Promise<void> {
	const done = sideBySide(parts, async (part, signal) => {
		await work(part, signal);
		return [];
	});
	while (!(await done.next()).done);
}

async function* oneByOne<Part, Row>(
	parts: Part[],
	fetchPart: FetchPart<Part, Row>,
): AsyncGenerator<Row[]> {
	for (const part of parts) yield await fetchPart(part);
}

async function* sideBySide<Part, Row>(
	parts: Part[],
	fetchPart: FetchPart<Part, Row>,
): AsyncGenerator<Row[]> {
	const limited = pLimit(CALLS_AT_A_TIME);
	const over = new AbortController();
	let tellFailure: (error: unknown) => void = () => undefined;
	const failure = new Promise<never>((_, reject) => (tellFailure = reject));
	// One part that cannot be read ends them all: none is asked for any more, and none waits for its turn.
	const endAll = async (error: unknown): Promise<Row[]> => {
		tellFailure(error);
		over.abort();
		return [];
	};
	const fetched = parts.map(
		async (part) =>
			await limited(async () =>
				over.signal.aborted ? [] : await fetchPart(part, over.signal).catch(endAll),
			),
	);
	failure.catch(() => undefined);
	for (const one of fetched) {
		const rows = await Promise.race([one, failure]);
		if (over.signal.aborted) await failure;
		yield rows;
	}
}

/** Gives no more rows than are wanted, and reads no further than it takes. */
export async function* upTo<Row>(
	limit: number,
	batches: AsyncIterable<Row[]>,
): AsyncGenerator<Row[]> {
	let left = limit;
	for await (const rows of batches) {
		yield rows.length > left ? rows.slice(0, left) : rows;
		left -= rows.length;
		if (left <= 0) return;
	}
}

/** How a list comes in pages. */
export interface PagedList<Row> {
	rules: PageRules<Row>;
	/** What the list is of, in the plural. */
	many: string;
	/**
	 * The words for a list of which Awin announced more than it gave.
	 *
	 * @param place which input item it is about, for the end of a sentence
	 */
	missing(missing: number, given: number, place: string): string;
	readPage(page: number): Promise<Page<Row>>;
}

/** Reads page after page, each row once, until Awin has no more. */
export async function* readNumberedPages<Row>(
	run: Run,
	list: PagedList<Row>,
	item: ItemPlace,
): AsyncGenerator<Row[]> {
	const pages = new NumberedPages(list.rules);
	let isLast = false;
	while (!isLast) {
		if (pages.isEndless) throw endlessError(run, list.many, pages, item);
		const page = await list.readPage(pages.nextNumber).catch((error: unknown) => {
			throw sayingWhatWasRead(error, list.many, pages);
		});
		const taken = pages.take(page);
		yield taken.rows;
		isLast = taken.isLast;
	}
	const { missingRows, rowsRead } = pages;
	if (missingRows > 0) warn(run, list.missing(missingRows, rowsRead, itemText(item)));
	else if (pages.endsInRepeat) {
		warn(
			run,
			`Awin gave the same page again in place of page ${pages.nextNumber - 1}${itemText(item)}. There may be more ${list.many} than these ${rowsRead}: narrow the list down with dates or filters to see all of them.`,
		);
	}
}

type Progress = Pick<NumberedPages<unknown>, 'nextNumber' | 'rowsRead'>;

/** Nothing is given out where a page fails, since a part of a list looks like a whole one. */
function sayingWhatWasRead(
	error: unknown,
	rows: string,
	{ nextNumber, rowsRead }: Progress,
): unknown {
	const isOurs = error instanceof NodeApiError || error instanceof NodeOperationError;
	if (isOurs && rowsRead > 0) {
		const next = error.description ? ` ${error.description}` : '';
		error.description = `${rowsRead} ${rows} had been read when page ${nextNumber} failed. None of them was given out, because a part would look like the whole.${next}`;
	}
	return error;
}

function endlessError(
	run: Run,
	rows: string,
	{ nextNumber, rowsRead }: Progress,
	item: ItemPlace,
): Error {
	return operationError(
		run.context.getNode(),
		`Awin gave ${nextNumber - 1} pages with ${rowsRead} ${rows}, and still the list goes on, which cannot be right${itemText(item)}`,
		'Nothing of it was given out. Narrow the list down with dates or filters, or switch off "Return All".',
	);
}
