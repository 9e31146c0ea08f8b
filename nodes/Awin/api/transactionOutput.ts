/**
 * The three forms in which both nodes give transactions: simplified, flat and raw.
 *
 * Rows must come from a call that asked for UTC. Dates are written as ISO 8601 with the offset of the zone that the
 * person chose; a date that cannot be read is passed on as it is, never dropped.
 */
import type { AccountType } from './accounts';
import { isJsonObject, readId, type JsonObject } from './answers';
import { readAwinUtc, type ZoneClock } from './timezones';
import type { TransactionRow } from './transactions';

export const OUTPUT_FORMS = ['simplified', 'flat', 'raw'] as const;

export type OutputForm = (typeof OUTPUT_FORMS)[number];

export interface OutputView {
	form: OutputForm;
	accountType: AccountType;
	clock: ZoneClock;
}

type Value = string | number | boolean | null;

/** Turns one row into the chosen form. `raw` changes the row in place (only its dates); the others leave it alone. */
export function toOutput(row: TransactionRow, view: OutputView): JsonObject {
	if (view.form === 'raw') return toRaw(row, view.clock);
	return view.form === 'flat' ? toFlat(row, view.clock) : toSimplified(row, view);
}

/** The ten fields that people look at. */
function toSimplified(row: TransactionRow, { accountType, clock }: OutputView): JsonObject {
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

/**
 * One column per value, and the same columns whatever the row holds, so that a sheet's header fits every run. What Awin
 * sends as a list (custom parameters, parts, basket) is written into one column each, as people write it: the number of
 * entries differs from row to row, the columns must not.
 */
function toFlat(row: TransactionRow, clock: ZoneClock): JsonObject {
	return {
		id: row.id,
		status: textOf(row.commissionStatus),
		type: textOf(row.type),
		advertiserId: idOf(row.advertiserId),
		publisherId: idOf(row.publisherId),
		siteName: textOf(row.siteName),
		orderReference: textOf(row.orderRef),
		transactionDate: dateOf(row.transactionDate, clock),
		validationDate: dateOf(row.validationDate, clock),
		amendDate: dateOf(row.amendDate, clock),
		clickDate: dateOf(row.clickDate, clock),
		saleAmount: amountOf(row.saleAmount),
		saleCurrency: ownCurrencyOf(row.saleAmount),
		commissionAmount: amountOf(row.commissionAmount),
		commissionCurrency: ownCurrencyOf(row.commissionAmount),
		networkFee: amountOf(row.networkFee),
		networkFeeCurrency: ownCurrencyOf(row.networkFee),
		advertiserCost: amountOf(row.advertiserCost),
		advertiserCostCurrency: ownCurrencyOf(row.advertiserCost),
		trackedAmount: amountOf(row.trackedCurrencyAmount),
		trackedCurrency: ownCurrencyOf(row.trackedCurrencyAmount),
		originalSaleAmount: amountOf(row.originalSaleAmount),
		originalSaleCurrency: ownCurrencyOf(row.originalSaleAmount),
		amended: booleanOf(row.amended),
		amendReason: textOf(row.amendReason),
		oldSaleAmount: amountOf(row.oldSaleAmount),
		oldSaleCurrency: ownCurrencyOf(row.oldSaleAmount),
		oldCommissionAmount: amountOf(row.oldCommissionAmount),
		oldCommissionCurrency: ownCurrencyOf(row.oldCommissionAmount),
		declineReason: textOf(row.declineReason),
		voucherCodeUsed: booleanOf(row.voucherCodeUsed),
		voucherCode: textOf(row.voucherCode),
		customerAcquisition: textOf(row.customerAcquisition),
		customerCountry: textOf(row.customerCountry),
		advertiserCountry: textOf(row.advertiserCountry),
		campaign: textOf(row.campaign),
		clickReference: clickReferenceOf(row, 'clickRef'),
		clickReference2: clickReferenceOf(row, 'clickRef2'),
		clickReference3: clickReferenceOf(row, 'clickRef3'),
		clickReference4: clickReferenceOf(row, 'clickRef4'),
		clickReference5: clickReferenceOf(row, 'clickRef5'),
		clickReference6: clickReferenceOf(row, 'clickRef6'),
		lapseTimeSeconds: numberOf(row.lapseTime),
		clickDevice: textOf(row.clickDevice),
		transactionDevice: textOf(row.transactionDevice),
		url: textOf(row.url),
		publisherUrl: textOf(row.publisherUrl),
		ipHash: textOf(row.ipHash),
		commissionSharingPublisherId: idOf(row.commissionSharingPublisherId),
		commissionSharingSelectedRatePublisherId: idOf(row.commissionSharingSelectedRatePublisherId),
		paidToPublisher: booleanOf(row.paidToPublisher),
		paymentId: idOf(row.paymentId),
		transactionQueryId: idOf(row.transactionQueryId),
		transactionParts: listOf(row.transactionParts, partText),
		customParameters: listOf(row.customParameters, parameterText),
		basketProducts: listOf(row.basketProducts, productText),
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

/** Money comes as `{amount, currency}`; `originalSaleAmount` was also seen as a bare number, and any of it may be null. */
export function amountOf(value: unknown): number | null {
	return numberOf(isJsonObject(value) ? value.amount : value);
}

export function ownCurrencyOf(value: unknown): Value {
	return isJsonObject(value) ? textOf(value.currency) : null;
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

export function textOf(value: unknown): Value {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

export function numberOf(value: unknown): number | null {
	if (typeof value === 'number') return value;
	// Reports send money as text; transactions have not been seen to, and read right if they ever do.
	return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}

export function booleanOf(value: unknown): boolean | null {
	if (typeof value === 'boolean') return value;
	if (value === 'true') return true;
	return value === 'false' ? false : null;
}

export function idOf(value: unknown): Value {
	return readId(value) ?? null;
}

function listOf(value: unknown, toText: (entry: JsonObject) => string): string | null {
	if (!Array.isArray(value)) return null;
	return value.filter(isJsonObject).map(toText).join('; ') || null;
}

function partText(part: JsonObject): string {
	return `${textOf(part.commissionGroupCode) ?? '?'} ${numberOf(part.amount) ?? '?'}`;
}

function parameterText(parameter: JsonObject): string {
	return `${textOf(parameter.key) ?? '?'}=${textOf(parameter.value) ?? ''}`;
}

function productText(product: JsonObject): string {
	const quantity = numberOf(product.quantity) ?? 1;
	return `${quantity} × ${textOf(product.productName) ?? textOf(product.productId) ?? '?'}`;
}
