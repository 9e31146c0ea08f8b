/**
 * The words for what became of each offer.
 */
import type { IDataObject } from 'n8n-workflow';

import type { WireOffer } from '../../../api/offers';
import { DRY_RUN_WORDS, type ResultWords, type RowResult } from '../../batch/finish';
import type { Refusal } from '../../batch/refusals';
import type { Row } from './readRow';

export interface OfferResult extends RowResult {
	outcome: 'created' | 'failed' | 'unknown' | 'dryRun';
	/** Awin's number of the offer, where it gave one. */
	promotionId: number | string | null;
	/** The status of Awin's answer, where there was one. */
	code: number | null;
	/** The first and the last second of the offer, in the person's own timezone; null where it could not be read. */
	startsAt: string | null;
	endsAt: string | null;
	warnings: string[];
	/** What was sent, exactly; null where nothing was. */
	sent: IDataObject | null;
}

export const offerWords: ResultWords = {
	done: 'created',
	outcomes: [
		['created', 'created'],
		['unknown', 'unknown'],
		['failed', 'not created'],
		['dryRun', 'checked in a dry run, nothing sent'],
	],
	bad: ['unknown', 'failed'],
	again:
		'Take out what was created before you run the node again: Awin would list it a second time.',
};

const CHECK_NEXT =
	'Look at My Offers at Awin. Run the node again for this item only if the offer is not there: Awin would list it twice.';

interface Details {
	message: string;
	nextStep?: string | null;
	promotionId?: number | string | null;
	code?: number | null;
	startsAt?: string;
	endsAt?: string;
	warnings?: string[];
	sent?: WireOffer;
}

function resultOf(outcome: OfferResult['outcome'], details: Details): OfferResult {
	return {
		outcome,
		promotionId: details.promotionId ?? null,
		code: details.code ?? null,
		message: details.message,
		nextStep: details.nextStep ?? null,
		startsAt: details.startsAt ?? null,
		endsAt: details.endsAt ?? null,
		warnings: details.warnings ?? [],
		sent: (details.sent as unknown as IDataObject | undefined) ?? null,
	};
}

/** An offer, when it runs, and what is odd about it. */
type Sent = Pick<Row, 'offer' | 'startsAt' | 'endsAt' | 'warnings'>;

export function createdResult(
	{ offer, ...sent }: Sent,
	promotionId: number | string | null,
	code: number | null,
): OfferResult {
	const message = 'Created';
	return resultOf('created', { ...aboutOffer(sent), message, promotionId, code, sent: offer });
}

/** Awin has it or not, and nobody can tell. */
export function unknownResult(
	{ offer, ...sent }: Sent,
	message: string,
	code?: number,
): OfferResult {
	return resultOf('unknown', {
		...aboutOffer(sent),
		message,
		nextStep: CHECK_NEXT,
		code,
		sent: offer,
	});
}

/** What a further try of the run has to know of an offer that was created. */
export function noteOf({ outcome, promotionId }: OfferResult): string | undefined {
	return outcome === 'created' ? JSON.stringify(promotionId) : undefined;
}

/** What an earlier try of this run has made of an offer. */
export function earlierResult(row: Sent, note: string | undefined): OfferResult {
	if (note === undefined) {
		return unknownResult(
			row,
			'An earlier try of this run sent this offer, and nobody can say whether Awin has it',
		);
	}
	const promotionId = JSON.parse(note) as number | string | null;
	return {
		...createdResult(row, promotionId, null),
		message: 'Created by an earlier try of this run',
	};
}

/** @param row where it could be read */
export function notCreatedResult({ message, nextStep, code }: Refusal, row?: Sent): OfferResult {
	return resultOf('failed', { ...(row ? aboutOffer(row) : {}), message, nextStep, code });
}

export function dryRunResult(row: Sent): OfferResult {
	return {
		...resultOf('dryRun', { ...DRY_RUN_WORDS, ...aboutOffer(row) }),
		wouldSend: row.offer as unknown as IDataObject,
	};
}

function aboutOffer({ startsAt, endsAt, warnings }: Omit<Sent, 'offer'>) {
	return { startsAt, endsAt, warnings };
}
