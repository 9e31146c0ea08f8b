/**
 * What a poll of several accounts has to say besides its events.
 */
import type { INode, IPollFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ACCOUNTS_PATH, type Account, type AccountType } from '../api/accounts';
import { HOUR_MS, MINUTE_MS } from '../api/periods';
import type { ChosenAccount } from '../fields/account';
import { callError, operationError, parameterError } from '../transport/errors';
import { explain, type CallFailure } from '../transport/failures';
import { quote } from '../transport/quote';
import { dateTypesFor } from './events';
import type { WatchSettings } from './fields';
import {
	accountError,
	accountText,
	errorWith,
	NOTHING_LOST,
	postDamageNotice,
	postError,
	postNotices,
} from './notices';
import type { AccountsOutcome } from './pollAccounts';
import { accountIds, MOST_WATCHED } from './watched';
import { CALLS_PER_MINUTE, pollsOfRound } from './watchPlan';
import { MOST_STATE_CHARS } from './watchRoom';
import type { KeptAccount } from './watchState';

const SHOWN_ACCOUNTS = 10;

/** Writes what somebody should know of the accounts into n8n's log, and has an account that fails recorded as a failed execution. */
export function postAccountNews(
	context: IPollFunctions,
	{ news, withoutRoom }: Pick<Extract<AccountsOutcome, { ok: true }>, 'news' | 'withoutRoom'>,
	listing: Listing,
): void {
	const { name } = context.getNode();
	for (const { account, outcome, damage, failure, crowdedOut } of news) {
		if (outcome) {
			// Who comes when is the plan's matter, and a failure is told once.
			const own = { ...outcome, cutShort: [], failure: undefined };
			postNotices(context, own, account, { isOneOfMany: true });
		}
		if (damage) postDamageNotice(context, damage, account);
		if (failure) postFailing(context, failure, account, listing);
		if (crowdedOut > 0) {
			context.logger.warn(
				`${name}, ${accountText(account)}: all accounts together have more events within reach than the ${MOST_STATE_CHARS / 1000} kB that are kept for them, so the oldest ${crowdedOut} of this one are no longer remembered. Transactions that arrive late at Awin, dated before those that are remembered, are not reported. A lower number under Late Arrivals (Days), or a second Awin Trigger for some of the accounts, avoids this.`,
			);
		}
	}
	if (withoutRoom.length > 0) {
		context.logger.warn(
			`${name}: there is no room any more to remember what was seen in accounts that are not watched at the moment: ${shownAccounts(withoutRoom)}. Should they be watched again, they go on from where they were; only transactions that arrived late at Awin before that are not reported.`,
		);
	}
	const waiting = news.filter(({ outcome }) => outcome && outcome.cutShort.length > 0);
	if (waiting.length > 0) {
		const which = shownAccounts(waiting.map(({ account }) => account));
		context.logger.info(
			`${name}: there were not enough calls or time to read ${which} to the end. The next poll goes on from there.`,
		);
	}
}

/** What is known of Awin's list of accounts. */
export interface Listing {
	/** It was read since the accounts were taken up. */
	isRead: boolean;
	/** Accounts of the other type, where it was read just now. */
	ofOtherType: ReadonlySet<string>;
}

/** Says of an account that Awin does not list for this token that it does not. */
function unlistedText({ accountType, accountId, name }: KeptAccount, listing: Listing): string {
	if (!listing.isRead || name !== null) return '';
	return listing.ofOtherType.has(accountId)
		? `It is ${otherOf(accountType)} account, and ${accountType} accounts are watched here: choose another one, or change Account Type. `
		: `It is not among the ${accountType} accounts that Awin lists for this token: look whether its ID and the Account Type are right. `;
}

function otherOf(accountType: AccountType): string {
	return accountType === 'advertiser' ? 'a publisher' : 'an advertiser';
}

function postFailing(
	context: IPollFunctions,
	failure: CallFailure,
	account: KeptAccount,
	listing: Listing,
): void {
	const { name } = account;
	const named = name ? ` (${quote(name)})` : '';
	const words = `${unlistedText(account, listing)}The other accounts are watched on. This one${named} is tried again by itself, and once it works, everything that happened meanwhile is reported. Until then this is not said again.`;
	const error = errorWith(words, failure, (plain) =>
		accountError(context.getNode(), plain, account),
	);
	postError(context, error);
}

/** Accounts that are left out because they are closed, each named once. */
export function postClosed(context: IPollFunctions, closed: Account[]): void {
	if (closed.length === 0) return;
	const named = closed.map(({ accountId, accountName }) => ({ accountId, name: accountName }));
	context.logger.warn(
		`${context.getNode().name}: closed accounts are left out: ${shownAccounts(named)}. To watch one of them all the same, choose it under Chosen Accounts.`,
	);
}

/** The list of accounts could not be read; the accounts that are known are watched on. */
export function postListFailure(context: IPollFunctions, failure: CallFailure): void {
	const { message } = explain(failure, ACCOUNTS_PATH);
	context.logger.warn(
		`${context.getNode().name}: the list of accounts could not be read, so new accounts and new names are not known yet. ${message}. The next poll asks again.`,
	);
}

/** No account could be looked at for a while, for lack of calls alone. */
export function postLackOfCalls(context: IPollFunctions): void {
	context.logger.warn(
		`${context.getNode().name}: for half an hour there was no call left for any account, because Awin's limit of calls a minute is used up by others. Nothing is lost: the trigger goes on as soon as there are calls. Look which workflows and other tools use the same Awin user.`,
	);
}

/** Says how often each account is looked at, before it begins. */
export function postPace(context: IPollFunctions, accounts: number, settings: WatchSettings): void {
	const calls = dateTypesFor(settings.events).length;
	const polls = pollsOfRound(accounts, calls);
	const { evenIntervalMs } = settings;
	const everyMs = polls * Math.max(evenIntervalMs ?? MINUTE_MS, MINUTE_MS);
	const each = calls === 1 ? 'one call' : `${calls} calls`;
	const turn = polls === 1 ? 'in every poll' : `once in ${polls} polls`;
	const span = evenIntervalMs === undefined ? '' : `, about every ${spanText(everyMs)}`;
	const text = `${context.getNode().name} watches ${countText(accounts, settings.accountType)}, with ${each} for each look. All together use at most ${CALLS_PER_MINUTE} calls a minute. Where Awin's limit leaves these, each account is looked at ${turn}${span}.`;
	if (polls === 1 || everyMs <= HOUR_MS) context.logger.info(text);
	else {
		context.logger.warn(
			`${text} Of several changes of one transaction between two looks, the last one is reported. Fewer events under Trigger On, fewer accounts, or Poll Times of every minute make it faster.`,
		);
	}
}

/** The error where there is nothing to watch. */
export function noAccountsError(node: INode, accountType: AccountType): NodeOperationError {
	return operationError(
		node,
		`This token reaches no ${accountType} account that is open`,
		`Look whether Account Type is right, or link your Awin user to ${accountType === 'advertiser' ? 'an advertiser' : 'a publisher'} account at Awin. A new link takes up to ten minutes to show here. What was kept of accounts that were watched before is kept for a month.`,
	);
}

/** The error for an account that Awin does not list. @param isOther it is listed as one of the other type */
export function unlistedError(
	node: INode,
	{ accountType, accountId }: ChosenAccount,
	isOther: boolean,
): NodeOperationError {
	return parameterError(node, {
		parameter: accountIds.label,
		value: accountId,
		reason: isOther
			? `is ${otherOf(accountType)} account, and ${accountType} accounts are watched here`
			: `is not among the ${accountType} accounts that Awin lists for this token`,
		nextStep: 'Choose the accounts from the list, or correct the expression.',
	});
}

export function tooManyError(node: INode, accounts: number, type: AccountType): NodeOperationError {
	return operationError(
		node,
		`This token reaches ${countText(accounts, type)}, and one trigger watches at most ${MOST_WATCHED}`,
		'Set Watch to Chosen Accounts and give some of them to this trigger, the others to a second one. Each account more makes all of them wait longer for their turn.',
	);
}

/** The error where nothing came of any account. @param count of accounts that are watched */
export function allFailError(
	node: INode,
	failure: CallFailure,
	account: KeptAccount,
	count: number,
	listing: Listing,
): NodeApiError {
	const all =
		count === 1
			? ''
			: `None of the ${countText(count, account.accountType)} that are watched could be read; this is what came of one of them. `;
	const words = unlistedText(account, listing) + all + NOTHING_LOST;
	return errorWith(words, failure, (plain) => accountError(node, plain, account));
}

/** The error for what is about no single account: the token, the network, or Awin itself. */
export function commonError(node: INode, failure: CallFailure): NodeApiError {
	return errorWith(NOTHING_LOST, failure, (plain) =>
		callError(node, plain, undefined, ACCOUNTS_PATH),
	);
}

function shownAccounts(
	accounts: Array<{ accountId: number | string; name: string | null }>,
): string {
	const shown = accounts.slice(0, SHOWN_ACCOUNTS).map(({ accountId, name }) => {
		return name ? `${accountId} (${quote(name)})` : String(accountId);
	});
	const more = accounts.length > shown.length ? ` and ${accounts.length - shown.length} more` : '';
	return shown.join(', ') + more;
}

function countText(accounts: number, accountType: AccountType): string {
	return accounts === 1 ? `1 ${accountType} account` : `${accounts} ${accountType} accounts`;
}

function spanText(ms: number): string {
	const minutes = Math.round(ms / MINUTE_MS);
	if (minutes <= 1) return 'minute';
	return minutes <= 180 ? `${minutes} minutes` : `${Math.round(ms / HOUR_MS)} hours`;
}
