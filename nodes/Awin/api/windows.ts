/**
 * Cutting a span of time into windows that Awin answers. All times are epoch milliseconds at whole seconds, in UTC.
 */
import { DAY_MS, HOUR_MS } from './periods';

export interface Window {
	startMs: number;
	endMs: number;
}

const ONE_MINUTE_MS = 60_000;

/**
 * Whether a date as Awin shows it lies in a window; both its ends belong to it. Awin keeps some dates to the minute, so a row
 * may show the beginning of the minute that it was found by, but never the minute before.
 */
export function contains({ startMs, endMs }: Window, atMs: number): boolean {
	return atMs >= Math.floor(startMs / ONE_MINUTE_MS) * ONE_MINUTE_MS && atMs <= endMs;
}

/**
 * The longest span of one call for transactions: Awin allows 31 days (transactions list, "maximum date range") and does
 * not say whether that includes the last second, so this stays one second below.
 */
export const LONGEST_WINDOW_MS = 31 * DAY_MS - 1000;

/**
 * Cuts `start` to `end` into as few windows as possible, oldest first.
 *
 * Each window ends on the second where the next one begins. Awin does not say whether `endDate` belongs to the answer:
 * if it does, a row of that very second comes twice and is recognised by its id; if it does not, none is missed. Seen as
 * spans that contain their start and not their end, the windows neither overlap nor leave a gap.
 *
 * @returns at least one window, also for a span of no length
 */
export function splitIntoWindows(
	startMs: number,
	endMs: number,
	longestMs = LONGEST_WINDOW_MS,
): Window[] {
	const windows: Window[] = [];
	let from = startMs;
	do {
		const to = Math.min(from + longestMs, endMs);
		windows.push({ startMs: from, endMs: to });
		from = to;
	} while (from < endMs);
	return windows;
}

/**
 * The days before now. Awin counts 31 days as one call at most, and so does this: N times 31 days are N windows, which leaves
 * out as much at their far end as is looked ahead.
 */
export function spanBack(nowMs: number, days: number): Window {
	const daysMs = wholeSecond(days * DAY_MS);
	const longestMs = Math.ceil(days / 31) * LONGEST_WINDOW_MS;
	const endMs = wholeSecond(nowMs) + aheadMs(longestMs - daysMs);
	return { startMs: Math.max(wholeSecond(nowMs) - daysMs, endMs - longestMs), endMs };
}

/** From a moment until now, and beyond both as much as the same number of calls can tell. */
export function spanSince(nowMs: number, sinceMs: number): Window {
	const sinceThenMs = wholeSecond(nowMs) - sinceMs + SHORTEST_AHEAD_MS;
	const longestMs = Math.max(1, Math.ceil(sinceThenMs / LONGEST_WINDOW_MS)) * LONGEST_WINDOW_MS;
	const endMs = wholeSecond(nowMs) + aheadMs(longestMs - sinceThenMs);
	return { startMs: endMs - longestMs, endMs };
}

/** The clocks of Awin, of the shop and of this machine differ: what is dated a little after now is there all the same. */
const SHORTEST_AHEAD_MS = HOUR_MS;
const LONGEST_AHEAD_MS = DAY_MS;

function aheadMs(spareMs: number): number {
	return Math.min(LONGEST_AHEAD_MS, Math.max(SHORTEST_AHEAD_MS, wholeSecond(spareMs)));
}

function wholeSecond(ms: number): number {
	return Math.floor(ms / 1000) * 1000;
}
