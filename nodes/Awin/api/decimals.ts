/**
 * Decimal numbers whose currency is not known: read from text and added up without drift.
 */

/** Beyond these digits a number no longer holds what the text says. */
const MOST_DIGITS = 15;

/**
 * Reads a number that Awin may send as text (`"83.20"`).
 *
 * @returns the number, or the value itself where it is anything else: never `NaN`, and never a number that says less than
 * the text did
 */
export function readDecimal(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const text = value.trim();
	if (!/^[-+]?\d+(\.\d+)?$/.test(text)) return value;
	const digits = text.replace(/\D/g, '').replace(/^0+/, '');
	return digits.length <= MOST_DIGITS ? Number(text) + 0 : value;
}

/** Adds up as on paper: 0.1 and 0.2 are 0.3. All values must be finite. */
export function sumExactly(values: number[]): number {
	const terms = values.map(partsOf);
	const places = Math.max(0, ...terms.map((term) => term.places));
	const sum = terms.reduce(
		(total, term) => total + term.digits * BigInt(10) ** BigInt(places - term.places),
		BigInt(0),
	);
	return Number(`${sum}e${-places}`);
}

/** 10.83 is 1083 with two places; 1e21 is 1 with minus 21. */
function partsOf(value: number): { digits: bigint; places: number } {
	const [mantissa, exponent = '0'] = String(value).split('e');
	const [whole, fraction = ''] = mantissa.split('.');
	return { digits: BigInt(whole + fraction), places: fraction.length - Number(exponent) };
}
