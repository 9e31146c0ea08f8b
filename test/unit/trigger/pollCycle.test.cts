import type { DateType } from '../../../nodes/Awin/api/transactions';
import type { CallResult } from '../../../nodes/Awin/transport/response';
import type { Ask } from '../../../nodes/Awin/trigger/readLists';
import { emptyState, type OpenState } from '../../../nodes/Awin/trigger/state';
import {
	pollOnce,
	type PollOutcome,
	type PollCycleOptions,
} from '../../../nodes/Awin/trigger/pollCycle';
import { DAY_MS, HOUR_MS } from '../../support/days.cts';

const NOW_MS = Date.parse('2026-06-15T10:00:00Z');

function watchAt(nowMs: number, changes: Partial<PollCycleOptions> = {}): PollCycleOptions {
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

function good(outcome: PollOutcome): Extract<PollOutcome, { ok: true }> {
	if (!outcome.ok) throw new Error(outcome.failure.kind);
	return outcome;
}

async function begin(): Promise<OpenState> {
	return good(await pollOnce(watchAt(NOW_MS), emptyState(), awinWith([]).ask)).known;
}

function ids(outcome: PollOutcome): string[] {
	return good(outcome).newEvents.map(({ change }) => `${change.id} ${change.event}`);
}

/** The lists that have been read. */
function begun(outcome: PollOutcome): string[] {
	return good(outcome)
		.known.lists.filter(({ progress }) => progress)
		.map(({ dateType }) => dateType);
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
		expect(first.cutShort).toEqual([{ dateType: 'validation', lack: 'calls' }]);
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

		expect(begun(first)).toEqual(['transaction', 'validation']);
		expect(ids(second)).toEqual([]);
	});

	it.each<[string, CallResult]>([
		['no calls left', LIMITED],
		['Awin down', DOWN],
	])('and for hours (%s): nothing that happens meanwhile is lost', async (_what, result) => {
		const rows = [
			{ id: 1, transactionDate: '2026-06-10T10:00:00' },
			{ id: 2, transactionDate: '2026-06-15T10:30:00' },
			{ id: 3, transactionDate: '2026-06-15T13:00:00' },
		];
		let known = emptyState();
		for (let hour = 0; hour < 6; hour++) {
			const { ask } = awinWith(rows, (dateType) =>
				dateType === 'transaction' ? result : undefined,
			);
			known = good(await pollOnce(watchAt(NOW_MS + hour * HOUR_MS), known, ask)).known;
		}

		const after = await pollOnce(watchAt(NOW_MS + 6 * HOUR_MS), known, awinWith(rows).ask);

		expect(ids(after)).toEqual(['2 created', '3 created']);
	});

	it('in full: nothing is kept, and the next one is the first', async () => {
		const outcome = await pollOnce(watchAt(NOW_MS), emptyState(), awinWith([], () => DOWN).ask);

		expect(outcome).toEqual({ ok: false, failure: { kind: 'refused', status: 503 } });
	});
});

describe('anything else that goes wrong', () => {
	const rows = [
		{ id: 1, transactionDate: '2026-06-15T10:30:00', validationDate: '2026-06-15T10:40:00' },
	];

	it('is told beside what could be read, which counts', async () => {
		const one = awinWith(rows, (dateType) => (dateType === 'validation' ? DOWN : undefined));

		const first = good(await pollOnce(watchAt(NOW_MS + HOUR_MS), await begin(), one.ask));
		const second = await pollOnce(watchAt(NOW_MS + HOUR_MS), first.known, awinWith(rows).ask);

		expect(first.failure).toEqual({ kind: 'refused', status: 503 });
		expect(ids(first)).toEqual(['1 created']);
		expect(ids(second)).toEqual(['1 approved']);
	});

	it('ends the poll where nothing could be read', async () => {
		const { ask } = awinWith(rows, () => DOWN);

		expect(await pollOnce(watchAt(NOW_MS + HOUR_MS), await begin(), ask)).toEqual({
			ok: false,
			failure: { kind: 'refused', status: 503 },
		});
	});

	it.each([202, 206])('status %i: what is there so far is not all there is', async (status) => {
		const part = awinWith(rows, (dateType) =>
			dateType === 'validation' ? { ok: true, status, answer: [] } : undefined,
		);

		const first = good(await pollOnce(watchAt(NOW_MS + HOUR_MS), await begin(), part.ask));
		const later = watchAt(NOW_MS + 4 * HOUR_MS);
		const second = await pollOnce(later, first.known, awinWith(rows).ask);

		expect(first.failure).toEqual({ kind: 'unreadable', status, what: 'other', shape: '[]' });
		expect(ids(second)).toEqual(['1 approved']);
	});

	it('does not cost the windows that were read before it: each poll gets on', async () => {
		const monthsLaterMs = NOW_MS + 100 * DAY_MS;
		const sold = Array.from({ length: 90 }, (_, day) => ({
			id: 100 + day,
			transactionDate: new Date(NOW_MS + (day + 1) * DAY_MS).toISOString().slice(0, 19),
		}));
		let known = good(
			await pollOnce(watchAt(NOW_MS, { events: ['created'] }), emptyState(), awinWith([]).ask),
		).known;
		const told: string[] = [];

		// One window is answered, the second never.
		for (let poll = 0; poll < 6; poll++) {
			const { ask } = awinWith(sold, (_list, call) => (call > 1 ? DOWN : undefined));
			const watch = watchAt(monthsLaterMs + poll * 60_000, { events: ['created'] });
			const outcome = good(await pollOnce(watch, known, ask));
			known = outcome.known;
			told.push(...ids(outcome));
		}

		expect(told).toEqual(sold.map(({ id }) => `${id} created`));
	});
});

describe('what was not asked for', () => {
	it('other partners are left out, and that is said', async () => {
		const known = good(
			await pollOnce(watchAt(NOW_MS, { partnerIds: ['7'] }), emptyState(), awinWith([]).ask),
		).known;
		const rows = [7, 8, undefined].map((publisherId, index) => ({
			id: index + 1,
			transactionDate: '2026-06-15T10:30:00',
			publisherId,
		}));

		const outcome = good(
			await pollOnce(watchAt(NOW_MS + HOUR_MS, { partnerIds: ['7'] }), known, awinWith(rows).ask),
		);

		// A row that does not name its partner is taken for one that was asked for.
		expect(ids(outcome)).toEqual(['1 created', '3 created']);
		expect(outcome.notAskedFor).toEqual([{ dateType: 'transaction', count: 1 }]);
	});

	it('rows of other times are left out, so that nothing old is told', async () => {
		const answer = Array.from({ length: 48 }, (_, hour) => ({
			id: hour + 1,
			commissionStatus: 'approved',
			transactionDate: new Date(NOW_MS - hour * HOUR_MS).toISOString().slice(0, 19),
			validationDate: new Date(NOW_MS - hour * HOUR_MS).toISOString().slice(0, 19),
		}));
		const everything: Ask = async () => ({ ok: true, status: 200, answer });

		const first = good(await pollOnce(watchAt(NOW_MS), emptyState(), everything));
		const second = good(await pollOnce(watchAt(NOW_MS + 60_000), first.known, everything));

		expect(ids(first)).toEqual(['1 created', '1 approved']);
		expect(ids(second)).toEqual([]);
		expect(first.notAskedFor.length).toBeGreaterThan(0);
	});
});

it('the status before is what was seen until the last poll, also where another list shows the new one already', async () => {
	const row = { id: 1, transactionDate: '2026-06-15T10:05:00' };
	const pending = { ...row, commissionStatus: 'pending' };
	const approved = { ...row, validationDate: '2026-06-15T10:20:00' };
	const laterMs = NOW_MS + HOUR_MS / 2;
	const first = good(
		await pollOnce(watchAt(NOW_MS + HOUR_MS / 6), await begin(), awinWith([pending]).ask),
	);

	const second = good(await pollOnce(watchAt(laterMs), first.known, awinWith([approved]).ask));

	expect(ids(second)).toEqual(['1 approved']);
	expect(second.newEvents.map(({ previousStatus }) => previousStatus)).toEqual(['pending']);
});

describe('validations that differ in one thing only', () => {
	const at = '2026-06-15T10:30:00';

	it.each<[string, string | null, string | null]>([
		['the same date', at, at],
		['no dates', null, null],
		['one date, and then none', at, null],
	])('approved, then declined, with %s: both are told, each once', async (_what, first, second) => {
		const events = ['approved', 'declined'] as const;
		const askWith =
			(commissionStatus: string, validationDate: string | null): Ask =>
			async () => ({
				ok: true,
				status: 200,
				answer: [{ id: 1, transactionDate: at, commissionStatus, validationDate }],
			});
		const nothing: Ask = async () => ({ ok: true, status: 200, answer: [] });
		const polls: Ask[] = [
			nothing,
			askWith('approved', first),
			askWith('declined', second),
			askWith('approved', first),
			askWith('declined', second),
		];
		let known = emptyState();
		const told: string[][] = [];
		for (const [index, ask] of polls.entries()) {
			const watch = watchAt(NOW_MS + 50 * 60_000 + index * 60_000, { events });
			const outcome = good(await pollOnce(watch, known, ask));
			known = outcome.known;
			told.push(ids(outcome));
		}

		expect(told).toEqual([[], ['1 approved'], ['1 declined'], [], []]);
	});
});

it('rows with ids below zero are told like any other', async () => {
	const rows = [{ id: -5, transactionDate: '2026-06-15T10:30:00' }];

	const outcome = await pollOnce(watchAt(NOW_MS + HOUR_MS), await begin(), awinWith(rows).ask);

	expect(ids(outcome)).toEqual(['-5 created']);
	expect(
		ids(await pollOnce(watchAt(NOW_MS + HOUR_MS), good(outcome).known, awinWith(rows).ask)),
	).toEqual([]);
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

describe('rows that are listed for ever, by a date that nobody sees', () => {
	const transactionDate = '2026-06-15T10:00:00';

	it.each<[string, object, string[]]>([
		['validated without a date', { commissionStatus: 'approved' }, ['1 approved']],
		[
			'amended',
			{ commissionStatus: 'pending', amended: true, oldSaleAmount: { amount: 5, currency: 'GBP' } },
			['1 amended'],
		],
		['sold without a date', { transactionDate: null }, ['1 created']],
		['with a status that nobody knows', { commissionStatus: 'frozen' }, []],
	])('%s: told once, however long', async (_what, change, expected) => {
		const events: PollCycleOptions['events'] =
			'amended' in change ? ['amended'] : 'transactionDate' in change ? ['created'] : ['approved'];
		let known = emptyState();
		const told: string[] = [];
		let timesUnreadable = 0;
		for (let day = 0; day < 40; day++) {
			const nowMs = NOW_MS + day * DAY_MS;
			const recent = {
				id: 1000 + day,
				commissionStatus: 'approved',
				transactionDate: new Date(nowMs).toISOString().slice(0, 19),
				validationDate: new Date(nowMs).toISOString().slice(0, 19),
				amended: false,
			};
			const ask: Ask = async () => ({
				ok: true,
				status: 200,
				answer: day > 0 ? [{ id: 1, transactionDate, ...change }, recent] : [recent],
			});
			const outcome = good(await pollOnce(watchAt(nowMs, { events }), known, ask));
			known = outcome.known;
			told.push(...ids(outcome).filter((id) => id.startsWith('1 ')));
			timesUnreadable += outcome.unreadable.filter(({ stage }) => stage !== 'waiting').length;
		}

		expect(told).toEqual(expected);
		// Found, and given up.
		expect(timesUnreadable).toBe(expected.length > 0 ? 0 : 2);
	});
});
