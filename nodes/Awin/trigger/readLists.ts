/**
 * Reading the lists of one poll, as far as calls and time suffice. A read that a poll could not wait for goes on, and the next
 * poll has its answer: n8n's durable scheduler gives a poll 36 seconds, and the list of a big account may take Awin a minute.
 */
import { transactionListQuery, transactionsPath, type DateType } from '../api/transactions';
import type { Window } from '../api/windows';
import { unknownForm, type CallFailure } from '../transport/failures';
import type { Awin } from '../transport/request';
import type { CallResult } from '../transport/response';
import { holdsList } from './changeDetector';
import type { Settings } from './fields';
import { hasBegun } from './listProgress';
import { planRead, type ReadPlan, type ReadPlanOptions } from './readPlan';
import { selectionText, type Selection } from './selection';
import type { TrackedList } from './state';

/** Asks Awin for one window of one list. @returns `undefined` where the poll has no time for it */
export type Ask = (
	dateType: DateType,
	window: Window,
	selection: Selection,
) => Promise<CallResult | undefined>;

/** Lists of a busy account were measured to take Awin 5 to 15 seconds, and may take a minute; nobody waits for an answer here. */
const LONGEST_ANSWER_MS = 90_000;

/**
 * Asks on behalf of one poll.
 *
 * @param latestStartMs by the clock: no call begins after it
 * @param mostRetries of a call that came to nothing; the next poll asks again in any case
 */
export function askWith(
	awin: Awin,
	settings: Settings,
	latestStartMs = Infinity,
	mostRetries?: number,
): Ask {
	const { accountType, accountId, showBasketProducts } = settings;
	return async (dateType, window, { events, partnerIds }) => {
		if (awin.clock.nowMs() > latestStartMs) return undefined;
		const result = await awin.send({
			path: transactionsPath(accountType, accountId),
			query: transactionListQuery(accountType, {
				window,
				dateType,
				// The two events of this list are named after the status that they lead to.
				statuses: dateType === 'validation' ? [...events] : [],
				partnerIds: [...partnerIds],
				showBasketProducts,
			}),
			timeoutMs: LONGEST_ANSWER_MS,
			deadlineMs: latestStartMs,
			mostRetries,
		});
		// With this status an answer has no body, and there is nothing in the window.
		const isNothing = result.ok && result.status === 204 && result.answer === undefined;
		return isNothing ? { ...result, answer: [] } : result;
	};
}

/** What was read of one list. */
export interface ListRead {
	list: TrackedList;
	plan: ReadPlan;
	/** When it was planned. */
	nowMs: number;
	/** One for each window that was read, in the order of the plan. */
	answers: unknown[];
	/** What ended the reading before its end. */
	failure?: CallFailure;
	/** It ended before its end because there was no time. */
	isOutOfTime?: boolean;
}

interface PendingRead {
	/** What was known and chosen when it began. */
	begunFrom: string;
	sinceMs: number;
	isDone: boolean;
	read: Promise<ListRead>;
}

/** No call takes longer; a read that does is given up. */
const HANGING_AFTER_MS = 3 * 60_000;

/** The reads of one trigger that polls have begun and could not wait for, by list. */
export class PendingReads {
	private readonly reads = new Map<string, PendingRead>();

	/** @returns the read of a list that was begun from the same state of affairs, or else a new one */
	goOnOrBegin(
		list: TrackedList,
		{ settings, clockMs = 0 }: WaitOptions,
		begin: () => Promise<ListRead>,
	): Promise<ListRead> {
		const begunFrom = JSON.stringify([settings, list]);
		const pending = this.reads.get(nameOf(list));
		const isUsable = pending && (pending.isDone || clockMs - pending.sinceMs < HANGING_AFTER_MS);
		if (isUsable && pending.begunFrom === begunFrom) return pending.read;
		const begun = { begunFrom, sinceMs: clockMs, isDone: false, read: begin() };
		this.reads.set(nameOf(list), begun);
		const done = () => (begun.isDone = true);
		begun.read.then(done, done);
		return begun.read;
	}

	get isEmpty(): boolean {
		return this.reads.size === 0;
	}

	remove(list: TrackedList): void {
		this.reads.delete(nameOf(list));
	}
}

function nameOf({ dateType, selection }: TrackedList): string {
	return `${dateType} ${selectionText(selection)}`;
}

/** How long a poll waits for its reads. Without it, one waits as long as it takes. */
export interface WaitOptions {
	pending?: PendingReads;
	/** All that decides about what Awin is asked. */
	settings?: Settings;
	/** By a clock that never runs backwards. */
	clockMs?: number;
	/** Resolves when this poll waits no longer. */
	timeIsUp?: Promise<void>;
}

/**
 * Reads all lists side by side, because each may take Awin many seconds; the windows of one list one after the other.
 *
 * @returns as far as each got, in the order of the lists; what goes on after `timeIsUp` is there for the next poll
 */
export async function readSideBySide(
	lists: TrackedList[],
	options: ReadPlanOptions,
	ask: Ask,
	waitOptions: WaitOptions,
): Promise<ListRead[]> {
	const { pending = new PendingReads(), timeIsUp } = waitOptions;
	const read = async (list: TrackedList): Promise<ListRead> => {
		const reading = pending.goOnOrBegin(list, waitOptions, async () => {
			const { plan, nowMs } = planNow(list, options);
			return await readList(list, plan, nowMs, ask);
		});
		const done = await (timeIsUp ? Promise.race([reading, timeIsUp]) : reading);
		if (!done) return { ...notRead(list, options.nowMs), isOutOfTime: true };
		pending.remove(list);
		return { ...done, list };
	};
	// Calls are let through in this order: where they do not suffice for all, the one that is furthest behind goes first.
	const inTurn = [...lists].sort((a, b) => watermarkOf(a) - watermarkOf(b));
	const reads = await Promise.all(inTurn.map(read));
	return lists.map((list) => reads[inTurn.indexOf(list)]);
}

const NOTHING_PLANNED = { windows: [], isFirst: false, isReachBack: false, isWhole: false };

/** Of a list that was left alone. */
export function notRead(list: TrackedList, nowMs: number): ListRead {
	return { list, plan: NOTHING_PLANNED, nowMs, answers: [] };
}

/** What to read of a list now, and by which time. */
export function planNow(
	list: TrackedList,
	options: ReadPlanOptions,
): Pick<ListRead, 'plan' | 'nowMs'> {
	const nowMs = list.progress ? options.nowMs : (options.clockMs ?? options.nowMs);
	return { plan: planRead(list.progress, { ...options, nowMs }), nowMs };
}

/** The least for a list that was never read. */
function watermarkOf({ progress }: TrackedList): number {
	return progress?.boundMs ?? -Number.MAX_VALUE;
}

async function readList(
	list: TrackedList,
	plan: ReadPlan,
	nowMs: number,
	ask: Ask,
): Promise<ListRead> {
	const answers: unknown[] = [];
	const read = { list, plan, nowMs, answers };
	for (const window of plan.windows) {
		const result = await ask(list.dateType, window, list.selection);
		if (!result) return { ...read, isOutOfTime: true };
		if (!result.ok) return { ...read, failure: result.failure };
		if (!isWholeAnswer(result.status) || !holdsList(result.answer)) {
			return { ...read, failure: unknownForm(result.status, result.answer) };
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
export function hasProgress({ plan, answers }: ListRead): boolean {
	return plan.isFirst ? hasBegun(plan, answers.length) : answers.length > 0;
}
