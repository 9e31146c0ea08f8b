/**
 * Transaction queries: sales that a publisher misses, or disputes (API reference, "Get List of Transaction Queries").
 *
 * The only list of Awin's that comes in pages. Neither the number of pages nor of rows that it announces is relied upon.
 */
import { isOneOf, readId, type JsonObject } from './answers';
import { readPage, type PageRules } from './numberedPages';
import { readAwinUtc, toAwinUtc, type ZoneClock } from './timezones';
import { contains, type Window } from './windows';

export const QUERY_DATE_TYPES = ['transactionDate', 'enquiryDate', 'validationDate'] as const;

export type QueryDateType = (typeof QUERY_DATE_TYPES)[number];

export const QUERY_STATUSES = ['pending', 'approved', 'declined'] as const;

/** Awin's own default. No largest one is named. */
export const ROWS_PER_PAGE = 100;

export const QUERY_PAGES: PageRules<JsonObject> = {
	keyOf: queryKey,
	pageSize: ROWS_PER_PAGE,
	// No publisher has this many in a month; an answer that never ends does.
	mostPages: 1000,
	endsWith: 'shortPage',
};

/** In the singular, unlike all other paths of publishers. */
export function transactionQueriesPath(publisherId: string): string {
	return `/publisher/${publisherId}/transactionqueries`;
}

/** None of any means all. */
export interface QueryFilters {
	advertiserIds: string[];
	statuses: string[];
	clickRefs?: string[];
}

export interface QueriesQuestion extends QueryFilters {
	window: Window;
	dateType: QueryDateType;
}

/** @param pageNumber counts from 1 */
export function transactionQueriesQuery(
	{ window, dateType, advertiserIds, statuses, clickRefs = [] }: QueriesQuestion,
	pageNumber: number,
): Record<string, string> {
	const advertisers = advertiserIds.join(',');
	return {
		startDate: toAwinUtc(window.startMs),
		endDate: toAwinUtc(window.endMs),
		dateType,
		timezone: 'UTC',
		pageNumber: String(pageNumber),
		pageSize: String(ROWS_PER_PAGE),
		// The API reference has the first name, the wiki the second.
		...(advertisers ? { advertiserIds: advertisers, advertiserId: advertisers } : {}),
		...(statuses.length > 0 ? { statuses: statuses.join(',') } : {}),
		...(clickRefs.length > 0 ? { clickRefs: clickRefs.join(',') } : {}),
	};
}

/** Asks for one page of one window. */
export function queriesCall(
	values: { publisherId: string; dateType: QueryDateType; filters: QueryFilters },
	{ page, window }: { page: number; window: Window },
) {
	const question = { window, dateType: values.dateType, ...values.filters };
	const query = transactionQueriesQuery(question, page);
	return { path: transactionQueriesPath(values.publisherId), query };
}

/** Reads one page: `{pageItems, pageNumber, pageSize, totalPagesAvailable, totalRowsAvailable}` as documented. */
export function readQueriesPage(answer: unknown): ReturnType<typeof readPage> {
	return readPage(answer, ['pageItems']);
}

/** What tells two rows apart. Awin publishes no sample of a row, so without an id of its own the whole row does. */
function queryKey(row: JsonObject): string {
	const id = [row.id, row.enquiryId, row.queryId, row.transactionQueryId].map(readId);
	return String(id.find((known) => known !== undefined) ?? JSON.stringify(row));
}

/**
 * Whether a row is of these advertisers, statuses, click references and dates, as far as it says so: in case Awin did not look
 * at the filter.
 */
export function fitsFilters(
	row: JsonObject,
	{
		advertiserIds,
		statuses,
		clickRefs = [],
		span,
		dateType,
	}: QueryFilters & { span?: Window; dateType?: QueryDateType },
): boolean {
	const status = typeof row.status === 'string' ? row.status.toLowerCase() : undefined;
	const isKnown = QUERY_STATUSES.some((known) => known === status);
	const atMs = dateType && readAwinUtc(row[dateType]);
	return (
		isOneOf(advertiserIds, row.advertiserId) &&
		(statuses.length === 0 || !isKnown || statuses.includes(String(status))) &&
		(clickRefs.length === 0 || hasClickRef(row, clickRefs)) &&
		(!span || atMs === undefined || contains(span, atMs))
	);
}

/** Awin publishes no sample of a row: transactions keep theirs in `clickRefs`, the filter is called so, others say `clickRef`. */
function hasClickRef({ clickRef, clickRefs }: JsonObject, wanted: string[]): boolean {
	const members = [clickRef, clickRefs].flatMap((member) =>
		typeof member === 'object' && member !== null ? Object.values(member) : [member],
	);
	const shown = members.filter((member) => typeof member === 'string').map(inOneForm);
	return shown.length === 0 || wanted.map(inOneForm).some((one) => shown.includes(one));
}

function inOneForm(text: string): string {
	return text.trim().normalize().toLowerCase();
}

/** The row as Awin sent it, every date in it (members named `…Date`) as ISO 8601 with the offset of the zone. */
export function queryOutput(row: JsonObject, clock: ZoneClock): JsonObject {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => {
			const epochMs = name.endsWith('Date') ? readAwinUtc(value) : undefined;
			return [name, epochMs === undefined ? value : clock.toIso(epochMs)];
		}),
	);
}
