/**
 * Which programs are asked for.
 */
import { RELATIONSHIPS } from '../../api/programmes';
import { publisherAccount } from '../../fields/account';
import { choice } from '../../fields/choice';
import { country } from '../../fields/country';
import { limit } from '../../fields/limit';
import { shortForm } from '../../fields/output';
import type { Parameter } from '../../fields/parameter';
import { joinedProgramme } from '../../fields/programme';
import { yesNo } from '../../fields/text';

const ANY = 'any';

/** null for any. */
const relationship = choice(
	{
		displayName: 'Relationship',
		name: 'relationship',
		options: [
			{
				name: 'Any',
				value: ANY,
				description: 'All programs. Awin does not say then how you stand to each of them.',
			},
			{ name: 'Joined', value: 'joined', description: 'Programs that you may promote' },
			{
				name: 'Not Joined',
				value: 'notjoined',
				description: 'Programs that you could apply to. There are thousands.',
			},
			{ name: 'Pending', value: 'pending', description: 'You applied and wait for an answer' },
			{ name: 'Rejected', value: 'rejected', description: 'Your application was turned down' },
			{ name: 'Suspended', value: 'suspended', description: 'You were a partner and are paused' },
		],
		description: 'How your account stands to the programs',
	},
	{ what: 'a relationship to a program', choices: [...RELATIONSHIPS, ANY] },
).map((chosen) => (chosen === ANY ? null : chosen));

const hidden = yesNo({
	displayName: 'Include Hidden Programs',
	name: 'includeHidden',
	default: false,
	displayOptions: { show: { relationship: [ANY] } },
	description: 'Whether to include programs that Awin does not show in its directory',
});

/** Means something for any relationship only. */
const includeHidden: Parameter<boolean> = {
	fields: hidden.fields,
	read: (source) => relationship.read(source) === null && hidden.read(source),
};

export const ofMany = {
	publisherId: publisherAccount,
	relationship,
	includeHidden,
	countryCode: country,
	limit: limit(),
	form: shortForm(
		'The ten fields that people look at, such as name, relationship, country and links',
	),
};

export const ofOne = {
	publisherId: publisherAccount,
	advertiserId: joinedProgramme.with({
		description:
			'The advertiser whose program this is about. The list shows the programs that your account has joined; any other is reached by its ID.',
	}),
	form: shortForm(
		'The fields that people look at, such as commission, approval rate and validation days',
	),
};
