/**
 * One account alone, after it was watched beside others: these are kept for a while, in case they are watched again. Pure.
 */
import type { ChosenAccount } from '../fields/account';
import type { Subscription, TriggerState } from './state';
import type { AnyState } from './stateHistory';
import { packAccount } from './watchFormat';
import { goneFor, isGoneTooLong, noteChoice } from './watchLine';
import { fitIn } from './watchRoom';
import {
	isWatchState,
	openWatchState,
	packWatchState,
	stateIn,
	type KeptAccount,
	type WatchState,
} from './watchState';

export interface OneOfSeveral {
	/** What is kept of the account itself, as that of a single one. */
	own: unknown;
	/** Since when something of it is watched that was not looked at yet. */
	sinceMs?: number;
	/** All that is kept, where others are. */
	all?: WatchState;
}

/** @param choiceSinceMs when a poll saw what is chosen now for the first time */
export function takeOut(
	kept: unknown,
	subscription: Subscription,
	choiceSinceMs: number,
): OneOfSeveral {
	if (!isWatchState(kept)) return { own: kept };
	const all = noteChoice(openWatchState(kept).known, subscription, choiceSinceMs);
	const account = all.accounts.find(isOf(subscription));
	return { own: account && stateIn(account), sinceMs: account?.sinceMs, all };
}

/**
 * What to keep of the account and of the others. Once there is nothing to keep of these, it is the state of a single account
 * again.
 *
 * @param isBegun everything that is chosen has been looked at
 */
export function putBack(
	state: TriggerState,
	subscription: Subscription,
	{ sinceMs, all }: OneOfSeveral,
	{ nowMs, isBegun }: { nowMs: number; isBegun: boolean },
): AnyState {
	if (!all) return state;
	const { accountType, accountId } = subscription;
	const isOwn = isOf(subscription);
	const others = all.accounts
		.filter((account) => !isOwn(account))
		.map((account) => ({ ...account, goneForMs: goneFor(account, all, nowMs) }))
		.filter((account) => !isGoneTooLong(account));
	const own: KeptAccount = {
		...{ accountType, accountId, name: null, packed: packAccount({ ...state }) },
		...(!isBegun && { sinceMs }),
	};
	const { closed, chosen } = all;
	const accounts = [own, ...others];
	const asIs = (account: KeptAccount) => ({ account, forgotten: 0 });
	const { known } = fitIn({ accounts, closed, chosen, polledAtMs: nowMs }, asIs, new Set());
	const isAlone = known.accounts.length === 1 && own.sinceMs === undefined;
	return isAlone ? state : packWatchState(known);
}

function isOf({ accountType, accountId }: ChosenAccount) {
	return (one: KeptAccount) => one.accountType === accountType && one.accountId === accountId;
}
