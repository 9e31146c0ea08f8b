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
	return reference
		.normalize('NFC')
		.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
		.replace(/\s+/g, ' ')
		.trim();
}
