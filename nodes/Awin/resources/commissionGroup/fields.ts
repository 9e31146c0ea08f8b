/**
 * Whose commission groups to list, at which moment, and how closely.
 */
import { readPersonsDate } from '../../api/personsDates';
import { clockOf } from '../../api/timezones';
import { publisherAccount } from '../../fields/account';
import { options } from '../../fields/collection';
import { refuseDate } from '../../fields/dates';
import { limit } from '../../fields/limit';
import { parameter } from '../../fields/parameter';
import { joinedProgramme } from '../../fields/programme';
import { isBlank, yesNo } from '../../fields/text';
import { timezone } from '../../fields/timezone';

/** Awin names no zone for it, so it is sent as the clocks of the person show it: `yyyy-MM-ddTHH:mm:ss`. */
const effectiveDate = parameter(
	{
		displayName: 'Effective Date',
		name: 'options.effectiveDate',
		type: 'dateTime',
		default: '',
		description: "The moment whose rates to list, in the workflow's timezone. Without it, now.",
	},
	(value, source, { label }) => {
		if (isBlank(value)) return undefined;
		const zone = timezone.read(source);
		const date = readPersonsDate(value, zone, 'start');
		if (date.ok) return clockOf(zone).toIso(date.epochMs).slice(0, 19);
		const nextStep = 'Give a date such as 2026-01-31 or 2026-01-31T15:00:00, or remove the option.';
		throw refuseDate(source, label, value, date.reason, nextStep);
	},
);

const withConditions = yesNo({
	displayName: 'Show Conditions',
	name: 'options.extraConditionsDetails',
	default: true,
	description:
		'Whether to include the conditions under which a group applies, such as countries or products',
});

export const parameters = {
	publisherId: publisherAccount,
	advertiserId: joinedProgramme,
	limit: limit(),
	options: options({ effectiveDate, withConditions }),
};
