import type { Sighting } from '../../../nodes/Awin/trigger/changeDetector';
import { forget } from '../../../nodes/Awin/trigger/retention';
import { hourOf, SeenTransactions } from '../../../nodes/Awin/trigger/seenTransactions';
import { openStateOf, type ListProgress } from '../../../nodes/Awin/trigger/state';
import { DAY_MS, HOUR_MS } from '../../support/days.cts';

const NOW_MS = Date.parse('2026-06-15T10:30:00Z');
const WEEK_MS = 7 * DAY_MS;

/** What is known after a poll that has read one list up to now. */
function knownAfterPoll(progress: Partial<ListProgress> = {}) {
	const seen = SeenTransactions.unpack({}) as SeenTransactions;
	const known = openStateOf(
		[
			{
				dateType: 'transaction',
				selection: { events: ['created'], partnerIds: [] },
				progress: {
					scope: 'created',
					boundMs: NOW_MS,
					reachedBackMs: NOW_MS,
					coveredFromMs: NOW_MS - WEEK_MS,
					heldSinceMs: null,
					newestMs: NOW_MS,
					...progress,
				},
			},
		],
		seen,
	);
	return {
		known,
		see(id: number, atMs: number): Sighting {
			seen.see({ subject: 'transaction', id, version: '', status: null }, hourOf(atMs));
			return { subject: 'transaction', id, atMs };
		},
		knows: (id: number) => seen.has('transaction', id),
		get coveredFromMs() {
			return known.lists[0].progress?.coveredFromMs;
		},
	};
}

describe('What is seen', () => {
	it('is forgotten when no later read can show it again', () => {
		const scene = knownAfterPoll();
		scene.see(1, NOW_MS - WEEK_MS - 2 * HOUR_MS);
		scene.see(2, NOW_MS - WEEK_MS);

		expect(forget(scene.known, { lookbackMs: WEEK_MS, sightings: [], undated: [] })).toBe(0);
		expect([1, 2].map(scene.knows)).toEqual([false, true]);
	});

	it('gives way by the hour, the oldest first, and what gave way is not read again', () => {
		const scene = knownAfterPoll();
		const oldMs = NOW_MS - 3 * DAY_MS;
		for (const id of [1, 2, 3, 4]) scene.see(id, oldMs + id * HOUR_MS);
		const options = { lookbackMs: WEEK_MS, sightings: [], undated: [], mostEntries: 2 };

		expect(forget(scene.known, options)).toBe(2);
		expect([1, 2, 3, 4].map(scene.knows)).toEqual([false, false, true, true]);
		expect(scene.coveredFromMs).toBe(hourOf(oldMs + 3 * HOUR_MS) * HOUR_MS);
	});

	it('of a burst in the last hour gives way by the second, each as a whole', () => {
		const scene = knownAfterPoll();
		const burstMs = NOW_MS - 10 * 60_000;
		const sightings = [1, 2, 3, 4, 5].map((id) => scene.see(id, burstMs + (id > 3 ? 1000 : 0)));
		const options = { lookbackMs: WEEK_MS, sightings, undated: [], mostEntries: 4 };

		expect(forget(scene.known, options)).toBe(3);
		expect([1, 2, 3, 4, 5].map(scene.knows)).toEqual([false, false, false, true, true]);
		expect(scene.coveredFromMs).toBe(burstMs + 1000);
	});

	it('was nothing so far: then all of the time before stays covered', () => {
		const coveredFromMs = NOW_MS - 90 * DAY_MS;
		const scene = knownAfterPoll({ newestMs: undefined, coveredFromMs });
		forget(scene.known, { lookbackMs: WEEK_MS, sightings: [], undated: [] });

		expect(scene.coveredFromMs).toBe(coveredFromMs);
	});
});
