/**
 * How validations travel: in batches, of which Awin tells later what became of them.
 */
import {
	batchPath,
	readJobId,
	readJobIdOfRefusal,
	ROWS_PER_BATCH,
	type RequestRow,
} from '../../../api/validation';
import { explainForAdvertiser } from '../../batch/failures';
import { groupBy } from '../../batch/rows';
import type { Delivery } from '../../batch/sender';
import type { Run } from '../../operation';
import { unknownResult, type ValidateResult } from './results';
import { toRequest, type Row } from './rows';

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

/** @param taken gets the batches that Awin has taken in */
export function deliverValidations(
	run: Run,
	rows: Row[],
	taken: TakenBatch[],
): Delivery<Row, ValidateResult> {
	/** Awin has been seen to refuse different actions in one batch. */
	let oneActionOnly = false;
	return {
		rows,
		pathOf: ({ accountId }) => batchPath(accountId),
		rowsPerCall: ROWS_PER_BATCH,
		callOf: (batch) => ({ body: batch.map(toRequest), timeoutMs: BATCH_TIMEOUT_MS }),
		explain: async ({ accountId }, failure) => await explainForAdvertiser(run, accountId, failure),
		// Whether a batch may hold different actions is nowhere said. A 400 is about the whole batch and means that nothing of
		// it was done, so the same rows can go again, one action at a time.
		partsOf: (batch, refused) => {
			const isToPart = refused ? refused.status === 400 && !namesJob(refused) : oneActionOnly;
			const parts = isToPart ? [...groupBy(batch, ({ change }) => change.action).values()] : [];
			if (parts.length < 2) return undefined;
			oneActionOnly = true;
			return parts;
		},
		refusalIsOf: (_, refused) => (namesJob(refused) ? 'rows' : 'call'),
		judge: (batch, { answer, call }) => {
			const requests = call.body as RequestRow[];
			const jobId = readJobId(answer);
			if (jobId === undefined) return requests.map((request) => unknownResult(NO_JOB, request));
			const indexes = batch.map(({ index }) => index);
			taken.push({ accountId: batch[0].accountId, jobId, indexes, requests });
			return [];
		},
		unknown: (row, message) => unknownResult(message, toRequest(row)),
	};
}

const NO_JOB = 'Awin took the batch in and did not name the job that it works on it in';

/** Where there is a job, the batch was taken in, whatever else is said. */
function namesJob({ answer }: { answer?: unknown }): boolean {
	return readJobIdOfRefusal(answer) !== undefined;
}
