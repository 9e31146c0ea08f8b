/**
 * How far apart polls are, from n8n's own *Poll Times*. Pure.
 */
import { isJsonObject, type JsonObject } from '../api/answers';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../api/periods';

/**
 * The longest time between two polls. With several poll times the most frequent one decides.
 *
 * @param pollTimes the value of n8n's own parameter, `{ item: [{ mode, … }] }`
 * @returns milliseconds; a day where it cannot be read
 */
export function longestIntervalMs(pollTimes: unknown): number {
	const items = isJsonObject(pollTimes) && Array.isArray(pollTimes.item) ? pollTimes.item : [];
	const intervals = items.filter(isJsonObject).map(intervalOf);
	return intervals.length > 0 ? Math.min(...intervals) : DAY_MS;
}

/**
 * How far apart polls are where that is always about the same: with one of n8n's simple poll times.
 *
 * @returns milliseconds; `undefined` for anything else, such as polls within office hours
 */
export function evenIntervalMs(pollTimes: unknown): number | undefined {
	const items = isJsonObject(pollTimes) && Array.isArray(pollTimes.item) ? pollTimes.item : [];
	const [time, ...others] = items.filter(isJsonObject);
	if (!time || others.length > 0) return undefined;
	if (time.mode === 'everyMinute') return MINUTE_MS;
	if (time.mode === 'everyHour') return HOUR_MS;
	if (time.mode === 'everyDay') return DAY_MS;
	const value = time.mode === 'everyX' ? Number(time.value) : NaN;
	return value > 0 ? value * (time.unit === 'hours' ? HOUR_MS : MINUTE_MS) : undefined;
}

function intervalOf(time: JsonObject): number {
	switch (time.mode) {
		case 'everyMinute':
			return MINUTE_MS;
		case 'everyHour':
			return HOUR_MS;
		case 'everyX':
			return intervalOfEvery(Number(time.value), time.unit);
		case 'everyDay':
			return DAY_MS + CLOCK_CHANGE_MS;
		case 'everyWeek':
			return 7 * DAY_MS + CLOCK_CHANGE_MS;
		case 'everyMonth':
			return 31 * DAY_MS + CLOCK_CHANGE_MS;
		default:
			return typeof time.cronExpression === 'string' ? intervalOfCron(time.cronExpression) : DAY_MS;
	}
}

/** In the night in which the clocks go back, a day has an hour more. */
const CLOCK_CHANGE_MS = HOUR_MS;

/** n8n starts counting anew with each hour or day: every 45 minutes is at :00 and :45. */
function intervalOfEvery(value: number, unit: unknown): number {
	if (!(value > 0)) return DAY_MS;
	return unit === 'hours'
		? Math.min(value * HOUR_MS, DAY_MS) + CLOCK_CHANGE_MS
		: Math.min(value * MINUTE_MS, HOUR_MS);
}

/** A leap year and some: every day that a cron expression can name, the 29th of February aside. */
const LOOKED_AT_DAYS = 800;
const FIRST_DAY_MS = Date.UTC(2027, 0, 1);
const NAMES: Record<string, string[]> = {
	month: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
	weekday: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

/** The longest time between two moments that a cron expression names (five fields, or six with seconds first). */
function intervalOfCron(expression: string): number {
	const fields = expression.trim().toLowerCase().split(/\s+/).slice(-5);
	if (fields.length < 5) return DAY_MS;
	const [minuteField, hourField, dayField, monthField, weekdayField] = fields;
	const minutes = readField(minuteField, 0, 59);
	const hours = readField(hourField, 0, 23);
	const days = readField(dayField, 1, 31);
	const months = readField(monthField, 1, 12, NAMES.month, 1);
	const weekdays = readField(weekdayField, 0, 7, NAMES.weekday);
	if (!minutes || !hours || !days || !months || !weekdays) return DAY_MS;
	if (weekdays.has(7)) weekdays.add(0);

	const times = [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute));
	times.sort((a, b) => a - b);
	const gaps = times.slice(1).map((minute, index) => minute - times[index]);
	let longestMs = Math.max(0, ...gaps) * MINUTE_MS;
	const isAnyDay = isAny(dayField) || isAny(weekdayField);
	let lastMs: number | undefined;
	for (let day = 0; day < LOOKED_AT_DAYS; day++) {
		const date = new Date(FIRST_DAY_MS + day * DAY_MS);
		if (!months.has(date.getUTCMonth() + 1)) continue;
		const fits = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
		// Cron's own rule: where both are given, either will do.
		if (isAnyDay ? fits.includes(false) : !fits.includes(true)) continue;
		const firstMs = date.getTime() + times[0] * MINUTE_MS;
		if (lastMs !== undefined) longestMs = Math.max(longestMs, firstMs - lastMs);
		lastMs = date.getTime() + times[times.length - 1] * MINUTE_MS;
	}
	// Named once in all that time, if at all.
	if (longestMs === 0 || lastMs === undefined) return LOOKED_AT_DAYS * DAY_MS;
	return longestMs > HOUR_MS ? longestMs + CLOCK_CHANGE_MS : longestMs;
}

function isAny(field: string): boolean {
	return field === '*' || field === '?';
}

/** Reads one field: `*`, `5`, `1-5`, `mon-fri`, each with a step (`/15`), and lists of these. */
function readField(
	field: string,
	least: number,
	most: number,
	names: string[] = [],
	firstName = 0,
): Set<number> | undefined {
	const values = new Set<number>();
	const numberOf = (text: string) =>
		names.includes(text)
			? names.indexOf(text) + firstName
			: /^\d+$/.test(text)
				? Number(text)
				: NaN;
	for (const part of field.split(',')) {
		const [range, stepText] = part.split('/');
		const step = stepText === undefined ? 1 : numberOf(stepText);
		const [fromText, toText] = range.split('-');
		const from = isAny(range) ? least : numberOf(fromText);
		const isOpen = isAny(range) || (toText === undefined && stepText !== undefined);
		const to = isOpen ? most : numberOf(toText ?? fromText);
		if (!(step >= 1 && from >= least && to <= most && from <= to)) return undefined;
		for (let value = from; value <= to; value += step) values.add(value);
	}
	return values;
}
