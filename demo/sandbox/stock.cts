import { ADVERTISERS, RELATIONS, relationsOf } from './directory.cts';
import type { AccountType } from './directory.cts';
import {
	MAX_LIVE_MS,
	generateDay,
	generateLiveMinute,
	liveOriginOf,
	originOf,
} from './generate.cts';
import type { Recipe } from './generate.cts';
import type { Transaction } from './transaction.cts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './zones.cts';

/** How many generated transactions are kept at hand; others are made again, the same, when they are asked for. */
const KEPT_TRANSACTIONS = 250_000;
const MINUTES_PER_HOUR = 60;

/** Time in which the world was live, in ms; open-ended while it runs. */
export interface LiveStretch {
	fromMs: number;
	toMs: number;
}

/**
 * All generated transactions, made by the day when somebody looks. Since every day comes out of a hash of its own, nothing
 * here depends on what was asked before.
 */
export class Stock {
	readonly liveStretches: LiveStretch[] = [];
	private readonly blocks = new Map<string, Transaction[]>();
	private kept = 0;

	constructor(
		private readonly recipe: Recipe,
		private readonly firstDayMs: number,
	) {}

	/** Transactions of an account dated from `fromMs` to `toMs`, with a little more on both sides. */
	*between(
		accountType: AccountType,
		accountId: number,
		fromMs: number,
		toMs: number,
	): Generator<Transaction> {
		const lastDay = Math.floor(toMs / DAY_MS);
		const relations = relationsOf(accountType, accountId);
		for (let day = Math.floor(Math.max(fromMs, this.firstDayMs) / DAY_MS); day <= lastDay; day++) {
			for (const relation of relations) yield* this.day(relation.index, day);
		}
		for (const stretch of this.liveStretches) {
			const startMs = Math.max(fromMs, stretch.fromMs);
			const endMs = Math.min(toMs, stretch.toMs);
			for (let hour = Math.floor(startMs / HOUR_MS); hour * HOUR_MS <= endMs; hour++) {
				for (const [index, advertiser] of ADVERTISERS.entries()) {
					if (!relations.some((relation) => relation.advertiserId === advertiser.id)) continue;
					for (const sale of this.liveHour(index, hour)) {
						const isOwn = accountType === 'advertiser' || sale.publisherId === accountId;
						if (isOwn && isWithin(stretch, sale)) yield sale;
					}
				}
			}
		}
	}

	/** One generated transaction, or undefined when the seed never made that id. */
	byId(id: number): Transaction | undefined {
		const live = liveOriginOf(id);
		if (live) {
			const hour = Math.floor(live.minute / MINUTES_PER_HOUR);
			const sale = this.liveHour(live.advertiserIndex, hour).find((one) => one.id === id);
			return sale && this.liveStretches.some((stretch) => isWithin(stretch, sale))
				? sale
				: undefined;
		}
		const origin = originOf(this.recipe, id);
		if (!origin || origin.day * DAY_MS < this.firstDayMs) return undefined;
		return this.day(origin.relationIndex, origin.day)[origin.slot];
	}

	/** How far back a transaction may be dated whose last dated change is at `atMs`. */
	earliestFor(atMs: number, longestLifeMs: number): number {
		return atMs - Math.max(longestLifeMs, MAX_LIVE_MS);
	}

	private day(relationIndex: number, day: number): Transaction[] {
		if (relationIndex >= RELATIONS.length) return [];
		return this.block(`${relationIndex}/${day}`, () =>
			generateDay(this.recipe, RELATIONS[relationIndex], day),
		);
	}

	private liveHour(advertiserIndex: number, hour: number): Transaction[] {
		if (advertiserIndex >= ADVERTISERS.length) return [];
		return this.block(`live/${advertiserIndex}/${hour}`, () =>
			Array.from({ length: MINUTES_PER_HOUR }, (_, minute) =>
				generateLiveMinute(
					this.recipe,
					ADVERTISERS[advertiserIndex],
					advertiserIndex,
					hour * MINUTES_PER_HOUR + minute,
				),
			).flat(),
		);
	}

	private block(key: string, make: () => Transaction[]): Transaction[] {
		const known = this.blocks.get(key);
		if (known) return known;
		const made = make();
		this.blocks.set(key, made);
		// An empty block costs memory too, so it counts as one.
		this.kept += made.length + 1;
		for (const [oldKey, old] of this.blocks) {
			if (this.kept <= KEPT_TRANSACTIONS || oldKey === key) break;
			this.blocks.delete(oldKey);
			this.kept -= old.length + 1;
		}
		return made;
	}
}

/** Only whole minutes count: a minute that had begun before the stretch did would show sales after the fact. */
function isWithin(stretch: LiveStretch, sale: Transaction): boolean {
	const minuteMs = Math.floor(sale.transactionAtMs / MINUTE_MS) * MINUTE_MS;
	return minuteMs >= stretch.fromMs && minuteMs < stretch.toMs;
}
