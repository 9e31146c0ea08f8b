/**
 * The words for what became of each offer.
 */
import type { IDataObject } from 'n8n-workflow';

import type { WireOffer } from '../../../api/offers';
import { DRY_RUN_WORDS } from '../../batch/dryRun';
import type { ResultWords, RowResult } from '../../batch/finish';
import type { Refusal } from '../../batch/refusals';

export interface OfferResult extends RowResult {
	outcome: 'created' | 'failed' | 'unknown' | 'dryRun';
	/** Awin's number of the offer, where it gave one. */
	promotionId: number | string | null;
	/** The status of Awin's answer, where there was one. */
	code: number | null;
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
	code?: number;
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
		warnings: details.warnings ?? [],
		sent: (details.sent as unknown as IDataObject | undefined) ?? null,
	};
}

/** An offer and what is odd about it. */
export interface Sent {
	offer: WireOffer;
	warnings: string[];
}

export function createdResult(
	{ offer, warnings }: Sent,
	promotionId: number | string | null,
	code: number,
): OfferResult {
	const message = 'Created';
	return resultOf('created', { message, promotionId, code, warnings, sent: offer });
}

/** Awin has it or not, and nobody can tell. */
export function unknownResult(
	{ offer, warnings }: Sent,
	message: string,
	code?: number,
): OfferResult {
	return resultOf('unknown', { message, nextStep: CHECK_NEXT, code, warnings, sent: offer });
}

export function notCreatedResult(
	{ message, nextStep, code }: Refusal,
	warnings: string[] = [],
): OfferResult {
	return resultOf('failed', { message, nextStep, code, warnings });
}

export function dryRunResult({ offer, warnings }: Sent): OfferResult {
	return {
		...resultOf('dryRun', { ...DRY_RUN_WORDS, warnings }),
		wouldSend: offer as unknown as IDataObject,
	};
}
