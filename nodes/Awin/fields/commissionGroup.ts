/**
 * A commission group of an advertiser's own programme, where one is asked for.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';
import { toChosen } from './locator';
import { toText } from './text';

const ABOUT_THE_LIST =
	'The list shows DEFAULT and the groups seen in your transactions of the last 30 days.';

/**
 * Needs {@link ./account.advertiserField} beside it. Awin has no list of groups for advertisers, so the picker shows those of
 * their own transactions; a code may always be typed.
 */
export function commissionGroupField(name: string, description: string): INodeProperties {
	return {
		displayName: 'Commission Group Code',
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: [description, ABOUT_THE_LIST].join(' '),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a group…',
				typeOptions: { searchListMethod: 'searchCommissionGroups', searchable: true },
			},
			{
				displayName: 'By Code',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. DEFAULT',
			},
		],
	};
}

/**
 * Takes the code out of a collection's value: from the picker, or as plain text from an expression or an AI agent. Its case
 * is kept, as two groups may differ in nothing else.
 *
 * @returns `undefined` where nothing was given
 */
export function toCommissionGroupCode(
	source: ParameterSource,
	label: string,
	value: unknown,
): string | undefined {
	return toText(source, label, toChosen(value).value);
}
