import { relationsOf } from './directory.cts';
import { hashOf } from './hash.cts';
import { minorOf } from './money.cts';
import { cutReference } from './orders.cts';
import { isObject } from './read.cts';
import type { JsonObject } from './read.cts';
import type { BasketProduct, CustomParameters } from './transaction.cts';
import type { NewTransaction } from './world.cts';
import { MINUTE_MS, SECOND_MS } from './zones.cts';

/** Longest time from an order to its transaction's first sight (documented). */
const MAX_DISPLAY_MS = 3 * MINUTE_MS;
/** Pending orders take longer; nobody says how long. */
const PENDING_MS = 5 * MINUTE_MS;

/** What of a checked order can be relied on. */
export interface GoodOrder extends JsonObject {
	orderReference: string;
	amount: number;
	currency: string;
	channel: string;
	commissionGroups: Array<{ code: string; amount: number }>;
}

const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);

/** The publisher that an order is attributed to: the named one, or one that the click or voucher leads to. */
function publisherOfOrder(advertiserId: number, order: GoodOrder): number {
	if (typeof order.publisherId === 'number') return order.publisherId;
	const partners = relationsOf('advertiser', advertiserId);
	const trace = textOrNull(order.awc) ?? textOrNull(order.voucher) ?? '';
	return partners[hashOf('click', trace) % partners.length].publisherId;
}

function basketOf(order: GoodOrder): BasketProduct[] | null {
	if (!Array.isArray(order.basket)) return null;
	return (order.basket as unknown[]).filter(isObject).map((product) => ({
		id: String(product.id),
		name: String(product.name),
		priceMinor: minorOf(Number(product.price), order.currency),
		quantity: Number(product.quantity),
		sku: textOrNull(product.sku),
		category: textOrNull(product.category),
		commissionGroupCode: textOrNull(product.commissionGroupCode),
	}));
}

/** The transaction that a checked order becomes. */
export function transactionOf(
	advertiserId: number,
	order: GoodOrder,
	nowMs: number,
	{ isPending, shownAfterMinutes }: { isPending: boolean; shownAfterMinutes: number },
): NewTransaction {
	const secondOf = (value: unknown) => (typeof value === 'number' ? value * SECOND_MS : null);
	const displayMs =
		shownAfterMinutes < 0
			? hashOf('display', order.orderReference, nowMs) % MAX_DISPLAY_MS
			: shownAfterMinutes * MINUTE_MS;
	const acquisition = order.customerAcquisition;
	return {
		advertiserId,
		publisherId: publisherOfOrder(advertiserId, order),
		currency: order.currency,
		saleAmount: order.amount,
		parts: order.commissionGroups.map(({ code, amount }) => ({ code, amount })),
		transactionAtMs: secondOf(order.transactionTime) ?? Math.floor(nowMs / SECOND_MS) * SECOND_MS,
		visibleAtMs: nowMs + displayMs + (isPending ? PENDING_MS : 0),
		details: {
			orderRef: cutReference(order.orderReference),
			campaign: null,
			clickRefs: typeof order.clickRef === 'string' ? [order.clickRef] : [],
			clickAtMs: secondOf(order.clickTime),
			voucherCode: textOrNull(order.voucher),
			customParameters: isObject(order.custom) ? (order.custom as CustomParameters) : null,
			basket: basketOf(order),
			customerAcquisition:
				acquisition === 'NEW' || acquisition === 'RETURNING' ? acquisition : null,
			sharingPublisherId: null,
		},
	};
}
