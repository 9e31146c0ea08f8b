import { ADVERTISERS, relationAt, relationsOf } from './directory.cts';
import type { AccountType } from './directory.cts';
import {
	MAX_LIVE_MS,
	MAX_VALIDATION_DAYS,
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
/** So many days are looked up by what is dated on each; more are gone through once. */
const MOST_DAYS_BY_DATE = 3;

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

	/** Transactions of an account with something that first shows from `fromMs` to `toMs`, with others besides. */
	shown(
		accountType: AccountType,
		accountId: number,
		fromMs: number,
		toMs: number,
	): Generator<Transaction> {
		return this.between(accountType, accountId, fromMs - this.longestLifeMs(), toMs);
	}

	/** Transactions of an account with any date of their own, or of a change, from `fromMs` to `toMs`, with others besides. */
	*dated(
		accountType: AccountType,
		accountId: number,
		fromMs: number,
		toMs: number,
	): Generator<Transaction> {
		const [firstDay, lastDay] = [Math.floor(fromMs / DAY_MS), Math.floor(toMs / DAY_MS)];
		if (lastDay - firstDay >= MOST_DAYS_BY_DATE || this.liveStretches.length > 0) {
			yield* this.shown(accountType, accountId, fromMs, toMs);
			return;
		}
		// Who looks every few minutes would else go through two months of sales each time.
		const given = new Set<number>();
		for (let day = firstDay; day <= lastDay; day++) {
			for (const one of this.datedOn(accountType, accountId, day)) {
				if (given.has(one.id)) continue;
				given.add(one.id);
				yield one;
			}
		}
	}

	private datedOn(accountType: AccountType, accountId: number, day: number): Transaction[] {
		const isOn = (atMs: number) => Math.floor(atMs / DAY_MS) === day;
		return this.block(`dated/${accountType}/${accountId}/${day}`, () =>
			[...this.shown(accountType, accountId, day * DAY_MS, (day + 1) * DAY_MS)].filter(
				(one) => isOn(one.transactionAtMs) || one.life.some(({ atMs }) => isOn(atMs)),
			),
		);
	}

	/** From a transaction's date to the last change that has one. */
	private longestLifeMs(): number {
		const days = MAX_VALIDATION_DAYS + this.recipe.lateArrivalMaxDays + 1;
		return Math.max(days * DAY_MS, MAX_LIVE_MS);
	}

	private day(relationIndex: number, day: number): Transaction[] {
		const relation = relationAt(relationIndex);
		if (!relation) return [];
		return this.block(`${relationIndex}/${day}`, () => generateDay(this.recipe, relation, day));
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
