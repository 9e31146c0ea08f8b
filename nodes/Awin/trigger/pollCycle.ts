/**
 * One poll, from what was known before to what is new: what to ask, what to report, what to remember. It knows nothing of
 * n8n or HTTP.
 */
import type { AccountType } from '../api/accounts';
import type { DateType } from '../api/transactions';
import type { CallFailure } from '../transport/failures';
import { ChangeDetector, type DetectedEvent } from './changeDetector';
import { byTime } from './events';
import { progressAfter, progressWithoutRead } from './listProgress';
import {
	hasProgress,
	notRead,
	planNow,
	readSideBySide,
	type Ask,
	type ListRead,
	type WaitOptions,
} from './readLists';
import { estimateTime, LONGEST_HOLD_MS, type ReadPlanOptions, type TimeEstimate } from './readPlan';
import { forget } from './retention';
import type { SeenTransactions } from './seenTransactions';
import { selectionText } from './selection';
import {
	listsFor,
	merged,
	openStateOf,
	type OpenState,
	type Subscription,
	type TrackedList,
} from './state';

export interface PollCycleOptions
	extends Subscription,
		Pick<ReadPlanOptions, 'lookbackMs' | 'pollIntervalMs'> {
	/** This machine's clock. */
	nowMs: number;
	/** How much is remembered at most. */
	mostEntries?: number;
	/** The lists whose turn it is; none means all. The others stay as they are. */
	only?: readonly DateType[];
}

/** Rows of one list that could not be read. */
export interface UnreadableRows {
	dateType: DateType;
	/** Their ids; where they have none, their places in Awin's answer. */
	names: string[];
	/** `found` the first time, `waiting` while the watermark is held for them, `givenUp` in the end. */
	stage: 'found' | 'waiting' | 'givenUp';
	/** The form of the first of them, without any value. */
	shape?: string;
}

/** Why a list was not read as far as planned, where that is nobody's fault. */
type CutShort = 'calls' | 'time';

export type PollOutcome =
	/** Nothing may be kept of this poll. */
	| { ok: false; failure: CallFailure }
	| {
			ok: true;
			/** Oldest first. */
			newEvents: DetectedEvent[];
			known: OpenState;
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
			/** Forgets further what there is no room for. @returns how many entries that were */
			makeRoom: (mostEntries: number) => number;
	  };

/**
 * Makes one poll. The lists are read side by side, because each may take Awin many seconds; the windows of one list one
 * after the other. What could be read counts, whatever becomes of the rest.
 *
 * @param before is left as it is, but for what was seen, which goes over into the outcome
 */
export async function pollOnce(
	options: PollCycleOptions,
	before: OpenState,
	ask: Ask,
	waitOptions: WaitOptions = {},
): Promise<PollOutcome> {
	const lists = listsFor(before, options);
	const time = estimateTime(options.nowMs, before.allProgress);
	const isInTurn = inTurn(options);
	const turn = lists.filter(isInTurn);
	const done = await readSideBySide(turn, { ...options, ...time }, ask, waitOptions);
	const reads = lists.map((list) =>
		isInTurn(list) ? done[turn.indexOf(list)] : notRead(list, time.nowMs),
	);
	const failure = failureOf(reads);
	if (failure && !reads.some(hasProgress)) return { ok: false, failure };
	return conclude(options, before.seen, reads, time);
}

/** How many calls {@link pollOnce} makes, if nothing goes wrong. */
export function callsOf(options: PollCycleOptions, before: OpenState): number {
	const planOptions = { ...options, ...estimateTime(options.nowMs, before.allProgress) };
	return listsFor(before, options)
		.filter(inTurn(options))
		.map((list) => planNow(list, planOptions).plan.windows.length)
		.reduce((sum, calls) => sum + calls, 0);
}

function inTurn({ only }: PollCycleOptions) {
	return ({ dateType }: TrackedList) => only?.includes(dateType) ?? true;
}

/** What to tell of: a lack of calls only where there is nothing worse. */
function failureOf(reads: ListRead[]): CallFailure | undefined {
	const failures = reads.flatMap(({ failure }) => failure ?? []);
	return failures.find((failure) => !isLackOfCalls(failure)) ?? failures[0];
}

/** Whether a call was not let through, here or by Awin: what it would have brought is there for a later one. */
export function isLackOfCalls(failure: CallFailure): boolean {
	return failure.kind === 'noTime' || (failure.kind === 'refused' && failure.status === 429);
}

/**
 * Validations first: the status before is what the other lists showed until the last poll, not in this one. Of one list what
 * was chosen longest.
 */
const DETECTION_ORDER: DateType[] = ['validation', 'amendment', 'transaction'];

function conclude(
	options: PollCycleOptions,
	seen: SeenTransactions,
	reads: ListRead[],
	time: TimeEstimate,
): PollOutcome {
	const detections = DETECTION_ORDER.flatMap((dateType) =>
		reads
			.filter((read) => read.list.dateType === dateType && hasProgress(read))
			.map((read) => detect(read, reads, options.accountType, seen)),
	);
	const newestMs = Math.max(
		time.newestMs ?? -Infinity,
		...detections.map(({ detector }) => detector.newestMs ?? -Infinity),
	);
	const lists = reads.map((read) => {
		const { list, plan, answers, nowMs } = read;
		const scope = selectionText(list.selection);
		const detection = detections.find((one) => one.read === read);
		if (detection) {
			const progress = progressAfter(list.progress, scope, plan, {
				readCount: answers.length,
				hasUnreadable: detection.isHeld,
				// What a row shows is sooner believed than a clock that was found out.
				nowMs: time.isDoubtful ? Math.max(nowMs, newestMs) : nowMs,
				newestMs: newestMs === -Infinity ? undefined : newestMs,
				doubtedAtMs: time.doubtedAtMs,
			});
			return { ...list, progress: progress ?? list.progress };
		}
		// What is still pending has no plan here, and goes on as it began.
		const isLeftBehind = !list.progress && detections.length > 0;
		return isLeftBehind ? { ...list, progress: progressWithoutRead(scope, plan, nowMs) } : list;
	});

	const detectors = detections.map(({ detector }) => detector);
	const failure = failureOf(reads);
	const known = openStateOf(merged(lists, options), seen);
	const makeRoom = (mostEntries: number | undefined) =>
		forget(known, {
			lookbackMs: options.lookbackMs,
			sightings: detectors.flatMap((detector) => detector.sightings),
			undated: detectors.flatMap((detector) => detector.undated),
			mostEntries,
		});
	return {
		ok: true,
		newEvents: detectors
			.flatMap((detector) => detector.newEvents)
			.sort((a, b) => byTime(a.change, b.change)),
		known,
		hasRead: detections.length > 0,
		cutShort: reads.flatMap(cutShortOf),
		failure: failure && !isLackOfCalls(failure) ? failure : undefined,
		unreadable: detections.flatMap(({ unreadable }) => unreadable ?? []),
		notAskedFor: detections
			.map(({ read, detector }) => ({
				dateType: read.list.dateType,
				count: detector.notAskedFor,
			}))
			.filter(({ count }) => count > 0),
		forgotten: makeRoom(options.mostEntries),
		makeRoom,
	};
}

interface Detection {
	read: ListRead;
	detector: ChangeDetector;
	unreadable?: UnreadableRows;
	/** The watermark waits for rows that cannot be read. */
	isHeld: boolean;
}

function detect(
	read: ListRead,
	reads: ListRead[],
	accountType: AccountType,
	seen: SeenTransactions,
): Detection {
	const { list, plan, answers, nowMs } = read;
	const { dateType, selection, progress } = list;
	const before = reads
		.slice(0, reads.indexOf(read))
		.flatMap((one) => (one.list.dateType === dateType ? one.list.selection : []));
	const detector = new ChangeDetector({ dateType, selection, before, accountType, seen, nowMs });
	for (const [index, answer] of answers.entries()) detector.detect(answer, plan.windows[index]);
	const names = detector.unreadableNames;
	if (names.length === 0) return { read, detector, isHeld: false };
	const heldSinceMs = progress?.heldSinceMs ?? null;
	const isGivenUp = nowMs - (heldSinceMs ?? nowMs) >= LONGEST_HOLD_MS;
	if (isGivenUp) detector.giveUp();
	const stage = isGivenUp ? 'givenUp' : heldSinceMs === null ? 'found' : 'waiting';
	const shape = detector.unreadableShape;
	return { read, detector, unreadable: { dateType, names, stage, shape }, isHeld: !isGivenUp };
}

function cutShortOf({ list, failure, isOutOfTime }: ListRead) {
	if (isOutOfTime) return { dateType: list.dateType, lack: 'time' as const };
	return failure && isLackOfCalls(failure)
		? { dateType: list.dateType, lack: 'calls' as const }
		: [];
}
