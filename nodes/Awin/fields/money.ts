/**
 * Amounts, currencies, and how an amount is divided among commission groups.
 */
import type { INodeProperties } from 'n8n-workflow';

import { isCurrency, parseAmount } from '../api/money';
import { toCommissionGroupCode } from './commissionGroup';
import type { ParameterSource } from './item';
import { readRows, type RowsPlace } from './rows';
import { isBlank, readRequiredText } from './text';

export const currencyField: INodeProperties = {
	displayName: 'Currency',
	name: 'currency',
	type: 'string',
	default: '',
	placeholder: 'e.g. EUR',
	description: 'Three-letter code of the currency that the amounts are in. There is no default.',
};

/** Reads a currency code, in any case. None is ever assumed. */
export function readCurrency(source: ParameterSource): string {
	const code = readRequiredText(
		source,
		'Currency',
		'currency',
		'Give the currency of the amount as a three-letter code, such as EUR.',
	);
	if (isCurrency(code.toUpperCase())) return code.toUpperCase();
	throw source.refuse(
		'Currency',
		code,
		'is not a currency',
		'Give a three-letter code by ISO 4217, such as EUR, GBP or USD.',
	);
}

const AMOUNT_HELP = 'Give a number such as 1083.29. "1.083,29" and "1083,29" are understood too.';

/** @returns the amount in minor units of the currency, not below zero */
export function toAmount(
	source: ParameterSource,
	label: string,
	value: unknown,
	currency: string,
): number {
	if (isBlank(value)) throw source.refuse(label, '', 'is empty', AMOUNT_HELP);
	const amount = parseAmount(value, currency);
	if (!amount.ok) throw source.refuse(label, value, amount.reason, AMOUNT_HELP);
	if (amount.amountMinor >= 0) return amount.amountMinor;
	throw source.refuse(
		label,
		value,
		'is negative',
		'Give an amount from 0 on. To take something off a sale, amend it to what remains of it, or decline it.',
	);
}

export interface PartsPlace {
	/** The collection's label, and its path as n8n has it, e.g. `transactionParts.part`. */
	label: string;
	path: string;
	codeName: string;
	amountName: string;
}

export interface GivenPart {
	code: string;
	amountMinor: number;
}

interface PartsWords {
	rows: RowsPlace;
	codeLabel: string;
	amountLabel: string;
}

const wordsByPlace = new WeakMap<PartsPlace, PartsWords>();

/** Put together once for each list: there may be 40,000 items with one. */
function wordsOf(place: PartsPlace): PartsWords {
	let words = wordsByPlace.get(place);
	if (!words) {
		const { label, path, codeName, amountName } = place;
		words = {
			rows: {
				label,
				path,
				columns: { [codeName]: 'Commission Group Code', [amountName]: 'Amount' },
			},
			codeLabel: `${label}: Commission Group Code`,
			amountLabel: `${label}: Amount`,
		};
		wordsByPlace.set(place, words);
	}
	return words;
}

/** Reads the parts of an amount. None means that the list was never filled in; see {@link readRows}. */
export function readParts(
	source: ParameterSource,
	place: PartsPlace,
	currency: string,
): GivenPart[] {
	const { codeName, amountName } = place;
	const { rows, codeLabel, amountLabel } = wordsOf(place);
	const parts: GivenPart[] = [];
	for (const row of readRows(source, rows)) {
		const { [codeName]: codeValue, [amountName]: amountValue } = row;
		const code = toCommissionGroupCode(source, codeLabel, codeValue);
		if (code === undefined) {
			throw source.refuse(
				codeLabel,
				'',
				'is empty',
				'Give the code of the group as it stands in Awin (Commission Manager), such as DEFAULT.',
			);
		}
		if (parts.some((part) => part.code === code)) {
			throw source.refuse(
				codeLabel,
				code,
				'is there twice',
				'Give each group once, with its whole amount.',
			);
		}
		parts.push({ code, amountMinor: toAmount(source, amountLabel, amountValue, currency) });
	}
	return parts;
}

export function sumOf(parts: GivenPart[]): number {
	return parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
