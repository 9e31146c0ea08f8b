/**
 * The form in which an event leaves the trigger. Pure.
 */
import type { JsonObject } from '../api/answers';
import { amountOf, toOutput, type OutputView } from '../api/transactionOutput';
import { eventIdOf } from './events';
import type { Report } from './findings';

/**
 * Turns an event into an item: what happened, then the transaction. Simplified and flat have the transaction's columns
 * beside those of the event, ready for a sheet; raw has Awin's own object under `transaction`, where its names meet no
 * others. Every item has the same columns, whatever its event.
 *
 * Times are ISO 8601 with the offset of the chosen zone, amounts are in major units. The raw form changes the row in place.
 */
export function toItem({ change, previousStatus }: Report, view: OutputView): JsonObject {
	const { event, occurredAtMs, row } = change;
	const isAmended = event === 'amended';
	const happened = {
		event,
		eventId: eventIdOf(change),
		occurredAt: occurredAtMs === null ? null : view.clock.toIso(occurredAtMs),
		previousStatus,
		oldSaleAmount: isAmended ? amountOf(row.oldSaleAmount) : null,
		newSaleAmount: isAmended ? amountOf(row.saleAmount) : null,
		oldCommissionAmount: isAmended ? amountOf(row.oldCommissionAmount) : null,
		newCommissionAmount: isAmended ? amountOf(row.commissionAmount) : null,
	};
	const transaction = toOutput(row, view);
	// The flat form has the old amounts of any amended transaction in columns of the same name.
	return view.form === 'raw' ? { ...happened, transaction } : { ...happened, ...transaction };
}
