/**
 * What the trigger keeps from poll to poll: how far each list was read, and what was seen in it. Pure.
 */
import { z } from 'zod';

import { isJsonObject } from '../api/answers';
import { DATE_TYPES, type DateType } from '../api/transactions';
import type { ChosenAccount } from '../fields/account';
import { eventsIn } from './events';
import { SeenTransactions } from './seenTransactions';
import { newlySelected, selectionText, stillSelected, type Selection } from './selection';

/** The name of the state in n8n's static data of the node. */
export const STATE_KEY = 'awinTrigger';

/**
 * How far one list was read, as it is stored: these names stay. Times are epoch milliseconds; those that are not dates of
 * Awin's are by this machine's clock.
 */
export interface ListProgress {
	/** Which events and partners it was read for, see selection.ts. */
	scope: string;
	/** The watermark: everything dated up to here has been read. */
	boundMs: number;
	/** When it was last read back for late arrivals. */
	reachedBackMs: number;
	/** From this date on, everything that was seen is remembered. */
	coveredFromMs: number;
	/** Since when the watermark waits for rows that cannot be read; null while all can. */
	heldSinceMs: number | null;
	/** The newest date of Awin's in any row when this list was read last: so late it was at least, whatever the clock said. */
	newestMs?: number;
	/** What the clock showed when it was first found to have gone back, where no row tells the time. */
	doubtedAtMs?: number;
}

/** One list, read for some events and partners. It has progress from the first read on. */
export interface TrackedList {
	dateType: DateType;
	selection: Selection;
	progress?: ListProgress;
}

/** The state as it is stored: these names stay. */
export interface TriggerState {
	version: 1;
	account: string;
	lists: Partial<Record<DateType, ListProgress>>;
	/** Of what was newly chosen, until it has been read as far as what was chosen before. */
	beside?: Array<ListProgress & { list: DateType }>;
	/** See seenFormat.ts. */
	seen: Record<string, string>;
}

/** The year 2200: no clock is that far off, and reading from or to anywhere would never end. */
const LATEST_MS = Date.UTC(2200, 0);

// zod is n8n's own copy, of whatever version: these schemas mean the same in 3 and 4. A record with the keys of an enum does
// not (4 wants all of them).
const timeMs = z.number().refine((ms) => ms >= 0 && ms <= LATEST_MS);

const progressFields = {
	scope: z.string(),
	boundMs: timeMs,
	reachedBackMs: timeMs,
	coveredFromMs: timeMs,
	heldSinceMs: timeMs.nullable(),
	newestMs: timeMs.optional(),
	doubtedAtMs: timeMs.optional(),
};

const progressShape = z.object(progressFields);
const besideShape = progressShape.extend({ list: z.enum(DATE_TYPES) });

const stateShape = z.object({
	version: z.literal(1),
	account: z.string(),
	lists: z
		.object({
			transaction: progressShape.optional(),
			validation: progressShape.optional(),
			amendment: progressShape.optional(),
		})
		.strict(),
	beside: z.array(besideShape).optional(),
	// What is in it is checked while it is unpacked.
	seen: z.custom<TriggerState['seen']>(isJsonObject),
});

/** What is looked for where that cannot be read. */
const outline = z.object({
	account: z.string(),
	lists: z.record(z.string(), z.unknown()),
	beside: z.unknown().optional(),
});

/** The state, unpacked. */
export interface OpenState {
	lists: TrackedList[];
	seen: SeenTransactions;
	/** All progress that was kept, also of what is no longer chosen: it tells what time it was. */
	allProgress: ListProgress[];
}

/** What a state is about; output form, timezone and the like are free to change. */
export interface Subscription extends ChosenAccount, Selection {}

/**
 * Reads a kept state.
 *
 * Where other events or partners are chosen now, what was chosen before and still is keeps its progress. What was seen stays
 * remembered, so that nothing is reported twice.
 *
 * @returns `undefined` where there is none, it is of another account, or has a form that this version does not know
 */
export function readState(value: unknown, subscription: Subscription): OpenState | undefined {
	const state = stateShape.safeParse(value).data;
	if (state?.account !== accountOf(subscription)) return undefined;
	const seen = SeenTransactions.unpack(state.seen);
	if (!seen) return undefined;
	const kept = DATE_TYPES.flatMap((dateType) => {
		const main = state.lists[dateType] ?? [];
		const others = (state.beside ?? []).filter(({ list }) => list === dateType);
		return [main, others].flat().map((progress) => ({ dateType, progress }));
	});
	const lists = kept.flatMap(({ dateType, progress }) => {
		const selection = stillSelected(progress.scope, selectedIn(dateType, subscription));
		if (!selection) return [];
		return { dateType, selection, progress: { ...progress, scope: selectionText(selection) } };
	});
	return { lists, seen, allProgress: kept.map(({ progress }) => progress) };
}

/** What of a kept state could not be read. */
export type Damage = 'memory' | 'everything';

/**
 * Opens a kept state, whatever has become of it. Where a later version of the node has written it, or it is damaged, how far
 * the lists were read may still be there: then nothing since is lost. What was seen is not known any more, so nothing
 * before that is looked at.
 */
export function openState(
	value: unknown,
	subscription: Subscription,
): { known: OpenState; damage?: Damage } {
	const known = readState(value, subscription);
	if (known) return { known };
	const own = accountOf(subscription);
	const { account = own, ...kept }: Partial<z.infer<typeof outline>> =
		outline.safeParse(value).data ?? {};
	const isOfOther = account !== own && ACCOUNT_FORM.test(account);
	if (value === undefined || isOfOther) return { known: emptyState() };
	const lists: TriggerState['lists'] = {};
	for (const dateType of DATE_TYPES) {
		const progress = progressShape.safeParse(kept.lists?.[dateType]).data;
		if (progress) lists[dateType] = withoutMemory(progress);
	}
	const beside = (Array.isArray(kept.beside) ? kept.beside : [])
		.flatMap((progress: unknown) => besideShape.safeParse(progress).data ?? [])
		.map(withoutMemory);
	const rescued = readState({ version: 1, account: own, lists, beside, seen: {} }, subscription);
	return rescued && rescued.allProgress.length > 0
		? { known: rescued, damage: 'memory' }
		: { known: emptyState(), damage: 'everything' };
}

/** What was seen is not known any more. */
function withoutMemory<Progress extends ListProgress>(progress: Progress): Progress {
	return { ...progress, coveredFromMs: Math.max(progress.coveredFromMs, progress.boundMs) };
}

/** The state of somebody who has seen nothing. */
export function emptyState(): OpenState {
	return openStateOf([], SeenTransactions.unpack({}) as SeenTransactions);
}

export function openStateOf(lists: TrackedList[], seen: SeenTransactions): OpenState {
	return { lists, seen, allProgress: lists.flatMap(({ progress }) => progress ?? []) };
}

/**
 * Everything that has to be read for what is chosen: what the state has, and what is newly chosen. An event of a partner
 * that is selected in two of them belongs to the first.
 */
export function listsFor({ lists }: OpenState, subscription: Subscription): TrackedList[] {
	return DATE_TYPES.flatMap((dateType) => {
		const chosen = selectedIn(dateType, subscription);
		if (chosen.events.length === 0) return [];
		const kept = lists.filter((list) => list.dateType === dateType);
		const selection = newlySelected(
			kept.map((list) => list.selection),
			chosen,
		);
		return selection ? [...kept, { dateType, selection }] : kept;
	});
}

/** Whether everything that has to be read for what is chosen has been read before. */
export function isBegun(known: OpenState, subscription: Subscription): boolean {
	return listsFor(known, subscription).every(({ progress }) => progress !== undefined);
}

/** Makes one of those of the same list once they have all been read equally far. */
export function merged(lists: TrackedList[], subscription: Subscription): TrackedList[] {
	return DATE_TYPES.flatMap((dateType) => {
		const same = lists.filter((list) => list.dateType === dateType);
		const all = same.flatMap(({ progress }) => progress ?? []);
		const [first] = all;
		const areEqual = all.every(
			({ boundMs, heldSinceMs }) => boundMs === first.boundMs && heldSinceMs === null,
		);
		if (same.length < 2 || all.length < same.length || !areEqual) return same;
		const selection = selectedIn(dateType, subscription);
		const newest = all.flatMap(({ newestMs }) => newestMs ?? []);
		const progress: ListProgress = {
			scope: selectionText(selection),
			boundMs: first.boundMs,
			reachedBackMs: Math.min(...all.map(({ reachedBackMs }) => reachedBackMs)),
			coveredFromMs: Math.max(...all.map(({ coveredFromMs }) => coveredFromMs)),
			heldSinceMs: null,
			...(newest.length > 0 && { newestMs: Math.max(...newest) }),
		};
		return [{ dateType, selection, progress }];
	});
}

/** Writes a state down, to be kept. */
export function packState(
	{ lists: tracked, seen }: Omit<OpenState, 'allProgress'>,
	subscription: Subscription,
): TriggerState {
	const lists: TriggerState['lists'] = {};
	const beside: Array<ListProgress & { list: DateType }> = [];
	for (const { dateType, progress } of tracked) {
		if (!progress) continue;
		if (lists[dateType]) beside.push({ ...progress, list: dateType });
		else lists[dateType] = progress;
	}
	return {
		version: 1,
		account: accountOf(subscription),
		lists,
		...(beside.length > 0 && { beside }),
		seen: seen.pack(),
	};
}

/** What {@link accountOf} makes. */
const ACCOUNT_FORM = /^(advertiser|publisher) \d+$/;

function accountOf({ accountType, accountId }: ChosenAccount): string {
	return `${accountType} ${accountId}`;
}

function selectedIn(dateType: DateType, { events, partnerIds }: Selection): Selection {
	return { events: eventsIn(dateType, events), partnerIds };
}
