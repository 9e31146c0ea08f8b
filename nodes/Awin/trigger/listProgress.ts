/**
 * How far a list counts as read after a poll, and what that means for what has to be remembered. Pure.
 */
import { AHEAD_MS, latestOf, OVERLAP_MS, unseenFromMs, type ReadPlan } from './readPlan';
import type { ListProgress } from './state';

/** What became of a plan. */
export interface ReadResult {
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
export function hasBegun({ windows }: ReadPlan, readCount: number): boolean {
	return readCount > 0 && !windows.slice(readCount).some(({ isBaseline }) => isBaseline);
}

/**
 * How far the list counts as read after the poll.
 *
 * @returns `undefined` where a first read did not get far enough to count
 */
export function progressAfter(
	before: ListProgress | undefined,
	scope: string,
	plan: ReadPlan,
	result: ReadResult,
): ListProgress | undefined {
	const { readCount, hasUnreadable, nowMs, doubtedAtMs } = result;
	const { windows } = plan;
	const baselineCount = windows.filter(({ isBaseline }) => isBaseline).length;
	const isAllRead = readCount === windows.length;
	const readToMs = readCount > baselineCount ? windows[readCount - 1].endMs : -Infinity;
	const newestMs = latestOf(before?.newestMs, result.newestMs);
	// Nobody knows what time it is, so nothing can be said of how far the list was read.
	if (before && doubtedAtMs !== undefined && newestMs === undefined)
		return { ...before, doubtedAtMs };
	const always = {
		scope,
		heldSinceMs: hasUnreadable ? Math.min(before?.heldSinceMs ?? nowMs, nowMs) : null,
		...(newestMs !== undefined ? { newestMs } : doubtedAtMs !== undefined && { doubtedAtMs }),
	};
	if (!before || plan.isFirst) {
		if (!hasBegun(plan, readCount)) return undefined;
		const { startMs } = windows[baselineCount];
		const watermarkMs = isAllRead ? nowMs : Math.max(startMs, readToMs);
		return {
			...always,
			boundMs: hasUnreadable ? startMs : watermarkMs,
			reachedBackMs: nowMs,
			coveredFromMs: windows[0].startMs,
		};
	}
	const oldMs = Math.min(plan.watermarkMs ?? before.boundMs, nowMs);
	const isUpToNow = isAllRead && plan.isWhole;
	const watermarkMs = isUpToNow ? nowMs : Math.min(Math.max(oldMs, readToMs), nowMs);
	// What lies behind the watermark is still to be read in any case. If this had to wait for it, a poll that manages one
	// window would begin with the same one again and again.
	const hasReachedBack = plan.isReachBack && readToMs >= oldMs;
	const isCoverAhead = before.newestMs === undefined && before.coveredFromMs > nowMs + AHEAD_MS;
	const hasReadBaseline = baselineCount > 0 && readCount >= baselineCount;
	const isCoverWider = hasReadBaseline || (isCoverAhead && readCount > 0);
	return {
		...always,
		boundMs: hasUnreadable ? oldMs : watermarkMs,
		reachedBackMs: hasReachedBack ? nowMs : before.reachedBackMs,
		coveredFromMs: isCoverWider ? windows[0].startMs : before.coveredFromMs,
	};
}

/**
 * Where a list begins whose first read came to nothing while others were read: with what that read would have reported. From
 * then on the trigger is at work, so the next reads make up for it; what is older stays unreported.
 *
 * @returns `undefined` where the read was not planned yet
 */
export function progressWithoutRead(
	scope: string,
	{ windows }: ReadPlan,
	nowMs: number,
): ListProgress | undefined {
	const startMs = windows.find(({ isBaseline }) => !isBaseline)?.startMs;
	if (startMs === undefined) return undefined;
	const times = { boundMs: startMs, reachedBackMs: nowMs, coveredFromMs: startMs };
	return { scope, ...times, heldSinceMs: null };
}

/** Before this date no later read looks, so nothing older needs to be remembered. */
export function neededFromMs(progress: ListProgress, lookbackMs: number): number {
	// A clock that is ahead must not make anything forgotten.
	const { boundMs, reachedBackMs, newestMs = Infinity } = progress;
	return Math.min(boundMs, Math.min(reachedBackMs, newestMs) - lookbackMs) - OVERLAP_MS;
}

/** From this date on the next poll reads in any case, whether it reaches back or not. */
export function nextReadFromMs(progress: ListProgress): number {
	return Math.max(unseenFromMs(progress) - OVERLAP_MS, progress.coveredFromMs);
}
