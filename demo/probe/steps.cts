/** Every call that the probe may make: what it asks, and why. The list that people see before anything is called. */

interface Step {
	/** Who is asked about: any user, an advertiser's account, a publisher's, or whichever of the two there is. */
	of: 'user' | 'advertiser' | 'publisher' | 'either';
	call: string;
	why: string;
}

const TRANSACTIONS = 'GET /{advertisers|publishers}/{id}/transactions/';
const REPORTS = 'GET /{advertisers|publishers}/{id}/reports';

export const STEPS = {
	accounts: { of: 'user', call: 'GET /accounts', why: 'which accounts the token reaches' },
	foreignAccount: {
		of: 'user',
		call: 'GET /advertisers/1/publishers',
		why: 'how an account that is not yours is refused',
	},
	deletedRows: {
		of: 'either',
		call: `${TRANSACTIONS}, 30 days, status=deleted`,
		why: 'whether there are deleted transactions, and whether the status is looked at',
	},
	rows: { of: 'either', call: `${TRANSACTIONS}, 30 days`, why: 'what a transaction looks like' },
	otherPartner: {
		of: 'either',
		call: `${TRANSACTIONS}, 31 days, partner 1`,
		why: 'whether exactly 31 days are taken, and whether the partner is looked at',
	},
	amendedLate: {
		of: 'either',
		call: `${TRANSACTIONS}, the last 15 days by amendment date`,
		why: 'what an amended transaction shows, and which ones are found',
	},
	amendedEarly: {
		of: 'either',
		call: `${TRANSACTIONS}, the 15 days before by amendment date`,
		why: 'whether one transaction is found at each of its amendments',
	},
	zSuffix: {
		of: 'either',
		call: `${TRANSACTIONS}, one hour, dates that end in Z`,
		why: 'what a Z means',
	},
	milliseconds: {
		of: 'either',
		call: `${TRANSACTIONS}, one hour, dates with milliseconds`,
		why: 'whether milliseconds are taken',
	},
	noTimezone: {
		of: 'either',
		call: `${TRANSACTIONS}, one hour, no timezone`,
		why: 'whether the time zone may be left out',
	},
	statusList: {
		of: 'either',
		call: `${TRANSACTIONS}, one hour, four statuses`,
		why: 'whether several statuses are taken at once',
	},
	newerZone: {
		of: 'either',
		call: `${TRANSACTIONS}, id 1, Europe/Helsinki`,
		why: 'whether the newer time zones are known',
	},
	longAddress: {
		of: 'either',
		call: `${TRANSACTIONS}, id 1 many times, 8,000 characters`,
		why: 'how long an address may be, and what an unknown id gives',
	},
	unknownId: {
		of: 'either',
		call: `${TRANSACTIONS}, id 1`,
		why: 'what an unknown id gives, where the two before did not tell',
	},
	springSpan: {
		of: 'either',
		call: `${TRANSACTIONS}, 31 days and one second across the change of the clocks in spring`,
		why: 'how 31 days are measured',
	},
	autumnSpan: {
		of: 'either',
		call: `${TRANSACTIONS}, 31 days and one second across the change of the clocks in autumn`,
		why: 'how 31 days are measured',
	},
	exactEnd: {
		of: 'either',
		call: `${TRANSACTIONS}, the minute that ends with a transaction`,
		why: 'whether the end belongs to the span, and whether dates are looked at',
	},
	otherZone: {
		of: 'either',
		call: `${TRANSACTIONS}, one known id, US/Pacific`,
		why: 'whether dates come in the time zone that was asked for',
	},
	accountsOfOneKind: {
		of: 'user',
		call: 'GET /accounts?type=publisher',
		why: 'whether the kind is looked at',
	},
	programmes: {
		of: 'publisher',
		call: 'GET /publishers/{id}/programmes?relationship=joined',
		why: 'the form of the list, and a programme for the next calls',
	},
	programmeDetails: {
		of: 'publisher',
		call: 'GET /publishers/{id}/programmedetails',
		why: 'the form of a programme',
	},
	commissionGroups: {
		of: 'publisher',
		call: 'GET /publishers/{id}/commissiongroups',
		why: 'where the dates of the rates stand',
	},
	quota: {
		of: 'publisher',
		call: 'GET /publishers/{id}/linkbuilder/quota',
		why: 'the form of the quota of short links',
	},
	offers: {
		of: 'publisher',
		call: 'POST /publisher/{id}/promotions, page 1 (Awin lists offers with a POST; nothing is changed)',
		why: 'the form of the list of offers',
	},
	offersPastEnd: {
		of: 'publisher',
		call: 'POST /publisher/{id}/promotions, page 1,000',
		why: 'what comes after the last page',
	},
	queriesByIds: {
		of: 'publisher',
		call: 'GET /publisher/{id}/transactionqueries?advertiserIds=1',
		why: 'the name of the filter',
	},
	queriesById: {
		of: 'publisher',
		call: 'GET /publisher/{id}/transactionqueries?advertiserId=1',
		why: 'the name of the filter',
	},
	queriesSecondPage: {
		of: 'publisher',
		call: 'GET /publisher/{id}/transactionqueries, page 2, one row to a page',
		why: 'whether pages are turned, and what the totals say',
	},
	feed: {
		of: 'publisher',
		call: 'GET /publishers/{id}/awinfeeds/download/{file}, at most 8 MB',
		why: 'how a product feed travels and ends',
	},
	report: { of: 'either', call: `${REPORTS}/…, 31 days`, why: 'the form of a report' },
	longReport: {
		of: 'either',
		call: `${REPORTS}/…, 32 days`,
		why: 'how long a report may be, and how one is refused',
	},
	reportOfRegion: {
		of: 'either',
		call: `${REPORTS}/…, another region`,
		why: 'whether the region is looked at',
	},
	badReport: {
		of: 'either',
		call: `${REPORTS}/…, a date that is none`,
		why: 'how a report is refused, where the long one was not',
	},
	campaigns: {
		of: 'either',
		call: `${REPORTS}/campaign, by month`,
		why: 'the form of a campaign report',
	},
	otherCampaign: {
		of: 'either',
		call: `${REPORTS}/campaign, a campaign that does not exist`,
		why: 'whether the campaign is looked at',
	},
	jobs: {
		of: 'advertiser',
		call: 'GET /advertisers/{id}/transactions/jobs',
		why: 'which validation jobs are kept, and their statuses',
	},
	jobAll: {
		of: 'advertiser',
		call: 'GET /advertisers/{id}/transactions/jobs/{job}?output=all',
		why: 'what a job says of each transaction',
	},
	jobErrors: {
		of: 'advertiser',
		call: 'GET /advertisers/{id}/transactions/jobs/{job}?output=errors',
		why: 'what a job says of failed transactions',
	},
	fillUp: {
		of: 'user',
		call: 'GET /accounts, as often as it takes to have made 20 calls in a minute',
		why: 'the limit',
	},
	overLimit: {
		of: 'user',
		call: 'GET /accounts, the 21st call in a minute, on purpose',
		why: 'how a call over the limit is refused',
	},
	nextMinute: {
		of: 'user',
		call: 'GET /accounts, in the next minute of the clock',
		why: 'whether the limit begins anew with it',
	},
	afterRefusal: {
		of: 'user',
		call: 'GET /accounts, when one of the 20 calls is a minute old',
		why: 'whether refused calls count',
	},
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof STEPS;

/** The calls that go beyond the limit on purpose, and those that lead up to them. */
export const LIMIT_STEPS: readonly StepName[] = [
	'fillUp',
	'overLimit',
	'nextMinute',
	'afterRefusal',
];
