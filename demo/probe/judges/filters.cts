import { findRows, rowsOf } from '../look.cts';
import type { Judge } from '../verdicts.cts';

/** A partner, and a campaign, that nobody has. */
export const NO_PARTNER = '1';
export const NO_CAMPAIGN = 'n8n-probe-none';

const FILTERS = ['accountTypes', 'campaigns', 'dates', 'partners', 'regions', 'statuses'] as const;

/** Filters of the list of transactions: whether what they leave out is left out. */
export const judgeTransactionFilters: Judge = ({ answers, role }, verdicts) => {
	const rows = rowsOf(answers.rows);
	const deleted = findRows(answers.deletedRows)?.rows;
	if (deleted?.some((row) => row.commissionStatus !== 'deleted')) {
		verdicts.filters.set('statuses', false);
	} else if (deleted && rows.some((row) => row.commissionStatus !== 'deleted')) {
		verdicts.filters.set('statuses', true);
	}

	const partner = role === 'advertiser' ? 'publisherId' : 'advertiserId';
	const others = findRows(answers.otherPartner)?.rows;
	const isOther = (row: Record<string, unknown>) => String(row[partner]) !== NO_PARTNER;
	if (others?.some(isOther)) verdicts.filters.set('partners', false);
	else if (others && rows.some(isOther)) verdicts.filters.set('partners', true);
};

/** A filter that is not looked at, or that every one of them is. */
export const judgeFilters: Judge = (_findings, verdicts) => {
	const ignored = FILTERS.find((filter) => verdicts.filters.get(filter) === false);
	if (ignored) verdicts.tell('ignoredFilter', ignored);
	const untried = FILTERS.filter((filter) => !verdicts.filters.has(filter));
	if (untried.length === 0 && !ignored) verdicts.tell('ignoredFilter', 'none');
	verdicts.cannotTell('ignoredFilter', `nothing showed it for these: ${untried.join(', ')}`);
};
