/**
 * The thin side of the throttle: one per token and n8n process, shared by every node and workflow, and the sleeping.
 */
import { sleep } from 'n8n-workflow';

import { tokenKey, type AwinCredential } from './credentials';
import type { Asker, Ticket } from './queue';
import { Throttle } from './throttle';

/** Time as the gate needs it; tests bring their own. */
export interface Clock {
	/** Milliseconds of a clock that never runs backwards. */
	nowMs(): number;
	/** Waits; ends early, by rejecting, when the signal fires. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Rings after a time in which others are at work; ends early, by rejecting, when the signal fires. */
	alarm(ms: number, signal: AbortSignal): Promise<void>;
}

const LONGEST_NAP_MS = 500;

export const systemClock: Clock = {
	nowMs: () => performance.now(),
	sleep: pass,
	alarm: pass,
};

/** In short naps, because n8n before 2.34 does not listen to the signal: a stopped execution has to end within a second. */
async function pass(ms: number, signal?: AbortSignal): Promise<void> {
	const untilMs = performance.now() + ms;
	for (let leftMs = ms; leftMs > 0; leftMs = untilMs - performance.now()) {
		await sleep(Math.min(leftMs, LONGEST_NAP_MS), signal);
		signal?.throwIfAborted();
	}
}

const throttles = new Map<string, Throttle>();
const KEPT_THROTTLES = 100;

/**
 * The throttle of a token, for a call that begins. Awin counts per user, so the token decides, whichever credential or account
 * it is used for; the limit is that of the call that began last, since the credential may have been changed after the others.
 */
export function throttleOf(credential: AwinCredential, clock: Clock): Throttle {
	const key = tokenKey(credential);
	let throttle = throttles.get(key);
	if (!throttle) {
		if (throttles.size >= KEPT_THROTTLES) forgetIdle(clock.nowMs());
		throttle = new Throttle({ limit: credential.requestsPerMinute });
		throttles.set(key, throttle);
	}
	throttle.limit = credential.requestsPerMinute;
	return throttle;
}

function forgetIdle(nowMs: number): void {
	for (const [key, throttle] of throttles) {
		if (throttle.isIdle(nowMs)) throttles.delete(key);
	}
}

/** A place may come free earlier than it looked at first: others give up, or the limit is raised. */
const LONGEST_WAIT_BEFORE_A_LOOK_MS = 5000;

export type Passage =
	/** What becomes of the call is to be told by this ticket; there is none where it was only looked. */
	| { passed: true; ticket?: Ticket }
	/** The wait would have gone past `deadlineMs`; nothing was waited for. */
	| { passed: false; waitMs: number }
	/** Awin has refused everything for so long that the wait was given up. */
	| { passed: false; isHopeless: true };

export interface Waiting {
	signal?: AbortSignal;
	/** By the clock: a call that cannot start before it does not wait at all. */
	deadlineMs?: number;
	/** Gives the place back when its turn has come, instead of starting a call. */
	onlyLook?: boolean;
	asker?: Asker;
	/** Whether the call was refused before: it does not go to the end of the line again. */
	isAgain?: boolean;
}

/**
 * Waits until a call may start.
 *
 * @throws what the signal gives as its reason, when the execution is stopped meanwhile
 */
export async function passGate(
	throttle: Throttle,
	clock: Clock,
	{ signal, deadlineMs = Infinity, onlyLook = false, asker, isAgain }: Waiting,
): Promise<Passage> {
	const ticket = throttle.enter(asker, isAgain);
	try {
		for (;;) {
			signal?.throwIfAborted();
			if (ticket.isHopeless) return { passed: false, isHopeless: true };
			const nowMs = clock.nowMs();
			const waitMs = onlyLook ? throttle.waitMs(ticket, nowMs) : throttle.tryStart(ticket, nowMs);
			if (waitMs === 0) return onlyLook ? { passed: true } : { passed: true, ticket };
			if (nowMs + waitMs > deadlineMs) return { passed: false, waitMs };
			await clock.sleep(Math.min(waitMs, LONGEST_WAIT_BEFORE_A_LOOK_MS), signal);
		}
	} finally {
		throttle.leave(ticket);
	}
}
