/**
 * Keeps calls inside Awin's limit: at most `limit` in any window of time, first come, first served.
 *
 * Pure: it is told the time and never sleeps. A sliding log, so the first calls after a quiet spell go at once. All times
 * are milliseconds of one clock that never runs backwards.
 */

export interface ThrottleOptions {
	/** Calls allowed in any window. May be changed later through {@link Throttle.limit}. */
	limit: number;
	windowMs?: number;
}

/** One call's place in the queue. */
export interface Ticket {
	readonly number: number;
}

/**
 * Awin counts a call when it arrives, not when it leaves here. Half a second more than the minute covers a first call
 * that travelled slower than the one a minute later, and costs less than 1 % of the rate.
 */
export const WINDOW_MS = 60_500;

export class Throttle {
	limit: number;
	private readonly windowMs: number;
	/** When the last calls went, oldest first; never more than one window's worth is needed. */
	private started: number[] = [];
	private readonly waiting: Ticket[] = [];
	private closedUntilMs = 0;
	private tickets = 0;

	constructor({ limit, windowMs = WINDOW_MS }: ThrottleOptions) {
		this.limit = limit;
		this.windowMs = windowMs;
	}

	/** Takes the next place in the queue. Every ticket must end in {@link tryStart} giving 0, or in {@link leave}. */
	enter(): Ticket {
		const ticket = { number: ++this.tickets };
		this.waiting.push(ticket);
		return ticket;
	}

	/**
	 * Lets the call of this ticket start, if it is its turn.
	 *
	 * @returns 0 when the call starts now (it is counted from here on), else how many milliseconds it has to wait as
	 * things stand. After a wait, ask again: the gate may have closed meanwhile.
	 */
	tryStart(ticket: Ticket, nowMs: number): number {
		const waitMs = this.waitMs(ticket, nowMs);
		if (waitMs > 0) return waitMs;
		this.leave(ticket);
		this.started.push(nowMs);
		return 0;
	}

	/** How long the call of this ticket has to wait as things stand, without starting it. */
	waitMs(ticket: Ticket, nowMs: number): number {
		this.forgetBefore(nowMs - this.windowMs);
		const ahead = this.waiting.indexOf(ticket);
		const slots = [...this.started];
		let slotMs = nowMs;
		// Each call ahead takes the earliest slot that is left; this one takes the next.
		for (let place = 0; place <= ahead; place++) {
			const limiting = slots[slots.length - this.limit];
			const freeAtMs = limiting === undefined ? nowMs : limiting + this.windowMs;
			slotMs = Math.max(nowMs, this.closedUntilMs, freeAtMs);
			slots.push(slotMs);
		}
		return slotMs - nowMs;
	}

	/** Gives the place back, because the call was cancelled or has started. */
	leave(ticket: Ticket): void {
		const place = this.waiting.indexOf(ticket);
		if (place >= 0) this.waiting.splice(place, 1);
	}

	/** Closes the gate for everybody, because Awin said that the limit is used up. */
	closeUntil(timeMs: number): void {
		this.closedUntilMs = Math.max(this.closedUntilMs, timeMs);
	}

	/** Whether nothing is remembered and nobody waits, so that the object can be dropped. */
	isIdle(nowMs: number): boolean {
		this.forgetBefore(nowMs - this.windowMs);
		return this.started.length === 0 && this.waiting.length === 0 && this.closedUntilMs <= nowMs;
	}

	private forgetBefore(timeMs: number): void {
		const firstKept = this.started.findIndex((startedMs) => startedMs > timeMs);
		if (firstKept !== 0) this.started = firstKept < 0 ? [] : this.started.slice(firstKept);
	}
}
