/**
 * The parameters of Submit Conversions.
 */
import type { INodeProperties } from 'n8n-workflow';

import { advertiserField } from '../../../fields/account';
import { currencyField } from '../../../fields/money';
import { dryRunOption, maxRowsOption, maxTotalAmountOption } from '../../../fields/safety';
import { groupsField, remainderOption } from '../../orders/groups';
import { skipAlreadyAcceptedOption } from '../../orders/settings';
import { additionalFields } from './additionalFields';

const forAttribution = (attribution: string) => ({ show: { attribution: [attribution] } });

const attributionFields: INodeProperties[] = [
	{
		displayName: 'Attribution',
		name: 'attribution',
		type: 'multiOptions',
		options: [
			{
				name: 'Click Checksum (AWC)',
				value: 'awc',
				description: "The value that Awin adds to your shop's address when somebody clicks",
			},
			{
				name: 'Publisher and Click Time',
				value: 'publisherClick',
				description: 'The publisher who sent the customer, and when the customer clicked',
			},
			{
				name: 'Voucher Code',
				value: 'voucher',
				description: 'A voucher that belongs to one publisher',
			},
		],
		default: ['awc'],
		required: true,
		description:
			'How Awin finds the publisher of an order. Choose all that your items have: each item needs at least one of them.',
	},
	{
		displayName: 'Click Checksum (AWC)',
		name: 'awc',
		type: 'string',
		default: '',
		placeholder: 'e.g. 12345_1769871600_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
		displayOptions: forAttribution('awc'),
		description: 'The awc that your shop kept when the customer arrived. Part two with a comma.',
	},
	{
		displayName: 'Publisher ID',
		name: 'publisherId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 45628',
		displayOptions: forAttribution('publisherClick'),
		description: "Awin's ID of the publisher who sent the customer",
	},
	{
		displayName: 'Click Time',
		name: 'clickTime',
		type: 'dateTime',
		default: '',
		displayOptions: forAttribution('publisherClick'),
		description:
			"When the customer clicked, in any form of date, or as Unix time. Without an offset it is in the workflow's timezone.",
	},
	{
		displayName: 'Voucher Code',
		name: 'voucher',
		type: 'string',
		default: '',
		placeholder: 'e.g. SPRING10',
		displayOptions: forAttribution('voucher'),
		description: 'The voucher that the customer used',
	},
];

const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		dryRunOption,
		maxRowsOption,
		maxTotalAmountOption(
			'Refuse all items, before anything is sent, when their amounts add up to more than this in any one currency. Orders that would be skipped count too. Without this option there is no limit.',
		),
		remainderOption,
		skipAlreadyAcceptedOption,
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/webhook/awin',
			description:
				'Where Awin reports the results once it has worked through all orders. It has to begin with https://.',
		},
	],
};

export const submitFields: INodeProperties[] = [
	advertiserField,
	{
		displayName: 'Order Reference',
		name: 'orderReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. A-10023',
		required: true,
		description: 'Your own number of the order. Awin keeps its first 50 characters.',
	},
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1083.29',
		required: true,
		description:
			'Amount of the order after discounts, without tax and shipping. For leads, how many there are.',
	},
	{ ...currencyField, required: true },
	...attributionFields,
	groupsField('searchCommissionGroups'),
	additionalFields,
	optionsField,
];
