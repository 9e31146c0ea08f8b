import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { ACCOUNT_TYPES, ACCOUNTS_PATH, accountsQuery, readAccounts } from '../api/accounts';
import { unreadableError } from '../transport/errors';
import { Awin } from '../transport/request';

/** How long a person looks at an open list; a picker that waits a minute for its turn is no help. */
const PATIENCE_MS = 15_000;

/** Fills the account picker: the accounts of the chosen type, by name, narrowed down by what was typed. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const chosen = this.getCurrentNodeParameter('accountType');
	const accountType = ACCOUNT_TYPES.find((type) => type === chosen);
	const awin = Awin.withPatience(this, PATIENCE_MS);
	const accounts = readAccounts(
		await awin.read({ path: ACCOUNTS_PATH, query: accountsQuery(accountType) }),
	);
	if (!accounts) throw unreadableError(this.getNode());

	const wanted = filter?.trim().toLowerCase() ?? '';
	const results = accounts
		.filter((account) => accountType === undefined || account.accountType === accountType)
		.map(({ accountName, accountId, accountType: type }) => ({
			name: accountType
				? `${accountName} (${accountId})`
				: `${accountName} (${accountId}, ${type})`,
			value: String(accountId),
		}))
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}
