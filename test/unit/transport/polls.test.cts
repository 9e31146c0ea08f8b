/**
 * Polls beside a workflow that has calls to make for hours, in one process: whatever moment a poll comes at, its calls start
 * within the seconds that it has.
 */
import { Throttle } from '../../../nodes/Awin/transport/throttle';

const POLL_EVERY_MS = 60_000;
const PATIENCE_MS = 25_000;
const STEP_MS = 250;
const HOURS_MS = 3 * 60 * 60_000;

/** A caller that makes one call after the other. */
interface Caller {
	asker: 'poll' | 'background';
	left: number;
	ticket?: ReturnType<Throttle['enter']>;
	busyUntilMs: number;
}

/** @returns the fewest calls that any poll could start in its time, and all calls by the minute */
function playHours(callsOfPoll: number, everyMs: number) {
	const throttle = new Throttle({ limit: 20 });
	const workers: Caller[] = Array.from({ length: 5 }, () => ({
		asker: 'background',
		left: Infinity,
		busyUntilMs: 0,
	}));
	let poll: (Caller & { sinceMs: number }) | undefined;
	let fewest = Infinity;
	let calls = 0;
	const go = (caller: Caller, nowMs: number) => {
		if (caller.left <= 0 || nowMs < caller.busyUntilMs) return;
		caller.ticket ??= throttle.enter(caller.asker);
		if (throttle.tryStart(caller.ticket, nowMs) > 0) return;
		throttle.answered(caller.ticket, 'taken', nowMs);
		caller.ticket = undefined;
		caller.left--;
		caller.busyUntilMs = nowMs + 700;
		calls++;
	};
	for (let nowMs = 0; nowMs < HOURS_MS; nowMs += STEP_MS) {
		for (const worker of workers) go(worker, nowMs);
		if (nowMs % everyMs === 0) {
			poll = { asker: 'poll', left: callsOfPoll, busyUntilMs: 0, sinceMs: nowMs };
		}
		if (poll) go(poll, nowMs);
		if (poll && (poll.left === 0 || nowMs - poll.sinceMs > PATIENCE_MS)) {
			if (poll.ticket) throttle.leave(poll.ticket);
			// The first one comes while nobody knows yet that there are polls.
			if (nowMs > everyMs) fewest = Math.min(fewest, callsOfPoll - poll.left);
			poll = undefined;
		}
	}
	return { fewest, aMinute: calls / (HOURS_MS / 60_000) };
}

it.each([
	['the three lists of an account, each minute', 3, POLL_EVERY_MS, 3],
	['those of five accounts, each minute', 15, POLL_EVERY_MS, 5],
	['the three lists of an account, each hour', 3, 60 * POLL_EVERY_MS, 3],
])('%s', (_, callsOfPoll, everyMs, atLeast) => {
	const { fewest, aMinute } = playHours(callsOfPoll, everyMs);

	expect(fewest).toBeGreaterThanOrEqual(atLeast);
	// What the polls leave is used.
	expect(aMinute).toBeGreaterThan(18.5);
});
