/**
 * What one process keeps of a trigger that watches several accounts, beside its state. Pure but for what it holds.
 */
import { MINUTE_MS } from '../api/periods';
import type { ChosenAccount } from '../fields/account';
import { PendingReads } from './readLists';
import { selectionText, type Selection } from './selection';
import { CallsOfMinute } from './watchPlan';

/** After the list of accounts could not be read; those that are known are watched meanwhile. */
const LIST_AGAIN_MS = 10 * MINUTE_MS;

/** Without any call for so long, somebody should know. */
const LONG_SHORTAGE_MS = 30 * MINUTE_MS;

/** What this process keeps of a trigger that watches several accounts. */
export class WatchMemory {
	readonly calls = new CallsOfMinute();
	/** Who was looked at by polls of which nothing was kept. */
	readonly triedInVain = new Set<string>();
	/** By the clock: the list of accounts could not be read then. */
	private listFailedAtMs = -Infinity;
	/** By the id of the account. */
	private readonly pending = new Map<string, PendingReads>();
	private shortage: { sinceMs: number; isTold: boolean } | undefined;
	private pace = '';
	private choice: { text: string; sinceMs: number } | undefined;

	pendingOf({ accountType, accountId }: ChosenAccount): PendingReads {
		const key = `${accountType} ${accountId}`;
		const pending = this.pending.get(key) ?? new PendingReads();
		this.pending.set(key, pending);
		return pending;
	}

	noteListFailure(clockMs: number): void {
		this.listFailedAtMs = clockMs;
	}

	/** Whether it is time to ask for the list of accounts again: what cannot be read must not take the calls of all polls. */
	mayAskForList(clockMs: number): boolean {
		return clockMs - this.listFailedAtMs >= LIST_AGAIN_MS;
	}

	/** Notes that a poll had no calls. @returns whether that has to be said: once, when it has been so for long */
	isShortForLong(clockMs: number): boolean {
		this.shortage ??= { sinceMs: clockMs, isTold: false };
		if (this.shortage.isTold || clockMs - this.shortage.sinceMs < LONG_SHORTAGE_MS) return false;
		return (this.shortage.isTold = true);
	}

	endShortage(): void {
		this.shortage = undefined;
	}

	/** Whether this was not said yet. */
	isNewPace(pace: string): boolean {
		const isNew = this.pace !== pace;
		this.pace = pace;
		return isNew;
	}

	/** When a poll of this process saw this choice for the first time; also one of which nothing was kept. */
	sinceOf(choice: Selection, nowMs: number): number {
		const text = selectionText(choice);
		if (this.choice?.text !== text) this.choice = { text, sinceMs: nowMs };
		return Math.min(this.choice.sinceMs, nowMs);
	}

	forgetIdle(): void {
		for (const [key, pending] of this.pending) if (pending.isEmpty) this.pending.delete(key);
	}
}
