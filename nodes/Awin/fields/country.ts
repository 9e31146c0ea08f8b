/**
 * A country, by its code.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';
import { readText } from './text';

export const countryField: INodeProperties = {
	displayName: 'Country Code',
	name: 'countryCode',
	type: 'string',
	default: '',
	placeholder: 'e.g. GB',
	description: 'Only programs of this country, by its two-letter code. Leave empty for all.',
};

/** @returns two capital letters, or `undefined` where none is given */
export function readCountry(source: ParameterSource): string | undefined {
	const code = readText(source, 'Country Code', 'countryCode')?.toUpperCase();
	// Awin would answer with nothing at all for UK.
	if (code === undefined || (/^[A-Z]{2}$/.test(code) && code !== 'UK')) return code;
	throw source.refuse(
		'Country Code',
		source.get('countryCode'),
		'is not the code of a country',
		'Give two letters by ISO 3166, such as DE for Germany or GB for the United Kingdom.',
	);
}
