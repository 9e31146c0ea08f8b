import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	NodeOperationError,
} from 'n8n-workflow';

import {
	ACCOUNT_TYPES,
	ACCOUNTS_PATH,
	readAccounts,
	type Account,
	type AccountType,
} from '../api/accounts';
import { CREDENTIAL_NAME, readCredential, tokenKey } from '../transport/credentials';
import { operationError, unreadableError } from '../transport/errors';
import { systemClock } from '../transport/gate';
import { Awin } from '../transport/request';

/** How long a person looks at an open list; a picker that waits a minute for its turn is no help. */
const PATIENCE_MS = 15_000;

/** Fills the account picker: the accounts of the chosen type, by name, narrowed down by what was typed. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const chosen = this.getCurrentNodeParameter('accountType');
	return await search(
		this,
		filter,
		ACCOUNT_TYPES.find((type) => type === chosen),
	);
}

/** Fills the picker of operations that only advertisers have. */
export async function searchAdvertisers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await search(this, filter, 'advertiser');
}

async function search(
	context: ILoadOptionsFunctions,
	filter: string | undefined,
	accountType: AccountType | undefined,
): Promise<INodeListSearchResult> {
	const accounts = await recentAccounts(context);
	const fitting = accounts.filter(({ accountType: type }) => (accountType ?? type) === type);
	if (fitting.length === 0 && accountType) throw noneOfType(context, accountType, accounts.length);

	const wanted = filter?.trim().toLowerCase() ?? '';
	const results = fitting
		.map(({ accountName, accountId, accountType: type }) => ({
			name: `${accountName} (${accountId}${accountType ? '' : `, ${type}`})`,
			value: String(accountId),
		}))
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}

/** Every letter typed into the list asks again; all of that together is to cost one of the twenty calls a minute. */
const RECENT_MS = 60_000;
const KEPT_TOKENS = 20;

const recent = new Map<string, { atMs: number; accounts: Account[] }>();

async function recentAccounts(context: ILoadOptionsFunctions): Promise<Account[]> {
	const reading = readCredential(await context.getCredentials(CREDENTIAL_NAME));
	const key = reading.ok ? tokenKey(reading.credential) : '';
	const nowMs = systemClock.nowMs();
	const known = recent.get(key);
	if (known && nowMs - known.atMs < RECENT_MS) return known.accounts;

	const awin = Awin.withPatience(context, PATIENCE_MS);
	const accounts = readAccounts(await awin.read({ path: ACCOUNTS_PATH }));
	if (!accounts) throw unreadableError(context.getNode());
	if (recent.size >= KEPT_TOKENS) recent.clear();
	recent.set(key, { atMs: nowMs, accounts });
	return accounts;
}

function noneOfType(
	context: ILoadOptionsFunctions,
	accountType: AccountType,
	others: number,
): NodeOperationError {
	const [other, Other] =
		accountType === 'advertiser' ? ['publisher', 'Publisher'] : ['advertiser', 'Advertiser'];
	return operationError(
		context.getNode(),
		`This token reaches no ${accountType} account`,
		others > 0
			? `It reaches ${others === 1 ? `1 ${other} account` : `${others} ${other} accounts`}: set Account Type to ${Other} to choose from them.`
			: 'Link your Awin user to an account at Awin; it takes up to ten minutes to show here.',
	);
}
