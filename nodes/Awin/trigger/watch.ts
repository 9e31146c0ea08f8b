/**
 * One poll, from what was known before to what is new: what to ask, what to report, what to remember. It knows nothing of
 * n8n or HTTP.
 */
import type { DateType } from '../api/transactions';
import type { CallFailure } from '../transport/errors';
import { byTime } from './events';
import { Findings, type Report, type Sighting } from './findings';
import {
	believedTime,
	LONGEST_HOLD_MS,
	marksAfter,
	marksOfBeginning,
	type BelievedTime,
	type PlanOptions,
} from './plan';
import {
	hasGotSomewhere,
	nothingUnderWay,
	readSideBySide,
	type Ask,
	type ListRead,
	type ReadsUnderWay,
} from './reading';
import type { Sight } from './memory';
import { forget } from './room';
import { scopeText } from './scope';
import { merged, tracksFor, type Identity, type Known, type Marks, type Track } from './state';

export interface Watch extends Identity, Omit<PlanOptions, keyof BelievedTime> {
	/** This machine's clock. */
	nowMs: number;
	/** How much is remembered at most. */
	mostEntries?: number;
}

/** Rows of one list that could not be read. */
export interface UnreadableRows {
	dateType: DateType;
	/** Their ids; where they have none, their places in Awin's answer. */
	names: string[];
	/** `found` the first time, `waiting` while the bound is held for them, `givenUp` in the end. */
	stage: 'found' | 'waiting' | 'givenUp';
}

/** Why a list was not read as far as planned, where that is nobody's fault. */
export type CutShort = 'calls' | 'time';

export type Outcome =
	/** Nothing may be kept of this poll. */
	| { ok: false; failure: CallFailure }
	| {
			ok: true;
			/** What is new, oldest first. */
			reports: Report[];
			known: Known;
			/** Whether anything was read that has to be kept. */
			hasRead: boolean;
			/** Lists that could not be read as far as planned, for lack of calls or time. */
			cutShort: Array<{ dateType: DateType; lack: CutShort }>;
			/** What went wrong after something had been read. */
			failure?: CallFailure;
			unreadable: UnreadableRows[];
			/** Rows that nobody had asked for, by list. */
			notAskedFor: Array<{ dateType: DateType; count: number }>;
			/** How many entries had no room any more. */
			forgotten: number;
	  };

/**
 * Makes one poll. The lists are read side by side, because each may take Awin many seconds; the windows of one list one
 * after the other. What could be read counts, whatever becomes of the rest.
 *
 * @param before is left as it is, but for its memory, which goes over into the outcome
 */
export async function pollOnce(
	watch: Watch,
	before: Known,
	ask: Ask,
	underWay: ReadsUnderWay = nothingUnderWay(),
): Promise<Outcome> {
	const tracks = tracksFor(before, watch);
	const time = believedTime(watch.nowMs, before.allMarks);
	const reads = await readSideBySide(tracks, { ...watch, ...time }, ask, underWay);
	const failure = failureOf(reads);
	const hasRead = reads.some(hasGotSomewhere);
	if (failure && !hasRead) return { ok: false, failure };
	return conclude(watch, { ...before, tracks }, reads, time);
}

/** What to tell of: a lack of calls only where there is nothing worse. */
function failureOf(reads: ListRead[]): CallFailure | undefined {
	const failures = reads.flatMap(({ failure }) => failure ?? []);
	return failures.find((failure) => !isLackOfCalls(failure)) ?? failures[0];
}

function isLackOfCalls(failure: CallFailure): boolean {
	return failure.kind === 'noTime' || (failure.kind === 'refused' && failure.status === 429);
}

function conclude(watch: Watch, before: Known, reads: ListRead[], time: BelievedTime): Outcome {
	const { memory } = before;
	const marksOf = new Map<Track, Marks | undefined>();
	// A burst has more than can be handed over as arguments.
	let reports: Report[] = [];
	let sightings: Sighting[] = [];
	let undated: Sight[] = [];
	const unreadable: UnreadableRows[] = [];
	const notAskedFor: Array<{ dateType: DateType; count: number }> = [];
	// Validations first: the status before is what the other lists showed until the last poll, not in this one. Of one list
	// what was chosen longest.
	const order: DateType[] = ['validation', 'amendment', 'transaction'];
	const inOrder = before.tracks.flatMap((track) => reads.find((read) => isFor(read, track)) ?? []);
	inOrder.sort((a, b) => order.indexOf(a.track.dateType) - order.indexOf(b.track.dateType));

	const newest = [time.newestMs ?? -Infinity];
	const concluded: Array<{ read: ListRead; hasUnreadable: boolean }> = [];
	for (const read of inOrder.filter(hasGotSomewhere)) {
		const { track, plan, answers, nowMs } = read;
		const { dateType, scope, marks } = track;
		const earlier = before.tracks.slice(
			0,
			before.tracks.findIndex((one) => isSame(one, track)),
		);
		const findings = new Findings({
			dateType,
			scope,
			before: earlier.filter((one) => one.dateType === dateType).map((one) => one.scope),
			accountType: watch.accountType,
			memory,
			nowMs,
		});
		for (const [index, answer] of answers.entries()) findings.take(answer, plan.windows[index]);
		const { names } = findings;
		const heldForMs = nowMs - (marks?.heldSinceMs ?? nowMs);
		const isGivenUp = names.length > 0 && heldForMs >= LONGEST_HOLD_MS;
		if (isGivenUp) findings.giveUp();
		if (names.length > 0) {
			const isKnown = (marks?.heldSinceMs ?? null) !== null;
			unreadable.push({
				dateType,
				names,
				stage: isGivenUp ? 'givenUp' : isKnown ? 'waiting' : 'found',
			});
		}
		if (findings.notAskedFor > 0) notAskedFor.push({ dateType, count: findings.notAskedFor });
		reports = reports.concat(findings.reports);
		sightings = sightings.concat(findings.sightings);
		undated = undated.concat(findings.undated);
		newest.push(findings.newestMs ?? -Infinity);
		concluded.push({ read, hasUnreadable: names.length > 0 && !isGivenUp });
	}

	const newestMs = Math.max(...newest);
	for (const { read, hasUnreadable } of concluded) {
		const { track, plan, answers, nowMs } = read;
		const after = marksAfter(track.marks, scopeText(track.scope), plan, {
			readCount: answers.length,
			hasUnreadable,
			// What a row shows is sooner believed than a clock that was found out.
			nowMs: time.isDoubtful ? Math.max(nowMs, newestMs) : nowMs,
			newestMs: newestMs === -Infinity ? undefined : newestMs,
			doubtedAtMs: time.doubtedAtMs,
		});
		marksOf.set(track, after);
	}

	for (const { track, plan, nowMs } of concluded.length > 0 ? inOrder : []) {
		// What is still under way has no plan here, and goes on as it began.
		if (track.marks || marksOf.has(track)) continue;
		const begun = marksOfBeginning(scopeText(track.scope), plan, nowMs);
		if (begun) marksOf.set(track, begun);
	}

	const tracks = before.tracks.map((track) => {
		const read = [...marksOf.keys()].find((one) => isSame(one, track));
		return { ...track, marks: (read && marksOf.get(read)) ?? track.marks };
	});
	const now = merged(tracks, watch);
	const allMarks = now.flatMap(({ marks }) => marks ?? []);
	const known = { tracks: now, memory, allMarks };
	const failure = failureOf(reads);
	return {
		ok: true,
		reports: reports.sort((a, b) => byTime(a.change, b.change)),
		known,
		hasRead: concluded.length > 0,
		cutShort: reads.flatMap(cutShortOf),
		failure: failure && !isLackOfCalls(failure) ? failure : undefined,
		unreadable,
		notAskedFor,
		forgotten: forget(known, {
			lookbackMs: watch.lookbackMs,
			sightings,
			undated,
			most: watch.mostEntries,
		}),
	};
}

function cutShortOf({ track, failure, isOutOfTime }: ListRead) {
	if (isOutOfTime) return { dateType: track.dateType, lack: 'time' as const };
	return failure && isLackOfCalls(failure)
		? { dateType: track.dateType, lack: 'calls' as const }
		: [];
}

function isFor({ track }: ListRead, other: Track): boolean {
	return isSame(track, other);
}

function isSame(one: Track, other: Track): boolean {
	return one.dateType === other.dateType && scopeText(one.scope) === scopeText(other.scope);
}
