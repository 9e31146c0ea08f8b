/**
 * One poll, from what was known before to what is new: what to ask, what to report, what to remember. It knows nothing of
 * n8n or HTTP.
 */
import type { DateType } from '../api/transactions';
import type { Window } from '../api/windows';
import type { CallFailure } from '../transport/errors';
import type { CallResult } from '../transport/response';
import { byTime, dateTypesFor } from './events';
import { Findings, type Report } from './findings';
import { dayOf } from './memory';
import {
	hasBegun,
	LONGEST_HOLD_MS,
	marksAfter,
	neededFromMs,
	OVERLAP_MS,
	planRead,
	type Plan,
	type PlanOptions,
} from './plan';
import { scopeOf, type Identity, type Known, type Marks, type MarksByList } from './state';

/** Asks Awin for one window of one list. */
export type Ask = (dateType: DateType, window: Window) => Promise<CallResult>;

export interface Watch extends Identity, PlanOptions {}

/** Rows of one list that could not be read. */
export interface UnreadableRows {
	dateType: DateType;
	/** Their ids; where they have none, their places in Awin's answer. */
	names: string[];
	/** `found` the first time, `waiting` while the bound is held for them, `givenUp` in the end. */
	stage: 'found' | 'waiting' | 'givenUp';
}

export type Outcome =
	/** Nothing may be kept of this poll. */
	| { ok: false; failure: CallFailure }
	| {
			ok: true;
			/** What is new, oldest first. */
			reports: Report[];
			known: Known;
			/** Lists that could not be read as far as planned, for lack of calls. */
			cutShort: DateType[];
			unreadable: UnreadableRows[];
			/** How many entries had no room any more. */
			forgotten: number;
	  };

interface ListRead {
	dateType: DateType;
	plan: Plan;
	/** One for each window that was read, in the order of the plan. */
	answers: unknown[];
	/** What ended the reading before its end. */
	failure?: CallFailure;
}

/**
 * Makes one poll. The lists are read side by side, because each may take Awin many seconds; the windows of one list one
 * after the other.
 *
 * @param before is left as it is, but for its memory, which goes over into the outcome
 */
export async function pollOnce(watch: Watch, before: Known, ask: Ask): Promise<Outcome> {
	const plans = dateTypesFor(watch.events).map((dateType) => ({
		dateType,
		plan: planRead(before.lists[dateType], watch),
	}));
	// Calls are let through in this order: where they do not suffice for all, the one that is furthest behind goes first.
	const boundOf = (dateType: DateType) => before.lists[dateType]?.boundMs ?? -Infinity;
	plans.sort((a, b) => (boundOf(a.dateType) < boundOf(b.dateType) ? -1 : 1));
	const reads = await Promise.all(plans.map(async (one) => await readList(one, ask)));

	const failure = failureOf(reads);
	return failure ? { ok: false, failure } : conclude(watch, before, reads);
}

async function readList(
	{ dateType, plan }: Pick<ListRead, 'dateType' | 'plan'>,
	ask: Ask,
): Promise<ListRead> {
	const answers: unknown[] = [];
	for (const window of plan.windows) {
		const result = await ask(dateType, window);
		if (!result.ok) return { dateType, plan, answers, failure: result.failure };
		answers.push(result.answer);
	}
	return { dateType, plan, answers };
}

/** A lack of calls only cuts a poll short, once something was read. Everything else ends it, so that somebody sees it. */
function failureOf(reads: ListRead[]): CallFailure | undefined {
	const failures = reads.flatMap(({ failure }) => failure ?? []);
	const serious = failures.find((failure) => !isLackOfCalls(failure));
	const hasRead = reads.some(({ plan, answers }) =>
		plan.isFirst ? hasBegun(plan, answers.length) : answers.length > 0,
	);
	return serious ?? (hasRead ? undefined : failures[0]);
}

function isLackOfCalls(failure: CallFailure): boolean {
	return failure.kind === 'noTime' || (failure.kind === 'refused' && failure.status === 429);
}

function conclude(watch: Watch, before: Known, reads: ListRead[]): Outcome {
	const { memory } = before;
	const lists: MarksByList = {};
	const reports: Report[] = [];
	const unreadable: UnreadableRows[] = [];
	// Validations first: the status before is what the other lists showed until the last poll, not in this one.
	const order: DateType[] = ['validation', 'amendment', 'transaction'];
	reads.sort((a, b) => order.indexOf(a.dateType) - order.indexOf(b.dateType));

	for (const { dateType, plan, answers } of reads) {
		const marks = before.lists[dateType];
		if (marks) lists[dateType] = marks;
		if (plan.isFirst && !hasBegun(plan, answers.length)) continue;

		const findings = new Findings(dateType, watch.events, memory, watch.nowMs);
		for (const [index, answer] of answers.entries()) {
			if (!findings.take(answer, plan.windows[index])) {
				return { ok: false, failure: { kind: 'unreadable', status: 200, what: 'other' } };
			}
		}
		const { names } = findings;
		const heldForMs = watch.nowMs - (marks?.heldSinceMs ?? watch.nowMs);
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
		reports.push(...findings.reports);
		lists[dateType] = marksAfter(marks, scopeOf(dateType, watch), plan, {
			readCount: answers.length,
			hasUnreadable: names.length > 0 && !isGivenUp,
			nowMs: watch.nowMs,
		});
	}

	const known = { lists, memory };
	return {
		ok: true,
		reports: reports.sort((a, b) => byTime(a.change, b.change)),
		known,
		cutShort: reads.filter(({ failure }) => failure).map(({ dateType }) => dateType),
		unreadable,
		forgotten: forget(known, watch.lookbackMs),
	};
}

/**
 * Forgets what no later read can show again, and what there is no room for.
 *
 * @returns how much had no room
 */
function forget({ lists, memory }: Known, lookbackMs: number): number {
	const all = Object.values(lists) as Marks[];
	if (all.length > 0) {
		const neededDay = dayOf(Math.min(...all.map((marks) => neededFromMs(marks, lookbackMs))));
		memory.forgetBefore(neededDay);
		cover(lists, Date.parse(neededDay));
	}
	const dropped = memory.keepNewest();
	// Never into the overlap, which the next poll reads in any case.
	if (dropped) cover(lists, Date.parse(dropped.day) + ONE_DAY_MS);
	return dropped?.count ?? 0;
}

const ONE_DAY_MS = 86_400_000;

/** What is dated before is no longer remembered in full, so it cannot be told from what is new. */
function cover(lists: MarksByList, fromMs: number): void {
	for (const [dateType, marks] of Object.entries(lists) as Array<[DateType, Marks]>) {
		const latestMs = marks.boundMs - OVERLAP_MS;
		const coveredFromMs = Math.max(marks.coveredFromMs, Math.min(fromMs, latestMs));
		lists[dateType] = { ...marks, coveredFromMs };
	}
}
