/**
 * Takes one request to the trigger's address in: reads it, looks whether it is wanted and new, and answers.
 */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { readNotification } from '../../api/notifications';
import type { TransactionRow } from '../../api/transactions';
import { ownParameters } from '../../fields/item';
import { readChange } from '../events';
import { toItem } from '../output';
import type { OutputView } from '../../api/transactionOutput';
import { readNotificationSettings } from './fields';
import { packState, readState, RecentPushes, STATE_KEY, type Started } from './memory';
import { ANSWERS } from './texts';

export class Receiver {
	/** Shared by all triggers of the process. */
	private readonly recent = new RecentPushes();

	/** The workflow is started with what is returned, or not at all. */
	async receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
		const reading = readNotification({
			body: context.getBodyData(),
			query: context.getQueryData(),
		});
		if (!reading.ok) return refuse(context, reading.reason);
		const { row } = reading;
		const { partnerIds, view, isSkippingRepeats } = readNotificationSettings(
			ownParameters(context),
		);
		if (partnerIds.length > 0) {
			if (row.advertiserId === null) return refuse(context, ANSWERS.noMerchant);
			if (!partnerIds.includes(String(row.advertiserId))) return answer(context, ANSWERS.filtered);
		}
		// A test shows what comes, and must not keep the real one from being taken.
		if (isSkippingRepeats && context.getMode() !== 'manual') {
			const isNew = await this.claim(context, String(row.id));
			if (!isNew) return answer(context, ANSWERS.repeated);
		}
		return {
			...answer(context, ANSWERS.taken),
			workflowData: [[{ json: itemOf(row, view) }]],
		};
	}

	/**
	 * Notes a transaction, to be kept by n8n once the workflow was started.
	 *
	 * @returns false where it is known already
	 */
	private async claim(context: IWebhookFunctions, id: string): Promise<boolean> {
		const node = `${context.getWorkflow().id} ${context.getNode().id}`;
		await this.recent.settled(node, id);
		const kept = context.getWorkflowStaticData('node');
		const seen = readState(kept[STATE_KEY]);
		const recent = this.recent.startedFor(node);
		if (seen.has(id) || recent.has(id)) return false;
		this.recent.begin(node, id, startOf(context));
		kept[STATE_KEY] = packState(new Set([...seen, ...recent, id]));
		return true;
	}
}

/** n8n answers 200 once it has started the workflow, and 500 where it could not. */
async function startOf(context: IWebhookFunctions): Started {
	const response = context.getResponseObject();
	// Nobody waits for the answer any more, and nothing would tell how it ended.
	if (response.closed || response.destroyed) return false;
	return await new Promise((resolve) => {
		response.once('finish', () => resolve(response.statusCode === 200));
		response.once('close', () => resolve(response.statusCode === 200 && response.headersSent));
	});
}

/** The same item as the Awin Trigger gives for this event, with the same `eventId`. */
export function itemOf(row: TransactionRow, view: OutputView): IDataObject {
	const reading = readChange(row, 'transaction');
	if (reading.kind !== 'change') return {};
	return toItem({ change: reading.change, previousStatus: null }, view) as IDataObject;
}

function answer(context: IWebhookFunctions, text: string): IWebhookResponseData {
	context.getResponseObject().setHeader('content-type', 'text/plain; charset=utf-8');
	return { webhookResponse: text };
}

function refuse(context: IWebhookFunctions, reason: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response.statusCode = 400;
	response.setHeader('content-type', 'text/plain; charset=utf-8');
	response.end(`This is not a transaction notification of Awin's. ${reason}\n`);
	return { noWebhookResponse: true };
}

/** The one for the node itself; tests make their own. */
export const receiver = new Receiver();
