import type { IDataObject } from 'n8n-workflow';

import {
	ACCOUNT_TYPES,
	ACCOUNTS_PATH,
	accountsQuery,
	readAccounts,
	type AccountType,
} from '../../api/accounts';
import { limitFields, readLimit } from '../../fields/limit';
import type { ParameterSource } from '../../fields/item';
import { unreadableError } from '../../transport/errors';
import { forEachItem, type Operation } from '../operation';

const ALL = 'all';

export const getManyAccounts: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many accounts',
		description:
			'List the advertiser and publisher accounts that your token reaches, with their IDs; changes nothing',
	},
	fields: [
		{
			displayName: 'Account Type',
			name: 'accountType',
			type: 'options',
			options: [
				{ name: 'Advertisers', value: 'advertiser' },
				{ name: 'Advertisers and Publishers', value: ALL },
				{ name: 'Publishers', value: 'publisher' },
			],
			default: ALL,
			description: 'Which accounts to list',
		},
		...limitFields,
	],
	preview: {
		accountId: 12345,
		accountName: 'Example Shop',
		accountType: 'advertiser',
		userRole: 'userFullAccess',
	},
	async execute(run) {
		return await forEachItem(run, readWish, async ({ accountType, limit }, item) => {
			const call = { path: ACCOUNTS_PATH, query: accountsQuery(accountType) };
			const accounts = readAccounts(await run.awin.readOnce(call, item));
			if (!accounts) throw unreadableError(run.context.getNode(), item);
			return accounts.slice(0, limit).map((account): IDataObject => ({ ...account }));
		});
	},
};

function readWish(source: ParameterSource) {
	return { accountType: readTypeOrAll(source), limit: readLimit(source) };
}

function readTypeOrAll(source: ParameterSource): AccountType | undefined {
	const value = source.get('accountType') ?? ALL;
	const type = ACCOUNT_TYPES.find((known) => known === value);
	if (type ?? value === ALL) return type;
	throw source.refuse(
		'Account Type',
		value,
		'is not a type of account',
		'Use "advertiser", "publisher" or "all".',
	);
}
