/**
 * Countries, by their codes.
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
	const code = readText(source, 'Country Code', 'countryCode');
	return code === undefined ? undefined : toCountry(source, 'Country Code', code);
}

/** Reads several, in any case, as a list or as text: `gb, DE`. @returns each once */
export function readCountries(source: ParameterSource, label: string, name: string): string[] {
	const value = source.get(name) ?? [];
	const given = (Array.isArray(value) ? value : [value]).flatMap((part) =>
		String(part).split(/[\s,;]+/),
	);
	return [...new Set(given.filter(Boolean).map((code) => toCountry(source, label, code)))];
}

function toCountry(source: ParameterSource, label: string, text: string): string {
	const code = text.toUpperCase();
	// Awin would answer with nothing at all for UK.
	if (/^[A-Z]{2}$/.test(code) && code !== 'UK') return code;
	throw source.refuse(
		label,
		text,
		'is not the code of a country',
		'Give two letters by ISO 3166, such as DE for Germany or GB for the United Kingdom.',
	);
}
