/**
 * The words for what became of each order.
 */
import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../../api/answers';
import type { OrderVerdict } from '../../api/conversionAnswers';
import type { SentOrder } from '../../api/conversions';
import { LOOK_FOR_ORDER, verdictMessage } from '../../transport/orderWords';
import type { ResultWords, RowResult } from '../batch/finish';
import type { Refusal } from '../batch/refusals';
import { labelOf } from './labels';
import type { AtAwin } from './look';
import type { Row } from './rows';

export interface SubmitResult extends RowResult {
	/** `failed`: not sent, because it or the whole run could not be. */
	outcome: 'accepted' | 'pending' | 'rejected' | 'skipped' | 'unknown' | 'failed' | 'dryRun';
	/** The status of Awin's answer, where there was one. */
	code: number | null;
	/** Awin's ids of the batch and of the order in it, to quote to its support. */
	batchId: string | null;
	correlationId: string | null;
	/** What to know about the order, whatever became of it. */
	warnings: string[];
	/** What was sent for this order, exactly; null where nothing was. */
	sent: IDataObject | null;
	/** The transaction that Awin has of it already, in the simplified form; null where there is none, or nobody looked. */
	transaction: IDataObject | null;
}

type Details = Partial<Pick<SubmitResult, 'code' | 'batchId' | 'correlationId' | 'warnings'>> & {
	message: string;
	nextStep: string | null;
	sent?: SentOrder;
	transaction?: JsonObject | null;
};

export function resultOf(outcome: SubmitResult['outcome'], details: Details): SubmitResult {
	return {
		outcome,
		code: details.code ?? null,
		message: details.message,
		nextStep: details.nextStep,
		batchId: details.batchId ?? null,
		correlationId: details.correlationId ?? null,
		warnings: details.warnings ?? [],
		sent: (details.sent as unknown as IDataObject | undefined) ?? null,
		transaction: (details.transaction as IDataObject | null | undefined) ?? null,
	};
}

const OUTCOMES: ResultWords['outcomes'] = [
	['accepted', 'accepted'],
	['pending', 'pending'],
	['skipped', 'skipped'],
	['unknown', 'unknown'],
	['rejected', 'rejected'],
	['failed', 'not sent'],
	['dryRun', 'checked in a dry run, nothing sent'],
];

export function wordsFor(skipAlreadyAccepted: boolean): ResultWords {
	return {
		done: 'accepted',
		outcomes: OUTCOMES,
		bad: ['rejected', 'unknown', 'failed'],
		again: skipAlreadyAccepted
			? 'Running the node again is safe: it does not send again what Awin accepted, is working on, or may have.'
			: 'Take out what Awin accepted before you run the node again: with "Skip Already Accepted" switched off, it would be sent a second time.',
	};
}

/** What the workflow does with an order when it is run again. */
export interface NextRun {
	/** It knows that the order was sent. */
	isRemembered: boolean;
	/** *Send Again if Missing* is there for it: not for what Awin has taken in, nor for a publisher. */
	isMissingSentAgain: boolean;
}

/** How to go on with an order of which nobody can say whether Awin has it. */
export function checkNext({ isRemembered, isMissingSentAgain }: NextRun): string {
	if (isRemembered && isMissingSentAgain) {
		return `${LOOK_FOR_ORDER} The node does that for you: run it again for this item an hour or more later, with "Look at Awin First" and "Send Again if Missing" switched on. It skips the order if Awin lists it, and sends it again if not. Until then it is not sent again.`;
	}
	const look = `${LOOK_FOR_ORDER} With "Look at Awin First" the node does that for you when you run it again later.`;
	return isRemembered
		? `${look} If it is not there an hour or more later, ask Awin, or run the node for this item alone with "Skip Already Accepted" switched off; until then it is not sent again. If it is there, take the item out.`
		: `${look} Send it again only if it is not there: Awin would book it twice.`;
}

interface Words {
	message: string;
	nextStep: string | null;
}

/** An order that did not leave. */
export function notSentResult(
	{ message, nextStep, code }: Refusal,
	warnings: string[] = [],
): SubmitResult {
	return resultOf('failed', { message, nextStep, code, warnings });
}

/** An order that is not sent because Awin has it already. */
export function atAwinResult({ dryRun, warnings }: Row, there: AtAwin): SubmitResult {
	const { named, transaction, isDeleted } = there;
	return resultOf('skipped', {
		message: `Awin has this order already (${named}), so it ${dryRun ? 'would not be' : 'was not'} sent`,
		nextStep: isDeleted
			? 'Awin has deleted what it had of this order. To have it booked once more, run the node for it alone, with "Look at Awin First" and "Skip Already Accepted" switched off.'
			: null,
		warnings,
		transaction,
	});
}

/** An order that is not to be sent. */
export function skippedResult(words: Words): SubmitResult {
	return resultOf('skipped', words);
}

/** What Awin's answer says of an order, with all that is known of how it was sent. */
export interface Answered {
	verdict: OrderVerdict;
	code: number | null;
	batchId: string | null;
	sent: SentOrder;
	warnings: string[];
	/** Why Awin refused the batch as a whole, where it did. */
	refusal?: { message: string; description: string };
	next: NextRun;
	/** It was sent before this run too, and Awin may have it from then. */
	wasSentBefore: boolean;
	/** Where to learn what becomes of an order that Awin is still working on, beside looking for it. */
	pendingHelp?: string;
}

export function answeredResult(answered: Answered): SubmitResult {
	const { verdict, code, batchId, sent, refusal } = answered;
	const { outcome, correlationId } = verdict;
	const isTaken = outcome === 'accepted' || outcome === 'pending';
	// The answer names the order as taken, and has an error beside that.
	const warnings = isTaken && refusal ? [...answered.warnings, refusal.message] : answered.warnings;
	const { message, nextStep } = wordsOf(answered);
	return resultOf(outcome, { code, message, nextStep, batchId, correlationId, warnings, sent });
}

/** The result that the editor shows the fields of before the first run. */
export function previewResult(sent: SentOrder, warning: string): SubmitResult {
	return answeredResult({
		verdict: {
			outcome: 'accepted',
			correlationId: '7d0f5f6e-2a51-4c38-9c52-0c3a4f1f9f10',
			complaints: [],
			reason: null,
		},
		code: 200,
		batchId: '2b1c8f6a-93d4-4e0b-8a7f-5a6b3c2d1e0f',
		sent,
		warnings: [warning],
		next: { isRemembered: true, isMissingSentAgain: true },
		wasSentBefore: false,
	});
}

function wordsOf({ verdict, sent, refusal, next, wasSentBefore, pendingHelp }: Answered): Words {
	switch (verdict.outcome) {
		case 'accepted':
			return sent.isTest
				? { message: 'Awin accepted it as a test order, which it does not book', nextStep: null }
				: { message: verdictMessage(verdict), nextStep: null };
		case 'pending':
			return {
				message: verdictMessage(verdict),
				nextStep: `Look for it at Awin in some minutes. ${pendingHelp ?? ''}`.trim(),
			};
		case 'rejected':
			return wasSentBefore
				? { ...rejectedWords(verdict, refusal), nextStep: SENT_BEFORE_NEXT }
				: rejectedWords(verdict, refusal);
		case 'unknown':
			return {
				message:
					(verdict.reason === 'namedTwice' ? undefined : refusal?.message) ??
					verdictMessage(verdict),
				nextStep: checkNext(next),
			};
	}
}

/** A shop that gives such an order another reference, because it was rejected, may get it booked twice. */
const SENT_BEFORE_NEXT = `This is about this time only: the order was sent before, and Awin may have booked it then. Keep its reference as it is. ${LOOK_FOR_ORDER} If it is not there, correct what Awin rejected, and run the node again for it with "Look at Awin First" switched on.`;

function rejectedWords(verdict: OrderVerdict, refusal: Answered['refusal']): Words {
	if (verdict.reason === 'otherOrders') {
		return {
			message: 'Awin refused the whole batch because of other orders in it',
			nextStep: 'Run the node again for this item: nothing of it was booked.',
		};
	}
	if (verdict.complaints.length === 0 && refusal) {
		return { message: refusal.message, nextStep: refusal.description };
	}
	return {
		message: verdictMessage(verdict, labelOf),
		nextStep:
			'Nothing of it was booked. Correct the values of this item, and run the node again for it.',
	};
}
