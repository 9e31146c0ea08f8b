/**
 * The columns of a transaction in the flat form: the well-known ones, and what is left for columns named after Awin's own
 * fields.
 */
import { isJsonObject, type JsonObject } from './answers';
import { leavesOf, type Leaf, type Path } from './flatRows';
import { readAwinUtc, type ZoneClock } from './timezones';
import type { TransactionRow } from './transactions';
import { booleanOf, idOf, numberOf, textOf, type Value } from './values';

type Reader = (value: unknown, clock: ZoneClock) => Value;

/** Its name, where the value stands in the row, and how it is read. Names are saved in people's sheets. */
type Column = [name: string, path: readonly [string, string?], read: Reader];

const dateOf: Reader = (value, clock) => {
	const epochMs = readAwinUtc(value);
	return epochMs === undefined ? textOf(value) : clock.toIso(epochMs);
};

/** Awin's money is `{amount, currency}`; a bare number was seen as well. */
function money(field: string, amountColumn: string, currencyColumn: string): Column[] {
	return [
		[amountColumn, [field, 'amount'], numberOf],
		[currencyColumn, [field, 'currency'], textOf],
		[amountColumn, [field], numberOf],
	];
}

const CLICK_REFERENCES = ['', '2', '3', '4', '5', '6'].map(
	(number): Column => [`clickReference${number}`, ['clickRefs', `clickRef${number}`], textOf],
);

const COLUMNS: Column[] = [
	['id', ['id'], (value) => value as number | string],
	['status', ['commissionStatus'], textOf],
	['type', ['type'], textOf],
	['advertiserId', ['advertiserId'], idOf],
	['publisherId', ['publisherId'], idOf],
	['siteName', ['siteName'], textOf],
	['orderReference', ['orderRef'], textOf],
	['transactionDate', ['transactionDate'], dateOf],
	['validationDate', ['validationDate'], dateOf],
	['amendDate', ['amendDate'], dateOf],
	['clickDate', ['clickDate'], dateOf],
	...money('saleAmount', 'saleAmount', 'saleCurrency'),
	...money('commissionAmount', 'commissionAmount', 'commissionCurrency'),
	...money('networkFee', 'networkFee', 'networkFeeCurrency'),
	...money('advertiserCost', 'advertiserCost', 'advertiserCostCurrency'),
	...money('trackedCurrencyAmount', 'trackedAmount', 'trackedCurrency'),
	...money('originalSaleAmount', 'originalSaleAmount', 'originalSaleCurrency'),
	['amended', ['amended'], booleanOf],
	['amendReason', ['amendReason'], textOf],
	...money('oldSaleAmount', 'oldSaleAmount', 'oldSaleCurrency'),
	...money('oldCommissionAmount', 'oldCommissionAmount', 'oldCommissionCurrency'),
	['declineReason', ['declineReason'], textOf],
	['voucherCodeUsed', ['voucherCodeUsed'], booleanOf],
	['voucherCode', ['voucherCode'], textOf],
	['customerAcquisition', ['customerAcquisition'], textOf],
	['customerCountry', ['customerCountry'], textOf],
	['advertiserCountry', ['advertiserCountry'], textOf],
	['campaign', ['campaign'], textOf],
	...CLICK_REFERENCES,
	['lapseTimeSeconds', ['lapseTime'], numberOf],
	['clickDevice', ['clickDevice'], textOf],
	['transactionDevice', ['transactionDevice'], textOf],
	['url', ['url'], textOf],
	['publisherUrl', ['publisherUrl'], textOf],
	['ipHash', ['ipHash'], textOf],
	['commissionSharingPublisherId', ['commissionSharingPublisherId'], idOf],
	['commissionSharingSelectedRatePublisherId', ['commissionSharingSelectedRatePublisherId'], idOf],
	['paidToPublisher', ['paidToPublisher'], booleanOf],
	['paymentId', ['paymentId'], idOf],
	['transactionQueryId', ['transactionQueryId'], idOf],
];

/** Lists in one column each as people write them, beside the columns that each of their values has. */
const LISTS = new Map<string, (entry: JsonObject) => string>(
	Object.entries({
		transactionParts: (part: JsonObject) =>
			`${textOf(part.commissionGroupCode) ?? '?'} ${numberOf(part.amount) ?? '?'}`,
		customParameters: (parameter: JsonObject) =>
			`${textOf(parameter.key) ?? '?'}=${textOf(parameter.value) ?? ''}`,
		basketProducts: (product: JsonObject) => {
			const [quantity, name] = [numberOf(product.quantity), textOf(product.productName)];
			const shown = String(name ?? textOf(product.productId) ?? '?');
			return quantity === null ? shown : `${quantity} × ${shown}`;
		},
	}),
);

const NAMES = [...new Set([...COLUMNS.map(([name]) => name), ...LISTS.keys()])];

const EMPTY: JsonObject = Object.fromEntries(NAMES.map((name) => [name, null]));

/** The columns of a field: its own, and those of its members. */
const COLUMNS_OF = new Map<string, Map<string | undefined, Column>>();
for (const column of COLUMNS) {
	const [, [field, member]] = column;
	const ofField = COLUMNS_OF.get(field) ?? new Map<string | undefined, Column>();
	COLUMNS_OF.set(field, ofField.set(member, column));
}

/** The well-known columns, the same for any row, and every value that none of them holds. */
export function toFlat(
	row: TransactionRow,
	clock: ZoneClock,
): { columns: JsonObject; further: Leaf[] } {
	const columns: JsonObject = { ...EMPTY };
	for (const [field, toText] of LISTS) columns[field] = listText(row[field], toText);
	const further = leavesOf(row).filter(({ path, value }) => {
		const column = columnAt(path);
		// Where there is nothing, the column says so already.
		if (value === null) return !column && !isKnownField(path);
		const read = column?.[2](value, clock) ?? null;
		if (!column || read === null) return true;
		columns[column[0]] = read;
		return false;
	});
	return { columns, further };
}

function columnAt(path: Path): Column | undefined {
	const [field, member] = path;
	if (path.length > 2 || typeof member === 'number') return undefined;
	return COLUMNS_OF.get(String(field))?.get(member);
}

function isKnownField(path: Path): boolean {
	const field = String(path[0]);
	return path.length === 1 && (LISTS.has(field) || COLUMNS_OF.has(field));
}

function listText(value: unknown, toText: (entry: JsonObject) => string): string | null {
	if (!Array.isArray(value)) return null;
	return value.filter(isJsonObject).map(toText).join('; ') || null;
}
