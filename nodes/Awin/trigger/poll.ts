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
import { readSettings, settingsFor, type Settings, type WatchSettings } from './fields';
import { postShared } from './neighbours';
import { pollError, postDamageNotice, postNotices } from './notices';
import { toItems as itemsOf, type ReportedEvent } from './output';
import { putBack, takeOut } from './oneOfSeveral';
import { pollOnce } from './pollCycle';
import { askWith, type WaitOptions } from './readLists';
import { RunningTriggers, type RunningTrigger } from './runningTriggers';
import { sample } from './sampleEvents';
import { isBegun, openState, packState, STATE_KEY } from './state';
import { isSameState, type AnyState, type PollOrigin } from './stateHistory';
import type { WatchedSeveral } from './watchLine';
import { WatchMemory } from './watchMemory';
import { pollSeveral } from './watchPoll';

/** Calls of a poll begin within this time, less that of one call; n8n's durable scheduler sets 36 seconds. */
const LONGEST_POLL_MS = 40_000;

/** Lists of a busy account take Awin 5 to 15 seconds: a call that could not have that long is left to the next poll. */
const CALL_MS = 15_000;

/** A poll that takes this long hangs, and the next one goes ahead. */
const HANGING_AFTER_MS = 5 * 60_000;

/** Before n8n's time is up, for working out what was found. */
const LAST_MOMENT_MS = 2000;

const LONGEST_NAP_MS = 500;

export interface PollerOptions {
	/** The clock that waits are made by. */
	clock?: Clock;
	/** The time of day, epoch milliseconds. */
	nowMs?: () => number;
	/** Resolves after a time, or when the signal fires; for how long n8n waits for a poll. */
	wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Polls for every Awin Trigger of one n8n process. */
export class Poller {
	private readonly clock: Clock;
	private readonly nowMs: () => number;
	private readonly wait: NonNullable<PollerOptions['wait']>;
	private readonly triggers = new RunningTriggers();

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
			return [toItems(await sample(context, settings, awin, this.nowMs()), settings)];
		}

		const { trigger, others } = this.triggers.poll(
			`${context.getWorkflow().id} ${context.getNode().id}`,
		);
		trigger.history.confirmFor(context.getWorkflowStaticData('node'));
		const own = { sinceMs: startMs };
		if (trigger.poll && startMs - trigger.poll.sinceMs < HANGING_AFTER_MS) return null;
		trigger.poll = own;
		const over = new AbortController();
		try {
			// However short the time, half of it is for beginning calls: what takes longer is there for the next poll.
			const latestStartMs = startMs + wholeMs - Math.min(CALL_MS, wholeMs / 2);
			const timeIsUp = this.endOfTime(context, over.signal);
			const items = await this.pollInTurn(context, settings, {
				awin,
				latestStartMs,
				waitOptions: { clockMs: startMs, timeIsUp },
				trigger,
				others,
				isCurrent: () => trigger.poll === own,
			});
			return items.length > 0 ? [items] : null;
		} finally {
			over.abort();
			if (trigger.poll === own) trigger.poll = undefined;
		}
	}

	private async pollInTurn(
		context: IPollFunctions,
		settings: WatchSettings,
		turn: Turn,
	): Promise<INodeExecutionData[]> {
		const { history } = turn.trigger;
		const kept = stateIn(context);
		const beginning = history.begin(kept, this.originOf(context, settings));
		if (beginning.isTooEarly) return [];
		const { watched } = settings;
		const { before } = beginning;
		const { state, events, accountIds, post } =
			watched.watch === 'oneAccount'
				? await this.pollOne(context, settingsFor(settings, watched.accountId), before, turn)
				: await this.pollSeveral(context, settings, watched, before, turn);

		// Another poll has been ahead meanwhile. What this one found is left to the next, which goes on from there.
		if (!turn.isCurrent() || !isSameState(stateIn(context), kept)) return [];

		post();
		this.noteWatching(context, settings, accountIds, turn);
		if (!state) return [];
		const items = toItems(events, settings);
		// One assignment of a whole value: n8n does not see changes inside of one.
		context.getWorkflowStaticData('node')[STATE_KEY] = state as unknown as IDataObject;
		history.end(state, items.length > 0, kept, this.originOf(context, settings));
		return items;
	}

	private noteWatching(
		context: IPollFunctions,
		{ accountType, events, partnerIds }: WatchSettings,
		accountIds: readonly string[],
		{ trigger, others }: Turn,
	): void {
		const { name } = context.getNode();
		const workflowId = String(context.getWorkflow().id);
		const selection = { events, partnerIds };
		trigger.watching = { workflowId, name, accountType, accountIds, selection };
		postShared(context, trigger, others);
	}

	private async pollOne(
		context: IPollFunctions,
		settings: Settings,
		before: unknown,
		{ awin, latestStartMs, waitOptions, trigger }: Turn,
	): Promise<PollResult> {
		const { accountId } = settings;
		const nowMs = this.nowMs();
		const choiceSinceMs = memoryOf(trigger).sinceOf(settings, nowMs);
		const one = takeOut(before, settings, choiceSinceMs);
		const { known, damage } = openState(one.own, settings);
		const { sinceMs = nowMs } = one;
		const pollIntervalMs = settings.pollIntervalMs + Math.max(0, nowMs - sinceMs);
		const ask = askWith(awin, settings, latestStartMs);
		const { pending } = trigger;
		const wait = { ...waitOptions, settings, pending };
		const outcome = await pollOnce({ ...settings, pollIntervalMs, nowMs }, known, ask, wait);
		if (!outcome.ok) throw pollError(context.getNode(), outcome.failure, settings);
		const account = { accountId, accountName: null };
		return {
			events: outcome.newEvents.map((event) => ({ ...event, account })),
			accountIds: [accountId],
			state: outcome.hasRead
				? putBack(packState(outcome.known, settings), settings, one, {
						nowMs,
						isBegun: isBegun(outcome.known, settings),
					})
				: undefined,
			post: () => {
				postNotices(context, outcome, settings);
				if (outcome.hasRead && damage) postDamageNotice(context, damage);
			},
		};
	}

	private async pollSeveral(
		context: IPollFunctions,
		settings: WatchSettings,
		watched: WatchedSeveral,
		before: unknown,
		{ awin, latestStartMs, waitOptions, trigger }: Turn,
	): Promise<PollResult> {
		const nowMs = this.nowMs();
		const memory = memoryOf(trigger);
		const turn = { awin, memory, latestStartMs, nowMs, waitOptions };
		return await pollSeveral(context, settings, watched, before, turn);
	}

	private originOf(context: IPollFunctions, { pollIntervalMs }: WatchSettings): PollOrigin {
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
	awin: Awin;
	/** By the clock: no call begins after it. */
	latestStartMs: number;
	waitOptions: WaitOptions;
	trigger: RunningTrigger;
	others: RunningTrigger[];
	/** False once another poll has gone ahead. */
	isCurrent: () => boolean;
}

/** What a poll gives, where nothing stands in its way. */
interface PollResult {
	events: ReportedEvent[];
	/** Whose turn comes in this poll or another. */
	accountIds: readonly string[];
	/** What to keep; `undefined` where nothing was read. */
	state?: AnyState;
	/** Tells what has to be told. */
	post: () => void;
}

function memoryOf(trigger: RunningTrigger): WatchMemory {
	return (trigger.several ??= new WatchMemory());
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

function toItems(events: ReportedEvent[], { view }: WatchSettings): INodeExecutionData[] {
	return itemsOf(events, view).map((json) => ({ json: json as IDataObject }));
}
