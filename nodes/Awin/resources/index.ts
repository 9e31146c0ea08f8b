/**
 * Everything that the Awin node can do. A new operation is one file, an import and its name in this table.
 */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { getManyAccounts } from './account/getMany';
import { getManyCommissionGroups } from './commissionGroup/getMany';
import { getManyCommissionSharingRules } from './commissionSharingRule/getMany';
import { submitConversions } from './conversion/submit';
import { createLinks } from './link/create';
import { getLinkQuota } from './link/getQuota';
import { createOffers } from './offer/create';
import { getManyOffers } from './offer/getMany';
import type { Operation } from './operation';
import { downloadProductFeed } from './productFeed/download';
import { uploadProductFeed } from './productFeed/upload';
import { getProgramme } from './programme/get';
import { getManyProgrammes } from './programme/getMany';
import { submitProofs } from './proofOfPurchase/submit';
import { propertiesOf } from './properties';
import { getManyPublishers } from './publisher/getMany';
import { getPerformanceReport } from './report/getPerformance';
import { compareOrders } from './transaction/compare';
import { findTransactions } from './transaction/find';
import { getTransactionsById } from './transaction/get';
import { getManyTransactions } from './transaction/getMany';
import { validateTransactions } from './transaction/validate';
import { getManyTransactionQueries } from './transactionQuery/getMany';
import { getValidationJob } from './validationJob/get';
import { getManyValidationJobs } from './validationJob/getMany';

export interface Resource {
	option: INodePropertyOptions;
	/** In the order in which the editor lists them: of the alphabet. */
	operations: Operation[];
	/**
	 * What the editor chooses first. n8n leaves a default out of the workflows that it saves, so another one here would
	 * turn saved workflows into other ones: it stays what it is, whatever operations come.
	 */
	defaultOperation: Operation;
}

export const resources: Resource[] = [
	{
		option: { name: 'Account', value: 'account' },
		operations: [getManyAccounts],
		defaultOperation: getManyAccounts,
	},
	{
		option: { name: 'Commission Group', value: 'commissionGroup' },
		operations: [getManyCommissionGroups],
		defaultOperation: getManyCommissionGroups,
	},
	{
		option: { name: 'Commission Sharing Rule', value: 'commissionSharingRule' },
		operations: [getManyCommissionSharingRules],
		defaultOperation: getManyCommissionSharingRules,
	},
	{
		option: { name: 'Conversion', value: 'conversion' },
		operations: [submitConversions],
		defaultOperation: submitConversions,
	},
	{
		option: { name: 'Link', value: 'link' },
		operations: [createLinks, getLinkQuota],
		defaultOperation: createLinks,
	},
	{
		option: { name: 'Offer', value: 'offer' },
		operations: [createOffers, getManyOffers],
		defaultOperation: getManyOffers,
	},
	{
		option: { name: 'Product Feed', value: 'productFeed' },
		operations: [downloadProductFeed, uploadProductFeed],
		defaultOperation: downloadProductFeed,
	},
	{
		option: { name: 'Program', value: 'programme' },
		operations: [getProgramme, getManyProgrammes],
		defaultOperation: getManyProgrammes,
	},
	{
		option: { name: 'Proof of Purchase', value: 'proofOfPurchase' },
		operations: [submitProofs],
		defaultOperation: submitProofs,
	},
	{
		option: { name: 'Publisher', value: 'publisher' },
		operations: [getManyPublishers],
		defaultOperation: getManyPublishers,
	},
	{
		option: { name: 'Report', value: 'report' },
		operations: [getPerformanceReport],
		defaultOperation: getPerformanceReport,
	},
	{
		option: { name: 'Transaction', value: 'transaction' },
		operations: [
			compareOrders,
			findTransactions,
			getTransactionsById,
			getManyTransactions,
			validateTransactions,
		],
		defaultOperation: getManyTransactions,
	},
	{
		option: { name: 'Transaction Query', value: 'transactionQuery' },
		operations: [getManyTransactionQueries],
		defaultOperation: getManyTransactionQueries,
	},
	{
		option: { name: 'Validation Job', value: 'validationJob' },
		operations: [getValidationJob, getManyValidationJobs],
		defaultOperation: getManyValidationJobs,
	},
];

export const properties: INodeProperties[] = propertiesOf(resources);

export function findOperation(
	resourceValue: string,
	operationValue: string,
): Operation | undefined {
	return resources
		.find((resource) => resource.option.value === resourceValue)
		?.operations.find((operation) => operation.option.value === operationValue);
}
