/**
 * A commission group's code, where one is asked for.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';
import { toChosen } from './locator';
import { toText } from './text';

const ABOUT_THE_LIST = {
	/** Awin has no list of groups for advertisers, so this one is made of their own transactions. */
	searchCommissionGroups:
		'The list shows DEFAULT and the groups seen in your transactions of the last 30 days.',
	searchProgrammeGroups: "The list shows the groups of the advertiser's program.",
} as const;

/** The picker's list, by the name of the method that fills it. */
export type GroupsList = keyof typeof ABOUT_THE_LIST;

/**
 * The picker of a group. A code may always be typed.
 *
 * @param list `searchCommissionGroups` needs {@link ./account.advertiserField} beside it, `searchProgrammeGroups`
 * {@link ./account.publisherField} and {@link ./programme.programmeField}
 */
export function commissionGroupField(
	name: string,
	description: string,
	list: GroupsList = 'searchCommissionGroups',
): INodeProperties {
	return {
		displayName: 'Commission Group Code',
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: [description, ABOUT_THE_LIST[list]].join(' '),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a group…',
				typeOptions: { searchListMethod: list, searchable: true },
			},
			{
				displayName: 'By Code',
				// Not "id", which n8n's editor calls "By ID" whatever it is named here.
				name: 'code',
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
