/**
 * The parameters of Validate Transactions.
 */
import type { INodeProperties } from 'n8n-workflow';

import { advertiserField } from '../../../fields/account';
import { dryRunOption, maxRowsOption, maxTotalAmountOption } from '../../../fields/safety';
import { timezoneField } from '../../../fields/timezone';
import { changeFields, EACH_ITEM } from './changeFields';

/** The value of `identifyBy` that takes whatever an item has. */
export const WHICHEVER = 'whichever';

export const DEFAULT_SEARCH_BACK_DAYS = 90;
export const DEFAULT_TIMEOUT_SECONDS = 300;

const forIdentity = (...identities: string[]) => ({
	show: { identifyBy: [...identities, WHICHEVER] },
});

// n8n's lint takes a parameter of this name for a list of operations, hence an `action` with each choice.
const actionFields: INodeProperties[] = [
	{
		displayName: 'Action',
		name: 'action',
		type: 'options',
		options: [
			{
				name: 'Amend',
				value: 'amend',
				action: 'Amend transactions',
				description: 'Change the amount of pending transactions',
			},
			{
				name: 'Amend Tracking Parameters',
				value: 'amendTrackingParameters',
				action: 'Amend tracking parameters of transactions',
				description: 'Create or change custom parameters of transactions',
			},
			{
				name: 'Approve',
				value: 'approve',
				action: 'Approve transactions',
				description: 'Confirm pending transactions, so that the publisher is paid',
			},
			{
				name: 'Decline',
				value: 'decline',
				action: 'Decline transactions',
				description: 'Refuse pending transactions, such as returned orders',
			},
			{
				name: 'Different for Each Item',
				value: EACH_ITEM,
				action: 'Validate transactions with an action for each item',
				description: 'Take the action from each item, such as from a column of a sheet',
			},
		],
		default: 'approve',
		description: 'What to do with the transactions',
	},
	{
		displayName: 'Action of the Item',
		name: 'itemAction',
		type: 'string',
		default: '={{ $json.action }}',
		required: true,
		displayOptions: { show: { action: [EACH_ITEM] } },
		description:
			'An expression that gives approve, decline, amend or amendTrackingParameters for each item. Upper and lower case do not matter.',
	},
];

const identityFields: INodeProperties[] = [
	{
		displayName: 'Identify By',
		name: 'identifyBy',
		type: 'options',
		options: [
			{
				name: 'Order Reference',
				value: 'orderReference',
				description: 'Your own order number. The transaction is looked up at Awin first.',
			},
			{
				name: 'Order Reference and Date',
				value: 'orderReferenceAndDate',
				description: 'Your own order number with the exact date and time that Awin has for it',
			},
			{
				name: 'Transaction ID',
				value: 'transactionId',
				description: "Awin's own number of the transaction: exact and fast",
			},
			{
				name: 'Whichever the Item Has',
				value: WHICHEVER,
				description: 'Each item has either a transaction ID or an order reference',
			},
		],
		default: 'transactionId',
		description: 'How the items name their transactions',
	},
	{
		displayName: 'Transaction ID',
		name: 'transactionId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1612345678',
		displayOptions: forIdentity('transactionId'),
		description: "Awin's number of the transaction",
	},
	{
		displayName: 'Order Reference',
		name: 'orderReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. A-10023',
		displayOptions: forIdentity('orderReference', 'orderReferenceAndDate'),
		description: 'Your own number of the order. Awin keeps its first 50 characters.',
	},
	{
		displayName: 'Transaction Date',
		name: 'transactionDate',
		type: 'dateTime',
		default: '',
		displayOptions: forIdentity('orderReferenceAndDate'),
		description: 'Date and time of the transaction, exactly as Awin shows them',
	},
	{
		...timezoneField,
		displayOptions: forIdentity('orderReferenceAndDate'),
		description: 'The timezone of the transaction date',
	},
];

const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		dryRunOption,
		maxRowsOption,
		maxTotalAmountOption(
			'Refuse all items, before anything is sent, when amendments and declines would change sales by more than this in any one currency: the present sale amounts of transactions to decline, plus what amendments take off or add. The present amounts are read from Awin first, at 200 transactions a call. Where one of them cannot be counted, all items are refused.',
		),
		{
			displayName: 'Search Back Days',
			name: 'searchBackDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_SEARCH_BACK_DAYS,
			description:
				'How many days back to look for order references that have no date. Each 31 days take one call for each account.',
		},
		{
			displayName: 'Timeout Seconds',
			name: 'timeoutSeconds',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_TIMEOUT_SECONDS,
			description:
				'How long to wait for Awin to work through the batch. After that the items come out as submitted, with the job to ask for later.',
		},
		{
			displayName: 'Wait for Completion',
			name: 'waitForCompletion',
			type: 'boolean',
			default: true,
			description:
				'Whether to wait until Awin has worked through the batch, and give each item its result',
		},
	],
};

export const validateFields: INodeProperties[] = [
	advertiserField,
	...actionFields,
	...identityFields,
	...changeFields,
	optionsField,
];
