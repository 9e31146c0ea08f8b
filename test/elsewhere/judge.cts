/**
 * Looks for every value of an answer in what the node made of it. It shares no code with the node: it reads the answer's text by
 * itself, and compares numbers by their decimal digits and dates by the instant that they stand for.
 */

/** A value without anything inside, as it stands in the text of the answer. */
export interface Leaf {
	path: string[];
	/** Of a number its digits, as they were written. */
	text: string;
	isNumber: boolean;
}

const TOKENS = /"(?:\\.|[^"\\])*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{}:,]/g;

/** All values of an answer but null and empty texts. */
export function leavesIn(json: string): Leaf[] {
	const tokens = json.match(TOKENS) ?? [];
	let next = 0;
	const leaves: Leaf[] = [];
	const read = (path: string[]): void => {
		const token = tokens[next++];
		if (token === '{' || token === '[') {
			const end = token === '{' ? '}' : ']';
			for (let place = 0; tokens[next] !== end; place++) {
				if (tokens[next] === ',') next++;
				let name = String(place);
				if (token === '{') {
					name = JSON.parse(tokens[next]) as string;
					next += 2;
				}
				read([...path, name]);
			}
			next++;
		} else if (token.startsWith('"')) {
			const text = JSON.parse(token) as string;
			if (text !== '') leaves.push({ path, text, isNumber: false });
		} else if (token !== 'null') leaves.push({ path, text: token, isNumber: /\d/.test(token) });
	};
	read([]);
	return leaves;
}

/** Without zeros at the end, so that what is the same amount is the same text. */
function digitsOf(text: string): string {
	return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

const AWIN_DATE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?$/;
const ZONED_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Dates without a zone are in UTC: that is what the node asks for. */
function instantOf(text: string): number | undefined {
	if (AWIN_DATE.test(text)) return Date.parse(`${text.replace(' ', 'T')}Z`);
	return ZONED_DATE.test(text) ? Date.parse(text) : undefined;
}

function isSame(leaf: Leaf, place: Leaf): boolean {
	if (leaf.isNumber || place.isNumber) return digitsOf(place.text) === digitsOf(leaf.text);
	const instant = instantOf(leaf.text);
	// Blanks around a text are no part of what it says.
	return (
		place.text.trim() === leaf.text.trim() ||
		(instant !== undefined && instantOf(place.text) === instant)
	);
}

const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');

/** Whether a value may stand under such a name: its own, or that of what it is in, has a part in common with it. */
function fits({ path }: Leaf, shown: Leaf): boolean {
	const names = path.map(letters).filter(Boolean);
	const place = letters(shown.path.join(' '));
	const isPart = (name: string) => place.includes(name.replace(/s$/, '')) || name.includes(place);
	return names.length === 0 || names.some(isPart);
}

export interface Judging {
	/** Values may have other names in the output than at Awin. */
	isRenamed?: boolean;
}

/**
 * Finds each value of an answer in an output, every one in a place of its own.
 *
 * @returns those that are not there, as `path: text`
 */
export function missingFrom(
	answer: Leaf[],
	output: unknown,
	{ isRenamed }: Judging = {},
): string[] {
	const places = leavesIn(JSON.stringify(output));
	const used = new Set<Leaf>();
	const find = (leaf: Leaf, isWanted: (place: Leaf) => boolean) =>
		places.find((place) => !used.has(place) && isSame(leaf, place) && isWanted(place));
	const missing: string[] = [];
	for (const leaf of answer) {
		const own = letters(leaf.path.join(''));
		const found =
			find(leaf, (place) => letters(place.path.join('')) === own) ??
			find(leaf, (place) => isRenamed === true || fits(leaf, place));
		if (found) used.add(found);
		else missing.push(`${leaf.path.join('.')}: ${leaf.text}`);
	}
	return missing;
}
