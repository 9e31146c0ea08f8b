/**
 * What an order may have beside what it needs.
 */
import type { INodeProperties } from 'n8n-workflow';

import { AWIN_CHANNEL } from '../../../api/conversions';
import { commissionGroupField } from '../../../fields/commissionGroup';
import { customParametersField } from '../../../fields/customParameters';
import { SINGLE_FIELDS_HELP } from '../../../fields/rows';
import { acquisitionField } from '../../orders/acquisition';

const BASKET_HELP = `The products of the order, for Product Level Tracking. ${SINGLE_FIELDS_HELP}`;

const basketField: INodeProperties = {
	displayName: 'Basket',
	name: 'basket',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Product' },
	placeholder: 'Add Product',
	default: {},
	description: BASKET_HELP,
	options: [
		{
			displayName: 'Product',
			name: 'product',
			values: [
				{
					displayName: 'Category',
					name: 'category',
					type: 'string',
					default: '',
					placeholder: 'e.g. Jackets',
					description: 'Category of the product in your shop',
				},
				commissionGroupField(
					'commissionGroupCode',
					'Code of the group in Awin, in exactly this case.',
				),
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Rain jacket',
					description: 'Name of the product',
				},
				{
					displayName: 'Price',
					name: 'price',
					type: 'string',
					default: '',
					placeholder: 'e.g. 89.90',
					description: 'Price of one piece',
				},
				{
					displayName: 'Product ID',
					name: 'id',
					type: 'string',
					default: '',
					placeholder: 'e.g. 4711',
					description: 'Your own number of the product',
				},
				{
					displayName: 'Quantity',
					name: 'quantity',
					type: 'string',
					default: '1',
					description: 'How many pieces were bought',
				},
				{
					displayName: 'SKU',
					name: 'sku',
					type: 'string',
					default: '',
					description: 'Stock keeping unit of the product',
				},
			],
		},
	],
};

export const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		basketField,
		{
			displayName: 'Channel',
			name: 'channel',
			type: 'string',
			default: AWIN_CHANNEL,
			placeholder: 'e.g. display',
			description:
				'Which channel the last click came from: aw for Awin, or your own word for another one. It has to be the same as your tracking tag sends for this order.',
		},
		{
			displayName: 'Click Reference',
			name: 'clickRef',
			type: 'string',
			default: '',
			placeholder: 'e.g. newsletter',
			description: 'The note that the publisher gave the click, if your shop kept it',
		},
		{
			...customParametersField,
			description: `Texts of your own to keep with the transaction, with keys from 1 to 255. ${SINGLE_FIELDS_HELP}`,
		},
		acquisitionField,
		{
			displayName: 'Link ID',
			name: 'linkId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2470763',
			description: "Awin's ID of the link that the customer clicked, if your shop kept it",
		},
		{
			displayName: 'Test Order',
			name: 'isTest',
			type: 'boolean',
			default: true,
			description: 'Whether Awin should only check the order, without booking it',
		},
		{
			displayName: 'Transaction Time',
			name: 'transactionTime',
			type: 'dateTime',
			default: '',
			description:
				"When the order was placed, in any form of date, or as Unix time. Without an offset it is in the workflow's timezone. Without it, Awin takes the moment at which it gets the order.",
		},
	],
};
