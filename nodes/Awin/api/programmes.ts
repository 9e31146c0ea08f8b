/**
 * Programmes: which advertisers a publisher works with, or could (API reference, "Program Information").
 */
import { findList, isJsonObject, readId, type JsonObject } from './answers';

/** How a publisher stands to a programme. Awin's rows do not say it, so it has to be remembered from the request. */
export const RELATIONSHIPS = ['joined', 'pending', 'suspended', 'rejected', 'notjoined'] as const;

export type Relationship = (typeof RELATIONSHIPS)[number];

export function programmesPath(publisherId: string): string {
	return `/publishers/${publisherId}/programmes`;
}

/**
 * The query of `GET /publishers/{id}/programmes`, which has no pages: `notjoined` was seen to answer 6,515 rows in one go.
 *
 * @param countryCode two letters by ISO 3166, any case
 */
export function programmesQuery(
	relationship: Relationship,
	countryCode?: string,
): Record<string, string> {
	return { relationship, ...(countryCode ? { countryCode: countryCode.toUpperCase() } : {}) };
}

/**
 * Reads the answer: the bare list as documented, or a wrapped one.
 *
 * @returns Awin's rows as they are, those without an id left out; `undefined` where the answer holds no list
 */
export function readProgrammes(answer: unknown): JsonObject[] | undefined {
	return findList(answer, ['programmes'])
		?.filter(isJsonObject)
		.filter((row) => readId(row.id) !== undefined);
}
