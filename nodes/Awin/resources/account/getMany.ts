import { ACCOUNTS_PATH, accountsQuery, readAccountList } from '../../api/accounts';
import { limit } from '../../fields/limit';
import { listOperation } from '../listOperation';
import { accountType } from './fields';

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
