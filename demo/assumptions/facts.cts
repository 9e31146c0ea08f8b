import type { Fact } from './shapes.cts';

/** What is sure enough to be played in one form only. */
export const FACTS: readonly Fact[] = [
	{
		about: 'Limit of calls',
		says: 'Is 20 in a minute for each user, whatever the account or the tool.',
		sure: 'page',
		rule: ['api/limits.ts', 'CALLS_PER_MINUTE'],
	},
	{
		about: 'Span of a list of transactions',
		says: 'Is at most 31 days.',
		sure: 'page',
		rule: ['api/windows.ts', 'LONGEST_WINDOW_MS'],
	},
	{
		about: 'Pages of a list of transactions',
		says: 'There are none: one list, however long.',
		sure: 'measured',
		rule: ['api/transactions.ts', 'readTransactions'],
	},
	{
		about: 'A batch of validations',
		says: 'Has at most 40,000 transactions.',
		sure: 'page',
		rule: ['api/validation.ts', 'ROWS_PER_BATCH'],
	},
	{
		about: 'A batch of orders',
		says: 'Has at most 1,000.',
		sure: 'page',
		rule: ['api/conversions.ts', 'ORDERS_PER_BATCH'],
	},
	{
		about: 'Order references',
		says: 'Are cut to 50 characters when they are booked.',
		sure: 'page',
		rule: ['api/orderReferences.ts', 'STORED_REFERENCE_LENGTH'],
	},
	{
		about: 'A batch of links',
		says: 'Has at most 100, and makes no short ones.',
		sure: 'page',
		rule: ['api/links.ts', 'LINKS_PER_BATCH'],
	},
	{
		about: 'Custom parameters that can be amended',
		says: 'Have keys up to 127.',
		sure: 'page',
		rule: ['api/validation.ts', 'LARGEST_AMENDABLE_KEY'],
	},
	{
		about: 'Region of a report for publishers',
		says: 'Has to be given.',
		sure: 'measured',
		rule: ['api/reports.ts', 'regionRule'],
	},
	{
		about: 'Campaign reports',
		says: 'Have at most 400 days, and 3 to 128 characters of a campaign’s name.',
		sure: 'page',
		rule: ['api/reports.ts', 'CAMPAIGN_LENGTH'],
	},
	{
		about: 'An upload of a product feed',
		says: 'Has at most 2 million products, one to a line.',
		sure: 'page',
		rule: ['api/productFeeds.ts', 'MOST_PRODUCTS'],
	},
	{
		about: 'Notifications of transactions',
		says: 'Are posted to publishers without a signature, and not repeated.',
		sure: 'page',
		rule: ['api/notifications.ts', 'readNotification'],
	},
];
