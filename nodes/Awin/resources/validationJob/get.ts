import type { IDataObject } from 'n8n-workflow';

import { JOB_DETAILS, jobPath, jobQuery, readJob } from '../../api/validationJobs';
import { isPathPart } from '../../api/webAddresses';
import { advertiserField, readAdvertiserId } from '../../fields/account';
import { readChoice } from '../../fields/choice';
import type { ParameterSource } from '../../fields/item';
import { readRequiredText } from '../../fields/text';
import { unreadableError } from '../../transport/errors';
import { forEachItem, type Operation } from '../operation';
import { jobOutput, resultOutput } from './output';

export const getValidationJob: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a validation job',
		description:
			'Read how a batch of transactions that were validated went, row by row, by the job ID that Validate gives out; changes nothing',
	},
	fields: [
		advertiserField,
		{
			displayName: 'Job ID',
			name: 'jobId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 5f0c7ad1c2b4e60d8a9b3c21',
			description: 'The ID that Validate gives out with each item',
		},
		{
			displayName: 'Show',
			name: 'show',
			type: 'options',
			options: [
				{
					name: 'Only What Was Not Done',
					value: 'errors',
					description: 'The rows that Awin did not carry out, and those that were so already',
				},
				{ name: 'Every Row', value: 'all', description: 'Also the rows that were carried out' },
			],
			default: 'all',
			description: 'Which rows of the job to show',
		},
	],
	preview: {
		...jobOutput({
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
		...resultOutput({
			transactionId: 1612345678,
			orderRef: 'A-10023',
			transactionDate: '2026-02-20T22:04:00',
			timezone: 'Europe/Berlin',
			code: '[422 UNPROCESSABLE_ENTITY]',
			description: 'Approved transaction cannot be declined',
		}),
	},
	async execute(run) {
		const rowsByJob = new Map<string, IDataObject[]>();
		return await forEachItem(run, readWish, async ({ accountId, jobId, details }, item) => {
			// Many items of one batch name the same job; it is read once and given out once.
			const key = [accountId, jobId, details].join(' ');
			if (rowsByJob.has(key)) return [];
			const call = { path: jobPath(accountId, jobId), query: jobQuery(details) };
			const job = readJob(await run.awin.read(call, item));
			if (!job) throw unreadableError(run.context.getNode(), item);
			const summary = jobOutput({ ...job, jobId: job.jobId ?? jobId });
			const results = [
				...(job.failedTransactions ?? []).map((entry) => resultOutput(entry, true)),
				...(job.allTransactions ?? []).map((entry) => resultOutput(entry)),
			];
			// A job that has no row to show is told of nonetheless: silence would look like a job that is not there.
			if (results.length === 0) results.push(resultOutput());
			const rows = results.map((result) => ({ ...summary, ...result }));
			rowsByJob.set(key, rows);
			return rows;
		});
	},
};

function readWish(source: ParameterSource) {
	return {
		accountId: readAdvertiserId(source),
		jobId: readJobId(source),
		details: readChoice(source, {
			name: 'show',
			label: 'Show',
			what: 'one of the choices',
			choices: JOB_DETAILS,
		}),
	};
}

const WHERE_JOBS_ARE =
	'Give the ID that Validate gave out with the items, or find it with Validation Job: Get Many.';

function readJobId(source: ParameterSource): string {
	const jobId = readRequiredText(source, 'Job ID', 'jobId', WHERE_JOBS_ARE);
	if (isPathPart(jobId)) return jobId;
	throw source.refuse('Job ID', jobId, 'is not the ID of a job', WHERE_JOBS_ARE);
}
