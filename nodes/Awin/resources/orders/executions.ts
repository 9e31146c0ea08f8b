/**
 * What an execution itself has sent, so that a second try of it (Retry On Fail), or a later turn of a loop in it, is told
 * "earlier in this run" and not "in an earlier run". Lives in this process, for words only: nothing is sent or left out by it.
 */
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
