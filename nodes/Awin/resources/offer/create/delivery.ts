/**
 * How offers travel: each in a call of its own.
 */
import { createOfferPath, judgeNewOffer } from '../../../api/offers';
import { wordsIn } from '../../../transport/quote';
import { explainForAdvertiser } from '../../batch/failures';
import type { Delivery } from '../../batch/sender';
import type { Run } from '../../operation';
import type { Row } from './readRow';
import { createdResult, unknownResult, type OfferResult } from './results';

export function deliverOffers(run: Run, rows: Row[]): Delivery<Row, OfferResult> {
	return {
		rows,
		pathOf: ({ accountId }) => createOfferPath(accountId),
		rowsPerCall: 1,
		callOf: ([{ offer }]) => ({ body: offer }),
		explain: async ({ accountId }, failure) => await explainForAdvertiser(run, accountId, failure),
		// A success with a complaint in it: nobody says which of the two counts.
		refusalIsOf: (_, { status }) => (status < 300 ? 'both' : 'call'),
		judge: ([row], { status, answer, refusal }) => {
			if (refusal) return [unknownResult(row, refusal.message, status)];
			const verdict = judgeNewOffer(status, answer);
			return verdict.outcome === 'created'
				? [createdResult(row, verdict.promotionId, status)]
				: [unknownResult(row, unknownWords(verdict.said), status)];
		},
		unknown: unknownResult,
	};
}

function unknownWords(said: string | null): string {
	const words = wordsIn(said ?? '').replace(/\.$/, '');
	return words
		? `Awin did not say that it created the offer. It says: "${words}"`
		: "Awin's answer does not say whether it created the offer";
}
