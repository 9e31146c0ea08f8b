import type { Switches } from './switches.cts';

/** The names of the switches that take one of a few values only. */
type Listed = {
	[Name in keyof Switches]: string extends Switches[Name]
		? never
		: number extends Switches[Name]
			? never
			: boolean extends Switches[Name]
				? never
				: Name;
}[keyof Switches];

/** What those switches take: untyped input is held against it. */
export const SWITCH_VALUES: { readonly [Name in Listed]: ReadonlyArray<Switches[Name]> } = {
	accountsTypeMember: ['accountType', 'type'],
	transactionsWrapper: ['none', 'body', 'transactions', 'result'],
	zones: [16, 13],
	spanMeasure: ['both', 'realTime', 'wallClock'],
	zSuffix: ['utc', 'ignored', 'refused'],
	datePrecision: ['minute', 'second'],
	unknownIds: ['leftOut', 'notFound'],
	rowOrder: ['date', 'newest', 'id', 'scattered'],
	deletedWithoutStatus: ['listed', 'hidden'],
	ignoredFilter: ['none', 'accountTypes', 'campaigns', 'dates', 'partners', 'regions', 'statuses'],
	amendmentMatch: ['any', 'last'],
	amendmentUnamended: ['leftOut', 'byTransactionDate'],
	originalSaleAmount: ['null', 'number', 'object'],
	reportWrapper: ['measured', 'body', 'none'],
	reportRefusals: ['status', 'inside'],
	campaignMoney: ['text', 'number'],
	campaignFigures: ['row', 'totals'],
	campaignDate: ['start', 'short', 'withTime', 'list'],
	rateWindow: ['sliding', 'fixed-minute'],
	conversionLimit: ['shared', 'own', 'none'],
	conversionKey: ['same', 'separate'],
	refusedAccountStatus: [403, 401],
	batchStatus: [200, 202],
	allTransactions: ['every', 'noCodes', 'empty', 'goodOnly', 'ids', 'none'],
	notModified: ['counted', 'listed', 'hidden'],
	unusedIdentity: ['null', 'empty'],
	jobsWrapper: ['none', 'jobs'],
	unknownGroupInAmendment: ['refused', 'default'],
	failedOrdersShape: ['nested', 'flat'],
	pendingOrders: ['none', 'some', 'all'],
	pendingEnd: ['accepted', 'rejected'],
	resultsForm: ['lists', 'wrapped', 'snake', 'orders', 'single', 'form'],
	resultsAccount: ['none', 'named'],
	resultsQuery: ['kept', 'dropped'],
	duplicateReferences: ['accepted', 'refused'],
	answeredReference: ['cut', 'asSent'],
	allRefusedStatus: [400, 206, 406],
	resultOrder: ['asSent', 'reversed'],
	futureTimes: ['refused', 'accepted'],
	linkEcho: ['entry', 'body', 'none'],
	linkRefusal: ['description', 'destinationUrl', 'generic200'],
	quotaFigures: ['documented', 'numbers', 'missing'],
	offersWrapper: ['data', 'offers', 'promotions', 'results', 'none'],
	offersTotal: ['number', 'text', 'missing', 'pages', 'too low'],
	offersPastEnd: ['empty', 'repeated'],
	offerCreated: ['nothing', 'message', 'id', 'whole', 'error200', 'error201'],
	offerZone: ['read', 'passed over'],
	programmesWrapper: ['none', 'programmes'],
	commissionRatesOn: ['groups', 'envelope'],
	queriesAdvertiserFilter: ['advertiserIds', 'advertiserId'],
	queriesTotals: ['right', 'missing', 'too low', 'one page', 'growing'],
	queriesPages: ['asked', 'always the first'],
	feedEnd: ['whole', 'error'],
	feedLength: ['announced', 'chunked'],
	feedErrors: ['byLine', 'byId', 'texts', 'map', 'placeless', 'count', 'message'],
	feedErrorStatus: [200, 400],
	proofGroupsMember: ['commissionGroup', 'commissionGroups'],
};
