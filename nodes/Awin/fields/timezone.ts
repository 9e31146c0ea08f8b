/**
 * The time zone that dates are given and shown in.
 */
import type { INodeProperties } from 'n8n-workflow';

import {
	AWIN_TIMEZONES,
	awinTimezoneFor,
	findAwinTimezone,
	isAwinTimezone,
	type AwinTimezone,
} from '../api/timezones';
import type { ParameterSource } from './item';

const SAME_AS_WORKFLOW = 'workflow';

export const timezoneField: INodeProperties = {
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
};

export function readTimezone(source: ParameterSource): AwinTimezone {
	return readTimezoneIfAny(source) ?? awinTimezoneFor(source.workflowTimezone);
}

/** For dates that must not be moved to another zone: `undefined` where Awin has none that keeps the workflow's time. */
export function readTimezoneIfAny(source: ParameterSource): AwinTimezone | undefined {
	const value = source.get('timezone');
	if (value === SAME_AS_WORKFLOW || value === null || value === '') {
		return findAwinTimezone(source.workflowTimezone);
	}
	if (isAwinTimezone(value)) return value;
	throw source.refuse(
		'Timezone',
		value,
		'is not a timezone that Awin has',
		`Use one of these: ${AWIN_TIMEZONES.join(', ')}.`,
	);
}
