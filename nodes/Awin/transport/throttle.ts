/**
 * Keeps calls inside Awin's limit: at most so many in any window of time, people in front of a screen first, and else first
 * come, first served. How many, it learns from what Awin refuses ({@link Share}).
 *
 * Pure: it is told the time and never sleeps. A sliding log, so the first calls after a quiet spell go at once. All times
 * are milliseconds of one clock that never runs backwards.
 *
 * A place that is used again a window after its last call is free again for certain, as long as nobody else took it: so the calls of processes
 * that know nothing of each other fit into one limit without a refusal, once each keeps to its places. A refused call fills its place
 * like any other: whether Awin counts it is not known.
 */
import { Queue, type Asker, type Ticket } from './queue';
import { Share } from './share';

export interface ThrottleOptions {
	/** The most calls allowed in any window. May be changed later through {@link Throttle.limit}. */
	limit: number;
	windowMs?: number;
	random?: () => number;
}

/** What Awin's answer says of the limit. `unknown`: nothing, since none came or it is not Awin's. */
export type Verdict = 'taken' | 'refused' | 'unknown';

/**
 * Awin counts a call when it arrives, not when it leaves here. Half a second more than the minute covers a first call
 * that travelled slower than the one a minute later, and costs less than 1 % of the rate.
 */
export const WINDOW_MS = 60_500;

/** How much before its place is free a call goes that tries for another one: while all places of this process are still taken. */
const LEAST_EARLY_MS = 600;
const MOST_EARLY_MS = 1200;

/** Where a limit is shared, calls keep so much of the distance that they would have if they were spread over the window. */
const SPREAD = 0.9;

/**
 * Where a trigger has polled lately, workflows that run by themselves take the second half of the places one after the other. If
 * all went at once, the next place would be a minute away: later than a poll can wait, and so at each poll for an hour.
 */
const AT_ONCE_BESIDE_POLLS = 0.5;

/** Triggers poll each hour, or more often, or so rarely that one poll may go on in the next. */
const POLLED_LATELY_MS = 65 * 60_000;

/** Whoever waits is told so when Awin has taken nothing for this long. */
const HOPELESS_AFTER_MS = 10 * 60_000;

/** Refusals that lie further apart do not belong together: nothing was tried in between. */
const UNBROKEN_MS = 6 * 60_000;

export class Throttle {
	private readonly share: Share;
	private readonly windowMs: number;
	private readonly random: () => number;
	/** The last calls that went, oldest first; never more than one window's worth is needed. */
	private started: Array<Ticket & { startedMs: number }> = [];
	private lastStartMs = -Infinity;
	private lastPollMs = -Infinity;
	private readonly queue = new Queue();
	private closedUntilMs = 0;
	/** Not for people: this pause is an idea of our own. */
	private movedUntilMs = 0;
	private trial: Ticket | undefined;
	private earlyMs = MOST_EARLY_MS;
	private refusedSinceMs = Infinity;
	private lastRefusedMs = -Infinity;

	constructor({ limit, windowMs = WINDOW_MS, random = Math.random }: ThrottleOptions) {
		this.share = new Share(limit, random);
		this.windowMs = windowMs;
		this.random = random;
	}

	/** The most calls in any window. */
	get limit(): number {
		return this.share.most;
	}

	set limit(limit: number) {
		this.share.most = limit;
	}

	/** The calls in any window that this process has found to be its own. */
	get places(): number {
		return this.share.places;
	}

	/** Whether refusals have shown that others use the same limit. */
	get isShared(): boolean {
		return this.share.isLearnt && !this.share.isWhole;
	}

	/**
	 * Takes the next place in the queue. Every ticket must end in {@link tryStart} giving 0, or in {@link leave}.
	 *
	 * @param isAgain for a call that was refused: it goes before those that came after it
	 */
	enter(asker: Asker = 'background', isAgain = false): Ticket {
		return this.queue.enter(asker, isAgain);
	}

	/**
	 * Lets the call of this ticket start, if it is its turn. What becomes of it is to be told to {@link answered}.
	 *
	 * @returns 0 when the call starts now (it is counted from here on), else how many milliseconds it has to wait as
	 * things stand. After a wait, ask again: the gate may have closed meanwhile.
	 */
	tryStart(ticket: Ticket, nowMs: number): number {
		if (ticket.asker === 'poll') this.lastPollMs = nowMs;
		const { waitMs, isTrial } = this.turnOf(ticket, nowMs);
		if (waitMs > 0) return waitMs;
		this.queue.take(ticket);
		if (isTrial) this.trial = ticket;
		this.share.started(nowMs, nowMs - this.lastStartMs > this.windowMs);
		this.started.push(Object.assign(ticket, { startedMs: nowMs, isTrial }));
		this.lastStartMs = nowMs;
		this.earlyMs = LEAST_EARLY_MS + this.random() * (MOST_EARLY_MS - LEAST_EARLY_MS);
		return 0;
	}

	/** How long the call of this ticket has to wait as things stand, without starting it. */
	waitMs(ticket: Ticket, nowMs: number): number {
		return this.turnOf(ticket, nowMs).waitMs;
	}

	/**
	 * How many calls more could start until a time, as things stand, behind all that wait already.
	 *
	 * A forecast: nothing is reserved.
	 *
	 * @param wanted more than these are not looked for
	 */
	startsUntil(
		untilMs: number,
		nowMs: number,
		asker: Asker = 'background',
		wanted = Infinity,
	): number {
		this.forgetBefore(nowMs - this.windowMs);
		const ahead = this.queue.length;
		const inWindows = this.limit * (Math.floor((untilMs - nowMs) / this.windowMs) + 1);
		const most = Math.min(inWindows, wanted);
		let starts = 0;
		for (const atMs of this.slots(asker, nowMs)) {
			if (atMs > untilMs || starts === ahead + most) break;
			starts++;
		}
		const toTry = this.mayTryAtOnce(asker, nowMs) ? 1 : 0;
		return Math.min(most, Math.max(0, starts - ahead) + toTry);
	}

	/** Gives the place back, because the call was cancelled or has started. */
	leave(ticket: Ticket): void {
		this.queue.leave(ticket);
	}

	/**
	 * What became of a call that {@link tryStart} let go.
	 *
	 * @param retryAfterMs how long Awin says to wait, where it does
	 */
	answered(ticket: Ticket, verdict: Verdict, nowMs: number, retryAfterMs?: number): void {
		if (this.trial === ticket) this.trial = undefined;
		if (verdict === 'taken') {
			this.refusedSinceMs = Infinity;
			if (ticket.isTrial) this.share.trialTaken(ticket.asker !== 'background');
		}
		if (verdict !== 'refused') return;
		ticket.isRefused = true;
		if (retryAfterMs !== undefined) this.closeUntil(nowMs + retryAfterMs);
		this.forgetBefore(nowMs - this.windowMs);
		const notRefused = this.started.filter(({ isRefused }) => !isRefused).length;
		const { isTrial = false, startedMs = nowMs } = ticket;
		const wasLearnt = this.share.isLearnt;
		this.share.refused({ isTrial, startedMs, notRefused }, nowMs);
		if (!isTrial) {
			// Where it happens again, there may be room in another part of Awin's minute.
			const distances = (wasLearnt ? 1 : 0) + this.random();
			this.movedUntilMs = nowMs + (distances * this.windowMs) / this.places;
		}

		if (nowMs - this.lastRefusedMs > UNBROKEN_MS) this.refusedSinceMs = Infinity;
		this.lastRefusedMs = nowMs;
		this.refusedSinceMs = Math.min(this.refusedSinceMs, nowMs);
	}

	/** Whether Awin has refused everything for ten minutes. Then all that wait are hopeless, too. */
	giveUpIfHopeless(nowMs: number): boolean {
		if (nowMs - this.refusedSinceMs < HOPELESS_AFTER_MS) return false;
		this.queue.giveUp();
		return true;
	}

	/** Closes the gate for everybody, because Awin said that the limit is used up. */
	closeUntil(timeMs: number): void {
		this.closedUntilMs = Math.max(this.closedUntilMs, timeMs);
	}

	/** Whether nothing is remembered and nobody waits, so that the object can be dropped. */
	isIdle(nowMs: number): boolean {
		this.forgetBefore(nowMs - this.windowMs);
		return this.started.length === 0 && this.queue.length === 0 && this.closedUntilMs <= nowMs;
	}

	private turnOf(ticket: Ticket, nowMs: number): { waitMs: number; isTrial: boolean } {
		this.forgetBefore(nowMs - this.windowMs);
		this.takeBackWhatRested(ticket, nowMs);
		let left = this.queue.ahead(ticket);
		let slotMs = nowMs;
		// Each call ahead takes the earliest slot that is left; this one takes the next.
		for (slotMs of this.slots(ticket.asker, nowMs)) {
			if (left-- === 0) break;
		}
		if (this.isForTrial(ticket, slotMs, nowMs)) {
			// In front they have seconds only.
			const isAtOnce = ticket.asker !== 'background';
			const earlyMs = isAtOnce ? 0 : Math.max(0, slotMs - this.earlyMs - nowMs);
			return { waitMs: earlyMs, isTrial: earlyMs === 0 };
		}
		return { waitMs: slotMs - nowMs, isTrial: false };
	}

	/** Whether a call of the line in front would go now to see whether there is room for one more. */
	private mayTryAtOnce(asker: Asker, nowMs: number): boolean {
		return asker !== 'background' && this.trial === undefined && this.share.mayTry(nowMs);
	}

	private isForTrial(ticket: Ticket, slotMs: number, nowMs: number): boolean {
		return (
			slotMs - nowMs >= LEAST_EARLY_MS &&
			// One that was refused before is not put at risk again, unless others wait, too.
			(!ticket.isAgain || this.queue.length > 1) &&
			this.trial === undefined &&
			this.share.mayTry(nowMs) &&
			this.opensMs(ticket.asker) <= nowMs &&
			this.queue.ahead(ticket) === 0
		);
	}

	/** When one call after the other could start, were nobody else there: it does not end. */
	private *slots(asker: Asker, nowMs: number): Generator<number, never> {
		const times = this.started.map(({ startedMs }) => startedMs);
		const { places } = this;
		const spreadMs = (SPREAD * this.windowMs) / places;
		const atOnce = this.atOnce(asker, nowMs);
		const takenBefore = (times: number[], atMs: number) =>
			times.filter((startedMs) => startedMs > atMs - this.windowMs).length;
		let lastMs = this.lastStartMs;
		for (;;) {
			const limiting = times[times.length - places];
			const freeMs = limiting === undefined ? nowMs : limiting + this.windowMs;
			const earliestMs = Math.max(nowMs, this.opensMs(asker), freeMs);
			const isAtOnce = atOnce === Infinity || takenBefore(times, earliestMs) < atOnce;
			lastMs = isAtOnce ? earliestMs : Math.max(earliestMs, lastMs + spreadMs);
			times.push(lastMs);
			yield lastMs;
		}
	}

	/** So many of the places are taken without a distance; the line in front has seconds only, and takes all. */
	private atOnce(asker: Asker, nowMs: number): number {
		if (asker !== 'background') return Infinity;
		if (this.isShared) return 0;
		const isBesidePolls = nowMs - this.lastPollMs < POLLED_LATELY_MS;
		return isBesidePolls ? AT_ONCE_BESIDE_POLLS * this.places : Infinity;
	}

	private opensMs(asker: Asker): number {
		return asker === 'person'
			? this.closedUntilMs
			: Math.max(this.closedUntilMs, this.movedUntilMs);
	}

	/** While nobody asked for anything, the share was nobody's loss. */
	private takeBackWhatRested(ticket: Ticket, nowMs: number): void {
		if (!ticket.cameFirst) return;
		ticket.cameFirst = false;
		const restedMs = nowMs - this.lastStartMs - this.windowMs;
		if (restedMs >= this.windowMs && restedMs < Infinity) {
			this.share.rested(Math.floor(restedMs / this.windowMs));
		}
	}

	private forgetBefore(timeMs: number): void {
		const firstKept = this.started.findIndex(({ startedMs }) => startedMs > timeMs);
		if (firstKept !== 0) this.started = firstKept < 0 ? [] : this.started.slice(firstKept);
	}
}
