/**
 * Reading the notifications that Awin sends to a publisher about each new transaction (help center, "Transaction
 * Notifications"; fields by the AsyncAPI description of them).
 *
 * Documented are two ways: a form post with one field, `AwinTransactionPush`, that holds the notification as JSON; and a
 * GET whose address the publisher builds from `!!!macros!!!`, so that each field may come as a parameter of its own. All
 * values are texts, times are UTC as `yyyy-MM-dd HH:mm:ss`. JSON and multipart bodies are nowhere promised, and read alike.
 */
import { isJsonObject, readId, type JsonObject } from './answers';
import { given, PushValues } from './notificationValues';
import { formOf, LONGEST_PUSH, readPushText, type PushRequest } from './pushBodies';
import type { TransactionRow } from './transactions';

/** The field of the form post, and a plausible name for a parameter of the GET. */
const PUSH_FIELD = 'AwinTransactionPush';

export type NotificationReading =
	| {
			ok: true;
			row: TransactionRow;
			/** What could not be read and is null in the row, each with its name, its text and what was the matter. */
			warnings: string[];
	  }
	/** Why it is none: a whole sentence, that repeats nothing of what came. */
	| { ok: false; reason: string };

/**
 * Reads a notification into the row of the transaction list that Awin shows for the same transaction, so that both come out
 * in the same forms. Texts become numbers; dates stay texts in UTC, as the list has them; what a notification does not have
 * (status, order reference, …) is null. What only a notification has (`groupId`, `bannerId`, `ip`, `phrase`, `searchEngine`,
 * and whatever else Awin may add) is kept under its own name.
 *
 * Awin sends a notification once. So it is refused only where there is no transaction ID in it; anything else that cannot be
 * read is null, and named in `warnings`.
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

function parsePush(value: unknown): PushFinding {
	if (isJsonObject(value)) return { ok: true, push: value };
	if (typeof value !== 'string')
		return refused(`The field ${PUSH_FIELD} has to come exactly once.`);
	if (value.length > LONGEST_PUSH)
		return refused('The notification is longer than any of Awin is.');
	const push = readPushText(value, isJsonObject);
	return push
		? { ok: true, push }
		: refused(`The field ${PUSH_FIELD} does not hold a notification in JSON.`);
}

function refused(reason: string): { ok: false; reason: string } {
	return { ok: false, reason };
}

function isGiven(value: unknown): boolean {
	return given(value) !== null;
}

const CLICK_REFERENCES = [
	'clickRef',
	'clickRef2',
	'clickRef3',
	'clickRef4',
	'clickRef5',
	'clickRef6',
];

const KNOWN_FIELDS: ReadonlySet<string> = new Set([
	'transactionId',
	'transactionDate',
	'transactionCurrency',
	'transactionAmount',
	'trackedCurrency',
	'trackedAmount',
	'commission',
	'affiliateId',
	'merchantId',
	'groupId',
	'bannerId',
	...CLICK_REFERENCES,
	'clickThroughTime',
	'clickTime',
	'ip',
	'url',
	'phrase',
	'searchEngine',
	'commissionGroups',
	'products',
	PUSH_FIELD,
]);

function readPush(push: JsonObject): NotificationReading {
	const id = readTransactionId(push.transactionId);
	if (id === undefined) {
		return refused('The transactionId is missing, or is not a whole number.');
	}
	const warnings: string[] = [];
	const values = new PushValues(push, warnings);
	const row: TransactionRow = { ...rowOf(values), id };
	return { ok: true, row: { ...values.others(KNOWN_FIELDS, row), ...row }, warnings };
}

/** More digits than any ID of Awin's will have. */
const LONGEST_ID = 30;

/** A parameter that comes twice with the same value is one. */
function readTransactionId(value: unknown): number | string | undefined {
	const [first, ...rest] = (Array.isArray(value) ? value : [value]) as unknown[];
	if (rest.some((other) => other !== first)) return undefined;
	const id = readId(given(first));
	if (id === undefined || String(id).length > LONGEST_ID) return undefined;
	return id === 0 ? undefined : id;
}

function rowOf(push: PushValues): JsonObject {
	const currency = push.text('transactionCurrency');
	const groups = push.list('commissionGroups');
	const products = push.list('products');
	const clickThroughTime = push.date('clickThroughTime');
	const clickTime = push.date('clickTime');
	return {
		url: push.text('url'),
		advertiserId: push.id('merchantId'),
		publisherId: push.id('affiliateId'),
		commissionSharingPublisherId: null,
		commissionSharingSelectedRatePublisherId: null,
		campaign: null,
		siteName: null,
		commissionStatus: null,
		commissionAmount: moneyOf(push, 'commission', currency),
		saleAmount: moneyOf(push, 'transactionAmount', currency) ?? currencyAlone(currency),
		trackedCurrencyAmount: trackedOf(push),
		customerAcquisition: null,
		ipHash: null,
		customerCountry: null,
		clickRefs: clickReferencesOf(push),
		// Nobody says how the two differ; the first is the one that older descriptions have, too.
		clickDate: clickThroughTime ?? clickTime,
		transactionDate: push.date('transactionDate'),
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
		groupId: push.id('groupId'),
		bannerId: push.id('bannerId'),
		ip: push.text('ip'),
		phrase: push.text('phrase'),
		searchEngine: push.text('searchEngine'),
		...(clickThroughTime && clickTime && clickTime !== clickThroughTime ? { clickTime } : {}),
	};
}

function clickReferencesOf(push: PushValues): JsonObject | null {
	const references = CLICK_REFERENCES.map((name) => [name, push.text(name)] as const);
	const sent = references.filter(([, value]) => value !== null);
	return sent.length > 0 ? Object.fromEntries(sent) : null;
}

function moneyOf(push: PushValues, name: string, currency: string | null): JsonObject | null {
	const amount = push.number(name, currency);
	return amount === null ? null : { amount, currency };
}

/** Where the amount was not sent, or cannot be read, its currency is still worth knowing. */
function currencyAlone(currency: string | null): JsonObject | null {
	return currency === null ? null : { amount: null, currency };
}

function trackedOf(push: PushValues): JsonObject | null {
	const currency = push.text('trackedCurrency');
	return moneyOf(push, 'trackedAmount', currency) ?? currencyAlone(currency);
}

const GROUP_FIELDS: ReadonlySet<string> = new Set([
	'id',
	'name',
	'code',
	'description',
	'amount',
	'commissionAmount',
]);

/** A posted notification names the commission groups of a sale only; one by GET tells how much of it belongs to which. */
function partOf(group: PushValues): JsonObject {
	const part = {
		commissionGroupId: group.id('id'),
		amount: group.number('amount'),
		commissionAmount: group.number('commissionAmount'),
		commissionGroupCode: group.text('code'),
		commissionGroupName: group.text('name'),
		commissionGroupDescription: group.text('description'),
	};
	return { ...group.others(GROUP_FIELDS, part), ...part };
}

const PRODUCT_FIELDS: ReadonlySet<string> = new Set([
	'productId',
	'productName',
	'unitPrice',
	'quantity',
	'skuType',
	'skuCode',
	'category',
	'cgId',
]);

function productWith(groups: PushValues[]): (product: PushValues) => JsonObject {
	const codes = new Map(groups.map(({ values }) => [textOf(values.id), textOf(values.code)]));
	return (product) => {
		const row = {
			productId: product.text('productId'),
			productName: product.text('productName'),
			unitPrice: product.number('unitPrice'),
			quantity: product.number('quantity'),
			skuType: product.text('skuType'),
			skuCode: product.text('skuCode'),
			commissionGroupId: product.id('cgId'),
			commissionGroupCode: codes.get(textOf(product.values.cgId)) ?? null,
			category: product.text('category'),
		};
		return { ...product.others(PRODUCT_FIELDS, row), ...row };
	};
}

/** For finding the group of a product; an empty one belongs to none. */
function textOf(value: unknown): string | null {
	const present = given(value);
	return typeof present === 'string' || typeof present === 'number' ? String(present) : null;
}
