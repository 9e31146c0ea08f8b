import type { Job } from '../jobs.cts';
import { codeText, failure, json, notFound } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import type { Switches } from '../switches.cts';
import { DAY_MS, writeDate } from '../zones.cts';

/** One item's result. The documented shape is that of a failed one; nobody has shown `allTransactions`, which has it too. */
function shownResult({ item, result }: Job['results'][number], switches: Switches) {
	const unused = switches.unusedIdentity === 'null' ? null : '';
	const id = item.transactionId ?? unused;
	return {
		transactionId: switches.idsAsStrings ? id && String(id) : id,
		orderRef: item.orderRef ?? unused,
		transactionDate: item.transactionDate ?? unused,
		timezone: item.timezone ?? unused,
		code: codeText(result.status),
		description: result.description,
	};
}

/** What `output=all` lists, in each way that is plausible. */
function allOf(job: Job, switches: Switches): unknown[] | null {
	const shown = job.results.map((one) => ({ one, entry: shownResult(one, switches) }));
	switch (switches.allTransactions) {
		case 'every':
			return shown.map(({ entry }) => entry);
		case 'noCodes':
			return shown.map(({ entry: { code: _code, description: _words, ...identity } }) => identity);
		case 'empty':
			return [];
		case 'goodOnly':
			return shown.filter(({ one }) => one.result.status === 200).map(({ entry }) => entry);
		case 'ids':
			return shown.map(({ entry }) => entry.transactionId);
		case 'none':
			return null;
	}
}

/** A job as it stands; with the lists that `output` asks for once it is over. */
function shownJob(job: Job, output: string | null, nowMs: number, switches: Switches) {
	const isLost = switches.badEndStatus !== '';
	const isDone = !isLost && !switches.jobsNeverFinish && nowMs >= job.completedAtMs;
	const isFailed = ({ result }: Job['results'][number]) => result.status >= 400;
	const isUnchanged = ({ result }: Job['results'][number]) => result.status === 304;
	const inOrder = (shown: unknown[] | null) =>
		switches.resultOrder === 'asSent' ? shown : (shown?.reverse() ?? null);
	const listOf = (results: Job['results']) =>
		inOrder(results.map((one) => shownResult(one, switches)));
	const running = isLost ? switches.badEndStatus : switches.runningStatus;
	const { notModified } = switches;
	return {
		jobId: job.jobId,
		status: isDone ? switches.finishedStatus : running,
		transactions: job.results.length,
		allTransactions: isDone && output === 'all' ? inOrder(allOf(job, switches)) : null,
		errors: isDone
			? job.results.filter(
					(one) => isFailed(one) || (notModified === 'counted' && isUnchanged(one)),
				).length
			: 0,
		failedTransactions:
			isDone && output === 'errors'
				? listOf(
						job.results.filter(
							(one) => isFailed(one) || (notModified !== 'hidden' && isUnchanged(one)),
						),
					)
				: null,
		// Without a zone at Awin; these are UTC, which no page says.
		creationDate: writeDate(job.createdAtMs, 'UTC', true),
		completionDate: isDone ? writeDate(job.completedAtMs, 'UTC', true) : null,
	};
}

function isKept({ createdAtMs }: Job, nowMs: number, { jobsKeptDays }: Switches): boolean {
	return jobsKeptDays === 0 || nowMs - createdAtMs <= jobsKeptDays * DAY_MS;
}

function showJob({ awin, accountId, params, query, nowMs }: RouteContext): SandboxResponse {
	const output = query.get('output');
	if (output !== null && output !== 'errors' && output !== 'all') {
		return failure(400, `Invalid value '${output}' for parameter 'output'`);
	}
	const job = awin.jobs.find(accountId, params.jobId);
	return job && isKept(job, nowMs, awin.switches)
		? json(200, shownJob(job, output, nowMs, awin.switches))
		: notFound();
}

/** The list's schema is not documented: the jobs' own members, without the lists of transactions, newest first. */
function listJobs({ awin, accountId, nowMs }: RouteContext): SandboxResponse {
	const jobs = awin.jobs
		.of(accountId)
		.filter((job) => isKept(job, nowMs, awin.switches))
		.map((job) => shownJob(job, null, nowMs, awin.switches))
		.reverse();
	return json(200, awin.switches.jobsWrapper === 'jobs' ? { jobs } : jobs);
}

export const jobRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/advertisers/:accountId/transactions/jobs',
		accountType: 'advertiser',
		auth: 'bearer',
		answer: listJobs,
	},
	{
		method: 'GET',
		path: '/advertisers/:accountId/transactions/jobs/:jobId',
		accountType: 'advertiser',
		auth: 'bearer',
		answer: showJob,
	},
];
