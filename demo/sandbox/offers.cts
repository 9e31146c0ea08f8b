import { ADVERTISERS } from './directory.cts';
import type { Advertiser } from './directory.cts';
import { hashOf } from './hash.cts';
import type { OfferEntry } from './ledger.cts';
import { VOUCHERS } from './texts.cts';
import { DAY_MS, instantOf, readWallClock, SECOND_MS } from './zones.cts';

/** An offer as an advertiser has it. It runs up to, and not including, `endsAtMs`. */
export interface Offer {
	promotionId: number;
	advertiserId: number;
	type: 'promotion' | 'voucher';
	title: string;
	description: string;
	terms: string;
	startsAtMs: number;
	endsAtMs: number;
	addedAtMs: number;
	url: string;
	campaign: string;
	/** ISO 3166 codes; null: all regions. */
	regions: readonly string[] | null;
	voucherCode: string | null;
	isExclusive: boolean;
}

/** Each place in an advertiser's list has an offer for 50 days, then ten days none; the next one is announced early. */
const PLACES = 90;
const CYCLE_DAYS = 60;
const RUN_DAYS = 50;
const ANNOUNCED_DAYS = 20;

/** The offers that can be seen at a moment, those of `created` included: running ones and announced ones. */
export function offersAt(seed: number, nowMs: number, created: readonly OfferEntry[]): Offer[] {
	const invented = ADVERTISERS.flatMap((advertiser, index) =>
		Array.from({ length: PLACES }, (_, place) =>
			offersOfPlace(seed, advertiser, index, place, nowMs),
		).flat(),
	);
	return [...invented, ...created.map(createdOffer)].filter(({ endsAtMs }) => endsAtMs > nowMs);
}

function offersOfPlace(
	seed: number,
	advertiser: Advertiser,
	index: number,
	place: number,
	nowMs: number,
): Offer[] {
	const phase = hashOf(seed, 'offer', advertiser.id, place) % CYCLE_DAYS;
	const cycle = Math.floor((nowMs / DAY_MS + phase) / CYCLE_DAYS);
	return [cycle, cycle + 1]
		.map((number) => inventedOffer(seed, advertiser, index, place, number, phase))
		.filter(({ addedAtMs }) => addedAtMs <= nowMs);
}

function inventedOffer(
	seed: number,
	advertiser: Advertiser,
	index: number,
	place: number,
	cycle: number,
	phase: number,
): Offer {
	const chance = hashOf(seed, 'offer', advertiser.id, place, cycle);
	const startsAtMs = (cycle * CYCLE_DAYS - phase) * DAY_MS;
	const isVoucher = chance % 3 === 0;
	return {
		promotionId: (index + 1) * 10_000_000 + place * 100_000 + cycle,
		advertiserId: advertiser.id,
		type: isVoucher ? 'voucher' : 'promotion',
		title: `${10 + (chance % 50)} % off – "Größe & Stil", no. ${place + 1}`,
		description: `Save at ${advertiser.name} <b>now</b>`,
		terms: 'While stocks last.\nNot with other offers.',
		startsAtMs,
		endsAtMs: startsAtMs + RUN_DAYS * DAY_MS,
		addedAtMs: startsAtMs - ANNOUNCED_DAYS * DAY_MS,
		url: `https://shop-${advertiser.id}.example/sale?no=${place + 1}&from=awin`,
		campaign: '',
		regions: place % 4 === 0 ? null : [advertiser.country],
		voucherCode: isVoucher ? VOUCHERS[chance % VOUCHERS.length] : null,
		isExclusive: chance % 7 === 0,
	};
}

/** From when to when an offer runs that was sent in this form: the last second counts. */
export function runtimeOf(
	offer: Record<string, unknown>,
	zone: string,
): { startsAtMs: number; endsAtMs: number } {
	const { startDate, startTime = '00:00:00', endDate, endTime = '23:59:59' } = offer;
	const momentOf = (day: unknown, time: unknown) =>
		instantOf(readWallClock(`${String(day)}T${String(time)}`) ?? 0, zone);
	return {
		startsAtMs: momentOf(startDate, startTime),
		endsAtMs: momentOf(endDate, endTime) + SECOND_MS,
	};
}

function createdOffer({ promotionId, accountId, atMs, offer, zone }: OfferEntry): Offer {
	const text = (name: string) => String(offer[name]);
	const advertiser = ADVERTISERS.find(({ id }) => id === accountId) as Advertiser;
	return {
		promotionId,
		advertiserId: accountId,
		type: offer.type as Offer['type'],
		title: text('title'),
		description: text('description'),
		terms: text('terms'),
		...runtimeOf(offer, zone ?? 'UTC'),
		addedAtMs: atMs,
		url: text('url'),
		campaign: typeof offer.campaign === 'string' ? offer.campaign : '',
		regions: offer.appliesToAllRegions === true ? null : [advertiser.country],
		voucherCode: offer.type === 'voucher' ? text('voucherCode') : null,
		isExclusive: false,
	};
}
