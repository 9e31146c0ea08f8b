import { clockOf } from '../../api/timezones';
import { toOutputOfRun } from '../../api/transactionOutput';
import { readOperation } from '../listOperation';
import { ofSpan } from './fields';
import { transactionPreview } from './preview';
import { readTransactionsOf } from './readSpan';

export const getManyTransactions = readOperation({
	option: {
		action: 'Get many transactions',
		description: 'List the sales and leads of an account for any span of time; changes nothing',
	},
	parameters: ofSpan,
	batches: (run, { account, filters, options, span, dateType, limit }, item) =>
		readTransactionsOf(run, { ...account, ...filters, ...options, span, dateType, limit }, item),
	output: ({ account: { accountType }, form, zone }, flatRows) => {
		const view = { form, accountType, clock: clockOf(zone) };
		return (row) => toOutputOfRun(row, view, flatRows);
	},
	preview: transactionPreview,
});
