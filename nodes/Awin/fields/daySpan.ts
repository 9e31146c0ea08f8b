/**
 * From which day to which: the dates of what has no time of day, such as reports.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { DaySpan } from '../api/periods';
import { clockOf, type AwinTimezone } from '../api/timezones';
import type { ParameterSource } from './item';
import { readSpan, spanFields } from './span';

const OWN_TEXTS: Record<string, Partial<INodeProperties>> = {
	startDate: {
		default: '={{ $today.minus({ days: 7 }).toFormat("yyyy-MM-dd") }}',
		description: 'The first day to include, as a day in the chosen timezone',
	},
	endDate: {
		default: '={{ $today.toFormat("yyyy-MM-dd") }}',
		description: 'The last day to include, as a day in the chosen timezone. All of it counts.',
		hint: undefined,
	},
};

/** Start and end date as days; the same names as those with a time. */
export const dayFields: INodeProperties[] = spanFields.flatMap((field) =>
	field.name in OWN_TEXTS ? [{ ...field, ...OWN_TEXTS[field.name] }] : [],
);

/**
 * Reads both dates. One with a time means the day that it lies in, on the clocks of the zone.
 *
 * @param nowMs an end in the future is taken as today: there is nothing to read there, and a day may cost a call
 */
export function readDaySpan(source: ParameterSource, zone: AwinTimezone, nowMs: number): DaySpan {
	const { startMs, endMs } = readSpan(source, zone, nowMs);
	const dayOf = (epochMs: number) => clockOf(zone).toIso(epochMs).slice(0, 10);
	const firstDay = dayOf(startMs);
	const lastDay = dayOf(Math.min(endMs, nowMs));
	return { firstDay, lastDay: lastDay < firstDay ? firstDay : lastDay };
}
