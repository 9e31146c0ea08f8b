/**
 * How many calls a minute of Awin's limit are this process's own.
 *
 * Awin gives one limit to a user, and neither the other workers nor other tools with the same token tell of themselves. All that
 * a process sees is which of its calls Awin refuses. So it does as TCP does with a line that it shares: it holds a number
 * of places, each good for one call a minute; it tries for one more while all is well, and gives some up after a refusal.
 * Whoever holds many gives up more, and sooner; whoever holds one gives up none, and tries again soon: so the shares become alike.
 *
 * A process that was never refused has all places: alone, it needs no learning.
 *
 * Pure: it is told the time. The figures were chosen by simulation (docs/performance.md): with other ones the limit is used
 * less, or refusals are more, or a newcomer waits longer for its share.
 */

/** What a process keeps that has just heard that there are others, of a limit of 20: all begin again alike. */
const KEPT_AT_FIRST = 2;

/** A refusal costs a place where at least so many are held, and two with four times as many; one and two are kept. */
const COSTS_ONE = 3;

/**
 * How long nothing is tried after a refusal. With more places than three it is less, and so they are given up sooner; with one it
 * begins at a minute, and grows with each refusal: there may be no room at all.
 */
const REST_MS = 10 * 60_000;
const USUAL_SHARE = 3;
const REST_WITH_ONE_MS = 60_000;
const LONGER = 1.6;

/** As long as all are finding their shares, after the first refusal, they try often. */
const FINDING_MS = 3 * 60_000;
const REST_WHEN_FINDING_MS = 30_000;

/** How much sooner the next try succeeds where the last one did: there is room left by processes that ended. */
const QUICKER = 0.85;

/** After looking whether others are there, what was left free comes back as if so many tries had succeeded. */
const SUCCESSES_OF_A_RETURN = 7;

/** Awin's own limit: what a step of one place was chosen for. */
const USUAL_LIMIT = 20;

/**
 * After so many calls without a pause, a process that has all places leaves one free for a while, and does so again and again.
 * Else a newcomer would never be let in where nobody is refused but itself.
 */
const CALLS_BEFORE_LOOKING = 105;
const CALLS_BETWEEN_LOOKS = 40;
const LOOK_MS = 2 * 60_000;

/** How long a larger limit is remembered after a smaller one: two credentials of one token take turns. */
const HIGHEST_KEPT_MS = 10 * 60_000;

export interface Refusal {
	/** Whether it was a try for one place more, which explains the refusal. */
	isTrial: boolean;
	startedMs: number;
	/** Calls of the last minute that were not refused, as far as is known. */
	notRefused: number;
}

export class Share {
	/** The most calls that may ever start in any minute. What was learnt is kept when it changes. */
	most: number;
	/** Whether a refusal has shown that there are others, and nothing since that they are gone. */
	isLearnt = false;
	/** Endless where all places are its own, however many there are. */
	private held = Infinity;
	/** The largest `most` that calls went with lately: to have all of a smaller one is no proof that nobody else is there. */
	private highest: number;
	private highestMs = -Infinity;
	private learntMs = -Infinity;
	private trialsTaken = 0;
	private successes = 0;
	/** Refusals since the last place that was gained. */
	private refusals = 0;
	private nextTrialMs = 0;
	private gaveUpMs = -Infinity;
	private callsUntilLook = CALLS_BEFORE_LOOKING;

	constructor(
		most: number,
		private readonly random: () => number = Math.random,
	) {
		this.most = most;
		this.highest = most;
	}

	/** Calls that may start in any minute. */
	get places(): number {
		return Math.min(this.held, this.most);
	}

	/** Whether nothing is left to others. */
	get isWhole(): boolean {
		return this.places >= this.most;
	}

	/** Whether a call may go a little early, to see whether there is room for more. */
	mayTry(nowMs: number): boolean {
		return !this.isWhole && nowMs >= this.nextTrialMs;
	}

	/** A call has started. @param isAfterPause whether nothing had been asked for in a whole window */
	started(nowMs: number, isAfterPause: boolean): void {
		if (this.most >= this.highest || nowMs - this.highestMs > HIGHEST_KEPT_MS) {
			this.highest = this.most;
			this.highestMs = nowMs;
		}
		if (isAfterPause) this.callsUntilLook = CALLS_BEFORE_LOOKING;
		if (!this.isWhole || this.most < USUAL_LIMIT || --this.callsUntilLook > 0) return;
		this.callsUntilLook = CALLS_BETWEEN_LOOKS;
		this.held = Math.min(this.held, this.highest) - this.step;
		this.successes = SUCCESSES_OF_A_RETURN;
		this.nextTrialMs = nowMs + this.about(LOOK_MS);
	}

	/**
	 * A try was taken. One that went a little early proves little by itself: a whole minute of them is the proof that there is room
	 * for more.
	 *
	 * @param isProof it went in addition to all that were held
	 */
	trialTaken(isProof: boolean): void {
		this.trialsTaken++;
		if (!isProof && this.trialsTaken < this.places * QUICKER ** this.successes) return;
		this.trialsTaken = 0;
		this.takeBack(this.step);
		this.successes++;
		this.refusals = 0;
	}

	refused({ isTrial, startedMs, notRefused }: Refusal, nowMs: number): void {
		this.trialsTaken = 0;
		this.successes = 0;
		// Calls that were under way together are refused for one and the same reason.
		if (startedMs > this.gaveUpMs) {
			this.gaveUpMs = nowMs;
			if (this.isLearnt) this.giveUp();
			else this.beginToLearn(nowMs);
		}
		const own = isTrial ? notRefused + 1 : notRefused;
		this.held = Math.max(1, Math.min(this.places, own));
		const isFinding = nowMs - this.learntMs < FINDING_MS;
		this.nextTrialMs = nowMs + this.about(isFinding ? REST_WHEN_FINDING_MS : this.restMs);
	}

	/** Nothing was asked for in so many whole minutes: a place comes back for each, so that the next work finds what it needs. */
	rested(minutes: number): void {
		this.takeBack(minutes * this.step);
	}

	private takeBack(places: number): void {
		this.held += places;
		if (this.held < this.highest) return;
		this.held = Infinity;
		this.isLearnt = false;
	}

	private beginToLearn(nowMs: number): void {
		this.isLearnt = true;
		this.learntMs = nowMs;
		this.refusals = 0;
		this.held = Math.min(this.places, KEPT_AT_FIRST * this.step);
	}

	private giveUp(): void {
		const { places, step } = this;
		this.refusals++;
		this.held = places - Math.floor(Math.sqrt(places / step / COSTS_ONE)) * step;
	}

	private get restMs(): number {
		const { places, step } = this;
		if (places <= step) return Math.min(REST_MS, REST_WITH_ONE_MS * LONGER ** this.refusals);
		return REST_MS * Math.min(1, (USUAL_SHARE * step) / places) ** 1.5;
	}

	private get step(): number {
		return Math.max(1, Math.round(this.most / USUAL_LIMIT));
	}

	/** Half more or less, so that processes that were refused together do not come back together. */
	private about(ms: number): number {
		return ms * (0.5 + this.random());
	}
}
