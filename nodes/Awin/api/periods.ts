/**
 * Whole days, written `yyyy-MM-dd`. They have no zone of their own: whoever asks names it beside them, so neither a clock
 * change nor an offset comes into the arithmetic.
 */
import { DateTime } from 'luxon';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const DAY = 'yyyy-MM-dd';

/** Both days belong to it. */
export interface DaySpan {
	firstDay: string;
	lastDay: string;
}

export const INTERVALS = ['total', 'day', 'week', 'month'] as const;

export type Interval = (typeof INTERVALS)[number];

/** The last day of the month that a day lies in. */
export function lastDayOfMonth(day: string): string {
	const [year, month] = day.split('-').map(Number);
	// Without luxon, because a report may have thousands of rows.
	return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/**
 * Cuts a span into calendar periods, oldest first: days, weeks from Monday to Sunday (ISO 8601), months, or one for all.
 * The first and the last are cut off where the span begins and ends. None overlaps, and none is missing.
 */
export function splitIntoPeriods(span: DaySpan, interval: Interval): DaySpan[] {
	return interval === 'total' ? [span] : cut(span, (from) => from.endOf(interval));
}

/** Cuts a span into as few pieces as possible that have no more than `most` days, oldest first. */
export function splitIntoDays(span: DaySpan, most: number): DaySpan[] {
	return cut(span, (from) => from.plus({ days: most - 1 }));
}

/** @param endOf a moment of the last day of the piece that begins with a day */
function cut({ firstDay, lastDay }: DaySpan, endOf: (from: DateTime) => DateTime): DaySpan[] {
	const last = DateTime.fromISO(lastDay, { zone: 'utc' });
	const pieces: DaySpan[] = [];
	for (let from = DateTime.fromISO(firstDay, { zone: 'utc' }); from <= last; ) {
		const to = DateTime.min(endOf(from), last);
		pieces.push({ firstDay: from.toFormat(DAY), lastDay: to.toFormat(DAY) });
		from = to.startOf('day').plus({ days: 1 });
	}
	return pieces;
}
