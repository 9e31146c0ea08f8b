/**
 * Which transactions are asked for.
 */
import { account } from '../../fields/account';
import { showBasketProducts } from '../../fields/basket';
import { filters, options } from '../../fields/collection';
import { partnerIds, transactionStatuses } from '../../fields/filters';
import { idList } from '../../fields/ids';
import { limit } from '../../fields/limit';
import { outputForm } from '../../fields/output';
import { dateType, span } from '../../fields/span';
import { timezone } from '../../fields/timezone';

const LIMIT_HINT =
	'The oldest come first, by the chosen date type, so a limit leaves out the newest. Awin does not show when a transaction was amended: by that date they come in the order of Awin, month by month.';

export const ofSpan = {
	account,
	span,
	dateType,
	zone: timezone,
	limit: limit(LIMIT_HINT),
	form: outputForm,
	filters: filters({ partnerIds, statuses: transactionStatuses }),
	options: options({ showBasketProducts }),
};

/** At 200 ids a call and 20 calls a minute this is two and a half minutes of calls. */
const MOST_IDS = 10_000;

const HOW_IDS_LOOK =
	'Give the IDs as Awin shows them, with commas between them, such as 1612345678, 1612345679.';

const transactionIds = idList(
	{
		displayName: 'Transaction IDs',
		name: 'transactionIds',
		required: true,
		placeholder: 'e.g. 1612345678, 1612345679',
		description: 'One or more transaction IDs. Separate several with commas.',
	},
	HOW_IDS_LOOK,
).map((ids, source, named) => {
	if (ids.length === 0) throw named.refuse(source, '', 'is empty', HOW_IDS_LOOK);
	if (ids.length <= MOST_IDS) return ids;
	throw named.refuse(
		source,
		'',
		`holds ${ids.length} IDs; at most ${MOST_IDS} can be read for one item`,
		'Split them over several items, or use Get Many with a span of time, which takes fewer calls.',
	);
});

export const ofIds = {
	account,
	ids: transactionIds,
	zone: timezone,
	form: outputForm,
	options: options({ showBasketProducts }),
};
