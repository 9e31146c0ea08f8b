/**
 * The form in which transactions come out.
 */
import type { INodeProperties } from 'n8n-workflow';

import { OUTPUT_FORMS, type OutputForm } from '../api/transactionOutput';
import { readChoice } from './choice';
import type { ParameterSource } from './item';

export const outputField: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
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
	default: 'simplified',
	description: 'How much of each transaction to give, and in which form',
};

export function readOutputForm(source: ParameterSource): OutputForm {
	return readChoice(source, {
		name: 'output',
		label: 'Output',
		what: 'a form of output',
		choices: OUTPUT_FORMS,
	});
}

export const SHORT_FORMS = ['simplified', 'raw'] as const;

export type ShortForm = (typeof SHORT_FORMS)[number];

/**
 * The choice of form where there is no flat one.
 *
 * @param simplified which fields the short form has
 */
export function shortOutputField(simplified: string): INodeProperties {
	return {
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{ name: 'Simplified', value: 'simplified', description: simplified },
			{ name: 'Raw', value: 'raw', description: 'Everything that Awin sent' },
		],
		default: 'simplified',
		description: 'How much to give, and in which form',
	};
}

export function readShortForm(source: ParameterSource): ShortForm {
	return readChoice(source, {
		name: 'output',
		label: 'Output',
		what: 'a form of output',
		choices: SHORT_FORMS,
	});
}
