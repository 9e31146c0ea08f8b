import type { IDataObject } from 'n8n-workflow';

import {
	programmesPath,
	programmesQuery,
	rawProgramme,
	readProgrammes,
	RELATIONSHIPS,
	simplifiedProgramme,
	type Relationship,
} from '../../api/programmes';
import { publisherField, readPublisherId } from '../../fields/account';
import { readChoice } from '../../fields/choice';
import { countryField, readCountry } from '../../fields/country';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { readShortForm, shortOutputField } from '../../fields/output';
import { readYesNo } from '../../fields/text';
import { forEachItem, type Operation } from '../operation';
import { wholeAnswer } from '../wholeAnswer';

const ANY = 'any';
const CHOICES = [...RELATIONSHIPS, ANY] as const;
const PROGRAMS = { one: 'a program', many: 'programs' };

export const getManyProgrammes: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many programs',
		description:
			'List the programs of advertisers that a publisher account has joined, applied to, or could join; changes nothing',
	},
	fields: [
		publisherField,
		{
			displayName: 'Relationship',
			name: 'relationship',
			type: 'options',
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
			default: 'joined',
			description: 'How your account stands to the programs',
		},
		{
			displayName: 'Include Hidden Programs',
			name: 'includeHidden',
			type: 'boolean',
			default: false,
			displayOptions: { show: { relationship: [ANY] } },
			description: 'Whether to include programs that Awin does not show in its directory',
		},
		countryField,
		...limitFields,
		shortOutputField(
			'The ten fields that people look at, such as name, relationship, country and links',
		),
	],
	preview: simplifiedProgramme(
		{
			id: 1001,
			name: 'Example Shop',
			status: 'Active',
			linkStatus: 'Live',
			primaryRegion: { name: 'United Kingdom', countryCode: 'GB' },
			currencyCode: 'GBP',
			primarySector: 'Clothing',
			displayUrl: 'https://www.example.com',
			clickThroughUrl: 'https://www.awin1.com/cread.php?awinmid=1001&awinaffid=45628',
		},
		'joined',
	) as IDataObject,
	async execute(run) {
		return await forEachItem(run, readWish, async (wish, item) => {
			const { publisherId, relationship, limit, form } = wish;
			const call = {
				path: programmesPath(publisherId),
				query: programmesQuery(relationship ?? undefined, wish),
			};
			const reading = readProgrammes(await run.awin.readOnce(call, item));
			const { programmes } = wholeAnswer(run, reading, item, PROGRAMS);
			const toOutput = form === 'raw' ? rawProgramme : simplifiedProgramme;
			return programmes.slice(0, limit).map((row) => toOutput(row, relationship) as IDataObject);
		});
	},
};

function readWish(source: ParameterSource) {
	const relationship = readRelationship(source);
	return {
		publisherId: readPublisherId(source),
		relationship,
		countryCode: readCountry(source),
		includeHidden:
			relationship === null && readYesNo(source, 'Include Hidden Programs', 'includeHidden'),
		limit: readLimit(source),
		form: readShortForm(source),
	};
}

/** @returns null for any */
function readRelationship(source: ParameterSource): Relationship | null {
	const choice = readChoice(source, {
		name: 'relationship',
		label: 'Relationship',
		what: 'a relationship to a program',
		choices: CHOICES,
	});
	return choice === ANY ? null : choice;
}
