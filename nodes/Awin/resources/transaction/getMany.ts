import { clockOf } from '../../api/timezones';
import { toOutputOfRun } from '../../api/transactionOutput';
import { account } from '../../fields/account';
import { showBasketProducts } from '../../fields/basket';
import { filters, options } from '../../fields/collection';
import { partnerIds, transactionStatuses } from '../../fields/filters';
import { limit } from '../../fields/limit';
import { outputForm } from '../../fields/output';
import { dateType, span } from '../../fields/span';
import { timezone } from '../../fields/timezone';
import { readOperation } from '../listOperation';
import { transactionPreview } from './preview';
import { readTransactionsOf } from './readSpan';

const LIMIT_HINT =
	'The oldest come first, by the chosen date type, so a limit leaves out the newest. Awin does not show when a transaction was amended: by that date they come in the order of Awin, month by month.';

export const getManyTransactions = readOperation({
	option: {
		action: 'Get many transactions',
		description: 'List the sales and leads of an account for any span of time; changes nothing',
	},
	parameters: {
		account,
		span,
		dateType,
		zone: timezone,
		limit: limit(LIMIT_HINT),
		form: outputForm,
		filters: filters({ partnerIds, statuses: transactionStatuses }),
		options: options({ showBasketProducts }),
	},
	batches: (run, { account, filters, options, span, dateType, limit }, item) =>
		readTransactionsOf(run, { ...account, ...filters, ...options, span, dateType, limit }, item),
	output: ({ account: { accountType }, form, zone }, flatRows) => {
		const view = { form, accountType, clock: clockOf(zone) };
		return (row) => toOutputOfRun(row, view, flatRows);
	},
	preview: transactionPreview,
});
