import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { readSeenGroups } from '../api/commissionGroups';
import { transactionListQuery, transactionsPath } from '../api/transactions';
import { DEFAULT_GROUP } from '../api/validation';
import { LONGEST_WINDOW_MS } from '../api/windows';
import { readAdvertiserId } from '../fields/account';
import { ownParameters } from '../fields/item';
import { quote } from '../transport/errors';
import { systemClock } from '../transport/gate';
import { narrowDown, RecentLists } from './recent';

const ONE_DAY_MS = 86_400_000;
/** A month of transactions takes a busy account up to 15 seconds, and may have to wait for its turn. */
const PATIENCE_MS = 40_000;

const recentGroups = new RecentLists(readSeenGroups, PATIENCE_MS);

/**
 * Fills the picker of an advertiser's commission groups: DEFAULT, which every programme has, and those of the last 30 days'
 * transactions. One call of at most 31 days, without baskets.
 */
export async function searchCommissionGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const advertiserId = readAdvertiserId(ownParameters(this));
	// Up to midnight, so that the question stays the same all day and one answer serves for every letter typed.
	const endMs = Math.ceil(systemClock.nowMs() / ONE_DAY_MS) * ONE_DAY_MS;
	const seen = await recentGroups.get(this, {
		path: transactionsPath('advertiser', advertiserId),
		query: transactionListQuery('advertiser', {
			window: { startMs: endMs - LONGEST_WINDOW_MS, endMs },
			dateType: 'transaction',
		}),
	});
	const entries = seen
		.filter(({ code }) => code !== DEFAULT_GROUP)
		.map(({ code, name }) => ({
			name: `${quote(code)}${name && name !== code ? ` (${quote(name)})` : ''} – seen in your transactions of the last 30 days`,
			value: code,
		}));
	const standard = { name: `${DEFAULT_GROUP} – every program has it`, value: DEFAULT_GROUP };
	return { results: [...narrowDown([standard], filter), ...narrowDown(entries, filter)] };
}
