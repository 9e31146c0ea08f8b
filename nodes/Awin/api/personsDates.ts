/**
 * Dates as people, sheets and n8n give them.
 */
import { DateTime } from 'luxon';

import { DAY_MS } from './periods';

export type DateReading = { ok: true; epochMs: number } | { ok: false; reason: string };

/**
 * Reads a date as people and n8n give it: an ISO or SQL date with or without a time, n8n's own date objects, a JavaScript
 * date, or Unix time in seconds or milliseconds. A date without an offset is meant in `zone`.
 *
 * A day without a time is its first second, or its last where `dayMeans` is `end`: somebody who writes
 * "until 31 January" means all of that day.
 *
 * A date before Awin began is no date that somebody meant: a slip in the year, or another number that was taken for Unix time.
 *
 * @param zone any IANA name
 * @returns the moment at whole seconds, as epoch milliseconds, or the reason why it is none, as the end of a sentence
 */
export function readPersonsDate(
	value: unknown,
	zone: string,
	dayMeans: 'start' | 'end' = 'start',
): DateReading {
	const sheetsDay = spreadsheetDay(value);
	if (sheetsDay) return { ok: false, reason: `is a spreadsheet's own number for ${sheetsDay}` };
	const date = toDateTime(value, zone);
	if (!date?.isValid) {
		const isEmpty = value === undefined || (typeof value === 'string' && value.trim() === '');
		return { ok: false, reason: isEmpty ? 'is empty' : 'is not a date' };
	}
	const text = typeof value === 'string' ? value.trim() : '';
	const moment = dayMeans === 'end' && WHOLE_DAY.test(text) ? date.endOf('day') : date;
	const epochMs = LOCAL_TIME.test(text) ? inRepeatedHour(moment, dayMeans) : moment.toMillis();
	if (epochMs < EARLIEST_MS) return { ok: false, reason: BEFORE_AWIN };
	return { ok: true, epochMs: Math.floor(epochMs / 1000) * 1000 };
}

/**
 * Reads the date that a span begins with. An hour that spring leaves out is read as so long after the change; a span that is
 * to begin in it begins with the change, or it would not have what came right after.
 */
export function readSpanStart(value: unknown, zone: string): DateReading {
	const date = readPersonsDate(value, zone, 'start');
	const text = typeof value === 'string' ? value.trim() : '';
	if (!date.ok || !LOCAL_TIME.test(text)) return date;
	const moment = DateTime.fromMillis(date.epochMs, { zone });
	const asked = DateTime.fromISO(text.replace(' ', 'T'), { zone: 'utc' });
	const isShown = !asked.isValid || asked.hour === moment.hour;
	// In all of Awin's zones clocks change at a full hour.
	return isShown ? date : { ok: true, epochMs: moment.startOf('hour').toMillis() };
}

/** The first moment that anything at Awin can have, which began in 2000. */
export const EARLIEST_MS = Date.UTC(2000, 0, 1);
/** The end of a sentence about an earlier one. */
export const BEFORE_AWIN = 'lies before Awin began';

/** The days from 2000 to 2099 as spreadsheets count them, from the last but one of 1899 on; a fraction is the time of day. */
const FIRST_SHEETS_DAY = 36_526;
const LAST_SHEETS_DAY = 73_050;
const SHEETS_EPOCH_MS = Date.UTC(1899, 11, 30);
const SHEETS_NUMBER = /^\d{5}(?:[.,]\d+)?$/;

/**
 * Finds the day that a spreadsheet means by a number, as sheets hand dates over unless they are told to format them. As Unix
 * time all of these lie in the night in which 1970 began.
 *
 * @returns `yyyy-MM-dd`, or `undefined` where the value is no such number
 */
export function spreadsheetDay(value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.trim() : undefined;
	const isNumberText = text !== undefined && text.length < 40 && SHEETS_NUMBER.test(text);
	const number = isNumberText ? Number(text.replace(',', '.')) : value;
	if (typeof number !== 'number' || !(number >= FIRST_SHEETS_DAY && number < LAST_SHEETS_DAY)) {
		return undefined;
	}
	return new Date(SHEETS_EPOCH_MS + Math.floor(number) * DAY_MS).toISOString().slice(0, 10);
}

const WHOLE_DAY = /^\d{4}-\d\d-\d\d$/;
/** A date, with or without a time, that says nothing about its offset. */
const LOCAL_TIME = /^\d{4}-\d\d-\d\d([T ][\d:.,]+)?$/;

/**
 * An hour that autumn repeats names two moments; luxon takes the one nearer to today's offset, so that the same text would
 * change its meaning with the season. A start is the first of the two, an end the second: nothing is left out.
 */
function inRepeatedHour(date: DateTime, dayMeans: 'start' | 'end'): number {
	const moments = date.getPossibleOffsets().map((possible) => possible.toMillis());
	return dayMeans === 'start' ? Math.min(...moments) : Math.max(...moments);
}

// Unix time in seconds has ten digits from 2001 to 2286; anything longer counts milliseconds.
const SECONDS_BELOW = 1e11;

function toDateTime(value: unknown, zone: string): DateTime | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) {
		return DateTime.fromMillis(Math.abs(value) < SECONDS_BELOW ? value * 1000 : value);
	}
	if (value instanceof Date) return DateTime.fromJSDate(value);
	if (typeof value === 'string') {
		const text = value.trim();
		if (/^\d{9,13}$/.test(text)) return toDateTime(Number(text), zone);
		// A bare year or month, or an hour alone, is ISO too, but never what somebody meant here.
		if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
		const iso = DateTime.fromISO(text, { zone, setZone: false });
		return iso.isValid ? iso : DateTime.fromSQL(text, { zone });
	}
	// n8n hands its dates over as luxon objects, which may come from another copy of luxon than this one.
	if (typeof value === 'object' && value !== null && 'toMillis' in value) {
		const toMillis = value.toMillis;
		return typeof toMillis === 'function'
			? DateTime.fromMillis(Number(toMillis.call(value)))
			: undefined;
	}
	return undefined;
}
