/**
 * One number for an item: the person's, counted from 1.
 *
 * Errors of n8n's own name an item counted from 0: some in their words (`… [item 1]`), and all that know it in their context,
 * from where n8n's editor adds it to the headline. Errors of this package name it in their words only (`itemText`).
 */
import { itemText } from './errors';

interface N8nError extends Error {
	context: { itemIndex?: unknown; messageTemplate?: unknown };
}

/**
 * Takes n8n's number out of an error.
 *
 * @returns which item it was, counted from 0; undefined where n8n named none
 */
export function takeN8nNumber(error: unknown): number | undefined {
	if (!isN8nError(error)) return undefined;
	const { itemIndex } = error.context;
	delete error.context.itemIndex;
	if (typeof itemIndex !== 'number') return undefined;
	const inWords = ` [item ${itemIndex}]`;
	if (error.message.endsWith(inWords)) error.message = error.message.slice(0, -inWords.length);
	return itemIndex;
}

/** Has an error of n8n's own name its item as the person counts; any other error stays as it is. */
export function nameItemOnce(error: unknown, count: number): void {
	const index = takeN8nNumber(error);
	if (index === undefined || !isN8nError(error)) return;
	const place = itemText({ index, count });
	error.message += place;
	// Where there is a template, the editor shows it instead of the message.
	const { messageTemplate } = error.context;
	if (typeof messageTemplate === 'string') error.context.messageTemplate = messageTemplate + place;
}

function isN8nError(error: unknown): error is N8nError {
	return (
		error instanceof Error &&
		'context' in error &&
		typeof error.context === 'object' &&
		error.context !== null
	);
}
