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
import { advertiserAccount } from '../../fields/account';
import { choice } from '../../fields/choice';
import { fieldsOf } from '../../fields/parameter';
import { requiredText } from '../../fields/text';
import { unreadableError } from '../../transport/errors';
import { forEachItem } from '../forEachItem';
import type { Operation } from '../operation';
import { jobOutput, resultOutput, sampleJob } from './output';

const WHERE_JOBS_ARE =
	'Give the ID that Validate gave out with the items, or find it with Validation Job: Get Many.';

const parameters = {
	accountId: advertiserAccount,
	jobId: requiredText(
		{
			displayName: 'Job ID',
			name: 'jobId',
			required: true,
			placeholder: 'e.g. 5f0c7ad1c2b4e60d8a9b3c21',
			description: 'The ID that Validate gives out with each item',
		},
		WHERE_JOBS_ARE,
	).map((jobId, source, named) => {
		if (isPathPart(jobId)) return jobId;
		throw named.refuse(source, jobId, 'is not the ID of a job', WHERE_JOBS_ARE);
	}),
	details: choice(
		{
			displayName: 'Show',
			name: 'show',
			options: [
				{
					name: 'Only What Was Not Done',
					value: 'errors',
					description: 'The rows that Awin did not carry out, and those that were so already',
				},
				{ name: 'Every Row', value: 'all', description: 'Also the rows that were carried out' },
			],
			description: 'Which rows of the job to show',
		},
		{ what: 'one of the choices', choices: JOB_DETAILS },
	),
};

export const getValidationJob: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a validation job',
		description:
			'Read how a batch of transactions that were validated went, row by row, by the job ID that Validate gives out; changes nothing',
	},
	fields: fieldsOf(parameters),
	get preview() {
		const result = resultOutput({
			transactionId: 1612345678,
			orderRef: 'A-10023',
			transactionDate: '2026-02-20T22:04:00',
			timezone: 'Europe/Berlin',
			code: '[422 UNPROCESSABLE_ENTITY]',
			description: 'Approved transaction cannot be declined',
		});
		return { ...jobOutput(sampleJob), ...result };
	},
	async execute(run) {
		const jobsRead = new Set<string>();
		return await forEachItem(run, parameters, async ({ accountId, jobId, details }, item) => {
			// Many items of one batch name the same job; it is read once and given out once.
			const key = [accountId, jobId, details].join(' ');
			if (jobsRead.has(key)) return [];
			const read = async (output: JobDetails) => {
				const call = { path: jobPath(accountId, jobId), query: jobQuery(output) };
				const answer = await run.awin.read(call, item);
				const job = askedJob(answer, jobId);
				if (!job) throw unreadableError(run.context.getNode(), answer, item);
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
			jobsRead.add(key);
			return results.map((result) => ({ json: { ...summary, ...result } }));
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
