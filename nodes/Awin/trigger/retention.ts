/**
 * Keeping what was seen small: forgetting what no later read can show again, and making room where there is too much to
 * remember. Pure.
 */
import { HOUR_MS, SECOND_MS } from '../api/periods';
import type { DateType } from '../api/transactions';
import type { Sighting } from './changeDetector';
import { neededFromMs, nextReadFromMs } from './listProgress';
import { hourOf, MOST_ENTRIES, type SeenVersion } from './seenTransactions';
import type { OpenState } from './state';

export interface RetentionOptions {
	lookbackMs: number;
	/** What was seen in this poll, by the date by which it was listed. */
	sightings: Sighting[];
	/** What was seen in it without the date by which it was listed. */
	undated: SeenVersion[];
	mostEntries?: number;
}

/**
 * Forgets what no later read can show again, and what there is no room for. What was forgotten is not read again either,
 * because it would pass for new; so what gives way is how far back something may lie that arrives late.
 *
 * @returns how much had no room
 */
export function forget(known: OpenState, options: RetentionOptions): number {
	const { lookbackMs, sightings, undated, mostEntries = MOST_ENTRIES } = options;
	const { seen, lists } = known;
	const all = lists.flatMap(({ progress }) => progress ?? []);
	// Where nothing was ever seen there is nothing to forget, and all of that time stays covered.
	const isEmpty = seen.size === 0 && all.every(({ newestMs }) => newestMs === undefined);
	if (all.length === 0 || isEmpty) return 0;
	const neededHour = hourOf(Math.min(...all.map((one) => neededFromMs(one, lookbackMs))));
	// Nobody knows until when such a row is listed; as long as it is, it must not pass for new.
	for (const version of undated) seen.keep(version, neededHour);
	seen.forgetBefore(neededHour);
	coverFrom(known, neededHour * HOUR_MS);

	const before = seen.size;
	const firstHour = seen.makeRoom(mostEntries, hourOf(Math.min(...all.map(nextReadFromMs))));
	if (firstHour !== undefined) coverFrom(known, firstHour * HOUR_MS);
	if (seen.size > mostEntries) cutIntoOverlap(known, sightings, seen.size - mostEntries);
	return before - seen.size;
}

/**
 * A burst that is too big even for the time that the next poll reads once more: its oldest part is forgotten, and the next
 * poll begins after that part. Whatever is left of the time before is not read again.
 */
function cutIntoOverlap(known: OpenState, sightings: Sighting[], tooMany: number): void {
	const oldestFirst = [...sightings].sort((a, b) => a.atMs - b.atMs);
	const cutMs = new Map<DateType, number>();
	let left = tooMany;
	let lastMs = -Infinity;
	for (const { subject, id, atMs } of oldestFirst) {
		// A second is kept or forgotten as a whole, as it is read again or not.
		if (left <= 0 && atMs > lastMs) break;
		if (known.seen.forget(subject, id)) left--;
		lastMs = atMs;
		cutMs.set(subject, (Math.floor(atMs / SECOND_MS) + 1) * SECOND_MS);
	}
	for (const [dateType, fromMs] of cutMs) coverFrom(known, fromMs, dateType);
}

/** What is dated before is no longer remembered in full, so it cannot be told from what is new. */
function coverFrom({ lists }: OpenState, fromMs: number, dateType?: DateType): void {
	for (const list of lists) {
		if (!list.progress || (dateType && list.dateType !== dateType)) continue;
		const coveredFromMs = Math.max(list.progress.coveredFromMs, fromMs);
		list.progress = { ...list.progress, coveredFromMs };
	}
}
