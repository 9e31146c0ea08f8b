import { SWITCH_VALUES } from './switch-values.cts';

/**
 * What nobody outside Awin knows for sure. Each switch turns one such behaviour, so that the package can be tested
 * against every reading. The default is what Awin documents or, where its pages are silent, the most probable reading;
 * where two readings are equally likely it is the one that is harder on a client.
 */
export interface Switches {
	/** `/accounts` names the kind of an account in `accountType` (documented, measured). Alternative: in `type`. */
	accountsTypeMember: 'accountType' | 'type';
	/** Ids are JSON numbers (documented). Alternative: strings, as some clients carry them. */
	idsAsStrings: boolean;
	/** A member without a value is there and null (documented samples). Alternative: it is missing. */
	nullsMissing: boolean;
	/**
	 * The transaction list is a bare array (documented, measured). Alternatives: `body` is the Spring envelope
	 * `{body, statusCode, statusCodeValue}` that report schemas show, `transactions` and `result` are named members.
	 */
	transactionsWrapper: 'none' | 'body' | 'transactions' | 'result';
	/** `timezone` may be left out and means UTC (API reference). Alternative: it is mandatory (older page). */
	timezoneRequired: boolean;
	/** 16 zones (timezone page). Alternative: 13, without São Paulo, Sydney and Helsinki (older transactions page). */
	zones: 16 | 13;
	/** Dates in rows stand in the requested zone (how everybody reads them; no page says). Alternative: always in UTC. */
	responseDatesInUtc: boolean;
	/** A row dated exactly `endDate` belongs to the window. No page says; alternative: it does not. */
	endInclusive: boolean;
	/**
	 * How the 31 days are measured where clocks change. Undocumented: real time and wall clock must `both` fit; alternatives:
	 * only the one (`realTime`) or the other (`wallClock`).
	 */
	spanMeasure: 'both' | 'realTime' | 'wallClock';
	/** `…Z` on a date means UTC. Alternatives, both seen in clients' code: it is `ignored`, or `refused` with 400. */
	zSuffix: 'utc' | 'ignored' | 'refused';
	/** Dates with milliseconds are refused (some clients report that). Alternative: accepted and cut. */
	millisecondsAccepted: boolean;
	/** Transaction and click dates are kept to the minute (every real sample has seconds 00). Alternative: to the second. */
	datePrecision: 'minute' | 'second';
	/** `status` takes a comma list. Samples show one value only; alternative: a list is refused with 400. */
	statusList: boolean;
	/** Ids that do not exist are left out of an `ids=` answer. Nobody says; alternative: one of them makes it a 404. */
	unknownIds: 'leftOut' | 'notFound';
	/** Longest path and query that is read; 0 for no bound. Undocumented: 8,192 is the usual bound of such servers. */
	maxUrlLength: number;
	/** Order of rows. Undocumented, so nothing may lean on it: `date`, `newest` first, `id`, or `scattered`. */
	rowOrder: 'date' | 'newest' | 'id' | 'scattered';
	/** Without `status` deleted transactions are `listed` like the others. Nobody says; alternative: `hidden`. */
	deletedWithoutStatus: 'listed' | 'hidden';
	/** A filter that Awin takes and does not look at, in any list or report. That all are honoured is documented only. */
	ignoredFilter:
		| 'none'
		| 'accountTypes'
		| 'campaigns'
		| 'dates'
		| 'partners'
		| 'regions'
		| 'statuses';
	/**
	 * `dateType=amendment` finds a transaction by any of its amendments. Undocumented; alternative: by the last one only,
	 * as a single database column would.
	 */
	amendmentMatch: 'any' | 'last';
	/** Rows that were never amended: `leftOut` of `dateType=amendment`. Undocumented; alternative: by transaction date. */
	amendmentUnamended: 'leftOut' | 'byTransactionDate';
	/** Rows have no `amendDate` (Awin's pages). Alternative: they have one (only one connector's field list says so). */
	amendDateInRows: boolean;
	/** `originalSaleAmount` is null (documented). Alternatives from clients' schemas: after an amendment a number or an object. */
	originalSaleAmount: 'null' | 'number' | 'object';

	/**
	 * Reports of partners and creatives are a bare array and those of campaigns `{result: […]}` (both `measured`).
	 * Alternatives: `body` is the Spring envelope `{body, statusCode, statusCodeValue}` of Awin's schema; `none`: always bare.
	 */
	reportWrapper: 'measured' | 'body' | 'none';
	/** A refused report has its status (seen for a missing region). Alternative: 200, and the status `inside` the envelope. */
	reportRefusals: 'status' | 'inside';
	/** Longest span of partner and creative reports, in days; 0 for none. Undocumented: 31 is the limit of transactions. */
	reportMaxDays: number;
	/** Campaign reports have their money as text (measured). Alternative: numbers, as one client writes. */
	campaignMoney: 'text' | 'number';
	/** Where a campaign row has its figures: in the row itself. Alternative: in one object, `totals` (one connector's schema). */
	campaignFigures: 'row' | 'totals';
	/**
	 * How a campaign row's date is written; no page says. `start`: the first day of its interval; alternatives: `short`
	 * (yyyy-MM, yyyy), `withTime`, and `list` ([yyyy, MM, dd], what such servers write by default).
	 */
	campaignDate: 'start' | 'short' | 'withTime' | 'list';

	/** The limit looks at the last 60 seconds. Undocumented; alternative: it starts anew with each minute of the clock. */
	rateWindow: 'sliding' | 'fixed-minute';
	/** No `Retry-After` on a 429 (none was ever seen). Alternative: whole seconds until a call would be let through. */
	retryAfter: boolean;
	/** A call answered with 429 does not use up the limit itself. Undocumented; alternative: it does. */
	refusedCallsCount: boolean;
	/** Conversion API calls share the user's limit. Undocumented; alternatives: a limit of their own, or none. */
	conversionLimit: 'shared' | 'own' | 'none';

	/** The Conversion API takes the user's own token (documented). Alternative: a key of its own, as some vendors write. */
	conversionKey: 'same' | 'separate';
	/** An account that the user is not linked to, or whose plan has no API, answers 403. Alternative: 401 (both were seen). */
	refusedAccountStatus: 403 | 401;

	/** Different actions may be mixed in one batch (nothing forbids it). Alternative: refused with 400. */
	mixedActions: boolean;
	/** A batch is answered with 200 (one community runbook). Alternative: 202. */
	batchStatus: 200 | 202;
	/** The batch answer carries `jobId` (documented in words). Alternative: it is missing. */
	jobIdInAnswer: boolean;
	/** Status of an unfinished job. Only `DONE` is documented, so any other word must do. */
	runningStatus: string;
	/** Status of a finished job: `DONE` is the only documented one. */
	finishedStatus: string;
	/** A job never finishes. For trying out time limits. */
	jobsNeverFinish: boolean;
	/**
	 * What `allTransactions` holds of a job that was asked for with `output=all`. Nobody has shown one: `every` row with its code;
	 * alternatives: every row and `noCodes`, an `empty` list, `goodOnly`, rows named by bare `ids`, or no list at all (`none`).
	 */
	allTransactions: 'every' | 'noCodes' | 'empty' | 'goodOnly' | 'ids' | 'none';
	/**
	 * What an unfinished job that never ends in `DONE` says instead: with a word here it ends at once, with that status, without a
	 * completion date and without any results. Undocumented; default: none ends so.
	 */
	badEndStatus: string;
	/** The answer to a batch that was taken in also has an `error`. Nobody has shown one; alternative for the careful. */
	jobIdBesideError: boolean;
	/**
	 * Items that were already in the requested state (304): `counted` in `errors` and listed among `failedTransactions`;
	 * `listed` but not counted; or seen with `output=all` only (`hidden`). Awin has the code in its table of results and
	 * says nothing about the count.
	 */
	notModified: 'counted' | 'listed' | 'hidden';
	/** Identity members that an item did not use: `null` or `empty` text; Awin's sample has both. */
	unusedIdentity: 'null' | 'empty';
	/** `/jobs` is a bare array. Undocumented; alternative: `{jobs: […]}`. */
	jobsWrapper: 'none' | 'jobs';
	/** For how many days Awin knows a job after it was sent; 0: for ever. Nobody says. */
	jobsKeptDays: number;
	/** A decline or amendment without a reason gets 422. Undocumented, but every sample has a reason; alternative: accepted. */
	reasonRequired: boolean;
	/** A commission group in an amendment that the programme does not have gets 422. Undocumented; alternative: `DEFAULT`. */
	unknownGroupInAmendment: 'refused' | 'default';

	/** Refused orders are `{order, errors}` (one client's reading). Alternative: `flat`, `{orderReference, errors}`. */
	failedOrdersShape: 'nested' | 'flat';
	/** Which orders are still processing when the answer is sent, making it a 202 where none was refused. */
	pendingOrders: 'none' | 'some' | 'all';
	/** A 202 lists its `pendingOrders`. Alternative: it has the `batchId` only. */
	pendingOrdersListed: boolean;
	/** What becomes of pending orders in the end. Those that are refused then are never booked. */
	pendingEnd: 'accepted' | 'rejected';
	/**
	 * The form in which results are posted to the webhook of a batch. None is published; `lists` is that of the answers.
	 * Alternatives: the lists in a wrapper, in snake case or in a form field; a list of orders with a status; a post for each.
	 */
	resultsForm: 'lists' | 'wrapped' | 'snake' | 'orders' | 'single' | 'form';
	/** Whether what is posted names the advertiser. */
	resultsAccount: 'none' | 'named';
	/** What is posted goes to the whole address that the batch was sent with. Undocumented; alternative: its query is dropped. */
	resultsQuery: 'kept' | 'dropped';
	/** An order reference that was booked before is `accepted`, and so booked twice. Undocumented; alternative: `refused`. */
	duplicateReferences: 'accepted' | 'refused';
	/**
	 * How many minutes after it was taken in an order shows up in lists. Below zero, each within three minutes ("display in the
	 * platform can take up to 3 minutes", documented); nobody says what happens on a bad day. Millions stand for never.
	 */
	ordersShownAfterMinutes: number;
	/** References in the answer are cut to 50 characters like the booked ones. Undocumented; alternative: as they were sent. */
	answeredReference: 'cut' | 'asSent';
	/** Status when every order was refused: 400 (one client's reading). Alternatives: 206, 406. */
	allRefusedStatus: 400 | 206 | 406;
	/** Order of results in job and order answers: as sent, or reversed. Undocumented, so nothing may lean on it. */
	resultOrder: 'asSent' | 'reversed';
	/** Commission groups of an order must add up to its amount. Strict reading; alternative: not looked at. */
	orderPartsMustAddUp: boolean;
	/** Click and transaction times in the future (milliseconds sent for seconds) are refused. Alternative: silently booked. */
	futureTimes: 'refused' | 'accepted';

	/**
	 * Where a batch of links repeats the request of each answer: beside `status` and `body` (documented in words), in the
	 * `body` (one client's tests), or not at all (`none`).
	 */
	linkEcho: 'entry' | 'body' | 'none';
	/** `status` in a batch of links is a number (documented). Alternative: text. */
	linkStatusAsText: boolean;
	/**
	 * A link that is not made is said in `description` (measured). Alternatives: in `destinationUrl` (a note on Awin's page),
	 * or with status 200 and a general description (one client saw that).
	 */
	linkRefusal: 'description' | 'destinationUrl' | 'generic200';
	/** Short links of a publisher in 24 hours (measured on one account: 200). */
	shortLinkLimit: number;
	/** The quota has `limit` as text and `usage` as a number (documented). Alternatives: both `numbers`, or both `missing` (seen). */
	quotaFigures: 'documented' | 'numbers' | 'missing';

	/** The member of an offer list: `data` (measured). Alternatives: what other clients read; `none` is a bare array. */
	offersWrapper: 'data' | 'offers' | 'promotions' | 'results' | 'none';
	/**
	 * `pagination.total` of an offer list: `number` (measured). Alternatives: `text`, `missing`, `totalPages` and
	 * `totalResults` in its place (`pages`, one client's fixtures), or `too low`, for clients that lean on it too much.
	 */
	offersTotal: 'number' | 'text' | 'missing' | 'pages' | 'too low';
	/** A page beyond the end of the offers is `empty`. Undocumented; alternative: the last page again (`repeated`). */
	offersPastEnd: 'empty' | 'repeated';
	/**
	 * What a created offer is answered with: nothing that has an id, as is said of Awin's page, in a form that nobody shows: 201
	 * with `nothing`, or 200 with a `message`. Alternatives: 201 with its `id`, 200 with the `whole` offer, or either status
	 * with an `error` in it, which then was not created.
	 */
	offerCreated: 'nothing' | 'message' | 'id' | 'whole' | 'error200' | 'error201';
	/** `timeZone` of a new offer is read. Alternative: it is passed over, and the times are taken as UTC. */
	offerZone: 'read' | 'passed over';
	/** Programmes are a bare array (documented). Alternative: a named member. */
	programmesWrapper: 'none' | 'programmes';
	/** `deeplinkEnabled` is a boolean (newer page). Alternative: the text "true" (wiki sample). */
	deeplinkEnabledAsText: boolean;
	/** `membershipStatus` begins with a capital ("Joined"). Alternative, seen as well: "joined". */
	membershipStatusInLowerCase: boolean;
	/** `ratesStart` and `ratesEnd` stand on each commission group. Alternative reading: once, beside the list. */
	commissionRatesOn: 'groups' | 'envelope';
	/** Transaction queries of some advertisers are asked for by `advertiserIds` (API reference). Wiki: `advertiserId`. */
	queriesAdvertiserFilter: 'advertiserIds' | 'advertiserId';
	/** Totals beside a page of transaction queries. Alternatives, for clients that lean on them too much. */
	queriesTotals: 'right' | 'missing' | 'too low' | 'one page' | 'growing';
	/** Pages of transaction queries as they are `asked` for. Alternative: `always the first`, as if `pageNumber` were not read. */
	queriesPages: 'asked' | 'always the first';
	/** How many products a feed has; each is a line of 1,000 bytes, so a million of them are 1 GB. */
	feedProducts: number;
	/** A feed that was broken off ends with a line that says so (documented). */
	feedEnd: 'whole' | 'error';
	/** Whether the head says how long the feed is. Undocumented; alternative: it comes in chunks of unknown number. */
	feedLength: 'announced' | 'chunked';
	/** The feed travels packed (gzip). Undocumented. */
	feedPacked: boolean;
	/** The form of validation errors in the answer to an upload. Documented is only that there are some. */
	feedErrors: 'byLine' | 'byId' | 'texts' | 'map' | 'placeless' | 'count' | 'message';
	/** Status of such an answer: 200 (documented). Alternative: 400. */
	feedErrorStatus: 200 | 400;
	/** A feed with bad products is used nonetheless, without them. Undocumented; alternative: it is paused, as a client reads. */
	feedUseOnErrors: boolean;

	/** Proof of purchase is switched on for the publisher and the programme. Alternative: 403. */
	proofActivated: boolean;
	/** Groups are named as in the page's sample. Alternative: as in its table; the other name is not looked at. */
	proofGroupsMember: 'commissionGroup' | 'commissionGroups';
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
	accountsTypeMember: 'accountType',
	idsAsStrings: false,
	nullsMissing: false,
	transactionsWrapper: 'none',
	timezoneRequired: false,
	zones: 16,
	responseDatesInUtc: false,
	endInclusive: true,
	spanMeasure: 'both',
	zSuffix: 'utc',
	millisecondsAccepted: false,
	datePrecision: 'minute',
	statusList: true,
	unknownIds: 'leftOut',
	maxUrlLength: 8192,
	rowOrder: 'date',
	deletedWithoutStatus: 'listed',
	ignoredFilter: 'none',
	amendmentMatch: 'any',
	amendmentUnamended: 'leftOut',
	amendDateInRows: false,
	originalSaleAmount: 'null',
	reportWrapper: 'measured',
	reportRefusals: 'status',
	reportMaxDays: 31,
	campaignMoney: 'text',
	campaignFigures: 'row',
	campaignDate: 'start',
	rateWindow: 'sliding',
	retryAfter: false,
	refusedCallsCount: false,
	conversionLimit: 'shared',
	conversionKey: 'same',
	refusedAccountStatus: 403,
	mixedActions: true,
	batchStatus: 200,
	jobIdInAnswer: true,
	runningStatus: 'RUNNING',
	finishedStatus: 'DONE',
	jobsNeverFinish: false,
	allTransactions: 'every',
	badEndStatus: '',
	jobIdBesideError: false,
	notModified: 'counted',
	unusedIdentity: 'null',
	jobsWrapper: 'none',
	jobsKeptDays: 0,
	reasonRequired: true,
	unknownGroupInAmendment: 'refused',
	failedOrdersShape: 'nested',
	pendingOrders: 'none',
	pendingOrdersListed: true,
	pendingEnd: 'accepted',
	resultsForm: 'lists',
	resultsAccount: 'none',
	resultsQuery: 'kept',
	duplicateReferences: 'accepted',
	ordersShownAfterMinutes: -1,
	answeredReference: 'cut',
	allRefusedStatus: 400,
	resultOrder: 'asSent',
	orderPartsMustAddUp: true,
	futureTimes: 'refused',
	linkEcho: 'entry',
	linkStatusAsText: false,
	linkRefusal: 'description',
	shortLinkLimit: 200,
	quotaFigures: 'documented',
	offersWrapper: 'data',
	offersTotal: 'number',
	offersPastEnd: 'empty',
	offerCreated: 'nothing',
	offerZone: 'read',
	programmesWrapper: 'none',
	deeplinkEnabledAsText: false,
	membershipStatusInLowerCase: false,
	commissionRatesOn: 'groups',
	queriesAdvertiserFilter: 'advertiserIds',
	queriesTotals: 'right',
	queriesPages: 'asked',
	feedProducts: 500,
	feedEnd: 'whole',
	feedLength: 'announced',
	feedPacked: false,
	feedErrors: 'byLine',
	feedErrorStatus: 200,
	feedUseOnErrors: true,
	proofActivated: true,
	proofGroupsMember: 'commissionGroup',
};

/** Sets some switches from untyped input (the command line, the control endpoint); answers what is wrong with it, or null. */
export function setSwitches(switches: Switches, changes: Record<string, unknown>): string | null {
	for (const [name, value] of Object.entries(changes)) {
		if (!Object.hasOwn(DEFAULT_SWITCHES, name)) return `There is no switch '${name}'`;
		const usual = typeof DEFAULT_SWITCHES[name as keyof Switches];
		if (typeof value !== usual) return `Switch '${name}' takes a ${usual}`;
		const values: readonly unknown[] | undefined = Object.hasOwn(SWITCH_VALUES, name)
			? SWITCH_VALUES[name as keyof typeof SWITCH_VALUES]
			: undefined;
		if (values && !values.includes(value)) {
			return `Switch '${name}' takes one of ${values.join(', ')}`;
		}
	}
	Object.assign(switches, changes);
	return null;
}
