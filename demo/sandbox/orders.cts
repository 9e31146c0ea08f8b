import { relationOf } from './directory.cts';
import { isCurrency, minorOf } from './money.cts';
import { isObject } from './read.cts';
import type { JsonObject } from './read.cts';
import type { Switches } from './switches.cts';
import { MINUTE_MS, SECOND_MS } from './zones.cts';

export const MAX_ORDERS = 1000;
/** Longer order references are cut to this length without a word. */
const MAX_REFERENCE_LENGTH = 50;
const MAX_PARAMETER_KEY = 255;
const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;

export interface FieldError {
	field: string;
	message: string;
}

export interface OrderCheck {
	advertiserId: number;
	/** The publisher reports the order itself: no click is needed, and the time of the purchase is. */
	isProof?: boolean;
	nowMs: number;
	switches: Switches;
	/** References booked before, as booked. */
	knownReferences: ReadonlySet<string>;
}

/** The reference as Awin books it. */
export function cutReference(reference: string): string {
	return reference.slice(0, MAX_REFERENCE_LENGTH);
}

/**
 * Everything that is wrong with an order, field by field; an empty list for a good one. Field names and rules are Awin's;
 * the wording of messages was never published.
 */
export function checkOrder(order: unknown, check: OrderCheck): FieldError[] {
	if (!isObject(order)) return [{ field: 'order', message: 'must be an object' }];
	const errors: FieldError[] = [];
	const wrong = (field: string, message: string) => errors.push({ field, message });

	checkText(order, 'orderReference', true, wrong);
	checkText(order, 'channel', true, wrong);
	checkText(order, 'clickRef', false, wrong);
	checkLink(order, wrong);
	const { amount, currency } = order;
	const isAmount = typeof amount === 'number' && amount >= 0;
	if (amount === undefined || amount === null) wrong('amount', 'must not be null');
	else if (!isAmount) wrong('amount', 'must be a number, zero or more');
	const isMoney = typeof currency === 'string' && isCurrency(currency);
	if (currency === undefined || currency === null) wrong('currency', 'must not be null');
	else if (!isMoney) wrong('currency', 'must be an ISO 4217 currency code');
	checkGroups(order, isAmount && isMoney ? { amount, currency } : null, check, wrong);
	if (check.isProof) checkProof(order, check, wrong);
	else checkAttribution(order, check, wrong);
	checkTime(order, 'transactionTime', check, wrong);

	const { customerAcquisition = null, isTest = null } = order;
	if (customerAcquisition !== null && !['NEW', 'RETURNING'].includes(String(customerAcquisition))) {
		wrong('customerAcquisition', 'must be NEW or RETURNING');
	}
	if (isTest !== null && typeof isTest !== 'boolean') wrong('isTest', 'must be true or false');
	checkBasket(order.basket ?? null, wrong);
	checkCustom(order.custom ?? null, wrong);
	const reference = order.orderReference;
	if (
		check.switches.duplicateReferences === 'refused' &&
		typeof reference === 'string' &&
		check.knownReferences.has(cutReference(reference))
	) {
		wrong('orderReference', 'already exists');
	}
	return errors;
}

type Wrong = (field: string, message: string) => void;

function checkText(order: JsonObject, field: string, isRequired: boolean, wrong: Wrong): void {
	const value = order[field] ?? null;
	if (value === null && !isRequired) return;
	if (value === null || value === '') wrong(field, 'must not be blank');
	else if (typeof value !== 'string') wrong(field, 'must be a string');
	else if (value.trim() === '') wrong(field, 'must not be blank');
}

function checkLink({ linkId = null }: JsonObject, wrong: Wrong): void {
	if (linkId !== null && !Number.isInteger(linkId)) wrong('linkId', 'must be an integer');
}

function checkGroups(
	order: JsonObject,
	money: { amount: number; currency: string } | null,
	check: OrderCheck,
	wrong: Wrong,
): void {
	const groups = order.commissionGroups;
	if (!Array.isArray(groups) || groups.length === 0) {
		return wrong('commissionGroups', 'must not be empty');
	}
	let sumMinor = 0;
	for (const [index, group] of (groups as unknown[]).entries()) {
		const { code, amount } = isObject(group) ? group : {};
		const at = `commissionGroups[${index}]`;
		if (typeof code !== 'string' || code === '') wrong(`${at}.code`, 'must not be blank');
		if (typeof amount !== 'number' || amount < 0) {
			wrong(`${at}.amount`, 'must be a number, zero or more');
		} else if (money) {
			sumMinor += minorOf(amount, money.currency);
		}
	}
	if (money && check.switches.orderPartsMustAddUp) {
		if (sumMinor !== minorOf(money.amount, money.currency)) {
			wrong('commissionGroups', 'amounts must add up to the order amount');
		}
	}
}

/** At least one of: a click checksum, a voucher, or a publisher with the time of the click. */
function checkAttribution(order: JsonObject, check: OrderCheck, wrong: Wrong): void {
	const { awc = null, voucher = null, publisherId = null, clickTime = null } = order;
	checkText(order, 'awc', false, wrong);
	checkText(order, 'voucher', false, wrong);
	if (publisherId !== null) {
		if (typeof publisherId !== 'number' || !Number.isInteger(publisherId)) {
			wrong('publisherId', 'must be an integer');
		} else if (!relationOf(check.advertiserId, publisherId)) {
			wrong('publisherId', 'has no active relationship with the advertiser');
		}
		if (clickTime === null) wrong('clickTime', 'is required with publisherId');
	} else if (clickTime !== null) {
		wrong('publisherId', 'is required with clickTime');
	} else if (awc === null && voucher === null) {
		wrong('awc', 'one of awc, voucher, or publisherId with clickTime is required');
	}
	checkTime(order, 'clickTime', check, wrong);
}

function checkProof(order: JsonObject, check: OrderCheck, wrong: Wrong): void {
	checkText(order, 'awc', false, wrong);
	checkTime(order, 'clickTime', check, wrong);
	const { transactionTime = null } = order;
	if (transactionTime === null) wrong('transactionTime', 'must not be null');
}

function checkTime(order: JsonObject, field: string, check: OrderCheck, wrong: Wrong): void {
	const value = order[field] ?? null;
	if (value === null) return;
	if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0) {
		return wrong(field, 'must be a Unix time in seconds');
	}
	const isFuture = value * SECOND_MS > check.nowMs + CLOCK_TOLERANCE_MS;
	if (isFuture && check.switches.futureTimes === 'refused')
		wrong(field, 'must not be in the future');
}

function checkBasket(basket: unknown, wrong: Wrong): void {
	if (basket === null) return;
	if (!Array.isArray(basket)) return wrong('basket', 'must be an array');
	for (const [index, product] of (basket as unknown[]).entries()) {
		const at = `basket[${index}]`;
		if (!isObject(product)) {
			wrong(at, 'must be an object');
			continue;
		}
		for (const field of ['id', 'name', 'sku', 'category', 'commissionGroupCode'] as const) {
			const value = product[field] ?? null;
			const isRequired = field === 'id' || field === 'name';
			if (value === null && !isRequired) continue;
			if (typeof value !== 'string' || value === '') wrong(`${at}.${field}`, 'must not be blank');
			// The older tracking line separates columns with it.
			else if (value.includes('|')) wrong(`${at}.${field}`, "must not contain '|'");
		}
		if (typeof product.price !== 'number' || product.price < 0) {
			wrong(`${at}.price`, 'must be a number, zero or more');
		}
		if (!Number.isInteger(product.quantity) || Number(product.quantity) < 1) {
			wrong(`${at}.quantity`, 'must be a whole number, one or more');
		}
	}
}

function checkCustom(custom: unknown, wrong: Wrong): void {
	if (custom === null) return;
	if (!isObject(custom)) return wrong('custom', 'must be an object');
	for (const [key, value] of Object.entries(custom)) {
		if (!/^[1-9]\d{0,2}$/.test(key) || Number(key) > MAX_PARAMETER_KEY) {
			wrong(`custom.${key}`, `key must be a number from 1 to ${MAX_PARAMETER_KEY}`);
		}
		if (typeof value !== 'string') wrong(`custom.${key}`, 'must be a string');
	}
}
