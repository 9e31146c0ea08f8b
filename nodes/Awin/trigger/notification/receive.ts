/**
 * Takes one request to the trigger's address in: reads it, looks whether it is wanted and new, and answers.
 */
import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { readNotification } from '../../api/notifications';
import type { TransactionRow } from '../../api/transactions';
import { ownParameters } from '../../fields/item';
import { readChange } from '../events';
import { toItem } from '../output';
import type { OutputView } from '../../api/transactionOutput';
import { readNotificationSettings } from './fields';
import { openState, packState, RecentPushes, STATE_KEY, type Started } from './seenNotifications';
import { ANSWERS, STATE_UNREADABLE } from './texts';

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
		const { row, warnings } = reading;
		const { partnerIds, view, isSkippingRepeats } = readNotificationSettings(
			ownParameters(context),
		);
		if (partnerIds.length > 0) {
			const isUnreadable = warnings.some((warning) => warning.startsWith('merchantId '));
			if (row.advertiserId === null && !isUnreadable) return refuse(context, ANSWERS.noMerchant);
			// Whose it is cannot be told then. Awin does not send it again, so rather one too many.
			const isChosen = isUnreadable || partnerIds.includes(String(row.advertiserId));
			if (!isChosen) return answer(context, ANSWERS.filtered);
		}
		const json = itemOf(row, view);
		if (warnings.length > 0) json.warnings = warnings;
		const workflowData = [[{ json }]];
		// A test shows what comes, and must not keep the real one from being taken.
		if (!isSkippingRepeats || context.getMode() === 'manual') {
			return { ...answer(context, ANSWERS.taken), workflowData };
		}
		const claim = await this.claim(context, String(row.id));
		if (!claim) return answer(context, ANSWERS.repeated);
		// It is overwritten with this notification, so this is told once.
		if (claim.isUnreadable) {
			json.warnings = [...warnings, STATE_UNREADABLE];
			warn(context, STATE_UNREADABLE);
		}
		return answerAndNote(context, ANSWERS.taken, claim.note, workflowData);
	}

	/**
	 * Claims a transaction for this push.
	 *
	 * @returns `note` puts it into the state that n8n keeps; undefined where it is known already
	 */
	private async claim(context: IWebhookFunctions, id: string) {
		const node = `${context.getWorkflow().id} ${context.getNode().id}`;
		await this.recent.settled(node, id);
		const kept = context.getWorkflowStaticData('node');
		const { seen, isUnreadable } = openState(kept[STATE_KEY]);
		if (seen.has(id) || this.recent.startedFor(node).has(id)) return undefined;
		this.recent.begin(node, id, startOf(context));
		const note = () => {
			kept[STATE_KEY] = packState(new Set([...seen, ...this.recent.startedFor(node), id]));
		};
		return { isUnreadable, note };
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

/**
 * Notes at once, and again whenever n8n asks for the answer.
 *
 * n8n looks whether static data was changed when it has the answer, and stores it then. Since 2.x it starts the workflow
 * before that, and by starting it forgets that anything was changed: all but the very first note would be lost. It asks for
 * the answer after the start, so what is noted in that moment is stored. Versions that answer first store it just as well.
 */
function answerAndNote(
	context: IWebhookFunctions,
	text: string,
	note: () => void,
	workflowData: INodeExecutionData[][],
): IWebhookResponseData {
	note();
	const { webhookResponse } = answer(context, text);
	return {
		workflowData,
		get webhookResponse() {
			note();
			return webhookResponse;
		},
	};
}

function answer(context: IWebhookFunctions, text: string): IWebhookResponseData {
	context.getResponseObject().setHeader('content-type', 'text/plain; charset=utf-8');
	return { webhookResponse: text };
}

/** Awin does not read the answer, and does not send again: the log is where somebody can see that something was refused. */
function refuse(context: IWebhookFunctions, reason: string): IWebhookResponseData {
	warn(context, `A request to the Awin Notification Trigger was refused. ${reason}`);
	const response = context.getResponseObject();
	response.statusCode = 400;
	response.setHeader('content-type', 'text/plain; charset=utf-8');
	response.end(`This is not a transaction notification of Awin's. ${reason}\n`);
	return { noWebhookResponse: true };
}

function warn(context: IWebhookFunctions, message: string): void {
	const [workflow, node] = [context.getWorkflow(), context.getNode()];
	context.logger.warn(message, { workflowId: workflow.id, nodeName: node.name });
}

/** The one for the node itself; tests make their own. */
export const receiver = new Receiver();
