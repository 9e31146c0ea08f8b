/**
 * A date that Awin has to be given exactly as it shows it, with its zone.
 */
import { readLocalDate } from '../api/localDates';
import type { AwinTimezone } from '../api/timezones';
import { refuseDate } from './dates';
import type { ParameterSource } from './item';
import { readTimezoneIfAny } from './timezone';

/** @returns `yyyy-MM-ddTHH:mm:ss` on the clocks of the zone that the person chose */
export function readExactDate(
	source: ParameterSource,
	label: string,
	name: string,
): { text: string; zone: AwinTimezone } {
	const value = source.get(name);
	const date = readLocalDate(value, readTimezoneIfAny(source));
	if (date.ok) return date;
	throw refuseDate(
		source,
		label,
		value,
		date.reason,
		date.reason.includes('timezone')
			? `Choose a Timezone: Awin has none that keeps the time of this workflow (${source.workflowTimezone}). Or give the date with its offset, such as 2026-01-31T15:00:00+01:00.`
			: 'Give date and time exactly as Awin shows them, such as 2026-01-31T15:00:00.',
	);
}
