/**
 * How the entries of the seen transactions are stored: by the UTC hour, in groups of the same list and status, each with its
 * keys in order, as the distance from one to the next. Awin counts its ids up, so what happens together lies close together.
 * Pure.
 */
import { DAY_MS, HOUR_MS } from '../api/periods';
import { TRANSACTION_STATUSES } from '../api/transactions';
import type { EntryTable } from './entryTable';

/** What an entry is about: a transaction in one of the three lists, a row that could not be read, an earlier version. */
export const SUBJECTS = [
	'transaction',
	'validation',
	'amendment',
	'unreadable',
	'earlier',
] as const;

export type Subject = (typeof SUBJECTS)[number];

export type Status = (typeof TRANSACTION_STATUSES)[number];

/**
 * How many bytes of a digest tell a version from others of the same transaction in the same list. A transaction is created
 * once. Two of its validations differ in their status, or else in their date.
 */
export const VERSION_BYTES: Record<Subject, number> = {
	transaction: 0,
	validation: 2,
	amendment: 4,
	unreadable: 0,
	earlier: 0,
};

/** Which list and which status, in one byte. */
export function headOf(subject: Subject, status: Status | null): number {
	const statusCode = status === null ? 0 : TRANSACTION_STATUSES.indexOf(status) + 1;
	return SUBJECTS.indexOf(subject) * 8 + statusCode;
}

export function statusIn(head: number): Status | null {
	return TRANSACTION_STATUSES[(head & 7) - 1] ?? null;
}

function subjectIn(head: number): Subject | undefined {
	return SUBJECTS[head >> 3];
}

/** The last day that was named: what is packed comes in order, by the hundreds of hours. */
let named = { day: NaN, text: '' };

/** The name that an hour is stored under, e.g. `2026-06-15T10`. */
export function nameOf(hour: number): string {
	const day = Math.floor(hour / HOURS_OF_DAY);
	if (day !== named.day) {
		named = { day, text: new Date(day * DAY_MS).toISOString().slice(0, 10) };
	}
	return `${named.text}T${String(hour - day * HOURS_OF_DAY).padStart(2, '0')}`;
}

/** Writes the entries of one hour. @param places where they stand in the table */
export function packHour({ keys, heads, versions }: EntryTable, places: number[]): string {
	const groups = new Map<number, number[]>();
	for (const place of places) {
		const group = groups.get(heads[place]);
		if (group) group.push(place);
		else groups.set(heads[place], [place]);
	}
	const bytes: number[] = [];
	for (const [head, group] of groups) {
		const versionBytes = VERSION_BYTES[subjectIn(head) ?? 'earlier'];
		bytes.push(head);
		writeNumber(bytes, group.length);
		let last = 0;
		for (const place of group.sort((a, b) => keys[a] - keys[b])) {
			writeNumber(bytes, keys[place] - last);
			last = keys[place];
			for (let shift = 8 * (versionBytes - 1); shift >= 0; shift -= 8) {
				bytes.push((versions[place] >>> shift) & 0xff);
			}
		}
	}
	return Buffer.from(bytes).toString('base64');
}

/** Seven bits in each byte, the lowest first; the highest bit says that there are more. */
export function writeNumber(bytes: number[], value: number): void {
	let rest = value;
	for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
	bytes.push(rest);
}

/** By the hour, or by the day as version 0.1.0 wrote them. */
const NAME_FORM = /^\d{4}-\d\d-\d\d(T\d\d)?$/;
const HOURS_OF_DAY = 24;
const LAST_HOUR_OF_DAY = 23;

/**
 * Reads what is stored under one name into a table.
 *
 * @param name `2026-06-15T10`; the entries of version 0.1.0 stand under days, and then count as of the day's last hour
 * @returns `undefined` where it cannot be read, and what stands in the table then is of no use
 */
export function unpackHour(
	name: string,
	text: unknown,
	table: EntryTable,
): { hour: number; isCurrentForm: boolean } | undefined {
	if (!NAME_FORM.test(name) || typeof text !== 'string') return undefined;
	const isCurrentForm = name.length > 10;
	const dayMs = Date.parse(`${name.slice(0, 10)}T00:00:00Z`);
	const hourOfDay = isCurrentForm ? Number(name.slice(11)) : LAST_HOUR_OF_DAY;
	if (Number.isNaN(dayMs) || !(hourOfDay <= LAST_HOUR_OF_DAY)) return undefined;
	const hour = dayMs / HOUR_MS + hourOfDay;
	const read = isCurrentForm ? readGroups : readDay;
	return read(Buffer.from(text, 'base64'), hour, table) ? { hour, isCurrentForm } : undefined;
}

export class ByteReader {
	at = 0;

	constructor(private readonly bytes: Buffer) {}

	get hasMore(): boolean {
		return this.at < this.bytes.length;
	}

	/** So many bytes; `undefined` where they end before. */
	take(count: number): Buffer | undefined {
		if (!(this.at + count <= this.bytes.length)) return undefined;
		this.at += count;
		return this.bytes.subarray(this.at - count, this.at);
	}

	/** A number of so many bytes, the highest first; `NaN` where they end before. */
	fixed(count: number): number {
		if (this.at + count > this.bytes.length) return NaN;
		let value = 0;
		for (let n = 0; n < count; n++) value = value * 256 + this.bytes[this.at++];
		return value;
	}

	/** What {@link writeNumber} has written; `NaN` where there is no such thing. */
	number(): number {
		let value = 0;
		for (let factor = 1; this.hasMore && factor <= 2 ** 49; factor *= 128) {
			const byte = this.bytes[this.at++];
			value += (byte & 127) * factor;
			if (byte < 128) return value;
		}
		return NaN;
	}
}

function readGroups(bytes: Buffer, hour: number, table: EntryTable): boolean {
	const reader = new ByteReader(bytes);
	while (reader.hasMore) {
		const head = reader.fixed(1);
		const subject = subjectIn(head);
		const count = reader.number();
		// What is no number is not smaller either.
		if (!subject || !(count <= bytes.length)) return false;
		const versionBytes = VERSION_BYTES[subject];
		let key = 0;
		for (let place = 0; place < count; place++) {
			key += reader.number();
			const version = reader.fixed(versionBytes);
			if (Number.isNaN(key) || Number.isNaN(version)) return false;
			table.set(key, head, version, hour);
		}
	}
	return true;
}

/** Version 0.1.0: key, 32 bits of the version, and a byte with the status in its lowest three bits, for each entry. */
const DAY_ENTRY_BYTES = 11;
const DAY_KEY_BYTES = 6;
const DAY_VERSION_BYTES = 4;
const HASHED_KEY_BIT = 2 ** 47;

function readDay(bytes: Buffer, hour: number, table: EntryTable): boolean {
	const reader = new ByteReader(bytes);
	if (bytes.length % DAY_ENTRY_BYTES !== 0) return false;
	while (reader.hasMore) {
		const key = reader.fixed(DAY_KEY_BYTES);
		const digest = reader.fixed(DAY_VERSION_BYTES);
		const status = statusIn(reader.fixed(1));
		// Keys of ids that are hashed do not say what they are about; those of validations carry a version and a status.
		const subject = key < HASHED_KEY_BIT ? SUBJECTS[key % 4] : hashedSubject(digest, status);
		// The first bytes of it.
		const version = Math.floor(digest / 256 ** (DAY_VERSION_BYTES - VERSION_BYTES[subject]));
		table.set(key, headOf(subject, status), version, hour);
	}
	return true;
}

function hashedSubject(digest: number, status: Status | null): Subject {
	if (digest === 0) return status === null ? 'unreadable' : 'transaction';
	return status === 'approved' || status === 'declined' ? 'validation' : 'amendment';
}
