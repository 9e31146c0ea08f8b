/**
 * How an order's amount is divided among commission groups.
 */
import type { INodeProperties } from 'n8n-workflow';

import { divideAmount, type GroupPart } from '../../api/conversions';
import { formatAmount } from '../../api/money';
import { commissionGroupField, type GroupsList } from '../../fields/commissionGroup';
import type { ParameterSource } from '../../fields/item';
import { readParts, type PartsPlace } from '../../fields/money';
import { SINGLE_FIELDS_HELP } from '../../fields/rows';
import { IS_SET_BUT_EMPTY, isBlank } from '../../fields/text';

const groupsPlace: PartsPlace = {
	label: 'Commission Groups',
	path: 'commissionGroups.group',
	codeName: 'code',
	amountName: 'amount',
};

/** @param list where the groups to choose from come from */
export function groupsField(list: GroupsList): INodeProperties {
	return {
		displayName: 'Commission Groups',
		name: 'commissionGroups',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Group' },
		placeholder: 'Add Group',
		default: {},
		description: `How the amount is divided among commission groups. The parts must add up to the amount. Without any, all of it is put on the group DEFAULT. ${SINGLE_FIELDS_HELP}`,
		options: [
			{
				displayName: 'Group',
				name: 'group',
				values: [
					commissionGroupField(
						groupsPlace.codeName,
						'Code of the group in Awin, in exactly this case. Awin pays the rate of DEFAULT for a code that it does not know.',
						list,
					),
					{
						displayName: 'Amount',
						name: groupsPlace.amountName,
						type: 'string',
						default: '',
						placeholder: 'e.g. 1083.29',
						description: 'How much of the amount belongs to this group',
					},
				],
			},
		],
	};
}

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
	amountMinor: number,
	currency: string,
): GroupPart[] {
	const parts = readParts(source, groupsPlace, currency);
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
	const name = 'options.remainder';
	const value = source.get(name);
	if (value === REMAINDER_REFUSED) return false;
	if (value === REMAINDER_ON_DEFAULT) return true;
	if (isBlank(value) && !source.has(name)) return false;
	const nextStep = `Use "${REMAINDER_ON_DEFAULT}" or "${REMAINDER_REFUSED}", or remove the option.`;
	const reason = isBlank(value) ? IS_SET_BUT_EMPTY : 'is not one of the choices';
	throw source.refuse('Rest of the Amount', value, reason, nextStep);
}
