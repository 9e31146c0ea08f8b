import { neededFromMs, progressAfter } from '../../../nodes/Awin/trigger/listProgress';
import {
	estimateTime,
	planRead,
	type ReadPlan,
	type ReadPlanOptions,
} from '../../../nodes/Awin/trigger/readPlan';
import type { ListProgress } from '../../../nodes/Awin/trigger/state';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../support/days.cts';

const NOW = '2026-06-15T10:00:00Z';
const NOW_MS = Date.parse(NOW);

const OPTIONS: ReadPlanOptions = {
	nowMs: NOW_MS,
	lookbackMs: 7 * DAY_MS,
	pollIntervalMs: MINUTE_MS,
};

function marksAt(
	changes: Partial<Record<Exclude<keyof ListProgress, 'scope'>, string>> = {},
): ListProgress {
	const times = {
		boundMs: '2026-06-15T09:59:00Z',
		reachedBackMs: '2026-06-15T00:00:00Z',
		coveredFromMs: '2026-06-01T00:00:00Z',
		...changes,
	};
	return {
		scope: '',
		boundMs: Date.parse(times.boundMs),
		reachedBackMs: Date.parse(times.reachedBackMs),
		coveredFromMs: Date.parse(times.coveredFromMs),
		heldSinceMs: times.heldSinceMs ? Date.parse(times.heldSinceMs) : null,
	};
}

function text(ms: number): string {
	return new Date(ms).toISOString().slice(0, 16);
}

function windowsOf(plan: ReadPlan): string[] {
	return plan.windows.map(
		({ startMs, endMs, isBaseline }) =>
			`${isBaseline ? 'silent ' : ''}${text(startMs)} ${text(endMs)}`,
	);
}

describe('what a poll reads of a list', () => {
	it.each<[string, ListProgress | undefined, Partial<ReadPlanOptions>, string[]]>([
		[
			'the first time: silently what was there, then one poll interval and a quarter of an hour',
			undefined,
			{},
			['silent 2026-06-08T09:00 2026-06-15T09:44', '2026-06-15T09:44 2026-06-15T10:15'],
		],
		[
			'the first time, polled once a week: nothing is silent',
			undefined,
			{ pollIntervalMs: 7 * DAY_MS + HOUR_MS },
			['2026-06-08T08:45 2026-06-15T10:15'],
		],
		[
			'the first time, polled once a year: 31 days',
			undefined,
			{ pollIntervalMs: 365 * DAY_MS },
			['2026-05-15T09:45 2026-06-15T09:44', '2026-06-15T09:44 2026-06-15T10:15'],
		],
		[
			'from an hour before the bound to a quarter of an hour after now',
			marksAt(),
			{},
			['2026-06-15T08:59 2026-06-15T10:15'],
		],
		[
			'after a pause, from the bound on',
			marksAt({ boundMs: '2026-06-15T02:00:00Z' }),
			{},
			['2026-06-15T01:00 2026-06-15T10:15'],
		],
		[
			'22 hours after it last reached back: as far back as then, less the days of the option',
			marksAt({ reachedBackMs: '2026-06-14T12:00:00Z' }),
			{},
			['2026-06-07T11:00 2026-06-15T10:15'],
		],
		[
			'not yet after 21 hours',
			marksAt({ reachedBackMs: '2026-06-14T13:00:00Z' }),
			{},
			['2026-06-15T08:59 2026-06-15T10:15'],
		],
		[
			'30 days of late arrivals: two windows',
			marksAt({ reachedBackMs: '2026-06-14T10:00:00Z', coveredFromMs: '2026-05-01T00:00:00Z' }),
			{ lookbackMs: 30 * DAY_MS },
			['2026-05-15T09:00 2026-06-15T08:59', '2026-06-15T08:59 2026-06-15T10:15'],
		],
		[
			'more days than before: silently what was not watched then',
			marksAt({ reachedBackMs: '2026-06-14T10:00:00Z', coveredFromMs: '2026-06-07T00:00:00Z' }),
			{ lookbackMs: 20 * DAY_MS },
			['silent 2026-05-25T09:00 2026-06-07T00:00', '2026-06-07T00:00 2026-06-15T10:15'],
		],
		[
			'after three months: the two oldest windows, the next polls go on',
			marksAt({
				boundMs: '2026-03-15T10:00:00Z',
				reachedBackMs: '2026-03-15T00:00:00Z',
				coveredFromMs: '2026-03-01T00:00:00Z',
			}),
			{},
			['2026-03-07T23:00 2026-04-07T22:59', '2026-04-07T22:59 2026-05-08T22:59'],
		],
		[
			'after the clock was set back by nine minutes: from an hour before now',
			marksAt({ boundMs: '2026-06-15T10:09:00Z' }),
			{},
			['2026-06-15T09:00 2026-06-15T10:15'],
		],
		[
			'after the clock was a year ahead: everything that a late arrival may be in',
			marksAt({ boundMs: '2027-06-15T10:00:00Z', reachedBackMs: '2027-06-15T00:00:00Z' }),
			{},
			['2026-06-08T09:00 2026-06-15T10:15'],
		],
	])('%s', (_what, marks, options, windows) => {
		expect(windowsOf(planRead(marks, { ...OPTIONS, ...options }))).toEqual(windows);
	});
});

describe('how far the list counts as read afterwards', () => {
	const PAUSE = {
		boundMs: '2026-03-15T10:00:00Z',
		reachedBackMs: '2026-03-15T00:00:00Z',
		coveredFromMs: '2026-03-01T00:00:00Z',
	};
	const REACH = { reachedBackMs: '2026-06-14T12:00:00Z' };
	const MORE = { reachedBackMs: '2026-06-14T10:00:00Z', coveredFromMs: '2026-06-07T00:00:00Z' };
	const DAYS_20 = { lookbackMs: 20 * DAY_MS };
	type Times = Partial<Record<Exclude<keyof ListProgress, 'scope'>, string | null>>;

	it.each<
		[
			string,
			ListProgress | undefined,
			Partial<ReadPlanOptions>,
			{ readCount?: number; hasUnreadable?: boolean },
			Times | undefined,
		]
	>([
		[
			'the first time',
			undefined,
			{},
			{},
			{
				boundMs: NOW,
				reachedBackMs: NOW,
				coveredFromMs: '2026-06-08T09:00:00Z',
				heldSinceMs: null,
			},
		],
		['the first time, nothing read', undefined, {}, { readCount: 0 }, undefined],
		[
			'the first time, only what was there before: the reported part is read next time',
			undefined,
			{},
			{ readCount: 1 },
			{
				boundMs: '2026-06-15T09:44:00Z',
				reachedBackMs: NOW,
				coveredFromMs: '2026-06-08T09:00:00Z',
				heldSinceMs: null,
			},
		],
		[
			'the first time, with rows that cannot be read: the reported part is read again',
			undefined,
			{},
			{ hasUnreadable: true },
			{
				boundMs: '2026-06-15T09:44:00Z',
				reachedBackMs: NOW,
				coveredFromMs: '2026-06-08T09:00:00Z',
				heldSinceMs: NOW,
			},
		],
		[
			'all read: up to now',
			marksAt(),
			{},
			{},
			{ boundMs: NOW, reachedBackMs: '2026-06-15T00:00:00Z' },
		],
		[
			'nothing read: as before',
			marksAt(),
			{},
			{ readCount: 0 },
			{ boundMs: '2026-06-15T09:59:00Z' },
		],
		['reached back: that counts too', marksAt(REACH), {}, {}, { boundMs: NOW, reachedBackMs: NOW }],
		['did not get to reach back', marksAt(REACH), {}, { readCount: 0 }, REACH],
		[
			'after three months: up to the last window, and late arrivals before the pause were looked for',
			marksAt(PAUSE),
			{},
			{},
			{ boundMs: '2026-05-08T22:59:58Z', reachedBackMs: NOW },
		],
		[
			'after three months, one window read: up to its end; late arrivals before the pause were looked for',
			marksAt(PAUSE),
			{},
			{ readCount: 1 },
			{ boundMs: '2026-04-07T22:59:59Z', reachedBackMs: NOW },
		],
		[
			'silently read too: covered from there on',
			marksAt(MORE),
			DAYS_20,
			{},
			{ boundMs: NOW, reachedBackMs: NOW, coveredFromMs: '2026-05-25T09:00:00Z' },
		],
		[
			'only silently read: covered, but not read',
			marksAt(MORE),
			DAYS_20,
			{ readCount: 1 },
			{
				boundMs: '2026-06-15T09:59:00Z',
				reachedBackMs: MORE.reachedBackMs,
				coveredFromMs: '2026-05-25T09:00:00Z',
			},
		],
		[
			'rows that cannot be read hold the bound',
			marksAt(),
			{},
			{ hasUnreadable: true },
			{ boundMs: '2026-06-15T09:59:00Z', heldSinceMs: NOW },
		],
		[
			'and go on to do so',
			marksAt({ heldSinceMs: '2026-06-15T03:00:00Z' }),
			{},
			{ hasUnreadable: true },
			{ boundMs: '2026-06-15T09:59:00Z', heldSinceMs: '2026-06-15T03:00:00Z' },
		],
		[
			'until they can be read',
			marksAt({ heldSinceMs: '2026-06-15T03:00:00Z' }),
			{},
			{},
			{ boundMs: NOW, heldSinceMs: null },
		],
		[
			'after the clock was a year ahead: back in time',
			marksAt({ boundMs: '2027-06-15T10:00:00Z', reachedBackMs: '2027-06-15T00:00:00Z' }),
			{},
			{},
			{ boundMs: NOW, reachedBackMs: NOW },
		],
	])('%s', (_what, marks, options, progress, expected) => {
		const plan = planRead(marks, { ...OPTIONS, ...options });
		const readCount = progress.readCount ?? plan.windows.length;
		const { hasUnreadable = false } = progress;

		const after = progressAfter(marks, 'all', plan, { readCount, hasUnreadable, nowMs: NOW_MS });

		if (!expected) expect(after).toBeUndefined();
		else {
			const times = Object.entries(expected).map(([name, time]) => [
				name,
				time && Date.parse(time),
			]);
			expect(after).toMatchObject({ scope: 'all', ...Object.fromEntries(times) });
		}
	});
});

it.each([
	[
		'before the bound, where that lies far back',
		marksAt({ boundMs: '2026-03-15T10:00:00Z' }),
		'2026-03-15T09:00',
	],
	['before the last reaching back', marksAt(), '2026-06-07T23:00'],
])('nothing older is needed than the overlap %s', (_what, marks, from) => {
	expect(text(neededFromMs(marks, OPTIONS.lookbackMs))).toBe(from);
});

describe('what time it is', () => {
	const newestMs = NOW_MS - 5 * MINUTE_MS;

	it('is what the clock shows, as a rule', () => {
		expect(estimateTime(NOW_MS, [{ ...marksAt(), newestMs }])).toEqual({ nowMs: NOW_MS, newestMs });
	});

	it('is never earlier than what Awin has shown, where the clock went back', () => {
		const clockMs = NOW_MS - DAY_MS;

		expect(estimateTime(clockMs, [marksAt(), { ...marksAt(), newestMs }])).toEqual({
			nowMs: newestMs,
			newestMs,
			isDoubtful: true,
		});
	});

	it('is how far was read, where the clock went back and no row tells; an hour later the clock is believed', () => {
		const clockMs = NOW_MS - DAY_MS;
		const doubted = { ...marksAt(), doubtedAtMs: clockMs };
		const boundMs = Date.parse('2026-06-15T09:59:00Z');

		expect(estimateTime(clockMs, [marksAt()])).toEqual({
			nowMs: boundMs,
			isDoubtful: true,
			doubtedAtMs: clockMs,
			clockMs,
		});
		expect(estimateTime(clockMs + HOUR_MS, [doubted])).toEqual({
			nowMs: clockMs + HOUR_MS,
			isDoubtful: true,
		});
	});
});
