import { IANAZone } from 'luxon';

/** The zone names that Awin's timezone page lists, exactly as it writes them. */
export const ZONES: readonly string[] = [
	'America/Sao_Paulo',
	'Australia/Sydney',
	'Canada/Eastern',
	'Canada/Central',
	'Canada/Mountain',
	'Canada/Pacific',
	'Europe/Berlin',
	'Europe/Helsinki',
	'Europe/Paris',
	'Europe/London',
	'Europe/Dublin',
	'US/Eastern',
	'US/Central',
	'US/Mountain',
	'US/Pacific',
	'UTC',
];

/** Named on the timezone page but missing from the older page about transactions. */
export const NEWER_ZONES: readonly string[] = [
	'America/Sao_Paulo',
	'Australia/Sydney',
	'Europe/Helsinki',
];

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const QUARTER_MS = 15 * MINUTE_MS;
const offsets = new Map<string, Map<number, number>>();

/**
 * How far the zone is ahead of UTC at an instant, in ms. Zones change their offset on full quarters of an hour, so one
 * lookup serves the whole quarter: rows by the ten thousands carry three dates each.
 */
function offsetMs(zone: string, atMs: number): number {
	if (zone === 'UTC') return 0;
	let known = offsets.get(zone);
	if (!known) offsets.set(zone, (known = new Map()));
	const quarter = Math.floor(atMs / QUARTER_MS);
	let offset = known.get(quarter);
	if (offset === undefined) {
		offset = IANAZone.create(zone).offset(quarter * QUARTER_MS) * MINUTE_MS;
		known.set(quarter, offset);
	}
	return offset;
}

/** A naive date and time as ms on the zone's own wall clock; null when the text is not a real date in Awin's format. */
export function readWallClock(text: string): number | null {
	const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/.exec(text);
	if (!match) return null;
	const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
	if (hour > 23 || minute > 59 || second > 59) return null;
	const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
	// Date.UTC rolls 30 February over into March instead of refusing it.
	return new Date(wallMs).toISOString().startsWith(text) ? wallMs : null;
}

/**
 * The instant at which the zone's wall clock shows `wallMs`. Awin runs on the JVM as far as its error texts tell, so this
 * follows the JVM's rule: of a repeated autumn hour the first pass is meant (the second cannot be named), and a skipped
 * spring hour is moved forward by the length of the gap.
 */
export function instantOf(wallMs: number, zone: string): number {
	const before = offsetMs(zone, wallMs - DAY_MS);
	const after = offsetMs(zone, wallMs + DAY_MS);
	const first = wallMs - before;
	if (before === after || offsetMs(zone, first) === before) return first;
	const second = wallMs - after;
	return offsetMs(zone, second) === after ? second : first;
}

/** An instant as Awin writes it: the zone's wall clock, no offset, seconds (or ms) precision. */
export function writeDate(atMs: number, zone: string, withMilliseconds = false): string {
	const text = new Date(atMs + offsetMs(zone, atMs)).toISOString();
	return text.slice(0, withMilliseconds ? 23 : 19);
}
