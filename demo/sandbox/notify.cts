/**
 * Transaction notifications as Awin sends them to a publisher: a form post with one field that holds JSON, or a GET whose
 * `!!!macros!!!` are filled in. All texts, times in UTC. Unsigned, sent once, and whatever becomes of it is nobody's concern.
 */
import type { AwinSandbox } from './awin.cts';
import { isObject } from './read.cts';
import type { JsonObject } from './read.cts';
import { failure, json } from './respond.cts';
import type { SandboxResponse } from './respond.cts';
import type { Row } from './rows.cts';
import { DAY_MS } from './zones.cts';

export type Notification = Record<string, unknown>;

/**
 * What Awin tells of a transaction, made from its row for the publisher (in UTC, with its basket). By GET, the commission
 * groups carry their share of the sale too.
 */
export function notificationOf(row: Row, method: 'GET' | 'POST' = 'POST'): Notification {
	const [sale, commission, tracked] = [
		row.saleAmount,
		row.commissionAmount,
		row.trackedCurrencyAmount,
	].map(objectOf);
	const clickTime = utcText(row.clickDate);
	const parts = listOf(row.transactionParts);
	return {
		transactionId: text(row.id),
		transactionDate: utcText(row.transactionDate),
		transactionCurrency: text(sale.currency ?? commission.currency),
		transactionAmount: text(sale.amount),
		trackedCurrency: text(tracked.currency),
		trackedAmount: text(tracked.amount),
		affiliateId: text(row.publisherId),
		merchantId: text(row.advertiserId),
		groupId: '0',
		bannerId: '0',
		...Object.fromEntries(
			['', 2, 3, 4, 5, 6].map((number) => {
				const name = `clickRef${number}`;
				return [name, text(objectOf(row.clickRefs)[name])];
			}),
		),
		clickThroughTime: clickTime,
		clickTime,
		ip: '192.0.2.1',
		commission: text(commission.amount),
		url: text(row.publisherUrl),
		phrase: '',
		searchEngine: '',
		commissionGroups: parts.map((part) => ({
			id: text(part.commissionGroupId),
			name: text(part.commissionGroupName),
			code: text(part.commissionGroupCode),
			description: '',
			...(method === 'GET' && {
				commissionAmount: text(part.commissionAmount),
				amount: text(part.amount),
			}),
		})),
		products: listOf(row.basketProducts).map((product) => ({
			productName: text(product.productName),
			unitPrice: text(product.unitPrice),
			skuType: '',
			skuCode: text(product.skuCode),
			quantity: text(product.quantity),
			category: text(product.category),
			cgId: text(
				parts.find((part) => part.commissionGroupCode === product.commissionGroupCode)
					?.commissionGroupId,
			),
		})),
	};
}

/** `address` is called as it is for a POST; for a GET, its macros are filled in. */
export async function send(
	address: string,
	method: 'GET' | 'POST',
	notification: Notification,
): Promise<number> {
	const init = { signal: AbortSignal.timeout(10_000) };
	if (method === 'POST') {
		const body = new URLSearchParams({ AwinTransactionPush: JSON.stringify(notification) });
		return (await fetch(address, { ...init, method, body })).status;
	}
	const filled = address.replace(/!!!(\w+)!!!/g, (macro, name: string) => {
		const value = Object.hasOwn(notification, name) ? notification[name] : undefined;
		if (Array.isArray(value)) return encodeURIComponent(JSON.stringify(value));
		return typeof value === 'string' ? encodeURIComponent(value) : macro;
	});
	return (await fetch(filled, init)).status;
}

/**
 * Control request: tells `url` of the transactions of publisher `publisherId` dated from `fromMs` to `toMs` (default: the
 * last day), in the background and one after the other, by `method` POST (default) or GET. Answers what is sent.
 */
export function notify(
	awin: AwinSandbox,
	_query: URLSearchParams,
	body: JsonObject,
): SandboxResponse {
	const { url, publisherId, method = 'POST', toMs = awin.now() } = body;
	if (typeof url !== 'string' || !/^https?:\/\//.test(url))
		return failure(400, 'url takes an address');
	if (method !== 'POST' && method !== 'GET') return failure(400, 'method takes POST or GET');
	if (!Number.isInteger(publisherId)) return failure(400, 'publisherId takes a number');
	const { fromMs = Number(toMs) - DAY_MS } = body;
	if (!Number.isFinite(fromMs) || !Number.isFinite(toMs) || Number(toMs) > awin.now()) {
		return failure(400, 'fromMs and toMs take times up to now');
	}
	const notifications = awin.world
		.transactionsAt('publisher', publisherId as number, awin.now(), {
			fromMs: fromMs as number,
			toMs: toMs as number,
			showBasketProducts: true,
		})
		.map((row) => notificationOf(row, method));
	void (async () => {
		for (const one of notifications) await send(url, method, one).catch(() => undefined);
	})();
	return json(202, { notifications });
}

function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function utcText(value: unknown): string {
	return text(value).slice(0, 19).replace('T', ' ');
}

function objectOf(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

function listOf(value: unknown): JsonObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}
