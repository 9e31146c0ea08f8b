/**
 * Whole days, written `yyyy-MM-dd`. They have no zone of their own: whoever asks names it beside them, so neither a clock
 * change nor an offset comes into the arithmetic.
 */

/** Both days belong to it. */
export interface DaySpan {
	firstDay: string;
	lastDay: string;
}

export const INTERVALS = ['total', 'day', 'week', 'month'] as const;

export type Interval = (typeof INTERVALS)[number];

const DAY_MS = 86_400_000;

function numberOf(day: string): number {
	return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

function dayOf(dayNumber: number): string {
	return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}

/** How many days there are, the first and the last included. */
export function daysIn({ firstDay, lastDay }: DaySpan): number {
	return numberOf(lastDay) - numberOf(firstDay) + 1;
}

/** The last day of the month that a day lies in. */
export function lastDayOfMonth(day: string): string {
	const [year, month] = day.split('-').map(Number);
	return dayOf(Date.UTC(year, month, 0) / DAY_MS);
}

/**
 * Cuts a span into calendar periods, oldest first: days, weeks from Monday to Sunday (ISO 8601), months, or one for all.
 * The first and the last are cut off where the span begins and ends. None overlaps, and none is missing.
 */
export function splitIntoPeriods({ firstDay, lastDay }: DaySpan, interval: Interval): DaySpan[] {
	if (interval === 'total') return [{ firstDay, lastDay }];
	return cut({ firstDay, lastDay }, (from) => {
		if (interval === 'day') return from;
		if (interval === 'month') return numberOf(lastDayOfMonth(dayOf(from)));
		// Day 0 was a Thursday.
		return from + 6 - ((((from + 3) % 7) + 7) % 7);
	});
}

/** Cuts a span into as few pieces as possible that have no more than `most` days, oldest first. */
export function splitIntoDays(span: DaySpan, most: number): DaySpan[] {
	return cut(span, (from) => from + most - 1);
}

/** @param endOf the last day of the piece that begins with a day, both as day numbers */
function cut({ firstDay, lastDay }: DaySpan, endOf: (from: number) => number): DaySpan[] {
	const last = numberOf(lastDay);
	const pieces: DaySpan[] = [];
	for (let from = numberOf(firstDay); from <= last; ) {
		const to = Math.min(endOf(from), last);
		pieces.push({ firstDay: dayOf(from), lastDay: dayOf(to) });
		from = to + 1;
	}
	return pieces;
}
