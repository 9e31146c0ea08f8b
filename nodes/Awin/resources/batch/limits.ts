/**
 * Limits that refuse a whole batch before anything of it is sent.
 */
import { formatAmount, minorDigits } from '../../api/money';
import type { Refusal } from './refusals';

/** @returns why nothing is sent, or `undefined` where the limit is kept */
export function overMaxRows(rows: number, maxRows: number | undefined): Refusal | undefined {
	if (maxRows === undefined || rows <= maxRows) return undefined;
	return {
		message: `There are ${rows} items to send, more than the ${maxRows} that "Max Rows" allows; nothing was sent`,
		nextStep:
			'Check that these are the items that you mean. Then raise "Max Rows" in the options, or send fewer.',
	};
}

/**
 * @param totals sums in minor units by currency
 * @param maxTotal in major units, for each currency on its own
 * @param what the sum is of, e.g. `would be declined or taken off`
 */
export function overMaxTotal(
	totals: Map<string, number>,
	maxTotal: number | undefined,
	what: string,
): Refusal | undefined {
	if (maxTotal === undefined) return undefined;
	const over = [...totals].filter(
		([currency, totalMinor]) => totalMinor > maxTotal * 10 ** minorDigits(currency),
	);
	if (over.length === 0) return undefined;
	const sums = over.map(([currency, totalMinor]) => formatAmount(totalMinor, currency));
	return {
		message: `${sums.join(' and ')} ${what}, more than the ${maxTotal} that "Max Total Amount" allows for each currency; nothing was sent`,
		nextStep:
			'Check that these are the items that you mean. Then raise "Max Total Amount" in the options, or send fewer.',
	};
}
