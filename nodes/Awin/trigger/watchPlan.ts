/**
 * How the calls of a minute are shared among several accounts. Pure.
 *
 * The accounts stand in a line. A poll looks at those in front, as many as it has calls for; who was looked at goes to the
 * end. So whoever was not looked at for the longest is next, whatever the clock says, and nobody is passed over.
 */
import { HOUR_MS, MINUTE_MS } from '../api/periods';
import { AHEAD_MS } from './readPlan';

/** Of the twenty that Awin allows; four are left to people in front of a screen. */
export const CALLS_PER_MINUTE = 16;

/** One call of each poll is kept for the list of accounts. */
export const KEPT_CALLS = 1;

/** How often an account that Awin refuses is tried again, with one call. */
const RETRY_REFUSED_MS = HOUR_MS;

/** n8n's polls are not on the millisecond: one that comes a little early waits, or it would find the calls of the minute taken. */
const MOST_EARLY_MS = 10_000;

/** The calls that were begun within the last minute. Times are those of one clock that never runs backwards. */
export class CallsOfMinute {
	private begunMs: number[] = [];

	begin(nowMs: number): void {
		this.begunMs.push(nowMs);
	}

	/** How many may begin now. */
	free(nowMs: number): number {
		this.begunMs = this.begunMs.filter((ms) => nowMs - ms < MINUTE_MS);
		return Math.max(0, CALLS_PER_MINUTE - this.begunMs.length);
	}

	/** How long to wait until the calls of the poll before are a minute ago; zero where that is too long, or none are left. */
	waitMs(nowMs: number): number {
		const waits = this.begunMs.map((ms) => ms + MINUTE_MS - nowMs);
		return Math.max(0, ...waits.filter((ms) => ms <= MOST_EARLY_MS));
	}
}

/** Why an account is not read at the moment. */
export interface Failing {
	/** When it was last tried, epoch milliseconds. */
	triedAtMs: number;
	/** Awin refuses this account; else it may work at any time. */
	isRefused: boolean;
	isTold: boolean;
}

/** An account in the line. */
export interface InLine {
	readonly accountId: string;
	readonly failing?: Failing;
}

/**
 * Who may be looked at in this poll, in this order.
 *
 * @param line all that are watched, the one that was looked at last at the end
 * @param triedInVain by polls of which nothing was kept, in this order: these go last, so that they keep nobody from their turn
 */
export function turnsOf<Account extends InLine>(
	line: readonly Account[],
	nowMs: number,
	triedInVain: ReadonlySet<string> = new Set(),
): Account[] {
	const due = line.filter(({ failing }) => !failing || isDue(failing, nowMs));
	const places = new Map([...triedInVain].map((accountId, place) => [accountId, place]));
	const placeOf = ({ accountId }: Account) => places.get(accountId) ?? -1;
	return due.sort((a, b) => placeOf(a) - placeOf(b));
}

function isDue({ isRefused, triedAtMs }: Failing, nowMs: number): boolean {
	// A clock that was wrong when it was tried must not keep it waiting.
	return !isRefused || nowMs - triedAtMs >= RETRY_REFUSED_MS || triedAtMs > nowMs + AHEAD_MS;
}

/**
 * Those in front, as many as there are calls for. An account is looked at as a whole; only where the calls do not even
 * suffice for the first one does it get what there is, and the next poll goes on with it.
 *
 * @param callsOf is asked for as few as possible, in the order of the line
 */
export function takeTurns<Account>(
	turns: readonly Account[],
	calls: number,
	callsOf: (account: Account) => number,
): Account[] {
	const taken: Account[] = [];
	let left = calls;
	for (const account of turns) {
		if (left <= 0) break;
		left -= callsOf(account);
		if (left < 0 && taken.length > 0) break;
		taken.push(account);
	}
	return taken;
}

/**
 * In how many polls each account has its turn once, in normal running. A poll lasts less than a minute, and so has the calls of one.
 *
 * @param callsEach how many lists have to be read of each
 */
export function pollsOfRound(accounts: number, callsEach: number): number {
	const inOnePoll = Math.max(1, Math.floor((CALLS_PER_MINUTE - KEPT_CALLS) / callsEach));
	return Math.ceil(accounts / inOnePoll);
}
