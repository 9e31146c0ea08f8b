import { isDone, isObject, rowsOf } from '../look.cts';
import type { Judge } from '../verdicts.cts';

/** Accounts, and the limit of calls. */
export const judgeAccounts: Judge = ({ answers, hasBothKinds }, verdicts) => {
	const { accounts, foreignAccount, accountsOfOneKind } = answers;
	const rows = rowsOf(accounts);
	if (rows.some((row) => 'accountType' in row)) {
		verdicts.tell('accountsTypeMember', 'accountType');
	} else if (rows.some((row) => 'type' in row)) {
		verdicts.tell('accountsTypeMember', 'type');
	}
	verdicts.cannotTell('accountsTypeMember', 'no account says its kind');

	const value = accounts?.value;
	const id = isObject(value) ? (value.userId ?? rows[0]?.accountId) : rows[0]?.accountId;
	if (typeof id === 'string' || typeof id === 'number') {
		verdicts.tell('idsAsStrings', typeof id === 'string');
	}
	verdicts.cannotTell('idsAsStrings', 'no id was seen');

	const status = foreignAccount?.status;
	if (status === 401 || status === 403) verdicts.tell('refusedAccountStatus', status);
	verdicts.cannotTell(
		'refusedAccountStatus',
		status === undefined ? 'it was not asked' : 'the account was not refused as expected',
	);

	if (hasBothKinds && isDone(accountsOfOneKind)) {
		const kinds = rowsOf(accountsOfOneKind).map((row) => row.accountType ?? row.type);
		if (kinds.length > 0) verdicts.filters.set('accountTypes', !kinds.includes('advertiser'));
	}
};

export const judgeLimit: Judge = ({ refusals, atLimit }, verdicts) => {
	if (refusals.length > 0) {
		verdicts.tell(
			'retryAfter',
			refusals.some((headers) => 'retry-after' in headers),
		);
	}
	verdicts.cannotTell('retryAfter', 'no call was refused for the limit');

	const [over, next, after] = atLimit;
	const isLetThrough = (status: number) => status < 300;
	if (over === 429 && next !== undefined) {
		if (next === 429) verdicts.tell('rateWindow', 'sliding');
		else if (isLetThrough(next)) verdicts.tell('rateWindow', 'fixed-minute');
		if (next === 429 && after !== undefined) {
			if (after === 429) verdicts.tell('refusedCallsCount', true);
			else if (isLetThrough(after)) verdicts.tell('refusedCallsCount', false);
		}
	}
	const why =
		over === undefined
			? 'the limit was not looked at'
			: over === 429
				? 'the calls at the limit did not show it'
				: 'the 21st call in a minute was let through';
	verdicts.cannotTell('rateWindow', why);
	verdicts.cannotTell(
		'refusedCallsCount',
		isLetThrough(next ?? 429)
			? 'the limit begins anew with each minute, so it makes no difference'
			: why,
	);
};
