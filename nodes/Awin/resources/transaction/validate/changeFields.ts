/**
 * What is to become of the transactions: the parameters that belong to one action or another.
 */
import type { INodeProperties } from 'n8n-workflow';

import { commissionGroupField } from '../../../fields/commissionGroup';
import { customParametersField } from '../../../fields/customParameters';
import { currencyField, type PartsPlace } from '../../../fields/money';
import { SINGLE_FIELDS_HELP } from '../../../fields/rows';

/** The value of `action` that leaves it to each item, and shows the fields of all actions. */
export const EACH_ITEM = 'eachItem';

export const partsPlace: PartsPlace = {
	label: 'Transaction Parts',
	path: 'transactionParts.part',
	codeName: 'commissionGroupCode',
	amountName: 'amount',
};

const forAction = (...actions: string[]) => ({ show: { action: [...actions, EACH_ITEM] } });

export const changeFields: INodeProperties[] = [
	{
		displayName: 'Decline Reason',
		name: 'declineReason',
		type: 'string',
		default: '',
		placeholder: 'e.g. order returned',
		displayOptions: forAction('decline'),
		description: 'Why the transaction is declined. The publisher gets to see it.',
	},
	{
		displayName: 'Amend Reason',
		name: 'amendReason',
		type: 'string',
		default: '',
		placeholder: 'e.g. one article returned',
		displayOptions: forAction('amend', 'amendTrackingParameters'),
		description:
			'Why the transaction is changed. The publisher gets to see it. Needed for Amend, optional for Amend Tracking Parameters.',
	},
	{
		displayName: 'Sale Amount',
		name: 'saleAmount',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1083.29',
		displayOptions: forAction('amend'),
		description: 'The new amount of the whole sale, without tax and shipping',
	},
	{ ...currencyField, displayOptions: forAction('amend') },
	{
		displayName: 'Transaction Parts',
		name: 'transactionParts',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Part' },
		placeholder: 'Add Part',
		default: {},
		displayOptions: forAction('amend'),
		description: `How the new amount is divided among commission groups. The parts must add up to the sale amount. Without any, all of it is put on the group DEFAULT. ${SINGLE_FIELDS_HELP}`,
		options: [
			{
				displayName: 'Part',
				name: 'part',
				values: [
					commissionGroupField(
						'commissionGroupCode',
						'Code of the group in Awin, in exactly this case.',
					),
					{
						displayName: 'Amount',
						name: 'amount',
						type: 'string',
						default: '',
						placeholder: 'e.g. 1083.29',
						description: 'How much of the sale amount belongs to this group',
					},
				],
			},
		],
	},
	{
		displayName: 'Approve After Amending',
		name: 'approveAfterAmend',
		type: 'boolean',
		default: false,
		displayOptions: forAction('amend'),
		description: 'Whether to approve the transactions at once after they are amended',
	},
	{
		...customParametersField,
		displayOptions: forAction('amendTrackingParameters'),
		description: `Parameters to create or change, with keys from 1 to 127. Awin cannot blank or delete one. ${SINGLE_FIELDS_HELP}`,
	},
];
