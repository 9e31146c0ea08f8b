/**
 * Showing what others wrote: Awin, and whoever filled in a form or a sheet.
 */

const LONGEST_QUOTE = 300;

/** What is looked through for that many characters worth showing. */
const LONGEST_LOOK = 20_000;

/** Awin's own words, fit to be shown: no control characters, no line breaks, no markup, and not too long. */
export function quote(text: string): string {
	const start = text.slice(0, LONGEST_LOOK);
	const plain = start
		.replace(/<[a-z!/][^>]*(>|$)/gi, ' ')
		// Control characters, invisible ones, and marks that turn the direction of the text.
		.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return cut(start === text ? plain : `${plain}…`, LONGEST_QUOTE);
}

/** Cuts between characters, never through the middle of one such as an emoji. */
function cut(text: string, longest: number): string {
	// No more of them than are needed: texts may have millions.
	const characters = [...text.slice(0, 2 * longest + 2)];
	return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
}

/** What parts words from each other, and from the brackets and quotation marks around them. */
const BETWEEN_WORDS = /[\s"'()[\]{}<>:;,!?]+/;

/** Awin's own words as {@link quote} shows them, or nothing where it gave a code instead, such as `[404 NOT_FOUND]`. */
export function wordsIn(text: string): string {
	const quoted = quote(text);
	const [word, ...more] = quoted.split(BETWEEN_WORDS).filter((part) => /\p{L}/u.test(part));
	if (word === undefined) return '';
	return more.length === 0 && /^[A-Z\d_.-]+$|_/.test(word) ? '' : quoted;
}

const LONGEST_VALUE = 60;

/** A value as a message names it, cut where it is long: `is "12x", which `. Nothing where it is blank. */
export function valueText(value: unknown): string {
	if (value === undefined || value === null || value === '') return '';
	const text = quote(typeof value === 'string' ? value : (toJson(value) ?? typeof value));
	return `is "${cut(text, LONGEST_VALUE)}", which `;
}

/** JSON, or nothing for what has none: circular objects, functions, big numbers. */
function toJson(value: unknown): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		return typeof value === 'bigint' ? String(value) : undefined;
	}
}
