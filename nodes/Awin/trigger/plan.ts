/**
 * What one poll reads of one list, and how far the list then counts as read. Pure. All times are epoch milliseconds; marks
 * and `nowMs` are by the clock of this machine, windows are compared with Awin's dates.
 */
import { LONGEST_WINDOW_MS, splitIntoWindows, type Window } from '../api/windows';
import type { Marks } from './state';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const DAY_MS = 24 * HOUR_MS;

/** How far a read goes beyond now: the clock of this machine may be ten minutes behind Awin's. */
export const AHEAD_MS = 15 * MINUTE_MS;

/**
 * How far a read goes back before the bound: the clock of this machine may be ten minutes ahead of Awin's, Awin keeps
 * transaction dates to the minute, and a new row takes minutes to show. What shows later still is a late arrival.
 */
export const OVERLAP_MS = HOUR_MS;

/** Added to the first read: a clock ten minutes ahead, and some minutes until a row shows. */
export const FIRST_MARGIN_MS = 15 * MINUTE_MS;

/** A first read goes back one poll interval, and not further than this. */
export const LONGEST_FIRST_READ_MS = 31 * DAY_MS;

/** A little less than a day, so that a daily poll is never some seconds short of it, on the shortest day of the year too. */
export const REACH_BACK_EVERY_MS = 22 * HOUR_MS;

/** How many windows of one list a poll reads at most; after a long pause the next polls go on. */
export const MOST_WINDOWS = 2;

/** How long the bound waits for rows that cannot be read. */
export const LONGEST_HOLD_MS = DAY_MS;

/** How much older than the bound the newest row may be for the read to begin there: one window has to do, up to now. */
const LONGEST_QUIET_MS = 29 * DAY_MS;

export interface PlannedWindow extends Window {
	/** What is found here for the first time was there before the trigger began: it is remembered and not reported. */
	isSilent: boolean;
}

export interface Plan {
	/** In the order in which they are read: silent ones first, then oldest first. */
	windows: PlannedWindow[];
	/** The list has not been read before. */
	isFirst: boolean;
	/** It reads back for late arrivals. */
	isReachBack: boolean;
	/** The windows go up to now. */
	isWhole: boolean;
	/** Up to here everything has been read already, as far as one can tell. */
	boundMs?: number;
}

/** What time it is, as far as one can tell. */
export interface BelievedTime {
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
export function believedTime(clockMs: number, all: Marks[]): BelievedTime {
	const newestMs = latestOf(...all.map((marks) => marks.newestMs));
	const latestMs = Math.max(
		...all.flatMap(({ boundMs, reachedBackMs }) => [boundMs, reachedBackMs]),
	);
	if (!(latestMs > clockMs + AHEAD_MS)) return { nowMs: clockMs, newestMs };
	if (newestMs !== undefined) {
		return { nowMs: Math.max(clockMs, newestMs), newestMs, isDoubtful: true };
	}
	const doubtedAtMs = latestOf(...all.map((marks) => marks.doubtedAtMs)) ?? clockMs;
	const hasGoneOn = clockMs - doubtedAtMs >= BELIEVED_AFTER_MS;
	const nowMs = hasGoneOn ? clockMs : Math.max(...all.map(({ boundMs }) => boundMs));
	return { nowMs, isDoubtful: true, ...(!hasGoneOn && { doubtedAtMs, clockMs }) };
}

export interface PlanOptions extends BelievedTime {
	/** How many days late an order may arrive. */
	lookbackMs: number;
	/** The longest time between two polls. */
	pollIntervalMs: number;
}

/** Plans what to read of a list. @param marks how far it was read; none for the first time */
export function planRead(marks: Marks | undefined, options: PlanOptions): Plan {
	return marks ? planNextRead(marks, options) : planFirstRead(options);
}

/**
 * The first read reports what is dated in the last poll interval. n8n may discard what the poll at activation finds out,
 * and then the next one, an interval later, is the first again: so nothing falls in between.
 */
function planFirstRead({ nowMs, lookbackMs, pollIntervalMs }: PlanOptions): Plan {
	const intervalMs = Math.min(pollIntervalMs, LONGEST_FIRST_READ_MS);
	const startMs = nowMs - intervalMs - FIRST_MARGIN_MS;
	const reachMs = nowMs - lookbackMs - OVERLAP_MS;
	const windows = [...cut(reachMs, startMs, true), ...cut(startMs, nowMs + AHEAD_MS, false)];
	return { windows, isFirst: true, isReachBack: false, isWhole: true };
}

function planNextRead(marks: Marks, options: PlanOptions): Plan {
	const { nowMs, lookbackMs, isDoubtful = false } = options;
	const boundMs = Math.min(marks.boundMs, nowMs);
	const sinceReachBackMs = nowMs - marks.reachedBackMs;
	// Marks that lie ahead of now come from a clock that was wrong: who knows what it missed.
	const wasDoubted = isDoubtful || marks.doubtedAtMs !== undefined;
	const wasAhead =
		marks.doubtedAtMs !== undefined ||
		Math.max(marks.boundMs, marks.reachedBackMs) > nowMs + AHEAD_MS;
	const isReachBack = sinceReachBackMs >= REACH_BACK_EVERY_MS || wasAhead;

	// Nothing newer than the newest row has been seen, so a clock that is far ahead passes nothing over.
	const { newestMs } = marks;
	// A bound that lies ahead of now says nothing. Where no row was ever seen, nothing of what is covered was either.
	const unseenMs = wasAhead
		? Math.min(boundMs, newestMs ?? (wasDoubted ? marks.coveredFromMs : boundMs))
		: unseenFromMs(boundMs, newestMs);
	const regularMs = unseenMs - OVERLAP_MS;
	// From the last reach-back on: what was shown then has been seen, and what came since is at most this late.
	const reachedMs = Math.min(marks.reachedBackMs, nowMs, wasAhead ? unseenMs : Infinity);
	const reachMs = reachedMs - lookbackMs - OVERLAP_MS;
	const fromMs = isReachBack ? Math.min(reachMs, regularMs) : regularMs;
	const isCoverAhead = newestMs === undefined && marks.coveredFromMs > nowMs + AHEAD_MS;
	const loudFromMs = Math.max(fromMs, isCoverAhead ? regularMs : marks.coveredFromMs);
	// What is there before the time that is covered could only be remembered; by a clock that is wrong it is not looked for.
	const silent = isReachBack && !isDoubtful ? cut(fromMs, loudFromMs, true) : [];
	// Where the clock may be late, what it takes for the future is looked at too.
	const aheadMs = isDoubtful ? LONGEST_WINDOW_MS : AHEAD_MS;
	const loud = cut(loudFromMs, nowMs + aheadMs, false);
	return {
		windows: [...silent, ...loud.slice(0, MOST_WINDOWS)],
		isFirst: false,
		boundMs: wasAhead ? unseenMs : boundMs,
		isReachBack,
		isWhole: loud.length <= MOST_WINDOWS,
	};
}

function cut(startMs: number, endMs: number, isSilent: boolean): PlannedWindow[] {
	const [from, to] = [startMs, endMs].map((ms) => Math.floor(ms / 1000) * 1000);
	if (isSilent && from >= to) return [];
	return splitIntoWindows(from, to).map((window) => ({ ...window, isSilent }));
}

export interface Progress {
	/** How many windows of the plan were read, from the first one on. */
	readCount: number;
	/** Whether there were rows that could not be read, and are not given up. */
	hasUnreadable: boolean;
	/** When it was planned, or later where rows have shown that. */
	nowMs: number;
	/** The newest date in the rows of any list, up to and with this poll. */
	newestMs?: number;
	doubtedAtMs?: number;
}

/**
 * Whether a first read got as far as knowing what was there before. If not, it is made again, and nothing of it counts:
 * what is old could not be told from what is new.
 */
export function hasBegun({ windows }: Plan, readCount: number): boolean {
	return readCount > 0 && !windows.slice(readCount).some(({ isSilent }) => isSilent);
}

/**
 * How far the list counts as read after the poll.
 *
 * @returns `undefined` where a first read did not get far enough to count
 */
export function marksAfter(
	marks: Marks | undefined,
	scope: string,
	plan: Plan,
	progress: Progress,
): Marks | undefined {
	const { readCount, hasUnreadable, nowMs, doubtedAtMs } = progress;
	const isAllRead = readCount === plan.windows.length;
	const firstLoud = plan.windows.findIndex(({ isSilent }) => !isSilent);
	const lastRead = readCount > firstLoud ? plan.windows[readCount - 1].endMs : -Infinity;
	const newestMs = latestOf(marks?.newestMs, progress.newestMs);
	// Nobody knows what time it is, so nothing can be said of how far the list was read.
	if (marks && doubtedAtMs !== undefined && newestMs === undefined)
		return { ...marks, doubtedAtMs };
	const always = {
		scope,
		heldSinceMs: hasUnreadable ? Math.min(marks?.heldSinceMs ?? nowMs, nowMs) : null,
		...(newestMs !== undefined ? { newestMs } : doubtedAtMs !== undefined && { doubtedAtMs }),
	};
	if (!marks || plan.isFirst) {
		if (!hasBegun(plan, readCount)) return undefined;
		const startMs = plan.windows[firstLoud].startMs;
		const readToMs = isAllRead ? nowMs : Math.max(startMs, lastRead);
		return {
			...always,
			boundMs: hasUnreadable ? startMs : readToMs,
			reachedBackMs: nowMs,
			coveredFromMs: plan.windows[0].startMs,
		};
	}
	const oldBoundMs = Math.min(plan.boundMs ?? marks.boundMs, nowMs);
	const readToMs =
		isAllRead && plan.isWhole ? nowMs : Math.min(Math.max(oldBoundMs, lastRead), nowMs);
	// What lies behind the bound is still to be read in any case. If this had to wait for it, a poll that manages one window
	// would begin with the same one again and again.
	const hasReachedBack = plan.isReachBack && lastRead >= oldBoundMs;
	return {
		...always,
		boundMs: hasUnreadable ? oldBoundMs : readToMs,
		reachedBackMs: hasReachedBack ? nowMs : marks.reachedBackMs,
		coveredFromMs: coveredFrom(marks, plan, progress),
	};
}

/**
 * Where a list begins whose first read came to nothing while others were read: with what that read would have reported. From
 * then on the trigger is at work, so the next reads make up for it; what is older stays silent.
 *
 * @returns `undefined` where the read was not planned yet
 */
export function marksOfBeginning(
	scope: string,
	{ windows }: Plan,
	nowMs: number,
): Marks | undefined {
	const first = windows.find(({ isSilent }) => !isSilent);
	if (!first) return undefined;
	const { startMs } = first;
	return {
		scope,
		boundMs: startMs,
		reachedBackMs: nowMs,
		coveredFromMs: startMs,
		heldSinceMs: null,
	};
}

function coveredFrom(
	{ coveredFromMs, newestMs }: Marks,
	plan: Plan,
	{ readCount, nowMs }: Progress,
): number {
	const firstLoud = plan.windows.findIndex(({ isSilent }) => !isSilent);
	if (firstLoud > 0 && readCount >= firstLoud) return plan.windows[0].startMs;
	const isAhead = newestMs === undefined && coveredFromMs > nowMs + AHEAD_MS;
	return isAhead && readCount > 0 ? plan.windows[0].startMs : coveredFromMs;
}

function latestOf(...times: Array<number | undefined>): number | undefined {
	const known = times.filter((time) => time !== undefined);
	return known.length > 0 ? Math.max(...known) : undefined;
}

/** Before this date no later read looks, so nothing older needs to be remembered. */
export function neededFromMs(marks: Marks, lookbackMs: number): number {
	// A clock that is ahead must not make anything forgotten.
	const { boundMs, reachedBackMs, newestMs = Infinity } = marks;
	return Math.min(boundMs, Math.min(reachedBackMs, newestMs) - lookbackMs) - OVERLAP_MS;
}

/** Nothing newer than the newest row has been seen; how long ago that may be is bounded. */
function unseenFromMs(boundMs: number, newestMs = boundMs): number {
	return Math.max(Math.min(boundMs, newestMs), boundMs - LONGEST_QUIET_MS);
}

/** From this date on the next poll reads in any case, whether it reaches back or not. */
export function nextReadFromMs({ boundMs, coveredFromMs, newestMs }: Marks): number {
	return Math.max(unseenFromMs(boundMs, newestMs) - OVERLAP_MS, coveredFromMs);
}
