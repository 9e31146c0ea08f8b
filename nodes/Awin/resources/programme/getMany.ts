import {
	programmesPath,
	programmesQuery,
	rawProgramme,
	readProgrammes,
	simplifiedProgramme,
} from '../../api/programmes';
import { sampleProgramme } from '../../api/samples';
import { publisherAccount } from '../../fields/account';
import { country } from '../../fields/country';
import { limit } from '../../fields/limit';
import { shortForm } from '../../fields/output';
import { listOperation } from '../listOperation';
import { includeHidden, relationship } from './fields';

const SIMPLIFIED =
	'The ten fields that people look at, such as name, relationship, country and links';

export const getManyProgrammes = listOperation({
	option: {
		action: 'Get many programs',
		description:
			'List the programs of advertisers that a publisher account has joined, applied to, or could join; changes nothing',
	},
	parameters: {
		publisherId: publisherAccount,
		relationship,
		includeHidden,
		countryCode: country,
		limit: limit(),
		form: shortForm(SIMPLIFIED),
	},
	rows: { one: 'a program', many: 'programs' },
	call: (values) => ({
		path: programmesPath(values.publisherId),
		query: programmesQuery(values.relationship ?? undefined, values),
	}),
	read: readProgrammes,
	output: (values) => {
		const show = values.form === 'raw' ? rawProgramme : simplifiedProgramme;
		return (row) => show(row, values.relationship);
	},
	preview: () => simplifiedProgramme(sampleProgramme(), 'joined'),
});
