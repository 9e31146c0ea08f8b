/**
 * Days and what they consist of, counted without what is tested.
 */
import type { DaySpan } from '../../nodes/Awin/api/periods';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** How many days there are, the first and the last included. */
export function daysIn({ firstDay, lastDay }: DaySpan): number {
	return (Date.parse(lastDay) - Date.parse(firstDay)) / DAY_MS + 1;
}
