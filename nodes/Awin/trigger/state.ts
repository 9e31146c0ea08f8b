/**
 * What the trigger keeps from poll to poll: how far each list was read, and what was seen in it. Pure.
 */
import { createHash } from 'crypto';
import { z } from 'zod';

import type { ChosenAccount } from '../fields/account';
import { DATE_TYPES, type DateType } from '../api/transactions';
import { eventsIn, type TriggerEvent } from './events';
import { Memory } from './memory';

/** The name of the state in n8n's static data of the node. */
export const STATE_KEY = 'awinTrigger';

/** How far one list was read. Times are epoch milliseconds by the clock of this machine. */
export interface Marks {
	/** Which events and partners it was read for; with others it starts anew. */
	scope: string;
	/** Everything dated up to here has been read. */
	boundMs: number;
	/** When it was last read back for late arrivals. */
	reachedBackMs: number;
	/** From this date on, everything that was seen is remembered. */
	coveredFromMs: number;
	/** Since when the bound waits for rows that cannot be read; null while all can. */
	heldSinceMs: number | null;
}

export type MarksByList = Partial<Record<DateType, Marks>>;

/** The state as it is kept. */
export interface TriggerState {
	version: 1;
	account: string;
	lists: MarksByList;
	/** See memory.ts. */
	seen: Record<string, string>;
}

const timeMs = z.number().finite();

const marksShape = z.object({
	scope: z.string(),
	boundMs: timeMs,
	reachedBackMs: timeMs,
	coveredFromMs: timeMs,
	heldSinceMs: timeMs.nullable(),
});

const stateShape = z.object({
	version: z.literal(1),
	account: z.string(),
	lists: z.record(z.enum(DATE_TYPES), marksShape),
	seen: z.record(z.string().regex(/^\d{4}-\d\d-\d\d$/), z.string()),
});

/** The state, unpacked. */
export interface Known {
	lists: MarksByList;
	memory: Memory;
}

/** What a state is about; output form, timezone and the like are free to change. */
export interface Identity extends ChosenAccount {
	events: readonly TriggerEvent[];
	partnerIds: readonly string[];
}

/**
 * Reads a kept state.
 *
 * A list that was read for other events or other partners has no marks, and so starts anew, while the rest goes on. What
 * was seen stays remembered, so that nothing is reported twice.
 *
 * @returns `undefined` where there is none, it is of another account, or has a form that this version does not know
 */
export function readState(value: unknown, identity: Identity): Known | undefined {
	const state = stateShape.safeParse(value).data;
	if (state?.account !== accountOf(identity)) return undefined;
	const memory = Memory.unpack(state.seen);
	if (!memory) return undefined;
	const lists: MarksByList = {};
	for (const dateType of DATE_TYPES) {
		const marks = state.lists[dateType];
		if (marks?.scope === scopeOf(dateType, identity)) lists[dateType] = marks;
	}
	return { lists, memory };
}

/** The state of somebody who has seen nothing. */
export function emptyState(): Known {
	return { lists: {}, memory: Memory.unpack({}) as Memory };
}

/** Writes a state down, to be kept. */
export function packState({ lists, memory }: Known, identity: Identity): TriggerState {
	return { version: 1, account: accountOf(identity), lists, seen: memory.pack() };
}

function accountOf({ accountType, accountId }: ChosenAccount): string {
	return `${accountType} ${accountId}`;
}

/** Which events and partners a list is read for, as short text. */
export function scopeOf(dateType: DateType, { events, partnerIds }: Identity): string {
	const partners = [...partnerIds].sort().join(',');
	const digest = partners && createHash('sha256').update(partners).digest('hex').slice(0, 16);
	return [eventsIn(dateType, events).sort().join('+'), digest].join(' ').trim();
}
