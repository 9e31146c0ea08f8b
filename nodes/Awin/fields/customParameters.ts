/**
 * Custom parameters: numbered texts that an advertiser attaches to a transaction.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';
import { readRows } from './rows';
import { toText } from './text';

export const customParametersField: INodeProperties = {
	displayName: 'Custom Parameters',
	name: 'customParameters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Parameter' },
	placeholder: 'Add Parameter',
	default: {},
	options: [
		{
			displayName: 'Parameter',
			name: 'parameter',
			values: [
				{
					displayName: 'Key',
					name: 'key',
					type: 'string',
					default: '',
					placeholder: 'e.g. 1',
					description: 'Number of the parameter',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'Text of the parameter',
				},
			],
		},
	],
};

/**
 * Reads the parameters; see {@link readRows} for rows left empty.
 *
 * @param largestKey keys are whole numbers from 1 to this one
 * @param path where n8n has them
 * @returns values by key
 */
export function readCustomParameters(
	source: ParameterSource,
	largestKey: number,
	path = 'customParameters.parameter',
): Record<string, string> {
	const columns = { key: 'Key', value: 'Value' };
	const parameters: Record<string, string> = {};
	for (const { key, value } of readRows(source, { label: 'Custom Parameters', path, columns })) {
		const number = readKey(source, key, largestKey);
		if (number in parameters) {
			throw source.refuse('Custom Parameters: Key', key, 'is there twice', 'Give each key once.');
		}
		const text = toText(source, 'Custom Parameters: Value', value);
		if (text === undefined) {
			throw source.refuse(
				`Custom Parameters: Value of key ${number}`,
				'',
				'is empty',
				'Give a text. Awin cannot blank or delete a custom parameter.',
			);
		}
		parameters[number] = text;
	}
	return parameters;
}

function readKey(source: ParameterSource, key: unknown, largestKey: number): string {
	const text = toText(source, 'Custom Parameters: Key', key) ?? '';
	if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= largestKey) return text;
	throw source.refuse(
		'Custom Parameters: Key',
		text,
		text === '' ? 'is empty' : `is not a whole number from 1 to ${largestKey}`,
		`Give the number of the parameter, from 1 to ${largestKey}.`,
	);
}
