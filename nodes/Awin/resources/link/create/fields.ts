import type { INodeProperties } from 'n8n-workflow';

import { publisherField } from '../../../fields/account';
import { programmeField } from '../../../fields/programme';

export const BUILD_MODES = ['awin', 'local'] as const;

export type BuildMode = (typeof BUILD_MODES)[number];

/** Labels and names of the click parameters, as Awin's own Link Builder has them. */
export const CLICK_FIELDS = [
	['Campaign', 'campaign', 'campaign'],
	['Click Reference', 'clickRef', 'clickref'],
	['Click Reference 2', 'clickRef2', 'clickref2'],
	['Click Reference 3', 'clickRef3', 'clickref3'],
	['Click Reference 4', 'clickRef4', 'clickref4'],
	['Click Reference 5', 'clickRef5', 'clickref5'],
	['Click Reference 6', 'clickRef6', 'clickref6'],
] as const;

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: CLICK_FIELDS.map(([displayName, name]) => ({
		displayName,
		name,
		type: 'string',
		default: '',
		placeholder: name === 'campaign' ? 'e.g. Summer newsletter' : 'e.g. article-42',
		description:
			name === 'campaign'
				? 'Name by which the reports at Awin sum up your links'
				: 'Text of your own that comes back with each sale of this link. Do not put personal data in it.',
	})),
};

export const createLinkFields: INodeProperties[] = [
	publisherField,
	programmeField,
	{
		displayName: 'Destination URL',
		name: 'destinationUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://www.example.com/jackets?color=red',
		description:
			"Page of the advertiser that the link leads to. Leave empty for the advertiser's home page.",
	},
	{
		displayName: 'Build Mode',
		name: 'buildMode',
		type: 'options',
		options: [
			{
				name: 'Checked by Awin',
				value: 'awin',
				description:
					'Awin builds the links and checks that you may link to the page. 100 links are one call.',
			},
			{
				name: 'Local',
				value: 'local',
				description:
					'The node puts the links together itself, without a call. Nobody checks whether you have joined the program.',
			},
		],
		default: 'awin',
		description: 'Who builds the links',
	},
	{
		displayName: 'Shorten',
		name: 'shorten',
		type: 'boolean',
		default: false,
		displayOptions: { show: { buildMode: ['awin'] } },
		description:
			'Whether to also get a short link. Each one takes a call of its own, and counts in the quota that your account has for 24 hours.',
	},
	additionalFields,
];
