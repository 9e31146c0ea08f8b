/**
 * More at once than the trigger can remember. One call of Awin's validates 40,000 transactions, and nobody says that there is
 * only one.
 */
import fc from 'fast-check';

import type { DateType } from '../../nodes/Awin/api/transactions';
import type { TriggerEvent } from '../../nodes/Awin/trigger/events';
import { MOST_ENTRIES } from '../../nodes/Awin/trigger/seenTransactions';
import type { Ask } from '../../nodes/Awin/trigger/readLists';
import { emptyState, packState, readState } from '../../nodes/Awin/trigger/state';
import { pollOnce, type PollCycleOptions } from '../../nodes/Awin/trigger/pollCycle';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../support/days.cts';

/** Most of what happens at first happens before midnight in UTC. */
const START_MS = Date.parse('2026-06-15T23:35:00Z');

interface Row {
	id: number;
	/** The date by which it is listed. */
	atMs: number;
	/** From when on Awin shows it; as a rule at once. */
	shownMs?: number;
	/** Awin shows no date with it. */
	isUndated?: boolean;
}

interface Story {
	dateType: DateType;
	rows: Row[];
	everyMs: number;
	wholeMs: number;
	mostEntries?: number;
}

const EVENTS: Record<DateType, TriggerEvent> = {
	transaction: 'created',
	validation: 'approved',
	amendment: 'amended',
};

/** Plays it, with the state through JSON after each poll. @returns how often each was told, and how big the state became */
async function play({ dateType, rows, everyMs, wholeMs, mostEntries }: Story) {
	const byDate = [...rows].sort((a, b) => a.atMs - b.atMs);
	let nowMs = START_MS;
	const ask: Ask = async (_list, { startMs, endMs }) => {
		const answer = byDate
			.filter(({ atMs, shownMs = atMs }) => atMs >= startMs && atMs <= endMs && shownMs <= nowMs)
			.map(({ id, atMs, isUndated }) => ({
				id,
				commissionStatus: 'approved',
				saleAmount: 8,
				oldSaleAmount: 10,
				...(!isUndated && { [`${dateType}Date`]: new Date(atMs).toISOString().slice(0, 19) }),
			}));
		return { ok: true, status: 200, answer };
	};
	const watch: PollCycleOptions = {
		accountType: 'advertiser',
		accountId: '1',
		events: [EVENTS[dateType]],
		partnerIds: [],
		nowMs,
		lookbackMs: 7 * DAY_MS,
		pollIntervalMs: everyMs,
		mostEntries,
	};
	const told = new Map<number, number>();
	let [mostRemembered, largestBytes, forgotten] = [0, 0, 0];
	let kept = '';
	for (; nowMs <= START_MS + wholeMs; nowMs += everyMs) {
		const known = (kept && readState(JSON.parse(kept), watch)) || emptyState();
		const outcome = await pollOnce({ ...watch, nowMs }, known, ask);
		if (!outcome.ok) throw new Error(outcome.failure.kind);
		for (const { change } of outcome.newEvents) {
			told.set(Number(change.id), (told.get(Number(change.id)) ?? 0) + 1);
		}
		mostRemembered = Math.max(mostRemembered, outcome.known.seen.size);
		forgotten += outcome.forgotten;
		kept = JSON.stringify(packState(outcome.known, watch));
		largestBytes = Math.max(largestBytes, kept.length);
	}
	const times = rows.map(({ id }) => told.get(id) ?? 0);
	return {
		never: times.filter((count) => count === 0).length,
		again: times.filter((count) => count > 1).length,
		madeUp: [...told.keys()].length - times.filter(Boolean).length,
		mostRemembered,
		largestBytes,
		forgotten,
	};
}

function rowsOf(count: number, fromMs: number, withinMs: number, isUndated = false): Row[] {
	return Array.from({ length: count }, (_, index) => ({
		id: 1_000_000_000 + (fromMs % 999_983) + index * 37,
		atMs: Math.floor((fromMs + (index / count) * withinMs) / SECOND_MS) * SECOND_MS,
		isUndated,
	}));
}

const POLLS = { everyMs: 15 * MINUTE_MS, wholeMs: 100 * MINUTE_MS };
const AFTER_MS = START_MS + MINUTE_MS;
const MUCH = MOST_ENTRIES + 30_000;

it.each<[string, Partial<Story> & { rows: Row[] }]>([
	['60,000 approvals in 20 minutes', { rows: rowsOf(60_000, AFTER_MS, 20 * MINUTE_MS) }],
	[
		'48,000 before midnight and 3,000 after it',
		{
			rows: [
				...rowsOf(48_000, AFTER_MS, 20 * MINUTE_MS),
				...rowsOf(3000, Date.parse('2026-06-16T00:01:00Z'), 20 * MINUTE_MS).map((row) => ({
					...row,
					id: row.id + 500_000_000,
				})),
			],
		},
	],
	[
		'60,000 amendments, whose dates Awin does not show',
		{ dateType: 'amendment', rows: rowsOf(60_000, AFTER_MS, 20 * MINUTE_MS, true) },
	],
	['60,000 sales', { dateType: 'transaction', rows: rowsOf(60_000, AFTER_MS, 20 * MINUTE_MS) }],
	['more than there is room for, within an hour', { rows: rowsOf(MUCH, AFTER_MS, 50 * MINUTE_MS) }],
	['more than there is room for, in one second', { rows: rowsOf(MUCH, AFTER_MS, 0) }],
	[
		'more undated ones than there is room for, in one second',
		{ dateType: 'amendment', rows: rowsOf(MUCH, AFTER_MS, 0, true) },
	],
])(
	'%s: each is told once, and what is remembered stays bounded',
	async (_what, story) => {
		const { mostRemembered, largestBytes, forgotten, ...counts } = await play({
			dateType: 'validation',
			...POLLS,
			...story,
		});

		expect(counts).toEqual({ never: 0, again: 0, madeUp: 0 });
		expect(mostRemembered).toBeLessThanOrEqual(MOST_ENTRIES);
		expect(largestBytes).toBeLessThan(2_500_000);
		expect(forgotten > 0).toBe(story.rows.length > MOST_ENTRIES);
	},
	300_000,
);

it('what shows half an hour late is told also after a burst that there is room for', async () => {
	const burst = rowsOf(60_000, AFTER_MS, 20 * MINUTE_MS);
	const late = { id: 7, atMs: AFTER_MS, shownMs: AFTER_MS + 30 * MINUTE_MS };

	expect(await play({ dateType: 'validation', ...POLLS, rows: [...burst, late] })).toMatchObject({
		never: 0,
		again: 0,
	});
});

it('what is dated before a burst that there is no room for is let go when it shows late', async () => {
	const burst = rowsOf(40, AFTER_MS + 20 * MINUTE_MS, MINUTE_MS);
	const late = { id: 7, atMs: AFTER_MS, shownMs: AFTER_MS + 30 * MINUTE_MS };

	expect(
		await play({ dateType: 'validation', ...POLLS, mostEntries: 30, rows: [...burst, late] }),
	).toMatchObject({ never: 1, again: 0 });
});

it('whatever comes, at any time and in any number: nothing twice, and nothing lost that shows at once', async () => {
	const burst = fc.record({
		fromSecond: fc.integer({ min: 60, max: 36 * 3600 }),
		withinSeconds: fc.oneof(
			fc.constant(0),
			fc.integer({ min: 0, max: 4000 }),
			fc.integer({ min: 0, max: 90_000 }),
		),
		count: fc.integer({ min: 1, max: 40 }),
	});
	const story = fc.record({
		dateType: fc.constantFrom<DateType[]>('transaction', 'validation', 'amendment'),
		bursts: fc.array(burst, { minLength: 1, maxLength: 5 }),
		everyMs: fc.constantFrom(5 * MINUTE_MS, HOUR_MS, 7 * HOUR_MS),
		mostEntries: fc.integer({ min: 1, max: 60 }),
	});
	await fc.assert(
		fc.asyncProperty(story, async ({ dateType, bursts, everyMs, mostEntries }) => {
			const rows = bursts.flatMap(({ fromSecond, withinSeconds, count }) =>
				rowsOf(
					count,
					START_MS + fromSecond * SECOND_MS,
					withinSeconds * SECOND_MS,
					dateType === 'amendment',
				),
			);
			rows.forEach((row, index) => (row.id = index + 1));

			const { mostRemembered, never, again } = await play({
				dateType,
				rows,
				everyMs,
				mostEntries,
				wholeMs: 3 * DAY_MS,
			});

			expect({ never, again }).toEqual({ never: 0, again: 0 });
			expect(mostRemembered).toBeLessThanOrEqual(mostEntries);
		}),
		{ numRuns: 100, seed: 20_261_121 },
	);
});
