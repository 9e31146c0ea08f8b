import { MAX_BATCH_ITEMS, readBatch } from '../batch.cts';
import { detailsOf } from '../details.cts';
import { advertiserOf } from '../directory.cts';
import { parseJson } from '../read.cts';
import { failure, json, notFound } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import { Finder, judge } from '../validate.cts';

function takeBatch({ awin, accountId, body, nowMs }: RouteContext): SandboxResponse {
	const { switches, world } = awin;
	const advertiser = advertiserOf(accountId);
	if (!advertiser) return notFound();
	const items = readBatch(parseJson(body));
	if (typeof items === 'string') return failure(400, items);
	if (items.length === 0) return failure(400, 'The batch is empty');
	if (items.length > MAX_BATCH_ITEMS) {
		return failure(400, `The batch has more than ${MAX_BATCH_ITEMS} transactions`);
	}
	if (!switches.mixedActions && items.some(({ action }) => action !== items[0].action)) {
		return failure(400, 'All actions of a batch must be the same');
	}

	// Everything that will happen is known beforehand here, so a job's outcome can be settled at once: each item has its
	// moment within the job's time, is judged by the state at that moment, and is seen from then on.
	const job = awin.jobs.open(accountId, nowMs, world.jobDurationMs(items.length));
	const finder = new Finder(world, advertiser, switches);
	const stepMs = (job.completedAtMs - job.startsAtMs) / items.length;
	for (const [index, item] of items.entries()) {
		const atMs = job.startsAtMs + Math.floor(stepMs * (index + 1));
		const transaction = finder.find(item);
		const result = judge(world, advertiser, transaction, item, atMs, switches);
		job.results.push({ item, result });
		if (result.status !== 200 || !transaction) continue;
		for (const event of result.events) world.insertEvent(transaction.id, event);
		awin.enter({
			kind: 'validation',
			atMs,
			accountId,
			jobId: job.jobId,
			action: item.action,
			transactionId: transaction.id,
			reference: detailsOf(world.seed, transaction).orderRef,
			events: result.events,
		});
	}
	const answer = switches.jobIdInAnswer ? { jobId: job.jobId } : {};
	const error = switches.jobIdBesideError
		? { error: 'Partial', description: 'Some rows were not understood' }
		: {};
	return json(switches.batchStatus, { ...answer, ...error });
}

export const validationRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: '/advertisers/:accountId/transactions/batch',
		accountType: 'advertiser',
		auth: 'bearer',
		answer: takeBatch,
	},
];
