/**
 * Validation jobs: Awin works through a batch on its own time, and tells how it went when asked (API reference, "Check the
 * status of the validation batch job", with and without transactions details).
 */
import { isJsonObject, readId, type JsonObject } from './answers';
import { readList, type Reading } from './lists';
import { pathPart } from './webAddresses';

export const JOB_DETAILS = ['all', 'errors'] as const;

/** Which results a job is asked for: every one, or those that went wrong. */
export type JobDetails = (typeof JOB_DETAILS)[number];

export function jobsPath(advertiserId: string): string {
	return `/advertisers/${advertiserId}/transactions/jobs`;
}

export function jobPath(advertiserId: string, jobId: string): string {
	return `${jobsPath(advertiserId)}/${pathPart(jobId)}`;
}

export function jobQuery(details: JobDetails): { output: JobDetails } {
	return { output: details };
}

/** A job as it stands. What Awin did not send, or sent in an unknown form, is null. */
export interface ValidationJob {
	jobId: string | null;
	/** Awin's own word. `DONE` is the only one that is documented. */
	status: string | null;
	/** There is a completion date, or the status says that it is over; any other status means that Awin is still at it. */
	isFinished: boolean;
	/** By its status the job did not get to its end, so nobody knows of the rows that it does not tell of. */
	endedBadly?: boolean;
	/** What Awin says of a job that ended badly. */
	said?: string;
	/** How many rows the job has, by Awin's count. */
	transactions: number | null;
	/** How many of them went wrong, by Awin's count. Whether rows that were so already count is not documented. */
	errors: number | null;
	/** As Awin writes them: `yyyy-MM-ddTHH:mm:ss.SSS` without a zone. */
	creationDate: string | null;
	completionDate: string | null;
	/** The results as they stand in the answer, for {@link readJobResult}; null where there is no such list. */
	allTransactions: unknown[] | null;
	failedTransactions: unknown[] | null;
}

/** Reads a job, bare or in a wrapper. @returns `undefined` where the answer holds none */
export function readJob(answer: unknown): ValidationJob | undefined {
	const job = findJob(answer);
	if (!job) return undefined;
	const status = textOf(job.status) ?? textOf(job.state);
	const completionDate = textOf(job.completionDate);
	const said = textOf(job.description) ?? textOf(job.message) ?? textOf(job.error) ?? undefined;
	return {
		...(isBadEnd(status) ? { endedBadly: true, said } : {}),
		jobId: textOf(job.jobId) ?? textOf(job.id),
		status,
		isFinished: completionDate !== null || isOver(status),
		transactions: countOf(job.transactions),
		errors: countOf(job.errors),
		creationDate: textOf(job.creationDate),
		completionDate,
		allTransactions: listOf(job.allTransactions),
		failedTransactions: listOf(job.failedTransactions),
	};
}

/** The ends of a job. `DONE` is the only one that is documented; the others are what such services commonly say. */
const GOOD_ENDS = words('DONE COMPLETE COMPLETED FINISHED SUCCESS SUCCESSFUL SUCCEEDED');
const BAD_ENDS = words(
	'FAIL FAILED FAILURE ERROR ERRORS ERRORED ABORT ABORTED CANCELED CANCELLED REJECTED EXPIRED TIMEOUT TIMEDOUT TERMINATED INTERRUPTED STOPPED KILLED CRASHED INVALID',
);
/** These go before a bad word in what is still under way, or was put right: `RETRYING_FAILED`, `NO_ERRORS`. */
const NOT_YET = words('RUNNING PROCESSING PENDING QUEUED RETRYING STARTED PROGRESS NO NOT WITHOUT');

function words(text: string): ReadonlySet<string> {
	return new Set(text.split(' '));
}

function wordsOf(status: string | null): string[] {
	return (status ?? '').toUpperCase().split(/[^A-Z]/);
}

function isOver(status: string | null): boolean {
	return GOOD_ENDS.has(status?.toUpperCase() ?? '') || isBadEnd(status);
}

/** Whether a status says that a job did not get to its end: `FAILED`, `COMPLETED_WITH_ERRORS`, `TIMED_OUT`. */
function isBadEnd(status: string | null): boolean {
	const said = wordsOf(status);
	if (said.some((word) => NOT_YET.has(word))) return false;
	return said.some((word) => BAD_ENDS.has(word)) || said.join('') === 'TIMEDOUT';
}

/** Reads the job that was asked for. @returns `undefined` where the answer holds none, or another one */
export function askedJob(answer: unknown, jobId: string): ValidationJob | undefined {
	const job = readJob(answer);
	const isIt = (job?.jobId ?? jobId).toLowerCase() === jobId.toLowerCase();
	return isIt ? job : undefined;
}

/**
 * Reads the list of jobs, whose form is not documented.
 *
 * @returns `undefined` where the answer holds no list
 */
export function readJobs(answer: unknown): Reading<ValidationJob> | undefined {
	return readList(answer, ['jobs', 'validationJobs', 'content', 'pageItems'], (entry) =>
		readJob(isJobId(entry) ? { jobId: entry } : entry),
	);
}

function isJobId(entry: unknown): boolean {
	return typeof entry === 'string' && entry !== '';
}

const JOB_MEMBERS = ['jobId', 'status', 'state', 'completionDate', 'creationDate'];
const WRAPPERS = ['job', 'body', 'data', 'result'];

function findJob(answer: unknown, depth = 0): JsonObject | undefined {
	if (depth > 2) return undefined;
	if (Array.isArray(answer)) {
		return answer.length === 1 ? findJob(answer[0], depth + 1) : undefined;
	}
	if (!isJsonObject(answer)) return undefined;
	if (JOB_MEMBERS.some((member) => textOf(answer[member]) !== null)) return answer;
	for (const key of WRAPPERS) {
		const job = findJob(answer[key], depth + 1);
		if (job) return job;
	}
	return undefined;
}

/** What became of one row. What Awin did not send, or left empty because the row was named otherwise, is null. */
export interface JobResult {
	/** A number where that loses no digits. */
	transactionId: number | string | null;
	orderRef: string | null;
	transactionDate: string | null;
	timezone: string | null;
	/** 304: it was so already. 404: there is no such transaction. 422: not allowed as it stands. */
	code: number | null;
	/** Awin's own words for the code and for what is the matter. */
	codeText: string | null;
	description: string | null;
}

/** Reads one entry of `allTransactions` or `failedTransactions`; the form of the first is not documented. */
export function readJobResult(entry: unknown): JobResult | undefined {
	if (!isJsonObject(entry)) return undefined;
	// A request row that was given back with its result has its identity one level down.
	const identity = isJsonObject(entry.transaction) ? { ...entry, ...entry.transaction } : entry;
	const id = readId(identity.transactionId) ?? readId(identity.id);
	const codeText = textOf(entry.code) ?? textOf(entry.status);
	return {
		transactionId: id === undefined || id === 0 ? null : id,
		orderRef: textOf(identity.orderRef),
		transactionDate: textOf(identity.transactionDate),
		timezone: textOf(identity.timezone),
		code: codeOf(codeText),
		codeText,
		description: textOf(entry.description) ?? textOf(entry.message),
	};
}

/** The code comes as text with its name (`[404 NOT_FOUND]`); a bare number is taken too. */
function codeOf(text: string | null): number | null {
	const digits = text && /(?:^|\D)([1-5]\d\d)(?:\D|$)/.exec(text)?.[1];
	return digits ? Number(digits) : null;
}

function textOf(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	return (typeof value === 'string' && value.trim()) || null;
}

function countOf(value: unknown): number | null {
	const count = typeof value === 'string' && value.trim() ? Number(value) : value;
	return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : null;
}

function listOf(value: unknown): unknown[] | null {
	return Array.isArray(value) ? (value as unknown[]) : null;
}
