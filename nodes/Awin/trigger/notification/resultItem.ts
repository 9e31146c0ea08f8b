/**
 * The item for the result of an order, in the form in which Conversion: Submit gives results.
 */
import type { IDataObject } from 'n8n-workflow';

import type { OrderVerdict } from '../../api/conversionAnswers';
import type { ConversionResult } from '../../api/conversionResults';
import { LOOK_FOR_ORDER, verdictMessage } from '../../transport/orderWords';

/** @param own the advertiser that the trigger is set to */
export function resultItem(result: ConversionResult, own: string): IDataObject {
	const { reference, accountId, verdict, batchId, code, received } = result;
	const warnings = [...result.warnings];
	if (accountId !== null && accountId !== own) {
		warnings.push(
			`Awin names the advertiser ${accountId}, and this trigger is set to ${own}, so Submit in this workflow is not told of it`,
		);
	}
	return {
		orderReference: reference,
		accountId: accountId ?? own,
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
