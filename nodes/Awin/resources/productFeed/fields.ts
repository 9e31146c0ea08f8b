/**
 * Which feed it is: its kind, and its language and country.
 */
import type { INodeProperties } from 'n8n-workflow';

import { readLocaleText, readVerticalText, USUAL_VERTICAL } from '../../api/productFeeds';
import type { ParameterSource } from '../../fields/item';
import { readRequiredText, readText } from '../../fields/text';

export const localeField: INodeProperties = {
	displayName: 'Locale',
	name: 'locale',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. en_GB',
	description:
		'Language and country of the feed, such as en_GB, de_DE, fr_FR, nl_NL or en_US. In Awin it is called Feed Language.',
};

export const verticalField: INodeProperties = {
	displayName: 'Vertical',
	name: 'vertical',
	type: 'string',
	default: USUAL_VERTICAL,
	placeholder: 'e.g. retail',
	description: 'Kind of the feed. So far Awin takes retail only.',
};

/** @returns language and country as Awin writes them, such as `en_GB` */
export function readLocale(source: ParameterSource): string {
	const nextStep =
		'Give language and country in two letters each, such as en_GB for English in the United Kingdom.';
	const text = readRequiredText(source, 'Locale', 'locale', nextStep);
	const locale = readLocaleText(text);
	if (locale) return locale;
	throw source.refuse('Locale', text, 'is not a language with a country', nextStep);
}

/** @returns one word; nothing given means retail */
export function readVertical(source: ParameterSource): string {
	const text = readText(source, 'Vertical', 'vertical') ?? USUAL_VERTICAL;
	const vertical = readVerticalText(text);
	if (vertical) return vertical;
	throw source.refuse('Vertical', text, 'is not a kind of feed', 'Use "retail".');
}
