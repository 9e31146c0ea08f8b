/**
 * Sending the orders of all items: what Submit Conversions and Proof of Purchase have in common. Both send batches of orders,
 * and Awin may book one twice.
 */
import type { Refusal } from '../batch/refusals';
import { EarlierRounds } from '../batch/earlierRounds';
import { checkMaxRows, checkMaxTotal } from '../batch/limits';
import type { BatchSteps } from '../batch/runBatch';
import { deliverOrders, type OrderRoute } from './delivery';
import { dryRunOf, totalsOf } from './dryRun';
import { skipWhatAwinHas } from './lookFirst';
import { refuseRepeats } from './repeats';
import { notSentResult, wordsFor, type SubmitResult } from './results';
import type { Row } from './rows';
import type { OrderSettings } from './settings';

const IN_EARLIER_ROUND: Refusal = {
	message: 'An earlier run of this node in the same execution has sent this order',
	nextStep: 'Take the item out: Awin would book the order twice.',
};

/** How an operation reads its items, and where it sends them. */
type OrderOperation<Settings> = Pick<
	BatchSteps<Settings, Row, SubmitResult>,
	'readSettings' | 'readRow'
> &
	OrderRoute<Settings>;

export function orderSteps<Settings extends OrderSettings>(
	operation: OrderOperation<Settings>,
): BatchSteps<Settings, Row, SubmitResult> {
	return {
		readSettings: operation.readSettings,
		readRow: operation.readRow,
		checkRows: ({ rows, refusals }) => refuseRepeats(rows, refusals),
		rememberIn: ({ run, refusals, settings }) =>
			new EarlierRounds(run, refusals, {
				// What the workflow remembers is not sent again anyway, and it says so better than a refusal would.
				nameOf: ({ order, key }) =>
					settings.skipAlreadyAccepted && !order.isTest ? undefined : `order ${key}`,
				refusal: IN_EARLIER_ROUND,
				notDone: ['failed', 'rejected', 'skipped'],
			}),
		limitRows: ({ run, rows, settings }) => checkMaxRows(run, rows.length, settings.maxRows),
		checkLeft: skipWhatAwinHas,
		limitTotals: ({ run, settings }, rows) => {
			const totals = new Map(
				totalsOf(rows).map(({ currency, amountMinor }) => [currency, amountMinor]),
			);
			return checkMaxTotal(run, totals, settings.maxTotalAmount, 'would be submitted');
		},
		dryRun: dryRunOf,
		deliveries: (batch, rows) => [deliverOrders(batch, rows, operation)],
		notSent: (why, row) => notSentResult(why, row?.warnings),
		words: (_, settings) => wordsFor(settings?.skipAlreadyAccepted ?? true),
	};
}
