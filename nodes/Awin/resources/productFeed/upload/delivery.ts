/**
 * How feeds travel, each in one call: an upload replaces the feed that was there, so a second part would throw out the first
 * one.
 */
import { judgeFeed } from '../../../api/feedVerdict';
import { UPLOAD_CONTENT_TYPE } from '../../../api/productFeeds';
import type { CallFailure, Explanation } from '../../../transport/failures';
import { explainForAdvertiser, mayHaveArrived } from '../../batch/failures';
import type { Delivery } from '../../batch/sender';
import type { Run } from '../../operation';
import type { Row } from './products';
import { answeredResults, resultOf, type UploadResult } from './results';
import { noteSent } from './rounds';

/** Awin checks all products before it answers. */
const UPLOAD_TIMEOUT_MS = 300_000;

const AGAIN =
	'Nobody can say whether Awin has the feed. Run the node again: an upload replaces the whole feed, so nothing is there twice.';

export function deliverFeeds(run: Run, rows: Row[]): Delivery<Row, UploadResult> {
	return {
		rows,
		pathOf: ({ path }) => path,
		rowsPerCall: Infinity,
		callOf: (feed) => ({
			rawBody: {
				bytes: Buffer.concat(feed.map(({ lines }) => lines)),
				contentType: UPLOAD_CONTENT_TYPE,
			},
			timeoutMs: UPLOAD_TIMEOUT_MS,
		}),
		noteArrival: (feed) => noteSent(run, feed),
		explain: async (row, failure) => await explainFeed(run, row, failure),
		// A refusal names products, and says what is wrong with them.
		refusalIsOf: (_, failure) => (mayHaveArrived(failure) ? 'call' : 'both'),
		judge: (feed, { status, answer, refusal }) => {
			const ids = feed.flatMap((row) => row.ids);
			return answeredResults(feed, status, judgeFeed(ids, { status, answer }), refusal);
		},
		unknown: ({ ids }, message) =>
			resultOf('unknown', { message, nextStep: AGAIN, products: ids.length }),
	};
}

async function explainFeed(
	run: Run,
	{ accountId }: Row,
	failure: CallFailure,
): Promise<Explanation> {
	const { message, description } = await explainForAdvertiser(run, accountId, failure);
	const isNotThere = failure.kind === 'refused' && failure.status === 404;
	const help = isNotThere ? 'Check "Locale" and "Vertical". ' : '';
	return { message, description: help + description };
}
