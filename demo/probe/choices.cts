/** Spans of time, queries, and what to choose among the rows of one answer for the next call. */
import { DateTime } from 'luxon';
import { DATE_FORM } from './judges/dates.cts';
import { dateMs, idOf } from './look.cts';
import type { Json } from './look.cts';
import type { Landmark } from './verdicts.cts';

export type Kind = 'advertiser' | 'publisher';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** The locale of a feed, by the country of the programme. */
const LOCALES: Readonly<Record<string, string>> = {
	GB: 'en_GB',
	US: 'en_US',
	DE: 'de_DE',
	FR: 'fr_FR',
	NL: 'nl_NL',
	IT: 'it_IT',
	ES: 'es_ES',
};

export function queryOf(query: Record<string, string>): string {
	// Commas and colons stay as they are, so that an address of 8,000 characters has as many.
	return Object.entries(query)
		.map(
			([name, value]) =>
				`${name}=${encodeURIComponent(value).replace(/%(2C|3A)/g, decodeURIComponent)}`,
		)
		.join('&');
}

function textOf(atMs: number): string {
	return new Date(atMs).toISOString().slice(0, 19);
}

export function span(fromMs: number, toMs: number): Record<string, string> {
	return { startDate: textOf(fromMs), endDate: textOf(toMs), timezone: 'UTC' };
}

export function withEnds(
	{ startDate, endDate }: Record<string, string>,
	end: string,
	timezone: string,
): Record<string, string> {
	return { startDate: `${startDate}${end}`, endDate: `${endDate}${end}`, timezone };
}

/**
 * Across the last change of the clocks in Berlin. In spring 31 days and one second on the clock are an hour less in real
 * time; in autumn 31 real days and one second are an hour less on the clock.
 */
export function changeSpan(
	step: 'springSpan' | 'autumnSpan',
	nowMs: number,
): Record<string, string> {
	const zone = 'Europe/Berlin';
	const month = step === 'springSpan' ? 3 : 10;
	const year = DateTime.fromMillis(nowMs, { zone }).year;
	for (let back = 0; ; back++) {
		const lastDay = DateTime.fromObject({ year: year - back, month }, { zone }).endOf('month');
		const sunday = lastDay.minus({ days: lastDay.weekday % 7 }).startOf('day');
		const start = sunday.minus({ days: 15 });
		const end =
			step === 'springSpan'
				? start.plus({ days: 31 }).plus({ seconds: 1 })
				: start.plus({ hours: 31 * 24, seconds: 1 });
		if (end.toMillis() > nowMs) continue;
		return {
			startDate: start.toFormat(DATE_FORM),
			endDate: end.toFormat(DATE_FORM),
			timezone: zone,
		};
	}
}

export function kindOf(row: Json): unknown {
	return row.accountType ?? row.type;
}

/** The first open account of a kind; a closed one where there is no other. */
export function chosen(rows: readonly Json[], kind: Kind): string | null {
	const own = rows.filter((row) => kindOf(row) === kind);
	const open = own.find(({ accountName }) => !/\bclosed\b/i.test(String(accountName)));
	const id = (open ?? own[0])?.accountId;
	return /^\d{1,15}$/.test(String(id)) ? String(id) : null;
}

/** A transaction with another one between two hours and seven days away, so that it shows whether dates are looked at. */
export function landmarkOf(rows: readonly Json[]): Landmark | null {
	const known = rows
		.filter((row) => row.commissionStatus !== 'deleted' && /^\d{1,15}$/.test(idOf(row)))
		.map((row) => ({ id: idOf(row), atMs: dateMs(row.transactionDate) }))
		.filter(({ atMs }) => !Number.isNaN(atMs))
		.sort((one, other) => one.atMs - other.atMs);
	for (const { id, atMs } of known) {
		const near = known.find(
			(other) => other.atMs > atMs + 2 * HOUR_MS && other.atMs < atMs + 7 * DAY_MS,
		);
		if (near) return { id, atMs, neighbourId: near.id };
	}
	const [only] = known;
	return only ? { ...only, neighbourId: null } : null;
}

interface KnownProgramme {
	id: string;
	locale: string | undefined;
}

/** A programme that is running and whose feed's locale can be guessed; else any. */
export function tellingProgramme(rows: readonly Json[]): KnownProgramme | null {
	const known = rows.flatMap((row): Array<KnownProgramme & { isOpen: boolean }> => {
		const region = row.primaryRegion;
		const country =
			typeof region === 'object' && region !== null
				? String((region as Json).countryCode)
				: String(region);
		if (!/^\d{1,15}$/.test(idOf(row))) return [];
		return [{ id: idOf(row), locale: LOCALES[country], isOpen: row.status === 'Active' }];
	});
	return known.find(({ isOpen, locale }) => isOpen && locale) ?? known[0] ?? null;
}
