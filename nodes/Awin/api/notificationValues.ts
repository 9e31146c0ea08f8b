/**
 * The values of a notification. All are texts at Awin; a value that cannot be read is never in the way of the others: it
 * comes out as null, and is told with its name, its text and what was the matter.
 */
import { isJsonObject, readId, type JsonObject } from './answers';
import { isCurrency, parseAmount, toDecimal } from './money';
import { readAwinUtc } from './timezones';

/** Reads the members of an object of Awin's, and collects what could not be read. */
export class PushValues {
	/** @param place what stands before the names in warnings, e.g. `products 2: ` */
	constructor(
		readonly values: JsonObject,
		readonly warnings: string[],
		private readonly place = '',
	) {}

	/** Whether there is a value at all; a macro that Awin did not fill counts as none. */
	has(name: string): boolean {
		return given(this.values[name]) !== null;
	}

	text(name: string): string | null {
		const value = given(this.values[name]);
		if (value === null) return null;
		if (!isPlain(value)) return this.unreadable(name, 'is not a text');
		if (isGarbled(value))
			return this.unreadable(name, 'has characters that were broken on the way');
		return String(value);
	}

	/** A time in UTC, as the text that it came as. */
	date(name: string): string | null {
		const text = this.text(name);
		if (text === null || readAwinUtc(text) !== undefined) return text;
		return this.unreadable(name, 'is not a date with a time of day');
	}

	/** Any whole number of digits, as a number where one holds it, else as its text. */
	id(name: string): number | string | null {
		const value = given(this.values[name]);
		if (value === null) return null;
		return readId(value) ?? this.unreadable(name, 'is not an ID');
	}

	/** @param currency decides how many decimals an amount with thousands separators may have */
	number(name: string, currency: string | null = null): number | null {
		const value = given(this.values[name]);
		if (value === null) return null;
		const reading = readNumber(value, currency);
		return typeof reading === 'number' ? reading : this.unreadable(name, reading.reason);
	}

	/** The entries of a list that are objects, each with its own values; with one parameter for each field, it is JSON text. */
	list(name: string): PushValues[] {
		const value = given(this.values[name]);
		if (value === null) return [];
		const list = typeof value === 'string' ? parsed(value) : value;
		if (!Array.isArray(list)) {
			this.unreadable(name, 'is not a list');
			return [];
		}
		return list.flatMap((entry: unknown, index) => {
			const place = `${name} ${index + 1}`;
			if (isJsonObject(entry)) return new PushValues(entry, this.warnings, `${place}: `);
			this.warnings.push(`${place} is ${shown(entry)}, which is not an entry of such a list`);
			return [];
		});
	}

	/**
	 * What no description has yet, to be kept under its own name.
	 *
	 * @param known the names that are read; they are left out
	 * @param taken names that stand for something else in what comes out: told instead of kept
	 */
	others(known: ReadonlySet<string>, taken: object): JsonObject {
		const kept: JsonObject = {};
		for (const [name, value] of Object.entries(this.values)) {
			if (known.has(name) || value === null || value === '') continue;
			// Setting `__proto__` on an object would change what the object is.
			if (name === '__proto__' || Object.hasOwn(taken, name) || isGarbled(name)) {
				this.unreadable(name, 'is not known in a notification');
			} else if (!isKeepable(value)) {
				this.unreadable(name, 'is too deep, or has broken characters');
			} else {
				kept[name] = value;
			}
		}
		return kept;
	}

	unreadable(name: string, reason: string): null {
		const value = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
		this.warnings.push(`${this.place}${clean(name)} is ${shown(value)}, which ${reason}`);
		return null;
	}
}

/** A macro that Awin did not put a value in the place of. */
const MACRO = /^!!!.*!!!$/;

export function given(value: unknown): unknown {
	const trimmed = typeof value === 'string' ? value.trim() : value;
	if (trimmed === '' || trimmed === undefined) return null;
	return typeof trimmed === 'string' && MACRO.test(trimmed) ? null : trimmed;
}

function isPlain(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Bytes that were no UTF-8 have become U+FFFD on their way here; half a surrogate pair can come from an escape only. */
export function isGarbled(value: unknown): boolean {
	return typeof value === 'string' && /[\uFFFD\p{Surrogate}]/u.test(value);
}

/** Nothing of Awin's is nested deeper, and n8n could not store what is nested by the thousands. */
const DEEPEST = 10;

export function isKeepable(value: unknown, depth = 0): boolean {
	if (typeof value !== 'object' || value === null) return !isGarbled(value);
	if (depth === DEEPEST) return false;
	return Object.entries(value).every(
		([name, member]) => name !== '__proto__' && !isGarbled(name) && isKeepable(member, depth + 1),
	);
}

/** @returns `undefined` for what is no JSON */
export function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A number as programs write it, with an exponent or without digits before the point too. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** Beyond this, a number no longer holds every hundredth. */
const LARGEST = 1e13;

/** What a number of the usual size holds for sure; what stands behind is dust of somebody's arithmetic, as in 0.1 + 0.2. */
const SURE_DIGITS = 15;

function readNumber(value: unknown, currency: string | null): number | { reason: string } {
	if (typeof value !== 'number' && typeof value !== 'string') return { reason: 'is not a number' };
	if (typeof value === 'string' && !NUMBER.test(value)) {
		// Anything else that can be read in one way only, such as 1,083.29.
		const known = currency !== null && isCurrency(currency) ? currency : 'EUR';
		const reading = parseAmount(value, known);
		if (reading.ok) return toDecimal(reading.amountMinor, known);
		return { reason: reading.reason.split(/[.:] /)[0] };
	}
	const number = Number(value);
	if (!(Math.abs(number) < LARGEST)) return { reason: 'is too large' };
	return Number(number.toPrecision(SURE_DIGITS)) || 0;
}

const LONGEST_SHOWN = 200;

function shown(value: unknown): string {
	if (value === undefined) return 'missing';
	if (typeof value === 'string') return `"${clean(value)}"`;
	try {
		return clean(JSON.stringify(value));
	} catch {
		return 'a value';
	}
}

/** Fit to be stored and shown: no control characters, no broken ones, and not too long. */
function clean(text: string): string {
	const characters = [...text.slice(0, 2 * LONGEST_SHOWN)];
	const cut =
		characters.length > LONGEST_SHOWN
			? `${characters.slice(0, LONGEST_SHOWN - 1).join('')}…`
			: characters.join('');
	return cut.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ').replace(/\p{Surrogate}/gu, '\uFFFD');
}
