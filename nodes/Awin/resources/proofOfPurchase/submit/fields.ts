/**
 * The parameters of Submit Proof of Purchase.
 */
import type { INodeProperties } from 'n8n-workflow';

import { publisherField } from '../../../fields/account';
import { currencyField } from '../../../fields/money';
import { programmeField } from '../../../fields/programme';
import { dryRunOption, maxRowsOption, maxTotalAmountOption } from '../../../fields/safety';
import { acquisitionField } from '../../orders/acquisition';
import { groupsField, remainderOption } from '../../orders/groups';
import { skipAlreadyAcceptedOption } from '../../orders/settings';

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Click Checksum (AWC)',
			name: 'awc',
			type: 'string',
			default: '',
			placeholder: 'e.g. 12345_1769871600_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
			description: 'The awc of a click that led to the purchase, if there was one',
		},
		{
			displayName: 'Click Reference',
			name: 'clickRef',
			type: 'string',
			default: '',
			placeholder: 'e.g. member-4711',
			description: 'Your own note to find the transaction by in reports, such as the member',
		},
		{
			displayName: 'Click Time',
			name: 'clickTime',
			type: 'dateTime',
			default: '',
			description:
				"When the customer clicked or activated the offer, in any form of date, or as Unix time. Without an offset it is in the workflow's timezone.",
		},
		acquisitionField,
	],
};

export const proofFields: INodeProperties[] = [
	publisherField,
	programmeField,
	{
		displayName: 'Order Reference',
		name: 'orderReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. CARD-10023',
		required: true,
		description:
			"The advertiser's number of the order, or your own number of the purchase where there is none. Awin keeps its first 50 characters.",
	},
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1083.29',
		required: true,
		description: 'Amount of the purchase',
	},
	{ ...currencyField, required: true },
	{
		displayName: 'Transaction Time',
		name: 'transactionTime',
		type: 'dateTime',
		default: '',
		required: true,
		description:
			"When the purchase was made, in any form of date, or as Unix time. Without an offset it is in the workflow's timezone.",
	},
	groupsField('searchProgrammeGroups'),
	additionalFields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			dryRunOption,
			maxRowsOption,
			maxTotalAmountOption(
				'Refuse all items, before anything is sent, when their amounts add up to more than this in any one currency. Purchases that would be skipped count too. Without this option there is no limit.',
			),
			remainderOption,
			skipAlreadyAcceptedOption,
		],
	},
];
