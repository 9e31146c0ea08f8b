/**
 * Rows as a sheet wants them: every value that Awin sent in a column of its own, and the same columns on every row of a run.
 *
 * Whoever makes the rows fills the columns that it knows. Every other value gets a column that is named after the way to
 * it, such as `transactionParts_1_commissionAmount`. Which of these a run needs is known when its last row is, so they are
 * filled in then.
 */
import { isJsonObject, type JsonObject } from './answers';

type Plain = string | number | boolean | null;

/** The names and positions that lead to a value. */
export type Path = ReadonlyArray<string | number>;

/**
 * How many columns there may be beside the known ones. A sheet or a database takes no more than some hundreds to a few
 * thousand, and one basket of a thousand products must not give every row seven thousand cells.
 */
export const MOST_FURTHER_COLUMNS = 300;

/** Where a run has more of them, the values of the rarest places stand together in this column, as JSON. */
export const REST_COLUMN = 'furtherValues';

/** What lies deeper is given as JSON in one column. Awin's own rows are four deep. */
const DEEPEST = 12;

/** One place in the rows of a run. */
interface Place {
	path: Path;
	inside: Map<string | number, Place>;
	/** How many rows have a value here. */
	rows: number;
	/** Whether any of them is more than null. */
	hasValue: boolean;
}

const newPlace = (path: Path): Place => ({ path, inside: new Map(), rows: 0, hasValue: false });

/** A value without anything inside, and where it stands. An empty list or object counts as null. */
export interface Leaf {
	path: Path;
	value: Plain;
}

/** All values of a row, in its order. */
export function leavesOf(row: JsonObject): Leaf[] {
	const leaves: Leaf[] = [];
	const look = (value: unknown, path: Path): void => {
		const isList = Array.isArray(value);
		if (!isList && !isJsonObject(value)) {
			leaves.push({ path, value: plain(value) });
			return;
		}
		const names = Object.keys(value);
		if (names.length === 0) leaves.push({ path, value: null });
		else if (path.length === DEEPEST) leaves.push({ path, value: jsonOf(value) });
		else if (isList) value.forEach((inside, index) => look(inside, [...path, index]));
		else for (const name of names) look(value[name], [...path, name]);
	};
	for (const name of Object.keys(row)) look(row[name], [name]);
	return leaves;
}

function plain(value: unknown): Plain {
	const isPlain =
		typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
	return isPlain ? value : null;
}

function jsonOf(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch {
		return 'nested too deeply to be shown';
	}
}

/** A row, and what goes into its further columns: the places and the values side by side, because there are very many. */
interface TakenRow {
	row: JsonObject;
	places: Place[];
	values: Plain[];
}

/** The flat rows of one run. */
export class FlatRows {
	private rows: TakenRow[] = [];
	private readonly root = newPlace([]);

	/** @param reserved names that stand beside these columns and are somebody else's */
	constructor(private readonly reserved: readonly string[] = []) {}

	/**
	 * Takes in a row.
	 *
	 * @param row its known columns
	 * @param further the values that none of them holds
	 * @returns the same row; its further columns come with {@link finish}
	 */
	add(row: JsonObject, further: Leaf[]): JsonObject {
		const places = further.map(({ path, value }) => {
			const place = this.placeOf(path);
			place.rows += 1;
			place.hasValue ||= value !== null;
			return place;
		});
		this.rows.push({ row, places, values: further.map(({ value }) => value) });
		return row;
	}

	/** Gives every row taken in the same columns, in the same order; null where it has nothing. Once, at the end of the run. */
	finish(): void {
		const known = this.knownColumns();
		const places = this.placesWithValues();
		const names = namesOf(places, new Set([...known, ...this.reserved]));
		const [own, others] = commonest(places);
		const columns = own.map((place) => names.get(place) as string);
		const isOwn = new Set(own);
		for (const { row, places: filled, values } of this.rows) {
			complete(row, known);
			for (const name of columns) row[name] = null;
			const rest: JsonObject = {};
			for (const [index, place] of filled.entries()) {
				const name = names.get(place);
				if (name !== undefined) (isOwn.has(place) ? row : rest)[name] = values[index];
			}
			if (others.length > 0) row[REST_COLUMN] = restText(rest);
		}
		this.rows = [];
	}

	/** Those that the rows came with; rows of different kinds may have come with different ones. */
	private knownColumns(): Set<string> {
		const known = new Set<string>();
		for (const { row } of this.rows) for (const name of Object.keys(row)) known.add(name);
		return known;
	}

	private placeOf(path: Path): Place {
		return path.reduce<Place>((place, key, depth) => {
			let next = place.inside.get(key);
			if (!next) place.inside.set(key, (next = newPlace(path.slice(0, depth + 1))));
			return next;
		}, this.root);
	}

	/** In the order of their names. */
	private placesWithValues(): Place[] {
		const found: Place[] = [];
		const look = (place: Place): void => {
			// "Nothing" in some rows and something inside in others: the columns of what is inside say both.
			if (place.rows > 0 && (place.hasValue || place.inside.size === 0)) found.push(place);
			for (const inside of place.inside.values()) look(inside);
		};
		look(this.root);
		return found.sort(byPath);
	}
}

/** Which places get a column of their own, and which have to share one: those that the fewest rows have. */
function commonest(places: Place[]): [own: Place[], others: Place[]] {
	if (places.length <= MOST_FURTHER_COLUMNS) return [places, []];
	const byRows = [...places].sort((a, b) => b.rows - a.rows);
	return [byRows.slice(0, MOST_FURTHER_COLUMNS).sort(byPath), byRows.slice(MOST_FURTHER_COLUMNS)];
}

/** Columns are put in this order whatever row they were first seen in: by name, lists by position. */
function byPath({ path: a }: Place, { path: b }: Place): number {
	for (let depth = 0; depth < Math.min(a.length, b.length); depth++) {
		const [one, other] = [a[depth], b[depth]];
		if (one === other) continue;
		if (typeof one === 'number' && typeof other === 'number') return one - other;
		return String(one) < String(other) ? -1 : 1;
	}
	return a.length - b.length;
}

/** Positions are counted from 1. Dots and brackets mean something else to n8n's expressions. */
function plainName(path: Path): string {
	return path
		.map((part) => (typeof part === 'number' ? String(part + 1) : part.replace(/[.[\]]/g, '_')))
		.join('_');
}

/** Gives each place a name of its own; where another column has it, one that says whose value it is. */
function namesOf(places: Place[], taken: Set<string>): Map<Place, string> {
	for (const name of ['', '__proto__', REST_COLUMN]) taken.add(name);
	const names = new Map<Place, string>();
	for (const place of places) {
		const own = plainName(place.path);
		let name = taken.has(own) ? `awin_${own}` : own;
		for (let number = 2; taken.has(name); number++) name = `awin_${own}_${number}`;
		taken.add(name);
		names.set(place, name);
	}
	return names;
}

function restText(rest: JsonObject): string | null {
	return Object.keys(rest).length > 0 ? JSON.stringify(rest) : null;
}

/** Gives a row all the known columns, in place, because it has been handed out. */
function complete(row: JsonObject, known: Set<string>): void {
	const present = Object.keys(row);
	if (present.length === known.size && [...known].every((name, at) => name === present[at])) return;
	const values = { ...row };
	for (const name of present) delete row[name];
	for (const name of known) row[name] = values[name] ?? null;
}
