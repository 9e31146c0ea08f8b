/**
 * How links are asked for: in batches of Awin's, or one by one where a short link is wanted.
 */
import { judgeLink, judgeLinks, judgeOwnLink } from '../../../api/linkAnswers';
import { LINKS_PER_BATCH, linkBatchPath, linkPath } from '../../../api/links';
import { explainForPublisher } from '../../batch/failures';
import type { Delivery } from '../../batch/sender';
import type { Run } from '../../operation';
import type { LinkRequest } from './requests';
import { judgedResult, QUOTA_USED_UP, unknownResult, type LinkResult } from './results';

type LinkDelivery = Delivery<LinkRequest, LinkResult>;

function explainWith(run: Run): LinkDelivery['explain'] {
	return async ({ accountId }, failure) => await explainForPublisher(run, accountId, failure);
}

export function deliverLongLinks(run: Run, rows: LinkRequest[]): LinkDelivery {
	return {
		rows,
		pathOf: ({ accountId }) => linkBatchPath(accountId),
		rowsPerCall: LINKS_PER_BATCH,
		callOf: (requests) => ({
			body: { requests: requests.map(({ link }) => link) },
			// Long links leave nothing behind at Awin: asking twice is harmless.
			effect: 'read',
		}),
		explain: explainWith(run),
		judge: (requests, { answer }) => {
			const links = requests.map(({ link }) => link);
			return judgeLinks(links, answer, requests[0].accountId).map((verdict, place) =>
				judgedResult(verdict, links[place], false),
			);
		},
		unknown: (_, message) => unknownResult(message, false),
	};
}

export function deliverShortLinks(run: Run, rows: LinkRequest[]): LinkDelivery {
	return {
		rows,
		pathOf: ({ accountId }) => linkPath(accountId),
		rowsPerCall: 1,
		// A second copy would cost a second place in the quota.
		callOf: ([{ link }]) => ({ body: { ...link, shorten: true } }),
		explain: explainWith(run),
		// What is wrong with a link comes as a bare description; what is wrong with the call has `error` beside it.
		refusalIsOf: (_, { status, complaint, answer }) => {
			const isOfCall = status >= 500 || status === 429 || complaint?.error;
			const verdict = judgeLink(status, answer);
			return !isOfCall && 'said' in verdict && verdict.said ? 'rows' : 'call';
		},
		judge: ([{ link, accountId }], { status, answer }) => [
			judgedResult(judgeOwnLink(status, answer, link, accountId), link, true),
		],
		restAfter: ([result]) =>
			result?.message === QUOTA_USED_UP.message ? QUOTA_USED_UP : undefined,
		unknown: (_, message) => unknownResult(message, true),
	};
}
