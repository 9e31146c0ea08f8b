/**
 * What the trigger has seen already, packed small: n8n keeps the state in one field of the workflow and rewrites it whole.
 * Pure.
 *
 * One entry for each transaction and list: which version was seen last, and the status that the transaction had. Versions
 * that were seen before it have an entry of their own, so that nothing is news twice. Entries stand under the UTC hour of
 * the date by which Awin lists the row, so that forgetting an hour forgets what no later read can show again. How they are
 * stored stands in seenFormat.ts.
 */
import { createHash } from 'crypto';

import { HOUR_MS } from '../api/periods';
import { EntryTable } from './entryTable';
import {
	headOf,
	nameOf,
	packHour,
	statusIn,
	SUBJECTS,
	unpackHour,
	VERSION_BYTES,
	type Status,
	type Subject,
} from './seenFormat';

export type { Status, Subject } from './seenFormat';

/**
 * One call of Awin's validates 40,000 transactions; this has room for five of them within the hour, or for a week of an
 * account with 7,000 sales a day. At about 5 characters each that is a state of one megabyte.
 */
export const MOST_ENTRIES = 200_000;

/** What an entry takes as stored where there are many, about. */
const USUAL_CHARS = 5;

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

/** The entry of a version that is not the last one has nothing but a key. */
function earlierKey(subject: Subject, id: number | string, digest: number, status: Status | null) {
	const end = subject === 'validation' ? ` ${status}` : '';
	return hashedKey(`earlier ${subject} ${id} ${digest}${end}`);
}

/** As many bits of a version as its list needs to tell it from the others of the same transaction. */
function digestOf({ subject, version }: SeenVersion): number {
	const bytes = VERSION_BYTES[subject];
	if (version === '' || bytes === 0) return 0;
	return createHash('sha256').update(version).digest().readUIntBE(0, bytes);
}

/** The hour of a moment, counted from 1970, as entries stand under it. */
export function hourOf(epochMs: number): number {
	return Math.floor(epochMs / HOUR_MS);
}

/** One version of one transaction, as one list shows it. */
export interface SeenVersion {
	subject: Subject;
	id: number | string;
	/** Tells it from other versions of the same transaction. */
	version: string;
	/** Validations are told apart by it too; of the others the last one is kept. */
	status: Status | null;
}

/** What was stored may have become anything since. */
function holdsTexts(seen: Record<string, unknown>): seen is Record<string, string> {
	return Object.values(seen).every((text) => typeof text === 'string');
}

export class SeenTransactions {
	/** As they are stored, for the hours that nothing was changed in. */
	private readonly packed = new Map<number, string>();
	private readonly entries: EntryTable;
	/** All of it as it is stored, while nothing was changed. */
	private whole: Record<string, string> | undefined;

	private constructor(storedChars: number) {
		this.entries = new EntryTable(storedChars / USUAL_CHARS);
	}

	/**
	 * @param seen what {@link pack} made, now or in version 0.1.0, which wrote it by the day
	 * @returns `undefined` where it is neither
	 */
	static unpack(seen: Record<string, unknown>): SeenTransactions | undefined {
		if (!holdsTexts(seen)) return undefined;
		const stored = Object.entries(seen);
		const chars = stored.reduce((sum, [, text]) => sum + text.length, 0);
		const unpacked = new SeenTransactions(chars);
		for (const [name, text] of stored) {
			const hour = unpackHour(name, text, unpacked.entries);
			if (!hour) return undefined;
			if (hour.isCurrentForm) unpacked.packed.set(hour.hour, text);
		}
		if (unpacked.packed.size === stored.length) unpacked.whole = seen;
		return unpacked;
	}

	get size(): number {
		return this.entries.size;
	}

	/** Whether any version of a transaction was seen in this list. */
	has(subject: Subject, id: number | string): boolean {
		return this.entries.find(keyOf(subject, id)) >= 0;
	}

	/** The status in which this list showed a transaction last. */
	statusOf(subject: Subject, id: number | string): Status | null {
		const place = this.entries.find(keyOf(subject, id));
		return place < 0 ? null : statusIn(this.entries.heads[place]);
	}

	/** Whether this very version was seen, as the last one or before. */
	knows(version: SeenVersion): boolean {
		const { subject, id, status } = version;
		const place = this.entries.find(keyOf(subject, id));
		if (place < 0) return false;
		const digest = digestOf(version);
		if (this.isLast(place, version, digest)) return true;
		return this.entries.find(earlierKey(subject, id, digest, status)) >= 0;
	}

	/**
	 * Remembers a version as the last one, besides those before it.
	 *
	 * @param hour the UTC hour that it stands under
	 */
	see(version: SeenVersion, hour: number): void {
		const { subject, id, status } = version;
		const { heads, versions } = this.entries;
		const key = keyOf(subject, id);
		const place = this.entries.find(key);
		const digest = digestOf(version);
		if (place >= 0 && !this.isLast(place, version, digest)) {
			// As long as the row can be listed, any of its versions may come again.
			const earlier = earlierKey(subject, id, versions[place], statusIn(heads[place]));
			this.set(earlier, headOf('earlier', null), 0, hour);
		}
		this.set(key, headOf(subject, status), digest, hour);
	}

	/** Takes note of the status of a transaction whose version is known. */
	seeStatus({ subject, id, status }: SeenVersion): void {
		const { heads, hours, versions } = this.entries;
		const key = keyOf(subject, id);
		const place = this.entries.find(key);
		// That of a validation is a part of its version.
		if (place < 0 || statusIn(heads[place]) === status || subject === 'validation') return;
		this.set(key, headOf(subject, status), versions[place], hours[place]);
	}

	/** Keeps a version that is known at least as long as what stands under an hour. */
	keep(version: SeenVersion, hour: number): void {
		const { heads, hours, versions } = this.entries;
		const { subject, id, status } = version;
		const keys = [keyOf(subject, id), earlierKey(subject, id, digestOf(version), status)];
		for (const key of keys) {
			const place = this.entries.find(key);
			if (place >= 0 && hours[place] < hour) this.set(key, heads[place], versions[place], hour);
		}
	}

	/** Forgets everything that stands under an hour before this one. */
	forgetBefore(hour: number): void {
		if (![...this.hours()].some((known) => known < hour)) return;
		this.entries.deleteBefore(hour);
		for (const known of this.packed.keys()) if (known < hour) this.change(known);
	}

	/** Forgets one transaction in one list. @returns whether there was something */
	forget(subject: Subject, id: number | string): boolean {
		const place = this.entries.find(keyOf(subject, id));
		if (place < 0) return false;
		this.change(this.entries.hours[place]);
		this.entries.delete(place);
		return true;
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

	/** Everything as it is stored: by the hour, oldest first. */
	pack(): Record<string, string> {
		if (this.whole) return this.whole;
		const changed = [...this.hours()].filter((hour) => !this.packed.has(hour));
		for (const [hour, places] of this.entries.placesIn(changed)) {
			this.packed.set(hour, packHour(this.entries, places));
		}
		const inOrder = [...this.packed].sort(([a], [b]) => a - b);
		this.whole = Object.fromEntries(inOrder.map(([hour, text]) => [nameOf(hour), text]));
		return this.whole;
	}

	/** Whether this version is the one that was seen last. */
	private isLast(place: number, { subject, status }: SeenVersion, digest: number): boolean {
		const { heads, versions } = this.entries;
		if (versions[place] !== digest) return false;
		return subject !== 'validation' || statusIn(heads[place]) === status;
	}

	private set(key: number, head: number, version: number, hour: number): void {
		const place = this.entries.find(key);
		if (place >= 0) this.change(this.entries.hours[place]);
		this.change(hour);
		this.entries.set(key, head, version, hour);
	}

	private change(hour: number): void {
		this.packed.delete(hour);
		this.whole = undefined;
	}

	private hours(): Set<number> {
		return new Set([...this.packed.keys(), ...this.entries.hoursInUse()]);
	}
}
