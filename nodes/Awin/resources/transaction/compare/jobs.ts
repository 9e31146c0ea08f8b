/**
 * What Awin is still working on: batches of validations that are not over yet. What is proposed beside them might be done
 * twice, or be out of date as it is read.
 */
import { referenceKey } from '../../../api/orderReferences';
import {
	askedJob,
	jobPath,
	jobQuery,
	jobsPath,
	readJobResult,
	readJobs,
	type ValidationJob,
} from '../../../api/validationJobs';
import { callError } from '../../../transport/errors';
import { explain } from '../../../transport/failures';
import type { Run } from '../../operation';
import { warn } from '../../warnings';
import type { AwinSale } from './question';

/** Awin does not say how many jobs it lists. Older ones than these are over. */
const MOST_JOBS_READ = 10;

/** Marks the transactions that a batch under way names. What cannot be found out is told, and changes nothing else. */
export async function markThoseInBatches(
	run: Run,
	accountId: string,
	sales: Iterable<AwinSale>,
): Promise<void> {
	const named = await namesUnderWay(run, accountId);
	if (named.size === 0) return;
	for (const sale of sales) {
		const isNamed = named.has(sale.id) || named.has(referenceName(sale.referenceKey));
		if (isNamed) sale.isInBatch = true;
	}
}

/** The IDs and the references that the batches under way name; an ID is digits only, as no reference is here. */
async function namesUnderWay(run: Run, accountId: string): Promise<Set<string>> {
	const named = new Set<string>();
	const answer = await ask(run, accountId, { path: jobsPath(accountId) });
	if (answer === undefined) return named;
	const jobs = readJobs(answer)?.rows.filter(({ isFinished }) => !isFinished);
	if (!jobs) {
		tellOfSilence(run, accountId, 'Awin answered with something that is no list of them');
		return named;
	}
	let silent = Math.max(0, jobs.length - MOST_JOBS_READ);
	for (const { jobId } of newestFirst(jobs).slice(0, MOST_JOBS_READ)) {
		if (jobId === null) silent++;
		else if (!(await addNames(run, accountId, jobId, named))) silent++;
	}
	if (silent > 0) {
		warn(
			run,
			`Awin is still working on ${silent === 1 ? 'a batch' : `${silent} batches`} of validations in account ${accountId}, and does not say which transactions are in it. Some of the proposals may be out of date soon: compare again when it is over (Validation Job: Get Many tells).`,
		);
	}
	return named;
}

function newestFirst(jobs: ValidationJob[]): ValidationJob[] {
	const dateOf = ({ creationDate }: ValidationJob) => creationDate ?? '';
	return [...jobs].sort((a, b) => (dateOf(a) < dateOf(b) ? 1 : dateOf(a) > dateOf(b) ? -1 : 0));
}

/** @returns whether it is known now which transactions the job has that is not over */
async function addNames(
	run: Run,
	accountId: string,
	jobId: string,
	named: Set<string>,
): Promise<boolean> {
	const call = { path: jobPath(accountId, jobId), query: jobQuery('all') };
	const answer = await ask(run, accountId, call);
	// Told already.
	if (answer === undefined) return true;
	const job = askedJob(answer, jobId);
	if (job?.isFinished) return true;
	let count = 0;
	for (const entry of [...(job?.allTransactions ?? []), ...(job?.failedTransactions ?? [])]) {
		const result = readJobResult(entry);
		if (!result) continue;
		const { transactionId, orderRef } = result;
		if (transactionId === null && orderRef === null) continue;
		count++;
		if (transactionId !== null) named.add(String(transactionId));
		else if (orderRef !== null) named.add(referenceName(referenceKey(orderRef)));
	}
	return count > 0 && count >= (job?.transactions ?? 0);
}

function referenceName(key: string): string {
	return `reference ${key}`;
}

/** @returns `undefined` where Awin does not answer, which is told */
async function ask(
	run: Run,
	accountId: string,
	call: { path: string; query?: { output: string } },
): Promise<unknown> {
	const result = await run.awin.send(call);
	if (result.ok) return result.answer ?? null;
	// Stopped: there is nobody left to read a proposal.
	if (result.failure.kind === 'cancelled') throw callError(run.context.getNode(), result.failure);
	tellOfSilence(run, accountId, explain(result.failure, call.path).message);
	return undefined;
}

function tellOfSilence(run: Run, accountId: string, why: string): void {
	warn(
		run,
		`It could not be found out which batches of validations Awin is still working on in account ${accountId}: ${why}. A transaction in one of them is proposed for as if there were none.`,
	);
}
