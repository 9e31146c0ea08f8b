/**
 * Days as Awin takes them where it knows no time of day: `yyyy-MM-dd`.
 */
import { DateTime } from 'luxon';

import { isDayOnly, localDigits } from './localDates';
import { readPersonsDate } from './personsDates';

export type DayReading =
	/** `hasTime`: a time of day was given too, and is not in `day`. */
	{ ok: true; day: string; hasTime: boolean } | { ok: false; reason: string };

/**
 * Reads the day of a date as people and n8n give it, also with the day first (`31.1.2026`).
 *
 * @param zone any IANA name: a moment belongs to the day that the clocks of this zone show
 * @returns the day, or the reason why there is none, as the end of a sentence
 */
export function readPersonsDay(value: unknown, zone: string): DayReading {
	const date = readPersonsDate(typeof value === 'string' ? withYearFirst(value) : value, zone);
	if (!date.ok) return date;
	const local = DateTime.fromMillis(date.epochMs, { zone });
	return {
		ok: true,
		day: local.toFormat('yyyy-MM-dd'),
		hasTime: local.toMillis() !== local.startOf('day').toMillis(),
	};
}

function withYearFirst(text: string): string {
	const trimmed = text.trim();
	const local = isDayOnly(trimmed) ? localDigits(`${trimmed} 00:00`) : undefined;
	return local?.slice(0, 10) ?? text;
}
