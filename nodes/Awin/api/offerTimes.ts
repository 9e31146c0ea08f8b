/**
 * From when to when an offer runs.
 *
 * Awin takes days with times of day and the name of a zone (`startDate`, `startTime`, `endDate`, `endTime`, `timeZone`;
 * "Create Offers", body parameters: times are `HH:MM:SS`, and left out they are 00:00:00 and 23:59:59 UTC). Which zones it
 * knows is not told, but UTC is its default. So everything is given in UTC, times included: that is the same two moments
 * whether Awin reads the zone or passes over it.
 */
import { DateTime, IANAZone } from 'luxon';

export interface WireTimes {
	startDate: string;
	startTime: string;
	endDate: string;
	endTime: string;
	timeZone: 'UTC';
}

export interface OfferTimes {
	startsAtMs: number;
	/** The last second of the offer. */
	endsAtMs: number;
}

/** A time of day on a person's clocks. */
export interface TimeOfDay {
	hour: number;
	minute: number;
	second: number;
}

const TIME_OF_DAY = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/;

/** Reads `18:00`, `8:30` or `18:00:00`. @returns `undefined` for what is no time of day */
export function readTimeOfDay(value: unknown): TimeOfDay | undefined {
	const match = typeof value === 'string' ? TIME_OF_DAY.exec(value) : null;
	if (!match) return undefined;
	const [hour, minute, second] = [match[1], match[2], match[3] ?? '0'].map(Number);
	return hour < 24 && minute < 60 && second < 60 ? { hour, minute, second } : undefined;
}

/** Whether there is a zone of this IANA name. */
export function isZone(name: string): boolean {
	return IANAZone.isValidZone(name) && DateTime.fromMillis(0, { zone: name }).isValid;
}

/**
 * Finds the two moments on the clocks of a zone.
 *
 * @param startDay `yyyy-MM-dd`, like `endDay`
 * @param zone any IANA name
 * @param startTime without it the offer starts with the first second of its first day
 * @param endTime without it the offer ends with the last second of its last day
 */
export function offerTimes(
	{ startDay, endDay }: { startDay: string; endDay: string },
	zone: string,
	{ startTime, endTime }: { startTime?: TimeOfDay; endTime?: TimeOfDay } = {},
): OfferTimes {
	const first = DateTime.fromISO(startDay, { zone });
	const last = DateTime.fromISO(endDay, { zone });
	const start = startTime ? first.set(startTime) : first.startOf('day');
	const end = endTime ? last.set(endTime) : last.endOf('day');
	// Of an hour that autumn repeats, an offer starts with the first and ends with the second.
	const starts = start.getPossibleOffsets().map((moment) => moment.toMillis());
	const ends = end.getPossibleOffsets().map((moment) => moment.toMillis());
	return {
		startsAtMs: Math.min(...starts),
		endsAtMs: Math.floor(Math.max(...ends) / 1000) * 1000,
	};
}

export function wireTimes({ startsAtMs, endsAtMs }: OfferTimes): WireTimes {
	const [startDate, startTime] = utcDayAndTime(startsAtMs);
	const [endDate, endTime] = utcDayAndTime(endsAtMs);
	return { startDate, startTime, endDate, endTime, timeZone: 'UTC' };
}

function utcDayAndTime(epochMs: number): [day: string, time: string] {
	const text = new Date(epochMs).toISOString();
	return [text.slice(0, 10), text.slice(11, 19)];
}

/** A moment as a person reads it: `2026-12-31T23:59:59+01:00`. */
export function onClocksOf(zone: string, epochMs: number): string {
	return DateTime.fromMillis(epochMs, { zone }).toISO({ suppressMilliseconds: true }) ?? '';
}
