import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { credentialTest } from '../Awin/methods/credentialTest';
import { listAccounts, searchAccounts } from '../Awin/methods/searchAccounts';
import { triggerFields } from '../Awin/trigger/fields';
import { poller } from '../Awin/trigger/poll';
import {
	activationMessage,
	eventTriggerDescription,
	hints,
	triggerPanel,
} from '../Awin/trigger/texts';

export class AwinTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Awin Trigger',
		name: 'awinTrigger',
		icon: { light: 'file:../../icons/awin.svg', dark: 'file:../../icons/awin.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts when affiliate sales at Awin are new, approved, declined or amended',
		defaults: { name: 'Awin Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'awinOAuth2Api', required: true, testedBy: 'awinConnection' }],
		eventTriggerDescription,
		activationMessage,
		triggerPanel,
		hints,
		properties: triggerFields,
	};

	methods = {
		listSearch: { searchAccounts },
		loadOptions: { listAccounts },
		credentialTest,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poller.poll(this);
	}
}
