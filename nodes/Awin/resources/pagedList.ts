/**
 * The words for lists that come in pages, where not every page could be had.
 */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { PagedList } from '../api/pagedList';
import { itemText, operationError, type ItemPlace } from '../transport/errors';
import type { Run } from './operation';

/**
 * Reads a page. Where that fails, the error says how far the reading had come: nothing is given out then, since a part of a
 * list looks like a whole one.
 *
 * @param rows what the list is of, in the plural
 */
export async function sayingWhatWasRead<Result>(
	rows: string,
	pages: PagedList,
	readPage: () => Promise<Result>,
): Promise<Result> {
	return await readPage().catch((error: unknown) => failWith(error, rows, pages));
}

function failWith(error: unknown, rows: string, pages: PagedList): never {
	const isOurs = error instanceof NodeApiError || error instanceof NodeOperationError;
	if (isOurs && pages.rowsRead > 0) {
		const next = error.description ? ` ${error.description}` : '';
		error.description = `${pages.rowsRead} ${rows} had been read when page ${pages.nextNumber} failed. None of them was given out, because a part would look like the whole.${next}`;
	}
	throw error;
}

/** The error for a list that goes on and on. */
export function endlessError(run: Run, rows: string, pages: PagedList, item: ItemPlace): Error {
	return operationError(
		run.context.getNode(),
		`Awin gave ${pages.nextNumber - 1} pages with ${pages.rowsRead} ${rows}, and still the list goes on, which cannot be right${itemText(item)}`,
		'Nothing of it was given out. Narrow the list down with dates or filters, or switch off "Return All".',
	);
}

/** Tells that the list ended with a full page that had all been there before, so that there may be more. */
export function tellOfRepeat(run: Run, rows: string, pages: PagedList, item: ItemPlace): void {
	if (!pages.endsInRepeat) return;
	run.context.addExecutionHints({
		message: `Awin gave the same page again in place of page ${pages.nextNumber - 1}${itemText(item)}. There may be more ${rows} than these ${pages.rowsRead}: narrow the list down with dates or filters to see all of them.`,
		type: 'warning',
		location: 'outputPane',
	});
}
