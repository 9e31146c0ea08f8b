import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import {
	commissionGroupsPath,
	commissionGroupsQuery,
	readGroupNames,
	readSeenGroups,
	type NamedGroup,
} from '../api/commissionGroups';
import { DAY_MS } from '../api/periods';
import { transactionListQuery, transactionsPath } from '../api/transactions';
import { DEFAULT_GROUP } from '../api/validation';
import { LONGEST_WINDOW_MS } from '../api/windows';
import { advertiserAccount, publisherAccount } from '../fields/account';
import { joinedProgramme } from '../fields/programme';
import { quote } from '../transport/quote';
import { parametersWith } from './chosenBefore';
import { narrowDown, pageOf, RecentLists } from './recent';

/** A month of transactions takes a busy account up to 15 seconds, and may have to wait for its turn. */
const PATIENCE_MS = 40_000;

const recentSeenGroups = new RecentLists(readSeenGroups, PATIENCE_MS);
const recentProgrammeGroups = new RecentLists(readGroupNames);

/**
 * Fills the picker of an advertiser's commission groups: DEFAULT, which every programme has, and those of the last 30 days'
 * transactions. One call of at most 31 days, without baskets.
 */
export async function searchCommissionGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const advertiserId = advertiserAccount.read(parametersWith(this, advertiserAccount));
	// Up to midnight, so that the question stays the same all day and one answer serves for every letter typed.
	const endMs = Math.ceil(Date.now() / DAY_MS) * DAY_MS;
	const seen = await recentSeenGroups.get(this, {
		path: transactionsPath('advertiser', advertiserId),
		query: transactionListQuery('advertiser', {
			window: { startMs: endMs - LONGEST_WINDOW_MS, endMs },
			dateType: 'transaction',
		}),
	});
	// Short enough for the width of a picker, and still true long after it was picked.
	return list(seen, { filter, token, note: ' – seen in your transactions' });
}

/** Fills the picker of the commission groups that the chosen advertiser has for the chosen publisher, as Awin lists them. */
export async function searchProgrammeGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const source = parametersWith(this, publisherAccount, joinedProgramme);
	const publisherId = publisherAccount.read(source);
	const advertiserId = joinedProgramme.read(source);
	const groups = await recentProgrammeGroups.get(this, {
		path: commissionGroupsPath(publisherId),
		query: commissionGroupsQuery({ advertiserId }),
	});
	return list(groups, { filter, token });
}

/** DEFAULT comes first, also where Awin does not name it. */
function list(
	groups: NamedGroup[],
	{ filter, token, note = '' }: { filter?: string; token?: string; note?: string },
): INodeListSearchResult {
	const entries = groups
		.filter(({ code }) => code !== DEFAULT_GROUP)
		.map(({ code, name }) => ({
			name: `${quote(code)}${name && name !== code ? ` (${quote(name)})` : ''}${note}`,
			value: code,
		}));
	const standard = { name: `${DEFAULT_GROUP} – every program has it`, value: DEFAULT_GROUP };
	return pageOf([...narrowDown([standard], filter), ...narrowDown(entries, filter)], token);
}
