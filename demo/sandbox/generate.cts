import { FIRST_AGENCY_RELATION } from './agency.cts';
import { advertiserOf, relationsOf } from './directory.cts';
import type { Advertiser, Relation } from './directory.cts';
import { Dice, hashOf } from './hash.cts';
import { decimalsOf } from './money.cts';
import { AMEND_REASONS, DECLINE_REASONS } from './texts.cts';
import type { LifeEvent, Part, Transaction } from './transaction.cts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './zones.cts';

/** What one seed's transactions are made from. */
export interface Recipe {
	seed: number;
	/** Average per advertiser and day. */
	transactionsPerDay: number;
	/** Ids of one relation and day lie in a row of this many. */
	slotsPerDay: number;
	lateArrivalMaxDays: number;
	/** Average new sales per advertiser and minute while the world is live. */
	liveSalesPerMinute: number;
}

/** Longest time from a transaction's first sight to its last change that carries a date of its own, in days. */
export const MAX_VALIDATION_DAYS = 50;

/** Longest life of a live transaction, in ms. */
export const MAX_LIVE_MS = 20 * MINUTE_MS;

/** Ids grow with the day, pass 2³¹ within the world's years, and never meet those of the ranges below. */
const FIRST_GENERATED_ID = 1_600_000_000;
const FIRST_LIVE_ID = 1_000_000_000_000;
export const FIRST_ORDER_ID = 8_000_000_000;
export const FIRST_ADDED_ID = 9_000_000_000;

/** Those of agencies stand above the added ones, and still below the live ones. */
const FIRST_AGENCY_ID = 10_000_000_000;
const AGENCY_ROOM = 3000;
const AGENCY_SLOTS_PER_DAY = 256;

const RELATION_ROOM = 32;
const LIVE_ROOM = 64;
const EPOCH_DAY = Date.UTC(2020, 0, 1) / DAY_MS;
/** Generated ids end here, so that those of booked orders are free. */
const LAST_DAY = Date.UTC(2034, 11, 31) / DAY_MS;

/** Days on which clocks change somewhere in Awin's zones get sales in the critical hours. */
const CLOCK_CHANGE_MONTHS: ReadonlySet<number> = new Set([2, 3, 9, 10]);

/** The id of the `slot`-th transaction of a relation on a day (days since 1970, UTC). */
function generatedId(recipe: Recipe, relation: Relation, day: number, slot: number): number {
	if (relation.index >= FIRST_AGENCY_RELATION) {
		if (slot >= AGENCY_SLOTS_PER_DAY) throw new RangeError("Too many a day for an agency's ids");
		const place = (day - EPOCH_DAY) * AGENCY_ROOM + relation.index - FIRST_AGENCY_RELATION;
		return FIRST_AGENCY_ID + place * AGENCY_SLOTS_PER_DAY + slot;
	}
	const row = (day - EPOCH_DAY) * RELATION_ROOM + relation.index;
	return FIRST_GENERATED_ID + row * recipe.slotsPerDay + slot;
}

/** Where an id comes from, or null when no relation and day could have made it. */
export function originOf(
	recipe: Recipe,
	id: number,
): { relationIndex: number; day: number; slot: number } | null {
	const offset = id - FIRST_GENERATED_ID;
	if (!Number.isSafeInteger(id) || offset < 0 || id >= FIRST_LIVE_ID) return null;
	if (id >= FIRST_AGENCY_ID) {
		const place = Math.floor((id - FIRST_AGENCY_ID) / AGENCY_SLOTS_PER_DAY);
		return {
			relationIndex: FIRST_AGENCY_RELATION + (place % AGENCY_ROOM),
			day: Math.floor(place / AGENCY_ROOM) + EPOCH_DAY,
			slot: (id - FIRST_AGENCY_ID) % AGENCY_SLOTS_PER_DAY,
		};
	}
	const row = Math.floor(offset / recipe.slotsPerDay);
	const day = Math.floor(row / RELATION_ROOM) + EPOCH_DAY;
	if (day > LAST_DAY) return null;
	return {
		relationIndex: row % RELATION_ROOM,
		day,
		slot: offset % recipe.slotsPerDay,
	};
}

/** The minute (since 1970) and advertiser position that a live id comes from, or null. */
export function liveOriginOf(id: number): { minute: number; advertiserIndex: number } | null {
	if (!Number.isSafeInteger(id) || id < FIRST_LIVE_ID) return null;
	const row = Math.floor((id - FIRST_LIVE_ID) / LIVE_ROOM);
	return { minute: Math.floor(row / RELATION_ROOM), advertiserIndex: row % RELATION_ROOM };
}

/** All transactions of one relation on one UTC day (days since 1970), by slot. */
export function generateDay(recipe: Recipe, relation: Relation, day: number): Transaction[] {
	const advertiser = advertiserOf(relation.advertiserId);
	if (!advertiser) return [];
	if (advertiser.closedFrom && day * DAY_MS >= Date.parse(advertiser.closedFrom)) return [];
	const dice = new Dice(hashOf(recipe.seed, 'day', relation.index, day));
	const expected = recipe.transactionsPerDay * relation.share * (0.8 + 0.4 * dice.next());
	const count = Math.floor(expected) + (dice.chance(expected % 1) ? 1 : 0);
	const isClockChangeDay =
		CLOCK_CHANGE_MONTHS.has(new Date(day * DAY_MS).getUTCMonth()) &&
		new Date(day * DAY_MS).getUTCDay() === 0;
	return Array.from({ length: count }, (_, slot) => {
		let second = dice.int(0, 86_399);
		if (isClockChangeDay && dice.chance(0.5)) second = dice.int(0, 10 * 3600);
		// The edges of a day are where windows meet.
		if (dice.chance(0.01)) second = dice.pick([0, 1, 59, 60, 86_340, 86_399]);
		const transactionAtMs = day * DAY_MS + second * SECOND_MS;
		const delay = dice.next();
		const lateMs =
			delay < 0.88
				? dice.int(5, 600) * SECOND_MS
				: delay < 0.95
					? dice.int(10, 24 * 60) * MINUTE_MS
					: dice.next() * recipe.lateArrivalMaxDays * DAY_MS;
		const sale = generateSale(dice, advertiser);
		const visibleAtMs =
			transactionAtMs + Math.min(Math.floor(lateMs), recipe.lateArrivalMaxDays * DAY_MS);
		return {
			id: generatedId(recipe, relation, day, slot),
			advertiserId: advertiser.id,
			publisherId: relation.publisherId,
			...sale,
			transactionAtMs,
			visibleAtMs,
			life: generateLife(dice, visibleAtMs, sale.saleAmountMinor),
		};
	});
}

function generateSale(
	dice: Dice,
	advertiser: Advertiser,
): Pick<Transaction, 'currency' | 'saleAmountMinor' | 'bonusMinor'> {
	const currency = dice.weighted(advertiser.currencies);
	// From one to about five hundred pounds' worth, small sums more often.
	const major = Math.exp(dice.next() * Math.log(500));
	const amountMinor = Math.max(1, Math.round(major * 10 ** decimalsOf(currency)));
	const scale = currency === 'JPY' ? 150 : 1;
	const isBonus = dice.chance(0.01);
	return {
		currency,
		saleAmountMinor: isBonus ? null : amountMinor * scale,
		bonusMinor: isBonus ? Math.ceil((amountMinor * scale) / 10) : 0,
	};
}

function generateLife(
	dice: Dice,
	visibleAtMs: number,
	saleAmountMinor: number | null,
): LifeEvent[] {
	const life: LifeEvent[] = [];
	const happen = (atMs: number) => {
		const secondMs = Math.ceil(atMs / SECOND_MS) * SECOND_MS;
		// A change is dated when it is made; the list shows it a little later.
		return {
			atMs: secondMs,
			visibleAtMs: secondMs + dice.int(0, 90) * SECOND_MS,
			source: 'schedule' as const,
		};
	};
	let atMs = visibleAtMs;
	let amountMinor = saleAmountMinor;
	const amendments = dice.weighted([
		[0, 82],
		[1, 15],
		[2, 3],
	] as const);
	for (let round = 0; round < amendments && amountMinor !== null; round++) {
		atMs += HOUR_MS + dice.next() * 6 * DAY_MS;
		amountMinor = Math.max(1, Math.round(amountMinor * (0.3 + 0.9 * dice.next())));
		life.push({
			kind: 'amended',
			...happen(atMs),
			saleAmountMinor: amountMinor,
			reason: dice.pick(AMEND_REASONS),
		});
	}
	atMs += dice.chance(0.1) ? dice.int(1, 600) * MINUTE_MS : (1 + dice.next() * 35) * DAY_MS;
	// Advertisers validate in bulk: many rows then share one date to the second.
	if (dice.chance(0.4)) atMs = Math.ceil(atMs / DAY_MS) * DAY_MS + 11 * HOUR_MS;
	const end = dice.weighted([
		['approved', 74],
		['declined', 21],
		['deleted', 2],
		['forgotten', 3],
	] as const);
	if (end === 'declined') {
		life.push({ kind: 'declined', ...happen(atMs), reason: dice.pick(DECLINE_REASONS) });
	} else if (end === 'deleted') {
		life.push({ kind: 'deleted', ...happen(atMs) });
	} else {
		// What nobody validates is approved by Awin when the programme's validation period ends.
		if (end === 'forgotten') atMs = visibleAtMs + (MAX_VALIDATION_DAYS - 1) * DAY_MS;
		life.push({ kind: 'approved', ...happen(atMs) });
		if (dice.chance(0.8)) {
			const paidAtMs = atMs + (3 + dice.next() * 25) * DAY_MS;
			life.push({ kind: 'paid', ...happen(paidAtMs), paymentId: dice.int(1_000_000, 9_999_999) });
		}
	}
	return life.sort((one, other) => one.visibleAtMs - other.visibleAtMs);
}

/** The live sales of one advertiser in one minute (since 1970): seen within seconds, with a life of minutes, not weeks. */
export function generateLiveMinute(
	recipe: Recipe,
	advertiser: Advertiser,
	advertiserIndex: number,
	minute: number,
): Transaction[] {
	if (advertiser.closedFrom) return [];
	const dice = new Dice(hashOf(recipe.seed, 'live', advertiser.id, minute));
	const expected = recipe.liveSalesPerMinute;
	const count = Math.min(LIVE_ROOM, Math.floor(expected) + (dice.chance(expected % 1) ? 1 : 0));
	const partners = relationsOf('advertiser', advertiser.id);
	return Array.from({ length: count }, (_, slot) => {
		const transactionAtMs = minute * MINUTE_MS + dice.int(0, 50) * SECOND_MS;
		const visibleAtMs = transactionAtMs + dice.int(1, 9) * SECOND_MS;
		const relation = dice.weighted(partners.map((partner) => [partner, partner.share] as const));
		const sale = generateSale(dice, advertiser);
		const life: LifeEvent[] = [];
		const happen = (from: number, to: number) => {
			const atMs = visibleAtMs + dice.int(from * 60, to * 60) * SECOND_MS;
			return { atMs, visibleAtMs: atMs + dice.int(0, 5) * SECOND_MS, source: 'schedule' as const };
		};
		if (sale.saleAmountMinor !== null && dice.chance(0.3)) {
			const saleAmountMinor = Math.max(1, Math.round(sale.saleAmountMinor * 0.8));
			const reason = dice.pick(AMEND_REASONS);
			life.push({ kind: 'amended', ...happen(1, 4), saleAmountMinor, reason });
		}
		if (dice.chance(0.4)) {
			life.push({ kind: 'approved', ...happen(5, 15) });
		} else if (dice.chance(0.35)) {
			life.push({ kind: 'declined', ...happen(5, 15), reason: dice.pick(DECLINE_REASONS) });
		}
		const row = minute * RELATION_ROOM + advertiserIndex;
		return {
			id: FIRST_LIVE_ID + row * LIVE_ROOM + slot,
			advertiserId: advertiser.id,
			publisherId: relation.publisherId,
			...sale,
			transactionAtMs,
			visibleAtMs,
			life,
		};
	});
}

/** How a made-up sale was split over commission groups when it was tracked. */
export function generateParts(seed: number, transaction: Transaction): Part[] {
	const { saleAmountMinor, advertiserId, id } = transaction;
	const groups = advertiserOf(advertiserId)?.groups ?? [];
	if (saleAmountMinor === null) return [];
	const dice = new Dice(hashOf(seed, 'parts', id));
	if (groups.length < 2 || saleAmountMinor < 2 || !dice.chance(0.3)) {
		return [{ code: 'DEFAULT', amountMinor: saleAmountMinor }];
	}
	const second = dice.pick(groups.slice(1)).code;
	const secondMinor = dice.int(1, saleAmountMinor - 1);
	return [
		{ code: 'DEFAULT', amountMinor: saleAmountMinor - secondMinor },
		{ code: second, amountMinor: secondMinor },
	];
}
