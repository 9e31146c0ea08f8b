/**
 * Narrowing a list down: by status, by partner, by advertiser.
 */
import type { INodeProperties } from 'n8n-workflow';

import { TRANSACTION_STATUSES } from '../api/transactions';
import { idList } from './ids';
import { parameter, type Declaration, type SingleParameter } from './parameter';

/** Several of a list's choices, and from an expression also text such as `Approved, declined`. Each once, none for all. */
export function statuses(
	declared: Pick<Declaration, 'name' | 'description'>,
	choices: readonly string[],
): SingleParameter<string[]> {
	const field: INodeProperties = {
		displayName: 'Statuses',
		type: 'multiOptions',
		default: [],
		options: [...choices].sort().map((value) => ({ name: capitalized(value), value })),
		...declared,
	};
	return parameter(field, (value, source, named) => {
		const given = (Array.isArray(value) ? value : [value ?? '']).flatMap((part) =>
			String(part).split(','),
		);
		const found = given.map((status) => status.trim().toLowerCase()).filter(Boolean);
		const unknown = found.find((status) => !choices.includes(status));
		if (unknown === undefined) return [...new Set(found)];
		throw named.refuse(
			source,
			unknown,
			'is not a status',
			`Use one or more of: ${choices.join(', ')}.`,
		);
	});
}

export const transactionStatuses = statuses(
	{
		name: 'filters.status',
		description:
			'Only transactions with one of these statuses. Leave empty for all. Whether Awin then lists deleted ones too is not known; choose Deleted to be sure of them.',
	},
	TRANSACTION_STATUSES,
);

/** They travel in the address of the call, which servers commonly cut at 8 kB. */
const MOST_PARTNERS = 500;

export const partnerIds = idListOf('12345, 67890', {
	displayName: 'Partner IDs',
	name: 'filters.partnerIds',
	description:
		'Only transactions with these partners: publisher IDs for an advertiser account, advertiser IDs for a publisher account. Separate several with commas; leave empty for all.',
}).map((ids, source, named) => {
	if (ids.length <= MOST_PARTNERS) return ids;
	throw named.refuse(
		source,
		'',
		`holds ${ids.length} IDs; Awin takes about ${MOST_PARTNERS} in a call`,
		'Give fewer, or leave it empty and filter the result with a Filter node.',
	);
});

/** @param what is narrowed down, e.g. `offers of` */
export function advertiserIds(what: string): SingleParameter<string[]> {
	return idListOf('1001, 1234', {
		displayName: 'Advertiser IDs',
		name: 'filters.advertiserIds',
		description: `Only ${what} these advertisers. Separate several with commas; leave empty for all.`,
	});
}

function idListOf(example: string, declared: Declaration): SingleParameter<string[]> {
	return idList(
		{ placeholder: `e.g. ${example}`, ...declared },
		`Give one or more IDs with commas between them, such as ${example}.`,
	);
}

function capitalized(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
