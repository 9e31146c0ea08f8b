/**
 * Reading what takes several calls: the windows of a long list, the periods of a report.
 */
import pLimit from 'p-limit';

/** Lists are slow at Awin (5 to 15 seconds each); four at a time keep a year short and leave the limit to others too. */
const CALLS_AT_A_TIME = 4;

/** @param signal fires when another part could not be read, so that this one is not wanted any more */
export type FetchPage<Part, Row> = (part: Part, signal?: AbortSignal) => Promise<Row[]>;

/**
 * Reads every part, in the order of the parts, however the calls end. The first that cannot be read ends the reading.
 *
 * @param limit with one, the first part may be enough, so none is fetched before it is known to be needed; without one
 * (Infinity) up to four are fetched at a time
 */
export function readPages<Part, Row>(
	parts: Part[],
	fetchPage: FetchPage<Part, Row>,
	limit: number,
): AsyncGenerator<Row[]> {
	return Number.isFinite(limit) ? oneByOne(parts, fetchPage) : sideBySide(parts, fetchPage);
}

async function* oneByOne<Part, Row>(
	parts: Part[],
	fetchPage: FetchPage<Part, Row>,
): AsyncGenerator<Row[]> {
	for (const part of parts) yield await fetchPage(part);
}

async function* sideBySide<Part, Row>(
	parts: Part[],
	fetchPage: FetchPage<Part, Row>,
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
	const pages = parts.map(
		async (part) =>
			await limited(async () =>
				over.signal.aborted ? [] : await fetchPage(part, over.signal).catch(endAll),
			),
	);
	failure.catch(() => undefined);
	for (const page of pages) {
		const rows = await Promise.race([page, failure]);
		if (over.signal.aborted) await failure;
		yield rows;
	}
}
