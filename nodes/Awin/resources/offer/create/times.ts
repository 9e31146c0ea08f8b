/**
 * When an offer starts and ends: days, and times of day for those who want them.
 */
import { readPersonsDay } from '../../../api/days';
import {
	isZone,
	offerTimes,
	onClocksOf,
	readTimeOfDay,
	type OfferTimes,
	type TimeOfDay,
} from '../../../api/offerTimes';
import { DAY_MS } from '../../../api/periods';
import { day, DAY_HELP } from '../../../fields/dates';
import type { ParameterSource } from '../../../fields/item';
import {
	parameter,
	type Declaration,
	type Named,
	type SingleParameter,
} from '../../../fields/parameter';
import { needed, text, toText } from '../../../fields/text';
import { SAME_AS_WORKFLOW, timezone } from '../../../fields/timezone';

/** Any zone: offers are sent in UTC, so it need not be one of Awin's. */
export const offerTimezone = parameter(
	{
		...timezone.field,
		name: 'additionalFields.timezone',
		options: timezone.field.options?.map((option) =>
			'value' in option && option.value === SAME_AS_WORKFLOW
				? { ...option, description: 'The timezone that is set in the settings of the workflow' }
				: option,
		) as typeof timezone.field.options,
		description:
			'The timezone of the dates and times of the offer. Without this field it is that of the workflow.',
	},
	(value, source, named) => {
		const name = toText(source, named.label, value);
		if (name === undefined || name === SAME_AS_WORKFLOW) return source.workflowTimezone;
		if (isZone(name)) return name;
		throw named.refuse(
			source,
			name,
			'is not a timezone',
			'Choose one from the list, or give a name such as Europe/Berlin.',
		);
	},
);

const zoneOf = (source: ParameterSource) => offerTimezone.read(source);

export const startDate = day(
	{
		displayName: 'Start Date',
		name: 'startDate',
		required: true,
		description:
			'First day of the offer. It starts when this day begins in the timezone of the workflow, unless the additional fields Start Time and Timezone say otherwise.',
	},
	zoneOf,
).map(needed(DAY_HELP));

export const endDate = day(
	{
		displayName: 'End Date',
		name: 'endDate',
		required: true,
		description:
			'Last day of the offer. It ends when this day is over in the timezone of the workflow, unless the additional fields End Time and Timezone say otherwise.',
	},
	zoneOf,
).map(needed(DAY_HELP));

export const startTime = timeOfDay({
	displayName: 'Start Time',
	name: 'additionalFields.startTime',
	placeholder: 'e.g. 09:00',
	description:
		'Time of day at which the offer starts on its first day. Leave empty for the beginning of the day.',
});

export const endTime = timeOfDay({
	displayName: 'End Time',
	name: 'additionalFields.endTime',
	placeholder: 'e.g. 18:00',
	description:
		'Time of day at which the offer ends on its last day. Leave empty for the end of the day.',
});

function timeOfDay(declared: Declaration): SingleParameter<TimeOfDay | undefined> {
	return text(declared).parsed(
		readTimeOfDay,
		'is not a time of day',
		'Give hours and minutes from 00:00 to 23:59, such as 18:00 or 09:30:00.',
	);
}

interface Runtime {
	times: OfferTimes;
	/** The moments as the person reads them, in their own timezone. */
	startsAt: string;
	endsAt: string;
}

/** Reads from when to when the offer runs, on the person's own clocks. */
export function readRuntime(source: ParameterSource): Runtime {
	const { nowMs } = source;
	const zone = offerTimezone.read(source);
	const first = startDate.read(source);
	const last = endDate.read(source);
	const from = startTime.read(source);
	const to = endTime.read(source);
	if (last.day < first.day) {
		throw endDate.refuse(
			source,
			last.day,
			`lies before the start date (${first.day})`,
			'Swap the two dates, or correct one of them.',
		);
	}
	const today = readPersonsDay(nowMs, zone);
	if (today.ok && last.day < today.day) throw inThePast(source, endDate, last.day);

	const given = offerTimes({ startDay: first.day, endDay: last.day }, zone, {
		startTime: from,
		endTime: to,
	});
	const isToday = today.ok && first.day === today.day;
	const times = isToday ? notBeforeUtcToday(given, nowMs) : given;
	if (times.endsAtMs <= times.startsAtMs) {
		throw endTime.refuse(
			source,
			endTime.given(source) ?? '',
			'is not after the start of the offer',
			'Give a later time or a later end date.',
		);
	}
	if (to && times.endsAtMs <= nowMs) throw inThePast(source, endTime, endTime.given(source));
	if ((first.hasTime && !from) || (last.hasTime && !to)) {
		source.warn(
			`Only the days of the dates count: the offer runs from ${from ? '' : 'the beginning of '}${first.day} to ${to ? '' : 'the end of '}${last.day}. For a time of day, add Start Time or End Time`,
		);
	}
	return {
		times,
		startsAt: onClocksOf(zone, times.startsAtMs),
		endsAt: onClocksOf(zone, times.endsAtMs),
	};
}

/**
 * East of Greenwich a day begins while it is the day before in UTC. For an offer that starts today, hours that are over make
 * no difference, and Awin is not given a day that is over.
 */
function notBeforeUtcToday({ startsAtMs, endsAtMs }: OfferTimes, nowMs: number): OfferTimes {
	const utcTodayMs = nowMs - (nowMs % DAY_MS);
	return { startsAtMs: Math.max(startsAtMs, utcTodayMs), endsAtMs };
}

function inThePast(source: ParameterSource, named: Named, value: unknown): Error {
	return named.refuse(
		source,
		value,
		'lies in the past',
		'Give a day from today on: nobody could use the offer any more.',
	);
}
