/**
 * What one poll reads of one list, and how far the list then counts as read. Pure. All times are epoch milliseconds; marks
 * and `nowMs` are by the clock of this machine, windows are compared with Awin's dates.
 */
import { splitIntoWindows, type Window } from '../api/windows';
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
}

export interface PlanOptions {
	nowMs: number;
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

function planNextRead(marks: Marks, { nowMs, lookbackMs }: PlanOptions): Plan {
	const boundMs = Math.min(marks.boundMs, nowMs);
	const sinceReachBackMs = nowMs - marks.reachedBackMs;
	// Marks that lie ahead of now come from a clock that was wrong: who knows what it missed.
	const wasAhead = Math.max(marks.boundMs, marks.reachedBackMs) > nowMs + AHEAD_MS;
	const isReachBack = sinceReachBackMs >= REACH_BACK_EVERY_MS || wasAhead;

	const regularMs = boundMs - OVERLAP_MS;
	// From the last reach-back on: what was shown then has been seen, and what came since is at most this late.
	const reachMs = Math.min(marks.reachedBackMs, nowMs) - lookbackMs - OVERLAP_MS;
	const fromMs = isReachBack ? Math.min(reachMs, regularMs) : regularMs;
	const loudFromMs = Math.min(Math.max(fromMs, marks.coveredFromMs), regularMs);
	const silent = cut(fromMs, loudFromMs, true);
	const loud = cut(loudFromMs, nowMs + AHEAD_MS, false);
	return {
		windows: [...silent, ...loud.slice(0, MOST_WINDOWS)],
		isFirst: false,
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
	nowMs: number;
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
	const { readCount, hasUnreadable, nowMs } = progress;
	const isAllRead = readCount === plan.windows.length;
	const firstLoud = plan.windows.findIndex(({ isSilent }) => !isSilent);
	const heldSinceMs = hasUnreadable ? (marks?.heldSinceMs ?? nowMs) : null;
	const lastRead = readCount > firstLoud ? plan.windows[readCount - 1].endMs : -Infinity;
	if (!marks || plan.isFirst) {
		if (!hasBegun(plan, readCount)) return undefined;
		const startMs = plan.windows[firstLoud].startMs;
		const readToMs = isAllRead ? nowMs : Math.max(startMs, lastRead);
		const boundMs = hasUnreadable ? startMs : readToMs;
		const coveredFromMs = plan.windows[0].startMs;
		return { scope, boundMs, reachedBackMs: nowMs, coveredFromMs, heldSinceMs };
	}
	const readToMs = isAllRead && plan.isWhole ? nowMs : Math.max(marks.boundMs, lastRead);
	const hasReachedBack =
		plan.isReachBack && isAllRead && lastRead >= Math.min(marks.boundMs, nowMs);
	return {
		scope,
		boundMs: hasUnreadable ? marks.boundMs : readToMs,
		reachedBackMs: hasReachedBack ? nowMs : marks.reachedBackMs,
		coveredFromMs:
			firstLoud > 0 && readCount >= firstLoud ? plan.windows[0].startMs : marks.coveredFromMs,
		heldSinceMs,
	};
}

/** Before this date no later read looks, so nothing older needs to be remembered. */
export function neededFromMs(marks: Marks, lookbackMs: number): number {
	return Math.min(marks.boundMs, marks.reachedBackMs - lookbackMs) - OVERLAP_MS;
}
