import { DRY_RUN_AS_TOOL } from '../../../fields/safety';
import { explain, type CallFailure, type Explanation } from '../../../transport/failures';
import { batchOperation } from '../../batch/runBatch';
import type { Run } from '../../operation';
import { previewResult } from '../../orders/results';
import { readOrderSettings } from '../../orders/settings';
import { orderSteps } from '../../orders/steps';
import { parameters } from './fields';
import { readRow } from './readRow';

const ACTIVATION =
	'Proof of purchase has to be switched on twice: ask Awin (Partner Development) to activate it for your publisher account, and ask the advertiser to tick "Proof of Purchase Transactions" for you in Awin under Tracking Settings, Publisher Settings.';

/** Awin refuses publishers without the feature like everybody else whom it does not let in. */
async function explainActivation(
	_run: Run,
	publisherId: string,
	failure: CallFailure,
): Promise<Explanation> {
	const explanation = explain(failure, `/publishers/${publisherId}/`);
	const mayBeInactive = failure.kind === 'refused' && [401, 403, 404].includes(failure.status);
	const description = mayBeInactive
		? `${ACTIVATION} ${explanation.description}`
		: explanation.description;
	return await Promise.resolve({ ...explanation, description });
}

export const submitProofs = batchOperation({
	option: {
		name: 'Submit',
		value: 'submit',
		action: 'Submit proofs of purchase',
		description: `Report purchases of your members to an advertiser's program in bulk, so that commission is paid for them; needs reference, amount, currency and time of each; ${DRY_RUN_AS_TOOL}`,
	},
	parameters,
	preview: () =>
		previewResult(
			{
				orderReference: 'CARD-10023',
				amount: 1083.29,
				currency: 'EUR',
				transactionTime: 1769871600,
				commissionGroup: [{ code: 'DEFAULT', amount: 1083.29 }],
				clickRef: 'newsletter',
			},
			'"Transaction Time" is more than a year ago',
		),
	...orderSteps({
		readSettings: readOrderSettings,
		readRow,
		bodyOf: (orders) => ({ orders }),
		explain: explainActivation,
	}),
});
