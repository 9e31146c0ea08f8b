/**
 * A day without a time of day.
 */
import { readPersonsDay } from '../api/days';
import { refuseDate } from './dates';
import type { ParameterSource } from './item';
import { isBlank } from './text';

/**
 * @param zone the clocks that tell to which day a moment belongs
 * @returns the day as `yyyy-MM-dd`, or `undefined` where none is given
 */
export function readDay(
	source: ParameterSource,
	label: string,
	name: string,
	zone = source.workflowTimezone,
): { day: string; hasTime: boolean } | undefined {
	const value = source.get(name);
	if (isBlank(value)) return undefined;
	const reading = readPersonsDay(value, zone);
	if (reading.ok) return { day: reading.day, hasTime: reading.hasTime };
	throw refuseDate(
		source,
		label,
		value,
		reading.reason,
		'Give a day such as 2026-01-31, or pick one from the calendar.',
	);
}

/** Like {@link readDay}, for a day that has to be there. */
export function readRequiredDay(
	source: ParameterSource,
	label: string,
	name: string,
	zone = source.workflowTimezone,
): { day: string; hasTime: boolean } {
	const day = readDay(source, label, name, zone);
	if (day) return day;
	throw source.refuse(
		label,
		'',
		'is empty',
		'Give a day such as 2026-01-31, or pick one from the calendar.',
	);
}
