/**
 * The parameters of Upload Product Feed.
 */
import { advertiserAccount } from '../../../fields/account';
import { choice } from '../../../fields/choice';
import { options } from '../../../fields/collection';
import type { ParameterSource } from '../../../fields/item';
import { notice, readParameters, type ValuesOf } from '../../../fields/parameter';
import { dryRun, maxRows, minRows } from '../../../fields/safety';
import { requiredText, yesNo } from '../../../fields/text';
import { locale, vertical } from '../fields';

const mode = choice(
	{
		displayName: 'Products From',
		name: 'mode',
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
		description:
			"Where the products come from. Their attributes have the names of Google's product data specification, such as title, description, link, image_link and price.",
	},
	{ choices: ['items', 'file'], what: 'a place that products can come from', decidesChange: true },
);

const fileField = requiredText(
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		hint: 'The name of the input field containing the file to be uploaded',
		description: 'Name of the field that the file is in',
		displayOptions: { show: { mode: ['file'] } },
	},
	'Give the name of the field that the file is in, such as data.',
);

const leaveOutBad = yesNo({
	displayName: 'Leave Out Bad Products',
	name: 'options.leaveOutBadProducts',
	default: false,
	description:
		'Whether to upload a feed although some of its products cannot be sent. Those products are then missing at Awin, and a file with a bad line is left out as a whole. It counts only while the settings of the node let it continue with bad items. Without this option such a feed stays as it is at Awin.',
});

/** What holds for the whole run. It is read for the first item; where it differs for another, nothing is sent. */
const settings = { leaveOutBad, maxRows, minRows };

export type Settings = ValuesOf<typeof settings>;

export const readSettings = (source: ParameterSource): Settings => readParameters(settings, source);

export const parameters = {
	accountId: advertiserAccount,
	locale,
	vertical,
	mode,
	fileField,
	replaceNotice: notice(
		'replaceNotice',
		'An upload replaces the whole feed: products that are not among these items are taken out at Awin. In a loop, each round would replace the one before it: connect this node after the loop, where all products come in at once.',
	),
	options: options({ dryRun, ...settings }),
};
