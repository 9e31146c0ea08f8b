/**
 * How much of many accounts is remembered: n8n rewrites the whole state each time. Pure.
 */
import { withoutMemory } from './watchFormat';
import { isWatched, packWatchState, type KeptAccount, type WatchState } from './watchState';

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
 * Makes everything fit in. First the memory of those gives way that are not watched any more, of the one that left first first:
 * should they come back, they go on from where they were. Then those give way that take most, until none takes more than
 * another; in the end those that were looked at just now, whose rows are known.
 *
 * @param lookedAt by their ids
 * @returns by the id of an account, how many of its entries had no room; and those that have left and are not remembered
 */
export function fitIn(
	known: WatchState,
	thin: Thin,
	lookedAt: ReadonlySet<string>,
	most = MOST_STATE_CHARS,
): { known: WatchState; forgotten: Map<string, number>; withoutRoom: KeptAccount[] } {
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

	const leaving = accounts.filter((account) => !isWatched(account) && memoryChars(account) > 0);
	leaving.sort((a, b) => (b.goneForMs ?? 0) - (a.goneForMs ?? 0));
	const withoutRoom = new Set<KeptAccount>();
	let over = leaving.length > 0 ? excess() : 0;
	for (const account of leaving) {
		if (over <= 0) break;
		over -= memoryChars(account);
		withoutRoom.add(account);
	}
	accounts = accounts.map((account) =>
		withoutRoom.has(account) && account.packed
			? { ...account, packed: withoutMemory(account.packed) }
			: account,
	);
	for (let round = 0; round < MOST_ROUNDS && excess() > 0; round++) {
		const room = most - frameChars({ ...known, accounts });
		thinTo(fairSize(sizes(), room), () => true);
	}
	for (let round = 0; round < MOST_ROUNDS && excess() > 0; round++) {
		const own = accounts.filter(({ accountId }) => lookedAt.has(accountId)).map(memoryChars);
		const room = own.reduce((sum, size) => sum + size, 0) - excess();
		thinTo(fairSize(own, room), ({ accountId }) => lookedAt.has(accountId));
	}
	return { known: { ...known, accounts }, forgotten, withoutRoom: [...withoutRoom] };
}
