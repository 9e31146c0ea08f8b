/**
 * What this process knows of the orders that it has sent, beside what n8n's store remembers.
 *
 * By execution, so that a second try of it (Retry On Fail), or a later turn of a loop in it, is told "earlier in this run" and
 * not "in an earlier run": for words only. And by time, so that an order is not taken for missing at Awin before Awin can show
 * it.
 */
import { MINUTE_MS } from '../../api/periods';
import { MOST_REMEMBERED } from './capacity';

/** Over all executions; the oldest of them are forgotten first. */
export const MOST_KEYS = MOST_REMEMBERED;

const sentBy = new Map<string, Set<string>>();
let keyCount = 0;

export function noteSent(executionId: string | undefined, keys: string[]): void {
	if (executionId === undefined || keys.length === 0) return;
	const sent = sentBy.get(executionId) ?? new Set();
	// The execution that is at work is the last one to be forgotten.
	sentBy.delete(executionId);
	sentBy.set(executionId, sent);
	keyCount -= sent.size;
	for (const key of keys) sent.add(key);
	keyCount += sent.size;
	for (const [id, { size }] of sentBy) {
		if (keyCount <= MOST_KEYS || id === executionId) break;
		sentBy.delete(id);
		keyCount -= size;
	}
	if (keyCount > MOST_KEYS) forgetSome(sent);
}

/** Whether this execution is known to have sent the order earlier. */
export function hasSent(executionId: string | undefined, key: string): boolean {
	return executionId !== undefined && (sentBy.get(executionId)?.has(key) ?? false);
}

function forgetSome(sent: Set<string>): void {
	for (const key of sent) {
		if (keyCount <= MOST_KEYS) return;
		sent.delete(key);
		keyCount--;
	}
}

/**
 * Awin shows an order within three minutes ("can take up to 3 minutes to display", Conversion API); a call that is given up
 * after two may still reach it.
 */
export const SHOWN_AFTER_MS = 10 * MINUTE_MS;

/** When orders were last sent that Awin may have, the earliest first. */
const sentAtMs = new Map<string, number>();

/** Notes orders that have just been sent, and that Awin may have. */
export function noteSending(keys: string[]): void {
	const nowMs = Date.now();
	for (const key of keys) {
		sentAtMs.delete(key);
		sentAtMs.set(key, nowMs);
	}
	for (const [key, atMs] of sentAtMs) {
		if (atMs > nowMs - SHOWN_AFTER_MS && sentAtMs.size <= MOST_KEYS) break;
		sentAtMs.delete(key);
	}
}

/** Whether this process has sent the order so lately that Awin may not show it yet. */
export function isSentLately(key: string): boolean {
	const atMs = sentAtMs.get(key);
	return atMs !== undefined && Math.abs(Date.now() - atMs) < SHOWN_AFTER_MS;
}
