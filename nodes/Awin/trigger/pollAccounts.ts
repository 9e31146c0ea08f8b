/**
 * One poll of several accounts: who is looked at, what becomes of each, and what is kept of all. Each account is polled as a
 * single one is (pollCycle.ts), and what it gave counts, whatever becomes of the others. It knows nothing of n8n or HTTP.
 */
import type { DateType } from '../api/transactions';
import type { CallFailure } from '../transport/failures';
import { byTime, dateTypesFor } from './events';
import { settingsFor, type Settings, type WatchSettings } from './fields';
import {
	callsOf,
	isLackOfCalls,
	pollOnce,
	type PollCycleOptions,
	type PollOutcome,
} from './pollCycle';
import type { ReportedEvent } from './output';
import type { Ask, WaitOptions } from './readLists';
import { forget } from './retention';
import { isBegun, openState, packState, type Damage, type OpenState } from './state';
import { packAccount, type PackedState } from './watchFormat';
import { takeTurns, turnsOf, type Failing } from './watchPlan';
import { fitIn, type Thin } from './watchRoom';
import { isWatched, stateIn, type KeptAccount, type WatchState } from './watchState';

export interface AccountsPollOptions {
	settings: WatchSettings;
	/** This machine's clock. */
	nowMs: number;
	/** How many calls may begin. */
	calls: number;
	/** Who was looked at by polls of which nothing was kept. */
	triedInVain: ReadonlySet<string>;
	askFor: (settings: Settings) => Ask;
	waitFor: (settings: Settings) => WaitOptions;
	/** Asks Awin for something that is about no single account. @returns what kept it from answering */
	findCommonFailure: () => Promise<CallFailure | undefined>;
	mostStateChars?: number;
}

type Good = Extract<PollOutcome, { ok: true }>;

/** What one account has to say besides its events. */
export interface AccountNews {
	account: KeptAccount;
	outcome?: Good;
	damage?: Damage;
	/** To be told now, and not again until it has worked meanwhile. */
	failure?: CallFailure;
	/** How many entries had no room among those of the other accounts. */
	crowdedOut: number;
}

export type AccountsOutcome =
	/** Nothing may be kept of this poll. */
	| {
			ok: false;
			failure: CallFailure;
			/** What it was about; none where it was about all of them. */
			accountId?: string;
			/** Who was looked at and gave nothing. */
			inVain: string[];
	  }
	| {
			ok: true;
			newEvents: ReportedEvent[];
			known: WatchState;
			news: AccountNews[];
			/** Accounts that have left, and of which nothing more is remembered than how far they were read. */
			withoutRoom: KeptAccount[];
	  };

/** One account in this poll. */
interface Look {
	account: KeptAccount;
	settings: Settings;
	before: OpenState;
	damage?: Damage;
	/** The lists that are left in this turn, and those of them that are read now. */
	due: DateType[];
	options: PollCycleOptions;
}

interface Looked extends Look {
	outcome: PollOutcome;
}

/** Makes one poll. @param before is left as it is */
export async function pollAccounts(
	options: AccountsPollOptions,
	before: WatchState,
): Promise<AccountsOutcome> {
	const { nowMs, calls, triedInVain } = options;
	const watched = before.accounts.filter(isWatched);
	const looks = new Map<KeptAccount, Look>();
	const lookAt = (account: KeptAccount): Look => {
		const look = looks.get(account) ?? prepare(account, options);
		looks.set(account, look);
		return look;
	};
	const turns = takeTurns(turnsOf(watched, nowMs, triedInVain), calls, (account) => {
		const look = lookAt(account);
		return callsOf(look.options, look.before);
	});
	const looked = await Promise.all(
		turns.map(async (account): Promise<Looked> => {
			const look = lookAt(account);
			const { askFor, waitFor } = options;
			const ask = askFor(look.settings);
			const outcome = await pollOnce(look.options, look.before, ask, waitFor(look.settings));
			return { ...look, outcome };
		}),
	);
	const failure = await findFailureOfAll(looked, watched, options);
	return failure ?? conclude(looked, before, options);
}

function prepare(account: KeptAccount, { settings: all, nowMs }: AccountsPollOptions): Look {
	const settings = settingsFor(all, account.accountId);
	const { known, damage } = openState(stateIn(account), settings);
	const lists = dateTypesFor(settings.events);
	const left = lists.filter((dateType) => account.left?.includes(dateType));
	const due = left.length > 0 ? left : lists;
	// What is read for the first time begins with the time since which it is watched, however late its turn comes.
	const { sinceMs = nowMs } = account;
	const pollIntervalMs = settings.pollIntervalMs + Math.max(0, nowMs - sinceMs);
	// Who was refused has to answer one call first.
	const only = account.failing?.isRefused ? due.slice(0, 1) : due;
	const options = { ...settings, nowMs, pollIntervalMs, only };
	return { account, settings, before: known, damage, due, options };
}

/**
 * Where nothing came of any look, it may be the token, the network or Awin, which is nobody's own failure: then the poll fails
 * as that of a single account does.
 */
async function findFailureOfAll(
	looked: Looked[],
	watched: KeptAccount[],
	{ findCommonFailure, triedInVain }: AccountsPollOptions,
): Promise<Extract<AccountsOutcome, { ok: false }> | undefined> {
	const failed = looked.flatMap(({ account, outcome }) =>
		outcome.ok ? [] : [{ ...account, failure: outcome.failure }],
	);
	if (failed.length === 0 || looked.some(hasRead)) return undefined;
	const own = failed.filter(({ failure }) => !isLackOfCalls(failure));
	const inVain = own.map(({ accountId }) => accountId);
	const [{ accountId, failure }] = own.length > 0 ? own : failed;
	const doAllFail = watched.every(
		({ failing, accountId: id }) => failing || inVain.includes(id) || triedInVain.has(id),
	);
	if (own.length === 0 || doAllFail) return { ok: false, failure, accountId, inVain };
	const common = await findCommonFailure();
	return common && { ok: false, failure: common, inVain };
}

function conclude(
	looked: Looked[],
	before: WatchState,
	options: AccountsPollOptions,
): AccountsOutcome {
	const after = looked.map((look) => ({ look, ...accountAfter(look, options.nowMs) }));
	const isDone = new Set(after.filter((one) => one.isDone).map(({ look }) => look.account));
	const afterLook = new Map(after.map((one) => [one.look.account, one.account]));
	const line = before.accounts.map((account) => afterLook.get(account) ?? account);
	const waiting = line.filter((_, place) => !isDone.has(before.accounts[place]));
	const done = after.filter((one) => one.isDone).map(({ account }) => account);
	const read = looked.filter(hasRead);
	const { known, forgotten, withoutRoom } = fitIn(
		{ ...before, accounts: [...waiting, ...done] },
		thinning(read, options),
		new Set(read.map(({ account }) => account.accountId)),
		options.mostStateChars,
	);
	const newEvents = looked.flatMap(({ account, outcome }) => {
		const { accountId, name } = account;
		const found = outcome.ok ? outcome.newEvents : [];
		return found.map((event) => ({ ...event, account: { accountId, accountName: name || null } }));
	});
	const news = after.map(({ look, failure }): AccountNews => {
		const { account, outcome, damage } = look;
		const crowdedOut = forgotten.get(account.accountId) ?? 0;
		forgotten.delete(account.accountId);
		const isKept = hasRead(look);
		return {
			account,
			...(outcome.ok && { outcome }),
			...(isKept && damage && { damage }),
			failure,
			crowdedOut,
		};
	});
	for (const account of known.accounts) {
		const crowdedOut = forgotten.get(account.accountId) ?? 0;
		if (crowdedOut > 0) news.push({ account, crowdedOut });
	}
	newEvents.sort((a, b) => byTime(a.change, b.change));
	return { ok: true, newEvents, known, news, withoutRoom };
}

function hasRead(look: Looked): look is Looked & { outcome: Good } {
	return look.outcome.ok && look.outcome.hasRead;
}

/** What is kept of an account that was looked at, whether its turn is over, and what has to be told of it. */
function accountAfter(
	look: Looked,
	nowMs: number,
): { account: KeptAccount; isDone: boolean; failure?: CallFailure } {
	const { account, due, options, outcome } = look;
	const isCutShort = !outcome.ok && isLackOfCalls(outcome.failure);
	if (isCutShort || (outcome.ok && !outcome.hasRead)) return { account, isDone: false };
	const cutShort = outcome.ok ? outcome.cutShort.map(({ dateType }) => dateType) : [];
	const wasLeftOut = (dateType: DateType) => !options.only?.includes(dateType);
	const left = outcome.ok
		? due.filter((dateType) => cutShort.includes(dateType) || wasLeftOut(dateType))
		: [];
	const failing = failingAfter(look, nowMs);
	const isDone = left.length === 0;
	const isToldNow = failing?.isTold && !account.failing?.isTold;
	return {
		account: {
			...account,
			...(hasRead(look) && {
				packed: packed(look.outcome.known, look.settings),
				sinceMs: isBegun(look.outcome.known, look.settings) ? undefined : account.sinceMs,
			}),
			left: isDone ? undefined : left,
			// A part of its lists does not show yet that all is well again.
			failing: failing ?? (isDone ? undefined : answeringAgain(account.failing)),
		},
		isDone,
		...(isToldNow && outcome.failure && { failure: outcome.failure }),
	};
}

function packed(known: OpenState, settings: Settings): PackedState {
	return packAccount({ ...packState(known, settings) });
}

/** Awin's words for "not you": the account is closed to this token until somebody changes that. */
const REFUSALS = [401, 403, 404];

function failingAfter({ account, outcome }: Looked, nowMs: number): Failing | undefined {
	const { failure } = outcome;
	if (!failure) return undefined;
	const isRefusal = failure.kind === 'refused' && REFUSALS.includes(failure.status);
	return {
		triedAtMs: nowMs,
		isRefused: isRefusal && !outcome.ok,
		// Anything else may be over at the next look.
		isTold: isRefusal || account.failing !== undefined,
	};
}

function answeringAgain(failing: Failing | undefined): Failing | undefined {
	return failing && { ...failing, isRefused: false };
}

/** What was read just now is known row by row, the rest as it is kept. */
function thinning(
	looked: Array<Looked & { outcome: Good }>,
	{ settings: all }: AccountsPollOptions,
): Thin {
	return (account, part) => {
		const settings = settingsFor(all, account.accountId);
		const look = looked.find((one) => one.account.accountId === account.accountId);
		const { known, damage } = look
			? { known: look.outcome.known }
			: openState(stateIn(account), settings);
		// That is told when it is looked at.
		if (damage) return { account, forgotten: 0 };
		const mostEntries = Math.floor(known.seen.size * part);
		const forgotten = look
			? look.outcome.makeRoom(mostEntries)
			: forget(known, { ...settings, sightings: [], undated: [], mostEntries });
		return { account: { ...account, packed: packed(known, settings) }, forgotten };
	};
}
