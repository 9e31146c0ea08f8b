/**
 * Dates: days, dates exactly as Awin shows them, and the words for those that cannot be read, which are the same wherever a
 * date is asked for.
 */
import { ageOf } from '../api/conversions';
import { readPersonsDay } from '../api/days';
import { readLocalDate, readMoment } from '../api/localDates';
import { spreadsheetDay } from '../api/personsDates';
import type { AwinTimezone } from '../api/timezones';
import type { ParameterSource } from './item';
import { parameter, type Declaration, type SingleParameter } from './parameter';
import { isBlank } from './text';
import { timezoneIfAny } from './timezone';

export interface GivenDay {
	/** `yyyy-MM-dd`. */
	day: string;
	hasTime: boolean;
}

/**
 * A day without a time of day; `undefined` where none was given.
 *
 * @param zoneOf the clocks that tell to which day a moment belongs
 */
export function day(
	declared: Declaration,
	zoneOf = (source: ParameterSource) => source.workflowTimezone,
): SingleParameter<GivenDay | undefined> {
	const field = { type: 'dateTime', default: '', ...declared } as const;
	return parameter(field, (value, source, { label }) => {
		if (isBlank(value)) return undefined;
		const reading = readPersonsDay(value, zoneOf(source));
		if (reading.ok) return reading;
		throw refuseDate(source, label, value, reading.reason, DAY_HELP);
	});
}

/** What to do about a day that is missing or cannot be read. */
export const DAY_HELP = 'Give a day such as 2026-01-31, or pick one from the calendar.';

/** `yyyy-MM-ddTHH:mm:ss` on the clocks of the zone. */
export interface ExactDate {
	text: string;
	zone: AwinTimezone;
}

/** A date that Awin has to be given exactly as it shows it. Needs {@link timezoneIfAny} beside it. */
export function exactDate(declared: Declaration): SingleParameter<ExactDate> {
	const field = { type: 'dateTime', default: '', ...declared } as const;
	return parameter(field, (value, source, { label }) => {
		const date = readLocalDate(value, timezoneIfAny.read(source));
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
	});
}

/** A moment up to now. */
export interface PastMoment {
	/** At whole seconds. */
	epochMs: number;
	/** No time of day was given, and midnight was taken. */
	isDay: boolean;
}

/** The clocks on which a date without an offset is meant, and what a person calls them. */
interface Clocks {
	/** Any IANA name. */
	of(source: ParameterSource): string;
	words: string;
}

/** When something took place, given in any form of date; `undefined` where nothing was given. */
export function pastMoment(
	declared: Declaration,
	zone: Clocks,
): SingleParameter<PastMoment | undefined> {
	const field = { type: 'dateTime', default: '', ...declared } as const;
	return parameter(field, (value, source, named) => {
		if (isBlank(value)) return undefined;
		const date = readMoment(value, zone.of(source));
		if (!date.ok) {
			const nextStep = 'Give date and time, such as 2026-01-31T15:00:00+01:00, or Unix time.';
			throw refuseDate(source, named.label, value, date.reason, nextStep);
		}
		if (ageOf(date.epochMs / 1000, source.nowMs) !== 'future') return date;
		throw named.refuse(
			source,
			value,
			'lies in the future',
			`Correct the time. One without an offset, such as 2026-01-31T15:00:00, is taken in ${zone.words}.`,
		);
	});
}

/** 11/12/2026 is in November to some people, and in December to others. */
const WITH_SLASHES = /^\s*\d{1,4}\/\d{1,2}\/\d{1,4}\b/;

const SLASHES =
	'is written with slashes, which some people read as day/month and others as month/day';

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
