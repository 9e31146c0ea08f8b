/**
 * Awin's time zones and dates. Awin writes dates without an offset (`2026-02-20T22:04:00`), in the zone that the call names.
 */
import { IANAZone } from 'luxon';

import { DAY_MS, HOUR_MS, SECOND_MS } from './periods';

/** Every zone that Awin accepts (API reference, "Timezones"; the older transactions page lists 13 of these 16). */
export const AWIN_TIMEZONES = [
	'America/Sao_Paulo',
	'Australia/Sydney',
	'Canada/Central',
	'Canada/Eastern',
	'Canada/Mountain',
	'Canada/Pacific',
	'Europe/Berlin',
	'Europe/Dublin',
	'Europe/Helsinki',
	'Europe/London',
	'Europe/Paris',
	'US/Central',
	'US/Eastern',
	'US/Mountain',
	'US/Pacific',
	'UTC',
] as const;

export type AwinTimezone = (typeof AWIN_TIMEZONES)[number];

export function isAwinTimezone(name: unknown): name is AwinTimezone {
	return (AWIN_TIMEZONES as readonly unknown[]).includes(name);
}

const zoneByWorkflowZone = new Map<string, AwinTimezone | undefined>();

/**
 * Finds the zone of Awin's that keeps the same time as a zone of n8n's: the same name, else one whose clocks have shown
 * the same on every day of twenty years (America/New_York is US/Eastern, Europe/Rome runs with Europe/Berlin).
 *
 * @returns `undefined` where Awin has none
 */
export function findAwinTimezone(workflowZone: string): AwinTimezone | undefined {
	if (isAwinTimezone(workflowZone)) return workflowZone;
	if (!zoneByWorkflowZone.has(workflowZone)) {
		const isZone = IANAZone.isValidZone(workflowZone);
		zoneByWorkflowZone.set(workflowZone, isZone ? twinOf(workflowZone) : undefined);
	}
	return zoneByWorkflowZone.get(workflowZone);
}

/** Like {@link findAwinTimezone}, with UTC where Awin has no such zone. */
export function awinTimezoneFor(workflowZone: string): AwinTimezone {
	return findAwinTimezone(workflowZone) ?? 'UTC';
}

/** Backwards, because a zone of the United States may also run with one of Canada's, and its own country comes first. */
const SEARCH_ORDER = [...AWIN_TIMEZONES].reverse();

function twinOf(zone: string): AwinTimezone | undefined {
	const isSame = (other: AwinTimezone) => canonicalName(other) === canonicalName(zone);
	return SEARCH_ORDER.find(isSame) ?? SEARCH_ORDER.find((other) => runAlike(other, zone));
}

/** `US/Eastern` is an older name of `America/New_York`. */
function canonicalName(zone: string): string {
	return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
}

const COMPARED_FROM_MS = Date.UTC(2010, 0, 1);
const COMPARED_DAYS = 20 * 366;

function runAlike(nameA: string, nameB: string): boolean {
	const [a, b] = [IANAZone.create(nameA), IANAZone.create(nameB)];
	// Most pairs part on one of these two days; looking at them first spares the walk through all the days.
	const midsummers = [Date.UTC(2026, 0, 1), Date.UTC(2026, 6, 1)];
	if (midsummers.some((ms) => a.offset(ms) !== b.offset(ms))) return false;
	for (let day = 0; day < COMPARED_DAYS; day++) {
		const ms = COMPARED_FROM_MS + day * DAY_MS;
		if (a.offset(ms) !== b.offset(ms)) return false;
	}
	return true;
}

/** A moment as Awin's UTC date text: `yyyy-MM-ddTHH:mm:ss`, no offset and no milliseconds (Awin has refused them at times). */
export function toAwinUtc(epochMs: number): string {
	return new Date(epochMs).toISOString().slice(0, 19);
}

const AWIN_DATE =
	/^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Reads a date of an answer that was asked for in UTC.
 *
 * Documented are naive dates; an offset or `Z`, should Awin ever add one, is believed.
 *
 * @returns epoch milliseconds at whole seconds, or `undefined` where the value is no date
 */
export function readAwinUtc(value: unknown): number | undefined {
	if (typeof value !== 'string') return undefined;
	const usualMs = readUsual(value);
	if (usualMs !== undefined) return usualMs;
	const match = AWIN_DATE.exec(value);
	if (!match) return undefined;
	const [, year, month, day, hour, minute, second = 0, offset] = match;
	const epochMs = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
	// Date.UTC rolls 31 February over into March, and 24 o'clock into the next day; what comes back changed never was a date.
	const date = new Date(epochMs);
	const isUnchanged =
		date.getUTCFullYear() === +year &&
		date.getUTCMonth() === +month - 1 &&
		date.getUTCDate() === +day &&
		date.getUTCHours() === +hour &&
		date.getUTCMinutes() === +minute &&
		date.getUTCSeconds() === +second;
	return isUnchanged ? epochMs - offsetMs(offset) : undefined;
}

/**
 * Reads `yyyy-MM-ddTHH:mm:ss` on a day that every month has, as nearly all dates are: without a pattern and a calendar it takes
 * a small part of the time, over lists of 100,000 rows. Whatever else there is, is left to them.
 */
function readUsual(text: string): number | undefined {
	const isForm =
		text.length === 19 &&
		text[4] === '-' &&
		text[7] === '-' &&
		text[10] === 'T' &&
		text[13] === ':' &&
		text[16] === ':';
	if (!isForm) return undefined;
	const year = digitsAt(text, 0) * 100 + digitsAt(text, 2);
	const month = digitsAt(text, 5);
	const day = digitsAt(text, 8);
	const hour = digitsAt(text, 11);
	const minute = digitsAt(text, 14);
	const second = digitsAt(text, 17);
	const isDay = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
	const isTime = hour <= 23 && minute <= 59 && second <= 59;
	return isDay && isTime ? Date.UTC(year, month - 1, day, hour, minute, second) : undefined;
}

/** The number that two digits make; NaN where they are none. */
function digitsAt(text: string, place: number): number {
	const tens = text.charCodeAt(place) - 48;
	const ones = text.charCodeAt(place + 1) - 48;
	return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function offsetMs(offset: string | undefined): number {
	if (!offset || offset === 'Z') return 0;
	const sign = offset.startsWith('-') ? -1 : 1;
	return sign * (+offset.slice(1, 3) * 60 + +offset.slice(-2)) * 60_000;
}

/** What stands before and behind the minutes and seconds of an hour: `2026-02-20T23:` and `+01:00`. */
interface HourTexts {
	start: string;
	end: string;
}

/**
 * Writes moments in one zone as ISO 8601 with their offset, e.g. `2026-02-20T23:04:00+01:00` (`Z` for UTC).
 *
 * Gives what luxon gives, and asks luxon for each hour's offset only once: two dates on each of 86,000 rows cost
 * three times the parsing of the rows when luxon does them one by one. All of Awin's zones change at full UTC hours.
 */
export class ZoneClock {
	private readonly zone: IANAZone;
	private readonly offsetByHour = new Map<number, number>();
	private readonly textsByHour = new Map<number, HourTexts | null>();

	constructor(readonly name: AwinTimezone) {
		this.zone = IANAZone.create(name);
	}

	/** Minutes to add to UTC at this moment. */
	offsetMinutes(epochMs: number): number {
		const hour = Math.floor(epochMs / HOUR_MS);
		let offset = this.offsetByHour.get(hour);
		if (offset === undefined) {
			offset = this.zone.offset(hour * HOUR_MS);
			this.offsetByHour.set(hour, offset);
		}
		return offset;
	}

	/**
	 * The same time of day some days later. One that spring leaves out is read as if the clocks had not been changed yet, and of
	 * the two of an hour that autumn repeats it is the later one.
	 */
	daysLaterMs(epochMs: number, days: number): number {
		const offset = this.offsetMinutes(epochMs);
		const asUtcMs = epochMs + days * DAY_MS;
		const [before, after] = [-DAY_MS, DAY_MS].map((ms) => this.offsetMinutes(asUtcMs + ms));
		const later = asUtcMs + (offset - Math.min(before, after)) * 60_000;
		const earlier = asUtcMs + (offset - Math.max(before, after)) * 60_000;
		if (before === after) return later;
		const isShown = (ms: number) =>
			ms + this.offsetMinutes(ms) * 60_000 === asUtcMs + offset * 60_000;
		return isShown(later) || !isShown(earlier) ? later : earlier;
	}

	/** What all moments of an hour have in common is written once: of 40,000 orders many are of the same hours. */
	toIso(epochMs: number): string {
		const hour = Math.floor(epochMs / HOUR_MS);
		let texts = this.textsByHour.get(hour);
		if (texts === undefined) {
			texts = this.textsOf(hour * HOUR_MS);
			this.textsByHour.set(hour, texts);
		}
		if (texts === null) return this.write(epochMs);
		const second = Math.floor((epochMs - hour * HOUR_MS) / SECOND_MS);
		const time = `${twoDigits(Math.floor(second / 60))}:${twoDigits(second % 60)}`;
		return texts.start + (time + texts.end);
	}

	/** @returns null where the clocks of the zone are not whole hours from UTC */
	private textsOf(hourMs: number): HourTexts | null {
		if (this.offsetMinutes(hourMs) % 60 !== 0) return null;
		const text = this.write(hourMs);
		const place = text.indexOf('T') + 'T00:'.length;
		return { start: text.slice(0, place), end: text.slice(place + '00:00'.length) };
	}

	private write(epochMs: number): string {
		const minutes = this.offsetMinutes(epochMs);
		const local = new Date(epochMs + minutes * 60_000).toISOString().slice(0, -'.000Z'.length);
		if (this.name === 'UTC') return `${local}Z`;
		const size = Math.abs(minutes);
		return `${local}${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
	}
}

/**
 * The moments that a date on the clocks of a zone may mean: one, or the two of an hour that autumn repeats. One that spring
 * leaves out is read as if the clocks had not been changed yet, as Java and luxon do.
 *
 * @param local `yyyy-MM-ddTHH:mm:ss`
 * @returns epoch milliseconds; none where the text is no date
 */
export function possibleMoments(local: string, zone: AwinTimezone): number[] {
	const asUtcMs = readAwinUtc(local);
	if (asUtcMs === undefined) return [];
	const clock = clockOf(zone);
	const before = clock.offsetMinutes(asUtcMs - DAY_MS);
	const after = clock.offsetMinutes(asUtcMs + DAY_MS);
	// On nearly all days; and there may be thousands of dates.
	if (before === after) return [asUtcMs - before * 60_000];
	const offsets = [before, after];
	const moments = offsets.map((offset) => asUtcMs - offset * 60_000);
	const real = moments.filter((ms, place) => clock.offsetMinutes(ms) === offsets[place]);
	return real.length > 0 ? real : [moments[0]];
}

/**
 * Like the one of {@link possibleMoments}, for a date as most shops write it, on a day when no clock is changed: without a
 * pattern and a list, which count with 40,000 orders.
 *
 * @returns epoch milliseconds; `undefined` for any other text, which may be a date all the same
 */
export function usualMoment(text: string, zone: AwinTimezone): number | undefined {
	const asUtcMs = readUsual(text);
	if (asUtcMs === undefined) return undefined;
	const clock = clockOf(zone);
	const before = clock.offsetMinutes(asUtcMs - DAY_MS);
	return before === clock.offsetMinutes(asUtcMs + DAY_MS) ? asUtcMs - before * 60_000 : undefined;
}

function twoDigits(value: number): string {
	return value < 10 ? `0${value}` : String(value);
}

const clocks = new Map<AwinTimezone, ZoneClock>();

/** The clock of a zone, the same one each time, so that what it remembers is shared. */
export function clockOf(zone: AwinTimezone): ZoneClock {
	let clock = clocks.get(zone);
	if (!clock) {
		clock = new ZoneClock(zone);
		clocks.set(zone, clock);
	}
	return clock;
}
