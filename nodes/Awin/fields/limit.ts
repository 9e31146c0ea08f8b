/**
 * Return All and Limit.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';
import { numberOf } from './number';
import { readYesNo } from './text';

export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** @returns how many results are wanted at most; Infinity for all of them */
export function readLimit(source: ParameterSource): number {
	if (readYesNo(source, 'Return All', 'returnAll')) return Infinity;
	const value = source.get('limit');
	const limit = numberOf(value);
	if (limit !== undefined && Number.isInteger(limit) && limit >= 1) return limit;
	throw source.refuse(
		'Limit',
		value,
		'is not a whole number of 1 or more',
		'Give a number such as 50, or switch on Return All.',
	);
}
