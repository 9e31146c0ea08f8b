/**
 * Single values of Awin's answers and of sheets, each guarded: what is not what it should be is null, never a wrong value.
 */
import { isJsonObject, readId } from './answers';
import { readDecimal } from './decimals';

/** Whether nothing is there: no value, or a cell with nothing but blanks. */
export function isBlank(value: unknown): boolean {
	return value === null || value === undefined || (typeof value === 'string' && !value.trim());
}

/** What fits into one cell. */
export type Value = string | number | boolean | null;

/** Money comes as `{amount, currency}`; `originalSaleAmount` was also seen as a bare number, and any of it may be null. */
export function amountOf(value: unknown): number | null {
	return numberOf(isJsonObject(value) ? value.amount : value);
}

export function ownCurrencyOf(value: unknown): Value {
	return isJsonObject(value) ? textOf(value.currency) : null;
}

export function textOf(value: unknown): Value {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

export function numberOf(value: unknown): number | null {
	// Reports send money as text; transactions have not been seen to, and read right if they ever do.
	const number = readDecimal(value);
	return typeof number === 'number' ? number : null;
}

export function booleanOf(value: unknown): boolean | null {
	if (typeof value === 'boolean') return value;
	if (value === 'true') return true;
	return value === 'false' ? false : null;
}

export function idOf(value: unknown): Value {
	return readId(value) ?? null;
}
