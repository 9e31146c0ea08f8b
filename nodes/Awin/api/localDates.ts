/**
 * Dates that Awin has to be given exactly as it shows them: local, to the second, with the name of their zone beside them.
 */
import { BEFORE_AWIN, EARLIEST_MS, readPersonsDate, spreadsheetDay } from './personsDates';
import {
	clockOf,
	isAwinTimezone,
	possibleMoments,
	readAwinUtc,
	usualMoment,
	type AwinTimezone,
} from './timezones';

export type LocalDateReading =
	| { ok: true; text: string; zone: AwinTimezone }
	| { ok: false; reason: string };

const ISO_LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;
/** Written with points a date begins with the day wherever it is used; with slashes nobody can tell. */
const DAY_FIRST_LOCAL = /^(\d{1,2})\.(\d{1,2})\.(\d{4}),? +(\d{1,2}):(\d\d)(?::(\d\d))?$/;
const OFFSET = /(?:Z|[+-]\d\d(?::?\d\d)?)$/i;
const DAY_ONLY = /^(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})$/;
/** Of {@link ./timezones.EARLIEST_MS}, on the clocks of any zone. */
const EARLIEST_YEAR = '2000';

/**
 * Reads the date and time of an order for naming it to Awin.
 *
 * A date without an offset keeps its digits: it is already local. A moment (with an offset, a date of n8n's, Unix time)
 * is written as the clocks of the zone showed it.
 *
 * @param zone the zone that the person works in, or `undefined` where Awin has none for it; a moment is then written in
 * UTC, and a date without an offset is refused, since it would silently be moved
 * @returns `yyyy-MM-ddTHH:mm:ss` and its zone, or the reason why it cannot be used, as the end of a sentence
 */
export function readLocalDate(value: unknown, zone: AwinTimezone | undefined): LocalDateReading {
	const text = typeof value === 'string' ? value.trim() : undefined;
	if (text !== undefined && isDayOnly(text)) {
		return { ok: false, reason: 'has no time of day' };
	}
	const local = text === undefined ? undefined : localDigits(text);
	if (local) {
		if (readAwinUtc(local) === undefined) return { ok: false, reason: 'is not a date' };
		return zone
			? inAwinsTime(local, zone)
			: { ok: false, reason: 'does not say in which timezone it is' };
	}
	if (text && !spreadsheetDay(text) && !hasOffset(text) && !/^\d{9,13}$/.test(text)) {
		return { ok: false, reason: 'is not a date with a time of day' };
	}
	const moment = readPersonsDate(value ?? '', 'UTC');
	if (!moment.ok) return moment;
	const momentZone = zone ?? 'UTC';
	return inAwinsTime(clockOf(momentZone).toIso(moment.epochMs).slice(0, 19), momentZone);
}

export type MomentReading =
	/** `isDay`: no time of day was given, and midnight was taken. */
	{ ok: true; epochMs: number; isDay: boolean } | { ok: false; reason: string };

/**
 * Reads a moment as shops and sheets give it: like {@link readPersonsDate}, and also with the day first (`31.1.2026 15:00`).
 *
 * @param zone any IANA name: a date without an offset is meant on its clocks, in an hour that autumn repeats as the first of
 * the two
 */
export function readMoment(value: unknown, zone: string): MomentReading {
	const text = typeof value === 'string' ? value.trim() : undefined;
	const isDay = text !== undefined && isDayOnly(text);
	const timed = isDay ? `${text} 00:00` : text;
	const quick = timed === undefined ? undefined : readQuickly(timed, zone);
	if (quick !== undefined && quick >= EARLIEST_MS) return { ok: true, epochMs: quick, isDay };
	const given = timed === undefined ? value : (localDigits(timed) ?? timed);
	const date = readPersonsDate(given, zone);
	return date.ok ? { ...date, isDay } : date;
}

/** The forms that shops have, read without a calendar: a tenth of the time, over thousands of orders. */
function readQuickly(text: string, zone: string): number | undefined {
	const usual = isAwinTimezone(zone) ? usualMoment(text, zone) : undefined;
	if (usual !== undefined) return usual;
	if (hasOffset(text)) return readAwinUtc(text);
	const local = localDigits(text);
	if (local === undefined || !isAwinTimezone(zone)) return undefined;
	const moments = possibleMoments(local, zone);
	return moments.length > 0 ? Math.min(...moments) : undefined;
}

/** Whether it is a day without a time, from ISO 8601 or with the day first. */
export function isDayOnly(text: string): boolean {
	return DAY_ONLY.test(text);
}

/** Whether an offset stands behind a time of day; without one, `2026-01-31` would end in one too. */
function hasOffset(text: string): boolean {
	const offset = OFFSET.exec(text);
	return offset !== null && /:\d\d/.test(text.slice(0, offset.index));
}

/**
 * Reads a date and time without an offset, from ISO 8601 or with the day first (`31.1.2026 15:00`).
 *
 * @returns `yyyy-MM-ddTHH:mm:ss`, or `undefined` where the text has another form
 */
export function localDigits(text: string): string | undefined {
	const iso = ISO_LOCAL.exec(text);
	if (iso) {
		const [, year, month, day, hour, minute, second = '00'] = iso;
		return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
	}
	const dayFirst = DAY_FIRST_LOCAL.exec(text);
	if (!dayFirst) return undefined;
	const [, day, month, year, hour, minute, second = '00'] = dayFirst;
	return `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}`;
}

function two(digits: string): string {
	return digits.padStart(2, '0');
}

function inAwinsTime(text: string, zone: AwinTimezone): LocalDateReading {
	return text >= EARLIEST_YEAR ? { ok: true, text, zone } : { ok: false, reason: BEFORE_AWIN };
}
