/**
 * When orders were sent of which nobody knows what became of them, so that none is taken for missing before Awin can show it:
 * also after a restart of n8n, or by another worker.
 *
 * Noted are slots of ten minutes, because n8n's store can only say whether a mark is there. In the node's set each order that
 * is under way has a mark with its slot. In the workflow's set there is one mark for each slot in which anything came to be in
 * doubt, whatever order that was: it is for the other nodes, and a mark for each order would be too dear there. Another one
 * says that orders in doubt were sent again in the slot. The process that puts it there knows order by order what it has sent;
 * no other process sends any again in this slot and the next. An order without any of these, as version 0.1.0 left it, was sent
 * long ago.
 *
 * Of an order that is settled by a process that has not sent it, the mark stays behind: 27 bytes, in the node's set.
 */
import { MOST_REMEMBERED } from './capacity';
import { SHOWN_AFTER_MS } from './executions';
import type { MarkStore } from './markStore';
import type { Keyed } from './rows';

const SHARED = 'workflow';
const OWN = 'node';

/** The slots that this process has noted, and not taken out yet, by the order. */
const noted = new Map<string, Set<number>>();

/** By workflow: the slots in which it was this process that began to send orders again. */
const ownSlots = new Map<string, Set<number>>();
const KEPT_SLOTS = 2;

export function slotNow(): number {
	return Math.floor(Date.now() / SHOWN_AFTER_MS);
}

export class SendingTimes {
	private readonly late = new Set<string>();

	constructor(
		private readonly store: MarkStore,
		private readonly origin: string,
		private readonly workflowId: string,
	) {}

	/** Whether an order was sent so lately that Awin may not show it yet, as far as it was taken up. */
	isLate({ key }: Keyed): boolean {
		return this.late.has(key);
	}

	/** @returns the marks that say that these are sent in this slot, to be recorded in the node's set */
	begin(rows: Keyed[], slot: number): string[] {
		for (const row of rows) {
			const name = this.nameOf(row);
			const slots = noted.get(name) ?? new Set();
			noted.set(name, slots.add(slot));
		}
		for (const name of noted.keys()) {
			if (noted.size <= MOST_REMEMBERED) break;
			noted.delete(name);
		}
		return rows.map((row) => this.markOf(row, slot));
	}

	/** @returns the marks of these that are to be taken out of the node's set: they are no longer in doubt */
	end(rows: Keyed[]): string[] {
		return rows.flatMap((row) => {
			const name = this.nameOf(row);
			const slots = [...(noted.get(name) ?? [])];
			noted.delete(name);
			return slots.map((slot) => this.markOf(row, slot));
		});
	}

	/**
	 * Notes, for other processes, that orders in doubt are about to be sent again.
	 *
	 * @returns whether they may be: no other process has begun it lately. Otherwise these count as sent just then.
	 */
	async beginAgain(rows: Keyed[]): Promise<boolean> {
		const slot = slotNow();
		const known = await this.store.record(SHARED, [againMark(slot)]);
		const own = ownSlots.get(this.workflowId) ?? new Set();
		if (known.size === 0) {
			for (const kept of own) if (kept <= slot - KEPT_SLOTS) own.delete(kept);
			ownSlots.set(this.workflowId, own.add(slot));
		}
		await this.takeUpOfOthers(rows);
		return rows.every((row) => !this.isLate(row));
	}

	/**
	 * Takes up the times of open orders, and takes out what claiming them has noted in vain.
	 *
	 * @param wasUnderWay whether this node has sent the order; where that is not sure, it counts as sent just now
	 * @param known the marks that were in the node's set before they were claimed in this slot
	 */
	async takeUp(
		rows: Keyed[],
		wasUnderWay: (row: Keyed) => boolean,
		slot: number,
		known: Set<unknown>,
	): Promise<void> {
		if (rows.length === 0) return;
		const others = rows.filter((row) => wasUnderWay(row) && !known.has(this.markOf(row, slot)));
		const before = others.map((row) => this.markOf(row, slot - 1));
		const knownBefore = await this.store.lookUp(OWN, before);
		const isOld = new Set(others.filter((_, place) => !knownBefore.has(before[place])));
		this.takeUpAsLate(rows.filter((row) => !isOld.has(row)));
		await this.takeOut(others, slot);
	}

	/** Takes up what other nodes and other processes have noted: where anything is freshly in doubt, all of these count as sent just then. */
	async takeUpOfOthers(rows: Keyed[]): Promise<void> {
		const unsure = rows.filter((row) => !this.isLate(row));
		if (unsure.length === 0) return;
		const slot = slotNow();
		const slots = [slot, slot - 1];
		const own = ownSlots.get(this.workflowId);
		const ofOthers = slots.filter((one) => !own?.has(one)).map(againMark);
		const known = await this.store.lookUp(SHARED, [...slots.map(sharedMark), ...ofOthers]);
		if (known.size > 0) this.takeUpAsLate(unsure);
	}

	/** Counts these as sent just now. */
	takeUpAsLate(rows: Keyed[]): void {
		for (const { key } of rows) this.late.add(key);
	}

	/** The mark that says, in the workflow's set, that something came to be in doubt in this slot. */
	shared(): string {
		return sharedMark(slotNow());
	}

	/** Takes out that these were sent in a slot: they were not. */
	async takeOut(rows: Keyed[], slot: number): Promise<void> {
		for (const row of rows) noted.get(this.nameOf(row))?.delete(slot);
		await this.store.remove(
			OWN,
			rows.map((row) => this.markOf(row, slot)),
		);
	}

	private nameOf({ key }: Keyed): string {
		return `${this.origin} ${key}`;
	}

	private markOf(row: Keyed, slot: number): string {
		return `awin order sent at ${slot} ${this.nameOf(row)}`;
	}
}

function sharedMark(slot: number): string {
	return `awin orders in doubt at ${slot}`;
}

function againMark(slot: number): string {
	return `awin orders sent again at ${slot}`;
}
