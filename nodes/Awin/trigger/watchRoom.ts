/**
 * How much of many accounts is remembered: n8n rewrites the whole state each time. Pure.
 */
import type { ChosenAccount } from '../fields/account';
import type { TriggerState } from './state';
import type { AnyState } from './stateHistory';
import { packAccount } from './watchFormat';
import { isGoneTooLong } from './watchLine';
import {
	isWatched,
	isWatchState,
	openWatchState,
	packWatchState,
	stateIn,
	type KeptAccount,
	type WatchState,
} from './watchState';

/** What the state of all accounts takes at most as stored. */
export const MOST_STATE_CHARS = 900_000;

/** An account that has to give way gives a little more, so that not every poll has to make room anew. */
const MARGIN = 0.95;

/** What is forgotten is counted in entries, and what has to be saved in characters: nearly the same, but not quite. */
const MOST_ROUNDS = 4;

/** How much what was seen in an account takes as stored. */
export function memoryChars({ packed }: Pick<KeptAccount, 'packed'>): number {
	const seen = packed?.seen;
	return typeof seen === 'string' ? seen.length : (JSON.stringify(seen)?.length ?? 0);
}

/** All but what was seen. */
function frameChars(known: WatchState): number {
	const frame = JSON.stringify(packWatchState(known), (name, value: unknown) =>
		name === 'seen' ? '' : value,
	);
	return frame.length;
}

/**
 * The size that nobody may exceed for all together to take no more than `most`: the small ones keep all they have.
 *
 * @returns `Infinity` where there is room for all
 */
export function fairSize(sizes: readonly number[], most: number): number {
	let left = most;
	let others = sizes.length;
	for (const size of [...sizes].sort((a, b) => a - b)) {
		if (size * others > left) return Math.max(0, left) / others;
		left -= size;
		others--;
	}
	return Infinity;
}

/** Forgets the oldest part of what was seen in an account. @param part of it that may stay, from 0 to 1 */
export type Thin = (
	account: KeptAccount,
	part: number,
) => { account: KeptAccount; forgotten: number };

/**
 * Makes everything fit in. First those give way that are not watched any more, the one that left first first; then those that
 * take most, until none takes more than another; in the end those that were looked at just now, whose rows are known.
 *
 * @param lookedAt by their ids
 * @returns by the id of an account, how many of its entries had no room
 */
export function fitIn(
	known: WatchState,
	thin: Thin,
	lookedAt: ReadonlySet<string>,
	most = MOST_STATE_CHARS,
): { known: WatchState; forgotten: Map<string, number> } {
	let accounts = known.accounts;
	const forgotten = new Map<string, number>();
	const sizes = () => accounts.map(memoryChars);
	const excess = () =>
		frameChars({ ...known, accounts }) + sizes().reduce((sum, size) => sum + size, 0) - most;
	const thinTo = (size: number, isMeant: (account: KeptAccount) => boolean) => {
		accounts = accounts.map((account) => {
			const chars = memoryChars(account);
			if (chars <= size || !isMeant(account)) return account;
			const thinned = thin(account, (MARGIN * size) / chars);
			const { accountId } = account;
			forgotten.set(accountId, (forgotten.get(accountId) ?? 0) + thinned.forgotten);
			return thinned.account;
		});
	};

	const leaving = accounts.filter((account) => !isWatched(account));
	leaving.sort((a, b) => (a.goneSinceMs ?? 0) - (b.goneSinceMs ?? 0));
	for (let over = excess(); over > 0 && leaving.length > 0; over = excess()) {
		const dropped = new Set<KeptAccount>();
		for (const account of leaving) {
			if (over <= 0) break;
			over -= Math.max(1, memoryChars(account));
			dropped.add(account);
		}
		leaving.splice(0, dropped.size);
		accounts = accounts.filter((account) => !dropped.has(account));
	}
	for (let round = 0; round < MOST_ROUNDS && excess() > 0; round++) {
		const room = most - frameChars({ ...known, accounts });
		thinTo(fairSize(sizes(), room), () => true);
	}
	for (let round = 0; round < MOST_ROUNDS && excess() > 0; round++) {
		const own = accounts.filter(({ accountId }) => lookedAt.has(accountId)).map(memoryChars);
		const room = own.reduce((sum, size) => sum + size, 0) - excess();
		thinTo(fairSize(own, room), ({ accountId }) => lookedAt.has(accountId));
	}
	return { known: { ...known, accounts }, forgotten };
}

/** What was kept of a single account, and of those that were watched beside it before, which are kept for a while. */
export function takeOut(
	value: unknown,
	{ accountType, accountId }: ChosenAccount,
): { own: unknown; others: KeptAccount[] } {
	if (!isWatchState(value)) return { own: value, others: [] };
	const { accounts } = openWatchState(value).known;
	const isOwn = (one: KeptAccount) =>
		one.accountType === accountType && one.accountId === accountId;
	const kept = accounts.find(isOwn);
	return {
		own: kept && stateIn(kept),
		others: accounts.filter((one) => !isOwn(one)),
	};
}

/**
 * What to keep of a single account and of those that were watched beside it before: they are not watched any more, and kept
 * for as long as any that have left. Once there are none, the state is again that of a single account.
 */
export function beside(
	state: TriggerState,
	{ accountType, accountId }: ChosenAccount,
	others: KeptAccount[],
	nowMs: number,
): AnyState {
	const gone = others
		.map((account) => ({ ...account, goneSinceMs: Math.min(account.goneSinceMs ?? nowMs, nowMs) }))
		.filter((account) => !isGoneTooLong(account, nowMs));
	if (gone.length === 0) return state;
	const packed = packAccount({ ...state });
	const accounts = [{ accountType, accountId, name: null, packed }, ...gone];
	const thin = (account: KeptAccount) => ({ account, forgotten: 0 });
	const { known } = fitIn({ accounts, closed: [] }, thin, new Set());
	return known.accounts.length > 1 ? packWatchState(known) : state;
}
