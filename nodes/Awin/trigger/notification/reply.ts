/**
 * Answering a request to the trigger's address, and having n8n keep what was noted of it.
 */
import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { withForm } from '../../transport/form';
import type { Started } from './seenNotifications';

/** Starts the workflow with these items. */
export function start(
	context: IWebhookFunctions,
	text: string,
	items: IDataObject[],
): IWebhookResponseData & { workflowData: INodeExecutionData[][] } {
	return { ...answer(context, text), workflowData: [items.map((json) => ({ json }))] };
}

/**
 * Starts the workflow, and notes at once, and again whenever n8n asks for the answer.
 *
 * n8n looks whether static data was changed when it has the answer, and stores it then. Since 2.x it starts the workflow
 * before that, and by starting it forgets that anything was changed: all but the very first note would be lost. It asks for
 * the answer after the start, so what is noted in that moment is stored. Versions that answer first store it just as well.
 */
export function startAndNote(
	context: IWebhookFunctions,
	text: string,
	items: IDataObject[],
	note: () => void,
): IWebhookResponseData {
	note();
	const { webhookResponse, workflowData } = start(context, text, items);
	return {
		workflowData,
		get webhookResponse() {
			note();
			return webhookResponse;
		},
	};
}

/** Starts nothing. */
export function answer(context: IWebhookFunctions, text: string): IWebhookResponseData {
	context.getResponseObject().setHeader('content-type', 'text/plain; charset=utf-8');
	return { webhookResponse: text };
}

/**
 * Awin does not read the answer, and does not send again: the log is where somebody can see that something was refused.
 *
 * @param what was expected of Awin
 * @param pushed what came instead; its form is told
 */
export function refuse(
	context: IWebhookFunctions,
	what: string,
	reason: string,
	pushed: unknown,
): IWebhookResponseData {
	// Where everybody can send something, a log holds no more of it than its form.
	warn(
		context,
		withForm(`A request to the Awin Notification Trigger was refused. ${reason}`, pushed),
	);
	const response = context.getResponseObject();
	response.statusCode = 400;
	response.setHeader('content-type', 'text/plain; charset=utf-8');
	response.end(`This is not ${what} of Awin's. ${reason}\n`);
	return { noWebhookResponse: true };
}

export function warn(context: IWebhookFunctions, message: string): void {
	const [workflow, node] = [context.getWorkflow(), context.getNode()];
	context.logger.warn(message, { workflowId: workflow.id, nodeName: node.name });
}

/** n8n answers 200 once it has started the workflow, and 500 where it could not. */
export async function startOf(context: IWebhookFunctions): Started {
	const response = context.getResponseObject();
	// Nobody waits for the answer any more, and nothing would tell how it ended.
	if (response.closed || response.destroyed) return false;
	return await new Promise((resolve) => {
		response.once('finish', () => resolve(response.statusCode === 200));
		response.once('close', () => resolve(response.statusCode === 200 && response.headersSent));
	});
}
