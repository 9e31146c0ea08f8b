/**
 * Countries, by their codes.
 */
import type { ParameterSource } from './item';
import { parameter, type Declaration, type Named, type SingleParameter } from './parameter';
import { text } from './text';

/** Two capital letters; `undefined` where none is given. */
export const country = text({
	displayName: 'Country Code',
	name: 'countryCode',
	placeholder: 'e.g. GB',
	description: 'Only programs of this country, by its two-letter code. Leave empty for all.',
}).map((code, source, named) => code && toCountry(code, source, named));

/** Several, in any case, as a list or as text: `gb, DE`. Each once. */
export function countries(declared: Declaration): SingleParameter<string[]> {
	return parameter({ type: 'string', default: '', ...declared }, (value, source, named) => {
		const given = (Array.isArray(value) ? value : [value ?? '']).flatMap((part) =>
			String(part).split(/[\s,;]+/),
		);
		return [...new Set(given.filter(Boolean).map((code) => toCountry(code, source, named)))];
	});
}

function toCountry(given: string, source: ParameterSource, named: Named): string {
	const code = given.toUpperCase();
	// Awin would answer with nothing at all for UK.
	if (/^[A-Z]{2}$/.test(code) && code !== 'UK') return code;
	throw named.refuse(
		source,
		given,
		'is not the code of a country',
		'Give two letters by ISO 3166, such as DE for Germany or GB for the United Kingdom.',
	);
}
