import type { INodeProperties } from 'n8n-workflow';

import { advertiserField } from '../../../fields/account';
import { dryRunOption, maxRowsOption } from '../../../fields/safety';
import { dateFields, endTimeField, offerTimezoneField, startTimeField } from './times';

export const createOfferFields: INodeProperties[] = [
	advertiserField,
	{
		displayName: 'Offer Type',
		name: 'offerType',
		type: 'options',
		options: [
			{ name: 'Promotion', value: 'promotion', description: 'Everybody gets it' },
			{ name: 'Voucher', value: 'voucher', description: 'Needs a voucher code' },
		],
		default: 'promotion',
		description: 'Which kind of offer it is',
	},
	{
		displayName: 'Voucher Code',
		name: 'voucherCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. SAVE10',
		required: true,
		displayOptions: { show: { offerType: ['voucher'] } },
		description: 'Code that the customer types in. Every publisher may show it.',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. 10 % off everything',
		required: true,
		description: 'Headline of the offer, up to 300 characters',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. Save 10 % on all jackets this week',
		required: true,
		description: 'What the customer gets, up to 500 characters',
	},
	{
		displayName: 'Terms',
		name: 'terms',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. While stocks last',
		required: true,
		description: 'Conditions of the offer, up to 10,000 characters',
	},
	...dateFields,
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://www.example.com/sale',
		required: true,
		description: 'Page of your shop with the offer, without any tracking',
	},
	{
		displayName: 'Category IDs',
		name: 'categoryIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. 12, 34',
		required: true,
		description:
			"Awin's numbers of the offer's categories, with commas between them. The list is in Awin's Help Center, on the page Create Offers.",
	},
	{
		displayName: 'Applies to All Regions',
		name: 'appliesToAllRegions',
		type: 'boolean',
		default: true,
		description: 'Whether the offer is valid everywhere',
	},
	{
		displayName: 'Region IDs',
		name: 'regionIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1, 7',
		required: true,
		displayOptions: { show: { appliesToAllRegions: [false] } },
		description:
			"Awin's numbers of the regions in which the offer is valid, with commas between them. The list is in Awin's Help Center, on the page Create Offers.",
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Campaign',
				name: 'campaign',
				type: 'string',
				default: '',
				placeholder: 'e.g. Black Friday',
				description: 'Name of the campaign that the offer belongs to, as in My Offers at Awin',
			},
			endTimeField,
			startTimeField,
			offerTimezoneField,
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [dryRunOption, maxRowsOption],
	},
];
