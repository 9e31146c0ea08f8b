/**
 * Items that want the very same link share one: it costs one place in a batch, and one of the short links.
 */
import type { BatchRow } from '../../batch/rows';
import type { Row } from './readRow';

/** A link to be made, for the item that asks for it first and those that ask for the same. */
export interface LinkRequest extends Row, BatchRow {}

/** @returns what is asked for, in the order in which it comes first */
export function linkRequestsOf(rows: Row[]): LinkRequest[] {
	const requests = new Map<string, LinkRequest>();
	for (const row of rows) {
		const key = JSON.stringify([row.accountId, row.kind, row.link]);
		const request = requests.get(key);
		if (request) (request.alsoFor ??= []).push(row.index);
		else requests.set(key, { ...row });
	}
	return [...requests.values()];
}
