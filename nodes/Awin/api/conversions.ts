/**
 * Submitting conversions: orders that a shop reports to Awin from its server (API reference, "Conversion API").
 */
import { toDecimal } from './money';
import { STORED_REFERENCE_LENGTH } from './orderReferences';
import { DAY_MS } from './periods';
import { resultsAddress } from './resultsAddress';
import { DEFAULT_GROUP } from './validation';

/** Awin takes up to 1,000 orders in one call. */
export const ORDERS_PER_BATCH = 1000;

/** The channel of orders that came through Awin. Others are free text; Awin's samples have `display` and `ppc`. */
export const AWIN_CHANNEL = 'aw';

/** Custom parameters of conversions have keys from 1 to this one (Conversion API, "custom"). */
export const LARGEST_CUSTOM_KEY = 255;

/** The ways in which an order can be attributed to a publisher. Awin needs at least one of them and takes several. */
export const ATTRIBUTIONS = ['awc', 'publisherClick', 'voucher'] as const;

export type Attribution = (typeof ATTRIBUTIONS)[number];

export const CUSTOMER_ACQUISITIONS = ['NEW', 'RETURNING'] as const;

export type CustomerAcquisition = (typeof CUSTOMER_ACQUISITIONS)[number];

export function ordersPath(advertiserId: string): string {
	return `/s2s/advertiser/${advertiserId}/orders`;
}

/** How much of an order belongs to a commission group, in minor units. */
export interface GroupPart {
	code: string;
	amountMinor: number;
}

/** A product of an order's basket, for Product Level Tracking. The price is of one piece, in minor units. */
export interface BasketProduct {
	id: string;
	name: string;
	priceMinor: number;
	quantity: number;
	sku?: string;
	category?: string;
	commissionGroupCode?: string;
}

/** An order as it is to be reported. Amounts are in minor units of the currency, times in whole Unix seconds. */
export interface Order {
	/** As the shop has it; Awin keeps its first 50 characters. */
	reference: string;
	/** After discounts, without tax and shipping. For leads it is how many there are, in major units. */
	amountMinor: number;
	currency: string;
	channel: string;
	/** Adds up to the amount. */
	groups: GroupPart[];
	awc?: string;
	voucher?: string;
	click?: { publisherId: number; timeSeconds: number };
	timeSeconds?: number;
	/** The publisher's note of the click, and Awin's id of the link: in Awin's template for tag managers, not in its reference. */
	clickRef?: string;
	linkId?: number;
	customerAcquisition?: CustomerAcquisition;
	isTest: boolean;
	basket: BasketProduct[];
	/** Values by key. */
	custom: Record<string, string>;
}

/** What every order has that goes to Awin, whoever reports it. */
export interface SentOrder {
	orderReference: string;
	amount: number;
	currency: string;
	[member: string]: unknown;
}

/** An order as an advertiser sends it. */
export interface WireOrder extends SentOrder {
	channel: string;
	commissionGroups: Array<{ code: string; amount: number }>;
}

/** Writes an order as Awin takes it. What was not given is left out. */
export function wireOrder(order: Order): WireOrder {
	const { currency } = order;
	const wire: WireOrder = {
		orderReference: order.reference,
		amount: toDecimal(order.amountMinor, currency),
		channel: order.channel,
		currency,
		commissionGroups: wireGroups(order.groups, currency),
	};
	if (order.awc !== undefined) wire.awc = order.awc;
	if (order.voucher !== undefined) wire.voucher = order.voucher;
	if (order.click) {
		wire.publisherId = order.click.publisherId;
		wire.clickTime = order.click.timeSeconds;
	}
	if (order.timeSeconds !== undefined) wire.transactionTime = order.timeSeconds;
	if (order.clickRef !== undefined) wire.clickRef = order.clickRef;
	if (order.linkId !== undefined) wire.linkId = order.linkId;
	if (order.customerAcquisition) wire.customerAcquisition = order.customerAcquisition;
	if (order.isTest) wire.isTest = true;
	if (order.basket.length > 0) {
		wire.basket = order.basket.map((product) => wireProduct(product, currency));
	}
	if (Object.keys(order.custom).length > 0) wire.custom = order.custom;
	return wire;
}

export function wireGroups(
	groups: GroupPart[],
	currency: string,
): Array<{ code: string; amount: number }> {
	return groups.map(({ code, amountMinor }) => ({
		code,
		amount: toDecimal(amountMinor, currency),
	}));
}

function wireProduct(product: BasketProduct, currency: string): Record<string, unknown> {
	const { id, name, priceMinor, quantity, sku, category, commissionGroupCode } = product;
	const wire: Record<string, unknown> = {
		id,
		name,
		price: toDecimal(priceMinor, currency),
		quantity,
	};
	if (sku !== undefined) wire.sku = sku;
	if (category !== undefined) wire.category = category;
	if (commissionGroupCode !== undefined) wire.commissionGroupCode = commissionGroupCode;
	return wire;
}

/**
 * The body of one call.
 *
 * @param webhookUrl where Awin reports the results once it is through with all of them (https); the advertiser is added to it
 */
export function ordersBody(
	orders: SentOrder[],
	advertiserId: string,
	webhookUrl: string | undefined,
): { orders: SentOrder[]; webhook?: { url: string } } {
	if (webhookUrl === undefined) return { orders };
	return { orders, webhook: { url: resultsAddress(webhookUrl, advertiserId) } };
}

export type Division = { ok: true; groups: GroupPart[] } | { ok: false; sumMinor: number };

/**
 * Divides an amount among commission groups. Without any group, all of it is on `DEFAULT`.
 *
 * @param restOnDefault puts on `DEFAULT` what the groups leave over; otherwise they have to add up
 * @returns the groups, which add up to the amount, or the sum that they have instead
 */
export function divideAmount(
	amountMinor: number,
	groups: GroupPart[],
	restOnDefault: boolean,
): Division {
	if (groups.length === 0) return { ok: true, groups: [{ code: DEFAULT_GROUP, amountMinor }] };
	const sumMinor = groups.reduce((sum, group) => sum + group.amountMinor, 0);
	const restMinor = amountMinor - sumMinor;
	if (restMinor === 0) return { ok: true, groups };
	if (restMinor < 0 || !restOnDefault) return { ok: false, sumMinor };
	const others = groups.filter(({ code }) => code !== DEFAULT_GROUP);
	const onDefaultMinor = sumMinor - others.reduce((sum, group) => sum + group.amountMinor, 0);
	const onDefault = { code: DEFAULT_GROUP, amountMinor: onDefaultMinor + restMinor };
	return { ok: true, groups: [...others, onDefault] };
}

/**
 * Takes out of a basket's text what Awin does not allow there: the bar, which parts the columns of its older tracking
 * line (Conversion API, "basket").
 */
export function withoutBars(text: string): string {
	return text.replaceAll('|', '-');
}

export function isLongReference(reference: string): boolean {
	return reference.length > STORED_REFERENCE_LENGTH;
}

/** Awin's clock and the shop's may differ by a little. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
const YEAR_MS = 366 * DAY_MS;

/** How a time of an order stands to now; nobody sells in the future, and Awin says nothing about very old clicks. */
export function ageOf(timeSeconds: number, nowMs: number): 'future' | 'old' | 'usual' {
	const timeMs = timeSeconds * 1000;
	if (timeMs > nowMs + CLOCK_TOLERANCE_MS) return 'future';
	return timeMs < nowMs - YEAR_MS ? 'old' : 'usual';
}
