/**
 * From when to when: start date, end date, and which of a transaction's dates they are about.
 */
import type { INodeProperties } from 'n8n-workflow';

import { readPersonsDate, readSpanStart, type AwinTimezone } from '../api/timezones';
import { DATE_TYPES, type DateType } from '../api/transactions';
import type { Window } from '../api/windows';
import { readChoice } from './choice';
import { refuseDate } from './dates';
import type { ParameterSource } from './item';

export const spanFields: INodeProperties[] = [
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		default: '={{ $now.minus({ days: 7 }).startOf("day") }}',
		required: true,
		description:
			'The first moment to include. Any span of time works: a long one is read in several calls.',
	},
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		default: '={{ $now }}',
		required: true,
		description: 'The last moment to include. A day without a time means all of that day.',
		hint: 'A day picked from the calendar ends where its time says; choose 23:59:59 to include all of it',
	},
	{
		displayName: 'Date Type',
		name: 'dateType',
		type: 'options',
		options: [
			{
				name: 'Amendment Date',
				value: 'amendment',
				description: 'When the amounts of the transaction were changed',
			},
			{
				name: 'Transaction Date',
				value: 'transaction',
				description: 'When the sale or lead took place',
			},
			{
				name: 'Validation Date',
				value: 'validation',
				description: 'When the transaction was approved or declined',
			},
		],
		default: 'transaction',
		description: 'Which date of a transaction the start and end date refer to',
	},
];

const ONE_DAY_MS = 86_400_000;

/**
 * Reads both dates.
 *
 * @param nowMs an end far in the future is taken as tomorrow: there is nothing to read there, and each month would cost a call
 * @returns UTC, whole seconds, start not after end
 */
export function readSpan(source: ParameterSource, zone: AwinTimezone, nowMs: number): Window {
	const startMs = readDate(source, 'Start Date', 'startDate', zone, 'start');
	const endMs = readDate(source, 'End Date', 'endDate', zone, 'end');
	if (endMs < startMs) {
		throw source.refuse(
			'End Date',
			source.get('endDate'),
			`lies before the start date (${String(source.get('startDate'))})`,
			'Swap the two dates, or correct one of them.',
		);
	}
	const tomorrowMs = Math.floor((nowMs + ONE_DAY_MS) / 1000) * 1000;
	if (startMs > tomorrowMs) {
		throw source.refuse(
			'Start Date',
			source.get('startDate'),
			'lies in the future',
			'Give a date up to today: there is nothing at Awin after that.',
		);
	}
	return { startMs, endMs: Math.min(endMs, tomorrowMs) };
}

function readDate(
	source: ParameterSource,
	label: string,
	name: string,
	zone: AwinTimezone,
	dayMeans: 'start' | 'end',
): number {
	const value = source.get(name);
	const date =
		dayMeans === 'start'
			? readSpanStart(value ?? '', zone)
			: readPersonsDate(value ?? '', zone, dayMeans);
	if (date.ok) return date.epochMs;
	throw refuseDate(
		source,
		label,
		value,
		date.reason,
		'Give a date such as 2026-01-31 or 2026-01-31T15:00:00, or pick one from the calendar.',
	);
}

export function readDateType(source: ParameterSource): DateType {
	return readChoice(source, {
		name: 'dateType',
		label: 'Date Type',
		what: 'a type of date',
		choices: DATE_TYPES,
	});
}
