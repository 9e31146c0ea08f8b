/**
 * The three forms in which both nodes give transactions: simplified, flat and raw.
 *
 * Rows must come from a call that asked for UTC. Dates are written as ISO 8601 with the offset of the zone that the
 * person chose; a date that cannot be read is passed on as it is, never dropped.
 */
import type { AccountType } from './accounts';
import { isJsonObject, type JsonObject } from './answers';
import { FlatRows } from './flatRows';
import { readAwinUtc, type ZoneClock } from './timezones';
import { toFlat } from './transactionColumns';
import type { TransactionRow } from './transactions';
import { amountOf, idOf, ownCurrencyOf, textOf, type Value } from './values';

export { amountOf, idOf, ownCurrencyOf, textOf } from './values';

export const OUTPUT_FORMS = ['simplified', 'flat', 'raw'] as const;

export type OutputForm = (typeof OUTPUT_FORMS)[number];

export interface OutputView {
	form: OutputForm;
	accountType: AccountType;
	clock: ZoneClock;
}

/** Turns one row into the chosen form. `raw` changes the row in place (only its dates); the others leave it alone. */
export function toOutput(row: TransactionRow, view: OutputView): JsonObject {
	const rows = new FlatRows();
	const output = toOutputOfRun(row, view, rows);
	rows.finish();
	return output;
}

/**
 * Like {@link toOutput}, for a row among others.
 *
 * @param flatRows takes in the flat ones: whoever made it finishes it when the last row is there, so that all of them get
 * the same columns
 */
export function toOutputOfRun(
	row: TransactionRow,
	view: OutputView,
	flatRows: FlatRows,
): JsonObject {
	if (view.form === 'raw') return toRaw(row, view.clock);
	if (view.form === 'simplified') return toSimplified(row, view);
	const { columns, further } = toFlat(row, view.clock);
	return flatRows.add(columns, further);
}

/** The ten fields that people look at. */
export function toSimplified(
	row: TransactionRow,
	{ accountType, clock }: Omit<OutputView, 'form'>,
): JsonObject {
	return {
		id: row.id,
		status: textOf(row.commissionStatus),
		transactionDate: dateOf(row.transactionDate, clock),
		saleAmount: amountOf(row.saleAmount),
		commissionAmount: sameCurrency(row) ? amountOf(row.commissionAmount) : null,
		currency: currencyOf(row),
		partnerId: idOf(accountType === 'advertiser' ? row.publisherId : row.advertiserId),
		siteName: textOf(row.siteName),
		orderReference: textOf(row.orderRef),
		clickReference: clickReferenceOf(row, 'clickRef'),
	};
}

const DATE_FIELDS = ['clickDate', 'transactionDate', 'validationDate', 'amendDate'];

function toRaw(row: TransactionRow, clock: ZoneClock): JsonObject {
	for (const field of DATE_FIELDS) {
		const epochMs = readAwinUtc(row[field]);
		if (epochMs !== undefined) row[field] = clock.toIso(epochMs);
	}
	return row;
}

function dateOf(value: unknown, clock: ZoneClock): Value {
	const epochMs = readAwinUtc(value);
	return epochMs === undefined ? textOf(value) : clock.toIso(epochMs);
}

function currencyOf(row: TransactionRow): Value {
	return ownCurrencyOf(row.saleAmount) ?? ownCurrencyOf(row.commissionAmount);
}

/** One currency is shown for both amounts. Should they ever differ, the flat form has both, and this one claims nothing. */
function sameCurrency(row: TransactionRow): boolean {
	const [sale, commission] = [ownCurrencyOf(row.saleAmount), ownCurrencyOf(row.commissionAmount)];
	return sale === null || commission === null || sale === commission;
}

/** Click references stand in `clickRefs`, which is null where there are none; advertisers get the first one only. */
function clickReferenceOf(row: TransactionRow, name: string): Value {
	return isJsonObject(row.clickRefs) ? textOf(row.clickRefs[name]) : null;
}
