/**
 * What the trigger keeps of several accounts: for each of them what it keeps of a single one (state.ts), in the order in which
 * they are looked at. Pure.
 */
import { z } from 'zod';

import { isJsonObject, type JsonObject } from '../api/answers';
import { ACCOUNT_TYPES, type AccountType } from '../api/accounts';
import { DATE_TYPES, type DateType } from '../api/transactions';
import type { TriggerState } from './state';
import type { Failing } from './watchPlan';

/** What is kept of one account. Times are epoch milliseconds by this machine's clock. */
export interface KeptAccount {
	/** Its state as that of a single account, whatever has become of it; `undefined` until it was looked at. */
	state?: unknown;
	accountType: AccountType;
	accountId: string;
	/** As the list of accounts has it; null where it is not there. */
	name: string | null;
	/** When it was taken up, until it has been looked at: what has happened since is told then. */
	sinceMs?: number;
	/** The lists that have still to be read in this turn; without it all. */
	left?: DateType[];
	failing?: Failing;
	/** Since when it is not watched any more. */
	goneSinceMs?: number;
}

export function isWatched({ goneSinceMs }: KeptAccount): boolean {
	return goneSinceMs === undefined;
}

export interface WatchState {
	/** The next to be looked at first. */
	accounts: KeptAccount[];
	/** When the list of accounts was last asked for. */
	listedAtMs?: number;
	/** Of which type all accounts are watched. */
	allOf?: AccountType;
	/** The closed accounts that were named already. */
	closed: string[];
}

/** As it is stored: these names stay. */
export interface StoredWatch {
	version: 2;
	listedAtMs?: number;
	allOf?: AccountType;
	closed?: string[];
	/** What lists are read for, see selection.ts. With hundreds of partners it is long, and the same in most lists. */
	scopes: string[];
	accounts: JsonObject[];
}

const timeMs = z.number().refine((ms) => ms >= 0);

const frameShape = z.object({
	account: z.string().regex(/^(advertiser|publisher) \d+$/),
	name: z.string().nullish().catch(null),
	sinceMs: timeMs.optional().catch(undefined),
	left: z.array(z.enum(DATE_TYPES)).optional().catch(undefined),
	failing: z
		.object({
			triedAtMs: timeMs,
			isRefused: z.boolean(),
			isTold: z.boolean(),
		})
		.optional()
		.catch(undefined),
	goneSinceMs: timeMs.optional().catch(undefined),
});

/** Whether a kept value is of several accounts. */
export function isWatchState(value: unknown): value is JsonObject & { accounts: unknown[] } {
	return isJsonObject(value) && Array.isArray(value.accounts);
}

/**
 * Opens what was kept, of several accounts or of one. What is kept of each account is not looked into: that is done when it is
 * looked at.
 *
 * @returns `isDamaged` where something was kept of accounts that nobody can name any more
 */
export function openWatchState(value: unknown): { known: WatchState; isDamaged: boolean } {
	const nothing: WatchState = { accounts: [], closed: [] };
	if (value === undefined) return { known: nothing, isDamaged: false };
	if (!isWatchState(value)) {
		const frame = frameShape.safeParse(value).data;
		if (!frame) return { known: nothing, isDamaged: true };
		const account = { ...identityOf(frame.account), name: null, state: value };
		return { known: { accounts: [account], closed: [] }, isDamaged: false };
	}
	const scopes = Array.isArray(value.scopes) ? (value.scopes as unknown[]) : [];
	const accounts = value.accounts.map((stored) => openAccount(stored, scopes));
	const listedAtMs = timeMs.safeParse(value.listedAtMs).data;
	const allOf = ACCOUNT_TYPES.find((type) => type === value.allOf);
	const known = {
		accounts: accounts.flatMap((account) => account ?? []),
		...(listedAtMs !== undefined && { listedAtMs }),
		...(allOf && { allOf }),
		closed: z.array(z.string()).safeParse(value.closed).data ?? [],
	};
	return { known, isDamaged: accounts.includes(undefined) };
}

function openAccount(stored: unknown, scopes: unknown[]): KeptAccount | undefined {
	const frame = frameShape.safeParse(stored).data;
	if (!frame || !isJsonObject(stored)) return undefined;
	const { account, name = null, ...rest } = frame;
	const kept: KeptAccount = { ...identityOf(account), name, ...rest };
	if (stored.lists === undefined && stored.seen === undefined) return kept;
	const { lists, beside, seen } = stored;
	const state: JsonObject = { version: 1, account, lists: withScopes(lists, scopes) };
	if (beside !== undefined) state.beside = withScopes(beside, scopes);
	return { ...kept, state: { ...state, seen } };
}

function identityOf(account: string): Pick<KeptAccount, 'accountType' | 'accountId'> {
	const [accountType, accountId] = account.split(' ');
	return { accountType: accountType as AccountType, accountId };
}

/** Puts the texts of scopes in the place of their numbers. */
function withScopes(lists: unknown, scopes: unknown[]): unknown {
	return eachProgress(lists, (scope) => (typeof scope === 'number' ? scopes[scope] : scope));
}

function eachProgress(lists: unknown, change: (scope: unknown) => unknown): unknown {
	const changed = (progress: unknown) =>
		isJsonObject(progress) ? { ...progress, scope: change(progress.scope) } : progress;
	if (Array.isArray(lists)) return (lists as unknown[]).map(changed);
	if (!isJsonObject(lists)) return lists;
	return Object.fromEntries(
		Object.entries(lists).map(([name, progress]) => [name, changed(progress)]),
	);
}

/** Writes down what has to be kept. */
export function packWatchState({ accounts, listedAtMs, allOf, closed }: WatchState): StoredWatch {
	const numbers = new Map<unknown, number>();
	const numberOf = (scope: unknown) => {
		if (typeof scope !== 'string') return scope;
		const number = numbers.get(scope) ?? numbers.size;
		numbers.set(scope, number);
		return number;
	};
	const stored = accounts.map(({ state, accountType, accountId, ...frame }): JsonObject => {
		const packed: JsonObject = { account: `${accountType} ${accountId}` };
		for (const [name, value] of Object.entries(frame)) {
			if (value !== undefined && value !== null) packed[name] = value;
		}
		if (!isJsonObject(state)) return packed;
		const { lists, beside, seen } = state as Partial<TriggerState>;
		packed.lists = eachProgress(lists, numberOf);
		if (beside !== undefined) packed.beside = eachProgress(beside, numberOf);
		return { ...packed, seen };
	});
	return {
		version: 2,
		...(listedAtMs !== undefined && { listedAtMs }),
		...(allOf && { allOf }),
		...(closed.length > 0 && { closed }),
		scopes: [...numbers.keys()] as string[],
		accounts: stored,
	};
}
