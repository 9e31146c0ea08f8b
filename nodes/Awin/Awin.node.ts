import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { credentialTest } from './methods/credentialTest';
import { searchAccounts, searchAdvertisers, searchPublishers } from './methods/searchAccounts';
import { searchCommissionGroups, searchProgrammeGroups } from './methods/searchCommissionGroups';
import { searchProgrammes } from './methods/searchProgrammes';
import { properties } from './resources';
import { hintsBeforeRunning } from './resources/hints';
import { runOperation } from './resources/run';

export class Awin implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Awin',
		name: 'awin',
		icon: { light: 'file:../../icons/awin.svg', dark: 'file:../../icons/awin.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle:
			'={{ ($parameter["resource"] + ": " + $parameter["operation"]).replace(/([A-Z])/g, " $1").toLowerCase() }}',
		description: 'Work with affiliate sales, commissions and accounts at Awin',
		defaults: { name: 'Awin' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'awinOAuth2Api', required: true, testedBy: 'awinConnection' }],
		hints: hintsBeforeRunning,
		properties,
	};

	methods = {
		listSearch: {
			searchAccounts,
			searchAdvertisers,
			searchCommissionGroups,
			searchProgrammeGroups,
			searchProgrammes,
			searchPublishers,
		},
		credentialTest,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this)];
	}
}
