/**
 * How many calls a minute of Awin's limit are this process's own.
 *
 * Awin gives one limit to a user, and neither the other workers nor other tools with the same token tell of themselves. All that
 * a process sees is which of its calls Awin refuses. So it does as TCP does with a line that it shares: it holds a number
 * of places, each good for one call a minute; it tries for one more while all is well, and gives some up after a refusal.
 * Whoever holds more gives up more, and all try equally often, so that the shares become alike.
 *
 * A process that was never refused has all places: alone, it needs no learning.
 *
 * Pure: it is told the time. The figures were chosen by simulation (docs/performance.md): with other ones the limit is used
 * less, or refusals are more, or a newcomer waits longer for its share.
 */

/** Of the places but the first that a refusal costs. */
const GIVEN_UP = 0.2;

/** The same for a process that had all places: it has just heard that there are others. */
const GIVEN_UP_AT_FIRST = 0.5;

/** How long nothing is tried after a refusal at what was held before, on average: so eight processes are refused twice a minute in all. */
const REST_MS = 6 * 60_000;

/** With more places than these the rest is shorter: the few who hold so much find out sooner that others want some of it. */
const USUAL_SHARE = 3;

/** Until what was given up is tried for again, on average. */
const SHORT_REST_MS = 30_000;

/** How much sooner the next try succeeds where the last one did: room is left by processes that ended, and by many places at once. */
const QUICKER = 0.7;

/** Awin's own limit: what a step of one place was chosen for. */
const USUAL_LIMIT = 20;

/**
 * After so many calls without a pause, a process that has all places leaves one free for a while, and does so again and again.
 * Else a newcomer would never be let in where nobody is refused but itself.
 */
const CALLS_BEFORE_LOOKING = 120;
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
	/** What was held at the last refusal: up to there it is gone quickly, and beyond slowly. */
	private ceiling: number;
	private trialsTaken = 0;
	private successes = 0;
	private nextTrialMs = 0;
	private gaveUpMs = -Infinity;
	private callsUntilLook = CALLS_BEFORE_LOOKING;

	constructor(
		most: number,
		private readonly random: () => number = Math.random,
	) {
		this.most = most;
		this.highest = most;
		this.ceiling = most;
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
		// What it comes back to was its own.
		this.successes = 3;
		this.nextTrialMs = nowMs + this.about(LOOK_MS);
	}

	/** A call that went early was taken. A whole minute of such calls is the proof that there is room for more. */
	trialTaken(nowMs: number): void {
		if (++this.trialsTaken < this.places * QUICKER ** this.successes) return;
		const before = this.places;
		this.trialsTaken = 0;
		this.takeBack(this.step);
		this.successes++;
		if (before < this.ceiling && this.places >= this.ceiling)
			this.nextTrialMs = nowMs + this.about(this.restMs);
	}

	refused({ isTrial, startedMs, notRefused }: Refusal, nowMs: number): void {
		const givenUp = this.isLearnt ? GIVEN_UP : GIVEN_UP_AT_FIRST;
		this.isLearnt = true;
		this.trialsTaken = 0;
		this.successes = 0;
		// Calls that were under way together are refused for one and the same reason.
		if (startedMs > this.gaveUpMs) {
			this.gaveUpMs = nowMs;
			this.ceiling = isTrial ? this.places : Math.max(1, this.places - 1);
			const { places, step } = this;
			this.held = places - this.wholeNumber(givenUp * Math.max(0, places - step));
		}
		const own = isTrial ? notRefused + 1 : notRefused;
		this.held = Math.max(1, Math.min(this.places, own));
		this.ceiling = Math.max(this.ceiling, this.places);
		const restMs = this.places < this.ceiling ? SHORT_REST_MS : this.restMs;
		this.nextTrialMs = nowMs + this.about(restMs);
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

	private get restMs(): number {
		return REST_MS * Math.min(1, Math.sqrt((USUAL_SHARE * this.step) / this.places));
	}

	private get step(): number {
		return Math.max(1, Math.round(this.most / USUAL_LIMIT));
	}

	/** Half more or less, so that processes that were refused together do not come back together. */
	private about(ms: number): number {
		return ms * (0.5 + this.random());
	}

	/** Up or down by chance, so that it is right on average: a fifth of two places is a place in every second case or so. */
	private wholeNumber(amount: number): number {
		return Math.floor(amount + this.random());
	}
}
