import type { AccountBook } from './accounts.cts';
import type { AccountType } from './directory.cts';
import type { JsonObject } from './read.cts';

interface Which {
	token: string;
	accountType: AccountType;
	accountId: number;
	/** For `rename`. */
	accountName: string;
	/** For `refuse`; null lets it through again. */
	status: number | null;
}

/** What can be done with an account from outside; each may throw. */
const CHANGES: Readonly<Record<string, (book: AccountBook, which: Which) => void>> = {
	link: (book, which) => book.link(which.token, which),
	unlink: (book, { token, accountType, accountId }) => book.unlink(token, accountType, accountId),
	rename: (book, { accountType, accountId, accountName }) =>
		book.rename(accountType, accountId, accountName),
	close: (book, { accountType, accountId }) => book.close(accountType, accountId),
	reopen: (book, { accountType, accountId }) => book.reopen(accountType, accountId),
	refuse: (book, { accountType, accountId, status }) => book.refuse(accountType, accountId, status),
};

/**
 * Makes one change of the accounts, as it comes over HTTP: `{ change, accountType, accountId }`, with `token` for link and unlink,
 * `accountName` for rename, and `status` (400 … 599, or null) for refuse.
 *
 * @returns what is wrong with it, or null
 */
export function changeAccounts(book: AccountBook, body: JsonObject): string | null {
	const { change, token, accountType, accountId, accountName, status } = body;
	if (typeof change !== 'string' || !Object.hasOwn(CHANGES, change)) {
		return `change takes one of ${Object.keys(CHANGES).join(', ')}`;
	}
	if (accountType !== 'advertiser' && accountType !== 'publisher') {
		return 'accountType takes advertiser or publisher';
	}
	if (!Number.isInteger(accountId)) return 'accountId takes a whole number';
	if (change.endsWith('link') && typeof token !== 'string') return 'token takes a text';
	if (change === 'rename' && typeof accountName !== 'string') return 'accountName takes a text';
	const isStatus = typeof status === 'number' && status >= 400 && status <= 599;
	if (change === 'refuse' && status !== null && !isStatus) {
		return 'status takes a number from 400 to 599, or null';
	}
	try {
		CHANGES[change](book, { token, accountType, accountId, accountName, status } as Which);
		return null;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
