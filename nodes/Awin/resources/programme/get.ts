import { oneRow } from '../../api/lists';
import {
	advertiserOfDetails,
	programmeDetailsPath,
	programmeDetailsQuery,
	readProgrammeDetails,
	simplifiedDetails,
} from '../../api/programmes';
import { sampleProgrammeDetails } from '../../api/samples';
import { listOperation } from '../listOperation';
import { ofOne } from './fields';

export const getProgramme = listOperation({
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a program',
		description:
			'Get one program with its commission range and key figures, by the ID of its advertiser, whether it is joined or not; changes nothing',
	},
	parameters: ofOne,
	rows: { one: 'a program', many: 'programs' },
	call: ({ publisherId, advertiserId }) => ({
		path: programmeDetailsPath(publisherId),
		query: programmeDetailsQuery(advertiserId),
	}),
	read: (answer) => oneRow(readProgrammeDetails(answer)),
	advertiserOf: advertiserOfDetails,
	output: (values) => (details) => (values.form === 'raw' ? details : simplifiedDetails(details)),
	preview: () => simplifiedDetails(sampleProgrammeDetails()),
});
