/** The history of a modelled n8n: its calls as they went, and its polls and executions as n8n shows them. */
import type { History, Line, PollLine, WatchLine } from '../history/lines.cts';
import type { ModelN8n, PollRecord } from './pollModel.cts';

const WATCH = 'Awin Trigger';

export type Watched = Omit<WatchLine, 'kind' | 'watch'>;

/** @param choices what was watched for, from when on */
export function historyOf({ polls }: ModelN8n, history: History, choices: Watched[]): Line[] {
	return [
		...choices.map((choice): Line => ({ kind: 'watch', watch: WATCH, ...choice })),
		...history.lines,
		...polls.flatMap(linesOf),
	];
}

const OUTCOMES: Record<PollRecord['outcome'], PollLine['outcome']> = {
	good: 'given',
	short: 'part',
	failed: 'none',
	skipped: 'none',
	discarded: 'none',
};

function linesOf(poll: PollRecord, place: number): Line[] {
	const { atMs: fromMs, localMs: clockMs, items, isStart: isFirst } = poll;
	const toMs = Number.isFinite(poll.endMs) ? poll.endMs : fromMs;
	const outcome = OUTCOMES[poll.outcome];
	const shown: Line = { kind: 'poll', watch: WATCH, fromMs, toMs, clockMs, outcome, isFirst };
	if (items.length === 0) return [shown];
	const execution = { id: String(place), fromMs, toMs, status: 'success', items };
	return [shown, { kind: 'execution', of: 'events', watch: WATCH, ...execution }];
}
