/**
 * When an offer starts and ends: days, and times of day for those who want them.
 */
import type { INodeProperties } from 'n8n-workflow';

import { readPersonsDay } from '../../../api/days';
import {
	isZone,
	offerTimes,
	onClocksOf,
	readTimeOfDay,
	type OfferTimes,
	type TimeOfDay,
} from '../../../api/offerTimes';
import { readRequiredDay } from '../../../fields/day';
import type { ParameterSource } from '../../../fields/item';
import { readText } from '../../../fields/text';
import { timezoneField } from '../../../fields/timezone';

export const dateFields: INodeProperties[] = [
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		default: '',
		required: true,
		description:
			'First day of the offer. It starts when this day begins in the timezone of the workflow, unless the additional fields Start Time and Timezone say otherwise.',
	},
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		default: '',
		required: true,
		description:
			'Last day of the offer. It ends when this day is over in the timezone of the workflow, unless the additional fields End Time and Timezone say otherwise.',
	},
];

export const startTimeField: INodeProperties = {
	displayName: 'Start Time',
	name: 'startTime',
	type: 'string',
	default: '',
	placeholder: 'e.g. 09:00',
	description:
		'Time of day at which the offer starts on its first day. Leave empty for the beginning of the day.',
};

export const endTimeField: INodeProperties = {
	displayName: 'End Time',
	name: 'endTime',
	type: 'string',
	default: '',
	placeholder: 'e.g. 18:00',
	description:
		'Time of day at which the offer ends on its last day. Leave empty for the end of the day.',
};

const SAME_AS_WORKFLOW = 'workflow';

export const offerTimezoneField: INodeProperties = {
	...timezoneField,
	options: timezoneField.options?.map((option) =>
		'value' in option && option.value === SAME_AS_WORKFLOW
			? { ...option, description: 'The timezone that is set in the settings of the workflow' }
			: option,
	) as INodeProperties['options'],
	description:
		'The timezone of the dates and times of the offer. Without this field it is that of the workflow.',
};

export interface Runtime {
	times: OfferTimes;
	/** The moments as the person reads them, in their own timezone. */
	startsAt: string;
	endsAt: string;
}

/** Reads from when to when the offer runs, on the person's own clocks. */
export function readRuntime(source: ParameterSource, nowMs: number, warnings: string[]): Runtime {
	const zone = readZone(source);
	const start = readRequiredDay(source, 'Start Date', 'startDate', zone);
	const end = readRequiredDay(source, 'End Date', 'endDate', zone);
	const startTime = readTime(source, 'Start Time', 'startTime');
	const endTime = readTime(source, 'End Time', 'endTime');
	refuseBackwards(source, start.day, end.day);
	const today = readPersonsDay(nowMs, zone);
	if (today.ok && end.day < today.day) throw inThePast(source, 'End Date', end.day);

	const given = offerTimes({ startDay: start.day, endDay: end.day }, zone, { startTime, endTime });
	const isToday = today.ok && start.day === today.day;
	const times = isToday ? notBeforeUtcToday(given, nowMs) : given;
	if (times.endsAtMs <= times.startsAtMs) {
		throw source.refuse(
			'End Time',
			source.get('additionalFields.endTime') ?? '',
			'is not after the start of the offer',
			'Give a later time or a later end date.',
		);
	}
	if (endTime && times.endsAtMs <= nowMs) {
		throw inThePast(source, 'End Time', source.get('additionalFields.endTime'));
	}
	if ((start.hasTime && !startTime) || (end.hasTime && !endTime)) {
		const from = startTime ? '' : 'the beginning of ';
		const to = endTime ? '' : 'the end of ';
		warnings.push(
			`Only the days of the dates count: the offer runs from ${from}${start.day} to ${to}${end.day}. For a time of day, add Start Time or End Time`,
		);
	}
	return {
		times,
		startsAt: onClocksOf(zone, times.startsAtMs),
		endsAt: onClocksOf(zone, times.endsAtMs),
	};
}

const DAY_MS = 86_400_000;

/**
 * East of Greenwich a day begins while it is the day before in UTC. For an offer that starts today, hours that are over make
 * no difference, and Awin is not given a day that is over.
 */
function notBeforeUtcToday({ startsAtMs, endsAtMs }: OfferTimes, nowMs: number): OfferTimes {
	const utcTodayMs = nowMs - (nowMs % DAY_MS);
	return { startsAtMs: Math.max(startsAtMs, utcTodayMs), endsAtMs };
}

function readZone(source: ParameterSource): string {
	const name = readText(source, 'Timezone', 'additionalFields.timezone');
	if (name === undefined || name === SAME_AS_WORKFLOW) return source.workflowTimezone;
	if (isZone(name)) return name;
	throw source.refuse(
		'Timezone',
		name,
		'is not a timezone',
		'Choose one from the list, or give a name such as Europe/Berlin.',
	);
}

function readTime(source: ParameterSource, label: string, name: string): TimeOfDay | undefined {
	const text = readText(source, label, `additionalFields.${name}`);
	const time = text === undefined ? undefined : readTimeOfDay(text);
	if (text === undefined || time) return time;
	throw source.refuse(
		label,
		text,
		'is not a time of day',
		'Give hours and minutes from 00:00 to 23:59, such as 18:00 or 09:30:00.',
	);
}

function refuseBackwards(source: ParameterSource, startDay: string, endDay: string): void {
	if (endDay >= startDay) return;
	throw source.refuse(
		'End Date',
		endDay,
		`lies before the start date (${startDay})`,
		'Swap the two dates, or correct one of them.',
	);
}

function inThePast(source: ParameterSource, label: string, value: unknown): Error {
	return source.refuse(
		label,
		value,
		'lies in the past',
		'Give a day from today on: nobody could use the offer any more.',
	);
}
