/**
 * The states of one trigger that this process has been handed and has made, and which of them the next poll goes on from.
 *
 * n8n may hand over a state that is older than what was delivered: a workflow may be registered twice, an execution of the
 * same workflow may store its own old copy over the newer one, the durable scheduler may read the state before the last poll
 * has been stored. It may also throw away what a poll gave, with the state that went with it; then the older state is the
 * right one. The two are told apart by what n8n hands over later: what it hands over, it has kept.
 */
import { createHash } from 'crypto';

import { isJsonObject } from '../api/answers';
import { HOUR_MS } from '../api/periods';
import type { TriggerState } from './state';
import { isWatchState, type StoredWatch } from './watchState';

/** How far back an older state is recognised; with a poll each minute more than a day. */
const MOST_RECOGNISED = 2000;

/**
 * How long n8n's durable scheduler may take to store what a poll found. It reads the state before it calls the node, so
 * that of two poll times that come together the second may begin from the state before the first.
 */
const LONGEST_STORING_MS = 30_000;

/** For longer than this nobody is waited for who may never come back. */
const LONGEST_WAIT_MS = HOUR_MS;

/** Of one account, or of several. */
export type AnyState = TriggerState | StoredWatch;

/** Who polls, and when. */
export interface PollOrigin {
	/** The static data of one registration of the workflow; n8n's durable scheduler makes a new one for each poll. */
	registration: object;
	isDurable: boolean;
	pollIntervalMs: number;
	/** By a clock that never runs backwards. */
	clockMs: number;
	/** By the time of day. */
	timeOfDayMs: number;
}

/** Events that were given to n8n, with the state that it has not yet handed back. */
interface Delivery {
	state: AnyState;
	place: number;
	by: PollOrigin;
	/** How many polls of others have waited for it. */
	waited: number;
}

export class StateHistory {
	/** Every state that was handed over or made here, by its fingerprint, in the order of time. */
	private readonly places = new Map<string, number>();
	private lastPlace = 0;
	/** The newest state of which everything that went with it was kept. */
	private newest: { state: unknown; place: number } | undefined;
	/**
	 * The state after the last poll where that reported nothing, for when n8n has none at all: the durable scheduler discards
	 * the state of the poll at activation, and a renamed node has lost its own.
	 */
	private quiet: AnyState | undefined;
	private unconfirmed: Delivery | undefined;

	/** A registration polls, whatever comes of it. The one that delivered something and still polls was not thrown away. */
	confirmFor(registration: object): void {
		if (this.unconfirmed?.by.registration === registration) this.confirm(this.unconfirmed);
	}

	/**
	 * @param kept the state that n8n hands over
	 * @returns the state that this poll goes on from; `isTooEarly` where it may not do anything yet
	 */
	begin(
		kept: unknown,
		origin: PollOrigin,
	): { isTooEarly: true } | { isTooEarly: false; before: unknown } {
		const place = this.placeOf(kept);
		if (this.unconfirmed && place >= this.unconfirmed.place) this.confirm(this.unconfirmed);
		if (this.unconfirmed && mayStillBeStored(this.unconfirmed, origin)) {
			this.unconfirmed.waited++;
			return { isTooEarly: true };
		}
		this.unconfirmed = undefined;
		if (kept === undefined) return { isTooEarly: false, before: this.quiet };
		if (!this.newest || place >= this.newest.place) this.newest = { state: kept, place };
		return { isTooEarly: false, before: this.newest.state };
	}

	/** Takes note of what a poll leaves behind. */
	end(state: AnyState, hasEvents: boolean, kept: unknown, by: PollOrigin): void {
		const place = this.placeOf(state);
		if (hasEvents) {
			this.unconfirmed = { state, place, by, waited: 0 };
			if (kept !== undefined) this.quiet = undefined;
			return;
		}
		// Whatever n8n does with it, no event went with it.
		this.newest = { state, place };
		this.quiet = state;
	}

	private confirm({ state, place }: Delivery): void {
		if (!this.newest || place > this.newest.place) this.newest = { state, place };
		this.unconfirmed = undefined;
	}

	/** How late a state is among those that are known; one that is not known is the latest: somebody has put it there. */
	private placeOf(state: unknown): number {
		if (state === undefined) return 0;
		const fingerprint = fingerprintOf(state);
		const known = this.places.get(fingerprint);
		if (known !== undefined) return known;
		this.places.set(fingerprint, ++this.lastPlace);
		for (const oldest of this.places.keys()) {
			if (this.places.size <= MOST_RECOGNISED) break;
			this.places.delete(oldest);
		}
		return this.lastPlace;
	}
}

/**
 * Whether n8n may still store what was delivered, although it hands over an older state. n8n's own scheduler keeps the state
 * of each registration in memory, so the one that delivered will come again, if it still lives.
 */
function mayStillBeStored({ by, waited }: Delivery, origin: PollOrigin): boolean {
	const sinceMs = Math.max(origin.clockMs - by.clockMs, origin.timeOfDayMs - by.timeOfDayMs);
	if (origin.isDurable) return sinceMs < LONGEST_STORING_MS;
	const overdueMs = Math.min(origin.pollIntervalMs, LONGEST_WAIT_MS) + LONGEST_STORING_MS;
	return waited === 0 || sinceMs < overdueMs;
}

/** Two states are of the same poll when their lists were read equally far, and the same was seen in them. */
export function isSameState(a: unknown, b: unknown): boolean {
	return a === b || fingerprintOf(a) === fingerprintOf(b);
}

/** Where the clock stands still, a poll may find something and its lists are read no further. */
function fingerprintOf(state: unknown): string {
	if (isWatchState(state)) return fingerprintOfSeveral(state);
	const { account, lists, beside, seen } = (state ?? {}) as Partial<TriggerState>;
	const what = isJsonObject(seen) ? digestOfSeen(seen) : seen;
	return digestOf(JSON.stringify([account, lists, beside, what]));
}

/** States are replaced, and never changed. */
const fingerprints = new WeakMap<object, string>();

function fingerprintOfSeveral(state: object): string {
	const fingerprint = fingerprints.get(state) ?? digestOf(JSON.stringify(state));
	fingerprints.set(state, fingerprint);
	return fingerprint;
}

/** Where a poll finds nothing new, it leaves the very same behind. */
const seenDigests = new WeakMap<object, string>();

function digestOfSeen(seen: object): string {
	const known = seenDigests.get(seen);
	if (known !== undefined) return known;
	const hours = Object.entries(seen).sort(([one], [other]) => (one < other ? -1 : 1));
	const digest = digestOf(hours.flat().join('\n'));
	seenDigests.set(seen, digest);
	return digest;
}

function digestOf(text: string): string {
	return createHash('sha256').update(text).digest('base64').slice(0, 12);
}
