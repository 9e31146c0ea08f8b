import type { DateType } from '../../../nodes/Awin/api/transactions';
import type { CallResult } from '../../../nodes/Awin/transport/response';
import { MOST_ENTRIES } from '../../../nodes/Awin/trigger/memory';
import { emptyState, type Known } from '../../../nodes/Awin/trigger/state';
import { pollOnce, type Outcome, type Watch } from '../../../nodes/Awin/trigger/watch';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.parse('2026-06-15T10:00:00Z');

function watchAt(nowMs: number, changes: Partial<Watch> = {}): Watch {
	return {
		accountType: 'advertiser',
		accountId: '1',
		events: ['created', 'approved'],
		partnerIds: [],
		nowMs,
		lookbackMs: 7 * DAY_MS,
		pollIntervalMs: 60_000,
		...changes,
	};
}

const LIMITED: CallResult = { ok: false, failure: { kind: 'noTime', waitMs: 1000 } };
const DOWN: CallResult = { ok: false, failure: { kind: 'refused', status: 503 } };

/** Answers with the rows whose date lies in the window. */
function awinWith(
	rows: Array<{ id: number; transactionDate: string; validationDate?: string }>,
	instead: (dateType: DateType, call: number) => CallResult | undefined = () => undefined,
) {
	const asked: DateType[] = [];
	return {
		asked,
		ask: async (dateType: DateType, { startMs, endMs }: { startMs: number; endMs: number }) => {
			asked.push(dateType);
			const other = instead(dateType, asked.length);
			if (other) return other;
			const answer = rows
				.filter((row) => {
					const atMs = Date.parse(`${row[`${dateType}Date` as 'transactionDate'] ?? ''}Z`);
					return atMs >= startMs && atMs <= endMs;
				})
				.map((row) => ({ commissionStatus: 'approved', ...row }));
			return { ok: true, status: 200, answer } as const;
		},
	};
}

function good(outcome: Outcome): Extract<Outcome, { ok: true }> {
	if (!outcome.ok) throw new Error(outcome.failure.kind);
	return outcome;
}

async function begin(): Promise<Known> {
	return good(await pollOnce(watchAt(NOW_MS), emptyState(), awinWith([]).ask)).known;
}

function ids(outcome: Outcome): string[] {
	return good(outcome).reports.map(({ change }) => `${change.id} ${change.event}`);
}

describe('a lack of calls', () => {
	it('cuts the poll short; the list that is behind goes first next time', async () => {
		const known = await begin();
		const laterMs = NOW_MS + 2 * HOUR_MS;
		const rows = [
			{
				id: 1,
				transactionDate: '2026-06-15T10:30:00',
				validationDate: '2026-06-15T11:00:00',
			},
		];
		const short = awinWith(rows, (dateType) => (dateType === 'validation' ? LIMITED : undefined));

		const first = good(await pollOnce(watchAt(laterMs), known, short.ask));
		const next = awinWith(rows);
		const second = good(await pollOnce(watchAt(laterMs + 60_000), first.known, next.ask));

		expect(short.asked).toEqual(['transaction', 'validation']);
		expect(first.cutShort).toEqual(['validation']);
		expect(ids(first)).toEqual(['1 created']);
		expect(next.asked).toEqual(['validation', 'transaction']);
		expect(ids(second)).toEqual(['1 approved']);
	});

	it.each<[string, CallResult]>([
		['no time left', LIMITED],
		['status 429', { ok: false, failure: { kind: 'refused', status: 429 } }],
	])('for everything ends it: %s', async (_what, result) => {
		const { ask } = awinWith([], () => result);

		expect(await pollOnce(watchAt(NOW_MS), await begin(), ask)).toMatchObject({ ok: false });
	});

	it('at the start: what was not looked at begins later, and silently', async () => {
		const rows = [{ id: 1, transactionDate: '2026-06-10T10:00:00' }];
		const short = awinWith(rows, (dateType) => (dateType === 'transaction' ? LIMITED : undefined));

		const first = good(await pollOnce(watchAt(NOW_MS), emptyState(), short.ask));
		const second = await pollOnce(watchAt(NOW_MS + HOUR_MS), first.known, awinWith(rows).ask);

		expect(Object.keys(first.known.lists)).toEqual(['validation']);
		expect(ids(second)).toEqual([]);
		expect(Object.keys(good(second).known.lists).sort()).toEqual(['transaction', 'validation']);
	});
});

it('anything else ends it, whatever was read before', async () => {
	const { ask } = awinWith([], (dateType) => (dateType === 'validation' ? DOWN : undefined));

	expect(await pollOnce(watchAt(NOW_MS + HOUR_MS), await begin(), ask)).toEqual({
		ok: false,
		failure: { kind: 'refused', status: 503 },
	});
});

describe('late arrivals', () => {
	const late = { id: 7, transactionDate: '2026-06-10T10:00:00' };

	it('are reported when the trigger reaches back', async () => {
		let known = await begin();
		const { ask } = awinWith([late]);

		const soon = good(await pollOnce(watchAt(NOW_MS + HOUR_MS), known, ask));
		known = soon.known;
		const nextDay = await pollOnce(watchAt(NOW_MS + 22 * HOUR_MS), known, ask);

		expect(ids(soon)).toEqual([]);
		expect(ids(nextDay)).toEqual(['7 created']);
	});

	it('in days that were not watched before cannot be told from what is old', async () => {
		const known = await begin();
		const old = { id: 8, transactionDate: '2026-05-25T10:00:00' };
		const watch = watchAt(NOW_MS + 22 * HOUR_MS, { lookbackMs: 25 * DAY_MS });

		const outcome = good(await pollOnce(watch, known, awinWith([late, old]).ask));
		const again = await pollOnce(
			{ ...watch, nowMs: watch.nowMs + DAY_MS },
			outcome.known,
			awinWith([late, old]).ask,
		);

		expect(ids(outcome)).toEqual(['7 created']);
		expect(ids(again)).toEqual([]);
	});
});

it('what there is no room for is forgotten by the day, and never reported as new', async () => {
	let known = await begin();
	const perDay = MOST_ENTRIES / 5;
	const rows = Array.from({ length: 6 * perDay }, (_, index) => ({
		id: 1000 + index,
		transactionDate: new Date(NOW_MS - (index % 6) * DAY_MS - HOUR_MS).toISOString().slice(0, 19),
	}));
	const { ask } = awinWith(rows);
	const watch = (hours: number) => watchAt(NOW_MS + hours * HOUR_MS, { events: ['created'] });

	const first = good(await pollOnce(watch(22), known, ask));
	known = first.known;
	const second = good(await pollOnce(watch(45), known, ask));

	expect(first.reports).toHaveLength(6 * perDay);
	expect(first.forgotten).toBe(perDay);
	expect(first.known.memory.size).toBeLessThanOrEqual(MOST_ENTRIES);
	expect(second.reports).toEqual([]);
});
