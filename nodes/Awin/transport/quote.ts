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
export function cut(text: string, longest: number): string {
	// No more of them than are needed: texts may have millions.
	const characters = [...text.slice(0, 2 * longest + 2)];
	return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
}
