/**
 * Reading the lists of one poll, as far as calls and time suffice.
 */
import type { DateType } from '../api/transactions';
import type { Window } from '../api/windows';
import type { CallFailure } from '../transport/errors';
import type { CallResult } from '../transport/response';
import { holdsList } from './findings';
import { hasBegun, planRead, type Plan, type PlanOptions } from './plan';
import type { Scope } from './scope';
import type { Track } from './state';

/** Asks Awin for one window of one list. @returns `undefined` where the poll has no time for it */
export type Ask = (
	dateType: DateType,
	window: Window,
	scope: Scope,
) => Promise<CallResult | undefined>;

/** What was read for one track. */
export interface ListRead {
	track: Track;
	plan: Plan;
	/** When it was planned. */
	nowMs: number;
	/** One for each window that was read, in the order of the plan. */
	answers: unknown[];
	/** What ended the reading before its end. */
	failure?: CallFailure;
	/** It ended before its end because there was no time. */
	isOutOfTime?: boolean;
}

/** The reads that the polls before have begun and could not wait for. */
export interface ReadsUnderWay {
	/** A read that was begun from the same state of affairs, under way or done. */
	take: (track: Track) => Promise<ListRead> | undefined;
	put: (track: Track, read: Promise<ListRead>) => void;
	remove: (track: Track) => void;
	/** Resolves when this poll waits no longer. */
	timeIsUp: Promise<void>;
}

/** For a poll that stands alone and waits as long as it takes. */
export function nothingUnderWay(): ReadsUnderWay {
	return {
		take: () => undefined,
		put: () => undefined,
		remove: () => undefined,
		timeIsUp: new Promise(() => undefined),
	};
}

/**
 * Reads all tracks side by side, because each may take Awin many seconds; the windows of one track one after the other.
 *
 * @returns as far as each got; what goes on after `timeIsUp` is there for the next poll
 */
export async function readSideBySide(
	tracks: Track[],
	options: PlanOptions,
	ask: Ask,
	underWay: ReadsUnderWay,
): Promise<ListRead[]> {
	const { nowMs } = options;
	// Calls are let through in this order: where they do not suffice for all, the one that is furthest behind goes first.
	const inTurn = [...tracks].sort((a, b) => boundOf(a) - boundOf(b));
	const waiting = inTurn.map(async (track) => {
		let read = underWay.take(track);
		if (!read) {
			const readAtMs = track.marks ? nowMs : (options.clockMs ?? nowMs);
			const plan = planRead(track.marks, { ...options, nowMs: readAtMs });
			read = readList(track, plan, readAtMs, ask);
			underWay.put(track, read);
		}
		const done = await Promise.race([read, underWay.timeIsUp]);
		if (done) underWay.remove(track);
		return done;
	});
	return (await Promise.all(waiting)).map(
		(read, place): ListRead =>
			read ?? {
				track: inTurn[place],
				plan: { windows: [], isFirst: false, isReachBack: false, isWhole: false },
				nowMs,
				answers: [],
				isOutOfTime: true,
			},
	);
}

/** The least for a list that was never read. */
function boundOf({ marks }: Track): number {
	return marks?.boundMs ?? -Number.MAX_VALUE;
}

async function readList(track: Track, plan: Plan, nowMs: number, ask: Ask): Promise<ListRead> {
	const answers: unknown[] = [];
	const read = { track, plan, nowMs, answers };
	for (const window of plan.windows) {
		const result = await ask(track.dateType, window, track.scope);
		if (!result) return { ...read, isOutOfTime: true };
		if (!result.ok) return { ...read, failure: result.failure };
		if (!isWholeAnswer(result.status) || !holdsList(result.answer)) {
			return { ...read, failure: { kind: 'unreadable', status: result.status, what: 'other' } };
		}
		answers.push(result.answer);
	}
	return read;
}

/**
 * "Accepted" and "partial content" come with what is there so far; taken for all there is, the rest would count as read.
 */
function isWholeAnswer(status: number): boolean {
	return status !== 202 && status !== 206;
}

/** Whether a read has something to keep. */
export function hasGotSomewhere({ plan, answers }: ListRead): boolean {
	return plan.isFirst ? hasBegun(plan, answers.length) : answers.length > 0;
}
