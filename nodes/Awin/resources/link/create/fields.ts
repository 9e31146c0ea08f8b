/**
 * The parameters of Create Links.
 */
import { CLICK_PARAMETERS } from '../../../api/links';
import { isAwinLink } from '../../../api/webAddresses';
import { publisherAccount } from '../../../fields/account';
import { choice } from '../../../fields/choice';
import { additionalFields } from '../../../fields/collection';
import { type SingleParameter } from '../../../fields/parameter';
import { joinedProgramme } from '../../../fields/programme';
import { text, yesNo } from '../../../fields/text';
import { webAddress } from '../../../fields/webAddress';

const destinationUrl = webAddress({
	displayName: 'Destination URL',
	name: 'destinationUrl',
	placeholder: 'e.g. https://www.example.com/jackets?color=red',
	description:
		"Page of the advertiser that the link leads to. Leave empty for the advertiser's home page.",
}).parsed(
	(address) => (isAwinLink(address) ? undefined : address),
	'is a tracking link of Awin already',
	'Give the address of the page itself: a click that is tracked twice counts for nobody.',
);

const buildMode = choice(
	{
		displayName: 'Build Mode',
		name: 'buildMode',
		options: [
			{
				name: 'Checked by Awin',
				value: 'awin',
				description:
					'Awin builds the links and checks that you may link to the page. 100 links are one call.',
			},
			{
				name: 'Local',
				value: 'local',
				description:
					'The node puts the links together itself, without a call. Nobody checks whether you have joined the program.',
			},
		],
		description: 'Who builds the links',
	},
	{ choices: ['awin', 'local'], what: 'a way to build links', decidesChange: true },
);

const shorten = yesNo({
	displayName: 'Shorten',
	name: 'shorten',
	default: false,
	displayOptions: { show: { buildMode: ['awin'] } },
	description:
		'Whether to also get a short link. Each one takes a call of its own, and counts in the quota that your account has for 24 hours.',
});

type ClickParameter = (typeof CLICK_PARAMETERS)[number];

/** Named as in Awin's own Link Builder. */
function clickParameter(awinName: ClickParameter): SingleParameter<string | undefined> {
	if (awinName === 'campaign') {
		return text({
			displayName: 'Campaign',
			name: 'additionalFields.campaign',
			placeholder: 'e.g. Summer newsletter',
			description: 'Name by which the reports at Awin sum up your links',
		});
	}
	const number = awinName.slice('clickref'.length);
	return text({
		displayName: `Click Reference ${number}`.trim(),
		name: `additionalFields.clickRef${number}`,
		placeholder: 'e.g. article-42',
		description:
			'Text of your own that comes back with each sale of this link. Do not put personal data in it.',
	});
}

export const parameters = {
	publisherId: publisherAccount,
	advertiserId: joinedProgramme,
	destinationUrl,
	buildMode,
	shorten,
	clickParameters: additionalFields(
		Object.fromEntries(CLICK_PARAMETERS.map((name) => [name, clickParameter(name)])) as Record<
			ClickParameter,
			SingleParameter<string | undefined>
		>,
	),
};
