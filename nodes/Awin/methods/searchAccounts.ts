import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	NodeOperationError,
} from 'n8n-workflow';

import {
	ACCOUNT_TYPES,
	ACCOUNTS_PATH,
	readAccounts,
	type Account,
	type AccountType,
} from '../api/accounts';
import { operationError } from '../transport/errors';
import { narrowDown, pageOf, RecentLists } from './recent';

const recentAccounts = new RecentLists<Account>(readAccounts);

/** Fills the account picker: the accounts of the chosen type, by name, narrowed down by what was typed. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	return await search(this, filter, token, chosenType(this));
}

/** Fills the list from which several accounts are chosen: all of the chosen type, by name. */
export async function listAccounts(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return narrowDown(await entriesOf(this, chosenType(this)), undefined);
}

/** Fills the picker of operations that only advertisers have. */
export async function searchAdvertisers(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	return await search(this, filter, token, 'advertiser');
}

/** Fills the picker of operations that only publishers have. */
export async function searchPublishers(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	return await search(this, filter, token, 'publisher');
}

async function search(
	context: ILoadOptionsFunctions,
	filter: string | undefined,
	token: string | undefined,
	accountType: AccountType | undefined,
): Promise<INodeListSearchResult> {
	return pageOf(narrowDown(await entriesOf(context, accountType), filter), token);
}

function chosenType(context: ILoadOptionsFunctions): AccountType | undefined {
	const chosen = context.getCurrentNodeParameter('accountType');
	return ACCOUNT_TYPES.find((type) => type === chosen);
}

async function entriesOf(
	context: ILoadOptionsFunctions,
	accountType: AccountType | undefined,
): Promise<Array<{ name: string; value: string }>> {
	const accounts = await recentAccounts.get(context, { path: ACCOUNTS_PATH });
	const fitting = accounts.filter(({ accountType: type }) => (accountType ?? type) === type);
	if (fitting.length === 0 && accountType) throw noneOfType(context, accountType, accounts.length);

	return fitting.map(({ accountName, accountId, accountType: type }) => ({
		name: `${accountName} (${accountId}${accountType ? '' : `, ${type}`})`,
		value: String(accountId),
	}));
}

/** n8n shows the message of a picker without its description, so the message says what to do. */
function noneOfType(
	context: ILoadOptionsFunctions,
	accountType: AccountType,
	others: number,
): NodeOperationError {
	const other = accountType === 'advertiser' ? 'Publisher' : 'Advertiser';
	const canChange = others > 0 && context.getCurrentNodeParameter('accountType') === accountType;
	return operationError(
		context.getNode(),
		`This token reaches no ${accountType} account: ${canChange ? `set Account Type to ${other}, or link` : 'link'} your Awin user to one at Awin`,
		'A new link takes up to ten minutes to show here.',
	);
}
