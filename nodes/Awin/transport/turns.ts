/**
 * The turns of one execution or poll at the gate: who it asks for, how long it waited, and what it tells the throttle of the answers.
 */
import { openCredential, type AwinCredential } from './credentials';
import type { AwinContext } from './ask';
import type { CallFailure } from './failures';
import { passGate, throttleOf, type Clock, type Waiting } from './gate';
import type { Asker, Ticket } from './queue';
import type { Throttle } from './throttle';

export type Turn = { ticket?: Ticket } | { failure: CallFailure };

export class Turns {
	/** How long at least one call was waiting for the throttle, so far. */
	waitedMs = 0;
	/** Whether others use Awin's limit, too, as its refusals have shown. */
	wasOverLimit = false;
	/** The limit that it waited for. */
	requestsPerMinute = 0;
	private waiting = 0;
	private waitingSinceMs = 0;

	constructor(
		private readonly context: AwinContext,
		private readonly clock: Clock,
		private readonly asker: Asker,
	) {}

	/** A call begins, whose turns are all at this throttle: from here on its credential's limit holds for everybody there. */
	begin(credential: AwinCredential): Throttle {
		this.requestsPerMinute = credential.requestsPerMinute;
		return throttleOf(credential, this.clock);
	}

	/** Waits until a call may start; or says what ended the waiting before. */
	async wait(throttle: Throttle, waiting: Waiting): Promise<Turn> {
		const { clock, asker } = this;
		if (this.waiting++ === 0) this.waitingSinceMs = clock.nowMs();
		try {
			this.wasOverLimit ||= throttle.isShared;
			const passage = await passGate(throttle, clock, { ...waiting, asker });
			if (passage.passed) return { ticket: passage.ticket };
			return 'waitMs' in passage
				? { failure: noTime(passage.waitMs, waiting.isAgain) }
				: { failure: { kind: 'refused', status: 429, isLasting: true } };
		} catch {
			return { failure: { kind: 'cancelled' } };
		} finally {
			// Calls wait side by side: only the time in which any of them waited counts, and counts once.
			if (--this.waiting === 0) this.waitedMs += clock.nowMs() - this.waitingSinceMs;
		}
	}

	/**
	 * Tells the throttle what became of a call.
	 *
	 * @returns whether Awin refused it because of the limit, and it may wait for its turn once more
	 */
	isToWait(throttle: Throttle, ticket: Ticket | undefined, result: Outcome): boolean {
		const nowMs = this.clock.nowMs();
		tellOf(throttle, ticket, result, nowMs);
		const refusal = refusalOf(result);
		if (!refusal) return false;
		this.wasOverLimit = true;
		if (!throttle.giveUpIfHopeless(nowMs)) return true;
		refusal.isLasting = true;
		return false;
	}

	/** How many calls more could start until a time, as things stand; none with a credential that cannot be used. */
	async callsUntil(untilMs: number, most: number): Promise<number> {
		const reading = await openCredential(this.context);
		if (!reading.ok) return 0;
		const throttle = throttleOf(reading.credential, this.clock);
		return throttle.startsUntil(untilMs, this.clock.nowMs(), this.asker, most);
	}
}

type Outcome = { ok: boolean; failure?: CallFailure };

/** Tells the throttle what became of a call; without a ticket there was none of its own. */
export function tellOf(
	throttle: Throttle,
	ticket: Ticket | undefined,
	result: Outcome,
	nowMs: number,
): void {
	if (!ticket) return;
	const { ok, failure } = result;
	const refusal = refusalOf(result);
	if (refusal) return throttle.answered(ticket, 'refused', nowMs, refusal.retryAfterMs);
	// A 5xx may come from a server on the way, and says nothing of Awin's limit.
	const isAwins = failure?.kind === 'refused' || failure?.kind === 'unreadable';
	const wasTaken = ok || (isAwins && failure.status < 500);
	throttle.answered(ticket, wasTaken ? 'taken' : 'unknown', nowMs);
}

/** What Awin says where its limit is used up. */
function refusalOf({ failure }: Outcome): (CallFailure & { kind: 'refused' }) | undefined {
	return failure?.kind === 'refused' && failure.status === 429 ? failure : undefined;
}

function noTime(waitMs: number, wasRefused = false): CallFailure {
	return { kind: 'noTime', waitMs, ...(wasRefused && { wasRefused }) };
}

/** Who waits: people are n8n's manual runs, and what its editor asks for itself; of all others, only polls have a deadline. */
export function askerOf(context: AwinContext, deadlineMs: number): Asker {
	const mode = context.getMode?.();
	if (mode === 'manual' || mode === 'internal') return 'person';
	return deadlineMs < Infinity ? 'poll' : 'background';
}
