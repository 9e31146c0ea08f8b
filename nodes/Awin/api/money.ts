/**
 * Amounts of money, counted in the currency's minor units (cents, pence; yen have none) so that nothing drifts.
 */

/** Amounts beyond this are typing slips, and further on a number could no longer hold every minor unit. */
const LARGEST_AMOUNT_MINOR = 1e13;

const KNOWN_CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** Whether this is an ISO 4217 currency code in capitals, such as `GBP`. */
export function isCurrency(code: string): boolean {
	return KNOWN_CURRENCIES.has(code);
}

/**
 * The currencies that have not two decimals (ISO 4217, column "minor unit"). The machine's own tables are of no use here:
 * they tell how many decimals people usually write, which is none for Hungary's forint.
 */
const MINOR_DIGITS: Record<string, number> = {
	...digits(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
	...digits(3, 'BHD IQD JOD KWD LYD OMR TND'),
	...digits(4, 'CLF UYW'),
};

function digits(count: number, currencies: string): Record<string, number> {
	return Object.fromEntries(currencies.split(' ').map((currency) => [currency, count]));
}

/** How many decimals a currency has by ISO 4217: GBP 2, JPY 0, KWD 3. */
export function minorDigits(currency: string): number {
	return Object.hasOwn(MINOR_DIGITS, currency) ? MINOR_DIGITS[currency] : 2;
}

export type AmountReading = { ok: true; amountMinor: number } | { ok: false; reason: string };

/**
 * Reads an amount as a person or a sheet writes it: `1083.29`, `"1083,29"`, `"1.083,29"`, `"1,083.29"`, `"1 083,29"`, `"1'083.29"`.
 *
 * Never guesses: one separator with exactly three digits behind it (`"1,083"`, `"1.083"`) could be a thousand or a
 * decimal, and is refused whatever the currency is; the reason says how to write either. The sign is kept; whether an amount may be negative is the caller's rule.
 *
 * @param currency an ISO 4217 code for which {@link isCurrency} holds
 * @returns the amount in minor units, or the reason why it could not be read, as the end of a sentence about the value
 */
export function parseAmount(value: unknown, currency: string): AmountReading {
	if (typeof value === 'number') return fromNumber(value, currency);
	if (typeof value !== 'string') return { ok: false, reason: 'is not an amount' };
	return fromText(value, currency);
}

/** The amount as the decimal number that Awin's APIs take, e.g. 108329 GBP gives 1083.29. */
export function toDecimal(amountMinor: number, currency: string): number {
	// One division of two whole numbers is rounded correctly, so this is the number nearest to the decimal text.
	return amountMinor / 10 ** minorDigits(currency);
}

/** The amount as people read it, e.g. `1083.29 GBP`. */
export function formatAmount(amountMinor: number, currency: string): string {
	return `${toDecimal(amountMinor, currency).toFixed(minorDigits(currency))} ${currency}`;
}

function fromNumber(value: number, currency: string): AmountReading {
	if (!Number.isFinite(value)) return { ok: false, reason: 'is not an amount' };
	const exact = value * 10 ** minorDigits(currency);
	const amountMinor = Math.round(exact);
	if (Math.abs(amountMinor) > LARGEST_AMOUNT_MINOR) return { ok: false, reason: 'is too large' };
	// A sheet's own arithmetic leaves dust such as 0.30000000000000004: a few of the last bits, never a real decimal.
	const dust = Math.max(1e-6, Math.abs(exact) * 2 ** -50);
	if (Math.abs(exact - amountMinor) > dust) return tooManyDecimals(currency);
	return { ok: true, amountMinor: amountMinor === 0 ? 0 : amountMinor };
}

// Blanks (also the narrow and the unbreakable ones) and apostrophes part thousands in French and Swiss sheets.
const NEUTRAL_SEPARATORS = /[ \u00a0\u2009\u202f'’]/g;

/** Most cells: digits, and at most two of them behind one separator, which can then only be the decimal one. */
const USUAL_AMOUNT = /^(\d{1,10})(?:[.,](\d{1,2}))?$/;

function fromText(value: string, currency: string): AmountReading {
	const text = value.trim();
	if (text === '') return { ok: false, reason: 'is empty' };
	const usual = USUAL_AMOUNT.exec(text);
	if (usual && (usual[2] === undefined || minorDigits(currency) >= 2)) {
		const [, whole, decimals = ''] = usual;
		return { ok: true, amountMinor: Number(whole + decimals.padEnd(minorDigits(currency), '0')) };
	}

	const sign = /^[-−]/.test(text) ? -1 : 1;
	const unsigned = text.replace(/^[-−+]\s*/, '');
	const neutral = unsigned.search(NEUTRAL_SEPARATORS) >= 0;
	if (neutral && !/^\d{1,3}([ \u00a0\u2009\u202f'’]\d{3})+([.,]\d+)?$/.test(unsigned)) {
		return { ok: false, reason: 'is not an amount' };
	}
	const digits = unsigned.replace(NEUTRAL_SEPARATORS, '');
	if (!/^\d[\d.,]*$/.test(digits) || /[.,]$/.test(digits)) {
		return { ok: false, reason: 'is not an amount: give digits only, without a currency sign' };
	}

	const parts = splitAtDecimal(digits, neutral);
	const places = minorDigits(currency);
	if ('separator' in parts) return ambiguous(text, parts.separator, places);
	if ('reason' in parts) return { ok: false, reason: parts.reason };

	const decimals = withoutZeros(parts.decimals);
	if (decimals.length > places) return tooManyDecimals(currency);
	const amountMinor = Number(parts.whole + decimals.padEnd(places, '0'));
	if (amountMinor > LARGEST_AMOUNT_MINOR) return { ok: false, reason: 'is too large' };
	return { ok: true, amountMinor: amountMinor === 0 ? 0 : sign * amountMinor };
}

/**
 * Finds out which separator is the decimal one. `text` has digits, commas and points only.
 *
 * @returns the `separator` alone where nobody can tell what it parts
 */
function splitAtDecimal(
	text: string,
	thousandsAreParted: boolean,
): { whole: string; decimals: string } | { reason: string } | { separator: string } {
	const separators = text.replace(/\d/g, '');
	if (separators === '') return { whole: text, decimals: '' };

	const last = separators[separators.length - 1];
	const hasBoth = separators.includes(',') && separators.includes('.');
	const lastIsAlone = separators.indexOf(last) === separators.length - 1;

	if (separators.length === 1) {
		const [whole, decimals] = text.split(last);
		const couldBeThousands = decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
		if (couldBeThousands && !thousandsAreParted) {
			return { separator: last };
		}
		return { whole, decimals };
	}
	if (hasBoth && lastIsAlone) {
		const [grouped, decimals] = [
			text.slice(0, text.lastIndexOf(last)),
			text.slice(text.lastIndexOf(last) + 1),
		];
		return isGrouped(grouped)
			? { whole: grouped.replace(/[.,]/g, ''), decimals }
			: { reason: 'is not an amount' };
	}
	// One kind of separator, more than once: it can only part thousands.
	if (!hasBoth && isGrouped(text)) return { whole: text.replace(/[.,]/g, ''), decimals: '' };
	return { reason: 'is not an amount' };
}

/** One separator with three digits behind it. Where a currency has three decimals, leaving the thousands' away says nothing. */
function ambiguous(text: string, separator: string, places: number): AmountReading {
	const large = text.replace(separator, '');
	const [whole] = text.split(separator);
	const help =
		places < 3
			? `${large}, or ${whole} and a fraction. Write it without a thousands separator`
			: `"${large}${separator}000" and "${text}0" are understood, and so is a number instead of text`;
	return { ok: false, reason: `can be read in two ways: ${help}` };
}

function isGrouped(text: string): boolean {
	return /^\d{1,3}(,\d{3})+$/.test(text) || /^\d{1,3}(\.\d{3})+$/.test(text);
}

function tooManyDecimals(currency: string): AmountReading {
	const places = minorDigits(currency);
	const allowed = places === 0 ? 'no decimals' : `at most ${places} decimals`;
	return { ok: false, reason: `has more decimals than ${currency} allows (${allowed})` };
}

/** Without the zeros at its end. No pattern: those that look for an end begin anew at every zero. */
function withoutZeros(decimals: string): string {
	let end = decimals.length;
	while (decimals[end - 1] === '0') end--;
	return decimals.slice(0, end);
}
