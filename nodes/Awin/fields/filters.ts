/**
 * Narrowing a list down: by status, by partner, by advertiser.
 */
import type { INodeProperties } from 'n8n-workflow';

import { readIdList } from '../api/ids';
import { TRANSACTION_STATUSES } from '../api/transactions';
import type { ParameterSource } from './item';

export const statusFilter: INodeProperties = {
	displayName: 'Statuses',
	name: 'status',
	type: 'multiOptions',
	options: [
		{ name: 'Approved', value: 'approved' },
		{ name: 'Declined', value: 'declined' },
		{ name: 'Deleted', value: 'deleted' },
		{ name: 'Pending', value: 'pending' },
	],
	default: [],
	description:
		'Only transactions with one of these statuses. Leave empty for all. Whether Awin then lists deleted ones too is not known; choose Deleted to be sure of them.',
};

export const partnerFilter: INodeProperties = {
	displayName: 'Partner IDs',
	name: 'partnerIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. 12345, 67890',
	description:
		'Only transactions with these partners: publisher IDs for an advertiser account, advertiser IDs for a publisher account. Separate several with commas; leave empty for all.',
};

/** @param what is narrowed down, e.g. `offers of` */
export function advertiserFilter(what: string): INodeProperties {
	return {
		displayName: 'Advertiser IDs',
		name: 'advertiserIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1001, 1234',
		description: `Only ${what} these advertisers. Separate several with commas; leave empty for all.`,
	};
}

/**
 * Takes the choices of the list, and from an expression also text such as `Approved, declined`.
 *
 * @param name of the parameter
 */
export function readStatuses(
	source: ParameterSource,
	name = 'filters.status',
	choices: readonly string[] = TRANSACTION_STATUSES,
): string[] {
	const value = source.get(name) ?? [];
	const given = (Array.isArray(value) ? value : [value]).flatMap((part) => String(part).split(','));
	const statuses = given.map((status) => status.trim().toLowerCase()).filter(Boolean);
	const unknown = statuses.find((status) => !choices.includes(status));
	if (unknown === undefined) return [...new Set(statuses)];
	throw source.refuse(
		'Statuses',
		unknown,
		'is not a status',
		`Use one or more of: ${choices.join(', ')}.`,
	);
}

/** They travel in the address of the call, which servers commonly cut at 8 kB. */
const MOST_PARTNERS = 500;

export function readPartnerIds(source: ParameterSource): string[] {
	const ids = readIds(source, 'Partner IDs', 'filters.partnerIds', '12345, 67890');
	if (ids.length <= MOST_PARTNERS) return ids;
	throw source.refuse(
		'Partner IDs',
		'',
		`holds ${ids.length} IDs; Awin takes about ${MOST_PARTNERS} in a call`,
		'Give fewer, or leave it empty and filter the result with a Filter node.',
	);
}

export function readAdvertiserIds(source: ParameterSource): string[] {
	return readIds(source, 'Advertiser IDs', 'filters.advertiserIds', '1001, 1234');
}

/** @param example of such a list, for the message */
function readIds(source: ParameterSource, label: string, name: string, example: string): string[] {
	const ids = readIdList(source.get(name));
	if (ids.ok) return ids.value;
	throw source.refuse(
		label,
		'',
		ids.reason,
		`Give one or more IDs with commas between them, such as ${example}.`,
	);
}
