import type { IDataObject } from 'n8n-workflow';

import {
	ACCOUNT_TYPES,
	ACCOUNTS_PATH,
	accountsQuery,
	countUnknownAccounts,
	readAccounts,
	type AccountType,
} from '../../api/accounts';
import { limitFields, readLimit } from '../../fields/limit';
import type { ParameterSource } from '../../fields/item';
import { itemText, unreadableError, type ItemPlace } from '../../transport/errors';
import { tellOfLeftOut } from '../leftOut';
import { forEachItem, type Operation, type Run } from '../operation';

const ALL = 'all';
const ACCOUNTS = { one: 'an account', many: 'accounts' };

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
			const answer = await run.awin.readOnce(call, item);
			const all = readAccounts(answer);
			if (!all) throw unreadableError(run.context.getNode(), item);
			// Whether Awin looks at the type is not known, so what comes back is held against it.
			const accounts = all.filter(
				(account) => (accountType ?? account.accountType) === account.accountType,
			);
			const leftOut = all.length - accounts.length;
			tellOfLeftOut(run, { count: leftOut, words: ACCOUNTS, asked: 'account type' }, item);
			tellOfUnknown(run, countUnknownAccounts(answer), item);
			return accounts.slice(0, limit).map((account): IDataObject => ({ ...account }));
		});
	},
};

/** They cannot be used by any other operation, and are not to vanish without a word. */
function tellOfUnknown(run: Run, count: number, item: ItemPlace): void {
	if (count === 0) return;
	run.context.addExecutionHints({
		message: `Awin also lists ${count === 1 ? 'an account' : `${count} accounts`} without an ID, or of a type that is neither advertiser nor publisher${itemText(item)}. ${count === 1 ? 'It was' : 'They were'} left out.`,
		type: 'warning',
		location: 'outputPane',
	});
}

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
