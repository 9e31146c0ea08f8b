/**
 * Which accounts the trigger watches: what somebody chooses, and how it is read.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { AccountType } from '../api/accounts';
import { account, accountType } from '../fields/account';
import { choice } from '../fields/choice';
import { idList } from '../fields/ids';
import { notice, type Parameter } from '../fields/parameter';

const WATCH_MODES = ['oneAccount', 'chosenAccounts', 'allAccounts'] as const;

/** What is watched. Ids are digits. */
export type Watched =
	| { watch: 'oneAccount'; accountType: AccountType; accountId: string }
	| { watch: 'chosenAccounts'; accountType: AccountType; accountIds: string[] }
	| { watch: 'allAccounts'; accountType: AccountType };

/** With three lists each, that many are looked at every three and a half hours. */
export const MOST_WATCHED = 1000;

const watch = choice(
	{
		displayName: 'Watch',
		name: 'watch',
		options: [
			{
				name: 'All Accounts',
				value: 'allAccounts',
				description:
					'Every account of this type that your token reaches. New ones are taken up within an hour or at the next poll, closed ones are left out.',
			},
			{
				name: 'Chosen Accounts',
				value: 'chosenAccounts',
				description: 'Several accounts of this type, from the list or from an expression',
			},
			{ name: 'One Account', value: 'oneAccount', description: 'A single account' },
		],
		default: 'oneAccount',
		description: 'Which of the accounts that your token reaches to watch',
	},
	{ choices: WATCH_MODES, what: 'a choice of accounts' },
);

const pace = notice(
	'watchPace',
	'All accounts together use at most 16 of the 20 calls a minute that Awin allows, and each account takes up to 3 calls. With all events and Poll Times of every minute, 5 accounts are looked at every minute, 60 every 12 minutes and 500 every 100 minutes. Longer Poll Times, fewer Requests per Minute and other tools with the same token make this longer. Of several changes of one transaction between two looks, the last one is reported.',
	{ displayOptions: { show: { watch: ['chosenAccounts', 'allAccounts'] } } },
);

export const accountIds = idList(
	{
		displayName: 'Account Names or IDs',
		name: 'accountIds',
		type: 'multiOptions',
		default: [],
		required: true,
		typeOptions: { loadOptionsMethod: 'listAccounts', loadOptionsDependsOn: ['accountType'] },
		displayOptions: { show: { watch: ['chosenAccounts'] } },
		description:
			'The accounts to watch. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	'Choose accounts from the list, or give their IDs with an expression, such as 12345, 67890.',
).map((ids, source, named) => {
	if (ids.length === 0) {
		throw named.refuse(source, '', 'is empty', 'Choose at least one account from the list.');
	}
	if (ids.length <= MOST_WATCHED) return ids;
	throw named.refuse(
		source,
		'',
		`holds ${ids.length} accounts; one trigger watches at most ${MOST_WATCHED}`,
		'Give the rest to a second Awin Trigger.',
	);
});

const [typeField, idField] = account.fields;
const shownForOne: Partial<INodeProperties> = {
	displayOptions: { show: { watch: ['oneAccount'] } },
};

export const watched: Parameter<Watched> = {
	fields: [
		typeField,
		...watch.fields,
		{ ...idField, ...shownForOne },
		...accountIds.fields,
		...pace.fields,
	],
	read(source) {
		const mode = watch.read(source);
		if (mode === 'oneAccount') return { watch: mode, ...account.read(source) };
		const type = accountType.read(source);
		return mode === 'allAccounts'
			? { watch: mode, accountType: type }
			: { watch: mode, accountType: type, accountIds: accountIds.read(source) };
	},
};
