/**
 * Accounts: which advertiser and publisher accounts a token reaches (API reference, "Get Accounts").
 */
import { z } from 'zod';

import { readId } from './answers';
import { eachOnce, rowsOf, type Reading } from './lists';
import { findWholeList } from './wholeLists';

export const ACCOUNT_TYPES = ['advertiser', 'publisher'] as const;

export type AccountType = (typeof ACCOUNT_TYPES)[number];

export interface Account {
	accountId: number | string;
	accountName: string;
	accountType: AccountType;
	userRole: string | null;
}

export const ACCOUNTS_PATH = '/accounts';

/** The query of `GET /accounts`; without a type Awin answers with both kinds. */
export function accountsQuery(type?: AccountType): { type?: AccountType } {
	return type ? { type } : {};
}

// What is not text is taken for missing: one odd value must not cost the account.
const textOrNull = z.string().trim().nullish().catch(null);

// With zod 4 a field of any value has to be there, unless it is optional.
// The kind stands in `accountType` (documented and measured); a few clients read `type`, so that is taken as well.
const accountRow = z
	.object({
		accountId: z.unknown().optional().transform(readId),
		id: z.unknown().optional().transform(readId),
		accountName: textOrNull,
		accountType: textOrNull,
		type: textOrNull,
		userRole: textOrNull,
	})
	.transform((row) => ({
		accountId: row.accountId ?? row.id,
		accountName: row.accountName ?? '',
		accountType: ACCOUNT_TYPES.find(
			(type) => type === (row.accountType ?? row.type)?.toLowerCase(),
		),
		userRole: row.userRole ?? null,
	}));

/** Agencies have some thousands. Looking closely at millions would keep n8n from everything else for minutes. */
export const MOST_ACCOUNTS = 50_000;

/**
 * Reads the answer of `GET /accounts`: `{ userId, accounts: [...] }` as documented, or the bare list.
 *
 * Closed accounts stay in the list; Awin marks them in their name. Rows without an id or of an unknown kind count as
 * unreadable: nothing in this package could use them.
 *
 * @returns the accounts in Awin's order, or `undefined` where the answer holds no list
 */
export function readAccountList(answer: unknown): Reading<Account> | undefined {
	const list = findWholeList(answer, ['accounts']);
	if (!list || list.length > MOST_ACCOUNTS) return undefined;
	return rowsOf(eachOnce(list), (row) => {
		const account = accountRow.safeParse(row).data;
		return account?.accountId === undefined || account.accountType === undefined
			? undefined
			: (account as Account);
	});
}

/** The accounts of {@link readAccountList} alone, whatever else stands in the list. */
export function readAccounts(answer: unknown): Account[] | undefined {
	return readAccountList(answer)?.rows;
}

/**
 * Whether Awin has marked an account as closed: it puts the word behind the name, as in `Old Harbour Books US - CLOSED`. This
 * is not documented, but known from other clients. A brand that has the word in its name is not meant.
 */
export function isClosed({ accountName }: Pick<Account, 'accountName'>): boolean {
	return /[-–—([]\s*CLOSED\W*$/.test(accountName);
}

/** Which account a path of Awin's API is about, for messages; `undefined` where it names none. */
export function accountInPath(
	path: string,
): { accountType: AccountType; accountId: string } | undefined {
	const [, accountType, accountId] =
		/^\/(?:s2s\/)?(advertiser|publisher)s?\/(\d+)\//.exec(path) ?? [];
	return accountId ? { accountType: accountType as AccountType, accountId } : undefined;
}

// Linear: the parts of a path are told apart by their slashes, and once the id is found the rest is taken whatever it is.
const DASHBOARD_ADDRESS =
	/^\s*https:\/\/[a-zA-Z]+\.awin\.com\/(?:[^?#/]*\/)*?(?:advertiser|publisher|merchant|affiliate)\/(\d+)(?:[/?#][^]*)?\s*$/;

/**
 * Takes the account out of an address of Awin's own pages, such as
 * `https://app.awin.com/en/awin/advertiser/1001/home` or `https://ui.awin.com/dashboard/awin/publisher/45628`. Older pages
 * say merchant and affiliate. An advertiser's profile as publishers see it (`merchant-profile`) is nobody's own account.
 */
export function accountFromAddress(
	address: string,
): { accountType: AccountType; accountId: string } | undefined {
	const accountId = DASHBOARD_ADDRESS.exec(address)?.[1];
	if (!accountId) return undefined;
	const isPublisher = ['publisher', 'affiliate'].some((kind) =>
		address.includes(`/${kind}/${accountId}`),
	);
	return { accountType: isPublisher ? 'publisher' : 'advertiser', accountId };
}
