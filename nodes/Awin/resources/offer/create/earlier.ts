/**
 * Offers that this very execution has sent before: in another round of a loop, or in an earlier try of *Retry On Fail*. Awin
 * would list them twice.
 */
import { createHash } from 'crypto';

import { ExecutionNotes } from '../../batch/execution';
import type { Refusals } from '../../batch/refusals';
import type { Run } from '../../operation';
import type { Row } from './readRow';
import { createdResult, unknownResult, type OfferResult } from './results';

const IN_DOUBT = 'in doubt';
const CREATED = 'created';

export class EarlierOffers {
	private readonly notes: ExecutionNotes;

	constructor(run: Run) {
		this.notes = ExecutionNotes.of(run.context);
	}

	/** Refuses what another run of the node in this execution has sent. */
	refuseRepeats(rows: Row[], refusals: Refusals): void {
		for (const row of rows) {
			const earlier = this.notes.deedOf([nameOf(row)]);
			if (!earlier || earlier.isOwnTry) continue;
			refusals.add(row.index, {
				message: 'The same offer was sent before in this execution, by an earlier run of this node',
				nextStep: 'Take it out: Awin would list it twice.',
			});
		}
	}

	/** What an earlier try of this run has made of an offer; `undefined` where none has sent it. */
	resultOf(row: Row): OfferResult | undefined {
		const earlier = this.notes.deedOf([nameOf(row)]);
		if (!earlier?.isOwnTry) return undefined;
		if (earlier.what === IN_DOUBT) return unknownResult(row, SENT_BEFORE);
		const id = earlier.what.slice(CREATED.length + 1);
		const promotionId = id === '' ? null : (JSON.parse(id) as number | string);
		return { ...createdResult(row, promotionId, null), message: CREATED_BEFORE };
	}

	/** Notes that an offer is on its way: Awin may have it from now on. */
	noteSending(row: Row): void {
		this.notes.noteDeed([nameOf(row)], IN_DOUBT);
	}

	noteCreated(row: Row, promotionId: number | string | null): void {
		const id = promotionId === null ? '' : JSON.stringify(promotionId);
		this.notes.noteDeed([nameOf(row)], `${CREATED} ${id}`);
	}

	/** Notes that Awin certainly has not got it. */
	forget(row: Row): void {
		this.notes.forgetDeed([nameOf(row)]);
	}
}

const CREATED_BEFORE = 'Created by an earlier try of this run';
const SENT_BEFORE =
	'An earlier try of this run sent this offer, and nobody can say whether Awin has it';

function nameOf({ accountId, offer }: Row): string {
	const text = JSON.stringify([accountId, offer]);
	return `offer ${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
