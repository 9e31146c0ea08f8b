/**
 * The advertiser whose program a publisher's operation is about.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';
import { chosenIn, isNothing, readChosenId } from './locator';

/** Needs {@link ./account.publisherField} beside it: the list shows the programs that this account has joined. */
export const programmeField: INodeProperties = {
	displayName: 'Advertiser',
	name: 'advertiserId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description:
		'The advertiser whose program this is about. The list shows the programs that your account has joined.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an advertiser…',
			typeOptions: { searchListMethod: 'searchProgrammes', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1001',
		},
	],
};

/** @returns the advertiser's ID, as digits */
export function readProgrammeAdvertiserId(source: ParameterSource): string {
	const chosen = chosenIn(source, 'advertiserId');
	if (isNothing(chosen)) {
		throw source.refuse('Advertiser', '', 'is empty', 'Choose an advertiser from the list.');
	}
	return readChosenId(source, chosen, {
		label: 'Advertiser',
		nextStep: "Choose an advertiser from the list, or give the advertiser's ID, such as 1001.",
	});
}
