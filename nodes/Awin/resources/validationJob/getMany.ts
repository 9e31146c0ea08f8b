import { jobsPath, readJobs } from '../../api/validationJobs';
import { advertiserField, readAdvertiserId } from '../../fields/account';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { unreadableError } from '../../transport/errors';
import { forEachItem, type Operation } from '../operation';
import { jobOutput } from './output';

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
			const jobs = readJobs(await run.awin.read({ path: jobsPath(accountId) }, item));
			if (!jobs) throw unreadableError(run.context.getNode(), item);
			return jobs.slice(0, limit).map(jobOutput);
		});
	},
};

function readWish(source: ParameterSource) {
	return { accountId: readAdvertiserId(source), limit: readLimit(source) };
}
