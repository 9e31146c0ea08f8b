/**
 * Publishers of an advertiser (API reference, "Get Publisher Information").
 */
import { isJsonObject, readId, type JsonObject } from './answers';
import { eachOnce, findWholeList } from './wholeLists';

/** `GET /advertisers/{id}/publishers`: all at once, there are no pages. */
export function publishersPath(advertiserId: string): string {
	return `/advertisers/${advertiserId}/publishers`;
}

export interface PublishersReading {
	/** Awin's rows with the id as a number. */
	publishers: JsonObject[];
	/** What stands in the list and has no id, with its place in the answer. */
	unreadable: Array<{ index: number }>;
}

/**
 * Reads the answer: the bare list as documented, of `{ id, name, primaryRegion, salesRegions, primaryType }`, or a wrapped
 * one. Further members are passed on.
 *
 * @returns `undefined` where the answer holds no list
 */
export function readPublishers(answer: unknown): PublishersReading | undefined {
	const list = findWholeList(answer, ['publishers']);
	if (!list) return undefined;
	const unreadable: PublishersReading['unreadable'] = [];
	const publishers = list.flatMap((row, index) => {
		const id = isJsonObject(row) ? readId(row.id) : undefined;
		if (id !== undefined) return [{ ...(row as JsonObject), id }];
		unreadable.push({ index });
		return [];
	});
	return { publishers: eachOnce(publishers), unreadable };
}
