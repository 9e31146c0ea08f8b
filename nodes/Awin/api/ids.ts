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
	return { ok: true, value: text.replace(/^0+/, '') };
}

/**
 * Reads one or many ids: a number, a list, or text with commas, semicolons, blanks or line breaks between them.
 * An id that stands there twice is kept once, in the place where it came first.
 */
export function readIdList(value: unknown): IdReading<string[]> {
	const ids = new Set<string>();
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

function partsOf(value: unknown, depth = 0): unknown[] {
	if (Array.isArray(value) && depth < DEEPEST_LIST) {
		return value.flatMap((part) => partsOf(part, depth + 1));
	}
	if (typeof value === 'string') return value.split(/[\s,;]+/).filter((part) => part !== '');
	return value === null || value === undefined ? [] : [value];
}
