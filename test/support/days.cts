/**
 * Whole days, counted without what is tested.
 */
import type { DaySpan } from '../../nodes/Awin/api/periods';

/** How many days there are, the first and the last included. */
export function daysIn({ firstDay, lastDay }: DaySpan): number {
	return (Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000 + 1;
}
