import { sampleQuery } from '../../api/samples';
import { clockOf } from '../../api/timezones';
import {
	QUERY_PAGES,
	queryOutput,
	queriesCall,
	readQueriesPage,
} from '../../api/transactionQueries';
import { listOperation } from '../listOperation';
import { chosenQueries, parameters } from './fields';

export const getManyTransactionQueries = listOperation({
	option: {
		action: 'Get many transaction queries',
		description:
			'List the sales that a publisher reported as missing, or disputed, with the status of each query; changes nothing',
	},
	parameters,
	rows: { one: 'a transaction query', many: 'transaction queries' },
	call: queriesCall,
	read: readQueriesPage,
	pages: {
		rules: () => QUERY_PAGES,
		span: ({ span }) => span,
		missing: (missing) =>
			`Awin announced ${missing} more transaction ${missing === 1 ? 'query' : 'queries'} than it gave. They may have changed meanwhile: run the node again, or ask for a shorter span of time.`,
	},
	filter: chosenQueries,
	output:
		({ zone }) =>
		(row) =>
			queryOutput(row, clockOf(zone)),
	preview: sampleQuery,
});
