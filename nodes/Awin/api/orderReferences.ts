/**
 * Order references: the advertiser's own number of an order (`orderRef`).
 */

/** Awin keeps this many characters of a reference and drops the rest without a word (Conversion API, "orderReference"). */
export const STORED_REFERENCE_LENGTH = 50;

/** A reference as Awin keeps it. Whoever names an order to Awin later has to use this form, not the longer original. */
export function storedReference(reference: string): string {
	return reference.trim().slice(0, STORED_REFERENCE_LENGTH);
}

/** What two references have in common when Awin cannot tell them apart. Case counts; blanks around it do not. */
export function referenceKey(reference: string): string {
	return storedReference(reference).trimEnd();
}

/**
 * What two references have in common that look the same: blanks of any kind and number, characters that nobody sees, and the
 * two ways of writing an accented letter. A copied reference may have them, and the order is the same one.
 */
export function lookAlikeKey(reference: string): string {
	return asSeen(reference).replace(/\s+/g, ' ').trim();
}

function asSeen(reference: string): string {
	return reference.normalize('NFC').replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '');
}

/** In what two references may differ that a person would take for the same one, in the order in which it is taken away. */
const DIFFERENCES: Array<[what: string, without: (reference: string) => string]> = [
	['something that cannot be seen', asSeen],
	['spaces', (reference) => reference.replace(/\s/g, '')],
	['quotation marks', (reference) => reference.replace(/["'`\u2018-\u201f\u00ab\u00bb]/g, '')],
	['the kind of hyphen', (reference) => reference.replace(/[\u2010-\u2015\u2212]/g, '-')],
	['upper and lower case', (reference) => reference.toLowerCase()],
	['a # at the beginning', (reference) => reference.replace(/^#(?=.)/, '')],
	['zeros at the beginning', (reference) => reference.replace(/^0+(?=.)/, '')],
	// As spreadsheets write numbers.
	['.0 at the end', (reference) => reference.replace(/^(\d+)\.0+$/, '$1')],
];

/** No blank, nothing that nobody sees, no quotation mark, neither # nor 0 at the beginning, no point: as most references. */
const PLAIN = /^[1-9A-Za-z][!#-&(-\-/-_a-~]*$/;

/** What references have in common that differ in some of {@link DIFFERENCES} only, where Awin has not cut one of them. */
function looseKey(reference: string, except?: string): string {
	const trimmed = reference.trim();
	if (except === undefined && PLAIN.test(trimmed)) return trimmed.toLowerCase();
	let key = trimmed;
	for (const [what, without] of DIFFERENCES) if (what !== except) key = without(key);
	return key;
}

/** Awin may have cut it, and then it is only the beginning of what it was. */
function isCut(atAwin: string): boolean {
	return atAwin.trim().length >= STORED_REFERENCE_LENGTH;
}

/** References by what they look like, also by how they begin. */
class LooseIndex {
	private readonly whole = new Map<string, string[]>();
	/** By the length of the beginning: Awin has cut what it has to a few different lengths, when it is taken loosely. */
	private readonly beginnings = new Map<number, Map<string, string[]>>();
	private readonly long: Array<[key: string, reference: string]> = [];

	constructor(references: Iterable<string>) {
		for (const reference of references) {
			const key = looseKey(reference);
			addTo(this.whole, key, reference);
			if (reference.trim().length >= STORED_REFERENCE_LENGTH) this.long.push([key, reference]);
		}
	}

	get isEmpty(): boolean {
		return this.whole.size === 0;
	}

	/** @returns one list for all that look alike to Awin's reference, so that it can be told from others */
	like(atAwin: string): string[] | undefined {
		const key = looseKey(atAwin);
		if (!isCut(atAwin) || this.long.length === 0) return this.whole.get(key);
		return this.thatBegin(key.length).get(key) ?? this.whole.get(key);
	}

	private thatBegin(length: number): Map<string, string[]> {
		let lists = this.beginnings.get(length);
		if (!lists) {
			lists = new Map();
			for (const [key, reference] of this.long) addTo(lists, key.slice(0, length), reference);
			this.beginnings.set(length, lists);
		}
		return lists;
	}
}

/** More than these nobody reads. */
const MOST_NEAR = 5;

/**
 * Finds references that a person would take for another one: they differ in upper and lower case, blanks, zeros or a # at
 * the beginning, and in nothing else. Awin takes them for different ones, so they are named, and never matched.
 *
 * @param wanted what is looked for
 * @param atAwin what there is, in any number
 * @returns of each wanted one that has any, up to {@link MOST_NEAR} that are there, as they are written there and each once;
 * none that is the same one by {@link referenceKey}
 */
export function nearMisses(
	wanted: Iterable<string>,
	atAwin: Iterable<string>,
): Map<string, string[]> {
	const index = new LooseIndex(wanted);
	const found = new Map<string[], Set<string>>();
	if (index.isEmpty) return new Map();
	for (const reference of atAwin) {
		const alike = index.like(reference);
		if (!alike) continue;
		const same = found.get(alike);
		// One more, because the wanted one itself may be among them.
		if (same && same.size <= MOST_NEAR) same.add(reference);
		else if (!same) found.set(alike, new Set([reference]));
	}
	const misses = new Map<string, string[]>();
	for (const [alike, there] of found) {
		for (const reference of alike) {
			const own = referenceKey(reference);
			const near = [...there].filter((other) => referenceKey(other) !== own);
			if (near.length === 0) continue;
			const all = new Set([...(misses.get(reference) ?? []), ...near]);
			misses.set(reference, [...all].slice(0, MOST_NEAR));
		}
	}
	return misses;
}

/** In what a reference differs from some of its {@link nearMisses}, such as `spaces`. */
export function differencesOf(reference: string, others: string[]): string[] {
	return DIFFERENCES.map(([what]) => what).filter((what) =>
		others.some((other) => {
			const key = looseKey(other, what);
			const own = looseKey(reference, what);
			return isCut(other) ? !own.startsWith(key) : own !== key;
		}),
	);
}

function addTo(lists: Map<string, string[]>, key: string, value: string): void {
	const list = lists.get(key);
	if (list) list.push(value);
	else lists.set(key, [value]);
}
