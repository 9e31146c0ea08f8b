/**
 * Keeping the trigger's memory small: forgetting what no later read can show again, and making room where there is too much
 * to remember. Pure.
 */
import type { DateType } from '../api/transactions';
import type { Sighting } from './findings';
import { hourOf, MOST_ENTRIES, type Sight } from './memory';
import { neededFromMs, nextReadFromMs } from './plan';
import type { Known, Marks } from './state';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1000;

export interface RoomOptions {
	lookbackMs: number;
	/** What was seen in this poll, by the date by which it was listed. */
	sightings: Sighting[];
	/** What was seen in it without the date by which it was listed. */
	undated?: Sight[];
	most?: number;
}

/**
 * Forgets what no later read can show again, and what there is no room for. What was forgotten is not read again either,
 * because it would pass for new; so what gives way is how far back something may lie that arrives late.
 *
 * @returns how much had no room
 */
export function forget(known: Known, options: RoomOptions): number {
	const { lookbackMs, undated = [], most = MOST_ENTRIES } = options;
	const { memory, tracks } = known;
	const all = tracks.flatMap(({ marks }) => marks ?? []);
	// Where nothing was ever seen there is nothing to forget, and all of that time stays covered.
	const isEmpty = memory.size === 0 && all.every(({ newestMs }) => newestMs === undefined);
	if (all.length === 0 || isEmpty) return 0;
	const neededMs = Math.min(...all.map((marks) => neededFromMs(marks, lookbackMs)));
	// Nobody knows until when such a row is listed; as long as it is, it must not pass for new.
	for (const sight of undated) memory.keep(sight, hourOf(neededMs));
	memory.forgetBefore(hourOf(neededMs));
	cover(known, hourOf(neededMs) * HOUR_MS);

	const before = memory.size;
	const nextMs = Math.min(...all.map(nextReadFromMs));
	const firstHour = memory.makeRoom(most, hourOf(nextMs));
	if (firstHour !== undefined) cover(known, firstHour * HOUR_MS);
	if (memory.size > most) cutIntoOverlap(known, options.sightings, memory.size - most);
	return before - memory.size;
}

/**
 * A burst that is too big even for the time that the next poll reads once more: its oldest part is forgotten, and the next
 * poll begins after that part. Whatever is left of the time before is not read again.
 */
function cutIntoOverlap(known: Known, sightings: Sighting[], tooMany: number): void {
	const oldestFirst = [...sightings].sort((a, b) => a.atMs - b.atMs);
	const cutMs = new Map<DateType, number>();
	let left = tooMany;
	let lastMs = -Infinity;
	for (const { subject, id, atMs } of oldestFirst) {
		// A second is kept or forgotten as a whole, as it is read again or not.
		if (left <= 0 && atMs > lastMs) break;
		if (known.memory.forget(subject, id)) left--;
		lastMs = atMs;
		cutMs.set(subject, (Math.floor(atMs / SECOND_MS) + 1) * SECOND_MS);
	}
	for (const [dateType, fromMs] of cutMs) cover(known, fromMs, dateType);
}

/** What is dated before is no longer remembered in full, so it cannot be told from what is new. */
function cover(known: Known, fromMs: number, dateType?: DateType): void {
	for (const track of known.tracks) {
		if (!track.marks || (dateType && track.dateType !== dateType)) continue;
		const coveredFromMs: Marks['coveredFromMs'] = Math.max(track.marks.coveredFromMs, fromMs);
		track.marks = { ...track.marks, coveredFromMs };
	}
}
