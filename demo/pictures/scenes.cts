/** The pictures of the guides, one for every operation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectDirectory } from '../n8n/paths.cts';
import {
	awin,
	overRows,
	PROGRAM,
	PUBLISHER,
	rows,
	sheet,
	SHOP,
	simple,
	start,
	type Scene,
} from './pieces.cts';

/** Transactions to work on. */
const pending = {
	resource: 'transaction',
	operation: 'getMany',
	accountId: SHOP,
	filters: { status: ['pending'] },
};

/** The demo's own workflow for the end of a month, without its notes. */
const month = JSON.parse(
	readFileSync(join(projectDirectory(), 'demo', 'workflows', 'close-the-month.json'), 'utf8'),
) as Pick<Scene, 'nodes' | 'pinData'>;
month.nodes = month.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');

/** Without what stands beside the line. */
function monthWithout(...names: string[]): Pick<Scene, 'nodes' | 'pinData'> {
	return { ...month, nodes: month.nodes.filter(({ name }) => !names.includes(name)) };
}

export const SCENES: readonly Scene[] = [
	{
		name: 'transactions',
		nodes: [
			start(),
			awin('Get many transactions', {
				resource: 'transaction',
				operation: 'getMany',
				accountId: SHOP,
				returnAll: true,
			}),
		],
		open: 'Get many transactions',
	},
	{
		name: 'trigger',
		nodes: [
			{
				name: 'Awin Trigger',
				type: 'n8n-nodes-awin.awinTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: { accountId: SHOP },
				credentials: { awinOAuth2Api: { id: '', name: '' } },
			},
		],
		open: 'Awin Trigger',
	},
	{
		name: 'validate',
		nodes: [
			start(),
			awin('Get pending transactions', { ...pending, limit: 5 }, 240),
			awin('Validate transactions', {
				resource: 'transaction',
				operation: 'validate',
				accountId: SHOP,
				action: 'decline',
				transactionId: '={{ $json.id }}',
				declineReason: 'Order returned',
				options: { dryRun: true },
			}),
		],
		open: 'Validate transactions',
		view: 'schema',
	},
	overRows(
		'find',
		'Find transactions by order reference',
		{
			resource: 'transaction',
			operation: 'find',
			accountId: SHOP,
			orderReference: '={{ $json.order }}',
		},
		[{ order: 'NO-4101' }, { order: 'NO-4135' }, { order: 'no-4102' }],
		{ view: 'schema' },
	),
	{
		...monthWithout('Validate', 'What came of it'),
		name: 'compare',
		open: 'Compare with Awin',
		view: 'schema',
	},
	{
		...monthWithout('Validate', 'What came of it'),
		name: 'proposals',
		open: 'What is proposed',
	},
	{
		...monthWithout('What is proposed'),
		name: 'month-end',
		open: 'What came of it',
	},
	{
		name: 'submit',
		nodes: [
			start(),
			sheet('Orders of today'),
			awin('Submit conversions', {
				resource: 'conversion',
				operation: 'submit',
				accountId: SHOP,
				orderReference: '={{ $json.order }}',
				amount: '={{ $json.total }}',
				currency: 'EUR',
				attribution: ['voucher'],
				voucher: '={{ $json.voucher }}',
			}),
		],
		pinData: {
			'Orders of today': rows(
				{ order: 'N-20931', total: '89,90', voucher: 'SUMMER10' },
				{ order: 'N-20932', total: '1.204,00', voucher: 'SUMMER10' },
				{ order: 'N-20935', total: '24,50', voucher: 'SUMMER10' },
			),
		},
		open: 'Submit conversions',
		view: 'schema',
	},
	{
		name: 'transaction-get',
		nodes: [
			start(),
			awin('Get many transactions', { ...pending, limit: 1 }, 240),
			awin('Get a transaction', {
				resource: 'transaction',
				operation: 'get',
				accountId: SHOP,
				transactionIds: '={{ $json.id }}',
				output: 'flat',
			}),
		],
		open: 'Get a transaction',
		view: 'schema',
	},
	{
		name: 'validation-jobs',
		nodes: [
			start(),
			awin('Get pending transactions', { ...pending, limit: 3 }, 240),
			awin('Approve them', {
				resource: 'transaction',
				operation: 'validate',
				accountId: SHOP,
				action: 'approve',
				transactionId: '={{ $json.id }}',
			}),
			{
				...awin(
					'Get many validation jobs',
					{ resource: 'validationJob', operation: 'getMany', accountId: SHOP },
					720,
				),
				executeOnce: true,
			},
		],
		open: 'Get many validation jobs',
	},
	simple('accounts', 'Get many accounts', {
		resource: 'account',
		operation: 'getMany',
		returnAll: true,
	}),
	simple('report', 'Get a performance report', {
		resource: 'report',
		operation: 'getPerformance',
		accountType: 'advertiser',
		accountId: SHOP,
		reportBy: 'partner',
		interval: 'week',
	}),
	simple('publishers', 'Get many publishers', {
		resource: 'publisher',
		operation: 'getMany',
		accountId: SHOP,
	}),
	simple('programs', 'Get many programs', {
		resource: 'programme',
		operation: 'getMany',
		accountId: PUBLISHER,
	}),
	simple(
		'program',
		'Get a program',
		{
			resource: 'programme',
			operation: 'get',
			accountId: PUBLISHER,
			advertiserId: PROGRAM,
		},
		{ view: 'schema' },
	),
	simple('commission-groups', 'Get many commission groups', {
		resource: 'commissionGroup',
		operation: 'getMany',
		accountId: PUBLISHER,
		advertiserId: PROGRAM,
	}),
	simple('commission-sharing-rules', 'Get many commission sharing rules', {
		resource: 'commissionSharingRule',
		operation: 'getMany',
		accountId: PUBLISHER,
	}),
	simple('transaction-queries', 'Get many transaction queries', {
		resource: 'transactionQuery',
		operation: 'getMany',
		accountId: PUBLISHER,
		startDate: '={{ $now.minus({ days: 90 }) }}',
	}),
	overRows(
		'links',
		'Create links',
		{
			resource: 'link',
			operation: 'create',
			accountId: PUBLISHER,
			advertiserId: PROGRAM,
			destinationUrl: '={{ $json.page }}',
			additionalFields: { clickRef: 'newsletter' },
		},
		[
			{ page: 'https://nordlicht-outdoor.example/tents' },
			{ page: 'https://nordlicht-outdoor.example/boots?size=42' },
		],
		{ view: 'schema' },
	),
	simple('link-quota', 'Get a link quota', {
		resource: 'link',
		operation: 'getQuota',
		accountId: PUBLISHER,
	}),
	simple('offers', 'Get many offers', {
		resource: 'offer',
		operation: 'getMany',
		accountId: PUBLISHER,
	}),
	simple(
		'offer-create',
		'Create an offer',
		{
			resource: 'offer',
			operation: 'create',
			accountId: SHOP,
			offerType: 'voucher',
			voucherCode: 'AUTUMN15',
			title: '15 % off all tents',
			description: 'Until the end of the month',
			terms: 'Once per customer',
			startDate: '={{ $now }}',
			endDate: '={{ $now.plus({ days: 10 }) }}',
			url: 'https://nordlicht-outdoor.example/tents',
			categoryIds: '12',
			appliesToAllRegions: true,
			options: { dryRun: true },
		},
		{ view: 'schema' },
	),
	simple(
		'feed-download',
		'Download a product feed',
		{
			resource: 'productFeed',
			operation: 'download',
			accountId: PUBLISHER,
			advertiserId: PROGRAM,
			locale: 'de_DE',
		},
		{ view: 'usual' },
	),
	overRows(
		'feed-upload',
		'Upload a product feed',
		{
			resource: 'productFeed',
			operation: 'upload',
			accountId: SHOP,
			locale: 'de_DE',
			options: { dryRun: true },
		},
		[
			{
				id: 'T-1',
				title: 'Tent for two',
				link: 'https://nordlicht-outdoor.example/t1',
				price: '129.00 EUR',
			},
			{
				id: 'B-7',
				title: 'Walking boots',
				link: 'https://nordlicht-outdoor.example/b7',
				price: '89.90 EUR',
			},
		],
		{ view: 'schema' },
	),
	overRows(
		'proof-of-purchase',
		'Submit a proof of purchase',
		{
			resource: 'proofOfPurchase',
			operation: 'submit',
			accountId: PUBLISHER,
			advertiserId: PROGRAM,
			orderReference: '={{ $json.receipt }}',
			amount: '={{ $json.total }}',
			currency: 'EUR',
			transactionTime: '={{ $json.boughtAt }}',
			options: { dryRun: true },
		},
		[{ receipt: 'R-5521', total: '42,00', boughtAt: '2026-11-20T17:30:00+01:00' }],
		{ view: 'schema' },
	),
	{
		name: 'notification-trigger',
		nodes: [
			{
				name: 'Awin Notification Trigger',
				type: 'n8n-nodes-awin.awinNotificationTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
				webhookId: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
			},
		],
		open: 'Awin Notification Trigger',
		view: 'unrun',
	},
];
