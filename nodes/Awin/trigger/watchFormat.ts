/**
 * How the state of one account is stored among those of others: the same as that of a single one (state.ts), in less room. With
 * hundreds of accounts there is little to remember of each, and names would take more than what they name. What is not as it
 * should be is left as it is, for whoever opens it to judge. Pure.
 */
import { isJsonObject, type JsonObject } from '../api/answers';
import { HOUR_MS } from '../api/periods';
import { ByteReader, nameOf, writeNumber } from './seenFormat';
import type { ListProgress } from './state';

/** The marks of a list in this order, which stays. */
const MARKS = [
	'scope',
	'boundMs',
	'reachedBackMs',
	'coveredFromMs',
	'heldSinceMs',
	'newestMs',
	'doubtedAtMs',
] as const satisfies ReadonlyArray<keyof ListProgress>;

const [BOUND, COVERED] = [MARKS.indexOf('boundMs'), MARKS.indexOf('coveredFromMs')];

/** One account's part of the state. */
export interface PackedState {
	lists: unknown;
	beside?: unknown;
	seen: unknown;
}

/** @param state of a single account, whatever has become of it */
export function packAccount({ lists, beside, seen }: JsonObject): PackedState {
	return {
		lists: eachList(lists, packMarks),
		...(beside !== undefined && { beside: eachList(beside, packMarks) }),
		seen: packSeen(seen),
	};
}

/** What {@link packAccount} has packed. */
export function unpackAccount({ lists, beside, seen }: PackedState): PackedState {
	return {
		lists: eachList(lists, unpackMarks),
		...(beside !== undefined && { beside: eachList(beside, unpackMarks) }),
		seen: typeof seen === 'string' ? unpackSeen(seen) : seen,
	};
}

/** How far the lists were read, and no memory of what was seen: nothing that is dated before is looked at any more. */
export function withoutMemory(packed: PackedState): PackedState {
	const covered = (marks: unknown) => {
		if (!Array.isArray(marks)) return marks;
		const changed = [...(marks as unknown[])];
		changed[COVERED] = Math.max(Number(changed[COVERED]), Number(changed[BOUND]));
		return changed;
	};
	const { lists, beside } = packed;
	return {
		lists: eachList(lists, covered),
		...(beside !== undefined && { beside: eachList(beside, covered) }),
		seen: '',
	};
}

/** Changes the scope of each list. */
export function withScopes(
	{ lists, beside, seen }: PackedState,
	change: (scope: unknown) => unknown,
): PackedState {
	const changed = (marks: unknown) =>
		Array.isArray(marks) ? [change(marks[0]), ...(marks as unknown[]).slice(1)] : marks;
	return {
		lists: eachList(lists, changed),
		...(beside !== undefined && { beside: eachList(beside, changed) }),
		seen,
	};
}

/** The lists of an account stand under their names, what is newly chosen beside them in a row. */
function eachList(lists: unknown, change: (marks: unknown) => unknown): unknown {
	if (Array.isArray(lists)) return (lists as unknown[]).map(change);
	if (!isJsonObject(lists)) return lists;
	return Object.fromEntries(Object.entries(lists).map(([name, marks]) => [name, change(marks)]));
}

function packMarks(marks: unknown): unknown {
	if (!isJsonObject(marks)) return marks;
	const packed: unknown[] = MARKS.map((name) => marks[name] ?? null);
	// Of what is newly chosen, which list it is.
	if (marks.list !== undefined) packed.push(marks.list);
	while (packed.length > MARKS.length - 2 && packed[packed.length - 1] === null) packed.pop();
	return packed;
}

function unpackMarks(packed: unknown): unknown {
	if (!Array.isArray(packed)) return packed;
	const [values, list] = [packed as unknown[], packed[MARKS.length] as unknown];
	const marks: JsonObject = {};
	for (const [place, name] of MARKS.entries()) {
		const value = values[place] ?? null;
		if (value !== null || name === 'heldSinceMs') marks[name] = value;
	}
	return list === undefined ? marks : { ...marks, list };
}

/** All hours in one text: each with its distance from the one before, how many bytes it has, and these. */
function packSeen(seen: unknown): unknown {
	if (!isJsonObject(seen)) return seen;
	const pieces: Uint8Array[] = [];
	let last = 0;
	for (const [name, text] of Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1))) {
		const hour = Date.parse(`${name}:00:00Z`) / HOUR_MS;
		const entries = Buffer.from(String(text), 'base64');
		// Version 0.1.0 wrote by the day; the next look at the account writes it anew.
		if (!(hour >= last) || nameOf(hour) !== name || entries.toString('base64') !== text)
			return seen;
		const head: number[] = [];
		writeNumber(head, hour - last);
		writeNumber(head, entries.length);
		pieces.push(Uint8Array.from(head), entries);
		last = hour;
	}
	return Buffer.concat(pieces).toString('base64');
}

/** @returns `undefined` where it cannot be read */
function unpackSeen(text: string): Record<string, string> | undefined {
	const bytes = Buffer.from(text, 'base64');
	// What is no such text is passed over in silence there.
	if (bytes.toString('base64') !== text) return undefined;
	const reader = new ByteReader(bytes);
	const seen: Record<string, string> = {};
	for (let hour = 0; reader.hasMore; ) {
		hour += reader.number();
		const entries = reader.take(reader.number());
		if (!entries || !(hour < LAST_HOUR)) return undefined;
		seen[nameOf(hour)] = entries.toString('base64');
	}
	return seen;
}

/** The year 9999: later ones have other names. */
const LAST_HOUR = Date.UTC(10_000, 0) / HOUR_MS;
