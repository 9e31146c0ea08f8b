/**
 * Notes of what Awin has told later of orders, kept in n8n's static data of the workflow: the trigger that is told writes
 * them, and what sends orders reads them.
 *
 * Only the trigger ever writes. An execution that writes static data puts its old copy of all of it over what triggers have
 * noted meanwhile; so what sends orders leaves the notes as they are, and remembers elsewhere which it has taken in.
 */
import { createHash } from 'crypto';
import { z } from 'zod';

import type { SaidOutcome } from './conversionAnswers';
import { referenceKey } from './orderReferences';

/** The name of the notes in n8n's static data of the workflow. */
export const TOLD_KEY = 'awinConversionResults';

/** The oldest give way beyond this: ten full batches. At 32 characters each, n8n reads and writes 320 kB. */
export const MOST_TOLD = 10_000;

/** What Awin has told of one order. */
export interface Told {
	outcome: SaidOutcome;
	/** Tells notes on the same order apart: the batch, as a digest. */
	batch: string;
}

/** By {@link orderName}, the oldest first. */
export type ToldOrders = Map<string, Told>;

/** Account and reference: what two orders have in common when Awin cannot tell them apart. */
export function orderKey(accountId: string, reference: string): string {
	return `${accountId} ${referenceKey(reference)}`;
}

const NAME_LENGTH = 22;
const BATCH_LENGTH = 8;
const LETTERS: Array<[SaidOutcome, string]> = [
	['accepted', 'a'],
	['pending', 'p'],
	['rejected', 'r'],
];
const NOTES = new RegExp(`^(?:[\\w-]{${NAME_LENGTH}}[apr][\\w-]{${BATCH_LENGTH}}(?:,(?!$)|$))*$`);

/** The name of an order in the notes: 132 bits of a digest, so that no two orders share one, and no reference is kept. */
export function orderName(key: string): string {
	return digest(key, NAME_LENGTH);
}

/** @param batchId null where Awin names none: all such are one */
export function batchName(batchId: string | null): string {
	return digest(batchId ?? '', BATCH_LENGTH);
}

function digest(text: string, length: number): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, length);
}

const stateShape = z.object({ version: z.literal(1), orders: z.string().regex(NOTES) });

type ToldState = z.infer<typeof stateShape>;

/**
 * Opens kept notes, whatever has become of them.
 *
 * @returns none where there are none or they cannot be read; `isUnreadable` tells the two apart
 */
export function openTold(value: unknown): { told: ToldOrders; isUnreadable: boolean } {
	const state = stateShape.safeParse(value).data;
	const told: ToldOrders = new Map();
	for (const note of state?.orders.split(',') ?? []) {
		const outcome = LETTERS.find(([, letter]) => letter === note.charAt(NAME_LENGTH))?.[0];
		if (!outcome) continue;
		told.set(note.slice(0, NAME_LENGTH), { outcome, batch: note.slice(NAME_LENGTH + 1) });
	}
	return { told, isUnreadable: value !== undefined && !state };
}

export function packTold(told: ToldOrders): ToldState {
	const letters = new Map(LETTERS);
	const notes = [...told].slice(-MOST_TOLD);
	const texts = notes.map(([name, { outcome, batch }]) => name + letters.get(outcome) + batch);
	return { version: 1, orders: texts.join(',') };
}

/**
 * Takes a note in. What Awin has once accepted it has, whatever it says of the same order in another batch; so only another
 * acceptance takes the place of one.
 */
export function addTold(told: ToldOrders, name: string, note: Told): void {
	if (told.get(name)?.outcome === 'accepted' && note.outcome !== 'accepted') return;
	told.delete(name);
	told.set(name, note);
}

/** Lets the oldest notes go that there is no room for. */
export function forgetOldest(told: ToldOrders): void {
	const tooMany = told.size - MOST_TOLD;
	for (const name of [...told.keys()].slice(0, Math.max(0, tooMany))) told.delete(name);
}
