/**
 * From when to when: start date, end date, and which of a transaction's dates they are about.
 */
import { DAY_MS, type DaySpan } from '../api/periods';
import { readPersonsDate, readSpanStart, type DateReading } from '../api/personsDates';
import { clockOf } from '../api/timezones';
import { DATE_TYPES } from '../api/transactions';
import type { Window } from '../api/windows';
import { choice } from './choice';
import { refuseDate } from './dates';
import type { ParameterSource } from './item';
import { parameter, type Named, type Parameter } from './parameter';
import { timezone } from './timezone';

const startDate = parameter(
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		default: '={{ $now.minus({ days: 7 }).startOf("day") }}',
		required: true,
		description:
			'The first moment to include. Any span of time works: a long one is read in several calls.',
	},
	(value, source, named) =>
		momentOf(readSpanStart(value ?? '', timezone.read(source)), value, source, named),
);

const endDate = parameter(
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		default: '={{ $now }}',
		required: true,
		description: 'The last moment to include. A day without a time means all of that day.',
		hint: 'A day picked from the calendar ends where its time says; choose 23:59:59 to include all of it',
	},
	(value, source, named) =>
		momentOf(readPersonsDate(value ?? '', timezone.read(source), 'end'), value, source, named),
);

/** Start and end date, as UTC in whole seconds, start not after end. Needs {@link timezone} beside it. */
export const span: Parameter<Window> = {
	fields: [startDate.field, endDate.field],
	read: windowOf,
};

/**
 * Start and end date as days, for what has no time of day, such as reports; the same names as those with a time. A date with a
 * time means the day that it lies in, on the clocks of {@link timezone}.
 */
export const daySpan: Parameter<DaySpan> = {
	fields: [
		{
			...startDate.field,
			default: '={{ $today.minus({ days: 7 }).toFormat("yyyy-MM-dd") }}',
			description: 'The first day to include, as a day in the chosen timezone',
		},
		{
			...endDate.field,
			default: '={{ $today.toFormat("yyyy-MM-dd") }}',
			description: 'The last day to include, as a day in the chosen timezone. All of it counts.',
			hint: undefined,
		},
	],
	read(source) {
		const { startMs, endMs } = windowOf(source);
		const clock = clockOf(timezone.read(source));
		const firstDay = clock.toIso(startMs).slice(0, 10);
		// There is nothing to read in the future, and a day may cost a call.
		const lastDay = clock.toIso(Math.min(endMs, source.nowMs)).slice(0, 10);
		return { firstDay, lastDay: lastDay < firstDay ? firstDay : lastDay };
	},
};

/** The dates of a transaction by which both lists and reports can go. */
export const SALE_DATES = [
	{
		name: 'Transaction Date',
		value: 'transaction' as const,
		description: 'When the sale or lead took place',
	},
	{
		name: 'Validation Date',
		value: 'validation' as const,
		description: 'When the transaction was approved or declined',
	},
];

/** Which date of a transaction a span is about. */
export const dateType = choice(
	{
		displayName: 'Date Type',
		name: 'dateType',
		options: [
			{
				name: 'Amendment Date',
				value: 'amendment',
				description: 'When the amounts of the transaction were changed',
			},
			...SALE_DATES,
		],
		description: 'Which date of a transaction the start and end date refer to',
	},
	{ choices: DATE_TYPES, what: 'a type of date' },
);

function windowOf(source: ParameterSource): Window {
	const startMs = startDate.read(source);
	const endMs = endDate.read(source);
	if (endMs < startMs) {
		throw endDate.refuse(
			source,
			endDate.given(source),
			`lies before the start date (${String(startDate.given(source))})`,
			'Swap the two dates, or correct one of them.',
		);
	}
	// An end far in the future is taken as tomorrow: there is nothing to read there, and each month would cost a call.
	const tomorrowMs = Math.floor((source.nowMs + DAY_MS) / 1000) * 1000;
	if (startMs > tomorrowMs) {
		throw startDate.refuse(
			source,
			startDate.given(source),
			'lies in the future',
			'Give a date up to today: there is nothing at Awin after that.',
		);
	}
	return { startMs, endMs: Math.min(endMs, tomorrowMs) };
}

function momentOf(
	date: DateReading,
	value: unknown,
	source: ParameterSource,
	{ label }: Named,
): number {
	if (date.ok) return date.epochMs;
	throw refuseDate(
		source,
		label,
		value,
		date.reason,
		'Give a date such as 2026-01-31 or 2026-01-31T15:00:00, or pick one from the calendar.',
	);
}
