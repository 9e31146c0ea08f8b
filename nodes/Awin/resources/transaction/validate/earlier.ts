/**
 * What earlier runs of the node in the same execution have done with the transactions of this one: earlier rounds of a loop,
 * earlier calls of a sub-workflow, and earlier tries of *Retry On Fail*.
 */
import type { Change } from '../../../api/validation';
import { ExecutionNotes, MOST_NAMES } from '../../batch/executionNotes';
import { addedUp, checkMaxRows, checkMaxTotal } from '../../batch/limits';
import type { Batch, ExecutionMemory } from '../../batch/runBatch';
import { warn } from '../../warnings';
import { moveOf, totalsMoved, wayOf, type Move } from './moves';
import type { ValidateResult } from './results';
import { nameOf, namesOf, sharedNameOf, type Row } from './rows';
import type { Settings } from './fields';

/** Stands behind a deed of which Awin has said that it is done. */
const DONE = ' done';

/** What is known of a row's transaction from earlier in the execution; the others of a run have nothing of the kind. */
interface Repeated {
	/** It was not sent before in this execution, so it counts for the limits. */
	isFirst: boolean;
	/** Awin has said that it is done. */
	wasDone: boolean;
}

const FIRST: Repeated = { isFirst: true, wasDone: false };

/**
 * There may be 40,000 rows, and most executions have one run: then nothing is made for a row but its notes, which a later
 * run may look for. The rows themselves are let go of.
 */
export class Earlier implements ExecutionMemory<Row, ValidateResult> {
	private readonly notes: ExecutionNotes;
	/** By the index of the row. */
	private readonly repeated = new Map<number, Repeated>();
	/** Of the rows that are sent: their indexes, and where each is noted, under how many names. */
	private readonly indexes: number[] = [];
	private readonly places: number[] = [];
	private readonly counts: number[] = [];
	/** What they move, by index, as far as that is known. */
	private readonly moves = new Map<number, Move>();
	private readonly rowsBefore: number;
	private readonly totalsBefore: Map<string, number>;

	constructor(private readonly batch: Batch<Settings, Row, ValidateResult>) {
		this.notes = ExecutionNotes.of(batch.run.context);
		this.rowsBefore = this.notes.ownRows();
		this.totalsBefore = this.notes.ownTotals();
	}

	/** Refuses what contradicts an earlier round, and everything where a limit would be broken. */
	refuseKnown(rows: Row[]): void {
		const { run, refusals, settings } = this.batch;
		const counted = this.notes.hasNoDeeds ? rows : rows.filter((row) => this.isCounted(row));
		refusals.addAll(rows, checkMaxRows(run, counted.length, settings.maxRows, true));
		const moves = movesOf(counted);
		const totals = totalsMoved(moves);
		refusals.addAll(rows, checkMaxTotal(run, totals, settings.maxTotalAmount, wayOf(moves), true));
	}

	/** Holds a row against what was done before. @returns whether it counts for the limits */
	private isCounted(row: Row): boolean {
		const deed = this.notes.deedOf(soughtNames(row));
		if (!deed) return true;
		const what = deedOf(row.change);
		const wasDone = deed.what === what + DONE;
		const isFirst = !wasDone && deed.what !== what;
		if (!isFirst) this.repeated.set(row.index, { isFirst, wasDone });
		const isRefused = !deed.isOwnTry && isFirst && isContrary(deed.what, row.change);
		if (isRefused) this.batch.refusals.add(row.index, contrary(row, deed.what));
		return isFirst && !isRefused;
	}

	note(rows: Row[]): void {
		let isFull = false;
		for (const row of rows) {
			const names = notedNames(row);
			const what = deedOf(row.change);
			const { wasDone } = this.repeated.get(row.index) ?? FIRST;
			const place = this.notes.noteDeed(names, wasDone ? what + DONE : what);
			if (place < 0) isFull = true;
			this.indexes.push(row.index);
			this.places.push(place);
			this.counts.push(names.length);
			const move = moveOf(row);
			if (move) this.moves.set(row.index, move);
		}
		if (!isFull) return;
		warn(
			this.batch.run,
			`This execution has more than ${MOST_NAMES} transactions. Those beyond were not compared with what earlier rounds of it have done.`,
		);
	}

	/**
	 * Notes what became of it. What certainly was not done does not count any more. What was so already is told as what it
	 * is: done by an earlier try, or maybe.
	 */
	settle(results: Array<ValidateResult | undefined>): void {
		let firstRows = 0;
		const firstMoves: Move[] = [];
		this.indexes.forEach((index, position) => {
			const result = results[index];
			const [place, count] = [this.places[position], this.counts[position]];
			const { isFirst, wasDone } = this.repeated.get(index) ?? FIRST;
			if (result?.outcome === 'failed') return this.notes.changeDeed(place, count, '');
			if (isFirst) firstRows++;
			const move = this.moves.get(index);
			if (isFirst && move) firstMoves.push(move);
			if (result?.outcome === 'done' && !wasDone) this.notes.addToDeed(place, count, DONE);
			if (result?.outcome === 'alreadyDone' && !isFirst) {
				result.message = wasDone ? DONE_EARLIER : MAYBE_EARLIER;
			}
		});
		this.notes.letRowsGo(this.rowsBefore + firstRows);
		this.notes.letTotalsGo(addedUp(this.totalsBefore, totalsMoved(firstMoves)));
	}
}

/** What some rows move, without those of which nothing is known. */
function movesOf(rows: Row[]): Move[] {
	const moves: Move[] = [];
	for (const row of rows) {
		const move = moveOf(row);
		if (move) moves.push(move);
	}
	return moves;
}

const DONE_EARLIER = 'Done by an earlier try in this execution, so nothing was left to do';
const MAYBE_EARLIER =
	'It is like this at Awin. An earlier try in this execution, to which Awin gave no clear answer, has done it, or it was like this before';

/** Tracking parameters go beside everything else, and must not hide what else was done. */
function placeOf({ accountId, change }: Row): string {
	// Two accounts may both have an order of the same number.
	return change.action === 'amendTrackingParameters' ? `tracking ${accountId} ` : `${accountId} `;
}

const AT_AWIN = 'at Awin ';

/** Under which names it is noted what a row does. */
function notedNames(row: Row): string[] {
	const place = placeOf(row);
	// Most rows have an ID and nothing else.
	if ('transactionId' in row.identity && !row.known) return [place + row.identity.transactionId];
	const names = givenNames(row).map((name) => place + name);
	// A name that several transactions may share tells something only where one of two rows gives it.
	const shared = 'orderRef' in row.identity ? undefined : sharedNameOf(row);
	if (shared !== undefined) names.push(place + AT_AWIN + shared);
	return names;
}

/** Under which names it is looked for what was done before with a row's transaction. */
function soughtNames(row: Row, place = placeOf(row)): string[] {
	const given = givenNames(row);
	const shared = sharedNameOf(row);
	const also = 'orderRef' in row.identity ? given.map((name) => AT_AWIN + name) : [];
	const all = [...given, ...(shared === undefined ? [] : [shared]), ...also];
	return all.map((name) => place + name);
}

/** Like {@link soughtNames}, for what changes a transaction's status or amount, whatever the row itself does. */
export function stateNames(row: Row): string[] {
	return soughtNames(row, `${row.accountId} `);
}

/** What was asked for, whether or not Awin has said that it is done. */
export function withoutDone(what: string): string {
	return what.endsWith(DONE) ? what.slice(0, -DONE.length) : what;
}

/** A reference alone names another transaction tomorrow. */
function givenNames(row: Row): string[] {
	const names = namesOf(row);
	if (typeof names === 'string') return [names];
	return 'reference' in row.identity ? names.slice(1) : names;
}

/** What a change does, as far as two of them can differ in what they do: the reason is not part of it. */
function deedOf(change: Change): string {
	switch (change.action) {
		case 'approve':
		case 'decline':
			return change.action;
		case 'amend': {
			const { currency, saleAmountMinor, parts, approveAfterwards } = change;
			// Joined once at the end: text that is put together bit by bit keeps all its bits.
			const words: Array<string | number> = ['amend', saleAmountMinor, currency];
			for (const { commissionGroupCode, amount } of parts) words.push(commissionGroupCode, amount);
			if (approveAfterwards) words.push('approve');
			return words.join(' ');
		}
		case 'amendTrackingParameters':
			return `tracking ${JSON.stringify(change.parameters)}`;
	}
}

/** An amendment may be approved afterwards, and tracking parameters go beside all; nothing else can both be meant. */
function isContrary(earlier: string, { action }: Change): boolean {
	if (action === 'amendTrackingParameters') return false;
	return !(earlier.startsWith('amend') && action === 'approve');
}

function contrary(row: Row, earlier: string) {
	const [action] = earlier.split(' ');
	const other = row.change.action === action ? ' in another way' : '';
	return {
		message: `An earlier round or call in this execution has asked Awin to ${action} ${nameOf(row)}, and this item is to ${row.change.action} it${other}`,
		nextStep:
			'Look at the transaction at Awin, and keep the item that counts. If you mean both, use a second Awin node for the second change.',
	};
}
