import { failure, json } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';

function listAccounts({ awin, user, query }: RouteContext): SandboxResponse {
	const type = query.get('type');
	if (type !== null && type !== 'publisher' && type !== 'advertiser') {
		return failure(400, `Invalid value '${type}' for parameter 'type'`);
	}
	const { accountsTypeMember, idsAsStrings, ignoredFilter } = awin.switches;
	const isAny = type === null || ignoredFilter === 'accountTypes';
	const idOf = (id: number) => (idsAsStrings ? String(id) : id);
	return json(200, {
		userId: idOf(user.userId),
		accounts: awin.accounts
			.linksOf(user)
			.filter((link) => isAny || link.accountType === type)
			.map((link) => ({
				accountId: idOf(link.accountId),
				accountName: awin.accounts.nameOf(link.accountType, link.accountId),
				[accountsTypeMember]: link.accountType,
				userRole: link.userRole,
			})),
	});
}

export const accountRoutes: readonly Route[] = [
	{ method: 'GET', path: '/accounts', auth: 'bearer', answer: listAccounts },
];
