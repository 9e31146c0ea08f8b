/**
 * Which programs to list: by how the account stands to them.
 */
import { RELATIONSHIPS } from '../../api/programmes';
import { choice } from '../../fields/choice';
import type { Parameter } from '../../fields/parameter';
import { yesNo } from '../../fields/text';

const ANY = 'any';

/** null for any. */
export const relationship = choice(
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
export const includeHidden: Parameter<boolean> = {
	fields: hidden.fields,
	read: (source) => relationship.read(source) === null && hidden.read(source),
};
