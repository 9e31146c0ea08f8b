import type { IDataObject } from 'n8n-workflow';

import { ordersBody } from '../../../api/conversions';
import { DRY_RUN_AS_TOOL } from '../../../fields/safety';
import { explainForAdvertiser } from '../../batch/sending';
import type { Operation } from '../../operation';
import { answeredResult } from '../../orders/results';
import { submitOrders, type Submission } from '../../orders/submitOrders';
import { submitFields } from './fields';
import { readRow } from './readRow';
import { readSettings, type Settings } from './settings';

const submission: Submission<Settings> = {
	readSettings,
	readRow,
	deliveryOf: ({ webhookUrl }) => ({
		bodyOf: (orders) => ordersBody(orders, webhookUrl),
		explain: async (run, { accountId }, failure) =>
			await explainForAdvertiser(run, accountId, failure),
		pendingHelp: 'The option "Webhook URL" has Awin report what becomes of such orders.',
	}),
};

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
		orderReference: 'A-10023',
		amount: 1083.29,
		channel: 'aw',
		currency: 'EUR',
		commissionGroups: [{ code: 'DEFAULT', amount: 1083.29 }],
		awc: '12345_1769871600_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
	},
	warnings: ['"Click Time" is more than a year ago'],
	isRemembered: true,
});

export const submitConversions: Operation = {
	option: {
		name: 'Submit',
		value: 'submit',
		action: 'Submit conversions',
		description: `Report orders of your shop to Awin in bulk, so that publishers are paid for them; needs reference, amount, currency and click or voucher of each; ${DRY_RUN_AS_TOOL}`,
	},
	fields: submitFields,
	preview: { awin: preview } as IDataObject,
	async execute(run) {
		return await submitOrders(run, submission);
	},
};
