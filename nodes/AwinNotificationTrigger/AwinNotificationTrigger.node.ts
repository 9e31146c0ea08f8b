import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { ownParameters } from '../Awin/fields/item';
import { checkSettings, notificationFields, WEBHOOK_PATH } from '../Awin/trigger/notification/fields';
import { receiver } from '../Awin/trigger/notification/receive';
import {
	activationMessage,
	eventTriggerDescription,
	triggerPanel,
} from '../Awin/trigger/notification/texts';

/**
 * Awin has no way for programs to register an address: people paste it into Awin's pages, and it stays there. So activating
 * only looks whether the parameters can be used, while there still is somebody to read what is wrong.
 */
const registeredByHand = {
	async checkExists(this: IHookFunctions): Promise<boolean> {
		checkSettings(ownParameters(this));
		return true;
	},
	async create(this: IHookFunctions): Promise<boolean> {
		return true;
	},
	async delete(this: IHookFunctions): Promise<boolean> {
		return true;
	},
};

export class AwinNotificationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Awin Notification Trigger',
		name: 'awinNotificationTrigger',
		icon: { light: 'file:../../icons/awin.svg', dark: 'file:../../icons/awin.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle:
			'={{ $parameter["event"] === "conversionResult" ? "conversion result" : "new transaction" }}',
		description:
			'Starts the moment Awin notifies a publisher of a new transaction, or tells an advertiser what became of submitted orders',
		defaults: { name: 'Awin Notification Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		// Awin lets the publisher choose between the two, at one address; n8n shows it once. Without `responseData` n8n
		// answers with the name of a setting; with a text in it, with that one whatever the node says.
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: '',
				path: WEBHOOK_PATH,
				ndvHideMethod: true,
			},
			{
				name: 'setup',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				responseData: '',
				path: WEBHOOK_PATH,
				ndvHideUrl: true,
			},
		],
		eventTriggerDescription,
		activationMessage,
		triggerPanel,
		properties: notificationFields,
	};

	webhookMethods = {
		default: registeredByHand,
		setup: registeredByHand,
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiver.receive(this);
	}
}
