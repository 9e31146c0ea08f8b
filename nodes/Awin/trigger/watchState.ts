/**
 * What the trigger keeps of several accounts: for each of them what it keeps of a single one (state.ts), in the order in which
 * they are looked at. Pure.
 */
import { z } from 'zod';

import { isJsonObject, type JsonObject } from '../api/answers';
import { ACCOUNT_TYPES, type AccountType } from '../api/accounts';
import { DATE_TYPES, type DateType } from '../api/transactions';
import { packAccount, unpackAccount, withScopes, type PackedState } from './watchFormat';
import type { Failing } from './watchPlan';

/** What is kept of one account. Times are epoch milliseconds by this machine's clock. */
export interface KeptAccount {
	/** Its state, packed (see {@link stateIn}); `undefined` until it was looked at. */
	packed?: PackedState;
	accountType: AccountType;
	accountId: string;
	/** As the list of accounts has it; null where it is not there. */
	name: string | null;
	/**
	 * Since when something of it is watched that was not looked at yet: when it was taken up, or when other events or partners
	 * were chosen. What has happened since is told at the next look.
	 */
	sinceMs?: number;
	/** The lists that have still to be read in this turn; without it all. */
	left?: DateType[];
	failing?: Failing;
	/** For how long it has not been watched any more, as far as polls have seen that time pass. */
	goneForMs?: number;
}

export function isWatched({ goneForMs }: KeptAccount): boolean {
	return goneForMs === undefined;
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
	/** A digest of the events and partners that are chosen. */
	chosen?: string;
	/** When the last poll was. */
	polledAtMs?: number;
}

/** As it is stored: these names stay. */
export interface StoredWatch {
	version: 2;
	listedAtMs?: number;
	allOf?: AccountType;
	closed?: string[];
	chosen?: string;
	polledAtMs?: number;
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
	goneForMs: timeMs.optional().catch(undefined),
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
		// What another version means by what was seen, nobody knows.
		const { seen, ...rest } = value as JsonObject;
		const packed = packAccount({ ...rest, ...(rest.version === 1 && { seen }) });
		const account = { ...identityOf(frame.account), name: null, packed };
		return { known: { accounts: [account], closed: [] }, isDamaged: false };
	}
	const scopes = Array.isArray(value.scopes) ? (value.scopes as unknown[]) : [];
	const isReadable = value.version === 2;
	const accounts = value.accounts.map((stored) => openAccount(stored, scopes, isReadable));
	const listedAtMs = timeMs.safeParse(value.listedAtMs).data;
	const polledAtMs = timeMs.safeParse(value.polledAtMs).data;
	const chosen = z.string().safeParse(value.chosen).data;
	const allOf = ACCOUNT_TYPES.find((type) => type === value.allOf);
	const known = {
		accounts: eachOnce(accounts.flatMap((account) => account ?? [])),
		...(listedAtMs !== undefined && { listedAtMs }),
		...(allOf && { allOf }),
		...(chosen !== undefined && { chosen }),
		...(polledAtMs !== undefined && { polledAtMs }),
		closed: z.array(z.string()).safeParse(value.closed).data ?? [],
	};
	return { known, isDamaged: accounts.includes(undefined) };
}

/** The first of those that stand there twice: two would tell everything twice. */
function eachOnce(accounts: KeptAccount[]): KeptAccount[] {
	const found = new Set<string>();
	return accounts.filter(({ accountType, accountId }) => {
		const name = `${accountType} ${accountId}`;
		return !found.has(name) && found.add(name);
	});
}

function openAccount(
	stored: unknown,
	scopes: unknown[],
	isReadable: boolean,
): KeptAccount | undefined {
	const frame = frameShape.safeParse(stored).data;
	if (!frame || !isJsonObject(stored)) return undefined;
	const { account, name = null, ...rest } = frame;
	const kept: KeptAccount = { ...identityOf(account), name, ...rest };
	if (stored.lists === undefined && stored.seen === undefined) return kept;
	const { lists, beside, seen } = stored;
	const textOf = (scope: unknown) => (typeof scope === 'number' ? scopes[scope] : scope);
	const packed = { lists, beside, seen: isReadable ? seen : undefined };
	return { ...kept, packed: withScopes(packed, textOf) };
}

/** The state of one account as that of a single one, whatever has become of it. */
export function stateIn({ accountType, accountId, packed }: KeptAccount): unknown {
	if (!packed) return undefined;
	return { version: 1, account: `${accountType} ${accountId}`, ...unpackAccount(packed) };
}

function identityOf(account: string): Pick<KeptAccount, 'accountType' | 'accountId'> {
	const [accountType, accountId] = account.split(' ');
	return { accountType: accountType as AccountType, accountId };
}

/** Writes down what has to be kept. */
export function packWatchState({ accounts, closed, ...known }: WatchState): StoredWatch {
	const numbers = new Map<unknown, number>();
	const numberOf = (scope: unknown) => {
		if (typeof scope !== 'string') return scope;
		const number = numbers.get(scope) ?? numbers.size;
		numbers.set(scope, number);
		return number;
	};
	const stored = accounts.map(({ packed, accountType, accountId, ...frame }): JsonObject => {
		const account: JsonObject = { account: `${accountType} ${accountId}` };
		for (const [name, value] of Object.entries(frame)) {
			if (value !== undefined && value !== null) account[name] = value;
		}
		return packed ? { ...account, ...withScopes(packed, numberOf) } : account;
	});
	return {
		version: 2,
		...known,
		...(closed.length > 0 && { closed }),
		scopes: [...numbers.keys()] as string[],
		accounts: stored,
	};
}
