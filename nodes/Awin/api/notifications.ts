/**
 * Reading the notifications that Awin sends to a publisher about each new transaction (help center, "Transaction
 * Notifications"; fields by the AsyncAPI description of them).
 *
 * Documented are two ways: a form post with one field, `AwinTransactionPush`, that holds the notification as JSON; and a
 * GET whose address the publisher builds from `!!!macros!!!`, so that each field may come as a parameter of its own. All
 * values are texts, times are UTC as `yyyy-MM-dd HH:mm:ss`. JSON and multipart bodies are nowhere promised, and read alike.
 */
import { isJsonObject, readId, type JsonObject } from './answers';
import { readIdText } from './ids';
import type { TransactionRow } from './transactions';

/** The field of the form post, and a plausible name for a parameter of the GET. */
export const PUSH_FIELD = 'AwinTransactionPush';

/** A notification has a few kilobytes, with a large basket some dozens. */
export const LONGEST_PUSH = 1_000_000;

export type NotificationReading =
	| { ok: true; row: TransactionRow }
	/** Why it is none: a whole sentence, that repeats nothing of what came. */
	| { ok: false; reason: string };

/** What a request brought along: its body as far as n8n has parsed it, and its query. */
export interface PushRequest {
	body: unknown;
	query: unknown;
}

/**
 * Reads a notification into the row of the transaction list that Awin shows for the same transaction, so that both come out
 * in the same forms. Texts become numbers; dates stay texts in UTC, as the list has them; what a notification does not have
 * (status, order reference, …) is null. What only a notification has (`groupId`, `bannerId`, `ip`, `phrase`, `searchEngine`,
 * and whatever else Awin may add) is kept under its own name.
 */
export function readNotification(request: PushRequest): NotificationReading {
	const found = findPush(request);
	return found.ok ? readPush(found.push) : found;
}

type PushFinding = { ok: true; push: JsonObject } | { ok: false; reason: string };

function findPush({ body, query }: PushRequest): PushFinding {
	for (const place of [formOf(body), query]) {
		if (typeof place === 'string' && place.trim() !== '') return parsePush(place);
		if (!isJsonObject(place)) continue;
		if (isGiven(place[PUSH_FIELD])) return parsePush(place[PUSH_FIELD]);
		if (isGiven(place.transactionId)) return { ok: true, push: place };
	}
	return refused(`Neither the field ${PUSH_FIELD} nor a transactionId was found.`);
}

/** n8n keeps the fields of a multipart body apart from its files. */
function formOf(body: unknown): unknown {
	return isJsonObject(body) && isJsonObject(body.data) && 'files' in body ? body.data : body;
}

function parsePush(value: unknown): PushFinding {
	if (isJsonObject(value)) return { ok: true, push: value };
	if (typeof value !== 'string')
		return refused(`The field ${PUSH_FIELD} has to come exactly once.`);
	if (value.length > LONGEST_PUSH)
		return refused('The notification is longer than any of Awin is.');
	try {
		const push: unknown = JSON.parse(value);
		if (isJsonObject(push)) return { ok: true, push };
	} catch {
		// Falls through to the words for both.
	}
	return refused(`The field ${PUSH_FIELD} does not hold a notification in JSON.`);
}

function refused(reason: string): { ok: false; reason: string } {
	return { ok: false, reason };
}

const CLICK_REFERENCES = [
	'clickRef',
	'clickRef2',
	'clickRef3',
	'clickRef4',
	'clickRef5',
	'clickRef6',
];

const TEXT_FIELDS = [
	'transactionDate',
	'transactionCurrency',
	'trackedCurrency',
	...CLICK_REFERENCES,
	'clickThroughTime',
	'clickTime',
	'ip',
	'url',
	'phrase',
	'searchEngine',
];
const NUMBER_FIELDS = ['transactionAmount', 'trackedAmount', 'commission'];
const ID_FIELDS = ['affiliateId', 'merchantId', 'groupId', 'bannerId'];
const LIST_FIELDS = ['commissionGroups', 'products'];
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
	'transactionId',
	...TEXT_FIELDS,
	...NUMBER_FIELDS,
	...ID_FIELDS,
	...LIST_FIELDS,
]);

function readPush(push: JsonObject): NotificationReading {
	const id = readIdText(given(push.transactionId));
	if (!id.ok) return refused('The transactionId is missing, or is not a whole number.');
	const garbled = TEXT_FIELDS.find((name) => isGarbled(push[name]));
	if (garbled) return refused(`The field ${garbled} is not proper UTF-8 text.`);
	const unreadable = [
		...NUMBER_FIELDS.filter((name) => isUnreadable(push[name], readNumber)),
		...ID_FIELDS.filter((name) => isUnreadable(push[name], readId)),
	];
	// An amount that is left out reads like no commission at all, so the whole is refused.
	if (unreadable.length > 0) return refused(`Not a number: ${unreadable.join(', ')}.`);
	const groups = readList(push.commissionGroups);
	const products = readList(push.products);
	if (!groups || !products) {
		return refused('The commissionGroups or the products are not a list in proper UTF-8.');
	}
	return { ok: true, row: { ...rowOf(push, groups, products), id: Number(id.value) } };
}

function rowOf(push: JsonObject, groups: JsonObject[], products: JsonObject[]): JsonObject {
	const currency = readText(push.transactionCurrency);
	const row: JsonObject = {
		url: readText(push.url),
		advertiserId: readId(given(push.merchantId)) ?? null,
		publisherId: readId(given(push.affiliateId)) ?? null,
		commissionSharingPublisherId: null,
		commissionSharingSelectedRatePublisherId: null,
		campaign: null,
		siteName: null,
		commissionStatus: null,
		commissionAmount: moneyOf(push.commission, currency),
		saleAmount: moneyOf(push.transactionAmount, currency),
		trackedCurrencyAmount: moneyOf(push.trackedAmount, readText(push.trackedCurrency)),
		customerAcquisition: null,
		ipHash: null,
		customerCountry: null,
		clickRefs: clickReferencesOf(push),
		// Nobody says how the two differ; the first is the one that older descriptions have, too.
		clickDate: readText(push.clickThroughTime) ?? readText(push.clickTime),
		transactionDate: readText(push.transactionDate),
		validationDate: null,
		type: null,
		declineReason: null,
		voucherCodeUsed: null,
		voucherCode: null,
		lapseTime: null,
		amended: null,
		amendReason: null,
		oldSaleAmount: null,
		oldCommissionAmount: null,
		clickDevice: null,
		transactionDevice: null,
		publisherUrl: null,
		advertiserCountry: null,
		orderRef: null,
		customParameters: null,
		transactionParts: groups.map(partOf),
		paidToPublisher: null,
		paymentId: null,
		transactionQueryId: null,
		originalSaleAmount: null,
		basketProducts: products.length > 0 ? products.map(productWith(groups)) : null,
		groupId: readId(given(push.groupId)) ?? null,
		bannerId: readId(given(push.bannerId)) ?? null,
		ip: readText(push.ip),
		phrase: readText(push.phrase),
		searchEngine: readText(push.searchEngine),
	};
	return { ...unknownFieldsOf(push, row), ...row };
}

/** Plain values that no description of a notification has yet; never one that stands for something else in the row. */
function unknownFieldsOf(push: JsonObject, row: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(push)
			.filter(([name]) => !KNOWN_FIELDS.has(name) && !Object.hasOwn(row, name) && name !== 'id')
			// Setting it on an object would change what the object is.
			.filter(([name]) => name !== '__proto__' && name !== PUSH_FIELD)
			.filter(([name, value]) => isPlain(value) && !isGarbled(name) && !isGarbled(value)),
	);
}

function clickReferencesOf(push: JsonObject): JsonObject | null {
	const references = CLICK_REFERENCES.map((name) => [name, readText(push[name])] as const);
	const sent = references.filter(([, value]) => value !== null);
	return sent.length > 0 ? Object.fromEntries(sent) : null;
}

/** A notification names the commission groups of a sale, and not how much of it belongs to which. */
function partOf(group: JsonObject): JsonObject {
	return {
		commissionGroupId: readId(given(group.id)) ?? null,
		amount: null,
		commissionAmount: null,
		commissionGroupCode: readText(group.code),
		commissionGroupName: readText(group.name),
		commissionGroupDescription: readText(group.description),
	};
}

function productWith(groups: JsonObject[]): (product: JsonObject) => JsonObject {
	const codes = new Map(groups.map((group) => [readText(group.id), readText(group.code)]));
	return (product) => ({
		productId: null,
		productName: readText(product.productName),
		unitPrice: readNumber(given(product.unitPrice)) ?? null,
		quantity: readNumber(given(product.quantity)) ?? null,
		skuType: readText(product.skuType),
		skuCode: readText(product.skuCode),
		commissionGroupId: readId(given(product.cgId)) ?? null,
		commissionGroupCode: codes.get(readText(product.cgId)) ?? null,
		category: readText(product.category),
	});
}

/** With one parameter for each field, a list comes as JSON text. */
function readList(value: unknown): JsonObject[] | undefined {
	if (!isGiven(value)) return [];
	let list = value;
	if (typeof value === 'string') {
		if (value.length > LONGEST_PUSH) return undefined;
		try {
			list = JSON.parse(value);
		} catch {
			return undefined;
		}
	}
	if (!Array.isArray(list) || !list.every(isJsonObject)) return undefined;
	return list.some((entry) => Object.values(entry).some(isGarbled)) ? undefined : list;
}

function moneyOf(value: unknown, currency: string | null): JsonObject | null {
	const amount = readNumber(given(value));
	return amount === undefined ? null : { amount, currency };
}

/** A macro that Awin did not put a value in the place of. */
const MACRO = /^!!!.*!!!$/;

function given(value: unknown): unknown {
	const trimmed = typeof value === 'string' ? value.trim() : value;
	if (trimmed === '' || trimmed === undefined) return null;
	return typeof trimmed === 'string' && MACRO.test(trimmed) ? null : trimmed;
}

function isGiven(value: unknown): boolean {
	return given(value) !== null;
}

function isUnreadable(value: unknown, read: (value: unknown) => unknown): boolean {
	return isGiven(value) && read(given(value)) === undefined;
}

/** Twelve digits before the point and six behind it are more than any sale has, and what a number surely holds. */
const NUMBER = /^-?\d{1,12}(\.\d{1,6})?$/;

function readNumber(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	return typeof value === 'string' && NUMBER.test(value) ? Number(value) : undefined;
}

function readText(value: unknown): string | null {
	const present = given(value);
	return isPlain(present) ? String(present) : null;
}

function isPlain(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Bytes that were no UTF-8 have become U+FFFD on their way here; half a surrogate pair can come from an escape only. */
function isGarbled(value: unknown): boolean {
	return typeof value === 'string' && /[\uFFFD\p{Surrogate}]/u.test(value);
}
