/**
 * The parameters of Upload Product Feed.
 */
import type { INodeProperties } from 'n8n-workflow';

import { advertiserField } from '../../../fields/account';
import { dryRunOption, maxRowsOption } from '../../../fields/safety';
import { localeField, verticalField } from '../fields';

export const MODES = ['items', 'file'] as const;

export const uploadFields: INodeProperties[] = [
	advertiserField,
	localeField,
	verticalField,
	{
		displayName: 'Products From',
		name: 'mode',
		type: 'options',
		options: [
			{
				name: 'Input Items',
				value: 'items',
				description: 'Each item is a product, and its columns are its attributes',
			},
			{
				name: 'File',
				value: 'file',
				description: 'A file with one product in each line, as Download gives it',
			},
		],
		default: 'items',
		description:
			"Where the products come from. Their attributes have the names of Google's product data specification, such as title, description, link, image_link and price.",
	},
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		hint: 'The name of the input field containing the file to be uploaded',
		description: 'Name of the field that the file is in',
		displayOptions: { show: { mode: ['file'] } },
	},
	{
		displayName:
			'An upload replaces the whole feed: products that are not among these items are taken out at Awin. In a loop, each round would replace the one before it: connect this node after the loop, where all products come in at once.',
		name: 'replaceNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			dryRunOption,
			{
				displayName: 'Leave Out Bad Products',
				name: 'leaveOutBadProducts',
				type: 'boolean',
				default: false,
				description:
					'Whether to upload a feed although some of its products cannot be sent. Those products are then missing at Awin, and a file with a bad line is left out as a whole. It counts only while the settings of the node let it continue with bad items. Without this option such a feed stays as it is at Awin.',
			},
			maxRowsOption,
			{
				displayName: 'Min Rows',
				name: 'minRows',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 100,
				description:
					'Refuse all items, before anything is sent, when a feed would have fewer products than this. It keeps a list that came in half from replacing a whole feed. Without this option there is no limit.',
			},
		],
	},
];
