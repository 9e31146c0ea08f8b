/**
 * The words for a list of Awin's in which some rows are not what they should be.
 */
import type { INode, NodeOperationError } from 'n8n-workflow';

import { itemText, operationError, type ItemPlace } from './errors';

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

/** The error for a list in which some rows cannot be read. `index` counts from 0 in Awin's answer. */
export function unreadableRowsError(
	node: INode,
	unreadable: Array<{ index: number }>,
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
		`No ${all} were returned, because the rest alone could be mistaken for everything. Run the node again; if it stays like this, look for a newer version of this node.`,
	);
}
