import { clockOf } from '../../api/timezones';
import {
	fitsFilters,
	QUERY_PAGES,
	queryOutput,
	readQueriesPage,
	transactionQueriesPath,
	transactionQueriesQuery,
} from '../../api/transactionQueries';
import { publisherAccount } from '../../fields/account';
import { limit } from '../../fields/limit';
import { span } from '../../fields/span';
import { timezone } from '../../fields/timezone';
import { listOperation } from '../listOperation';
import { dateType, queryFilters } from './fields';

const LIMIT_HINT =
	'A limit leaves out the last ones: the first months come first, and within a month they come in the order of Awin';

export const getManyTransactionQueries = listOperation({
	option: {
		action: 'Get many transaction queries',
		description:
			'List the sales that a publisher reported as missing, or disputed, with the status of each query; changes nothing',
	},
	parameters: {
		publisherId: publisherAccount,
		span,
		dateType,
		zone: timezone,
		limit: limit(LIMIT_HINT),
		filters: queryFilters,
	},
	rows: { one: 'a transaction query', many: 'transaction queries' },
	call: ({ publisherId, dateType, filters }, { page, window }) => ({
		path: transactionQueriesPath(publisherId),
		query: transactionQueriesQuery({ window, dateType, ...filters }, page),
	}),
	read: readQueriesPage,
	pages: {
		rules: () => QUERY_PAGES,
		span: (values) => values.span,
		missing: (missing) =>
			`Awin announced ${missing} more transaction ${missing === 1 ? 'query' : 'queries'} than it gave. They may have changed meanwhile: run the node again, or ask for a shorter span of time.`,
	},
	filter: {
		fits: (row, { filters, dateType, span }) => fitsFilters(row, { ...filters, dateType, span }),
		chosen: ({ filters }) =>
			`advertiser, status${filters.clickRefs.length > 0 ? ', click reference' : ''} or date`,
	},
	output: ({ zone }) => {
		const clock = clockOf(zone);
		return (row) => queryOutput(row, clock);
	},
	preview: () => ({
		id: 54321,
		transactionId: 1612345678,
		advertiserId: 1001,
		publisherId: 45628,
		status: 'pending',
		enquiryDate: '2026-03-14T09:30:00+00:00',
		transactionDate: '2026-02-20T22:04:00+00:00',
		validationDate: '2026-04-02T10:00:00+00:00',
		clickRef: 'newsletter',
	}),
});
