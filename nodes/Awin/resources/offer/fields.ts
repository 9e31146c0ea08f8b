/**
 * Which offers to list.
 */
import type { JsonObject } from '../../api/answers';
import {
	fitsOfferFilters,
	MEMBERSHIPS,
	OFFER_STATUSES,
	OFFER_TYPES,
	type OfferFilters,
} from '../../api/offers';
import { publisherAccount } from '../../fields/account';
import { choiceIfAny } from '../../fields/choice';
import { filters } from '../../fields/collection';
import { countries } from '../../fields/country';
import { day } from '../../fields/dates';
import { advertiserIds } from '../../fields/filters';
import { limit } from '../../fields/limit';
import { shortForm } from '../../fields/output';
import type { Parameter, ValuesOf } from '../../fields/parameter';
import { yesNo } from '../../fields/text';

const membership = choiceIfAny(
	{
		displayName: 'Membership',
		name: 'filters.membership',
		options: [
			{ name: 'All Programs', value: 'all' },
			{ name: 'Joined Programs', value: 'joined' },
			{ name: 'Programs Not Joined', value: 'notJoined' },
		],
		default: 'joined',
		description:
			'Whose offers to list, by whether your account has joined the program. All without this filter.',
	},
	{ what: 'a choice of programs', choices: MEMBERSHIPS },
);

const type = choiceIfAny(
	{
		displayName: 'Offer Type',
		name: 'filters.type',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Promotions', value: 'promotion', description: 'Offers for everybody' },
			{ name: 'Vouchers', value: 'voucher', description: 'Offers with a voucher code' },
		],
		default: 'voucher',
		description: 'Which kind of offers to list. All without this filter.',
	},
	{ what: 'a type of offers', choices: OFFER_TYPES },
);

const status = choiceIfAny(
	{
		displayName: 'Status',
		name: 'filters.status',
		options: [
			{ name: 'Active', value: 'active', description: 'Valid now' },
			{
				name: 'Expiring Soon',
				value: 'expiringSoon',
				description: 'Valid now, and over in the next 7 days',
			},
			{ name: 'Upcoming', value: 'upcoming', description: 'Not yet valid' },
		],
		default: 'active',
		description: 'Which offers to list, by their dates. Active ones without this filter.',
	},
	{ what: 'a status of offers', choices: OFFER_STATUSES },
);

const collection = filters({
	advertiserIds: advertiserIds('offers of').map((ids) => ids.map(Number)),
	exclusiveOnly: yesNo({
		displayName: 'Exclusive Only',
		name: 'filters.exclusiveOnly',
		default: true,
		description: 'Whether to list only offers that are exclusive to your account',
	}),
	membership,
	type,
	regionCodes: countries({
		displayName: 'Region Codes',
		name: 'filters.regionCodes',
		placeholder: 'e.g. GB, DE',
		description:
			'Only offers that are valid in one of these countries. Give two-letter codes with commas between them.',
	}),
	status,
	updatedSince: day({
		displayName: 'Updated Since',
		name: 'filters.updatedSince',
		description: 'Only offers that were created or changed on this day or later',
	}).map((given) => given?.day),
});

/** What is given alone: Awin takes everything else for a filter. */
export const offerFilters: Parameter<OfferFilters> = {
	fields: collection.fields,
	read: (source) =>
		Object.fromEntries(
			Object.entries(collection.read(source)).filter(([, value]) =>
				Array.isArray(value) ? value.length > 0 : value,
			),
		),
};

export const parameters = {
	publisherId: publisherAccount,
	limit: limit(),
	form: shortForm('The ten fields that people look at, such as title, voucher code and link'),
	filters: offerFilters,
};

export const chosenOffers = {
	fits: (row: JsonObject, { filters }: ValuesOf<typeof parameters>) =>
		fitsOfferFilters(row, filters),
	chosen: () => 'advertiser, region, type or membership',
};
