import { ACCOUNT_TYPES, ACCOUNTS_PATH, accountsQuery, readAccountList } from '../../api/accounts';
import { limit } from '../../fields/limit';
import { parameter } from '../../fields/parameter';
import { listOperation } from '../listOperation';

const ALL = 'all';

/** `undefined` for all. */
const accountType = parameter(
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
	(value, source, named) => {
		const type = ACCOUNT_TYPES.find((known) => known === value);
		if (type ?? (value ?? ALL) === ALL) return type;
		const nextStep = 'Use "advertiser", "publisher" or "all".';
		throw named.refuse(source, value, 'is not a type of account', nextStep);
	},
);

export const getManyAccounts = listOperation({
	option: {
		action: 'Get many accounts',
		description:
			'List the advertiser and publisher accounts that your token reaches, with their IDs; changes nothing',
	},
	parameters: { accountType, limit: limit() },
	rows: { one: 'an account', many: 'accounts' },
	call: (values) => ({ path: ACCOUNTS_PATH, query: accountsQuery(values.accountType) }),
	read: readAccountList,
	filter: {
		fits: (account, values) => (values.accountType ?? account.accountType) === account.accountType,
		chosen: () => 'account type',
	},
	unusable: 'without an ID, or of a type that is neither advertiser nor publisher',
	preview: () => ({
		accountId: 12345,
		accountName: 'Example Shop',
		accountType: 'advertiser',
		userRole: 'userFullAccess',
	}),
});
