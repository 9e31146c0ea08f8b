/**
 * The form of an answer without its values: what somebody may show to anybody, so that an answer nobody expected can be made
 * sense of. Awin publishes no schema of most answers, and whoever gets one in another form is the first to know.
 *
 * It reads like JSON: `{jobId: hex(24), errors: #, rows: [118 × {id: ##########, date: "####-##-##T##:##:##"}]}`. Each `#` is a
 * digit; patterns in quotation marks were text, those without were numbers.
 */
import { isJsonObject, type JsonObject } from './answers';

const LONGEST_SHAPE = 600;
const DEEPEST = 8;
/** Looked at for whether the entries of a list are all alike. */
const ENTRIES_COMPARED = 20;
/** Awin's rows have some fifty members. More of them are no members but entries, and their names are data. */
const MOST_NAMES = 80;

/**
 * Tells the form of what JSON can say: names of members, kinds, lengths and counts, and the patterns of dates, numbers and ids.
 * No value is in it, and no name that could be one: where the members of an object are named by order references, mail addresses
 * or ids, only their number is told.
 *
 * @returns at most {@link LONGEST_SHAPE} characters, whatever the value; the work is bounded likewise
 */
export function shapeOf(value: unknown): string {
	const writer = new ShapeWriter();
	writer.write(value, 0);
	return writer.text;
}

class ShapeWriter {
	text = '';
	private isFull = false;

	write(value: unknown, depth: number): void {
		if (this.isFull) return;
		if (Array.isArray(value)) this.writeList(value, depth);
		else if (isJsonObject(value)) this.writeObject(value, depth);
		else if (typeof value === 'string') this.writeText(value, depth);
		else if (typeof value === 'number') this.put(numberPattern(String(value)) ?? 'number');
		else this.put(value === null ? 'null' : typeof value);
	}

	private writeList(list: unknown[], depth: number): void {
		if (list.length === 0) return this.put('[]');
		this.put(`[${list.length} × `);
		if (depth >= DEEPEST) return this.put('…]');
		const [first] = list;
		this.write(first, depth + 1);
		const kind = kindOf(first);
		const other = list.slice(1, ENTRIES_COMPARED).find((entry) => kindOf(entry) !== kind);
		if (other !== undefined) {
			this.put(' | ');
			this.write(other, depth + 1);
		}
		this.put(']');
	}

	private writeObject(object: JsonObject, depth: number): void {
		const names = Object.keys(object);
		if (names.length === 0) return this.put('{}');
		if (depth >= DEEPEST) return this.put('{…}');
		const shown = isMap(object, names) ? [] : names.filter(isFieldName);
		const hidden = shown.length === names.length ? [] : names.filter((name) => !isFieldName(name));
		this.put('{');
		for (const [place, name] of shown.entries()) {
			this.put(`${place > 0 ? ', ' : ''}${name}: `);
			this.write(object[name], depth + 1);
			if (this.isFull) return;
		}
		const count = names.length - shown.length;
		if (count > 0) {
			const between = shown.length > 0 ? ', and ' : '';
			this.put(`${between}${count} ${count === 1 ? 'key' : 'keys'}, the first: `);
			this.write(object[hidden[0] ?? names[0]], depth + 1);
		}
		this.put('}');
	}

	private writeText(text: string, depth: number): void {
		const inner = jsonIn(text);
		if (inner === undefined) return this.put(textShape(text));
		this.put('JSON ');
		this.write(inner, depth);
	}

	private put(text: string): void {
		if (this.isFull) return;
		const room = LONGEST_SHAPE - 1 - this.text.length;
		this.isFull = text.length > room;
		this.text += this.isFull ? `${text.slice(0, room)}…` : text;
	}
}

/** What entries of a list are compared by. */
function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'list';
	if (!isJsonObject(value)) return value === null ? 'null' : typeof value;
	const names = Object.keys(value);
	return names.length > MOST_NAMES ? 'map' : names.join();
}

/** Whether an object's members are entries of one kind, so that their names are likely to be values. */
function isMap(object: JsonObject, names: string[]): boolean {
	if (names.length > MOST_NAMES) return true;
	const [first, second, third] = names.map((name) => object[name]);
	if (third === undefined || !isJsonObject(first) || Object.keys(first).length === 0) return false;
	const kind = kindOf(first);
	if (kindOf(second) !== kind || kindOf(third) !== kind) return false;
	return names.every((name) => kindOf(object[name]) === kind);
}

const FIELD_NAME = /^[a-z][A-Za-z_]{0,39}\d?$/i;
/** `Nike`, `ANNA` and `SUMMER` are somebody's or something's name; fields begin small or have capitals further on. */
const PROPER_NAME = /^[A-Z]([a-z]*|[A-Z_]*)\d?$/;

/** A token of letters alone has far more capitals than a name, or none in a great length. */
const MOST_WORDS = 8;
const LONGEST_WORD = 16;

function isFieldName(name: string): boolean {
	if (!FIELD_NAME.test(name) || PROPER_NAME.test(name)) return false;
	const words = name.split(/(?=[A-Z])|_/);
	return words.length <= MOST_WORDS && words.every(({ length }) => length <= LONGEST_WORD);
}

const LONGEST_JSON = 100_000;
const LONGEST_PATTERN = 40;

/** Dates as anybody writes them, with every digit replaced. */
const DATE_PATTERN =
	/^(####-##-##|##?[./]##?[./]####|########)([T ]##:##(:##([.,]#{1,9})?)?( ?Z|[+-]##:?##)?)?$/;

/** What is pushed comes as JSON in a text. @returns `undefined` where a text holds no list or object */
function jsonIn(text: string): unknown {
	if (text.length > LONGEST_JSON || !/^\s*[[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function textShape(text: string): string {
	if (text === '') return '""';
	if (text.length <= LONGEST_PATTERN) {
		const pattern = text.replace(/\d/g, '#');
		if (DATE_PATTERN.test(pattern)) return `"${pattern}"`;
		const number = numberPattern(text);
		if (number) return `"${number}"`;
		if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return 'uuid';
		if (/^[\da-f]{8,}$/i.test(text)) return `hex(${text.length})`;
	}
	return `text(${text.length})`;
}

/** @returns `undefined` for what is no plain number */
function numberPattern(text: string): string | undefined {
	const pattern = text.replace(/\d/g, '#');
	return /^-?#{1,25}([.,]#{1,20})?$/.test(pattern) ? pattern : undefined;
}
