/**
 * The form in which an event leaves the trigger. Pure.
 */
import type { JsonObject } from '../api/answers';
import { FlatRows } from '../api/flatRows';
import { amountOf, idOf, toOutputOfRun, type OutputView } from '../api/transactionOutput';
import { eventIdOf } from './events';
import type { DetectedEvent } from './changeDetector';

/** The columns that say what happened; no column of a transaction takes a name of theirs, but for the old amounts. */
const HAPPENED = [
	'event',
	'eventId',
	'occurredAt',
	'previousStatus',
	'oldSaleAmount',
	'newSaleAmount',
	'oldCommissionAmount',
	'newCommissionAmount',
	'accountId',
	'accountName',
] as const;

/** An event, and the account that it was found in; without it, that is the account whose side of the sale the view is. */
export interface ReportedEvent extends DetectedEvent {
	account?: { accountId: string; accountName: string | null };
}

/**
 * Turns an event into an item: what happened, then the transaction. Simplified and flat have the transaction's columns
 * beside those of the event, ready for a sheet; raw has Awin's own object under `transaction`, where its names meet no
 * others. Every item has the same columns, whatever its event.
 *
 * Times are ISO 8601 with the offset of the chosen zone, amounts are in major units. The raw form changes the row in place.
 */
export function toItem(event: ReportedEvent, view: OutputView): JsonObject {
	return toItems([event], view)[0];
}

/** Like {@link toItem}, for all events of a poll: the flat form has the same columns on every one of them. */
export function toItems(events: ReportedEvent[], view: OutputView): JsonObject[] {
	const flatRows = new FlatRows(HAPPENED);
	const transactions = events.map(({ change }) => toOutputOfRun(change.row, view, flatRows));
	flatRows.finish();
	return events.map((event, index) => {
		const [happened, transaction] = [whatHappened(event, view), transactions[index]];
		// The flat form has the old amounts of any amended transaction in columns of the same name.
		return view.form === 'raw' ? { ...happened, transaction } : { ...happened, ...transaction };
	});
}

function whatHappened(
	{ change, previousStatus, account }: ReportedEvent,
	view: OutputView,
): Record<(typeof HAPPENED)[number], unknown> {
	const { event, occurredAtMs, row } = change;
	const isAmended = event === 'amended';
	const ownId = view.accountType === 'advertiser' ? row.advertiserId : row.publisherId;
	return {
		event,
		eventId: eventIdOf(change),
		occurredAt: occurredAtMs === null ? null : view.clock.toIso(occurredAtMs),
		previousStatus,
		oldSaleAmount: isAmended ? amountOf(row.oldSaleAmount) : null,
		newSaleAmount: isAmended ? amountOf(row.saleAmount) : null,
		oldCommissionAmount: isAmended ? amountOf(row.oldCommissionAmount) : null,
		newCommissionAmount: isAmended ? amountOf(row.commissionAmount) : null,
		accountId: account ? Number(account.accountId) : idOf(ownId),
		accountName: account?.accountName ?? null,
	};
}
