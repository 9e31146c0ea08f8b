import { jobsPath, readJobs } from '../../api/validationJobs';
import { advertiserField, readAdvertiserId } from '../../fields/account';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { forEachItem, type Operation } from '../operation';
import { wholeAnswer } from '../wholeAnswer';
import { jobOutput } from './output';

const JOBS = { one: 'a validation job', many: 'validation jobs' };

export const getManyValidationJobs: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many validation jobs',
		description:
			'List the batches of transactions that were validated, as far as Awin still knows them; changes nothing',
	},
	fields: [advertiserField, ...limitFields],
	preview: jobOutput({
		jobId: '5f0c7ad1c2b4e60d8a9b3c21',
		status: 'DONE',
		isFinished: true,
		transactions: 120,
		errors: 1,
		creationDate: '2026-03-14T09:30:11.204',
		completionDate: '2026-03-14T09:30:12.017',
		allTransactions: null,
		failedTransactions: null,
	}),
	async execute(run) {
		return await forEachItem(run, readWish, async ({ accountId, limit }, item) => {
			const answer = await run.awin.read({ path: jobsPath(accountId) }, item);
			const { jobs } = wholeAnswer(run, readJobs(answer), item, JOBS);
			return jobs.slice(0, limit).map(jobOutput);
		});
	},
};

function readWish(source: ParameterSource) {
	return { accountId: readAdvertiserId(source), limit: readLimit(source) };
}
