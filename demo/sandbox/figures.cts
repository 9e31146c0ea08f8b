import { advertiserOf, publisherOf } from './directory.cts';
import type { AccountType } from './directory.cts';
import { detailsOf } from './details.cts';
import { hashOf } from './hash.cts';
import { keptDate } from './rows.cts';
import type { TransactionState } from './state.cts';
import type { Transaction } from './transaction.cts';
import type { World } from './world.cts';
import { DAY_MS, instantOf, readWallClock, writeDate } from './zones.cts';

/** What reports are made of: the transactions of a span of days, each with what it brings to the figures. */

/** The regions that Awin's report pages list. */
export const REGIONS: readonly string[] =
	'AT AU BE BR BU CA CH DE DK ES FI FR GB IE IT NL NO PL SE US'.split(' ');

type FigureState = 'pending' | 'confirmed' | 'bonus' | 'declined';

/** One transaction as reports count it. */
export interface Figure {
	advertiserId: number;
	publisherId: number;
	region: string;
	currency: string;
	creativeId: number;
	creativeName: string;
	tagName: string | null;
	campaign: string | null;
	/** The day that it is counted on, in the zone of the report. */
	day: string;
	state: FigureState;
	saleMinor: number;
	commissionMinor: number;
	clicks: number;
	impressions: number;
}

export interface FigureQuery {
	accountType: AccountType;
	accountId: number;
	/** `yyyy-MM-dd`, both included. */
	firstDay: string;
	lastDay: string;
	zone: string;
	dateType: 'transaction' | 'validation';
	atMs: number;
}

const CREATIVES: ReadonlyArray<readonly [string, string | null]> = [
	['Banner 300×250', 'summer'],
	['Banner 728×90 "Leaderboard"', 'summer'],
	['Text link', null],
	['Newsletter, teaser', 'email'],
];

/**
 * Every transaction that counts. Deleted ones are gone. Clicks and impressions are invented for each transaction, so that
 * they add up over days as everything else does; a day without a transaction has none, and its partner no row.
 */
export function figuresOf(world: World, query: FigureQuery): Figure[] {
	const { accountType, accountId, firstDay, lastDay, zone, dateType, atMs } = query;
	const startMs = instantOf(readWallClock(`${firstDay}T00:00:00`) ?? 0, zone);
	const endMs = instantOf(readWallClock(`${lastDay}T00:00:00`) ?? 0, zone) + DAY_MS * 2;
	const isLater = dateType === 'validation';
	const figures: Figure[] = [];
	for (const one of world.candidates(accountType, accountId, startMs - DAY_MS, endMs, isLater)) {
		const state = world.stateAt(one, atMs);
		if (!state || state.status === 'deleted') continue;
		const dateMs = isLater ? state.validationAtMs : keptDate(one.transactionAtMs, world.switches);
		if (dateMs === null) continue;
		const day = writeDate(dateMs, zone).slice(0, 10);
		if (day >= firstDay && day <= lastDay) figures.push(figureOf(world.seed, one, state, day));
	}
	return figures.sort((a, b) => a.advertiserId - b.advertiserId || a.publisherId - b.publisherId);
}

function figureOf(seed: number, one: Transaction, state: TransactionState, day: string): Figure {
	const { id, advertiserId, publisherId, currency, saleAmountMinor } = one;
	const creative = hashOf(seed, 'creative', id) % CREATIVES.length;
	const [creativeName, tagName] = CREATIVES[creative];
	const clicks = 3 + (hashOf(seed, 'clicks', id) % 40);
	return {
		advertiserId,
		publisherId,
		region: regionOf(seed, one),
		currency,
		creativeId: advertiserId * 10 + creative,
		creativeName,
		tagName,
		campaign: detailsOf(seed, one).campaign,
		day,
		state: stateOf(one, state),
		saleMinor: saleAmountMinor === null ? 0 : (state.saleAmountMinor ?? 0),
		commissionMinor: state.commissionMinor,
		clicks,
		impressions: clicks * (10 + (hashOf(seed, 'impressions', id) % 60)),
	};
}

function stateOf({ saleAmountMinor }: Transaction, { status }: TransactionState): FigureState {
	if (status === 'declined') return 'declined';
	if (saleAmountMinor === null) return 'bonus';
	return status === 'approved' ? 'confirmed' : 'pending';
}

/** Mostly the advertiser's own; programmes from elsewhere run under the United Kingdom. */
function regionOf(seed: number, { id, advertiserId }: Transaction): string {
	const country = advertiserOf(advertiserId)?.country ?? '';
	const home = REGIONS.includes(country) ? country : 'GB';
	return hashOf(seed, 'region', id) % 8 === 0 ? 'AT' : home;
}

/** The names that a report shows for both sides. */
export function namesOf({ advertiserId, publisherId }: Figure) {
	return {
		advertiserName: advertiserOf(advertiserId)?.name ?? null,
		publisherName: publisherOf(publisherId)?.name ?? null,
	};
}

/** Puts figures together by a key, in the order in which the keys come up. */
export function groupFigures(
	figures: readonly Figure[],
	keyOf: (figure: Figure) => string,
): Figure[][] {
	const groups = new Map<string, Figure[]>();
	for (const figure of figures) {
		const key = keyOf(figure);
		const group = groups.get(key);
		if (group) group.push(figure);
		else groups.set(key, [figure]);
	}
	return [...groups.values()];
}
