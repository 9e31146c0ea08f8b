import { jobsPath, readJobs } from '../../api/validationJobs';
import { advertiserAccount } from '../../fields/account';
import { limit } from '../../fields/limit';
import { listOperation } from '../listOperation';
import { jobOutput, sampleJob } from './output';

export const getManyValidationJobs = listOperation({
	option: {
		action: 'Get many validation jobs',
		description:
			'List the batches of transactions that were validated, as far as Awin still knows them; changes nothing',
	},
	parameters: { accountId: advertiserAccount, limit: limit() },
	rows: { one: 'a validation job', many: 'validation jobs' },
	call: ({ accountId }) => ({ path: jobsPath(accountId) }),
	read: readJobs,
	changes: true,
	output: () => jobOutput,
	preview: () => jobOutput(sampleJob),
});
