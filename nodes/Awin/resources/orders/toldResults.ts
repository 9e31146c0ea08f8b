/**
 * What Awin has told later of the orders that this workflow has sent: the Awin Notification Trigger of the same workflow notes
 * it, and the next run takes it in.
 *
 * An order is never sent because of a note. Whoever knows the trigger's address can have it note anything, and a result may
 * come late, about an order that was sent once more meanwhile. So a note can only make an order in doubt an accepted or a
 * pending one; that Awin rejected it is told, and left to the person.
 *
 * Each note is taken in once. One that was there before the order was sent is about something else, such as an earlier
 * sending, and must not say of the new one that Awin has it: so it is used up when the order is sent. That is begun, in the
 * node's set, before the order is noted as about to be sent: after a crash in between it counts as used up.
 */
import type { DeduplicationScope } from 'n8n-workflow';

import { openTold, orderName, TOLD_KEY, type Told, type ToldOrders } from '../../api/toldOrders';
import { LOOK_FOR_ORDER } from '../../transport/orderWords';
import type { Run } from '../operation';
import { MarkStore } from './markStore';
import { resultOf, type SubmitResult } from './results';
import type { Row } from './rows';
import { inTurn, type Recollection, type SentOrderStore } from './sentOrderStore';

const SHARED = 'workflow';
const OWN = 'node';

export class ToldResults {
	private notes: ToldOrders | undefined;
	/** What was taken in, or has to be told, by the index of the row. */
	private readonly newly = new Map<number, Told['outcome']>();

	constructor(private readonly run: Run) {}

	/**
	 * Claims rows in the store, and takes in what Awin has told of them.
	 *
	 * @returns what is known of each, in their order
	 * @throws as the store does; nothing may be sent then
	 */
	async takeIn(store: SentOrderStore, rows: Row[]): Promise<Recollection[]> {
		const marks = this.marksOf(rows);
		const markStore = MarkStore.of(this.run.context);
		if (marks.size === 0 || !markStore) return await store.claim(rows);
		const notes = new Notes(markStore, marks);
		const noted = [...marks.keys()];
		const begun = await notes.record(OWN, noted);
		const found = new Map<Row, Recollection>();
		let isDone = false;
		try {
			(await store.claim(rows)).forEach((known, place) => found.set(rows[place], known));
			await this.settle(store, notes, found, begun);
			isDone = true;
		} finally {
			const fresh = rows.filter((row) => found.get(row) === 'new');
			if (!isDone) await store.release(fresh).catch(() => undefined);
			// What stays behind only keeps notes from being taken in.
			const own = noted.filter((row) => !begun.has(row));
			await notes.remove(OWN, own).catch(() => undefined);
		}
		return rows.map((row) => found.get(row) ?? 'open');
	}

	/** What was told of these is no news any more: they are sent again although they are known. */
	async useUp(rows: Row[]): Promise<void> {
		const marks = this.marksOf(rows);
		const markStore = MarkStore.of(this.run.context);
		if (marks.size === 0 || !markStore) return;
		await new Notes(markStore, marks).record(SHARED, [...marks.keys()]);
	}

	/** The result of an order that was not sent because it was sent before, where Awin has told of it since. */
	resultOf({ index, warnings }: Row): SubmitResult | undefined {
		switch (this.newly.get(index)) {
			case 'accepted':
				return resultOf('skipped', {
					message:
						'Awin has reported since then that it accepted this order, so it was not sent again',
					nextStep: null,
					warnings,
				});
			case 'rejected':
				return resultOf('unknown', {
					message:
						'Awin has reported since then that it rejected this order. It was not sent again, because nobody can be sure that the report came from Awin',
					nextStep: `${LOOK_FOR_ORDER} If it is not there, correct what Awin rejected, and run the node for this item alone with "Skip Already Accepted" switched off. If it is there, take the item out.`,
					warnings,
				});
			default:
				return undefined;
		}
	}

	private async settle(
		store: SentOrderStore,
		notes: Notes,
		found: Map<Row, Recollection>,
		begun: Set<Row>,
	): Promise<void> {
		const those = (...known: Recollection[]) =>
			notes.rows.filter((row) => known.includes(found.get(row) ?? 'accepted'));
		const usedUp = await notes.record(SHARED, those('new', 'open', 'pending'));
		const said = (outcome: Told['outcome'], ...known: Recollection[]) =>
			those(...known).filter(
				(row) => !usedUp.has(row) && !begun.has(row) && this.noteOf(row)?.outcome === outcome,
			);
		const accepted = said('accepted', 'open', 'pending');
		if (accepted.length > 0) await store.noteAccepted(accepted, false);
		const pending = said('pending', 'open');
		await store.notePending(pending, false);
		const rejected = said('rejected', 'open', 'pending');
		// The person has not done anything about it yet: the next run has to tell it, too.
		await notes.remove(SHARED, rejected);
		for (const row of accepted) found.set(row, 'accepted');
		for (const row of pending) found.set(row, 'pending');
		for (const row of accepted) this.newly.set(row.index, 'accepted');
		for (const row of rejected) this.newly.set(row.index, 'rejected');
	}

	/** The marks of the rows that there is a note on. */
	private marksOf(rows: Row[]): Map<Row, string> {
		const marks = new Map<Row, string>();
		this.notes ??= openTold(this.run.context.getWorkflowStaticData('global')[TOLD_KEY]).told;
		if (this.notes.size === 0) return marks;
		for (const row of rows) {
			const note = this.noteOf(row);
			if (note) marks.set(row, `awin told ${note.outcome} ${note.batch} ${row.key}`);
		}
		return marks;
	}

	private noteOf({ key }: Row): Told | undefined {
		return this.notes?.get(orderName(key));
	}
}

/** The marks that say which notes are used up. */
class Notes {
	constructor(
		private readonly store: MarkStore,
		private readonly marks: Map<Row, string>,
	) {}

	get rows(): Row[] {
		return [...this.marks.keys()];
	}

	/** @returns the rows whose notes were used up already; all are afterwards */
	async record(scope: DeduplicationScope, rows: Row[]): Promise<Set<Row>> {
		const known = await inTurn(async () => await this.store.record(scope, this.marksOf(rows)));
		return new Set(rows.filter((row) => known.has(this.marks.get(row))));
	}

	async remove(scope: DeduplicationScope, rows: Row[]): Promise<void> {
		if (rows.length === 0) return;
		await inTurn(async () => await this.store.remove(scope, this.marksOf(rows)));
	}

	private marksOf(rows: Row[]): string[] {
		return rows.map((row) => this.marks.get(row) ?? '');
	}
}
