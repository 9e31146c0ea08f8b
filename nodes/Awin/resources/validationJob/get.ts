import type { IDataObject } from 'n8n-workflow';

import {
	askedJob,
	JOB_DETAILS,
	jobPath,
	jobQuery,
	type JobDetails,
	type ValidationJob,
} from '../../api/validationJobs';
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
			const read = async (output: JobDetails) => {
				const call = { path: jobPath(accountId, jobId), query: jobQuery(output) };
				const job = askedJob(await run.awin.read(call, item), jobId);
				if (!job) throw unreadableError(run.context.getNode(), item);
				return job;
			};
			const job = await read(details);
			const summary = jobOutput({ ...job, jobId: job.jobId ?? jobId });
			const all = (job.allTransactions ?? []).map((entry) => resultOutput(entry));
			// Nobody has shown what `all` answers with; the list of what went wrong is documented.
			const { failedTransactions } = saysTooLittle(job, details, all) ? await read('errors') : job;
			const results = joined(all, failedTransactions ?? []);
			// A job that has no row to show is told of nonetheless: silence would look like a job that is not there.
			if (results.length === 0) results.push(resultOutput());
			const rows = results.map((result) => ({ ...summary, ...result }));
			rowsByJob.set(key, rows);
			return rows;
		});
	},
};

/** Whether a job that is over was asked for every row, and does not tell what became of each. */
function saysTooLittle(job: ValidationJob, details: JobDetails, all: IDataObject[]): boolean {
	if (details !== 'all' || !job.isFinished || job.failedTransactions !== null) return false;
	const isShort = all.length === 0 || all.length < (job.transactions ?? 0);
	return isShort || all.some(({ outcome }) => outcome === null);
}

/** What went wrong, and then the rows of the other list, each row once. */
function joined(all: IDataObject[], failed: unknown[]): IDataObject[] {
	const rows = failed.map((entry) => resultOutput(entry, true));
	const told = new Set(all.filter(({ outcome }) => outcome !== null).map(identityOf));
	const wrong = told.size === 0 ? rows : rows.filter((row) => !told.has(identityOf(row)));
	const replaced = new Set(wrong.map(identityOf));
	return [...wrong, ...all.filter((row) => row.outcome !== null || !replaced.has(identityOf(row)))];
}

function identityOf({ transactionId, orderReference, transactionDate, timezone }: IDataObject) {
	return JSON.stringify([transactionId, orderReference, transactionDate, timezone]);
}

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
