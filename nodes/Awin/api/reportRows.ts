/**
 * The rows of a report: to which period they belong, and how rows of several calls become one.
 *
 * Everything that a report counts can be added up: impressions, clicks, numbers of transactions, and their money, as long
 * as only rows of the same partner, creative, campaign, region and currency are put together.
 */
import { isJsonObject, readId, type JsonObject } from './answers';
import { lastDayOfMonth, type DaySpan } from './periods';
import { readDecimal, sumExactly } from './decimals';
import type { ReportCall } from './reports';

/** `pendingNo`, `totalValue`, `declinedComm` …, and the two that stand alone. */
const MEASURE =
	/^(impressions|clicks|(pending|confirmed|approved|bonus|total|declined)(No|Value|Comm))$/;

/** Campaign rows keep their numbers one level deeper; Airbyte has them, from live data, in one more object around these. */
const GROUPS_WITHIN = 'totals';
const MEASURE_GROUPS = ['quantity', 'saleAmount', 'commissionAmount'];

/** What adds up in them; an average or a rate beside these does not. */
const GROUP_MEASURE = /^(clicks?|pending|confirmed|approved|bonus|declined|total)$/;

/** Where a campaign row has its numbers: {@link MEASURE_GROUPS} stand in the row itself, or in an object in it. */
export function measureGroupsOf(row: JsonObject): JsonObject {
	const within = row[GROUPS_WITHIN];
	return isJsonObject(within) ? { ...row, ...within } : row;
}

/** The members that lead to a value, without the object around the groups: it is no name that tells values apart. */
export function measurePath(path: string[]): string[] {
	return path[0] === GROUPS_WITHIN && MEASURE_GROUPS.includes(path[1]) ? path.slice(1) : path;
}

/**
 * Turns the text of numbers and ids into numbers, as far as that loses nothing: campaign reports send their money as text.
 * Anything else, null and odd text included, stays as Awin sent it.
 */
export function withNumbers(row: JsonObject): JsonObject {
	return mapValues(row, (name, value) => {
		if (MEASURE.test(name)) return readDecimal(value);
		if (name.endsWith('Id')) return readId(value) ?? value;
		if (name === GROUPS_WITHIN && isJsonObject(value)) return withNumbers(value);
		return MEASURE_GROUPS.includes(name) && isJsonObject(value)
			? mapValues(value, (_, member) => readDecimal(member))
			: value;
	});
}

function mapValues(row: JsonObject, change: (name: string, value: unknown) => unknown): JsonObject {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [name, change(name, value)]),
	);
}

/**
 * Finds the period of a row.
 *
 * A call inside one period needs no date. Else it is the row's own: `yyyy-MM-dd`, with or without a time, `yyyy-MM`, or
 * the list `[yyyy, MM, dd]` that servers of Awin's kind write by default; a month may be dated with any of its days.
 *
 * @param periods oldest first, without a gap
 * @returns its index, or `undefined` where the date cannot be read or lies outside of the call
 */
export function periodOf(
	row: JsonObject,
	call: ReportCall,
	periods: DaySpan[],
): number | undefined {
	const first = periodAt(call.firstDay, periods);
	if (first >= 0 && call.lastDay <= periods[first].lastDay) return first;
	const days = daysOf(row, call);
	if (!days || !meet(days, call)) return undefined;
	return periodAt(days.firstDay < call.firstDay ? call.firstDay : days.firstDay, periods);
}

/** Whether a row says that it is about other days than those that the call asked for. */
export function isOfOtherDays(row: JsonObject, call: ReportCall): boolean {
	const days = daysOf(row, call);
	return days !== undefined && !meet(days, call);
}

function meet(one: DaySpan, other: DaySpan): boolean {
	return one.firstDay <= other.lastDay && one.lastDay >= other.firstDay;
}

/** The days that the date of a row stands for; `undefined` where it has none that can be read. */
function daysOf(row: JsonObject, { awinInterval }: ReportCall): DaySpan | undefined {
	const date = readDay(row.date);
	if (!date) return undefined;
	if (awinInterval === 'month') {
		return { firstDay: `${date.slice(0, 7)}-01`, lastDay: lastDayOfMonth(date) };
	}
	const year = date.slice(0, 4);
	return awinInterval === 'year'
		? { firstDay: `${year}-01-01`, lastDay: `${year}-12-31` }
		: { firstDay: date, lastDay: date };
}

/** The days of a year are many, and so are the rows: the period is looked up, not searched through. */
function periodAt(day: string, periods: DaySpan[]): number {
	let [low, high] = [0, periods.length - 1];
	while (low <= high) {
		const middle = (low + high) >> 1;
		if (day < periods[middle].firstDay) high = middle - 1;
		else if (day > periods[middle].lastDay) low = middle + 1;
		else return middle;
	}
	return -1;
}

function readDay(value: unknown): string | undefined {
	const text = Array.isArray(value)
		? value
				.slice(0, 3)
				.map((part) => String(part).padStart(2, '0'))
				.join('-')
		: String(value);
	const [, month, day = '01'] = /^(\d{4}-\d\d)(?:-(\d\d)(?:[T ].*)?)?$/.exec(text) ?? [];
	if (!month) return undefined;
	const date = `${month}-${day}`;
	// 31 February would come back as a day in March.
	const dayMs = Date.parse(`${date}T00:00:00Z`);
	return !Number.isNaN(dayMs) && new Date(dayMs).toISOString().startsWith(date) ? date : undefined;
}

/** The rows of one period, put together as they come in. */
export class PeriodRows {
	private readonly byKey = new Map<string, JsonObject[]>();

	add(row: JsonObject): void {
		const key = keyOf(row);
		const same = this.byKey.get(key);
		if (same) same.push(row);
		else this.byKey.set(key, [row]);
	}

	/** One row for each partner, creative or campaign, region and currency, in the order in which they first came. */
	rows(): JsonObject[] {
		return [...this.byKey.values()].map((same) => (same.length === 1 ? same[0] : combine(same)));
	}
}

/**
 * What tells rows apart: ids and every other plain value. Names do not where there is an id, because partners are renamed;
 * neither do dates, nor unknown numbers, which may be rates.
 */
function keyOf(row: JsonObject): string {
	const isKey = ([name, value]: [string, unknown]) => {
		if (name === 'date' || MEASURE.test(name) || value === null) return false;
		if (name.endsWith('Name') && hasValue(row[name.replace(/Name$/, 'Id')])) return false;
		if (typeof value === 'number') return name.endsWith('Id');
		return typeof value === 'string' || typeof value === 'boolean';
	};
	const entries = Object.entries(row).filter(isKey);
	return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function combine(rows: JsonObject[], measure = MEASURE): JsonObject {
	const names = new Set(rows.flatMap((row) => Object.keys(row)));
	return Object.fromEntries(
		[...names].map((name) => {
			const values = rows.map((row) => row[name]).filter(hasValue);
			return [name, combined(name, values, measure)];
		}),
	);
}

function combined(name: string, values: unknown[], measure: RegExp): unknown {
	if (values.length === 0) return null;
	if (measure.test(name)) {
		const numbers = values.filter((value) => typeof value === 'number');
		// A sum over what happens to be readable would be wrong without anybody seeing it.
		return numbers.length === values.length ? sumExactly(numbers) : null;
	}
	if (MEASURE_GROUPS.includes(name) && values.every(isJsonObject))
		return combine(values, GROUP_MEASURE);
	if (name === GROUPS_WITHIN && values.every(isJsonObject)) return combine(values);
	if (name === 'date') return values[0];
	const last = values[values.length - 1];
	// Whether a number that this node does not know adds up, nobody can tell.
	const isUnknownNumber = typeof last === 'number' && !name.endsWith('Id');
	return isUnknownNumber && values.some((value) => value !== last) ? null : last;
}

function hasValue(value: unknown): boolean {
	return value !== null && value !== undefined;
}
