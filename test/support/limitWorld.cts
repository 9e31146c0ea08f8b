/**
 * Several n8n processes and Awin's limit between them, on a clock that jumps: what each process's throttle lets go, and what Awin
 * takes of it. The limiter is the stand-in's.
 */
import { Limiter } from '../../demo/sandbox/limiter.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import type { Ticket } from '../../nodes/Awin/transport/queue';
import { Throttle } from '../../nodes/Awin/transport/throttle';

const MINUTE_MS = 60_000;
const LIMIT = 20;

/** What a process keeps to: its own throttle, or what came before, for comparison. */
export type Rule = 'learning' | 'divided' | 'everybody at 20';

/** What came before went again so often after a refusal, each time a minute later, and then gave up. */
const MOST_RETRIES_BEFORE = 3;

export interface ProcessPlan {
	/** Minutes. */
	from?: number;
	to?: number;
	/** Calls that it wants to make each minute; as many as it can where left out. */
	calls?: number;
	/** A trigger's instead: calls that each of its polls would make, one poll a minute. */
	polls?: number;
}

export interface LimitPlan {
	seed: number;
	minutes: number;
	processes: ProcessPlan[];
	switches?: Partial<Pick<Switches, 'rateWindow' | 'refusedCallsCount' | 'retryAfter'>>;
	/** Another tool, which calls so often a minute, from a minute on, and does not care for refusals. */
	foreign?: { calls: number; from?: number };
	rule?: Rule;
}

export interface SeenCall {
	atMs: number;
	/** Index of the process, or -1 for the other tool. */
	by: number;
	isTaken: boolean;
}

export interface LimitRun {
	calls: SeenCall[];
	/** The longest that any call waited from its first refusal until it was taken, minutes. */
	longestRefused: number;
	/** Calls that were given up. */
	failed: number;
}

/** Numbers between 0 and 1 that are the same for the same seed. */
function randomOf(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** What is to happen, in the order of its times. */
class Agenda {
	nowMs = 0;
	private readonly entries: Array<{ atMs: number; act: () => void }> = [];

	at(atMs: number, act: () => void): void {
		let low = 0;
		for (let high = this.entries.length; low < high; ) {
			const middle = (low + high) >> 1;
			if (this.entries[middle].atMs > atMs) low = middle + 1;
			else high = middle;
		}
		this.entries.splice(low, 0, { atMs, act });
	}

	run(endMs: number): void {
		for (let next = this.entries.pop(); next && next.atMs <= endMs; next = this.entries.pop()) {
			this.nowMs = next.atMs;
			next.act();
		}
	}
}

/** Executions of a worker that go on side by side. */
const CONCURRENCY = 10;
const LONGEST_WAIT_BEFORE_A_LOOK_MS = 5000;
/** How long a poll makes calls. */
const POLL_MS = 36_000;

export function runLimit(plan: LimitPlan): LimitRun {
	const { seed, processes, switches = {}, foreign, rule = 'learning' } = plan;
	const random = randomOf(seed);
	const agenda = new Agenda();
	const limiter = new Limiter({
		rateWindow: 'sliding',
		refusedCallsCount: false,
		...switches,
	} as Switches);
	const run: LimitRun = { calls: [], longestRefused: 0, failed: 0 };

	/** One call on its way there and back. */
	function call(by: number, answered: (waitMs: number) => void): void {
		agenda.at(agenda.nowMs + 20 + random() * 200, () => {
			const waitMs = limiter.take('token', agenda.nowMs, LIMIT);
			run.calls.push({ atMs: agenda.nowMs, by, isTaken: waitMs === 0 });
			agenda.at(agenda.nowMs + 20 + random() * (waitMs > 0 ? 80 : 600), () => answered(waitMs));
		});
	}

	const limitOfEach = rule === 'divided' ? Math.floor(LIMIT / processes.length) : LIMIT;
	processes.forEach((process, by) => {
		const throttle = new Throttle({ limit: limitOfEach, random });
		const { from = 0, to = Infinity, calls = Infinity, polls } = process;
		const isOver = (): boolean => agenda.nowMs >= to * MINUTE_MS;
		const begun = (): number => (agenda.nowMs / MINUTE_MS - from) * calls;
		let made = 0;

		/** Waits for its turn as the gate does. */
		function wait(ticket: Ticket, firstRefusedMs?: number, refusals = 0): void {
			if (isOver()) return throttle.leave(ticket);
			const waitMs = throttle.tryStart(ticket, agenda.nowMs);
			if (waitMs === 0) return go(ticket, firstRefusedMs, refusals);
			if (ticket.asker === 'poll' && agenda.nowMs + waitMs > pollEndsMs)
				return throttle.leave(ticket);
			const napMs = Math.min(waitMs, LONGEST_WAIT_BEFORE_A_LOOK_MS);
			agenda.at(agenda.nowMs + napMs, () => wait(ticket, firstRefusedMs, refusals));
		}

		function go(ticket: Ticket, firstRefusedMs: number | undefined, refusals: number): void {
			call(by, (retryAfterMs) => {
				const { nowMs } = agenda;
				if (retryAfterMs === 0) {
					throttle.answered(ticket, 'taken', nowMs);
					run.longestRefused = Math.max(
						run.longestRefused,
						(nowMs - (firstRefusedMs ?? nowMs)) / MINUTE_MS,
					);
					return next();
				}
				if (rule === 'learning') {
					const told = switches.retryAfter ? Math.ceil(retryAfterMs / 1000) * 1000 : undefined;
					throttle.answered(ticket, 'refused', nowMs, told);
					if (throttle.giveUpIfHopeless(nowMs)) {
						run.failed++;
						return next();
					}
				} else {
					throttle.closeUntil(nowMs + MINUTE_MS);
					if (refusals === MOST_RETRIES_BEFORE) {
						run.failed++;
						return next();
					}
				}
				wait(throttle.enter(ticket.asker, true), firstRefusedMs ?? nowMs, refusals + 1);
			});
		}

		let pollEndsMs = 0;

		/** As the trigger does: it asks how many calls could go in its time, and makes no more. */
		function poll(wanted: number): void {
			if (isOver()) return;
			const { nowMs } = agenda;
			pollEndsMs = nowMs + POLL_MS;
			const planned = throttle.startsUntil(pollEndsMs, nowMs, 'poll', wanted);
			for (let call = 0; call < planned; call++) wait(throttle.enter('poll'));
			agenda.at(nowMs + MINUTE_MS, () => poll(wanted));
		}

		function next(): void {
			if (isOver() || polls !== undefined) return;
			if (made < begun()) {
				made++;
				return wait(throttle.enter());
			}
			agenda.at(agenda.nowMs + 1000 + random() * 1000, next);
		}
		const startMs = from * MINUTE_MS + random() * 2000;
		if (polls !== undefined) return agenda.at(startMs, () => poll(polls));
		for (let worker = 0; worker < CONCURRENCY; worker++) agenda.at(startMs, next);
	});

	if (foreign) {
		const { calls, from = 0 } = foreign;
		const again = (): void => {
			call(-1, () => undefined);
			agenda.at(agenda.nowMs + (MINUTE_MS / calls) * (0.9 + 0.2 * random()), again);
		};
		agenda.at(from * MINUTE_MS, again);
	}
	agenda.run(plan.minutes * MINUTE_MS);
	return run;
}

export interface LimitFigures {
	/** The part of the limit that Awin has counted calls for. */
	used: number;
	/** The part of the limit in calls that Awin took. */
	taken: number;
	/** Each minute, of all. */
	refusals: number;
	/** The least that a process had that wanted as much as it could get, against what these had on average. */
	slowest: number;
}

/** @param minutes from when to when */
export function measureLimit(
	{ processes, switches }: LimitPlan,
	{ calls }: LimitRun,
	[from, to]: [number, number],
): LimitFigures {
	const seen = calls.filter(({ atMs }) => atMs >= from * MINUTE_MS && atMs < to * MINUTE_MS);
	const minutes = to - from;
	const taken = seen.filter(({ isTaken }) => isTaken);
	const refusals = (seen.length - taken.length) / minutes;
	const counted = switches?.refusedCallsCount ? seen.length : taken.length;
	const each = processes
		.map((process, by) => ({ ...process, calls: process.calls ?? Infinity, by }))
		.filter((process) => (process.from ?? 0) <= from && (process.to ?? Infinity) >= to)
		.filter((process) => process.calls === Infinity && process.polls === undefined)
		.map((process) => taken.filter(({ by }) => by === process.by).length);
	const mean = each.reduce((sum, count) => sum + count, 0) / each.length;
	return {
		used: counted / minutes / LIMIT,
		taken: taken.length / minutes / LIMIT,
		refusals,
		slowest: Math.min(...each) / mean,
	};
}

export interface Outcome extends LimitFigures {
	/** Calls that were given up, in all runs. */
	failed: number;
	/** The least over the seeds. */
	leastOfSlowest: number;
}

/** Means over the seeds. @param spans from which minute to which; at the last of them the runs end */
export function outcomesOf(
	plan: Omit<LimitPlan, 'seed' | 'minutes'>,
	spans: Array<[number, number]>,
	seeds: number,
): Outcome[] {
	const minutes = Math.max(...spans.map(([, to]) => to));
	const runs = Array.from({ length: seeds }, (_, seed) => {
		const whole = { ...plan, seed, minutes };
		return { whole, run: runLimit(whole) };
	});
	return spans.map((span) => {
		const each = runs.map(({ whole, run }) => measureLimit(whole, run, span));
		const mean = (figure: keyof LimitFigures): number =>
			each.reduce((sum, figures) => sum + figures[figure], 0) / seeds;
		return {
			used: mean('used'),
			taken: mean('taken'),
			refusals: mean('refusals'),
			slowest: mean('slowest'),
			failed: runs.reduce((sum, { run }) => sum + run.failed, 0),
			leastOfSlowest: Math.min(...each.map(({ slowest }) => slowest)),
		};
	});
}

/** As {@link outcomesOf}, of one span. */
export function outcomeOf(
	plan: Omit<LimitPlan, 'seed' | 'minutes'>,
	span: [number, number],
	seeds: number,
): Outcome {
	return outcomesOf(plan, [span], seeds)[0];
}

export function processes(count: number, plan: ProcessPlan = {}): ProcessPlan[] {
	return Array.from({ length: count }, () => plan);
}

/** Another tool with the same token, which takes a third of the limit. */
export const A_THIRD = { calls: LIMIT / 3 };
