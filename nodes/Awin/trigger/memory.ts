/**
 * What the trigger has seen already, packed small: n8n keeps the state in one field of the workflow and rewrites it whole.
 * Pure.
 *
 * One entry for each transaction and list: which version was seen last, how many there were, and the status that the
 * transaction had. Entries stand under the UTC day of the date by which Awin lists the row, so that forgetting a day
 * forgets what no later read can show again. Eleven bytes each, in base64 fifteen characters.
 */
import { createHash } from 'crypto';

import { TRANSACTION_STATUSES, type DateType } from '../api/transactions';

/** At 15 bytes each this is 0.75 MB of state, and a week of an account with 2,000 sales a day. */
export const MOST_ENTRIES = 50_000;

/** What an entry is about: a transaction in one of the three lists, or a row that could not be read. */
export type Subject = DateType | 'unreadable';

const SUBJECTS: readonly Subject[] = ['transaction', 'validation', 'amendment', 'unreadable'];

export type Status = (typeof TRANSACTION_STATUSES)[number];

export interface Entry {
	/** A digest of the version, 32 bits. */
	version: number;
	/** Which version this is, counted from 1; stays at 31. */
	sequence: number;
	/** As last seen; null where the row showed none. */
	status: Status | null;
	/** The UTC day that it stands under, `yyyy-MM-dd`. */
	day: string;
}

const KEY_BYTES = 6;
const VERSION_BYTES = 4;
const ENTRY_BYTES = KEY_BYTES + VERSION_BYTES + 1;
const MOST_SEQUENCE = 31;
/** Ids below this are their own key, so that no two are ever mixed up. Awin's stand at ten digits. */
const FIRST_HASHED_ID = 2 ** 45;

/** The key of an entry: 48 bits. */
function keyOf(subject: Subject, id: number | string): number {
	const place = SUBJECTS.indexOf(subject);
	if (typeof id === 'number' && id < FIRST_HASHED_ID) return id * SUBJECTS.length + place;
	const digest = createHash('sha256').update(`${subject} ${id}`).digest();
	// The highest bit keeps these apart from the others.
	digest[0] |= 0x80;
	return digest.readUIntBE(0, KEY_BYTES);
}

function digestOf(version: string): number {
	return version === '' ? 0 : createHash('sha256').update(version).digest().readUInt32BE(0);
}

/** The UTC day of a moment, as entries stand under it. */
export function dayOf(epochMs: number): string {
	return new Date(epochMs).toISOString().slice(0, 10);
}

export class Memory {
	/** Packed as they came, for the days that nothing was changed in. */
	private readonly packed: Map<string, string>;
	private readonly entries = new Map<number, Entry>();

	private constructor(packed: Array<[string, string]>) {
		this.packed = new Map(packed);
	}

	/** @returns `undefined` where the value is not what {@link pack} makes */
	static unpack(days: Record<string, string>): Memory | undefined {
		const memory = new Memory(Object.entries(days));
		for (const [day, text] of Object.entries(days)) {
			const bytes = Buffer.from(text, 'base64');
			if (bytes.length % ENTRY_BYTES !== 0) return undefined;
			for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
				const extra = bytes[at + KEY_BYTES + VERSION_BYTES];
				memory.entries.set(bytes.readUIntBE(at, KEY_BYTES), {
					version: bytes.readUInt32BE(at + KEY_BYTES),
					sequence: extra >> 3,
					status: TRANSACTION_STATUSES[(extra & 7) - 1] ?? null,
					day,
				});
			}
		}
		return memory;
	}

	get size(): number {
		return this.entries.size;
	}

	get(subject: Subject, id: number | string): Entry | undefined {
		return this.entries.get(keyOf(subject, id));
	}

	/** Whether this very version was the last that was seen. */
	knows(subject: Subject, id: number | string, version: string): boolean {
		return this.get(subject, id)?.version === digestOf(version);
	}

	/**
	 * Remembers a version as the last one.
	 *
	 * @returns which version of this transaction it is in this list, counted from 1
	 */
	see(
		subject: Subject,
		id: number | string,
		version: string,
		{ day, status }: Pick<Entry, 'day' | 'status'>,
	): number {
		const key = keyOf(subject, id);
		const before = this.entries.get(key);
		const sequence = Math.min((before?.sequence ?? 0) + 1, MOST_SEQUENCE);
		if (before) this.packed.delete(before.day);
		this.packed.delete(day);
		this.entries.set(key, { version: digestOf(version), sequence, status, day });
		return sequence;
	}

	/** Takes note of the status of a transaction whose version is known. */
	seeStatus(subject: Subject, id: number | string, status: Status | null): void {
		const entry = this.get(subject, id);
		if (!entry || entry.status === status) return;
		entry.status = status;
		this.packed.delete(entry.day);
	}

	/** Forgets everything that stands under a day before this one. */
	forgetBefore(day: string): void {
		if (![...this.days()].some((known) => known < day)) return;
		for (const [key, entry] of this.entries) if (entry.day < day) this.entries.delete(key);
		for (const known of this.packed.keys()) if (known < day) this.packed.delete(known);
	}

	/**
	 * Keeps the newest `most` entries, by whole days; only the last day left is cut in the middle.
	 *
	 * @returns how many were dropped, and the last day of which something was; `undefined` where there was room
	 */
	keepNewest(most = MOST_ENTRIES): { count: number; day: string } | undefined {
		const before = this.size;
		if (before <= most) return undefined;
		const days = [...this.days()].sort();
		let place = 0;
		while (this.size > most && place < days.length - 1) this.forgetBefore(days[++place]);
		let day = days[Math.max(place - 1, 0)];
		for (const [key, entry] of this.entries) {
			if (this.size <= most) break;
			this.entries.delete(key);
			day = entry.day;
			this.packed.delete(day);
		}
		return { count: before - this.size, day };
	}

	/** Writes everything down, by day. */
	pack(): Record<string, string> {
		const changed = new Map<string, Array<[number, Entry]>>();
		for (const keyAndEntry of this.entries) {
			const { day } = keyAndEntry[1];
			if (this.packed.has(day)) continue;
			const entries = changed.get(day);
			if (entries) entries.push(keyAndEntry);
			else changed.set(day, [keyAndEntry]);
		}
		for (const [day, entries] of changed) this.packed.set(day, packDay(entries));
		return Object.fromEntries([...this.packed].sort(([a], [b]) => (a < b ? -1 : 1)));
	}

	private days(): Set<string> {
		const days = new Set(this.packed.keys());
		for (const { day } of this.entries.values()) days.add(day);
		return days;
	}
}

function packDay(entries: Array<[number, Entry]>): string {
	const bytes = Buffer.alloc(entries.length * ENTRY_BYTES);
	let at = 0;
	for (const [key, { version, sequence, status }] of entries) {
		bytes.writeUIntBE(key, at, KEY_BYTES);
		bytes.writeUInt32BE(version, at + KEY_BYTES);
		const statusCode = status === null ? 0 : TRANSACTION_STATUSES.indexOf(status) + 1;
		bytes[at + KEY_BYTES + VERSION_BYTES] = (sequence << 3) | statusCode;
		at += ENTRY_BYTES;
	}
	return bytes.toString('base64');
}
