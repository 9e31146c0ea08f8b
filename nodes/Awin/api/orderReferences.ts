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

/** In what two references may differ that a person would take for the same one. */
const DIFFERENCES: Array<[what: string, without: (reference: string) => string]> = [
	['something that cannot be seen', asSeen],
	['spaces', (reference) => reference.replace(/\s/g, '')],
	['upper and lower case', (reference) => reference.toLowerCase()],
	['a # at the beginning', (reference) => reference.replace(/^#(?=.)/, '')],
	['zeros at the beginning', (reference) => reference.replace(/^0+(?=.)/, '')],
];

/** No blank, nothing that nobody sees, and neither # nor 0 at the beginning, as with most references. */
const PLAIN = /^[1-9A-Za-z][!-~]*$/;

/** What references have in common that differ in some of {@link DIFFERENCES} only. */
function looseKey(reference: string, except?: string): string {
	const stored = storedReference(reference);
	if (except === undefined && PLAIN.test(stored)) return stored.toLowerCase();
	let key = stored;
	for (const [what, without] of DIFFERENCES) if (what !== except) key = without(key);
	return key;
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
	const wantedByKey = new Map<string, string[]>();
	for (const reference of wanted) addTo(wantedByKey, looseKey(reference), reference);
	const found = new Map<string, Set<string>>();
	if (wantedByKey.size === 0) return new Map();
	for (const reference of atAwin) {
		const key = looseKey(reference);
		if (!wantedByKey.has(key)) continue;
		const same = found.get(key);
		// One more, because the wanted one itself may be among them.
		if (same && same.size <= MOST_NEAR) same.add(reference);
		else if (!same) found.set(key, new Set([reference]));
	}
	const misses = new Map<string, string[]>();
	for (const [key, there] of found) {
		for (const reference of wantedByKey.get(key) ?? []) {
			const own = referenceKey(reference);
			const near = [...there].filter((other) => referenceKey(other) !== own);
			if (near.length > 0) misses.set(reference, near.slice(0, MOST_NEAR));
		}
	}
	return misses;
}

/** In what a reference differs from some of its {@link nearMisses}, such as `spaces`. */
export function differencesOf(reference: string, others: string[]): string[] {
	return DIFFERENCES.map(([what]) => what).filter((what) =>
		others.some((other) => looseKey(reference, what) !== looseKey(other, what)),
	);
}

function addTo(lists: Map<string, string[]>, key: string, value: string): void {
	const list = lists.get(key);
	if (list) list.push(value);
	else lists.set(key, [value]);
}
