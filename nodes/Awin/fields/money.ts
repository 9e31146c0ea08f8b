/**
 * Amounts, currencies, and how an amount is divided among commission groups.
 */
import { isCurrency, parseAmount } from '../api/money';
import type { ParameterSource } from './item';
import { parameter, type Declaration, type Named, type SingleParameter } from './parameter';
import { rows, type Columns, type RowsDeclaration } from './rows';
import { isBlank, requiredText } from './text';

/** The code in capital letters; given in any case, never assumed. */
export const currency = requiredText(
	{
		displayName: 'Currency',
		name: 'currency',
		placeholder: 'e.g. EUR',
		description: 'Three-letter code of the currency that the amounts are in. There is no default.',
	},
	'Give the currency of the amount as a three-letter code, such as EUR.',
).parsed(
	(given) => (isCurrency(given.toUpperCase()) ? given.toUpperCase() : undefined),
	'is not a currency',
	'Give a three-letter code by ISO 4217, such as EUR, GBP or USD.',
);

/** As it was given: what it is in minor units depends on its currency, so {@link readAmount} reads it. */
export type AmountParameter = SingleParameter<unknown>;

export function amount(declared: Declaration): AmountParameter {
	return parameter(
		{ type: 'string', default: '', placeholder: 'e.g. 1083.29', ...declared },
		(value) => value,
	);
}

/** @returns the amount in minor units of the currency, not below zero */
export function readAmount(
	source: ParameterSource,
	parameterOf: AmountParameter,
	currencyCode: string,
): number {
	return toAmount(source, parameterOf, parameterOf.given(source), currencyCode);
}

const AMOUNT_HELP = 'Give a number such as 1083.29. "1.083,29" and "1083,29" are understood too.';

/** Like {@link readAmount}, for a value out of a row. */
export function toAmount(
	source: ParameterSource,
	named: Named,
	value: unknown,
	currencyCode: string,
): number {
	if (isBlank(value)) throw named.refuse(source, '', 'is empty', AMOUNT_HELP);
	const reading = parseAmount(value, currencyCode);
	if (!reading.ok) throw named.refuse(source, value, reading.reason, AMOUNT_HELP);
	if (reading.amountMinor >= 0) return reading.amountMinor;
	throw named.refuse(
		source,
		value,
		'is negative',
		'Give an amount from 0 on. To take something off a sale, amend it to what remains of it, or decline it.',
	);
}

/** How much of an amount belongs to a commission group. */
export interface GivenPart {
	code: string;
	amountMinor: number;
}

export interface Parts extends Pick<SingleParameter<unknown>, 'field' | 'fields' | 'label'> {
	readonly columns: Columns;
	/** @returns none where the list was never filled in */
	readIn(source: ParameterSource, currencyCode: string): GivenPart[];
}

/** A list of commission groups with the amount that belongs to each. */
export function parts(
	declared: RowsDeclaration,
	columns: { code: SingleParameter<string | undefined>; amount: AmountParameter },
): Parts {
	const list = rows(declared, { columns });
	const { field, fields, label } = list;
	const { code: codeColumn, amount: amountColumn } = list.columns;
	const codeName = codeColumn.field.name;
	const amountName = amountColumn.field.name;

	function readIn(source: ParameterSource, currencyCode: string): GivenPart[] {
		const found: GivenPart[] = [];
		for (const row of list.read(source)) {
			const code = codeColumn.take(source, row[codeName]);
			if (code === undefined) throw codeColumn.refuse(source, '', 'is empty', CODE_HELP);
			if (found.some((part) => part.code === code)) {
				const nextStep = 'Give each group once, with its whole amount.';
				throw codeColumn.refuse(source, code, 'is there twice', nextStep);
			}
			const amountMinor = toAmount(source, amountColumn, row[amountName], currencyCode);
			found.push({ code, amountMinor });
		}
		return found;
	}

	return { field, fields, label, columns: list.columns, readIn };
}

const CODE_HELP =
	'Give the code of the group as it stands in Awin (Commission Manager), such as DEFAULT.';

export function sumOf(given: GivenPart[]): number {
	return given.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
