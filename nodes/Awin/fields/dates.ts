/**
 * The words for dates that cannot be read, the same wherever a date is asked for.
 */
import { spreadsheetDay } from '../api/timezones';
import type { ParameterSource } from './item';
import { isBlank } from './text';

/** 11/12/2026 is in November to some people, and in December to others. */
const WITH_SLASHES = /^\s*\d{1,4}\/\d{1,2}\/\d{1,4}\b/;

const SHEETS_HELP =
	'Format the column as plain text in your sheet, or choose formatted dates in the node that reads it.';

/**
 * Builds the error for a date.
 *
 * @param reason why it cannot be used, as the end of a sentence
 * @param nextStep what to give instead, with an example
 */
export function refuseDate(
	source: ParameterSource,
	label: string,
	value: unknown,
	reason: string,
	nextStep: string,
): Error {
	if (isBlank(value)) return source.refuse(label, '', reason, nextStep);
	if (typeof value === 'string' && WITH_SLASHES.test(value)) {
		return source.refuse(label, value, SLASHES, nextStep);
	}
	const help = spreadsheetDay(value) ? `${nextStep} ${SHEETS_HELP}` : nextStep;
	return source.refuse(label, value, reason, help);
}

const SLASHES =
	'is written with slashes, which some people read as day/month and others as month/day';
