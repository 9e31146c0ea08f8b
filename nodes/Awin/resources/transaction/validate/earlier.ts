/**
 * What earlier runs of the node in the same execution have done with the transactions of this one: earlier rounds of a loop,
 * earlier calls of a sub-workflow, and earlier tries of *Retry On Fail*.
 */
import type { Change } from '../../../api/validation';
import { ExecutionNotes, MOST_NAMES } from '../../batch/execution';
import { addedUp, checkMaxRows, checkMaxTotal } from '../../batch/limits';
import type { Refusals } from '../../batch/refusals';
import type { Run } from '../../operation';
import { moveOf, totalsMoved, wayOf, type Move } from './moves';
import { nameOf, namesOf, sharedNameOf, type Row } from './rows';
import type { Results } from './send';
import type { Settings } from './settings';

/** Stands behind a deed of which Awin has said that it is done. */
const DONE = ' done';

interface Noted {
	index: number;
	names: string[];
	what: string;
	move?: Move;
	/** It was not sent before in this execution, so it counts for the limits. */
	isFirst: boolean;
	/** Where it was: whether Awin has said that it is done. */
	wasDone: boolean;
	/** Where it is noted. */
	place: number;
}

export class Earlier {
	private readonly notes: ExecutionNotes;
	private noted: Noted[] = [];
	private readonly rowsBefore: number;
	private readonly totalsBefore: Map<string, number>;

	constructor(private readonly run: Run) {
		this.notes = ExecutionNotes.of(run.context);
		this.rowsBefore = this.notes.ownRows();
		this.totalsBefore = this.notes.ownTotals();
	}

	/** Refuses what contradicts an earlier round, and everything where a limit would be broken. Called once for all rows. */
	check(rows: Row[], { maxRows, maxTotalAmount }: Settings, refusals: Refusals): void {
		this.noted = [];
		const counted: Row[] = [];
		for (const row of rows) {
			const what = deedOf(row.change);
			const deed = this.notes.hasNoDeeds ? undefined : this.notes.deedOf(soughtNames(row));
			const wasDone = deed?.what === what + DONE;
			const isFirst = !wasDone && deed?.what !== what;
			if (deed && !deed.isOwnTry && isFirst && isContrary(deed.what, row.change)) {
				refusals.add(row.index, contrary(row, deed.what));
				continue;
			}
			if (isFirst) counted.push(row);
			const { index } = row;
			const names = notedNames(row);
			this.noted.push({ index, names, what, isFirst, wasDone, place: -1, move: moveOf(row) });
		}
		refusals.addAll(rows, checkMaxRows(this.run, counted.length, maxRows, true));
		const moves = counted.flatMap((row) => moveOf(row) ?? []);
		const totals = totalsMoved(moves);
		refusals.addAll(rows, checkMaxTotal(this.run, totals, maxTotalAmount, wayOf(moves), true));
	}

	/** Notes what is about to be sent. */
	note(rows: Row[]): void {
		const sent = new Set(rows.map(({ index }) => index));
		this.noted = this.noted.filter(({ index }) => sent.has(index));
		let isFull = false;
		for (const one of this.noted) {
			one.place = this.notes.noteDeed(one.names, one.wasDone ? one.what + DONE : one.what);
			if (one.place < 0) isFull = true;
		}
		if (!isFull) return;
		this.run.context.addExecutionHints({
			message: `This execution has more than ${MOST_NAMES} transactions. Those beyond were not compared with what earlier rounds of it have done.`,
			type: 'warning',
			location: 'outputPane',
		});
	}

	/**
	 * Notes what became of it. What certainly was not done does not count any more. What was so already is told as what it
	 * is: done by an earlier try, or maybe.
	 */
	settle(results: Results): void {
		const kept: Noted[] = [];
		for (const one of this.noted) {
			const result = results[one.index];
			if (result?.outcome === 'failed') {
				this.notes.changeDeed(one.place, one.names, '');
				continue;
			}
			kept.push(one);
			if (result?.outcome === 'done') this.notes.changeDeed(one.place, one.names, one.what + DONE);
			if (result?.outcome === 'alreadyDone' && !one.isFirst) {
				result.message = one.wasDone ? DONE_EARLIER : MAYBE_EARLIER;
			}
		}
		const first = kept.filter(({ isFirst }) => isFirst);
		this.notes.letRowsGo(this.rowsBefore + first.length);
		const moves = first.flatMap(({ move }) => move ?? []);
		this.notes.letTotalsGo(addedUp(this.totalsBefore, totalsMoved(moves)));
	}
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
	const names = givenNames(row).map((name) => place + name);
	// A name that several transactions may share tells something only where one of two rows gives it.
	const shared = 'orderRef' in row.identity ? undefined : sharedNameOf(row);
	if (shared !== undefined) names.push(place + AT_AWIN + shared);
	return names;
}

/** Under which names it is looked for what was done before with a row's transaction. */
function soughtNames(row: Row): string[] {
	const given = givenNames(row);
	const shared = sharedNameOf(row);
	const also = 'orderRef' in row.identity ? given.map((name) => AT_AWIN + name) : [];
	const all = [...given, ...(shared === undefined ? [] : [shared]), ...also];
	const place = placeOf(row);
	return all.map((name) => place + name);
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
			const codes = parts.map(
				({ commissionGroupCode, amount }) => `${commissionGroupCode} ${amount}`,
			);
			const end = approveAfterwards ? ' approve' : '';
			return `amend ${saleAmountMinor} ${currency} ${codes.join(' ')}${end}`;
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
