/**
 * Sending the batches: every row goes exactly once, whatever becomes of the calls before and after its own.
 */
import {
	batchPath,
	readJobId,
	readJobIdOfRefusal,
	ROWS_PER_BATCH,
	type RequestRow,
} from '../../../api/validation';
import { explain, type CallFailure } from '../../../transport/errors';
import type { Refusal } from '../../batch/refusals';
import {
	byAccount,
	explainForAdvertiser,
	groupBy,
	mayHaveArrived,
	STOPPED,
} from '../../batch/sending';
import type { Run } from '../../operation';
import { refusedResult, unknownResult, type ValidateResult } from './results';
import { toRequest, type Row } from './rows';

/** The result of each item by its index; filled in as results become known. */
export type Results = Array<ValidateResult | undefined>;

/** A batch that Awin has taken in, and the job in which it works on it. */
export interface TakenBatch {
	accountId: string;
	jobId: string;
	/** The place of each row's item among all items. The rows themselves are let go of: there may be 40,000. */
	indexes: number[];
	/** What was sent for each of the rows. */
	requests: RequestRow[];
}

/** Awin reads 40,000 rows before it answers. */
const BATCH_TIMEOUT_MS = 120_000;

/**
 * Sends all rows, one account after the other, in as few calls as Awin allows.
 *
 * Never throws: rows that Awin did not take, or may not have taken, get their result here. The others are given back.
 */
export async function sendBatches(run: Run, rows: Row[], results: Results): Promise<TakenBatch[]> {
	const sender = new Sender(run, results);
	for (const group of byAccount(rows).values()) {
		for (let from = 0; from < group.length; from += ROWS_PER_BATCH) {
			await sender.send(group.slice(from, from + ROWS_PER_BATCH));
		}
	}
	return sender.taken;
}

class Sender {
	readonly taken: TakenBatch[] = [];
	/** Awin has been seen to refuse different actions in one batch. */
	private oneActionOnly = false;
	/** The person stopped the execution: nothing more is sent. */
	private isStopped = false;

	constructor(
		private readonly run: Run,
		private readonly results: Results,
	) {}

	/** Sends the rows of one account. */
	async send(rows: Row[]): Promise<void> {
		const groups = [...groupBy(rows, ({ change }) => change.action).values()];
		if (this.oneActionOnly && groups.length > 1) return await this.sendEach(groups);

		const requests = rows.map(toRequest);
		const [{ accountId }] = rows;
		const result = this.isStopped
			? ({ ok: false, failure: { kind: 'notSent' } } as const)
			: await this.run.awin.send({
					method: 'POST',
					path: batchPath(accountId),
					body: requests,
					effect: 'write',
					timeoutMs: BATCH_TIMEOUT_MS,
				});
		if (result.ok) return this.keep(rows, requests, readJobId(result.answer));

		const { failure } = result;
		const jobId = failure.kind === 'refused' ? readJobIdOfRefusal(failure.answer) : undefined;
		if (jobId !== undefined) return this.keep(rows, requests, jobId);
		// Whether a batch may hold different actions is nowhere said. A 400 is about the whole batch and means that nothing of
		// it was done, so the same rows can go again, one action at a time.
		if (failure.kind === 'refused' && failure.status === 400 && groups.length > 1) {
			this.oneActionOnly = true;
			return await this.sendEach(groups);
		}
		await this.giveUp(rows, requests, failure);
	}

	private async sendEach(groups: Row[][]): Promise<void> {
		for (const group of groups) await this.send(group);
	}

	private keep(rows: Row[], requests: RequestRow[], jobId: string | undefined): void {
		if (jobId !== undefined) {
			const indexes = rows.map(({ index }) => index);
			this.taken.push({ accountId: rows[0].accountId, jobId, indexes, requests });
			return;
		}
		rows.forEach(({ index }, place) => {
			this.results[index] = unknownResult(
				'Awin took the batch in and did not name the job that it works on it in',
				requests[place],
			);
		});
	}

	private async giveUp(
		rows: Row[],
		requests: RequestRow[],
		failure: CallFailure | { kind: 'notSent' },
	): Promise<void> {
		if (failure.kind === 'notSent') return this.refuse(rows, STOPPED);
		if (failure.kind === 'cancelled') this.isStopped = true;
		if (mayHaveArrived(failure)) {
			const { message } = explain(failure);
			rows.forEach(({ index }, place) => {
				this.results[index] = unknownResult(message, requests[place]);
			});
			return;
		}
		const { message, description: nextStep } = await explainForAdvertiser(
			this.run,
			rows[0].accountId,
			failure,
		);
		const code = 'status' in failure ? failure.status : undefined;
		this.refuse(rows, { message, nextStep, code });
	}

	private refuse(rows: Row[], why: Refusal): void {
		for (const { index } of rows) this.results[index] = refusedResult(why);
	}
}
