/**
 * Custom parameters: numbered texts that an advertiser attaches to a transaction.
 */
import type { ParameterSource } from './item';
import type { Declaration, SingleParameter } from './parameter';
import { rows } from './rows';
import { text } from './text';

const key = text({
	displayName: 'Key',
	name: 'key',
	placeholder: 'e.g. 1',
	description: 'Number of the parameter',
});

const value = text({ displayName: 'Value', name: 'value', description: 'Text of the parameter' });

/**
 * The texts by their keys; none where nothing was given.
 *
 * @param largestKey keys are whole numbers from 1 to this one
 */
export function customParameters(
	declared: Omit<Declaration, 'displayName'>,
	largestKey: number,
): SingleParameter<Record<string, string>> {
	const list = rows(
		{
			displayName: 'Custom Parameters',
			kind: { displayName: 'Parameter', name: 'parameter' },
			placeholder: 'Add Parameter',
			...declared,
		},
		{ columns: { key, value } },
	);
	const { columns } = list;
	return list.map((found, source) => {
		const texts: Record<string, string> = {};
		for (const row of found) {
			const number = readKey(source, row.key);
			if (number in texts) {
				throw columns.key.refuse(source, row.key, 'is there twice', 'Give each key once.');
			}
			const given = columns.value.take(source, row.value);
			if (given === undefined) {
				throw source.refuse(
					`${columns.value.label} of key ${number}`,
					'',
					'is empty',
					'Give a text. Awin cannot blank or delete a custom parameter.',
				);
			}
			texts[number] = given;
		}
		return texts;
	});

	function readKey(source: ParameterSource, given: unknown): string {
		const digits = columns.key.take(source, given) ?? '';
		if (/^[1-9]\d{0,2}$/.test(digits) && Number(digits) <= largestKey) return digits;
		throw columns.key.refuse(
			source,
			digits,
			digits === '' ? 'is empty' : `is not a whole number from 1 to ${largestKey}`,
			`Give the number of the parameter, from 1 to ${largestKey}.`,
		);
	}
}
