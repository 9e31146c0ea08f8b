/** What one process keeps of its triggers from poll to poll, beside what n8n keeps. */
import type { Neighbour } from './neighbours';
import { PendingReads } from './readLists';
import { StateHistory } from './stateHistory';
import type { WatchMemory } from './watchMemory';

/** More triggers than one n8n has; of the first ones nothing more is known then than what n8n hands over. */
const MOST_TRIGGERS = 1000;

/** What this process keeps of one trigger. */
export interface RunningTrigger extends Neighbour {
	/** The poll in progress, and since when, by the clock. */
	poll?: { sinceMs: number };
	readonly history: StateHistory;
	/** Of the account, where it watches one. */
	readonly pending: PendingReads;
	several?: WatchMemory;
}

export class RunningTriggers {
	/** The one that polled last is the last in line. */
	private readonly triggers = new Map<string, RunningTrigger>();

	/**
	 * A trigger polls.
	 *
	 * @returns what is kept of it, and the other ones that have polled since it did so before
	 */
	poll(name: string): { trigger: RunningTrigger; others: RunningTrigger[] } {
		const known = this.triggers.get(name);
		const inOrder = [...this.triggers.values()];
		const others = known ? inOrder.slice(inOrder.indexOf(known) + 1) : [];
		const trigger = known ?? {
			history: new StateHistory(),
			pending: new PendingReads(),
			namedWith: new WeakSet(),
		};
		this.triggers.delete(name);
		this.triggers.set(name, trigger);
		for (const oldest of this.triggers.keys()) {
			if (this.triggers.size <= MOST_TRIGGERS) break;
			this.triggers.delete(oldest);
		}
		return { trigger, others };
	}
}
