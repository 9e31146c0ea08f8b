/**
 * The line of accounts that are watched, kept up to date with what is chosen and with what Awin lists. Pure.
 */
import { createHash } from 'crypto';

import { isClosed, type Account } from '../api/accounts';
import { DAY_MS, HOUR_MS } from '../api/periods';
import { AHEAD_MS } from './readPlan';
import { selectionText, type Selection } from './selection';
import type { Watched } from './watched';
import { isWatched, type KeptAccount, type WatchState } from './watchState';

/** Several accounts are watched. */
export type WatchedSeveral = Exclude<Watched, { watch: 'oneAccount' }>;

/** How often the list of accounts is asked for: new accounts, new names, accounts that are closed. */
const LIST_EVERY_MS = HOUR_MS;

/** An account that comes back within this time goes on from where it was. */
const KEPT_AFTER_LEAVING_MS = 31 * DAY_MS;

/** As many as can be watched at once. */
const MOST_GONE = 1000;

/** Names are kept for each account; those of Awin's are far shorter. */
const LONGEST_NAME = 200;

/** Of so many closed accounts it is remembered that they were named; more are left out in silence. */
const MOST_CLOSED = 5000;

/** Where calls are so few that a poll has to choose, accounts that are known go before the list for so long. */
const LIST_MAY_WAIT_MS = 3 * HOUR_MS;

/** Whether the list of accounts can still wait for a poll with more calls. */
export function mayListWait({ listedAtMs, accounts }: WatchState, nowMs: number): boolean {
	return (
		listedAtMs !== undefined &&
		accounts.some(isWatched) &&
		Math.abs(nowMs - listedAtMs) < LIST_MAY_WAIT_MS
	);
}

/** Whether the list of accounts has to be asked for now. */
export function isListDue(known: WatchState, watched: WatchedSeveral, nowMs: number): boolean {
	const { listedAtMs, allOf, accounts } = known;
	if (listedAtMs === undefined || listedAtMs > nowMs + AHEAD_MS) return true;
	if (nowMs - listedAtMs >= LIST_EVERY_MS || !accounts.some(isWatched)) return true;
	if (watched.watch === 'allAccounts') return allOf !== watched.accountType;
	const kept = new Set(accounts.filter((one) => isOfType(one, watched)).map(idIn));
	return watched.accountIds.some((id) => !kept.has(id));
}

/**
 * Brings the line up to date: who is new goes to the front, who is not watched any more stays in it for a month, so that
 * nothing is told twice or lost should it come back.
 *
 * @param list what Awin lists, where it was asked now
 * @returns the closed accounts that were not named before besides
 */
export function lineUp(
	known: WatchState,
	watched: WatchedSeveral,
	list: Account[] | undefined,
	nowMs: number,
): { known: WatchState; newlyClosed: Account[] } {
	const listed = list?.filter((account) => isOfType(account, watched));
	const names = new Map(listed?.map((one) => [idIn(one), one.accountName.slice(0, LONGEST_NAME)]));
	const ids = watchedIds(known, watched, listed);
	const kept = known.accounts
		.map((account) => {
			const isWatched = isOfType(account, watched) && ids.has(account.accountId);
			const isNamed = listed !== undefined && isOfType(account, watched);
			const name = isNamed ? (names.get(account.accountId) ?? null) : account.name;
			const goneForMs = isWatched ? undefined : goneFor(account, known, nowMs);
			return { ...account, name, goneForMs };
		})
		.filter((account) => !isGoneTooLong(account));
	forgetLongestGone(kept);
	const keptIds = new Set(kept.filter((one) => isOfType(one, watched)).map(idIn));
	const { accountType } = watched;
	const added = [...ids]
		.filter((accountId) => !keptIds.has(accountId))
		.map((accountId): KeptAccount => {
			return { accountType, accountId, name: names.get(accountId) ?? null, sinceMs: nowMs };
		});
	const isAll = watched.watch === 'allAccounts';
	const closed = isAll && listed ? listed.filter(isClosed).slice(0, MOST_CLOSED) : [];
	return {
		known: {
			...known,
			accounts: [...added, ...kept],
			polledAtMs: nowMs,
			// Of who is new it is not known yet whether it is listed.
			listedAtMs: list ? nowMs : added.length > 0 ? undefined : known.listedAtMs,
			allOf: isAll && list ? accountType : isAll ? known.allOf : undefined,
			closed: isAll && listed ? closed.map((one) => String(one.accountId)) : known.closed,
		},
		newlyClosed: closed.filter(({ accountId }) => !known.closed.includes(String(accountId))),
	};
}

/** Whether an account that is not watched any more is not kept any longer either. */
export function isGoneTooLong({ goneForMs = 0 }: KeptAccount): boolean {
	return goneForMs >= KEPT_AFTER_LEAVING_MS;
}

/** Each of them takes some room, even where nothing more is remembered of it than how far it was read. */
function forgetLongestGone(accounts: KeptAccount[]): void {
	const gone = accounts.filter((account) => !isWatched(account));
	gone.sort((a, b) => (b.goneForMs ?? 0) - (a.goneForMs ?? 0));
	for (const account of gone.slice(0, Math.max(0, gone.length - MOST_GONE))) {
		accounts.splice(accounts.indexOf(account), 1);
	}
}

/** For how long an account has been gone; a clock that is wrong for a poll makes a day of it at most. */
export function goneFor(
	{ goneForMs }: KeptAccount,
	{ polledAtMs = Infinity }: WatchState,
	nowMs: number,
): number {
	if (goneForMs === undefined) return 0;
	return goneForMs + Math.min(Math.max(0, nowMs - polledAtMs), DAY_MS);
}

/**
 * Notes for each account, also for those that are not watched at the moment, since when it has not been looked at for what is
 * chosen now.
 *
 * @param sinceMs when a poll saw this choice for the first time
 */
export function noteChoice(known: WatchState, choice: Selection, sinceMs: number): WatchState {
	const chosen = createHash('sha256').update(selectionText(choice)).digest('base64').slice(0, 12);
	if (known.chosen === chosen) return known;
	const accounts = known.accounts.map((account) => ({
		...account,
		sinceMs: Math.min(account.sinceMs ?? sinceMs, sinceMs),
	}));
	return { ...known, accounts, chosen };
}

function watchedIds(
	{ accounts }: WatchState,
	watched: WatchedSeveral,
	listed: Account[] | undefined,
): Set<string> {
	if (watched.watch === 'chosenAccounts') return new Set(watched.accountIds);
	if (listed) return new Set(listed.filter((one) => !isClosed(one)).map(idIn));
	const before = accounts.filter((one) => isOfType(one, watched) && isWatched(one));
	return new Set(before.map(idIn));
}

function isOfType({ accountType }: Pick<Account, 'accountType'>, watched: WatchedSeveral): boolean {
	return accountType === watched.accountType;
}

function idIn({ accountId }: { accountId: number | string }): string {
	return String(accountId);
}
