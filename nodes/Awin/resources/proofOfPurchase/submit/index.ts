import type { IDataObject } from 'n8n-workflow';

import { DRY_RUN_AS_TOOL } from '../../../fields/safety';
import { explain, type CallFailure, type Explanation } from '../../../transport/errors';
import type { Operation } from '../../operation';
import { answeredResult } from '../../orders/results';
import { readOrderSettings, type OrderSettings } from '../../orders/settings';
import { submitOrders, type Submission } from '../../orders/submitOrders';
import { proofFields } from './fields';
import { readRow } from './readRow';

const submission: Submission<OrderSettings> = {
	readSettings: readOrderSettings,
	readRow,
	deliveryOf: () => ({
		bodyOf: (orders) => ({ orders }),
		explain: async (_, { accountId }, failure) =>
			await Promise.resolve(explainForPublisher(accountId, failure)),
	}),
};

const ACTIVATION =
	'Proof of purchase has to be switched on twice: ask Awin (Partner Development) to activate it for your publisher account, and ask the advertiser to tick "Proof of Purchase Transactions" for you in Awin under Tracking Settings, Publisher Settings.';

/** Awin refuses publishers without the feature like everybody else whom it does not let in. */
function explainForPublisher(publisherId: string, failure: CallFailure): Explanation {
	const explanation = explain(failure, `/publishers/${publisherId}/`);
	const mayBeInactive = failure.kind === 'refused' && [401, 403, 404].includes(failure.status);
	if (!mayBeInactive) return explanation;
	return { ...explanation, description: `${ACTIVATION} ${explanation.description}` };
}

const preview = answeredResult({
	verdict: {
		outcome: 'accepted',
		correlationId: '7d0f5f6e-2a51-4c38-9c52-0c3a4f1f9f10',
		complaints: [],
		reason: null,
	},
	code: 200,
	batchId: '2b1c8f6a-93d4-4e0b-8a7f-5a6b3c2d1e0f',
	sent: {
		orderReference: 'CARD-10023',
		amount: 1083.29,
		currency: 'EUR',
		transactionTime: 1769871600,
		commissionGroup: [{ code: 'DEFAULT', amount: 1083.29 }],
		clickRef: 'newsletter',
	},
	warnings: ['"Transaction Time" is more than a year ago'],
	isRemembered: true,
});

export const submitProofs: Operation = {
	option: {
		name: 'Submit',
		value: 'submit',
		action: 'Submit proofs of purchase',
		description: `Report purchases of your members to an advertiser's program in bulk, so that commission is paid for them; needs reference, amount, currency and time of each; ${DRY_RUN_AS_TOOL}`,
	},
	fields: proofFields,
	preview: { awin: preview } as IDataObject,
	async execute(run) {
		return await submitOrders(run, submission);
	},
};
