import { isObject, numberOf } from './read.cts';
import type { JsonObject } from './read.cts';
import type { ValidationAction } from './ledger.cts';

/** Most items that one batch may have. */
export const MAX_BATCH_ITEMS = 40_000;

const ACTIONS: readonly ValidationAction[] = [
	'approve',
	'decline',
	'amend',
	'amendTrackingParameters',
];

/** One item of a batch, its types checked, its sense not yet. Amounts are in major units, as sent. */
export interface BatchItem {
	action: ValidationAction;
	approve: boolean;
	transactionId: number | string | null;
	orderRef: string | null;
	transactionDate: string | null;
	timezone: string | null;
	declineReason: string | null;
	amendReason: string | null;
	currency: string | null;
	saleAmount: number | null;
	parts: ReadonlyArray<{ code: string; amount: number }>;
	/** Null when the item has no `customParameters.put`. */
	put: JsonObject | null;
}

/**
 * Reads the items of a batch. A body that a JSON mapper could not read is refused as a whole, in the answered words;
 * a readable item that makes no sense gets a result code of its own later.
 */
export function readBatch(value: unknown): BatchItem[] | string {
	if (!Array.isArray(value)) return 'JSON parse error: Cannot deserialize value, expected an array';
	const items: BatchItem[] = [];
	for (const [index, item] of value.entries()) {
		const read = isObject(item) ? readItem(item) : 'expected an object';
		if (typeof read === 'string') return `JSON parse error: ${read}, at item [${index}]`;
		items.push(read);
	}
	return items;
}

function readItem(item: JsonObject): BatchItem | string {
	const action = ACTIONS.find((known) => known === item.action);
	if (!action) return `Cannot deserialize action ${JSON.stringify(item.action) ?? 'null'}`;
	const { approve = null, transaction } = item;
	if (approve !== null && typeof approve !== 'boolean') return 'Cannot deserialize approve';
	if (!isObject(transaction)) return 'Cannot deserialize transaction';

	const texts: Record<string, string | null> = {};
	for (const name of TEXT_MEMBERS) {
		const text = transaction[name] ?? null;
		if (text !== null && typeof text !== 'string') return `Cannot deserialize ${name}`;
		texts[name] = text;
	}
	const transactionId = transaction.transactionId ?? null;
	if (
		transactionId !== null &&
		typeof transactionId !== 'number' &&
		typeof transactionId !== 'string'
	) {
		return 'Cannot deserialize transactionId';
	}
	const saleAmount = numberOf(transaction.saleAmount);
	if (saleAmount === null && (transaction.saleAmount ?? null) !== null) {
		return 'Cannot deserialize saleAmount';
	}
	const parts = readParts(transaction.transactionParts ?? []);
	if (!parts) return 'Cannot deserialize transactionParts';
	const customParameters = transaction.customParameters ?? {};
	if (!isObject(customParameters)) return 'Cannot deserialize customParameters';
	const put = customParameters.put ?? null;
	if (put !== null && !isObject(put)) return 'Cannot deserialize customParameters.put';
	return {
		action,
		approve: approve ?? false,
		transactionId,
		orderRef: texts.orderRef,
		transactionDate: texts.transactionDate,
		timezone: texts.timezone,
		declineReason: texts.declineReason,
		amendReason: texts.amendReason,
		currency: texts.currency,
		saleAmount,
		parts,
		put,
	};
}

const TEXT_MEMBERS = [
	'orderRef',
	'transactionDate',
	'timezone',
	'declineReason',
	'amendReason',
	'currency',
] as const;

function readParts(value: unknown): Array<{ code: string; amount: number }> | null {
	if (!Array.isArray(value)) return null;
	const parts: Array<{ code: string; amount: number }> = [];
	for (const part of value as unknown[]) {
		if (!isObject(part) || typeof part.commissionGroupCode !== 'string') return null;
		const amount = numberOf(part.amount);
		if (amount === null) return null;
		parts.push({ code: part.commissionGroupCode, amount });
	}
	return parts;
}
