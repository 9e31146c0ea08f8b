/**
 * Lists whose rows a person adds one by one: commission groups, transaction parts, products, custom parameters.
 *
 * A list that is there has to say something. One that nobody can read, pasted or made by an expression, would else go out as
 * if there were none, and an amount with it on the group DEFAULT.
 */
import type { INodeProperties } from 'n8n-workflow';

import { isJsonObject, type JsonObject } from '../api/answers';
import type { ParameterSource } from './item';
import { toChosen } from './locator';
import { parameter, type Declaration, type SingleParameter } from './parameter';
import { IS_SET_BUT_EMPTY, isBlank } from './text';

/** For the description of every list: the node cannot see what n8n drops. */
export const SINGLE_FIELDS_HELP =
	'Put expressions into the fields of a row: one that stands for the whole list is dropped by n8n, as if there were no list.';

/** A field of a row, which is never read alone: its value comes out of the row, by `take`. */
export type Columns = Record<string, SingleParameter<unknown>>;

export interface Rows<List extends Columns> extends SingleParameter<JsonObject[]> {
	/** In errors they are called by the list, too: `Basket: Price`. */
	readonly columns: List;
}

export interface RowsDeclaration extends Declaration {
	/** The one kind of row in it. */
	kind: { displayName: string; name: string };
	placeholder: string;
}

interface RowsRule<List extends Columns> {
	/** In the order in which errors name them. */
	columns: List;
	/** In the order in which n8n shows them, where it is another one. */
	shown?: Array<List[keyof List]>;
	/** Fields that n8n fills in by itself, so that they say nothing alone. */
	filledIn?: string[];
}

/**
 * A list of rows. A row left empty is passed over where others are filled in; there are none where the list was never opened,
 * and where it has no row at all.
 */
export function rows<List extends Columns>(
	{ kind, ...declared }: RowsDeclaration,
	{ columns, shown, filledIn = [] }: RowsRule<List>,
): Rows<List> {
	const values = (shown ?? Object.values(columns)).map(({ field }) => field);
	const field: INodeProperties = {
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: declared.placeholder },
		default: {},
		...declared,
		options: [{ ...kind, values }],
	};
	const place: RowsPlace = {
		label: declared.displayName,
		list: declared.name,
		kind: kind.name,
		columns: Object.fromEntries(
			Object.values(columns).map(({ field: { name, displayName } }) => [name, displayName]),
		),
		filledIn,
	};
	const own = Object.entries(columns).map(([name, column]) => [
		name,
		column.calledInErrors(`${declared.displayName}: ${column.label}`),
	]);
	const list = parameter(field, (whole, source) => readRows(source, whole, place));
	return Object.assign(list, { columns: Object.fromEntries(own) as List });
}

interface RowsPlace {
	label: string;
	list: string;
	kind: string;
	/** Labels by names. */
	columns: Record<string, string>;
	filledIn: readonly string[];
}

function readRows(source: ParameterSource, whole: unknown, place: RowsPlace): JsonObject[] {
	const given = rowsIn(source, whole, place);
	const found = given.filter((row) => isFilledIn(row, place));
	for (const row of found) refuseMisnamed(source, row, place);
	if (found.length > 0 || given.length === 0) return found;
	const strange = strangeNames(given, place);
	const count = given.length === 1 ? 'one row, which is empty' : `${given.length} rows, all empty`;
	throw source.refuse(
		place.label,
		'',
		strange.length > 0 ? `has ${listed(strange)}, which it does not know` : `has ${count}`,
		`Fill in ${listed(Object.values(place.columns))}, or remove the rows. ${namesHelp(place)}`,
	);
}

function rowsIn(source: ParameterSource, whole: unknown, place: RowsPlace): JsonObject[] {
	const { list, kind } = place;
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
	const given = whole[kind];
	if (isJsonObject(given)) return [given];
	if (Array.isArray(given)) return objectsOf(source, given, place);
	throw notRows(source, given, place);
}

function objectsOf(source: ParameterSource, given: unknown[], place: RowsPlace): JsonObject[] {
	const strange = given.find((row) => !isJsonObject(row));
	if (strange !== undefined || given.includes(undefined)) throw notRows(source, strange, place);
	return given as JsonObject[];
}

function notRows(source: ParameterSource, value: unknown, place: RowsPlace): Error {
	return source.refuse(place.label, value, 'is not a list of rows', namesHelp(place));
}

function isFilledIn(row: JsonObject, { columns, filledIn }: RowsPlace): boolean {
	for (const name in columns) {
		if (!filledIn.includes(name) && !isBlank(toChosen(row[name]).value)) return true;
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
function strangeNames(given: JsonObject[], { columns }: RowsPlace): string[] {
	const strange: string[] = [];
	for (const row of given) {
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

function namesHelp({ kind, columns }: RowsPlace): string {
	return `Expressions belong into the single fields of a row. In a workflow that was pasted or written by an AI agent, the list is called "${kind}", and its fields ${listed(Object.keys(columns))}.`;
}
