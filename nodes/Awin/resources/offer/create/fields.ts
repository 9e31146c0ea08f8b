/**
 * The parameters of Create Offers.
 */
import {
	LONGEST_DESCRIPTION,
	LONGEST_TERMS,
	LONGEST_TITLE,
	NEW_OFFER_TYPES,
} from '../../../api/offers';
import { advertiserAccount } from '../../../fields/account';
import { choice } from '../../../fields/choice';
import { additionalFields, options } from '../../../fields/collection';
import { idList } from '../../../fields/ids';
import { type Declaration, type SingleParameter } from '../../../fields/parameter';
import { dryRun, maxRows } from '../../../fields/safety';
import { needed, requiredText, text, yesNo } from '../../../fields/text';
import { webAddress } from '../../../fields/webAddress';
import { endDate, endTime, offerTimezone, startDate, startTime } from './times';

const offerType = choice(
	{
		displayName: 'Offer Type',
		name: 'offerType',
		options: [
			{ name: 'Promotion', value: 'promotion', description: 'Everybody gets it' },
			{ name: 'Voucher', value: 'voucher', description: 'Needs a voucher code' },
		],
		description: 'Which kind of offer it is',
	},
	{ choices: NEW_OFFER_TYPES, what: 'a type of offer', decidesChange: true },
);

const voucherCode = requiredText(
	{
		displayName: 'Voucher Code',
		name: 'voucherCode',
		placeholder: 'e.g. SAVE10',
		required: true,
		displayOptions: { show: { offerType: ['voucher'] } },
		description: 'Code that the customer types in. Every publisher may show it.',
	},
	`Give the code that the customer types in, or set "${offerType.label}" to "Promotion".`,
);

const title = limitedText(LONGEST_TITLE, {
	displayName: 'Title',
	name: 'title',
	placeholder: 'e.g. 10 % off everything',
	description: 'Headline of the offer, up to 300 characters',
});

const description = limitedText(LONGEST_DESCRIPTION, {
	displayName: 'Description',
	name: 'description',
	placeholder: 'e.g. Save 10 % on all jackets this week',
	description: 'What the customer gets, up to 500 characters',
});

const terms = limitedText(LONGEST_TERMS, {
	displayName: 'Terms',
	name: 'terms',
	typeOptions: { rows: 3 },
	placeholder: 'e.g. While stocks last',
	description: 'Conditions of the offer, up to 10,000 characters',
});

function limitedText(longest: number, declared: Declaration): SingleParameter<string> {
	const field = { required: true, ...declared };
	return requiredText(field, 'Awin takes no offer without it.').map((given, source, named) => {
		if (given.length <= longest) return given;
		throw named.refuse(
			source,
			given,
			`has ${given.length} characters, and Awin takes up to ${longest}`,
			'Shorten the text.',
		);
	});
}

const url = webAddress({
	displayName: 'URL',
	name: 'url',
	placeholder: 'e.g. https://www.example.com/sale',
	required: true,
	description: 'Page of your shop with the offer, without any tracking',
}).map(needed('Give the page of your shop with the offer.'));

const categoryIds = requiredNumbers({
	displayName: 'Category IDs',
	name: 'categoryIds',
	placeholder: 'e.g. 12, 34',
	description:
		"Awin's numbers of the offer's categories, with commas between them. The list is in Awin's Help Center, on the page Create Offers.",
});

const appliesToAllRegions = yesNo(
	{
		displayName: 'Applies to All Regions',
		name: 'appliesToAllRegions',
		default: true,
		description: 'Whether the offer is valid everywhere',
	},
	true,
);

const regionIds = requiredNumbers({
	displayName: 'Region IDs',
	name: 'regionIds',
	placeholder: 'e.g. 1, 7',
	displayOptions: { show: { appliesToAllRegions: [false] } },
	description:
		"Awin's numbers of the regions in which the offer is valid, with commas between them. The list is in Awin's Help Center, on the page Create Offers.",
});

function requiredNumbers(declared: Declaration): SingleParameter<number[]> {
	const nextStep = 'Give one or more numbers with commas between them, such as 12, 34.';
	return idList({ required: true, ...declared }, nextStep).map((ids, source, named) => {
		if (ids.length > 0) return ids.map(Number);
		throw named.refuse(source, '', 'is empty', nextStep);
	});
}

const campaign = text({
	displayName: 'Campaign',
	name: 'additionalFields.campaign',
	placeholder: 'e.g. Black Friday',
	description: 'Name of the campaign that the offer belongs to, as in My Offers at Awin',
});

export const parameters = {
	accountId: advertiserAccount,
	offerType,
	voucherCode,
	title,
	description,
	terms,
	startDate,
	endDate,
	url,
	categoryIds,
	appliesToAllRegions,
	regionIds,
	additionalFields: additionalFields({ campaign, endTime, startTime, offerTimezone }),
	options: options({ dryRun, maxRows }),
};
