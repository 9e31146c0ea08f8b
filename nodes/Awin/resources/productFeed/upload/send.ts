/**
 * Sending the feeds, each in one call: an upload replaces the feed that was there, so a second part would throw out the
 * first one.
 */
import { judgeFeed } from '../../../api/feedVerdict';
import { UPLOAD_CONTENT_TYPE } from '../../../api/productFeeds';
import { explain } from '../../../transport/errors';
import { explainForAdvertiser, mayHaveArrived } from '../../batch/sending';
import type { Run } from '../../operation';
import { answeredResult, notSentResult, resultOf, type UploadResult } from './results';
import { noteSent } from './rounds';
import type { Row } from './rows';

/** The result of each item by its index; filled in as results become known. */
export type Results = Array<UploadResult | undefined>;

/** Awin checks all products before it answers. */
const UPLOAD_TIMEOUT_MS = 300_000;

/** Sends one feed. Never throws: every row has its result afterwards. */
export async function sendFeed(run: Run, rows: Row[], results: Results): Promise<void> {
	const [{ path, accountId }] = rows;
	const bytes = Buffer.concat(rows.map(({ lines }) => lines));
	const result = await run.awin.send({
		method: 'POST',
		path,
		rawBody: { bytes, contentType: UPLOAD_CONTENT_TYPE },
		effect: 'write',
		timeoutMs: UPLOAD_TIMEOUT_MS,
	});
	if (result.ok) {
		noteSent(run, rows);
		return takeAnswer(rows, results, result);
	}
	const { failure } = result;
	if (mayHaveArrived(failure)) noteSent(run, rows);
	if (failure.kind === 'refused' && !mayHaveArrived(failure)) {
		const explanation = await explainForAdvertiser(run, accountId, failure);
		return takeAnswer(rows, results, failure, withFeedHelp(explanation, failure.status));
	}
	const { message, description: nextStep } = explain(failure);
	for (const row of rows) {
		results[row.index] = mayHaveArrived(failure)
			? resultOf('unknown', { message, nextStep: AGAIN, products: row.ids.length })
			: notSentResult({ message, nextStep }, row.ids.length);
	}
}

const AGAIN =
	'Nobody can say whether Awin has the feed. Run the node again: an upload replaces the whole feed, so nothing is there twice.';

function withFeedHelp(
	explanation: { message: string; description: string },
	status: number,
): { message: string; description: string } {
	if (status !== 404) return explanation;
	const { message, description } = explanation;
	return { message, description: `Check "Locale" and "Vertical". ${description}` };
}

function takeAnswer(
	rows: Row[],
	results: Results,
	{ status, answer }: { status: number; answer?: unknown },
	refusal?: { message: string; description: string },
): void {
	const verdict = judgeFeed(
		rows.flatMap(({ ids }) => ids),
		{ status, answer },
	);
	let from = 0;
	for (const row of rows) {
		results[row.index] = answeredResult(row, from, status, verdict, refusal);
		from += row.ids.length;
	}
}
