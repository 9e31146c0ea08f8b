/**
 * The thin side of the trigger: from n8n's poll() to one poll and back.
 */
import {
	sleep,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import { ownParameters } from '../fields/item';
import { systemClock, type Clock } from '../transport/gate';
import { Awin } from '../transport/request';
import type { DetectedEvent } from './changeDetector';
import { readSettings, type Settings } from './fields';
import { pollError, postDamageNotice, postNotices } from './notices';
import { toItems as itemsOf } from './output';
import { pollOnce } from './pollCycle';
import { askWith, PendingReads, type Ask, type WaitOptions } from './readLists';
import { sampleEvents } from './sampleEvents';
import { openState, packState, STATE_KEY } from './state';
import { isSameState, StateHistory, type PollOrigin } from './stateHistory';

/** Calls of a poll begin within this time, less that of one call; n8n's durable scheduler sets 36 seconds. */
const LONGEST_POLL_MS = 40_000;

/** Lists of a busy account take Awin 5 to 15 seconds: a call that could not have that long is left to the next poll. */
const CALL_MS = 15_000;

/** A poll that takes this long hangs, and the next one goes ahead. */
const HANGING_AFTER_MS = 5 * 60_000;

/** Before n8n's time is up, for working out what was found. */
const LAST_MOMENT_MS = 2000;

const LONGEST_NAP_MS = 500;

/** More triggers than one n8n has; of the first ones nothing more is known then than what n8n hands over. */
const MOST_TRIGGERS = 1000;

export interface PollerOptions {
	/** The clock that waits are made by. */
	clock?: Clock;
	/** The time of day, epoch milliseconds. */
	nowMs?: () => number;
	/** Resolves after a time, or when the signal fires; for how long n8n waits for a poll. */
	wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What this process keeps of one trigger. */
interface RunningTrigger {
	/** The poll in progress, and since when, by the clock. */
	poll?: { sinceMs: number };
	readonly history: StateHistory;
	readonly pending: PendingReads;
}

/** Polls for every Awin Trigger of one n8n process. */
export class Poller {
	private readonly clock: Clock;
	private readonly nowMs: () => number;
	private readonly wait: NonNullable<PollerOptions['wait']>;
	private readonly triggers = new Map<string, RunningTrigger>();

	constructor({
		clock = systemClock,
		nowMs = () => Date.now(),
		wait = waitReally,
	}: PollerOptions = {}) {
		this.clock = clock;
		this.nowMs = nowMs;
		this.wait = wait;
	}

	/** n8n's poll(): the events that are new, or null for none. Throws what n8n should show. */
	async poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const settings = readSettings(ownParameters(context));
		const startMs = this.clock.nowMs();
		const wholeMs = budgetMs(context);
		const awin = new Awin(context, { clock: this.clock, deadlineMs: startMs + wholeMs });
		if (context.getMode() === 'manual') {
			return [toItems(await sampleEvents(context, settings, awin, this.nowMs()), settings)];
		}

		const trigger = this.triggerOf(context);
		trigger.history.confirmFor(context.getWorkflowStaticData('node'));
		const own = { sinceMs: startMs };
		if (trigger.poll && startMs - trigger.poll.sinceMs < HANGING_AFTER_MS) return null;
		trigger.poll = own;
		const over = new AbortController();
		try {
			// However short the time, half of it is for beginning calls: what takes longer is there for the next poll.
			const latestStartMs = startMs + wholeMs - Math.min(CALL_MS, wholeMs / 2);
			const ask = askWith(awin, settings, latestStartMs);
			const timeIsUp = this.endOfTime(context, over.signal);
			const waitOptions = { settings, pending: trigger.pending, clockMs: startMs, timeIsUp };
			const isCurrent = () => trigger.poll === own;
			const { history } = trigger;
			const items = await this.pollInTurn(context, settings, {
				ask,
				waitOptions,
				history,
				isCurrent,
			});
			return items.length > 0 ? [items] : null;
		} finally {
			over.abort();
			if (trigger.poll === own) trigger.poll = undefined;
		}
	}

	private async pollInTurn(
		context: IPollFunctions,
		settings: Settings,
		{ ask, waitOptions, history, isCurrent }: Turn,
	): Promise<INodeExecutionData[]> {
		const kept = stateIn(context);
		const beginning = history.begin(kept, this.originOf(context, settings));
		if (beginning.isTooEarly) return [];
		const { known, damage } = openState(beginning.before, settings);
		const options = { ...settings, nowMs: this.nowMs() };
		const outcome = await pollOnce(options, known, ask, waitOptions);
		if (!outcome.ok) throw pollError(context.getNode(), outcome.failure, settings);

		// Another poll has been ahead meanwhile. What this one found is left to the next, which goes on from there.
		if (!isCurrent() || !isSameState(stateIn(context), kept)) return [];

		postNotices(context, outcome, settings);
		if (!outcome.hasRead) return [];
		if (damage) postDamageNotice(context, damage);
		const state = packState(outcome.known, settings);
		const items = toItems(outcome.newEvents, settings);
		// One assignment of a whole value: n8n does not see changes inside of one.
		context.getWorkflowStaticData('node')[STATE_KEY] = state as unknown as IDataObject;
		history.end(state, items.length > 0, kept, this.originOf(context, settings));
		return items;
	}

	private triggerOf(context: IPollFunctions): RunningTrigger {
		const name = `${context.getWorkflow().id} ${context.getNode().id}`;
		const trigger = this.triggers.get(name) ?? {
			history: new StateHistory(),
			pending: new PendingReads(),
		};
		// The one that polled last is the last in line.
		this.triggers.delete(name);
		this.triggers.set(name, trigger);
		for (const oldest of this.triggers.keys()) {
			if (this.triggers.size <= MOST_TRIGGERS) break;
			this.triggers.delete(oldest);
		}
		return trigger;
	}

	private originOf(context: IPollFunctions, { pollIntervalMs }: Settings): PollOrigin {
		return {
			registration: context.getWorkflowStaticData('node'),
			isDurable: isOfDurableScheduler(context),
			pollIntervalMs,
			clockMs: this.clock.nowMs(),
			timeOfDayMs: this.nowMs(),
		};
	}

	/** n8n's durable scheduler throws away what a poll gives too late; the other one waits. */
	private async endOfTime(context: IPollFunctions, signal: AbortSignal): Promise<void> {
		if (!isOfDurableScheduler(context)) return await new Promise(() => undefined);
		const wholeMs = budgetMs(context);
		await this.wait(wholeMs - Math.min(LAST_MOMENT_MS, wholeMs / 4), signal);
	}
}

/** One poll that has the trigger to itself. */
interface Turn {
	ask: Ask;
	waitOptions: WaitOptions;
	history: StateHistory;
	/** False once another poll has gone ahead. */
	isCurrent: () => boolean;
}

/** For all triggers of this process. */
export const poller = new Poller();

function budgetMs(context: IPollFunctions): number {
	return Math.min(givenMs(context), LONGEST_POLL_MS);
}

function givenMs(context: IPollFunctions): number {
	// n8n has this from 2.38 on.
	const { getPollBudgetMs } = context as Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>;
	return getPollBudgetMs?.call(context) ?? Infinity;
}

/** The polls of its own scheduler, and those at activation, n8n gives five minutes. */
function isOfDurableScheduler(context: IPollFunctions): boolean {
	return givenMs(context) < HANGING_AFTER_MS;
}

function stateIn(context: IPollFunctions): unknown {
	return context.getWorkflowStaticData('node')[STATE_KEY];
}

/** In short naps, so that nothing is left over for long once the poll is done. */
async function waitReally(ms: number, signal: AbortSignal): Promise<void> {
	const endMs = performance.now() + ms;
	for (let leftMs = ms; leftMs > 0 && !signal.aborted; leftMs = endMs - performance.now()) {
		await sleep(Math.min(leftMs, LONGEST_NAP_MS));
	}
}

function toItems(events: DetectedEvent[], { view }: Settings): INodeExecutionData[] {
	return itemsOf(events, view).map((json) => ({ json: json as IDataObject }));
}
