/**
 * The item for the result of an order, in the form in which Conversion: Submit gives results.
 */
import type { IDataObject } from 'n8n-workflow';

import type { OrderVerdict } from '../../api/conversionAnswers';
import type { ConversionResult } from '../../api/conversionResults';
import { LOOK_FOR_ORDER, verdictMessage } from '../../transport/orderWords';

/**
 * Its account is null where nobody can be sure of it.
 *
 * @param own the advertiser that the trigger is set to
 */
export function resultItem(result: ConversionResult, own: string): IDataObject {
	const { reference, accountId, verdict, batchId, code, received } = result;
	const warnings = [...result.warnings, ...whySubmitIsNotTold(result, own)];
	return {
		orderReference: reference,
		accountId,
		awin: {
			outcome: verdict.outcome,
			code,
			message: verdictMessage(verdict),
			nextStep: nextStepOf(verdict),
			batchId,
			correlationId: verdict.correlationId,
			warnings,
			sent: null,
			transaction: null,
		},
		received: received as IDataObject,
	};
}

function whySubmitIsNotTold({ accountId, isTest }: ConversionResult, own: string): string[] {
	const reasons: string[] = [];
	if (accountId === null) reasons.push('Nobody can be sure which advertiser account it is about');
	else if (accountId !== own) {
		reasons.push(`It is about the advertiser ${accountId}, and this trigger is set to ${own}`);
	}
	if (isTest) reasons.push('It is about a test order, which Awin does not book');
	return reasons.map((reason) => `${reason}, so Submit in this workflow is not told of it`);
}

function nextStepOf({ outcome }: OrderVerdict): string | null {
	switch (outcome) {
		case 'accepted':
			return null;
		case 'pending':
			return 'Look for it at Awin in some minutes.';
		case 'rejected':
			return 'Correct the order, and submit it again. If it was pending before, Submit does not send it again by itself, and says what to do.';
		case 'unknown':
			return `${LOOK_FOR_ORDER} What Awin sent of it is in "received".`;
	}
}
