/**
 * What this workflow remembers of the orders that it has sent: n8n's own store for de-duplication, one row of its
 * database for each workflow.
 *
 * The store can only look something up by recording it in the same step. So an order has marks, and what they say together
 * is chosen so that a crash at any moment leaves something harmless:
 *
 * - none: never sent, or rejected.
 * - `sent` and `open`: about to be sent, or sent and without an answer. Nobody knows; it is not sent again by itself.
 * - `sent` alone: Awin has accepted it.
 * - `sent` and `pending`: Awin has taken it in, and was still working on it.
 *
 * Looking up records `sent` and `open` in one step: for a new order that is just what has to be noted before it is sent,
 * an open one stays as it was, and from an accepted one `open` is taken away again. A crash before that leaves it open,
 * which is told, and never accepted, which would be silence about an order that was not sent.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import pLimit from 'p-limit';

import { CREDENTIAL_NAME, readCredential } from '../../transport/credentials';
import type { Row } from './rows';

/** What is known of an order before it is sent. */
export type Recollection = 'new' | 'accepted' | 'pending' | 'open';

type Mark = 'sent' | 'open' | 'pending';

/** Beyond this the oldest are forgotten. At 27 bytes each, n8n reads and writes 1.4 MB for a full store. */
const MOST_ENTRIES = 50_000;
const OPTIONS = { mode: 'entries', maxEntries: MOST_ENTRIES } as const;
/** Two nodes of one workflow share what they remember. */
const SCOPE = 'workflow';

/** n8n reads the store, changes it and writes it back without a lock: one after the other, at least in this process. */
const inTurn = pLimit(1);

/**
 * Uses the store, and once more where that fails: of two workers that make a workflow's first entry in the same moment, n8n's
 * database refuses one, and has the row when it asks again. Should the first try have been recorded after all, the second
 * finds the orders open, which is told and sends nothing.
 */
async function persistently<Result>(step: () => Promise<Result>): Promise<Result> {
	return await inTurn(async () => {
		try {
			return await step();
		} catch {
			return await step();
		}
	});
}

export class Memory {
	private readonly prefixes: Record<Mark, string>;

	/** @param origin what a test server has accepted, Awin has not */
	private constructor(
		private readonly helpers: IExecuteFunctions['helpers'],
		origin: string,
	) {
		const prefix = (mark: Mark) => `awin order ${mark} ${origin} `;
		this.prefixes = { sent: prefix('sent'), open: prefix('open'), pending: prefix('pending') };
	}

	/** @returns `undefined` where this n8n has no such store */
	static async of(context: IExecuteFunctions): Promise<Memory | undefined> {
		if (!('checkProcessedAndRecord' in context.helpers)) return undefined;
		const reading = readCredential(await context.getCredentials(CREDENTIAL_NAME));
		return new Memory(context.helpers, reading.ok ? reading.credential.origin : '');
	}

	/**
	 * Looks orders up, and notes those that are new as about to be sent.
	 *
	 * @returns what is known of each, in their order
	 * @throws where n8n's store cannot be used; nothing may be sent then
	 */
	async claim(rows: Row[]): Promise<Recollection[]> {
		const known = await this.record(rows, ['sent', 'open']);
		if (known.size === 0) return rows.map(() => 'new');
		const isKnown = (row: Row, mark: Mark) => known.has(this.keyOf(row, mark));
		const answered = rows.filter((row) => isKnown(row, 'sent') && !isKnown(row, 'open'));
		const pending = await this.record(answered, ['pending']);
		const isPending = (row: Row) => pending.has(this.keyOf(row, 'pending'));
		const accepted = answered.filter((row) => !isPending(row));
		await this.remove([
			...this.keysOf(answered.filter(isPending), ['open']),
			...this.keysOf(accepted, ['open', 'pending']),
		]);
		return rows.map((row) => {
			if (!isKnown(row, 'sent')) return 'new';
			if (isKnown(row, 'open')) return 'open';
			return isPending(row) ? 'pending' : 'accepted';
		});
	}

	/**
	 * Notes that Awin has accepted these.
	 *
	 * @param wereNew they were when they were claimed, so there is one mark less to look for
	 */
	async noteAccepted(rows: Row[], wereNew: boolean): Promise<void> {
		await this.record(rows, ['sent']);
		await this.remove(this.keysOf(rows, wereNew ? ['open'] : ['open', 'pending']));
	}

	/** Notes that Awin has taken these in, and is still working on them. */
	async notePending(rows: Row[]): Promise<void> {
		await this.record(rows, ['sent', 'pending']);
		await this.remove(this.keysOf(rows, ['open']));
	}

	/** Notes that nobody knows what became of these. */
	async noteOpen(rows: Row[]): Promise<void> {
		await this.record(rows, ['sent', 'open']);
	}

	/** Forgets claimed orders that Awin certainly has not. */
	async release(rows: Row[]): Promise<void> {
		await this.remove(this.keysOf(rows, ['sent', 'open']));
	}

	/** @returns the keys that were there already; all are there afterwards */
	private async record(rows: Row[], marks: Mark[]): Promise<Set<unknown>> {
		const keys = this.keysOf(rows, marks);
		if (keys.length === 0) return new Set();
		const { processed } = await persistently(
			async () => await this.helpers.checkProcessedAndRecord(keys, SCOPE, OPTIONS),
		);
		return new Set(processed);
	}

	private async remove(keys: string[]): Promise<void> {
		if (keys.length === 0) return;
		await persistently(async () => await this.helpers.removeProcessed(keys, SCOPE, OPTIONS));
	}

	private keysOf(rows: Row[], marks: Mark[]): string[] {
		return marks.flatMap((mark) => rows.map((row) => this.keyOf(row, mark)));
	}

	private keyOf(row: Row, mark: Mark): string {
		return `${this.prefixes[mark]}${row.key}`;
	}
}
