/**
 * What the trigger keeps from poll to poll: how far each list was read, and what was seen in it. Pure.
 */
import { z } from 'zod';

import type { ChosenAccount } from '../fields/account';
import { DATE_TYPES, type DateType } from '../api/transactions';
import { eventsIn, type TriggerEvent } from './events';
import { Memory } from './memory';
import { newlyChosen, scopeText, stillChosen, type Scope } from './scope';

/** The name of the state in n8n's static data of the node. */
export const STATE_KEY = 'awinTrigger';

/** How far one list was read. Times are epoch milliseconds; those that are not dates of Awin's are by this machine's clock. */
export interface Marks {
	/** Which events and partners it was read for, see scope.ts. */
	scope: string;
	/** Everything dated up to here has been read. */
	boundMs: number;
	/** When it was last read back for late arrivals. */
	reachedBackMs: number;
	/** From this date on, everything that was seen is remembered. */
	coveredFromMs: number;
	/** Since when the bound waits for rows that cannot be read; null while all can. */
	heldSinceMs: number | null;
	/** The newest date of Awin's in any row when this list was read last: so late it was at least, whatever the clock said. */
	newestMs?: number;
	/** What the clock showed when it was first found to have gone back, where no row tells the time. */
	doubtedAtMs?: number;
}

/** One list, read for some events and partners. `marks` are there from the first read on. */
export interface Track {
	dateType: DateType;
	scope: Scope;
	marks?: Marks;
}

/** The state as it is kept. */
export interface TriggerState {
	version: 1;
	account: string;
	lists: Partial<Record<DateType, Marks>>;
	/** Of what was newly chosen, until it has been read as far as what was chosen before. */
	beside?: Array<Marks & { list: DateType }>;
	/** See memory.ts. */
	seen: Record<string, string>;
}

/** The year 2200: no clock is that far off, and reading from or to anywhere would never end. */
const LATEST_MS = Date.UTC(2200, 0);

// zod is n8n's own copy, of whatever version: these schemas mean the same in 3 and 4. A record with the keys of an enum does
// not (4 wants all of them).
const timeMs = z.number().refine((ms) => ms >= 0 && ms <= LATEST_MS);

const marksFields = {
	scope: z.string(),
	boundMs: timeMs,
	reachedBackMs: timeMs,
	coveredFromMs: timeMs,
	heldSinceMs: timeMs.nullable(),
	newestMs: timeMs.optional(),
	doubtedAtMs: timeMs.optional(),
};

const marksShape = z.object(marksFields);

const stateShape = z.object({
	version: z.literal(1),
	account: z.string(),
	lists: z
		.object({
			transaction: marksShape.optional(),
			validation: marksShape.optional(),
			amendment: marksShape.optional(),
		})
		.strict(),
	beside: z.array(z.object({ ...marksFields, list: z.enum(DATE_TYPES) })).optional(),
	seen: z.record(z.string().regex(/^\d{4}-\d\d-\d\d(T\d\d)?$/), z.string()),
});

/** What is looked for where that cannot be read. */
const outline = z.object({ account: z.string(), lists: z.record(z.string(), z.unknown()) });

/** The state, unpacked. */
export interface Known {
	tracks: Track[];
	memory: Memory;
	/** All marks that were kept, also of what is no longer chosen: they tell what time it was. */
	allMarks: Marks[];
}

/** What a state is about; output form, timezone and the like are free to change. */
export interface Identity extends ChosenAccount {
	events: readonly TriggerEvent[];
	partnerIds: readonly string[];
}

/**
 * Reads a kept state.
 *
 * Where other events or partners are chosen now, what was chosen before and still is keeps its marks. What was seen stays
 * remembered, so that nothing is reported twice.
 *
 * @returns `undefined` where there is none, it is of another account, or has a form that this version does not know
 */
export function readState(value: unknown, identity: Identity): Known | undefined {
	const state = stateShape.safeParse(value).data;
	if (state?.account !== accountOf(identity)) return undefined;
	const memory = Memory.unpack(state.seen);
	if (!memory) return undefined;
	const kept = DATE_TYPES.flatMap((dateType) => {
		const main = state.lists[dateType];
		const others = (state.beside ?? []).filter(({ list }) => list === dateType);
		return [...(main ? [main] : []), ...others].map((marks) => ({ dateType, marks }));
	});
	const tracks = kept.flatMap(({ dateType, marks: { scope: text, ...rest } }) => {
		const scope = stillChosen(text, chosenIn(dateType, identity));
		return scope ? { dateType, scope, marks: { ...rest, scope: scopeText(scope) } } : [];
	});
	return { tracks, memory, allMarks: kept.map(({ marks }) => marks) };
}

/** What of a kept state could not be read. */
export type Damage = 'memory' | 'everything';

/**
 * Opens a kept state, whatever has become of it. Where a later version of the node has written it, or it is damaged, how far
 * the lists were read may still be there: then nothing since is lost. What was seen is not known any more, so nothing
 * before that is looked at.
 */
export function openState(value: unknown, identity: Identity): { known: Known; damage?: Damage } {
	const known = readState(value, identity);
	if (known) return { known };
	const state = outline.safeParse(value).data;
	const account = state?.account;
	const isOfOther =
		account !== undefined && ACCOUNT_FORM.test(account) && account !== accountOf(identity);
	if (value === undefined || isOfOther) return { known: emptyState() };
	const lists: TriggerState['lists'] = {};
	for (const dateType of DATE_TYPES) {
		const marks = marksShape.safeParse(state?.lists[dateType]).data;
		const coveredFromMs = marks && Math.max(marks.coveredFromMs, marks.boundMs);
		if (marks && coveredFromMs) lists[dateType] = { ...marks, coveredFromMs };
	}
	const rescued = readState(
		{ version: 1, account: accountOf(identity), lists, seen: {} },
		identity,
	);
	return rescued && rescued.allMarks.length > 0
		? { known: rescued, damage: 'memory' }
		: { known: emptyState(), damage: 'everything' };
}

/** The state of somebody who has seen nothing. */
export function emptyState(): Known {
	return { tracks: [], memory: Memory.unpack({}) as Memory, allMarks: [] };
}

/**
 * Everything that has to be read for what is chosen: what the state has, and what is newly chosen. An event of a partner
 * that stands in two tracks of a list belongs to the first.
 */
export function tracksFor({ tracks }: Known, identity: Identity): Track[] {
	return DATE_TYPES.flatMap((dateType) => {
		const chosen = chosenIn(dateType, identity);
		if (chosen.events.length === 0) return [];
		const kept = tracks.filter((track) => track.dateType === dateType);
		const scope = newlyChosen(
			kept.map((track) => track.scope),
			chosen,
		);
		return scope ? [...kept, { dateType, scope }] : kept;
	});
}

/** Makes one of the tracks of a list once they have all been read equally far. */
export function merged(tracks: Track[], identity: Identity): Track[] {
	return DATE_TYPES.flatMap((dateType) => {
		const ofList = tracks.filter((track) => track.dateType === dateType);
		const all = ofList.flatMap(({ marks }) => marks ?? []);
		if (ofList.length < 2 || all.length < ofList.length) return ofList;
		const [first] = all;
		const areEqual = all.every(
			({ boundMs, heldSinceMs }) => boundMs === first.boundMs && heldSinceMs === null,
		);
		if (!areEqual) return ofList;
		const scope = chosenIn(dateType, identity);
		const newest = all.flatMap(({ newestMs }) => newestMs ?? []);
		const marks: Marks = {
			scope: scopeText(scope),
			boundMs: first.boundMs,
			reachedBackMs: Math.min(...all.map(({ reachedBackMs }) => reachedBackMs)),
			coveredFromMs: Math.max(...all.map(({ coveredFromMs }) => coveredFromMs)),
			heldSinceMs: null,
			...(newest.length > 0 && { newestMs: Math.max(...newest) }),
		};
		return [{ dateType, scope, marks }];
	});
}

/** Writes a state down, to be kept. */
export function packState(
	{ tracks, memory }: Omit<Known, 'allMarks'>,
	identity: Identity,
): TriggerState {
	const lists: TriggerState['lists'] = {};
	const beside: Array<Marks & { list: DateType }> = [];
	for (const { dateType, marks } of tracks) {
		if (!marks) continue;
		if (lists[dateType]) beside.push({ ...marks, list: dateType });
		else lists[dateType] = marks;
	}
	return {
		version: 1,
		account: accountOf(identity),
		lists,
		...(beside.length > 0 && { beside }),
		seen: memory.pack(),
	};
}

/** What {@link accountOf} makes. */
const ACCOUNT_FORM = /^(advertiser|publisher) \d+$/;

function accountOf({ accountType, accountId }: ChosenAccount): string {
	return `${accountType} ${accountId}`;
}

function chosenIn(dateType: DateType, { events, partnerIds }: Identity): Scope {
	return { events: eventsIn(dateType, events), partnerIds };
}

/** Which events and partners a list is read for, as short text. */
export function scopeOf(dateType: DateType, identity: Identity): string {
	return scopeText(chosenIn(dateType, identity));
}
