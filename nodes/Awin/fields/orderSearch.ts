/**
 * How orders are named whose transactions are looked for at Awin.
 */
import { DAY_MS } from '../api/periods';
import { pastMoment } from './dates';
import { MOST_SEARCH_BACK_DAYS } from './searchBackDays';
import { requiredText } from './text';
import { timezone } from './timezone';

export const orderReference = requiredText(
	{
		displayName: 'Order Reference',
		name: 'orderReference',
		placeholder: 'e.g. A-10023',
		description: 'Your own number of the order. Awin keeps its first 50 characters.',
	},
	'Give your own number of the order, as it was sent to Awin.',
);

/** When the order was placed; `undefined` where nothing was given. Needs {@link timezone} beside it. */
export const orderMoment = pastMoment(
	{
		displayName: 'Order Date',
		name: 'orderDate',
		placeholder: 'e.g. 2026-01-31T15:00:00',
		description:
			'When the order was placed; a day alone is enough. Awin is searched from a day before it until now, so an old order is found as well, and a recent one takes fewer calls. Without a date, Search Back Days in the options says how far back to look.',
	},
	{ of: (source) => timezone.read(source), words: 'the timezone that is chosen in this node' },
).map((moment, source, named) => {
	if (!moment || moment.epochMs >= source.nowMs - MOST_SEARCH_BACK_DAYS * DAY_MS) return moment;
	throw named.refuse(
		source,
		named.given(source),
		`lies more than ${MOST_SEARCH_BACK_DAYS} days back`,
		'Correct the date, or leave it empty for this item.',
	);
});

/** Like {@link orderMoment}, epoch milliseconds at whole seconds. */
export const orderDate = orderMoment.map((moment) => moment?.epochMs);
