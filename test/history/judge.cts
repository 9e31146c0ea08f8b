/**
 * Decides from a history alone whether all went as it should: nothing lost, nothing twice, nothing claimed that is not so, the
 * limit kept. It knows Awin's rules (awin.cts) and what this package promises, and nothing of how it keeps its promises.
 */
import { Book, groupBy } from './book.cts';
import { judgeEvents } from './events.cts';
import type { Line } from './lines.cts';
import { judgeSendings } from './sendings.cts';

export interface Judgement {
	/** One sentence for each thing that is wrong; its first word says of which kind it is. */
	wrong: string[];
	/** Events that n8n lost itself: killed after it had kept that they were seen, and before it had kept what came of it. */
	lostByKill: string[];
	/** How much there was to judge. */
	calls: number;
	told: number;
	rows: number;
}

export function judgeHistory(lines: Line[]): Judgement {
	const book = new Book(lines);
	const { wrong, lostByKill, told } = judgeEvents(book);
	const rows = book
		.all('execution')
		.reduce((sum, line) => sum + (line.of === 'events' ? 0 : line.rows.length), 0);
	return {
		wrong: [...judgeSendings(book), ...wrong, ...judgeLimit(book)],
		lostByKill,
		calls: book.calls.length,
		told,
		rows,
	};
}

const MINUTE_MS = 60_000;
/** Calls that left a minute apart may arrive a little closer. */
const TRANSIT_MS = 1000;

/** [Overview] Awin allows so many calls a minute for each user's token. */
function judgeLimit(book: Book): string[] {
	const limit = book.all('limit').at(-1)?.perMinute;
	if (limit === undefined) return [];
	return [...groupBy(book.calls, ({ caller }) => caller)].flatMap(([caller, calls]) => {
		const tooSoon = calls.find(
			({ atMs }, index) =>
				index >= limit && atMs - calls[index - limit].atMs < MINUTE_MS - TRANSIT_MS,
		);
		if (!tooSoon) return [];
		const at = new Date(tooSoon.atMs).toISOString();
		return [`limit: more than ${limit} calls within a minute for ${caller}, the last at ${at}`];
	});
}
