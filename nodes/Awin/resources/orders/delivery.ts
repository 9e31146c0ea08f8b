/**
 * How orders travel: in batches, each order at most once, and one that Awin has already not at all.
 */
import { judgeOrders } from '../../api/conversionAnswers';
import { ORDERS_PER_BATCH, type SentOrder } from '../../api/conversions';
import type { CallFailure, Explanation } from '../../transport/failures';
import type { Batch } from '../batch/runBatch';
import type { Delivery } from '../batch/sender';
import type { Run } from '../operation';
import { DuplicateGuard } from './duplicateGuard';
import { answeredResult, checkNext, resultOf, type SubmitResult } from './results';
import type { Row } from './rows';
import type { OrderSettings } from './settings';

/** What differs between the operations that send orders. */
export interface OrderRoute<Settings> {
	/** The body of one call. All its orders are of one account. */
	bodyOf(orders: SentOrder[], settings: Settings, accountId: string): unknown;
	/** Finds the words for a call that failed. */
	explain(run: Run, accountId: string, failure: CallFailure): Promise<Explanation>;
	/** Where to learn what becomes of an order that Awin is still working on, beside looking for it. */
	pendingHelp?: string;
}

/** Awin checks 1,000 orders before it answers. */
const BATCH_TIMEOUT_MS = 120_000;

export function deliverOrders<Settings extends OrderSettings>(
	{
		run,
		settings,
		results,
	}: Pick<Batch<Settings, Row, SubmitResult>, 'run' | 'settings' | 'results'>,
	rows: Row[],
	{ bodyOf, explain, pendingHelp }: OrderRoute<Settings>,
): Delivery<Row, SubmitResult> {
	const guard = new DuplicateGuard(run, settings, results);
	const nextRunOf = (row: Row) => ({
		isRemembered: guard.remembers(row),
		isMissingSentAgain: row.advertiserId === undefined,
	});
	return {
		rows,
		pathOf: ({ path }) => path,
		rowsPerCall: ORDERS_PER_BATCH,
		guard,
		callOf: (batch) => ({
			body: bodyOf(
				batch.map(({ order }) => order),
				settings,
				batch[0].accountId,
			),
			timeoutMs: BATCH_TIMEOUT_MS,
		}),
		explain: async ({ accountId }, failure) => await explain(run, accountId, failure),
		// Also a refusal names orders, and says what is wrong with them.
		refusalIsOf: () => 'both',
		judge: (batch, { status, answer, refusal }) => {
			const references = batch.map(({ order }) => order.orderReference);
			const { batchId, orders: verdicts } = judgeOrders(references, { status, answer });
			return batch.map((row, place) =>
				answeredResult({
					verdict: verdicts[place],
					code: status,
					batchId,
					sent: row.order,
					warnings: row.warnings,
					refusal,
					next: nextRunOf(row),
					wasSentBefore: guard.wasSentBefore(row),
					pendingHelp,
				}),
			);
		},
		unknown: (row, message) =>
			resultOf('unknown', {
				message,
				nextStep: checkNext(nextRunOf(row)),
				sent: row.order,
				warnings: row.warnings,
			}),
	};
}
