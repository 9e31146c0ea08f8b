/**
 * The time zone that dates are given and shown in.
 */
import {
	AWIN_TIMEZONES,
	awinTimezoneFor,
	findAwinTimezone,
	isAwinTimezone,
	type AwinTimezone,
} from '../api/timezones';
import { parameter } from './parameter';

export const SAME_AS_WORKFLOW = 'workflow';

/** For dates that must not be moved to another zone: `undefined` where Awin has none that keeps the workflow's time. */
export const timezoneIfAny = parameter<AwinTimezone | undefined>(
	{
		displayName: 'Timezone',
		name: 'timezone',
		type: 'options',
		options: [
			{
				name: 'Same as the Workflow',
				value: SAME_AS_WORKFLOW,
				description:
					"The workflow's own timezone where Awin has one that keeps the same time, otherwise UTC",
			},
			...AWIN_TIMEZONES.map((zone) => ({ name: zone.replace('_', ' '), value: zone })),
		],
		default: SAME_AS_WORKFLOW,
		description: 'The timezone in which you give dates, and in which dates are shown',
	},
	(value, source, named) => {
		if (value === SAME_AS_WORKFLOW || value === null || value === '') {
			return findAwinTimezone(source.workflowTimezone);
		}
		if (isAwinTimezone(value)) return value;
		throw named.refuse(
			source,
			value,
			'is not a timezone that Awin has',
			`Use one of these: ${AWIN_TIMEZONES.join(', ')}.`,
		);
	},
);

export const timezone = timezoneIfAny.map(
	(zone, source) => zone ?? awinTimezoneFor(source.workflowTimezone),
);
