/**
 * What Awin has told later of the orders that this workflow has sent: the Awin Notification Trigger of the same workflow notes
 * it, and the next run takes it in.
 *
 * An order is never sent because of a note. Whoever knows the trigger's address can have it note anything, and a result may
 * come late, about an order that was sent once more meanwhile. So a note can only make an order in doubt an accepted or a
 * pending one; that Awin rejected it is told, and left to the person.
 *
 * Each note is taken in once. One that was there before the order was sent is about something else, such as an earlier
 * sending, and must not say of the new one that Awin has it: so it is used up when the order is sent.
 */
import { openTold, orderName, TOLD_KEY, type Told, type ToldOrders } from '../../api/toldOrders';
import { LOOK_FOR_ORDER } from '../../transport/orderWords';
import type { Run } from '../operation';
import { MarkStore } from './markStore';
import { resultOf, type SubmitResult } from './results';
import type { Row } from './rows';
import { inTurn, type Recollection, type SentOrderStore } from './sentOrderStore';

const SHARED = 'workflow';

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
		const found = await store.claim(rows);
		const marks = this.marksOf(rows, found);
		if (marks.size === 0) return found;
		let isDone = false;
		try {
			const now = await this.settle(store, rows, found, marks);
			isDone = true;
			return now;
		} finally {
			const fresh = rows.filter((_, place) => found[place] === 'new');
			if (!isDone) await store.release(fresh, true).catch(() => undefined);
		}
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
		rows: Row[],
		found: Recollection[],
		marks: Map<Row, string>,
	): Promise<Recollection[]> {
		const markStore = MarkStore.of(this.run.context);
		if (!markStore) return found;
		const usedUp = await inTurn(async () => await markStore.record(SHARED, [...marks.values()]));
		const foundOf = new Map(rows.map((row, place) => [row, found[place]]));
		const inDoubt = [...marks.keys()].filter(
			(row) => foundOf.get(row) !== 'new' && !usedUp.has(marks.get(row)),
		);
		const said = (outcome: Told['outcome']) =>
			inDoubt.filter((row) => this.noteOf(row)?.outcome === outcome);
		const accepted = said('accepted');
		if (accepted.length > 0) await store.noteAccepted(accepted, false);
		const pending = said('pending').filter((row) => foundOf.get(row) === 'open');
		await store.notePending(pending, false);
		const rejected = said('rejected');
		// The person has not done anything about it yet: the next run has to tell it, too.
		await inTurn(
			async () =>
				await markStore.remove(
					SHARED,
					rejected.map((row) => marks.get(row) ?? ''),
				),
		);
		for (const row of accepted) this.newly.set(row.index, 'accepted');
		for (const row of rejected) this.newly.set(row.index, 'rejected');
		const now = new Map<Row, Recollection>([
			...accepted.map((row) => [row, 'accepted'] as const),
			...pending.map((row) => [row, 'pending'] as const),
		]);
		return rows.map((row, place) => now.get(row) ?? found[place]);
	}

	/** For each row that there is a note on, and that the note can matter for: the mark that says it is used up. */
	private marksOf(rows: Row[], found: Recollection[]): Map<Row, string> {
		const marks = new Map<Row, string>();
		this.notes ??= openTold(this.run.context.getWorkflowStaticData('global')[TOLD_KEY]).told;
		if (this.notes.size === 0) return marks;
		rows.forEach((row, place) => {
			if (!['new', 'open', 'pending'].includes(found[place])) return;
			const note = this.noteOf(row);
			if (note) marks.set(row, `awin told ${note.outcome} ${note.batch} ${row.key}`);
		});
		return marks;
	}

	private noteOf({ key }: Row): Told | undefined {
		return this.notes?.get(orderName(key));
	}
}
