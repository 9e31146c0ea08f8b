/**
 * What an order may have beside what it needs.
 */
import { AWIN_CHANNEL, LARGEST_CUSTOM_KEY } from '../../api/conversions';
import { additionalFields } from '../../fields/collection';
import { customParameters } from '../../fields/customParameters';
import { id } from '../../fields/ids';
import { SINGLE_FIELDS_HELP } from '../../fields/rows';
import { text, yesNo } from '../../fields/text';
import { basket } from './basket';
import { clickReference, customerAcquisition, transactionTime } from './parameters';
import { proposedAction } from './proposedAction';

const channel = text({
	displayName: 'Channel',
	name: 'additionalFields.channel',
	default: AWIN_CHANNEL,
	placeholder: 'e.g. display',
	description:
		'Which channel the last click came from: aw for Awin, or your own word for another one. It has to be the same as your tracking tag sends for this order.',
}).map((given) => given ?? AWIN_CHANNEL);

const custom = customParameters(
	{
		name: 'additionalFields.customParameters',
		description: `Texts of your own to keep with the transaction, with keys from 1 to 255. ${SINGLE_FIELDS_HELP}`,
	},
	LARGEST_CUSTOM_KEY,
);

const linkId = id(
	{
		displayName: 'Link ID',
		name: 'additionalFields.linkId',
		placeholder: 'e.g. 2470763',
		description: "Awin's ID of the link that the customer clicked, if your shop kept it",
	},
	'Give the ID of the link as Awin shows it, such as 2470763, or leave it out.',
).map((given) => (given === undefined ? undefined : Number(given)));

const isTest = yesNo({
	displayName: 'Test Order',
	name: 'additionalFields.isTest',
	default: true,
	description: 'Whether Awin should only check the order, without booking it',
});

export const orderFields = additionalFields({
	basket,
	channel,
	clickRef: clickReference.with({
		placeholder: 'e.g. newsletter',
		description: 'The note that the publisher gave the click, if your shop kept it',
	}),
	custom,
	customerAcquisition,
	linkId,
	proposedAction,
	isTest,
	transactionTime: transactionTime.within('additionalFields').with({
		description:
			"When the order was placed, in any form of date, or as Unix time. Without an offset it is in the workflow's timezone. Without it, Awin takes the moment at which it gets the order.",
	}),
});
