import { ordersBody } from '../../../api/conversions';
import { DRY_RUN_AS_TOOL } from '../../../fields/safety';
import { explainForAdvertiser } from '../../batch/failures';
import { keepProposal } from '../../batch/proposals';
import { batchOperation } from '../../batch/runBatch';
import { previewResult } from '../../orders/results';
import { orderSteps } from '../../orders/steps';
import { parameters, readSettings } from './fields';
import { readRow } from './readRow';

export const submitConversions = batchOperation({
	option: {
		name: 'Submit',
		value: 'submit',
		action: 'Submit conversions',
		description: `Report orders of your shop to Awin in bulk, so that publishers are paid for them; needs reference, amount, currency and click or voucher of each; ${DRY_RUN_AS_TOOL}`,
	},
	parameters,
	preview: () =>
		previewResult(
			{
				orderReference: 'A-10023',
				amount: 1083.29,
				channel: 'aw',
				currency: 'EUR',
				commissionGroups: [{ code: 'DEFAULT', amount: 1083.29 }],
				awc: '12345_1769871600_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
			},
			'"Click Time" is more than a year ago',
		),
	...orderSteps({
		readSettings,
		readRow,
		bodyOf: (orders, { webhookUrl }, accountId) => ordersBody(orders, accountId, webhookUrl),
		explain: explainForAdvertiser,
		pendingHelp: 'The option "Webhook URL" has Awin report what becomes of such orders.',
	}),
	keep: keepProposal,
});
