import { oneRow } from '../../api/lists';
import {
	advertiserOfDetails,
	programmeDetailsPath,
	programmeDetailsQuery,
	readProgrammeDetails,
	simplifiedDetails,
} from '../../api/programmes';
import { sampleProgrammeDetails } from '../../api/samples';
import { publisherAccount } from '../../fields/account';
import { shortForm } from '../../fields/output';
import { joinedProgramme } from '../../fields/programme';
import { listOperation } from '../listOperation';

export const getProgramme = listOperation({
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a program',
		description:
			'Get one program with its commission range and key figures, by the ID of its advertiser, whether it is joined or not; changes nothing',
	},
	parameters: {
		publisherId: publisherAccount,
		advertiserId: joinedProgramme.with({
			description:
				'The advertiser whose program this is about. The list shows the programs that your account has joined; any other is reached by its ID.',
		}),
		form: shortForm(
			'The fields that people look at, such as commission, approval rate and validation days',
		),
	},
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
