import { findRows, isDone, isObject } from '../look.cts';
import type { Answer } from '../caller.cts';
import type { Json } from '../look.cts';
import type { Findings, Judge, Verdicts } from '../verdicts.cts';

const NO_JOB = 'the list has no validation job that is over';
/** Larger jobs are left alone: their answers are long. */
const MOST_ROWS = 40_000;

/** The jobs of the list. */
export function jobsOf(answer: Answer | undefined): Json[] {
	return findRows(answer)?.rows ?? [];
}

function isOver(job: Json): boolean {
	return typeof job.completionDate === 'string' && job.completionDate !== '';
}

/** The job that tells most: one with good and bad results, and of these the largest. Null: none is over. */
export function tellingJob(jobs: readonly Json[]): string | null {
	const count = (value: unknown) => (typeof value === 'number' ? value : 0);
	const rank = ({ transactions, errors }: Json) =>
		count(transactions) + (count(errors) > 0 && count(errors) < count(transactions) ? 1e9 : 0);
	const [best] = jobs
		.filter((job) => isOver(job) && typeof job.jobId === 'string')
		.filter(({ transactions }) => count(transactions) <= MOST_ROWS)
		.sort((one, other) => rank(other) - rank(one));
	return (best?.jobId as string | undefined) ?? null;
}

/** How old the oldest job of the list is, in whole days; null where none says when it was sent. */
export function oldestJobDays(answer: Answer | undefined, nowMs: number): number | null {
	const sentMs = jobsOf(answer)
		.map(({ creationDate }) => Date.parse(`${String(creationDate)}Z`))
		.filter((atMs) => !Number.isNaN(atMs));
	return sentMs.length === 0 ? null : Math.floor((nowMs - Math.min(...sentMs)) / DAY_MS);
}

const DAY_MS = 86_400_000;

export const judgeJobs: Judge = (findings, verdicts) => {
	const { answers, role } = findings;
	const member = findRows(answers.jobs)?.member;
	if (member === 'none' || member === 'jobs') verdicts.tell('jobsWrapper', member);
	const why = role === 'advertiser' ? 'the list of jobs was not answered' : NO_ADVERTISER;
	verdicts.cannotTell('jobsWrapper', why);

	const jobs = jobsOf(answers.jobs);
	const over = jobs.filter(isOver);
	const [finished, others] = [statusOf(over), statusOf(jobs.filter((job) => !isOver(job)))];
	if (finished !== null) {
		verdicts.tell('finishedStatus', finished);
		verdicts.tell('jobsNeverFinish', false);
		verdicts.tell('badEndStatus', '');
		// Beside jobs that do end, one that has not is under way.
		if (others !== null) verdicts.tell('runningStatus', others);
	}
	for (const name of ['finishedStatus', 'jobsNeverFinish', 'badEndStatus'] as const) {
		verdicts.cannotTell(name, NO_JOB);
	}
	verdicts.cannotTell('runningStatus', 'no job was seen under way beside one that is over');
	judgeResults(findings, verdicts);
};

const NO_ADVERTISER = 'there is no account of an advertiser to ask';

/** The one status that these jobs have; a sentence in its place is not repeated. */
function statusOf(jobs: readonly Json[]): string | null {
	const statuses = new Set(jobs.map(({ status }) => status));
	const [status] = statuses;
	const isWord = typeof status === 'string' && /^[A-Za-z][A-Za-z _-]{0,29}$/.test(status);
	return statuses.size === 1 && isWord ? status : null;
}

function jobOf(answer: Answer | undefined): Json | null {
	return isDone(answer) && isObject(answer.value) && isOver(answer.value) ? answer.value : null;
}

function judgeResults({ answers }: Findings, verdicts: Verdicts): void {
	const [all, bad] = [jobOf(answers.jobAll), jobOf(answers.jobErrors)];
	const failed = Array.isArray(bad?.failedTransactions)
		? bad.failedTransactions.filter(isObject)
		: [];
	const listed: unknown[] | null = Array.isArray(all?.allTransactions) ? all.allTransactions : null;
	const entries = listed?.filter(isObject) ?? [];
	judgeUnchanged(bad, failed, entries, verdicts);
	if (all) judgeList(all, listed, entries, verdicts);
	verdicts.cannotTell(
		'allTransactions',
		all ? 'the job has no mixture of results that would show it' : NO_JOB,
	);

	const shown = [...failed, ...entries];
	const members = ['transactionId', 'orderRef', 'transactionDate', 'timezone'];
	const unused = shown.flatMap((entry) => members.map((member) => entry[member]));
	if (unused.includes('')) verdicts.tell('unusedIdentity', 'empty');
	else if (unused.includes(null)) verdicts.tell('unusedIdentity', 'null');
	verdicts.cannotTell('unusedIdentity', all ? 'the job names no transaction' : NO_JOB);
}

function hasCode(entry: Json, status: number): boolean {
	return typeof entry.code === 'string' && entry.code.includes(String(status));
}

function judgeUnchanged(
	bad: Json | null,
	failed: readonly Json[],
	entries: readonly Json[],
	verdicts: Verdicts,
): void {
	const unchanged = failed.filter((entry) => hasCode(entry, 304)).length;
	if (unchanged > 0 && bad) {
		if (bad.errors === failed.length) verdicts.tell('notModified', 'counted');
		else if (bad.errors === failed.length - unchanged) verdicts.tell('notModified', 'listed');
	} else if (bad && entries.some((entry) => hasCode(entry, 304))) {
		verdicts.tell('notModified', 'hidden');
	}
	verdicts.cannotTell(
		'notModified',
		bad ? 'the job shows no transaction that was in its state already' : NO_JOB,
	);
}

function judgeList(
	job: Json,
	listed: readonly unknown[] | null,
	entries: readonly Json[],
	verdicts: Verdicts,
): void {
	const asked = Number(job.transactions);
	if (listed === null) {
		verdicts.tell('allTransactions', 'none');
	} else if (listed.length === 0) {
		// Without a row at all, or with none that was changed, other forms are empty, too. Only where those that were in
		// their state already count as errors do fewer errors than rows mean that something was changed.
		const hasGood = verdicts.told.notModified === 'counted' && Number(job.errors) < asked;
		if (hasGood) verdicts.tell('allTransactions', 'empty');
	} else if (entries.length < listed.length) {
		verdicts.tell('allTransactions', 'ids');
	} else if (!entries.some((entry) => 'code' in entry)) {
		verdicts.tell('allTransactions', 'noCodes');
	} else if (entries.some((entry) => !hasCode(entry, 200))) {
		verdicts.tell('allTransactions', 'every');
	} else if (entries.length < asked) {
		verdicts.tell('allTransactions', 'goodOnly');
	}
}
