/**
 * What this workflow remembers of the orders that it has sent.
 *
 * An order has marks in n8n's store ({@link MarkStore}), and what they say together is chosen so that a crash at any moment
 * leaves something harmless. In the workflow's set, which grows with every order:
 *
 * - none: never sent, or rejected.
 * - `sent` alone: Awin has accepted it.
 * - `sent` and `pending`: Awin has taken it in, and was still working on it.
 * - `sent` and `open`: sent without an answer. Nobody knows; it is not sent again by itself.
 *
 * And in the node's set, which is small, because taking a mark out costs n8n a look at all of them:
 *
 * - `under way`: about to be sent, or on its way, or open. Whatever the workflow's set says, nobody knows. Beside it there is
 *   when it was sent ({@link SendingTimes}).
 *
 * Looking up can only be done by recording. `under way` is recorded first, then `sent`: for a new order that is just what has
 * to be noted before it is sent, and from a known one `under way` is taken away again. A crash before that leaves it open,
 * which is told, and never accepted, which would be silence about an order that was not sent. Nothing is ever pushed out: what
 * there is no room for is not sent. Version 0.1.0 had all marks in the workflow's set, and they still mean the same.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import pLimit from 'p-limit';

import { CREDENTIAL_NAME, readCredential } from '../../transport/credentials';
import { MOST_REMEMBERED } from './capacity';
import { isUnderWay, takeOff } from './flights';
import { MarkStore } from './markStore';
import type { Keyed } from './rows';
import { slotNow, SendingTimes } from './sendingTimes';
import { SeveralNodes } from './severalNodes';

/**
 * What is known of an order before it is sent: `beingSent` by another execution in this process, and `noRoom` to remember
 * it.
 */
export type Recollection = 'new' | 'accepted' | 'pending' | 'open' | 'beingSent' | 'noRoom';

/** Two nodes of one workflow share what they remember, but for what is under way. */
const SHARED = 'workflow';
const OWN = 'node';

type Mark = 'sent' | 'open' | 'pending' | 'under way';

/** The first mark of a workflow's set, unless version 0.1.0 began it. */
const BEGUN = 'awin orders begun';
/** Whether any order of the workflow's set has the mark: if none has, there is no need to look. */
const HAS = { open: 'awin orders have open', pending: 'awin orders have pending' };

/** How often this process has noted that an order is open or pending. */
let doubtsNoted = 0;

/** n8n reads a set, changes it and writes it back without a lock: one after the other, at least in this process. */
export const inTurn = pLimit(1);

export class SentOrderStore {
	/** How many orders and their marks the workflow's set has, as far as it was looked at. */
	size = 0;
	private has: { open: boolean; pending: boolean; asOf: number } | undefined;
	private landings: Array<() => void> = [];
	private readonly times: SendingTimes;
	private readonly severalNodes: SeveralNodes;

	/** @param origin what a test server has accepted, Awin has not */
	private constructor(
		private readonly store: MarkStore,
		private readonly origin: string,
		workflowId: string,
	) {
		this.times = new SendingTimes(store, origin, workflowId);
		this.severalNodes = new SeveralNodes(store);
	}

	/**
	 * @returns `undefined` where this n8n has no such store
	 * @throws where n8n cannot give the credential: without it, nobody knows under which name the orders are remembered
	 */
	static async of(context: IExecuteFunctions): Promise<SentOrderStore | undefined> {
		const store = MarkStore.of(context);
		if (!store) return undefined;
		const reading = readCredential(await context.getCredentials(CREDENTIAL_NAME));
		const origin = reading.ok ? reading.credential.origin : '';
		return new SentOrderStore(store, origin, String(context.getWorkflow().id));
	}

	/**
	 * Looks orders up, and notes those that are new as about to be sent; one turn for all of it, so that no other execution of
	 * this process sees it half done. Once it is noted what became of them, `land` has to be called.
	 *
	 * @param takesOpen open ones are to be sent again: they too are noted as being sent in this process
	 * @returns what is known of each, in their order
	 * @throws {ForgetfulStore} where the store has lost something meanwhile, and any error of the store; nothing may be sent then
	 */
	async claim(rows: Keyed[], takesOpen = false): Promise<Recollection[]> {
		return await inTurn(async () => {
			const found = new Map<Keyed, Recollection>();
			const free = rows.filter(({ key }) => !isUnderWay(key));
			if (free.length > 0) await this.claimFree(free, found);
			const isTaken = (known?: Recollection) => known === 'new' || (takesOpen && known === 'open');
			this.takeOff(rows.filter((row) => isTaken(found.get(row))));
			return rows.map((row) => found.get(row) ?? 'beingSent');
		});
	}

	/** @returns which of these claimed orders that are open were sent so lately that Awin may not show them yet */
	async sentLately<Order extends Keyed>(rows: Order[]): Promise<Order[]> {
		await inTurn(async () => await this.times.takeUpOfOthers(rows));
		return rows.filter((row) => this.times.isLate(row));
	}

	/**
	 * Notes that open orders are about to be sent again.
	 *
	 * @returns whether they may be: not while another process is sending orders of this workflow again, perhaps these
	 */
	async noteSendingAgain(rows: Keyed[]): Promise<boolean> {
		return await inTurn(async () => {
			if (!(await this.times.beginAgain(rows))) return false;
			const times = this.times.begin(rows, slotNow());
			await this.store.record(OWN, [...this.marksOf(rows, ['under way']), ...times]);
			return true;
		});
	}

	/** Notes orders as being sent in this process, whatever else is known of them. */
	takeOff(rows: Keyed[]): void {
		if (rows.length > 0) this.landings.push(takeOff(rows.map(({ key }) => key)));
	}

	/** Lets other executions of this process have the orders that this one has sent. */
	land(): void {
		for (const land of this.landings.splice(0)) land();
	}

	/**
	 * Notes that Awin has accepted these.
	 *
	 * @param wereNew they were when they were claimed, so there are no other marks in the workflow's set to take out
	 */
	async noteAccepted(rows: Keyed[], wereNew: boolean): Promise<void> {
		await inTurn(async () => {
			// Once more: another process may have written its own copy of the set over this one.
			await this.record(rows, ['sent']);
			if (!wereNew) await this.store.remove(SHARED, this.marksOf(rows, ['open', 'pending']));
			await this.clear(rows);
		});
	}

	/** Notes that Awin has taken these in, and is still working on them. */
	async notePending(rows: Keyed[], wereNew: boolean): Promise<void> {
		if (rows.length === 0) return;
		await inTurn(async () => {
			doubtsNoted++;
			await this.record(rows, ['sent', 'pending'], [HAS.pending]);
			if (!wereNew) await this.store.remove(SHARED, this.marksOf(rows, ['open']));
			await this.clear(rows);
		});
	}

	/** Notes, for other nodes of the workflow, that nobody knows what became of these, which have just been sent. */
	async noteOpen(rows: Keyed[]): Promise<void> {
		await inTurn(async () => await this.shareOpen(rows, true));
	}

	/** Forgets claimed orders that were new, and that Awin certainly has not. */
	async release(rows: Keyed[]): Promise<void> {
		await inTurn(async () => await this.forget(rows));
	}

	private async claimFree(rows: Keyed[], found: Map<Keyed, Recollection>): Promise<void> {
		await this.severalNodes.announce(BEGUN);
		const sizeBefore = await this.store.count(SHARED);
		const slot = slotNow();
		const marks = [...this.marksOf(rows, ['under way']), ...this.times.begin(rows, slot)];
		const known = await this.store.record(OWN, marks);
		const wasUnderWay = (row: Keyed) => known.has(this.markOf(row, 'under way'));
		const clean = rows.filter((row) => !wasUnderWay(row));
		const sent = await this.orElse(
			async () => await this.recordSent(rows, sizeBefore),
			async () => {
				if ((await this.store.count(SHARED)) === sizeBefore) await this.clear(clean);
			},
		);
		const isOpen = (row: Keyed) => sent.known.has(row) && (!sent.isSure || wasUnderWay(row));
		const fresh = rows.filter((row) => !sent.known.has(row));
		const open = rows.filter(isOpen);
		const settled = rows.filter((row) => sent.known.has(row) && !isOpen(row));
		await this.orElse(
			async () => {
				await this.takeIn(fresh, sizeBefore, found);
				await this.times.takeUp(open, wasUnderWay, slot, known);
				this.times.takeUpAsLate(await this.perhapsSentByOthers(open));
				const isAnyLate = open.some((row) => this.times.isLate(row));
				await this.shareOpen(open, isAnyLate);
				for (const row of open) found.set(row, 'open');
				await this.lookCloser(settled, found);
			},
			async () => {
				await this.clear(settled);
				await this.forget(fresh);
			},
		);
	}

	/**
	 * Of orders that a crash has left open, and nobody has found since: those that another node may have sent instead. It may
	 * have been just now.
	 */
	private async perhapsSentByOthers(open: Keyed[]): Promise<Keyed[]> {
		if (open.length === 0 || !(await this.severalNodes.exist())) return [];
		const found = await this.lookUp(open, 'open', [this.times.shared()]);
		return open.filter((row) => !found.has(row));
	}

	/** Does something; where that fails, undoes what it can, so that no order is left in doubt that was not before. */
	private async orElse<Result>(
		work: () => Promise<Result>,
		undo: () => Promise<void>,
	): Promise<Result> {
		let isDone = false;
		try {
			const result = await work();
			isDone = true;
			return result;
		} finally {
			if (!isDone) await undo().catch(() => undefined);
		}
	}

	/** @returns which orders had been sent before, and whether that is sure */
	private async recordSent(
		rows: Keyed[],
		sizeBefore: number,
	): Promise<{ known: Set<Keyed>; isSure: boolean }> {
		const marks = this.marksOf(rows, ['sent']);
		if (sizeBefore === 0) marks.unshift(BEGUN);
		const { known, isSure } = await this.store.recordSurely(SHARED, marks, sizeBefore);
		const wasSent = (row: Keyed) => known.has(this.markOf(row, 'sent'));
		return { known: new Set(rows.filter(wasSent)), isSure };
	}

	/** Takes new orders in as far as there is room. */
	private async takeIn(
		fresh: Keyed[],
		sizeBefore: number,
		found: Map<Keyed, Recollection>,
	): Promise<void> {
		if (fresh.length > 0)
			await this.store.checkKept(SHARED, Math.max(sizeBefore, 1) + fresh.length);
		const room = Math.max(0, MOST_REMEMBERED - sizeBefore);
		await this.forget(fresh.slice(room));
		fresh.forEach((row, place) => found.set(row, place < room ? 'new' : 'noRoom'));
		this.size = sizeBefore + Math.min(fresh.length, room);
	}

	/** Of orders that are known, and not open as far as this node knows: which are accepted, which pending, which open? */
	private async lookCloser(rows: Keyed[], found: Map<Keyed, Recollection>): Promise<void> {
		if (rows.length === 0) return;
		const has = await this.whatItHas();
		const pending = has.pending ? await this.lookUp(rows, 'pending') : new Set<Keyed>();
		const others = rows.filter((row) => !pending.has(row));
		// A crash while they are looked up leaves accepted ones open: together with the time, or they would be taken for missing.
		const time = this.times.shared();
		const open = has.open ? await this.lookUp(others, 'open', [time]) : new Set<Keyed>();
		await this.clear(rows);
		for (const row of rows) {
			found.set(row, pending.has(row) ? 'pending' : open.has(row) ? 'open' : 'accepted');
		}
	}

	/** In a set that version 0.1.0 began, any order may be open or pending. */
	private async whatItHas(): Promise<{ open: boolean; pending: boolean }> {
		if (this.has?.asOf === doubtsNoted) return this.has;
		const asOf = doubtsNoted;
		const size = await this.store.count(SHARED);
		const wanted = [BEGUN, HAS.open, HAS.pending];
		const known = await this.store.record(SHARED, wanted);
		await this.store.checkKept(SHARED, size + wanted.length - known.size);
		const isOld = !known.has(BEGUN);
		this.has = {
			open: isOld || known.has(HAS.open),
			pending: isOld || known.has(HAS.pending),
			asOf,
		};
		if (!isOld) {
			const absent = [HAS.open, HAS.pending].filter((mark) => !known.has(mark));
			await this.store.remove(SHARED, absent);
		}
		return this.has;
	}

	private async shareOpen(rows: Keyed[], isLate: boolean): Promise<void> {
		if (rows.length === 0) return;
		doubtsNoted++;
		const more = isLate ? [HAS.open, this.times.shared()] : [HAS.open];
		await this.record(rows, ['sent', 'open'], more);
	}

	private async forget(rows: Keyed[]): Promise<void> {
		// Their marks stay where the store has forgotten others; alone, they would say that Awin has accepted these.
		if (this.store.isForgetful) return;
		await this.store.remove(SHARED, this.marksOf(rows, ['sent']));
		await this.clear(rows);
	}

	private async clear(rows: Keyed[]): Promise<void> {
		await this.store.remove(OWN, [...this.marksOf(rows, ['under way']), ...this.times.end(rows)]);
	}

	private async record(rows: Keyed[], marks: Mark[], more: string[] = []): Promise<void> {
		await this.store.record(SHARED, [...more, ...this.marksOf(rows, marks)]);
	}

	private async lookUp(rows: Keyed[], mark: Mark, more: string[] = []): Promise<Set<Keyed>> {
		const known = await this.store.lookUp(SHARED, [...more, ...this.marksOf(rows, [mark])]);
		return new Set(rows.filter((row) => known.has(this.markOf(row, mark))));
	}

	private marksOf(rows: Keyed[], marks: Mark[]): string[] {
		return marks.flatMap((mark) => rows.map((row) => this.markOf(row, mark)));
	}

	private markOf(row: Keyed, mark: Mark): string {
		return `awin order ${mark} ${this.origin} ${row.key}`;
	}
}
