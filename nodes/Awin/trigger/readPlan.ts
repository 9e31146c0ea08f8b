/**
 * What one poll reads of one list. Pure. All times are epoch milliseconds; progress and `nowMs` are by the clock of this
 * machine, windows are compared with Awin's dates.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../api/periods';
import { LONGEST_WINDOW_MS, splitIntoWindows, type Window } from '../api/windows';
import type { ListProgress } from './state';

/** How far a read goes beyond now: the clock of this machine may be ten minutes behind Awin's. */
export const AHEAD_MS = 15 * MINUTE_MS;

/**
 * How far a read goes back before the watermark: the clock of this machine may be ten minutes ahead of Awin's, Awin keeps
 * transaction dates to the minute, and a new row takes minutes to show. What shows later still is a late arrival.
 */
export const OVERLAP_MS = HOUR_MS;

/** Added to the first read: a clock ten minutes ahead, and some minutes until a row shows. */
const FIRST_MARGIN_MS = 15 * MINUTE_MS;

/** A first read goes back one poll interval, and not further than this. */
const LONGEST_FIRST_READ_MS = 31 * DAY_MS;

/** A little less than a day, so that a daily poll is never some seconds short of it, on the shortest day of the year too. */
const REACH_BACK_EVERY_MS = 22 * HOUR_MS;

/** How many windows of one list a poll reads at most; after a long pause the next polls go on. */
const MOST_WINDOWS = 2;

/** How long the watermark waits for rows that cannot be read. */
export const LONGEST_HOLD_MS = DAY_MS;

/** How much older than the watermark the newest row may be for the read to begin there: one window has to do, up to now. */
const LONGEST_QUIET_MS = 29 * DAY_MS;

export interface PlannedWindow extends Window {
	/** What is found here for the first time was there before the trigger began: remembered, and not reported. */
	isBaseline: boolean;
}

export interface ReadPlan {
	/** In the order in which they are read: the baseline first, then oldest first. */
	windows: PlannedWindow[];
	/** The list has not been read before. */
	isFirst: boolean;
	/** It reads back for late arrivals. */
	isReachBack: boolean;
	/** The windows go up to now. */
	isWhole: boolean;
	/** Up to here everything has been read already, as far as one can tell. */
	watermarkMs?: number;
}

/** What time it is, as far as one can tell. */
export interface TimeEstimate {
	nowMs: number;
	/** The newest date of Awin's that was seen in a row; none where no row was. */
	newestMs?: number;
	/** This machine's clock stands before times that it showed already: it is wrong now, or it was then. */
	isDoubtful?: boolean;
	/** What the clock showed when that was noticed, where no row tells which of the two it is. */
	doubtedAtMs?: number;
	/** Where that is so, what is read for the first time goes by the clock. */
	clockMs?: number;
}

/** Where no row tells the time, a clock that has gone on for so long is believed. */
const BELIEVED_AFTER_MS = HOUR_MS;

/**
 * Finds out what time it may be. A clock that goes back is no reason to take what is old for new: it is never earlier
 * than the newest date that Awin has shown. A clock that was ahead cannot be told from a pause, and does no harm once it
 * is right again.
 *
 * @param clockMs this machine's clock
 */
export function estimateTime(clockMs: number, all: ListProgress[]): TimeEstimate {
	const newestMs = latestOf(...all.map((progress) => progress.newestMs));
	const latestMs = Math.max(
		...all.flatMap(({ boundMs, reachedBackMs }) => [boundMs, reachedBackMs]),
	);
	if (!(latestMs > clockMs + AHEAD_MS)) return { nowMs: clockMs, newestMs };
	if (newestMs !== undefined) {
		return { nowMs: Math.max(clockMs, newestMs), newestMs, isDoubtful: true };
	}
	const doubtedAtMs = latestOf(...all.map((progress) => progress.doubtedAtMs)) ?? clockMs;
	const hasGoneOn = clockMs - doubtedAtMs >= BELIEVED_AFTER_MS;
	const nowMs = hasGoneOn ? clockMs : Math.max(...all.map(({ boundMs }) => boundMs));
	return { nowMs, isDoubtful: true, ...(!hasGoneOn && { doubtedAtMs, clockMs }) };
}

export interface ReadPlanOptions extends TimeEstimate {
	/** How many days late an order may arrive. */
	lookbackMs: number;
	/** The longest time between two polls. */
	pollIntervalMs: number;
}

/** Plans what to read of a list. @param progress how far it was read; none for the first time */
export function planRead(progress: ListProgress | undefined, options: ReadPlanOptions): ReadPlan {
	return progress ? planNextRead(progress, options) : planFirstRead(options);
}

/**
 * The first read reports what is dated in the last poll interval. n8n may discard what the poll at activation finds out,
 * and then the next one, an interval later, is the first again: so nothing falls in between.
 */
function planFirstRead({ nowMs, lookbackMs, pollIntervalMs }: ReadPlanOptions): ReadPlan {
	const intervalMs = Math.min(pollIntervalMs, LONGEST_FIRST_READ_MS);
	const startMs = nowMs - intervalMs - FIRST_MARGIN_MS;
	const reachMs = nowMs - lookbackMs - OVERLAP_MS;
	const windows = [...cut(reachMs, startMs, true), ...cut(startMs, nowMs + AHEAD_MS, false)];
	return { windows, isFirst: true, isReachBack: false, isWhole: true };
}

function planNextRead(progress: ListProgress, options: ReadPlanOptions): ReadPlan {
	const { nowMs, lookbackMs, isDoubtful = false } = options;
	const { newestMs, coveredFromMs, reachedBackMs } = progress;
	const watermarkMs = Math.min(progress.boundMs, nowMs);
	// Progress that lies ahead of now comes from a clock that was wrong: who knows what it missed.
	const wasFoundOut = progress.doubtedAtMs !== undefined;
	const wasAhead = wasFoundOut || Math.max(progress.boundMs, reachedBackMs) > nowMs + AHEAD_MS;
	const isReachBack = nowMs - reachedBackMs >= REACH_BACK_EVERY_MS || wasAhead;

	// Nothing newer than the newest row has been seen, so a clock that is far ahead passes nothing over.
	// A watermark that lies ahead of now says nothing. Where no row was ever seen, nothing of what is covered was either.
	const earliestMs = newestMs ?? (isDoubtful || wasFoundOut ? coveredFromMs : watermarkMs);
	const unseenMs = wasAhead
		? Math.min(watermarkMs, earliestMs)
		: unseenFromMs({ boundMs: watermarkMs, newestMs });
	const regularMs = unseenMs - OVERLAP_MS;
	// From the last reach-back on: what was shown then has been seen, and what came since is at most this late.
	const reachedMs = Math.min(reachedBackMs, nowMs, wasAhead ? unseenMs : Infinity);
	const reachMs = reachedMs - lookbackMs - OVERLAP_MS;
	const fromMs = isReachBack ? Math.min(reachMs, regularMs) : regularMs;
	const isCoverAhead = newestMs === undefined && coveredFromMs > nowMs + AHEAD_MS;
	const reportedFromMs = Math.max(fromMs, isCoverAhead ? regularMs : coveredFromMs);
	// What is there before the time that is covered could only be remembered; by a clock that is wrong it is not looked for.
	const baseline = isReachBack && !isDoubtful ? cut(fromMs, reportedFromMs, true) : [];
	// Where the clock may be late, what it takes for the future is looked at too.
	const aheadMs = isDoubtful ? LONGEST_WINDOW_MS : AHEAD_MS;
	const reported = cut(reportedFromMs, nowMs + aheadMs, false);
	return {
		windows: [...baseline, ...reported.slice(0, MOST_WINDOWS)],
		isFirst: false,
		watermarkMs: wasAhead ? unseenMs : watermarkMs,
		isReachBack,
		isWhole: reported.length <= MOST_WINDOWS,
	};
}

function cut(startMs: number, endMs: number, isBaseline: boolean): PlannedWindow[] {
	const [from, to] = [startMs, endMs].map((ms) => Math.floor(ms / SECOND_MS) * SECOND_MS);
	if (isBaseline && from >= to) return [];
	return splitIntoWindows(from, to).map((window) => ({ ...window, isBaseline }));
}

/** Nothing newer than the newest row has been seen; how long ago that may be is bounded. */
export function unseenFromMs({
	boundMs,
	newestMs = boundMs,
}: Pick<ListProgress, 'boundMs' | 'newestMs'>): number {
	return Math.max(Math.min(boundMs, newestMs), boundMs - LONGEST_QUIET_MS);
}

export function latestOf(...times: Array<number | undefined>): number | undefined {
	const known = times.filter((time) => time !== undefined);
	return known.length > 0 ? Math.max(...known) : undefined;
}
