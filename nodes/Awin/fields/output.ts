/**
 * The form in which results come out.
 */
import { OUTPUT_FORMS } from '../api/transactionOutput';
import { choice } from './choice';
import type { SingleParameter } from './parameter';

/** The form of transactions. */
export const outputForm = choice(
	{
		displayName: 'Output',
		name: 'output',
		options: [
			{
				name: 'Simplified',
				value: 'simplified',
				description: 'The ten fields that people look at, such as status, amounts and partner',
			},
			{
				name: 'Flat',
				value: 'flat',
				description:
					'Every value that Awin sent in a column of its own, with the same columns on every row of a run: ready for a spreadsheet',
			},
			{
				name: 'Raw',
				value: 'raw',
				description: 'Everything that Awin sent, with its dates in your timezone',
			},
		],
		description: 'How much of each transaction to give, and in which form',
	},
	{ choices: OUTPUT_FORMS, what: 'a form of output' },
);

const SHORT_FORMS = ['simplified', 'raw'] as const;

export type ShortForm = (typeof SHORT_FORMS)[number];

/**
 * The form where there is no flat one.
 *
 * @param simplified which fields the short form has
 */
export function shortForm(simplified: string): SingleParameter<ShortForm> {
	return choice(
		{
			displayName: 'Output',
			name: 'output',
			options: [
				{ name: 'Simplified', value: 'simplified', description: simplified },
				{ name: 'Raw', value: 'raw', description: 'Everything that Awin sent' },
			],
			description: 'How much to give, and in which form',
		},
		{ choices: SHORT_FORMS, what: 'a form of output' },
	);
}
