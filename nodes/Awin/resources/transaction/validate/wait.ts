/**
 * Waiting for Awin to work through the batches.
 */
import { askedJob, jobPath, jobQuery, type ValidationJob } from '../../../api/validationJobs';
import {
	hasResults,
	isAnyUnknown,
	judgeByBoth,
	judgeRows,
	type RowVerdict,
} from '../../../api/validationResults';
import { shapeOf } from '../../../api/shapes';
import { explain, unknownForm, type CallFailure } from '../../../transport/failures';
import { tellShape } from '../../batch/finish';
import type { Run } from '../../operation';
import type { TakenBatch } from './delivery';
import { judgedResult, submittedResult, type ValidateResult } from './results';
import type { Settings } from './fields';

type Results = Array<ValidateResult | undefined>;

/** In Awin's sample a job of two rows took a second; one of 40,000 takes minutes. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;
const GROWTH = 1.5;
/** Answers that help nobody, one after the other, until a job is asked no more. */
const MOST_MISSES = 3;

interface Waiting {
	batch: TakenBatch;
	misses: number;
	/** What is told of the rows if the waiting ends now. */
	why: string;
	/** What is known of the rows already, where the job is over and not all of it could be fetched. */
	verdicts?: RowVerdict[];
}

const STOPPED_WAITING =
	'Awin has taken it in; the execution was stopped before its result was there';

/** Nothing is thrown away any more: whatever happens, each row comes out with what is known of it. */
export async function waitOrLeave(
	run: Run,
	batches: TakenBatch[],
	{ waitForCompletion, timeoutMs }: Settings,
	results: Results,
): Promise<void> {
	if (waitForCompletion) return await waitForJobs(run, batches, timeoutMs, results);
	for (const batch of batches) {
		leaveOpen(batch, 'Awin has taken it in; its result was not waited for', results);
	}
}

/**
 * Asks for the jobs, with pauses that grow, until all are over or the time is up.
 *
 * Never throws: rows whose result is not there in time, or cannot be read, are submitted, with the job to ask for later.
 */
export async function waitForJobs(
	run: Run,
	batches: TakenBatch[],
	timeoutMs: number,
	results: Results,
): Promise<void> {
	const { awin } = run;
	const deadlineMs = awin.clock.nowMs() + timeoutMs;
	const seconds = Math.round(timeoutMs / 1000);
	const why = `Awin has taken it in and was still working on it after ${seconds} seconds`;
	let open: Waiting[] = batches.map((batch) => ({ batch, misses: 0, why }));
	for (let pauseMs = FIRST_PAUSE_MS; open.length > 0; pauseMs *= GROWTH) {
		const leftMs = deadlineMs - awin.clock.nowMs();
		if (leftMs <= 0) break;
		if (!(await awin.rest(Math.min(pauseMs, LONGEST_PAUSE_MS, leftMs)))) {
			for (const waiting of open) waiting.why = STOPPED_WAITING;
			break;
		}
		const stillOpen: Waiting[] = [];
		for (const waiting of open) {
			if (!(await ask(run, waiting, deadlineMs, results))) stillOpen.push(waiting);
		}
		open = stillOpen;
	}
	for (const waiting of open) giveUp(waiting, results);
}

/** Gives the rows of a batch out without a result of Awin's. */
function leaveOpen({ indexes, requests, jobId }: TakenBatch, why: string, results: Results): void {
	indexes.forEach((index, place) => {
		results[index] = submittedResult(requests[place], jobId, why);
	});
}

/** Asks for one job. @returns whether its rows have their results, or it makes no sense to ask again */
async function ask(
	run: Run,
	waiting: Waiting,
	deadlineMs: number,
	results: Results,
): Promise<boolean> {
	const { batch } = waiting;
	const reading = await readJobOf(run, batch, 'all', deadlineMs);
	if ('failure' in reading) return miss(waiting, reading.failure, results);
	let { job, answer } = reading;
	if (!job.isFinished) {
		waiting.misses = 0;
		return false;
	}
	let verdicts = judgeRows(batch.requests, job);
	// Nobody has shown what `all` answers with; the list of what went wrong is the documented one.
	if (!hasResults(job) || isAnyUnknown(verdicts)) {
		const errors = await readJobOf(run, batch, 'errors', deadlineMs);
		if ('failure' in errors) {
			waiting.verdicts = hasResults(job) ? verdicts : undefined;
			return miss(waiting, errors.failure, results);
		}
		verdicts = judgeByBoth(batch.requests, job, errors.job);
		if (!hasResults(job)) ({ answer } = errors);
		({ job } = errors);
	}
	tell(batch, verdicts, job, results, answer);
	return true;
}

function tell(
	batch: TakenBatch,
	verdicts: RowVerdict[],
	{ endedBadly, status, said }: Partial<ValidationJob>,
	results: Results,
	answer: unknown,
): void {
	const badEnd = endedBadly ? { status: status ?? '', said } : undefined;
	const shape = isAnyUnknown(verdicts) ? shapeOf(answer) : undefined;
	batch.indexes.forEach((index, place) => {
		const result = judgedResult(batch.requests[place], batch, verdicts[place], badEnd);
		if (result.outcome === 'unknown') tellShape(result, shape);
		results[index] = result;
	});
}

/** Gives the rows out as they are known: what the job has told of some of them stays true. */
function giveUp({ batch, why, verdicts = [] }: Waiting, results: Results): void {
	leaveOpen(batch, why, results);
	batch.indexes.forEach((index, place) => {
		const verdict = verdicts[place];
		if (!verdict || verdict.outcome === 'unknown') return;
		results[index] = judgedResult(batch.requests[place], batch, verdict);
	});
}

async function readJobOf(
	run: Run,
	{ accountId, jobId }: TakenBatch,
	details: 'all' | 'errors',
	deadlineMs: number,
): Promise<{ job: ValidationJob; answer: unknown } | { failure: CallFailure }> {
	const path = jobPath(accountId, jobId);
	const result = await run.awin.send({ path, query: jobQuery(details), deadlineMs });
	if (!result.ok) {
		// A job that ended badly may say so beside an error.
		const { failure } = result;
		if (failure.kind !== 'refused') return { failure };
		const told = askedJob(failure.answer, jobId);
		const isIt = told?.jobId === jobId && told.status !== null;
		return isIt ? { job: told, answer: failure.answer } : { failure };
	}
	const { answer } = result;
	const job = askedJob(answer, jobId);
	return job ? { job, answer } : { failure: unknownForm(result.status, answer) };
}

/** @returns whether to stop asking: nothing will change, or nobody is there any more */
function miss(waiting: Waiting, failure: CallFailure, results: Results): boolean {
	waiting.misses++;
	const isFinal =
		failure.kind === 'credential' ||
		(failure.kind === 'refused' && [401, 403].includes(failure.status));
	if (failure.kind === 'cancelled') waiting.why = STOPPED_WAITING;
	else if (failure.kind !== 'noTime' || failure.wasRefused) {
		waiting.why = `Awin has taken it in, and its result could not be fetched: ${explain(failure).message}`;
	}
	if (!isFinal && failure.kind !== 'cancelled' && waiting.misses < MOST_MISSES) return false;
	giveUp(waiting, results);
	return true;
}
