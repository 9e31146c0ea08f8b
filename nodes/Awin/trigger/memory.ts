/**
 * What the trigger has seen already, packed small: n8n keeps the state in one field of the workflow and rewrites it whole.
 * Pure.
 *
 * One entry for each transaction and list: which version was seen last, and the status that the transaction had. Versions
 * that were seen before it have an entry of their own, so that nothing is news twice. Entries stand under the UTC hour of
 * the date by which Awin lists the row, so that forgetting an hour forgets what no later read can show again. How they are
 * written stands in memoryFormat.ts.
 */
import { createHash } from 'crypto';

import {
	hoursOf,
	packHour,
	SUBJECTS,
	unpackHour,
	VERSION_BYTES,
	type Entry,
	type Status,
	type Subject,
} from './memoryFormat';

export type { Status, Subject } from './memoryFormat';

/**
 * One call of Awin's validates 40,000 transactions; this has room for five of them within the hour, or for a week of an
 * account with 7,000 sales a day. At about 5 characters each that is a state of one megabyte.
 */
export const MOST_ENTRIES = 200_000;

const HOUR_MS = 3_600_000;
const KEY_BYTES = 6;
/** Ids below this are their own key, so that no two are ever mixed up. Awin's stand at ten digits. */
const FIRST_HASHED_ID = 2 ** 45;
/** Of the subjects, those that have keys of this kind; it stays as it is, because stored keys are made with it. */
const EXACT_KEY_SUBJECTS = 4;

/** The key of an entry: 48 bits. */
function keyOf(subject: Subject, id: number | string): number {
	const isExact = typeof id === 'number' && id >= 0 && id < FIRST_HASHED_ID;
	return isExact
		? id * EXACT_KEY_SUBJECTS + SUBJECTS.indexOf(subject)
		: hashedKey(`${subject} ${id}`);
}

function hashedKey(text: string): number {
	const digest = createHash('sha256').update(text).digest();
	// The highest bit keeps these apart from the others.
	digest[0] |= 0x80;
	return digest.readUIntBE(0, KEY_BYTES);
}

/** As many bits of a version as its list needs to tell it from the others of the same transaction. */
function digestOf(subject: Subject, version: string): number {
	const bytes = VERSION_BYTES[subject];
	if (version === '' || bytes === 0) return 0;
	return createHash('sha256').update(version).digest().readUIntBE(0, bytes);
}

/** The hour of a moment, counted from 1970, as entries stand under it. */
export function hourOf(epochMs: number): number {
	return Math.floor(epochMs / HOUR_MS);
}

/** One version of one transaction, as one list shows it. */
export interface Sight {
	subject: Subject;
	id: number | string;
	/** Tells it from other versions of the same transaction. */
	version: string;
	/** Validations are told apart by it too; of the others the last one is kept. */
	status: Status | null;
}

export class Memory {
	/** Packed as they came, for the hours that nothing was changed in. */
	private readonly packed = new Map<number, string>();
	private readonly entries = new Map<number, Entry>();

	/**
	 * @param seen what {@link pack} made, now or in version 0.1.0, which wrote it by the day
	 * @returns `undefined` where it is neither
	 */
	static unpack(seen: Record<string, string>): Memory | undefined {
		const memory = new Memory();
		for (const [name, text] of Object.entries(seen)) {
			const unpacked = unpackHour(name, text);
			if (!unpacked) return undefined;
			const { hour, entries, isCurrentForm } = unpacked;
			if (isCurrentForm) memory.packed.set(hour, text);
			for (const [key, entry] of entries) memory.entries.set(key, entry);
		}
		return memory;
	}

	get size(): number {
		return this.entries.size;
	}

	/** Whether any version of a transaction was seen in this list. */
	has(subject: Subject, id: number | string): boolean {
		return this.entries.has(keyOf(subject, id));
	}

	/** The status in which this list showed a transaction last. */
	statusOf(subject: Subject, id: number | string): Status | null {
		return this.entries.get(keyOf(subject, id))?.status ?? null;
	}

	/** Whether this very version was seen, as the last one or before. */
	knows(sight: Sight): boolean {
		const { subject, id } = sight;
		const entry = this.entries.get(keyOf(subject, id));
		if (!entry) return false;
		return isSameVersion(entry, sight) || this.entries.has(earlierKey(sight));
	}

	/**
	 * Remembers a version as the last one, besides those before it.
	 *
	 * @param hour the UTC hour that it stands under
	 */
	see(sight: Sight, hour: number): void {
		const { subject, id, version, status } = sight;
		const key = keyOf(subject, id);
		const before = this.entries.get(key);
		const entry = { subject, version: digestOf(subject, version), status, hour };
		if (before && !isSameVersion(before, sight)) {
			// As long as the row can be listed, any of its versions may come again.
			this.set(earlierKey({ ...before, id }), { ...EARLIER, hour });
		}
		this.set(key, entry);
	}

	/** Takes note of the status of a transaction whose version is known. */
	seeStatus({ subject, id, status }: Sight): void {
		const key = keyOf(subject, id);
		const entry = this.entries.get(key);
		// That of a validation is a part of its version.
		if (!entry || entry.status === status || subject === 'validation') return;
		this.set(key, { ...entry, status });
	}

	/** Keeps a version that is known at least as long as what stands under an hour. */
	keep(sight: Sight, hour: number): void {
		for (const key of [keyOf(sight.subject, sight.id), earlierKey(sight)]) {
			const entry = this.entries.get(key);
			if (entry && entry.hour < hour) this.set(key, { ...entry, hour });
		}
	}

	/** Forgets everything that stands under an hour before this one. */
	forgetBefore(hour: number): void {
		if (![...this.hours()].some((known) => known < hour)) return;
		for (const [key, entry] of this.entries) if (entry.hour < hour) this.entries.delete(key);
		for (const known of this.packed.keys()) if (known < hour) this.packed.delete(known);
	}

	/** Forgets one transaction in one list. @returns whether there was something */
	forget(subject: Subject, id: number | string): boolean {
		const key = keyOf(subject, id);
		const entry = this.entries.get(key);
		if (!entry) return false;
		this.packed.delete(entry.hour);
		return this.entries.delete(key);
	}

	/**
	 * Makes room by forgetting the oldest hours, as many as needed and as are there before `untilHour`.
	 *
	 * @returns the first hour of which everything is left; `undefined` where nothing was forgotten
	 */
	makeRoom(most: number, untilHour: number): number | undefined {
		let first: number | undefined;
		for (const hour of [...this.hours()].sort((a, b) => a - b)) {
			if (this.size <= most || hour >= untilHour) break;
			first = hour + 1;
			this.forgetBefore(first);
		}
		return first;
	}

	/** Writes everything down, by the hour. */
	pack(): Record<string, string> {
		const changed = new Map<number, Array<[number, Entry]>>();
		for (const keyAndEntry of this.entries) {
			const { hour } = keyAndEntry[1];
			if (this.packed.has(hour)) continue;
			const entries = changed.get(hour);
			if (entries) entries.push(keyAndEntry);
			else changed.set(hour, [keyAndEntry]);
		}
		for (const [hour, entries] of changed) this.packed.set(hour, packHour(entries));
		return hoursOf(this.packed);
	}

	private set(key: number, entry: Entry): void {
		const before = this.entries.get(key);
		if (before) this.packed.delete(before.hour);
		this.packed.delete(entry.hour);
		this.entries.set(key, entry);
	}

	private hours(): Set<number> {
		const hours = new Set(this.packed.keys());
		for (const { hour } of this.entries.values()) hours.add(hour);
		return hours;
	}
}

const EARLIER = { subject: 'earlier', version: 0, status: null } as const;

function isSameVersion(entry: Entry, { subject, version, status }: Sight): boolean {
	if (entry.version !== digestOf(subject, version)) return false;
	return subject !== 'validation' || entry.status === status;
}

function earlierKey(one: Omit<Sight, 'version'> & { version: string | number }): number {
	const { subject, id, version, status } = one;
	const digest = typeof version === 'number' ? version : digestOf(subject, version);
	return hashedKey(
		`earlier ${subject} ${id} ${digest}${subject === 'validation' ? ` ${status}` : ''}`,
	);
}
