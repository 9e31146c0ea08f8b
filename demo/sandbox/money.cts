/**
 * Money inside the sandbox is whole minor units (`amountMinor`: pence, yen, fils), as its accounts would keep it.
 * Only the edges turn it into the JSON numbers that Awin speaks.
 */

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const DECIMALS = new Map<string, number>();

/** Whether this is an ISO 4217 code, in capitals. */
export function isCurrency(code: string): boolean {
	return CURRENCIES.has(code);
}

/** How many decimals the currency has: GBP 2, JPY 0, KWD 3. */
export function decimalsOf(currency: string): number {
	let decimals = DECIMALS.get(currency);
	if (decimals === undefined) {
		decimals =
			new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
				.maximumFractionDigits ?? 2;
		DECIMALS.set(currency, decimals);
	}
	return decimals;
}

/** Minor units as the number that Awin shows: (1083, 'GBP') is 10.83, (1083, 'JPY') is 1083. */
export function amountOf(amountMinor: number, currency: string): number {
	return amountMinor / 10 ** decimalsOf(currency);
}

/** A number as Awin reads it, in minor units, rounded half away from zero. */
export function minorOf(amount: number, currency: string): number {
	const scaled = Math.abs(amount) * 10 ** decimalsOf(currency);
	// 1.005 × 100 is 100.49999999999999 in binary; the nudge keeps such halves on the right side.
	return Math.sign(amount) * Math.round(scaled + scaled * Number.EPSILON);
}

/** An Awin money object. */
export interface Money {
	amount: number;
	currency: string;
}

/** Minor units as an Awin money object, or null for no amount. */
export function moneyOf(amountMinor: number | null, currency: string): Money | null {
	return amountMinor === null ? null : { amount: amountOf(amountMinor, currency), currency };
}
