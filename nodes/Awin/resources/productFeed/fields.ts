/**
 * Which feed it is: its kind, and its language and country.
 */
import { readLocaleText, readVerticalText, USUAL_VERTICAL } from '../../api/productFeeds';
import { requiredText, text } from '../../fields/text';

const LOCALE_HELP =
	'Give language and country in two letters each, such as en_GB for English in the United Kingdom.';

/** Language and country as Awin writes them, such as `en_GB`. */
export const locale = requiredText(
	{
		displayName: 'Locale',
		name: 'locale',
		required: true,
		placeholder: 'e.g. en_GB',
		description:
			'Language and country of the feed, such as en_GB, de_DE, fr_FR, nl_NL or en_US. In Awin it is called Feed Language.',
	},
	LOCALE_HELP,
).parsed(readLocaleText, 'is not a language with a country', LOCALE_HELP);

/** One word; nothing given means retail. */
export const vertical = text({
	displayName: 'Vertical',
	name: 'vertical',
	default: USUAL_VERTICAL,
	placeholder: 'e.g. retail',
	description: 'Kind of the feed. So far Awin takes retail only.',
})
	.map((given) => given ?? USUAL_VERTICAL)
	.parsed(readVerticalText, 'is not a kind of feed', 'Use "retail".');
