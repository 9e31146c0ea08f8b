/**
 * How the entries of the trigger's memory are written: by the UTC hour, in groups of the same list and status, each with
 * its keys in order, as the distance from one to the next. Awin counts its ids up, so what happens together lies close
 * together. Pure.
 */
import { TRANSACTION_STATUSES } from '../api/transactions';

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

export interface Entry {
	subject: Subject;
	/** A digest of the version, of as many bytes as {@link VERSION_BYTES} says. */
	version: number;
	/** As last seen; null where the row showed none. */
	status: Status | null;
	/** The UTC hour that it stands under, counted from 1970. */
	hour: number;
}

/** A transaction is created once. Two of its validations differ in their status, or else in their date. */
export const VERSION_BYTES: Record<Subject, number> = {
	transaction: 0,
	validation: 2,
	amendment: 4,
	unreadable: 0,
	earlier: 0,
};

type KeyAndEntry = [number, Entry];

interface UnpackedHour {
	hour: number;
	entries: KeyAndEntry[];
	isCurrentForm: boolean;
}

const HOUR_MS = 3_600_000;
const LAST_HOUR_OF_DAY = 23;

/** Writes the entries of one hour. */
export function packHour(entries: KeyAndEntry[]): string {
	const groups = new Map<number, KeyAndEntry[]>();
	for (const one of entries) {
		const head = headOf(one[1]);
		const group = groups.get(head);
		if (group) group.push(one);
		else groups.set(head, [one]);
	}
	const bytes: number[] = [];
	for (const [head, group] of groups) {
		group.sort(([a], [b]) => a - b);
		bytes.push(head);
		writeNumber(bytes, group.length);
		let last = 0;
		for (const [key, { subject, version }] of group) {
			writeNumber(bytes, key - last);
			last = key;
			for (let shift = 8 * (VERSION_BYTES[subject] - 1); shift >= 0; shift -= 8) {
				bytes.push((version >>> shift) & 0xff);
			}
		}
	}
	return Buffer.from(bytes).toString('base64');
}

/** Packed hours, oldest first, by their names. */
export function hoursOf(packed: ReadonlyMap<number, string>): Record<string, string> {
	const inOrder = [...packed].sort(([a], [b]) => a - b);
	return Object.fromEntries(inOrder.map(([hour, text]) => [nameOf(hour), text]));
}

function nameOf(hour: number): string {
	return new Date(hour * HOUR_MS).toISOString().slice(0, 13);
}

/**
 * Reads what stands under one name.
 *
 * @param name `2026-06-15T10`; the entries of version 0.1.0 stand under days, and then count as of the day's last hour
 */
export function unpackHour(name: string, text: string): UnpackedHour | undefined {
	const isCurrentForm = name.length > 10;
	const dayMs = Date.parse(`${name.slice(0, 10)}T00:00:00Z`);
	const hourOfDay = isCurrentForm ? Number(name.slice(11)) : LAST_HOUR_OF_DAY;
	if (Number.isNaN(dayMs) || !(hourOfDay <= LAST_HOUR_OF_DAY)) return undefined;
	const hour = dayMs / HOUR_MS + hourOfDay;
	const bytes = Buffer.from(text, 'base64');
	const entries = isCurrentForm ? readGroups(bytes, hour) : readDay(bytes, hour);
	return entries && { hour, entries, isCurrentForm };
}

/** Which list and which status, in one byte. */
function headOf({ subject, status }: Entry): number {
	const statusCode = status === null ? 0 : TRANSACTION_STATUSES.indexOf(status) + 1;
	return SUBJECTS.indexOf(subject) * 8 + statusCode;
}

function readGroups(bytes: Buffer, hour: number): KeyAndEntry[] | undefined {
	const entries: KeyAndEntry[] = [];
	let at = 0;
	/** Seven bits in each byte, the lowest first; the highest bit says that there are more. */
	const readNumber = () => {
		let [value, factor] = [0, 1];
		for (; at < bytes.length && factor <= 2 ** 49; factor *= 128) {
			const byte = bytes[at++];
			value += (byte % 128) * factor;
			if (byte < 128) return value;
		}
		return NaN;
	};
	while (at < bytes.length) {
		const head = bytes[at++];
		const subject = SUBJECTS[head >> 3];
		if (!subject) return undefined;
		const status = TRANSACTION_STATUSES[(head & 7) - 1] ?? null;
		const versionBytes = VERSION_BYTES[subject];
		const count = readNumber();
		let key = 0;
		// What is no number is not smaller either.
		if (!(count <= bytes.length)) return undefined;
		for (let place = 0; place < count; place++) {
			key += readNumber();
			if (Number.isNaN(key) || at + versionBytes > bytes.length) return undefined;
			const version = versionBytes === 0 ? 0 : bytes.readUIntBE(at, versionBytes);
			at += versionBytes;
			entries.push([key, { subject, version, status, hour }]);
		}
	}
	return entries;
}

function writeNumber(bytes: number[], value: number): void {
	let rest = value;
	for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
	bytes.push(rest);
}

/** Version 0.1.0: key, 32 bits of the version, and a byte with the status in its lowest three bits, for each entry. */
const DAY_ENTRY_BYTES = 11;
const DAY_KEY_BYTES = 6;
const DAY_VERSION_BYTES = 4;
const HASHED_KEY_BIT = 2 ** 47;

function readDay(bytes: Buffer, hour: number): KeyAndEntry[] | undefined {
	if (bytes.length % DAY_ENTRY_BYTES !== 0) return undefined;
	const entries: KeyAndEntry[] = [];
	for (let at = 0; at < bytes.length; at += DAY_ENTRY_BYTES) {
		const key = bytes.readUIntBE(at, DAY_KEY_BYTES);
		const status = TRANSACTION_STATUSES[(bytes[at + DAY_ENTRY_BYTES - 1] & 7) - 1] ?? null;
		// Keys of ids that are hashed do not say what they are about; those of validations carry a version and a status.
		const subject = key < HASHED_KEY_BIT ? SUBJECTS[key % 4] : hashedSubject(bytes, at, status);
		const versionBytes = VERSION_BYTES[subject];
		const version = versionBytes === 0 ? 0 : bytes.readUIntBE(at + DAY_KEY_BYTES, versionBytes);
		entries.push([key, { subject, version, status, hour }]);
	}
	return entries;
}

function hashedSubject(bytes: Buffer, at: number, status: Status | null): Subject {
	if (bytes.readUIntBE(at + DAY_KEY_BYTES, DAY_VERSION_BYTES) === 0) {
		return status === null ? 'unreadable' : 'transaction';
	}
	return status === 'approved' || status === 'declined' ? 'validation' : 'amendment';
}
