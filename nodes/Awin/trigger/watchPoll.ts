/**
 * The thin side of a poll of several accounts: the calls that it may make, the list of accounts, and what is to be told.
 */
import type { INode, IPollFunctions } from 'n8n-workflow';

import {
	ACCOUNTS_PATH,
	accountsQuery,
	readAccounts,
	type Account,
	type AccountType,
} from '../api/accounts';
import { callError } from '../transport/errors';
import { unknownForm, type CallFailure } from '../transport/failures';
import type { Awin } from '../transport/request';
import { dateTypesFor } from './events';
import type { WatchSettings } from './fields';
import { postDamageNotice } from './notices';
import type { ReportedEvent } from './output';
import { pollAccounts } from './pollAccounts';
import { isLackOfCalls } from './pollCycle';
import { askWith, type Ask, type WaitOptions } from './readLists';
import { MOST_WATCHED } from './watched';
import { isListDue, lineUp, mayListWait, noteChoice, type WatchedSeveral } from './watchLine';
import {
	allFailError,
	commonError,
	noAccountsError,
	postAccountNews,
	postClosed,
	postLackOfCalls,
	postListFailure,
	postPace,
	tooManyError,
	unlistedError,
} from './watchNotices';
import type { WatchMemory } from './watchMemory';
import { CALLS_PER_MINUTE, KEPT_CALLS, type CallsOfMinute } from './watchPlan';
import {
	isWatched,
	openWatchState,
	packWatchState,
	type KeptAccount,
	type StoredWatch,
} from './watchState';

export interface WatchTurn {
	awin: Awin;
	memory: WatchMemory;
	/** By the clock: no call begins after it. */
	latestStartMs: number;
	nowMs: number;
	waitOptions: WaitOptions;
}

export interface WatchResult {
	events: ReportedEvent[];
	/** All that are watched. */
	accountIds: readonly string[];
	/** What to keep; none where nobody could be looked at. */
	state?: StoredWatch;
	/** Tells what has to be told. */
	post: () => void;
}

/**
 * Polls as many accounts as there are calls for, in their turn.
 *
 * @throws what n8n should show, where nothing may be kept of the poll
 */
export async function pollSeveral(
	context: IPollFunctions,
	settings: WatchSettings,
	watched: WatchedSeveral,
	before: unknown,
	{ awin, memory, latestStartMs, nowMs, waitOptions }: WatchTurn,
): Promise<WatchResult> {
	const node = context.getNode();
	const { calls, triedInVain } = memory;
	const { known: opened, isDamaged } = openWatchState(before);
	const kept = noteChoice(opened, settings, memory.sinceOf(settings, nowMs));
	await waitForCalls(awin, calls, latestStartMs);
	const free = calls.free(awin.clock.nowMs());
	const askForList = async () => {
		calls.begin(awin.clock.nowMs());
		return await askForAccounts(awin, latestStartMs);
	};

	const forecast = await awin.callsUntil(latestStartMs, CALLS_PER_MINUTE);
	const isListWanted =
		isListDue(kept, watched, nowMs) &&
		(forecast > 1 || !mayListWait(kept, nowMs)) &&
		(memory.mayAskForList(awin.clock.nowMs()) || !kept.accounts.some(isWatched));
	const list = isListWanted && free > 0 ? await askForList() : undefined;
	if (list && !list.ok) memory.noteListFailure(awin.clock.nowMs());
	const accounts = list?.ok ? list.accounts : undefined;
	const { known, newlyClosed } = lineUp(kept, watched, accounts, nowMs);
	const accountIds = known.accounts.filter(isWatched).map(({ accountId }) => accountId);
	const count = accountIds.length;
	if (count === 0) {
		// The calls of this minute are used up: whom there is to watch is found out by the next poll.
		if (!list) return { events: [], accountIds, post: () => undefined };
		if (!list.ok) throw commonError(node, list.failure);
	}
	refuseCount(node, count, settings.accountType);
	const pace = `${count} ${dateTypesFor(settings.events).length} ${settings.evenIntervalMs}`;
	if (memory.isNewPace(pace)) postPace(context, count, settings);

	// A forecast may be wrong: one call is tried in any case. Where all failed, it is no more than one account.
	const most = triedInVain.size > 0 ? dateTypesFor(settings.events).length : Infinity;
	let left = Math.min(free - KEPT_CALLS, Math.max(1, forecast - (list ? 1 : 0)), most);
	const outcome = await pollAccounts(
		{
			settings,
			nowMs,
			calls: left,
			triedInVain,
			askFor: (own): Ask => {
				const ask = askWith(awin, own, latestStartMs, 0);
				return async (...question) => {
					if (left-- <= 0) return undefined;
					calls.begin(awin.clock.nowMs());
					return await ask(...question);
				};
			},
			waitFor: (own) => ({ ...waitOptions, settings: own, pending: memory.pendingOf(own) }),
			findCommonFailure: async () => {
				const asked = list ?? (await askForList());
				return asked.ok ? undefined : asked.failure;
			},
		},
		known,
	);
	memory.forgetIdle();
	const listing = {
		isRead: known.listedAtMs !== undefined,
		ofOtherType: new Set(
			accounts?.filter(isOfOtherType(watched)).map(({ accountId }) => String(accountId)),
		),
	};
	const tellList = () => {
		if (isDamaged) postDamageNotice(context, 'everything');
		postClosed(context, newlyClosed);
		if (list && !list.ok && !isLackOfCalls(list.failure)) postListFailure(context, list.failure);
	};
	if (!outcome.ok) {
		for (const accountId of outcome.inVain) {
			triedInVain.delete(accountId);
			triedInVain.add(accountId);
		}
		const { failure, accountId } = outcome;
		if (isLackOfCalls(failure)) {
			// Nothing has failed, and the next poll goes on. What the list said is kept, or it would be asked for again.
			const post = () => {
				tellList();
				if (memory.isShortForLong(awin.clock.nowMs())) postLackOfCalls(context);
			};
			return { events: [], accountIds, ...(list?.ok && { state: packWatchState(known) }), post };
		}
		const account = known.accounts.find((one) => isWatched(one) && one.accountId === accountId);
		if (!account) throw commonError(node, failure);
		throw allFailError(node, failure, account, count, listing);
	}
	triedInVain.clear();
	if (outcome.news.length > 0) memory.endShortage();
	const post = () => {
		tellList();
		postAccountNews(context, outcome, listing);
	};
	const state = packWatchState(outcome.known);
	return { events: outcome.newEvents, accountIds, state, post };
}

async function waitForCalls(
	{ clock }: Awin,
	calls: CallsOfMinute,
	latestStartMs: number,
): Promise<void> {
	// A timer may go off a moment too early.
	for (let waitMs = Infinity; waitMs > 0; ) {
		waitMs = Math.ceil(calls.waitMs(clock.nowMs()));
		if (clock.nowMs() + waitMs >= latestStartMs) return;
		if (waitMs > 0) await clock.sleep(waitMs);
	}
}

/**
 * The accounts that a manual test is about; what is not right about them is told here, where somebody sees it.
 *
 * @throws for accounts that Awin does not list for this token
 */
export async function accountsToWatch(
	context: IPollFunctions,
	settings: WatchSettings,
	watched: WatchedSeveral,
	awin: Awin,
	nowMs: number,
): Promise<KeptAccount[]> {
	const node = context.getNode();
	const { accountType } = watched;
	const list = await askForAccounts(awin);
	if (!list.ok) throw callError(node, list.failure, undefined, ACCOUNTS_PATH);
	const { known } = lineUp({ accounts: [], closed: [] }, watched, list.accounts, nowMs);
	const unlisted = known.accounts.find(({ name }) => name === null);
	if (unlisted) {
		const isOther = list.accounts.some((one) => String(one.accountId) === unlisted.accountId);
		throw unlistedError(node, unlisted, isOther);
	}
	refuseCount(node, known.accounts.length, accountType);
	postPace(context, known.accounts.length, settings);
	return known.accounts;
}

function isOfOtherType({ accountType }: WatchedSeveral) {
	return (one: Account) => one.accountType !== accountType;
}

function refuseCount(node: INode, count: number, accountType: AccountType): void {
	if (count === 0) throw noAccountsError(node, accountType);
	if (count > MOST_WATCHED) throw tooManyError(node, count, accountType);
}

type AccountsAnswer = { ok: true; accounts: Account[] } | { ok: false; failure: CallFailure };

/** The accounts of both types: one of the other type is told apart from one that nobody knows. */
async function askForAccounts(awin: Awin, deadlineMs = Infinity): Promise<AccountsAnswer> {
	const call = { path: ACCOUNTS_PATH, query: accountsQuery(), deadlineMs, mostRetries: 0 };
	const result = await awin.send(call);
	if (!result.ok) return result;
	const accounts = readAccounts(result.answer);
	if (accounts) return { ok: true, accounts };
	return { ok: false, failure: unknownForm(result.status, result.answer) };
}
