import type { IDataObject } from 'n8n-workflow';

import { readJobResult, type ValidationJob } from '../../api/validationJobs';
import { verdictOf } from '../../api/validationResults';

/** A job as it stands: the same columns whatever Awin sent. */
export function jobOutput(job: ValidationJob): IDataObject {
	return {
		jobId: job.jobId,
		status: job.status,
		isFinished: job.isFinished,
		transactions: job.transactions,
		errors: job.errors,
		creationDate: job.creationDate,
		completionDate: job.completionDate,
	};
}

/** One row of a job; with nothing but nulls for a job that has no row to show. */
export function resultOutput(entry?: unknown, isFailedList = false): IDataObject {
	const result = readJobResult(entry);
	const verdict = result && verdictOf(result, isFailedList);
	return {
		outcome: verdict?.outcome ?? null,
		code: result?.code ?? null,
		message: result?.description ?? result?.codeText ?? null,
		transactionId: result?.transactionId ?? null,
		orderReference: result?.orderRef ?? null,
		transactionDate: result?.transactionDate ?? null,
		timezone: result?.timezone ?? null,
	};
}

export const sampleJob: ValidationJob = {
	jobId: '5f0c7ad1c2b4e60d8a9b3c21',
	status: 'DONE',
	isFinished: true,
	transactions: 120,
	errors: 1,
	creationDate: '2026-03-14T09:30:11.204',
	completionDate: '2026-03-14T09:30:12.017',
	allTransactions: null,
	failedTransactions: null,
};
