/**
 * How far back Awin's lists are read for orders of which nothing but the reference is known.
 */
import { numberUpTo } from './number';

/** A list further back than Awin's own start has nothing in it. */
export const MOST_SEARCH_BACK_DAYS = 3650;

export const searchBackDays = numberUpTo(MOST_SEARCH_BACK_DAYS, {
	displayName: 'Search Back Days',
	name: 'options.searchBackDays',
	typeOptions: { minValue: 1 },
	default: 90,
	description:
		'How many days back to look for order references that have no date. Each 31 days take one call for each account.',
});
