/**
 * Return All and Limit.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';

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
	if ([true, 'true'].includes(source.get('returnAll') as boolean | string)) return Infinity;
	const value = source.get('limit');
	const limit = typeof value === 'string' ? Number(value) : value;
	if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1) return limit;
	throw source.refuse(
		'Limit',
		value,
		'is not a whole number of 1 or more',
		'Give a number such as 50, or switch on Return All.',
	);
}
