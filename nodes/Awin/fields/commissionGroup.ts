/**
 * A commission group's code, where one is asked for.
 */
import { locator } from './locator';
import type { Declaration, SingleParameter } from './parameter';
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
 * The picker of a group; `undefined` where nothing was given. A code may always be typed; its case is kept, as two groups may
 * differ in nothing else.
 *
 * @param list `searchCommissionGroups` needs {@link ./account.advertiserAccount} beside it, `searchProgrammeGroups`
 * {@link ./account.publisherAccount} and {@link ./programme.joinedProgramme}
 */
export function commissionGroup(
	{ name, description }: Pick<Declaration, 'name'> & { description: string },
	list: GroupsList = 'searchCommissionGroups',
): SingleParameter<string | undefined> {
	return locator(
		{
			displayName: 'Commission Group Code',
			name,
			description: `${description} ${ABOUT_THE_LIST[list]}`,
			list: { method: list, placeholder: 'Select a group…' },
			modes: [
				{
					displayName: 'By Code',
					// Not "id", which n8n's editor calls "By ID" whatever it is named here.
					name: 'code',
					type: 'string',
					placeholder: 'e.g. DEFAULT',
				},
			],
		},
		({ value }, source, { label }) => toText(source, label, value),
	);
}
