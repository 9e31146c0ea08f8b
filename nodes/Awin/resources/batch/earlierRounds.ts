/**
 * The same thing in two runs of the node within one execution: two rounds of a loop, or two calls of a sub-workflow. It is a
 * repeat as if both items stood in one run. A further try of the same run (*Retry On Fail*) is none.
 */
import { createHash } from 'crypto';

import type { Run } from '../operation';
import { ExecutionNotes, MOST_NAMES } from './executionNotes';
import type { RowResult } from './finish';
import type { Refusal, Refusals } from './refusals';
import type { BatchRow } from './rows';
import type { ExecutionMemory } from './runBatch';

const TOO_MANY: Refusal = {
	message: `Earlier runs of this node in the same execution have sent about ${MOST_NAMES} items, and no more of them can be compared, so this one was not sent`,
	nextStep:
		'Send the rest in an execution of its own. Or leave the loop out: the node takes all items at once.',
};

/** Longer names are noted by their fingerprint, to keep the execution's data small. */
const LONGEST_NAME = 80;
const SENT = 'sent';

/** What counts as the same thing, and what is said of it. */
interface SameThing<Row, Result> {
	/** The same for two rows that Awin would carry out twice; `undefined` for one that is not looked at here. */
	nameOf(row: Row): string | undefined;
	/** Why a row is not sent that an earlier round has sent. */
	refusal: Refusal;
	/** The outcomes of which Awin certainly has nothing: the row may go again. */
	notDone: string[];
	/** What to note of a result, for `resultOf`. */
	noteOf?(result: Result): string | undefined;
	/** What an earlier try of this run has made of a row: in doubt without a note. */
	resultOf?(row: Row, note: string | undefined): Result;
}

export class EarlierRounds<Row extends BatchRow, Result extends RowResult>
	implements ExecutionMemory<Row, Result>
{
	private readonly notes: ExecutionNotes;
	private noted: Array<{ index: number; place: number }> = [];

	constructor(
		{ context }: Run,
		private readonly refusals: Refusals,
		private readonly same: SameThing<Row, Result>,
	) {
		this.notes = ExecutionNotes.of(context);
	}

	/** Refuses rows about what an earlier round has sent, or may have where not all of it could be noted. */
	refuse(rows: Row[]): void {
		// Most executions run the node once.
		if (this.notes.hasNoDeeds) return;
		const { mayHaveForgotten } = this.notes;
		for (const row of rows) {
			const names = this.namesOf(row);
			const earlier = this.notes.deedOf(names);
			if (earlier && !earlier.isOwnTry) this.refusals.add(row.index, this.same.refusal);
			else if (!earlier && mayHaveForgotten && names.length > 0) {
				this.refusals.add(row.index, TOO_MANY);
			}
		}
	}

	resultOf(row: Row): Result | undefined {
		const { resultOf } = this.same;
		const earlier = resultOf && this.notes.deedOf(this.namesOf(row));
		if (!earlier?.isOwnTry) return undefined;
		return resultOf?.(row, earlier.what === SENT ? undefined : earlier.what);
	}

	note(rows: Row[]): void {
		for (const row of rows) {
			const names = this.namesOf(row);
			if (names.length === 0) continue;
			this.noted.push({ index: row.index, place: this.notes.noteDeed(names, SENT) });
		}
	}

	settle(results: Array<Result | undefined>): void {
		for (const { index, place } of this.noted) {
			const result = results[index];
			if (!result) continue;
			const isDone = !this.same.notDone.includes(result.outcome);
			this.notes.changeDeed(place, 1, isDone ? (this.same.noteOf?.(result) ?? SENT) : '');
		}
	}

	private namesOf(row: Row): string[] {
		const name = this.same.nameOf(row);
		if (name === undefined || name.length <= LONGEST_NAME) return name === undefined ? [] : [name];
		return [createHash('sha256').update(name).digest('base64')];
	}
}
