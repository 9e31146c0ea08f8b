import {
	programmesPath,
	programmesQuery,
	rawProgramme,
	readProgrammes,
	simplifiedProgramme,
} from '../../api/programmes';
import { sampleProgramme } from '../../api/samples';
import { listOperation } from '../listOperation';
import { ofMany } from './fields';

export const getManyProgrammes = listOperation({
	option: {
		action: 'Get many programs',
		description:
			'List the programs of advertisers that a publisher account has joined, applied to, or could join; changes nothing',
	},
	parameters: ofMany,
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
