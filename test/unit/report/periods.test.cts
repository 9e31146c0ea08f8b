import * as fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	INTERVALS,
	splitIntoDays,
	splitIntoPeriods,
	type DaySpan,
	type Interval,
} from '../../../nodes/Awin/api/periods';
import { daysIn } from '../../support/days.cts';

const span = (firstDay: string, lastDay: string): DaySpan => ({ firstDay, lastDay });
const written = (periods: DaySpan[]) =>
	periods.map(({ firstDay, lastDay }) => `${firstDay}…${lastDay}`);

describe('A span of days is cut into calendar periods', () => {
	it.each<[Interval, DaySpan, string[]]>([
		['total', span('2025-01-01', '2026-12-31'), ['2025-01-01…2026-12-31']],
		[
			'day',
			span('2024-02-28', '2024-03-01'),
			['2024-02-28…2024-02-28', '2024-02-29…2024-02-29', '2024-03-01…2024-03-01'],
		],
		// 1 January 2026 was a Thursday.
		[
			'week',
			span('2026-01-01', '2026-01-13'),
			['2026-01-01…2026-01-04', '2026-01-05…2026-01-11', '2026-01-12…2026-01-13'],
		],
		['week', span('2026-03-23', '2026-03-29'), ['2026-03-23…2026-03-29']],
		[
			'month',
			span('2023-12-31', '2024-03-01'),
			[
				'2023-12-31…2023-12-31',
				'2024-01-01…2024-01-31',
				'2024-02-01…2024-02-29',
				'2024-03-01…2024-03-01',
			],
		],
	])('%s of %j', (interval, days, expected) => {
		expect(written(splitIntoPeriods(days, interval))).toEqual(expected);
	});
});

const anySpan = fc
	.tuple(fc.integer({ min: 0, max: 14_000 }), fc.integer({ min: 0, max: 800 }))
	.map(([first, more]) => {
		const day = (days: number) => new Date(Date.UTC(2000, 0, 1 + days)).toISOString().slice(0, 10);
		return span(day(first), day(first + more));
	});

function forAnySpan(check: (days: DaySpan) => void) {
	fc.assert(fc.property(anySpan, check), { numRuns: 100 });
}

const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

function expectSeamless(pieces: DaySpan[], { firstDay, lastDay }: DaySpan) {
	const ends = pieces.map((piece) => piece.lastDay);
	expect(pieces.map((piece) => piece.firstDay)).toEqual([
		firstDay,
		...ends.slice(0, -1).map(nextDay),
	]);
	expect(ends[ends.length - 1]).toBe(lastDay);
}

describe('For any span', () => {
	it.each(INTERVALS)('by %s, no period overlaps and no day is missing', (interval) => {
		forAnySpan((days) => expectSeamless(splitIntoPeriods(days, interval), days));
	});

	it.each(['week', 'month'] as const)('a period lies within one %s', (interval) => {
		const startOf = (day: string) => DateTime.fromISO(day).startOf(interval).toISODate();
		forAnySpan((days) => {
			const periods = splitIntoPeriods(days, interval);
			const starts = periods.map(({ firstDay }) => startOf(firstDay));
			expect(periods.map(({ lastDay }) => startOf(lastDay))).toEqual(starts);
			// Each of its own: none is cut in two.
			expect(new Set(starts).size).toBe(starts.length);
		});
	});

	it('pieces of at most so many days are seamless, and as few as possible', () => {
		fc.assert(
			fc.property(anySpan, fc.integer({ min: 1, max: 400 }), (days, most) => {
				const pieces = splitIntoDays(days, most);
				expectSeamless(pieces, days);
				expect(Math.max(...pieces.map(daysIn))).toBeLessThanOrEqual(most);
				expect(pieces).toHaveLength(Math.ceil(daysIn(days) / most));
			}),
		);
	});
});
