/**
 * Ids as people give them: typed, pasted, from a sheet or from an expression.
 */

/** What keeps a value from being an id, or a list from being a list of ids. Plain sentences for the person who typed it. */
export type IdReading<T> = { ok: true; value: T } | { ok: false; reason: string };

const NO_ID = 'is not an ID: an Awin ID has digits only';

/**
 * Reads one Awin id: digits only, from a number or from text, with blanks around it taken off.
 *
 * @returns the digits as text, so that none is lost
 */
export function readIdText(value: unknown): IdReading<string> {
	if (typeof value === 'number') {
		if (Number.isSafeInteger(value) && value > 0) return { ok: true, value: String(value) };
		// A number this long has already lost its last digits, whoever made it.
		const tooLong = Number.isInteger(value) && value > 0;
		return {
			ok: false,
			reason: tooLong ? 'is too long for a number; give it as text' : NO_ID,
		};
	}
	if (value === null || value === undefined) return { ok: false, reason: 'is empty' };
	if (typeof value !== 'string') return { ok: false, reason: NO_ID };
	const text = value.trim();
	if (text === '') return { ok: false, reason: 'is empty' };
	if (!/^\d+$/.test(text) || /^0+$/.test(text)) return { ok: false, reason: NO_ID };
	// Awin's ids have about ten digits; one that no number can hold would be refused, and the whole call with it.
	if (!Number.isSafeInteger(Number(text)))
		return { ok: false, reason: 'has more digits than an Awin ID' };
	return { ok: true, value: text.startsWith('0') ? text.replace(/^0+/, '') : text };
}

/**
 * Reads one or many ids: a number, a list, or text with commas, semicolons, blanks or line breaks between them.
 * An id that stands there twice is kept once, in the place where it came first.
 *
 * Never guesses: `1,612,345` and `1 612 345` are three small ids, or a single one as sheets write it, and are refused.
 */
export function readIdList(value: unknown): IdReading<string[]> {
	const ids = new Set<string>();
	const ambiguous = ambiguousIn(value);
	if (ambiguous !== undefined) {
		return {
			ok: false,
			reason: `holds ${shown(ambiguous)}, which can be read in two ways: as one ID, or as several. Write each ID in digits only, with a comma and a blank between two of them`,
		};
	}
	for (const part of partsOf(value)) {
		const id = readIdText(part);
		if (!id.ok) return { ok: false, reason: `holds ${shown(part)}, which ${id.reason}` };
		ids.add(id.value);
	}
	return { ok: true, value: [...ids] };
}

const LONGEST_SHOWN = 40;

function shown(part: unknown): string {
	if (!['string', 'number', 'boolean'].includes(typeof part)) return 'a value';
	const text = String(part);
	return text.length > LONGEST_SHOWN ? `"${text.slice(0, LONGEST_SHOWN)}…"` : `"${text}"`;
}

/** Nobody gives lists in lists in lists on purpose, and a hole of thousands would have no floor. */
const DEEPEST_LIST = 3;

/** Digits in threes, as they are parted by commas or blanks where thousands are. */
const BY_COMMAS = /^[1-9]\d{0,2}(?:,\d{3})+$/;
const BY_BLANKS = /^[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+$/;

function ambiguousIn(value: unknown, depth = 0): string | undefined {
	if (Array.isArray(value) && depth < DEEPEST_LIST) {
		for (const part of value) {
			const ambiguous = ambiguousIn(part, depth + 1);
			if (ambiguous !== undefined) return ambiguous;
		}
	}
	if (typeof value !== 'string') return undefined;
	const withoutBlanks = value
		.split(/[\s;]+/)
		.map((text) => text.split(',').filter(Boolean).join(','));
	return (
		withoutBlanks.find((text) => BY_COMMAS.test(text)) ??
		value
			.split(/[\r\n\t,;]/)
			.find((text) => BY_BLANKS.test(text.trim()))
			?.trim()
	);
}

function partsOf(value: unknown, depth = 0): unknown[] {
	if (Array.isArray(value) && depth < DEEPEST_LIST) {
		return value.flatMap((part) => partsOf(part, depth + 1));
	}
	if (typeof value === 'string') return value.split(/[\s,;]+/).filter((part) => part !== '');
	return value === null || value === undefined ? [] : [value];
}
