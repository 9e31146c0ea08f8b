/**
 * Narrowing offers down.
 */
import type { INodeProperties } from 'n8n-workflow';

import { MEMBERSHIPS, OFFER_STATUSES, OFFER_TYPES, type OfferFilters } from '../../api/offers';
import { readChoice } from '../../fields/choice';
import { readCountries } from '../../fields/country';
import { readDay } from '../../fields/day';
import { advertiserFilter, readAdvertiserIds } from '../../fields/filters';
import type { ParameterSource } from '../../fields/item';
import { isBlank, readYesNo } from '../../fields/text';

export const offerFilters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		advertiserFilter('offers of'),
		{
			displayName: 'Exclusive Only',
			name: 'exclusiveOnly',
			type: 'boolean',
			default: true,
			description: 'Whether to list only offers that are exclusive to your account',
		},
		{
			displayName: 'Membership',
			name: 'membership',
			type: 'options',
			options: [
				{ name: 'All Programs', value: 'all' },
				{ name: 'Joined Programs', value: 'joined' },
				{ name: 'Programs Not Joined', value: 'notJoined' },
			],
			default: 'joined',
			description:
				'Whose offers to list, by whether your account has joined the program. All without this filter.',
		},
		{
			displayName: 'Offer Type',
			name: 'type',
			type: 'options',
			options: [
				{ name: 'All', value: 'all' },
				{ name: 'Promotions', value: 'promotion', description: 'Offers for everybody' },
				{ name: 'Vouchers', value: 'voucher', description: 'Offers with a voucher code' },
			],
			default: 'voucher',
			description: 'Which kind of offers to list. All without this filter.',
		},
		{
			displayName: 'Region Codes',
			name: 'regionCodes',
			type: 'string',
			default: '',
			placeholder: 'e.g. GB, DE',
			description:
				'Only offers that are valid in one of these countries. Give two-letter codes with commas between them.',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
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
		{
			displayName: 'Updated Since',
			name: 'updatedSince',
			type: 'dateTime',
			default: '',
			description: 'Only offers that were created or changed on this day or later',
		},
	],
};

export function readOfferFilters(source: ParameterSource): OfferFilters {
	const { membership, status, type } = readChoices(source);
	const advertiserIds = readAdvertiserIds(source).map(Number);
	const regionCodes = readCountries(source, 'Region Codes', 'filters.regionCodes');
	const updatedSince = readDay(source, 'Updated Since', 'filters.updatedSince')?.day;
	return {
		...(advertiserIds.length > 0 ? { advertiserIds } : {}),
		...(readYesNo(source, 'Exclusive Only', 'filters.exclusiveOnly')
			? { exclusiveOnly: true }
			: {}),
		...(membership ? { membership } : {}),
		...(regionCodes.length > 0 ? { regionCodes } : {}),
		...(status ? { status } : {}),
		...(type ? { type } : {}),
		...(updatedSince ? { updatedSince } : {}),
	};
}

function readChoices(
	source: ParameterSource,
): Pick<OfferFilters, 'membership' | 'status' | 'type'> {
	const given = (name: string) => !isBlank(source.get(`filters.${name}`));
	return {
		membership: given('membership')
			? readChoice(source, {
					name: 'filters.membership',
					label: 'Membership',
					what: 'a choice of programs',
					choices: MEMBERSHIPS,
				})
			: undefined,
		status: given('status')
			? readChoice(source, {
					name: 'filters.status',
					label: 'Status',
					what: 'a status of offers',
					choices: OFFER_STATUSES,
				})
			: undefined,
		type: given('type')
			? readChoice(source, {
					name: 'filters.type',
					label: 'Offer Type',
					what: 'a type of offers',
					choices: OFFER_TYPES,
				})
			: undefined,
	};
}
