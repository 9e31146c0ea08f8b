/**
 * Partners, programs and what comes with them: commission, queries, offers and product feeds.
 */
import { downloadParameters } from '../support/feeds.cts';
import { ADVERTISER } from '../support/sandbox.cts';
import {
	account,
	OF_ADVERTISER,
	OF_PUBLISHER,
	TWO_MONTHS,
	type ReadingSubject,
} from './subject.cts';

export const PROGRAMME_SUBJECTS: readonly ReadingSubject[] = [
	{
		name: 'Publisher: Get Many',
		effect: 'read',
		parameters: {
			resource: 'publisher',
			operation: 'getMany',
			returnAll: true,
			...OF_ADVERTISER,
		},
	},
	{
		name: 'Program: Get Many',
		effect: 'read',
		parameters: {
			resource: 'programme',
			operation: 'getMany',
			relationship: 'joined',
			returnAll: true,
			...OF_PUBLISHER,
		},
	},
	{
		name: 'Program: Get',
		effect: 'read',
		parameters: {
			resource: 'programme',
			operation: 'get',
			advertiserId: '={{ $json.advertiser }}',
			...OF_PUBLISHER,
		},
		columns: () => [{ advertiser: ADVERTISER }],
	},
	{
		name: 'Commission Group: Get Many',
		effect: 'read',
		parameters: {
			resource: 'commissionGroup',
			operation: 'getMany',
			advertiserId: '={{ $json.advertiser }}',
			returnAll: true,
			...OF_PUBLISHER,
		},
		columns: () => [{ advertiser: ADVERTISER }],
	},
	{
		name: 'Commission Sharing Rule: Get Many',
		effect: 'read',
		parameters: {
			resource: 'commissionSharingRule',
			operation: 'getMany',
			returnAll: true,
			...OF_PUBLISHER,
		},
	},
	{
		name: 'Transaction Query: Get Many',
		effect: 'read',
		parameters: {
			resource: 'transactionQuery',
			operation: 'getMany',
			returnAll: true,
			...OF_PUBLISHER,
			...TWO_MONTHS,
		},
	},
	{
		name: 'Offer: Get Many',
		effect: 'read',
		parameters: { resource: 'offer', operation: 'getMany', returnAll: true, ...OF_PUBLISHER },
	},
	{
		name: 'Link: Get Quota',
		effect: 'read',
		parameters: { resource: 'link', operation: 'getQuota', ...OF_PUBLISHER },
	},
	{
		name: 'Product Feed: Download',
		effect: 'read',
		isWatched: true,
		parameters: {
			...downloadParameters,
			advertiserId: account(ADVERTISER),
			locale: '={{ $json.locale }}',
		},
		columns: (sandbox) => {
			// An odd number: of a feed that ends right behind a product nobody could tell that there was more to come.
			sandbox.awin.switches.feedProducts = 5;
			return [{ locale: 'de_DE' }];
		},
	},
];
