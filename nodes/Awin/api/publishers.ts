/**
 * Publishers of an advertiser (API reference, "Get Publisher Information").
 */
import { isJsonObject, readId, type JsonObject } from './answers';
import { readList, type Reading } from './lists';

/** `GET /advertisers/{id}/publishers`: all at once, there are no pages. */
export function publishersPath(advertiserId: string): string {
	return `/advertisers/${advertiserId}/publishers`;
}

/**
 * Reads the answer: the bare list as documented, of `{ id, name, primaryRegion, salesRegions, primaryType }`, or a wrapped
 * one. Further members are passed on, and the id is a number.
 *
 * @returns `undefined` where the answer holds no list
 */
export function readPublishers(answer: unknown): Reading<JsonObject> | undefined {
	return readList(answer, ['publishers'], (row) => {
		const id = isJsonObject(row) ? readId(row.id) : undefined;
		return id === undefined ? undefined : { ...(row as JsonObject), id };
	});
}
