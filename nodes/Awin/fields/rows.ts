/**
 * Lists whose rows a person adds one by one: commission groups, transaction parts, products, custom parameters.
 *
 * A list that is there has to say something. One that nobody can read, pasted or made by an expression, would else go out as
 * if there were none, and an amount with it on the group DEFAULT.
 */
import { isJsonObject, type JsonObject } from '../api/answers';
import type { ParameterSource } from './item';
import { toChosen } from './locator';
import { IS_SET_BUT_EMPTY, isBlank } from './text';

/** For the description of every list: the node cannot see what n8n drops. */
export const SINGLE_FIELDS_HELP =
	'Put expressions into the fields of a row: one that stands for the whole list is dropped by n8n, as if there were no list.';

export interface RowsPlace {
	/** As the person sees the list, e.g. `Transaction Parts`. */
	label: string;
	/** Where n8n has the rows: the list and the one kind of row in it, e.g. `transactionParts.part`. */
	path: string;
	/** The fields of a row: their labels by their names. */
	columns: Record<string, string>;
	/** Fields that n8n fills in by itself, so that they say nothing alone. */
	filledIn?: string[];
}

/**
 * Reads the rows. A row left empty is passed over where others are filled in.
 *
 * @returns none where the list was never opened, and where it has no row at all
 */
export function readRows(source: ParameterSource, place: RowsPlace): JsonObject[] {
	const given = rowsIn(source, place);
	const rows = given.filter((row) => isFilledIn(row, place));
	for (const row of rows) refuseMisnamed(source, row, place);
	if (rows.length > 0 || given.length === 0) return rows;
	const strange = strangeNames(given, place);
	const count = given.length === 1 ? 'one row, which is empty' : `${given.length} rows, all empty`;
	throw source.refuse(
		place.label,
		'',
		strange.length > 0 ? `has ${listed(strange)}, which it does not know` : `has ${count}`,
		`Fill in ${listed(Object.values(place.columns))}, or remove the rows. ${namesHelp(place)}`,
	);
}

function rowsIn(source: ParameterSource, place: RowsPlace): JsonObject[] {
	const end = place.path.lastIndexOf('.');
	const [list, kind] = [place.path.slice(0, end), place.path.slice(end + 1)];
	const whole = source.get(list);
	if (isBlank(whole)) {
		if (source.has(list)) throw source.refuse(place.label, '', IS_SET_BUT_EMPTY, namesHelp(place));
		return [];
	}
	// The rows alone can be nothing else than the rows.
	if (Array.isArray(whole)) return objectsOf(source, whole, place);
	if (!isJsonObject(whole)) throw notRows(source, whole, place);
	const others = Object.keys(whole).filter((name) => name !== kind);
	if (others.length > 0) {
		const reason = `has ${listed(others)}, which it does not know`;
		throw source.refuse(place.label, '', reason, namesHelp(place));
	}
	if (!Object.hasOwn(whole, kind) || whole[kind] === undefined) return [];
	const rows = whole[kind];
	if (isJsonObject(rows)) return [rows];
	if (Array.isArray(rows)) return objectsOf(source, rows, place);
	throw notRows(source, rows, place);
}

function objectsOf(source: ParameterSource, rows: unknown[], place: RowsPlace): JsonObject[] {
	const strange = rows.find((row) => !isJsonObject(row));
	if (strange !== undefined || rows.includes(undefined)) throw notRows(source, strange, place);
	return rows as JsonObject[];
}

function notRows(source: ParameterSource, value: unknown, place: RowsPlace): Error {
	return source.refuse(place.label, value, 'is not a list of rows', namesHelp(place));
}

function isFilledIn(row: JsonObject, { columns, filledIn }: RowsPlace): boolean {
	for (const name in columns) {
		if (!filledIn?.includes(name) && !isBlank(toChosen(row[name]).value)) return true;
	}
	return false;
}

/** A field that is almost named like one of the row's would be left out without a word. */
function refuseMisnamed(source: ParameterSource, row: JsonObject, place: RowsPlace): void {
	const strange = strangeNames([row], place);
	// Nearly always; and there may be many thousands of rows.
	if (strange.length === 0) return;
	const known = Object.entries(place.columns).flat().map(plain);
	const almost = strange.find((name) => known.includes(plain(name)));
	if (almost === undefined) return;
	const reason = `has "${almost}", which it does not know`;
	throw source.refuse(place.label, '', reason, namesHelp(place));
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** What the rows have, and no field is called. */
function strangeNames(rows: JsonObject[], { columns }: RowsPlace): string[] {
	const strange: string[] = [];
	for (const row of rows) {
		for (const name of Object.keys(row)) {
			if (!Object.hasOwn(columns, name) && !isBlank(row[name])) strange.push(name);
		}
	}
	return strange.length > 1 ? [...new Set(strange)] : strange;
}

const MOST_LISTED = 8;

function listed(names: string[]): string {
	const shown = names.slice(0, MOST_LISTED).map((name) => `"${name}"`);
	if (names.length > MOST_LISTED) shown.push(`${names.length - MOST_LISTED} more`);
	const last = shown.pop() as string;
	return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

function namesHelp({ path, columns }: RowsPlace): string {
	const kind = path.slice(path.lastIndexOf('.') + 1);
	return `Expressions belong into the single fields of a row. In a workflow that was pasted or written by an AI agent, the list is called "${kind}", and its fields ${listed(Object.keys(columns))}.`;
}
