/**
 * How shops write what they know: a status in the words of the shop's software, an amount and a date in a sheet.
 */
import { DateTime } from 'luxon';

import type { Dice } from '../../demo/sandbox/hash.cts';
import { decimalsOf } from '../../demo/sandbox/money.cts';

/** What a shop's status means. */
export type OrderState = 'completed' | 'cancelled' | 'partlyReturned' | 'open';

/** As the software writes them in its API, its exports and on its pages. */
const STATUSES: Record<string, Record<OrderState, readonly string[]>> = {
	Shopify: {
		completed: ['paid', 'Paid', 'PAID', 'fulfilled', ' paid '],
		cancelled: ['refunded', 'voided', 'Refunded', 'VOIDED', 'cancelled'],
		partlyReturned: ['partially_refunded', 'Partially refunded', 'PARTIALLY-REFUNDED'],
		open: ['pending', 'authorized', 'Pending', 'partially_paid', 'expired'],
	},
	WooCommerce: {
		completed: ['completed', 'Completed', 'cOmpleted'],
		cancelled: ['cancelled', 'refunded', 'Refunded', 'CANCELLED'],
		partlyReturned: ['partially refunded', 'Partially-Refunded'],
		open: ['pending', 'on-hold', 'On hold', 'checkout-draft'],
	},
	Magento: {
		completed: ['complete', 'Complete'],
		cancelled: ['canceled', 'closed', 'Closed', 'Canceled'],
		partlyReturned: ['partially_refunded'],
		open: ['pending', 'holded', 'payment_review', 'On Hold'],
	},
	Shopware: {
		completed: ['completed', 'Abgeschlossen', 'ABGESCHLOSSEN', 'abgeschlossen'],
		cancelled: ['cancelled', 'Storniert', 'storniert', 'STORNIERT', 'Erstattet', 'returned'],
		partlyReturned: ['Teilweise erstattet', 'teilweise_erstattet', 'refunded_partially'],
		open: ['open', 'in_progress', 'Offen', 'In Bearbeitung', 'offen'],
	},
};

export const SHOP_SOFTWARE = Object.keys(STATUSES);

export function statusAs(software: string, state: OrderState, dice: Dice): string {
	return dice.pick(STATUSES[software][state]);
}

/** Puts a separator between each three digits of the whole part. */
function written(amountMinor: number, places: number, thousands: string, decimal: string): string {
	const digits = String(amountMinor).padStart(places + 1, '0');
	const whole = digits.slice(0, digits.length - places);
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
	return places === 0 ? grouped : `${grouped}${decimal}${digits.slice(-places)}`;
}

const FORMS: ReadonlyArray<readonly [thousands: string, decimal: string]> = [
	['', '.'],
	['', ','],
	['.', ','],
	[',', '.'],
	[' ', ','],
	["'", '.'],
	['\u00a0', ','],
];

/** Three digits behind the only separator: thousands or decimals, nobody can tell. */
const CAN_BE_READ_IN_TWO_WAYS = /^\d+[.,]\d{3}$/;

/** An amount in one of the ways in which sheets have it, always one that can be read in one way only. */
export function amountAs(amountMinor: number, currency: string, dice: Dice): string | number {
	const places = decimalsOf(currency);
	const number = amountMinor / 10 ** places;
	if (dice.chance(0.3)) return number;
	const [thousands, decimal] = dice.pick(FORMS);
	const text = written(amountMinor, places, thousands, decimal);
	return CAN_BE_READ_IN_TWO_WAYS.test(text) ? number : text;
}

/** A moment in one of the ways in which shops and sheets have it. */
export function dateAs(atMs: number, zone: string, dice: Dice): string {
	const local = DateTime.fromMillis(atMs, { zone });
	const isTold = local.getPossibleOffsets().length === 1;
	switch (dice.int(0, isTold ? 4 : 1)) {
		case 0:
			return new Date(atMs).toISOString();
		case 1:
			return local.toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
		case 2:
			return local.toFormat("yyyy-MM-dd'T'HH:mm:ss");
		case 3:
			return local.toFormat('yyyy-MM-dd HH:mm:ss');
		default:
			return local.toFormat('yyyy-MM-dd');
	}
}

/** A moment in the night in which the clocks of the zone were changed last before `nowMs`; any other where they never are. */
export function nightOfChange(
	nowMs: number,
	longestDays: number,
	zone: string,
	dice: Dice,
): number {
	const hourMs = 3_600_000;
	for (let hours = 48; hours < longestDays * 24; hours++) {
		const atMs = nowMs - hours * hourMs;
		const offset = (ms: number) => DateTime.fromMillis(ms, { zone }).offset;
		if (offset(atMs) !== offset(atMs + hourMs)) {
			return atMs + dice.int(-180, 180) * 60_000;
		}
	}
	return nowMs - dice.int(20, longestDays - 1) * 24 * hourMs;
}
