/**
 * What Awin posts to the `webhook.url` of a batch of orders once all are processed. Its form was never published: the switches
 * play the plausible ones. The orders that were pending are finished then, as the switch `pendingEnd` has it.
 */
import type { AwinSandbox } from './awin.cts';
import { isObject } from './read.cts';
import type { JsonObject } from './read.cts';
import { failure, json } from './respond.cts';
import type { SandboxResponse } from './respond.cts';
import type { Switches } from './switches.cts';

/** What became of one order of a batch. */
export interface ProcessedOrder {
	/** As the answer named it. */
	reference: unknown;
	correlationId: string;
	/** Why it is refused; nothing where it is not. */
	errors: Array<{ field: string; message: string }>;
}

/** A batch that Awin is to report on. */
export interface ReportedBatch {
	url: string;
	batchId: string;
	/** The advertiser. */
	accountId: number;
	orders: ProcessedOrder[];
}

interface Post {
	contentType: string;
	body: string;
}

const JSON_TYPE = 'application/json';

/** The bodies that Awin posts for a batch: one, or one for each order. */
function postsOf(batch: ReportedBatch, switches: Switches): Post[] {
	const named = switches.resultsAccount === 'named' ? { advertiserId: batch.accountId } : {};
	const top = { ...named, batchId: batch.batchId };
	const entries = batch.orders.map(({ reference, correlationId, errors }) => ({
		orderReference: reference,
		correlationId,
		...(errors.length > 0 ? { code: `E-${correlationId.slice(0, 8)}`, errors } : {}),
	}));
	const isGood = (_: unknown, place: number) => batch.orders[place].errors.length === 0;
	const lists = {
		...top,
		successfulOrders: entries.filter(isGood),
		failedOrders: entries.filter((entry, place) => !isGood(entry, place)),
	};
	const each = entries.map((entry, place) => ({
		...entry,
		status: isGood(entry, place) ? 'SUCCESS' : 'FAILED',
	}));
	const asJson = (value: unknown): Post => ({
		contentType: JSON_TYPE,
		body: JSON.stringify(value),
	});
	switch (switches.resultsForm) {
		case 'lists':
			return [asJson(lists)];
		case 'wrapped':
			return [asJson({ event: 'conversions.processed', data: lists })];
		case 'snake':
			return [asJson(snakeCased(lists))];
		case 'orders':
			return [asJson({ ...top, orders: each })];
		case 'single':
			return each.map((one) => asJson({ ...top, ...one }));
		case 'form':
			return [
				{
					contentType: 'application/x-www-form-urlencoded',
					body: new URLSearchParams({ results: JSON.stringify(lists) }).toString(),
				},
			];
	}
}

function snakeCased(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(snakeCased);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [
			name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
			snakeCased(member),
		]),
	);
}

function addressOf(batch: ReportedBatch, switches: Switches, to: string | undefined): string {
	const { origin, pathname, search } = new URL(batch.url);
	const query = switches.resultsQuery === 'kept' ? search : '';
	return (to ?? origin + pathname) + query;
}

/**
 * Control request: Awin is through with every batch that was sent with a `webhook.url`, and posts what became of the orders,
 * in the background and one after the other. `to` takes an address that stands in for those of the batches, which have to begin
 * with https; their queries stay. Answers what is posted, and forgets the batches unless `keep` is true.
 */
export function report(
	awin: AwinSandbox,
	_query: URLSearchParams,
	{ to, keep = false }: JsonObject,
): SandboxResponse {
	if (to !== undefined && !(typeof to === 'string' && /^https?:\/\//.test(to)))
		return failure(400, 'to takes an address');
	const batches = keep === true ? [...awin.reportedBatches] : awin.reportedBatches.splice(0);
	const posts = batches.flatMap((batch) =>
		postsOf(batch, awin.switches).map((post) => ({
			url: addressOf(batch, awin.switches, to),
			...post,
		})),
	);
	void (async () => {
		for (const { url, contentType, body } of posts) {
			const headers = { 'content-type': contentType };
			const signal = AbortSignal.timeout(10_000);
			await fetch(url, { method: 'POST', headers, body, signal }).catch(() => undefined);
		}
	})();
	return json(202, { posts });
}
