/**
 * The thin side of the trigger: from n8n's poll() to one poll and back.
 */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { ownParameters } from '../fields/item';
import { callError } from '../transport/errors';
import { systemClock, type Clock } from '../transport/gate';
import { Awin } from '../transport/request';
import { askWith } from './ask';
import { readSettings, type Settings } from './fields';
import { toItems as itemsOf } from './output';
import { sampleEvents } from './sample';
import { emptyState, packState, readState, STATE_KEY, type TriggerState } from './state';
import { tellOf } from './telling';
import { pollOnce, type Ask } from './watch';

/** Ends a poll well before the next minute; n8n's durable scheduler sets 36 seconds, the other one five minutes. */
const LONGEST_POLL_MS = 40_000;

/** Lists of a busy account take Awin 5 to 15 seconds: a call that could not have that long is left to the next poll. */
const CALL_MS = 15_000;

/** A poll that takes this long hangs, and the next one goes ahead. */
const HANGING_AFTER_MS = 5 * 60_000;

/**
 * How long n8n may take to store what a poll found. Its durable scheduler reads the state before it calls the node, so that
 * of two poll times that come together the second may begin from the state before the first.
 */
const LONGEST_STORING_MS = 30_000;

export interface PollerOptions {
	/** The clock that waits are made by. */
	clock?: Clock;
	/** The time of day, epoch milliseconds. */
	nowMs?: () => number;
}

/** Polls for every Awin Trigger of one n8n process. */
export class Poller {
	private readonly clock: Clock;
	private readonly nowMs: () => number;
	/** Polls under way, by trigger: since when, by the clock. */
	private readonly running = new Map<string, { sinceMs: number }>();
	/**
	 * The state after the last poll, by trigger, where that reported nothing: whatever n8n did with it, no event went with
	 * it. n8n's durable scheduler discards the state of the poll at activation, and a renamed node has lost its own; then
	 * this one is at hand.
	 */
	private readonly lastQuiet = new Map<string, TriggerState>();
	/** By trigger: the state that the last poll with news began from, and when that ended, by the clock. */
	private readonly lastNews = new Map<string, { before: string | undefined; endedMs: number }>();

	constructor({ clock = systemClock, nowMs = () => Date.now() }: PollerOptions = {}) {
		this.clock = clock;
		this.nowMs = nowMs;
	}

	/** n8n's poll(): the events that are new, or null for none. Throws what n8n should show. */
	async poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const settings = readSettings(ownParameters(context));
		const deadlineMs = this.clock.nowMs() + budgetMs(context);
		const awin = new Awin(context, { clock: this.clock, deadlineMs });
		if (context.getMode() === 'manual') {
			return [toItems(await sampleEvents(context, settings, awin, this.nowMs()), settings)];
		}

		const trigger = `${context.getWorkflow().id} ${context.getNode().id}`;
		const own = { sinceMs: this.clock.nowMs() };
		const other = this.running.get(trigger);
		if (other && own.sinceMs - other.sinceMs < HANGING_AFTER_MS) return null;
		this.running.set(trigger, own);
		try {
			const ask = askWith(awin, settings, deadlineMs - CALL_MS);
			const items = await this.pollInTurn(context, settings, ask, trigger, own);
			return items.length > 0 ? [items] : null;
		} finally {
			if (this.running.get(trigger) === own) this.running.delete(trigger);
		}
	}

	private async pollInTurn(
		context: IPollFunctions,
		settings: Settings,
		ask: Ask,
		trigger: string,
		own: object,
	): Promise<INodeExecutionData[]> {
		const kept = stateIn(context);
		if (this.isStillBeingStored(context, trigger, kept)) return [];
		const before = kept ?? this.lastQuiet.get(trigger);
		const outcome = await pollOnce(
			{ ...settings, nowMs: this.nowMs() },
			readState(before, settings) ?? emptyState(),
			ask,
		);
		if (!outcome.ok) throw callError(context.getNode(), outcome.failure);

		// Another poll has been ahead meanwhile. What this one found is left to the next, which goes on from there.
		const isOvertaken = this.running.get(trigger) !== own || !isSame(stateIn(context), kept);
		if (isOvertaken) return [];

		const state = packState(outcome.known, settings);
		const items = toItems(outcome.reports, settings);
		// One assignment of a whole value: n8n does not see changes inside of one.
		context.getWorkflowStaticData('node')[STATE_KEY] = state as unknown as IDataObject;
		if (items.length === 0) this.lastQuiet.set(trigger, state);
		else {
			if (kept !== undefined) this.lastQuiet.delete(trigger);
			this.lastNews.set(trigger, { before: marksOf(kept), endedMs: this.clock.nowMs() });
		}
		tellOf(context, outcome);
		return items;
	}

	/**
	 * Whether this poll was given the state from before the news that were just given out. It then leaves everything to the
	 * next: had n8n thrown them away, that one would find them again.
	 */
	private isStillBeingStored(context: IPollFunctions, trigger: string, kept: unknown): boolean {
		const news = this.lastNews.get(trigger);
		if (!news || !isOfDurableScheduler(context)) return false;
		const isRecent = this.clock.nowMs() - news.endedMs < LONGEST_STORING_MS;
		return isRecent && marksOf(kept) === news.before;
	}
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

/** Two states are of the same poll when their lists were read equally far. */
function isSame(a: unknown, b: unknown): boolean {
	return marksOf(a) === marksOf(b);
}

function marksOf(state: unknown): string | undefined {
	return JSON.stringify((state as TriggerState | undefined)?.lists);
}

function toItems(reports: Parameters<typeof itemsOf>[0], { view }: Settings): INodeExecutionData[] {
	return itemsOf(reports, view).map((json) => ({ json: json as IDataObject }));
}
