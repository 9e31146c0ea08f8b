/**
 * Which transactions this trigger was told of already, so that a push that comes again starts nothing.
 *
 * They are kept in n8n's static data of the node, the only store that n8n gives to a webhook (its store for de-duplication
 * is not there). n8n reads it from the database for each push, so all processes that take webhooks see the same, and
 * writes it back once the workflow was started: after a crash in between the push counts as new. But it is read and written
 * as a whole. Of two pushes at the same time the later one would undo what the earlier one noted, and an execution in which
 * another node writes static data puts the state from before it back; so all that this process has started is noted again
 * with every push. Between processes both remain possible, and then a repeat may run once more.
 */
import { z } from 'zod';

/** The name of the state in n8n's static data of the node. */
export const STATE_KEY = 'awinNotifications';

/** The oldest are forgotten beyond this. At eleven characters each, n8n reads and writes 55 kB for a push. */
export const MOST_REMEMBERED = 5000;

export interface NotificationState {
	version: 1;
	/** The ids, oldest first, with commas between them. */
	seen: string;
}

const stateShape = z.object({ version: z.literal(1), seen: z.string().regex(/^[\d,]*$/) });

/**
 * Opens a kept state, whatever has become of it.
 *
 * @returns no ids where there is none or it cannot be read; `isUnreadable` tells the two apart
 */
export function openState(value: unknown): { seen: Set<string>; isUnreadable: boolean } {
	const state = stateShape.safeParse(value).data;
	const seen = new Set(state?.seen.split(',').filter(Boolean));
	return { seen, isUnreadable: value !== undefined && !state };
}

export function packState(seen: ReadonlySet<string>): NotificationState {
	return { version: 1, seen: [...seen].slice(-MOST_REMEMBERED).join(',') };
}

/** Whether the workflow was started with a push. */
export type Started = Promise<boolean>;

/** The pushes that this process is taking in and has lately started workflows with, for each trigger. */
export class RecentPushes {
	private readonly nodes = new Map<string, Set<string>>();
	private readonly inProgress = new Map<string, Started>();

	/** @param node tells the triggers of this n8n apart */
	startedFor(node: string): ReadonlySet<string> {
		return this.nodes.get(node) ?? new Set();
	}

	/** Resolves when no push of this transaction is in progress; it then has been started, or it may be. */
	async settled(node: string, id: string): Promise<void> {
		const key = keyOf(node, id);
		for (let other = this.inProgress.get(key); other; other = this.inProgress.get(key)) await other;
	}

	/** Takes note of a push that is being taken in; of the next one with the same id, only once this one has ended. */
	begin(node: string, id: string, started: Started): void {
		const key = keyOf(node, id);
		const settled = started.then((isStarted) => {
			this.inProgress.delete(key);
			if (isStarted) this.note(node, id);
			return isStarted;
		});
		this.inProgress.set(key, settled);
	}

	private note(node: string, id: string): void {
		const ids = this.nodes.get(node) ?? new Set<string>();
		this.nodes.set(node, ids);
		ids.add(id);
		for (const oldest of ids) {
			if (ids.size <= MOST_REMEMBERED) break;
			ids.delete(oldest);
		}
	}
}

function keyOf(node: string, id: string): string {
	return `${node} ${id}`;
}
