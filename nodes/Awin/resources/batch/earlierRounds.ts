/**
 * The same thing in two runs of the node within one execution: two rounds of a loop, or two calls of a sub-workflow. It is a
 * repeat as if both items stood in one run. A further try of the same run (*Retry On Fail*) is none.
 */
import { createHash } from 'crypto';

import { ExecutionNotes, MOST_NAMES } from './execution';
import type { RowResult } from './finish';
import type { Refusal, Refusals } from './refusals';
import type { PlacedRow } from './repeats';
import type { Run } from '../operation';

const TOO_MANY = {
	message: `Earlier runs of this node in the same execution have sent about ${MOST_NAMES} items, and no more of them can be compared, so this one was not sent`,
	nextStep:
		'Send the rest in an execution of its own. Or leave the loop out: the node takes all items at once.',
};

/** Longer names are noted by their fingerprint, to keep the execution's data small. */
const LONGEST_NAME = 80;

export class EarlierRounds<Row extends PlacedRow> {
	private readonly notes: ExecutionNotes;
	private noted: Row[] = [];

	/** @param nameOf what a row is about, the same for two rows that Awin would carry out twice */
	constructor(
		run: Run,
		private readonly nameOf: (row: Row) => string,
	) {
		this.notes = ExecutionNotes.of(run.context);
	}

	/** Refuses rows about what an earlier round has sent, or may have where not all of it could be noted. */
	refuse(rows: Row[], refusals: Refusals, refusal: Refusal): void {
		if (rows.length === 0) return;
		const { mayHaveForgotten } = this.notes;
		for (const row of rows) {
			const earlier = this.notes.deedOf(this.namesOf(row));
			if (earlier && !earlier.isOwnTry) refusals.add(row.index, refusal);
			else if (!earlier && mayHaveForgotten) refusals.add(row.index, TOO_MANY);
		}
	}

	/** Notes what is about to be sent: should no answer come, nobody knows whether Awin has it. */
	note(rows: Row[]): void {
		this.noted = rows;
		for (const row of rows) this.notes.noteDeed(this.namesOf(row), 'sent');
	}

	/** Forgets what Awin certainly has not. */
	settle(results: Array<RowResult | undefined>, notDone: string[]): void {
		for (const row of this.noted) {
			const outcome = results[row.index]?.outcome;
			if (outcome !== undefined && notDone.includes(outcome)) {
				this.notes.forgetDeed(this.namesOf(row));
			}
		}
	}

	private namesOf(row: Row): string[] {
		const name = this.nameOf(row);
		if (name.length <= LONGEST_NAME) return [name];
		return [createHash('sha256').update(name).digest('base64')];
	}
}
