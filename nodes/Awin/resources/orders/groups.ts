/**
 * How an order's amount is divided among commission groups.
 */
import { divideAmount, type GroupPart } from '../../api/conversions';
import { formatAmount } from '../../api/money';
import { commissionGroup, type GroupsList } from '../../fields/commissionGroup';
import type { ParameterSource } from '../../fields/item';
import { amount, parts, type AmountParameter, type Parts } from '../../fields/money';
import { parameter } from '../../fields/parameter';
import { SINGLE_FIELDS_HELP } from '../../fields/rows';
import { IS_SET_BUT_EMPTY, isBlank } from '../../fields/text';

/** @param list where the groups to choose from come from */
export function commissionGroups(list: GroupsList): Parts {
	return parts(
		{
			displayName: 'Commission Groups',
			name: 'commissionGroups',
			kind: { displayName: 'Group', name: 'group' },
			placeholder: 'Add Group',
			description: `How the amount is divided among commission groups. The parts must add up to the amount. Without any, all of it is put on the group DEFAULT. ${SINGLE_FIELDS_HELP}`,
		},
		{
			code: commissionGroup(
				{
					name: 'code',
					description:
						'Code of the group in Awin, in exactly this case. Awin pays the rate of DEFAULT for a code that it does not know.',
				},
				list,
			),
			amount: amount({
				displayName: 'Amount',
				name: 'amount',
				description: 'How much of the amount belongs to this group',
			}),
		},
	);
}

const REMAINDER_ON_DEFAULT = 'default';
const REMAINDER_REFUSED = 'refuse';

/** Whether the rest of an amount goes on the group `DEFAULT`. */
export const remainder = parameter<boolean>(
	{
		displayName: 'Rest of the Amount',
		name: 'options.remainder',
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
	},
	(value, source, named) => {
		if (value === REMAINDER_REFUSED) return false;
		if (value === REMAINDER_ON_DEFAULT) return true;
		if (isBlank(value) && !source.has(named.path)) return false;
		const nextStep = `Use "${REMAINDER_ON_DEFAULT}" or "${REMAINDER_REFUSED}", or remove the option.`;
		const reason = isBlank(value) ? IS_SET_BUT_EMPTY : 'is not one of the choices';
		throw named.refuse(source, value, reason, nextStep);
	},
);

/**
 * Reads the groups that an amount is divided among. They have to add up to it, unless the option puts the rest on `DEFAULT`.
 */
export function readGroups(
	source: ParameterSource,
	parameters: { amount: AmountParameter; commissionGroups: Parts },
	amountMinor: number,
	currency: string,
): GroupPart[] {
	const given = parameters.commissionGroups.readIn(source, currency);
	const division = divideAmount(amountMinor, given, remainder.read(source));
	if (division.ok) return division.groups;
	const { sumMinor } = division;
	throw parameters.amount.refuse(
		source,
		formatAmount(amountMinor, currency),
		`is not the sum of its commission groups (${formatAmount(sumMinor, currency)})`,
		sumMinor < amountMinor
			? `Correct the amount or the parts, or add the option "${remainder.label}" to put what is left over on the group DEFAULT.`
			: 'Correct the amount or the parts.',
	);
}
