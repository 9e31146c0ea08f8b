/**
 * The errors that n8n shows: what happened goes into the message, what to do next into the description.
 *
 * An item has one number, the person's, counted from 1 and named in the words ({@link itemText}). Errors of n8n's own name it
 * counted from 0: some in their words (`… [item 1]`), and all that know it in their context, from where n8n's editor adds it to
 * the headline. {@link nameItemOnce} ends that.
 */
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { explain, unknownForm, type CallFailure } from './failures';
import { withForm } from './form';
import { quote, valueText } from './quote';

type Failure = NodeApiError['failure'];

/** n8n's own classes of failure (from 2.37 on); n8n's schedulers wait longer before the next try by them. */
function n8nFailure(failure: CallFailure): Failure {
	switch (failure.kind) {
		case 'noTime':
			return { cause: 'rate-limited', retryAfterMs: failure.waitMs };
		case 'credential':
			return { cause: 'credential-invalid' };
		case 'refused':
			if (failure.status === 429)
				return { cause: 'rate-limited', retryAfterMs: failure.retryAfterMs ?? 60_000 };
			if (failure.status === 401) return { cause: 'credential-invalid' };
			if ([403, 404, 407].includes(failure.status)) return { cause: 'configuration-invalid' };
			return failure.status >= 500 ? { cause: 'temporarily-unavailable' } : undefined;
		case 'unreadable':
			return failure.what === 'large' ? undefined : { cause: 'temporarily-unavailable' };
		case 'unreachable':
		case 'interrupted':
		case 'timeout':
			return { cause: 'temporarily-unavailable' };
		default:
			return undefined;
	}
}

/** The number that n8n counts a failed call by: Awin's status, or 429 where our own throttle said no. */
function httpCodeOf(failure: CallFailure): string | undefined {
	if (failure.kind === 'noTime') return '429';
	return 'status' in failure ? String(failure.status) : undefined;
}

/** Which of how many items something is about; `index` counts from 0. */
export interface ItemPlace {
	index: number;
	count: number;
}

/** Names an item the way all messages do. */
export function itemText(item: ItemPlace | undefined): string {
	return item ? ` [item ${item.index + 1} of ${item.count}]` : '';
}

/**
 * Builds the error that n8n shows for a failed call.
 *
 * It is made from plain words, not from the caught error: that one holds the request with its headers, and n8n's own
 * constructor would keep the old words instead of these.
 */
export function callError(
	node: INode,
	failure: CallFailure,
	item?: ItemPlace,
	path?: string,
): NodeApiError {
	const { message, description } = explain(failure, path);
	const httpCode = httpCodeOf(failure);
	const error = new NodeApiError(
		node,
		{ message },
		{ message, description, httpCode, failure: n8nFailure(failure) },
	);
	return withOwnWords(error, message + itemText(item), description);
}

/** The error for an answer that holds nothing this node can read. */
export function unreadableError(node: INode, answer: unknown, item?: ItemPlace): NodeApiError {
	return callError(node, unknownForm(200, answer), item);
}

/** A value of a parameter that cannot be used. */
export interface ParameterProblem {
	/** The label that the person sees, such as `Start Date`. */
	parameter: string;
	value: unknown;
	/** The rest of the sentence that begins with the parameter and its value, e.g. `is not a date`. */
	reason: string;
	nextStep: string;
	item?: ItemPlace;
}

/** Builds the error for a parameter: its name, the value, what is the matter, the item, and what to do next. */
export function parameterError(node: INode, problem: ParameterProblem): NodeOperationError {
	const { parameter, value, reason, item } = problem;
	const message = `"${parameter}" ${valueText(value)}${quote(reason)}${itemText(item)}`;
	return operationError(node, message, problem.nextStep);
}

/**
 * Builds an error that is about neither a call nor a single parameter.
 *
 * n8n is told of no item: its editor would add the item's number to the message once more, counted from 0.
 */
export function operationError(
	node: INode,
	message: string,
	description: string,
): NodeOperationError {
	const error = new NodeOperationError(node, message, { description });
	return withOwnWords(error, message, description);
}

/**
 * n8n replaces a whole message in which it finds the name of a system error, also in the middle of a word ("approvePERMissions").
 * The words here may quote what people typed, so they are set again after n8n has built the error.
 */
function withOwnWords<E extends NodeApiError | NodeOperationError>(
	error: E,
	message: string,
	description: string,
): E {
	error.message = message;
	error.description = description;
	return error;
}

const SHOWN_ROWS = 5;

/** What the rows of a list should have been, for messages. */
export interface RowWords {
	/** With its article: `a transaction`. */
	one: string;
	many: string;
	/** What is not returned now; usually the same as `many`. */
	all?: string;
}

const TRANSACTIONS: RowWords = { one: 'a transaction', many: 'transactions' };

/** A row of a list that is not what it should be. `index` counts from 0 in Awin's answer. */
export interface StrangeRow {
	index: number;
	row: unknown;
}

/** The error for a list in which some rows cannot be read. */
export function unreadableRowsError(
	node: INode,
	unreadable: StrangeRow[],
	item?: ItemPlace,
	{ one, many, all = many }: RowWords = TRANSACTIONS,
): NodeOperationError {
	const places = unreadable.slice(0, SHOWN_ROWS).map(({ index }) => index + 1);
	const more = unreadable.length > SHOWN_ROWS ? ' and more' : '';
	const isOne = unreadable.length === 1;
	const rows = isOne
		? `1 row that is not ${one}`
		: `${unreadable.length} rows that are not ${many}`;
	return operationError(
		node,
		`Awin's answer holds ${rows} (${isOne ? 'place' : 'places'} ${places.join(', ')}${more})${itemText(item)}`,
		withForm(
			`No ${all} were returned, because the rest alone could be mistaken for everything. Run the node again; if it stays like this, look for a newer version of this node.`,
			unreadable[0].row,
		),
	);
}

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
