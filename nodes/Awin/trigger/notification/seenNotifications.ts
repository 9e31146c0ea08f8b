/**
 * What this trigger was told already, so that a push that comes again starts nothing.
 *
 * It is kept in n8n's static data of the node, the only store that n8n gives to a webhook (its store for de-duplication
 * is not there). n8n reads it from the database for each push, so all processes that take webhooks see the same, and
 * writes it back once the workflow was started: after a crash in between the push counts as new. But it is read and written
 * as a whole. Of two pushes at the same time the later one would undo what the earlier one noted, and an execution in which
 * another node writes static data puts the state from before it back; so all that this process has started is noted again
 * with every push. Between processes both remain possible, and then a repeat may run once more.
 */
import type { IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { startOf } from './reply';

/** What is remembered of one kind of push. */
interface SeenKind {
	/** The name of the state in n8n's static data of the node. */
	key: string;
	/** The oldest are forgotten beyond this. */
	most: number;
	/** One state of this kind. */
	shape: z.ZodType<SeenState>;
}

interface SeenState {
	version: 1;
	/** The ids, oldest first, with commas between them. */
	seen: string;
}

function shapeOf(ids: RegExp): z.ZodType<SeenState> {
	return z.object({ version: z.literal(1), seen: z.string().regex(ids) });
}

/** Transactions by their ids. At eleven characters each, n8n reads and writes 55 kB for a push. */
export const TRANSACTIONS: SeenKind = {
	key: 'awinNotifications',
	most: 5000,
	shape: shapeOf(/^[\d,]*$/),
};

/** Results of orders by digests of eleven characters: ten full batches, 120 kB. */
export const RESULTS: SeenKind = {
	key: 'awinSeenResults',
	most: 10_000,
	shape: shapeOf(/^[\w,-]*$/),
};

/**
 * Opens a kept state, whatever has become of it.
 *
 * @returns no ids where there is none or it cannot be read; `isUnreadable` tells the two apart
 */
export function openState(
	value: unknown,
	{ shape }: SeenKind,
): { seen: Set<string>; isUnreadable: boolean } {
	const state = shape.safeParse(value).data;
	const seen = new Set(state?.seen.split(',').filter(Boolean));
	return { seen, isUnreadable: value !== undefined && !state };
}

export function packState(seen: ReadonlySet<string>, { most }: SeenKind): SeenState {
	return { version: 1, seen: [...seen].slice(-most).join(',') };
}

/** Whether the workflow was started with a push. */
export type Started = Promise<boolean>;

/** The pushes that this process is taking in and has lately started workflows with, for each trigger. */
export class RecentPushes {
	private readonly nodes = new Map<string, Set<string>>();
	private readonly inProgress = new Map<string, Started>();

	constructor(private readonly kind: SeenKind) {}

	/** @param node tells the triggers of this n8n apart */
	startedFor(node: string): ReadonlySet<string> {
		return this.nodes.get(node) ?? new Set();
	}

	/** Resolves when no push of any of these is in progress; they then have been started, or they may be. */
	async settled(node: string, ids: string[]): Promise<void> {
		const inProgress = () => {
			if (this.inProgress.size === 0) return undefined;
			const id = ids.find((one) => this.inProgress.has(keyOf(node, one)));
			return id === undefined ? undefined : this.inProgress.get(keyOf(node, id));
		};
		for (let other = inProgress(); other; other = inProgress()) await other;
	}

	/** Takes note of a push that is being taken in; of the next one with the same ids, only once this one has ended. */
	begin(node: string, ids: string[], started: Started): void {
		const keys = ids.map((id) => keyOf(node, id));
		const settled = started.then((isStarted) => {
			for (const key of keys) this.inProgress.delete(key);
			if (isStarted) this.note(node, ids);
			return isStarted;
		});
		for (const key of keys) this.inProgress.set(key, settled);
	}

	/**
	 * Claims what a push tells of.
	 *
	 * @returns which of it is new, and `note`, which puts it into the state that n8n keeps; undefined where nothing is
	 */
	async claim(context: IWebhookFunctions, ids: string[]) {
		const { kind } = this;
		const node = `${context.getWorkflow().id} ${context.getNode().id}`;
		await this.settled(node, ids);
		const kept = context.getWorkflowStaticData('node');
		const { seen, isUnreadable } = openState(kept[kind.key], kind);
		const started = this.startedFor(node);
		const fresh = new Set(ids.filter((id) => !seen.has(id) && !started.has(id)));
		if (fresh.size === 0) return undefined;
		this.begin(node, [...fresh], startOf(context));
		const note = () => {
			kept[kind.key] = packState(new Set([...seen, ...this.startedFor(node), ...fresh]), kind);
		};
		return { fresh, isUnreadable, note };
	}

	private note(node: string, started: string[]): void {
		const ids = this.nodes.get(node) ?? new Set<string>();
		this.nodes.set(node, ids);
		for (const id of started) ids.add(id);
		for (const oldest of ids) {
			if (ids.size <= this.kind.most) break;
			ids.delete(oldest);
		}
	}
}

function keyOf(node: string, id: string): string {
	return `${node} ${id}`;
}
