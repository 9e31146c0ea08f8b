/**
 * How an order's amount is divided among commission groups.
 */
import type { INodeProperties } from 'n8n-workflow';

import { divideAmount, type GroupPart } from '../../api/conversions';
import { formatAmount } from '../../api/money';
import type { ParameterSource } from '../../fields/item';
import { readParts, type PartsPlace } from '../../fields/money';
import { isBlank } from '../../fields/text';

const REMAINDER_ON_DEFAULT = 'default';
const REMAINDER_REFUSED = 'refuse';

export const remainderOption: INodeProperties = {
	displayName: 'Rest of the Amount',
	name: 'remainder',
	type: 'options',
	options: [
		{
			name: 'Put on DEFAULT',
			value: REMAINDER_ON_DEFAULT,
			description: 'Give what the commission groups leave over to the group DEFAULT',
		},
		{
			name: 'Refuse',
			value: REMAINDER_REFUSED,
			description: 'Refuse items whose commission groups do not add up to the amount',
		},
	],
	default: REMAINDER_ON_DEFAULT,
	description:
		'What to do when the commission groups add up to less than the amount. Without this option such items are refused.',
};

/**
 * Reads the groups that an amount is divided among. They have to add up to it, unless the option puts the rest on `DEFAULT`.
 */
export function readGroups(
	source: ParameterSource,
	place: PartsPlace,
	amountMinor: number,
	currency: string,
): GroupPart[] {
	const parts = readParts(source, place, currency);
	const division = divideAmount(amountMinor, parts, isRestOnDefault(source));
	if (division.ok) return division.groups;
	const { sumMinor } = division;
	throw source.refuse(
		'Amount',
		formatAmount(amountMinor, currency),
		`is not the sum of its commission groups (${formatAmount(sumMinor, currency)})`,
		sumMinor < amountMinor
			? 'Correct the amount or the parts, or add the option "Rest of the Amount" to put what is left over on the group DEFAULT.'
			: 'Correct the amount or the parts.',
	);
}

function isRestOnDefault(source: ParameterSource): boolean {
	const value = source.get('options.remainder');
	if (isBlank(value) || value === REMAINDER_REFUSED) return false;
	if (value === REMAINDER_ON_DEFAULT) return true;
	const nextStep = `Use "${REMAINDER_ON_DEFAULT}" or "${REMAINDER_REFUSED}", or remove the option.`;
	throw source.refuse('Rest of the Amount', value, 'is not one of the choices', nextStep);
}
