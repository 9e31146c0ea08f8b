import { advertiserOf, relationOf } from './directory.cts';
import type { AccountType } from './directory.cts';
import { FIRST_ADDED_ID, FIRST_ORDER_ID, generateParts } from './generate.cts';
import { amountOf, decimalsOf, minorOf } from './money.cts';
import { keptDate, rowOf, shapedRow } from './rows.cts';
import type { Row } from './rows.cts';
import { stateAt } from './state.cts';
import type { Change, TransactionState } from './state.cts';
import { Stock } from './stock.cts';
import type { LiveStretch } from './stock.cts';
import type { Switches } from './switches.cts';
import type { LifeEvent, LifeEventKind, Part, Transaction } from './transaction.cts';
import { DEFAULT_WORLD } from './world-shapes.cts';
import type {
	HistoryEvent,
	HistoryKind,
	HistoryQuery,
	NewEvent,
	NewTransaction,
	WorldOptions,
} from './world-shapes.cts';
import { MINUTE_MS } from './zones.cts';

export type {
	HistoryEvent,
	HistoryQuery,
	NewEvent,
	NewTransaction,
	WorldOptions,
} from './world-shapes.cts';

const HISTORY_KINDS: ReadonlySet<LifeEventKind> = new Set(['approved', 'declined', 'amended']);
/** Ids of one relation and day: enough for the default share of the default volume many times over. */
const SLOTS_PER_DAY = 8192;

/** The data, and the truth about it: what happened when, and from when on Awin shows it. */
export class World {
	readonly options: Readonly<WorldOptions>;
	/** How long a validation job of that many items takes, in ms. */
	jobDurationMs: (items: number) => number;
	private readonly stock: Stock;
	private readonly added = new Map<number, Transaction>();
	private readonly extraEvents = new Map<number, LifeEvent[]>();
	private nextAddedId = FIRST_ADDED_ID;
	private nextOrderId = FIRST_ORDER_ID;

	constructor(
		readonly seed: number,
		options: Partial<WorldOptions>,
		readonly switches: Readonly<Switches>,
	) {
		this.options = { ...DEFAULT_WORLD, ...options };
		this.jobDurationMs = this.options.jobDurationMs;
		let slotsPerDay = SLOTS_PER_DAY;
		while (slotsPerDay < this.options.transactionsPerDay * 1.25) slotsPerDay *= 2;
		this.stock = new Stock(
			{
				seed,
				transactionsPerDay: this.options.transactionsPerDay,
				slotsPerDay,
				lateArrivalMaxDays: this.options.lateArrivalMaxDays,
				// About every other live event is a sale, the rest is what becomes of one.
				liveSalesPerMinute: this.options.liveEventsPerMinute / 2,
			},
			Date.parse(this.options.startDate),
		);
	}

	/**
	 * Adds live sales from the minute of `fromMs` on (not before an earlier stretch ends) until `toMs` (default: open-ended),
	 * and answers the stretch. Calling again with a known start moves its end.
	 */
	live(fromMs: number, toMs = Infinity): LiveStretch {
		const { liveStretches } = this.stock;
		const minuteMs = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS;
		let stretch = liveStretches.find(
			(known) => known.fromMs === fromMs || known.fromMs === minuteMs,
		);
		if (stretch) {
			stretch.toMs = toMs;
			return stretch;
		}
		const startMs = liveStretches.reduce((ms, known) => Math.max(ms, known.toMs), minuteMs);
		stretch = { fromMs: startMs, toMs: Math.max(startMs, toMs) };
		liveStretches.push(stretch);
		return stretch;
	}

	/** A transaction by its id, whether it is visible yet or not. */
	transaction(id: number): Transaction | undefined {
		return this.added.get(id) ?? this.stock.byId(id);
	}

	/** Whether the transaction, or anything that becomes of it, has a date in this time; its state takes longer to find. */
	mayBeDated(transaction: Transaction, fromMs: number, toMs: number): boolean {
		const isWithin = (atMs: number) => atMs > fromMs - MINUTE_MS && atMs < toMs + MINUTE_MS;
		if (isWithin(transaction.transactionAtMs)) return true;
		const { life } = transaction;
		if (life.some(({ atMs }) => isWithin(atMs))) return true;
		return this.extraEvents.get(transaction.id)?.some(({ atMs }) => isWithin(atMs)) ?? false;
	}

	/** The state of a transaction at a moment, or undefined before it is first shown. */
	stateAt(transaction: Transaction, atMs: number): TransactionState | undefined {
		return stateAt(transaction, this.partsOf(transaction), this.eventsOf(transaction), atMs);
	}

	/**
	 * Everything of an account that may have a date of its own (transaction, or with `withLaterChanges` also validation or
	 * amendment) between the two moments; the caller looks at the dates.
	 */
	*candidates(
		accountType: AccountType,
		accountId: number,
		fromMs: number,
		toMs: number,
		withLaterChanges: boolean,
	): Generator<Transaction> {
		if (!Number.isFinite(toMs)) throw new RangeError('The end of a stretch of time must be finite');
		const made = withLaterChanges
			? this.stock.dated(accountType, accountId, fromMs, toMs)
			: this.stock.between(accountType, accountId, fromMs, toMs);
		yield* this.withTouched(accountType, accountId, made);
	}

	private *withTouched(
		accountType: AccountType,
		accountId: number,
		made: Iterable<Transaction>,
	): Generator<Transaction> {
		for (const one of made) {
			if (!this.extraEvents.has(one.id) && !this.added.has(one.id)) yield one;
		}
		// What tests and API calls touched may be of any age.
		const touched = new Set([...this.added.keys(), ...this.extraEvents.keys()]);
		for (const id of touched) {
			const one = this.transaction(id);
			const owner = accountType === 'advertiser' ? one?.advertiserId : one?.publisherId;
			if (one && owner === accountId) yield one;
		}
	}

	/** All events of an account that a call first shows in the given time, in the order in which they come to light. */
	history(query: HistoryQuery): HistoryEvent[] {
		const { accountType, accountId, fromMs, toMs } = query;
		const events: HistoryEvent[] = [];
		if (!Number.isFinite(toMs)) throw new RangeError('The end of a stretch of time must be finite');
		const made = this.stock.shown(accountType, accountId, fromMs, toMs);
		for (const one of this.withTouched(accountType, accountId, made)) {
			const created = this.stateAt(one, one.visibleAtMs);
			if (one.visibleAtMs >= fromMs && one.visibleAtMs <= toMs && created) {
				events.push({
					...this.historyOf(one),
					kind: 'created',
					atMs: keptDate(one.transactionAtMs, this.switches),
					visibleAtMs: one.visibleAtMs,
					newSaleAmount: this.amount(one.saleAmountMinor, one.currency),
					newCommission: amountOf(created.commissionMinor, one.currency),
				});
			}
			for (const change of this.stateAt(one, toMs)?.changes ?? []) {
				if (change.visibleAtMs < fromMs || !HISTORY_KINDS.has(change.kind)) continue;
				events.push(this.changeEvent(one, change));
			}
		}
		return events.sort(
			(one, other) =>
				one.visibleAtMs - other.visibleAtMs || one.transactionId - other.transactionId,
		);
	}

	/**
	 * The rows of an account as they are seen at `atMs`, by id. Without a range of transaction dates this makes everything
	 * since the start of the world.
	 */
	transactionsAt(
		accountType: AccountType,
		accountId: number,
		atMs: number,
		options: {
			fromMs?: number;
			toMs?: number;
			timezone?: string;
			showBasketProducts?: boolean;
		} = {},
	): Row[] {
		const {
			fromMs = -Infinity,
			toMs = atMs,
			timezone = 'UTC',
			showBasketProducts = false,
		} = options;
		const view = { role: accountType, zone: timezone, showBasketProducts };
		const rows: Array<{ id: number; row: Row }> = [];
		for (const one of this.candidates(accountType, accountId, fromMs, toMs, false)) {
			const keptMs = keptDate(one.transactionAtMs, this.switches);
			const state = keptMs >= fromMs && keptMs <= toMs ? this.stateAt(one, atMs) : undefined;
			if (!state) continue;
			const row = shapedRow(rowOf(this.seed, one, state, view, this.switches), this.switches);
			rows.push({ id: one.id, row });
		}
		return rows.sort((one, other) => one.id - other.id).map(({ row }) => row);
	}

	/** Puts a transaction into the world; answers it with its id. */
	addTransaction(input: NewTransaction): Transaction {
		return this.keep(this.prepare(input, input.id ?? this.nextAddedId++));
	}

	/** Books an order as a transaction. */
	addOrder(input: NewTransaction): Transaction {
		return this.keep(this.prepare(input, this.nextOrderId++));
	}

	/** Puts a transaction back exactly as it was kept. */
	keep(transaction: Transaction): Transaction {
		if (this.transaction(transaction.id)) {
			throw new Error(`There already is a transaction ${transaction.id}`);
		}
		this.added.set(transaction.id, transaction);
		if (transaction.id >= FIRST_ADDED_ID) {
			this.nextAddedId = Math.max(this.nextAddedId, transaction.id + 1);
		} else if (transaction.id >= FIRST_ORDER_ID) {
			this.nextOrderId = Math.max(this.nextOrderId, transaction.id + 1);
		}
		return transaction;
	}

	/** Puts an event into the life of any transaction; what the state at that time does not allow has no effect. */
	scheduleEvent(input: NewEvent): LifeEvent {
		const transaction = this.transaction(input.transactionId);
		if (!transaction) throw new Error(`There is no transaction ${input.transactionId}`);
		const event = eventOf(input, transaction.currency);
		this.insertEvent(transaction.id, event);
		return event;
	}

	/** Puts an event back exactly as it was kept. */
	insertEvent(transactionId: number, event: LifeEvent): void {
		const events = this.extraEvents.get(transactionId) ?? [];
		events.push(event);
		this.extraEvents.set(transactionId, events);
	}

	private eventsOf(transaction: Transaction): readonly LifeEvent[] {
		const extra = this.extraEvents.get(transaction.id);
		if (!extra) return transaction.life;
		return [...transaction.life, ...extra].sort(
			(one, other) => one.visibleAtMs - other.visibleAtMs,
		);
	}

	private partsOf(transaction: Transaction): readonly Part[] {
		return transaction.parts ?? generateParts(this.seed, transaction);
	}

	private prepare(input: NewTransaction, id: number): Transaction {
		const advertiser = advertiserOf(input.advertiserId);
		if (!advertiser || !relationOf(input.advertiserId, input.publisherId)) {
			throw new Error(`${input.publisherId} is not a publisher of ${input.advertiserId}`);
		}
		const currency = input.currency ?? advertiser.currencies[0][0];
		const isBonus = input.saleAmount === null;
		const saleAmountMinor = input.saleAmount === null ? null : minorOf(input.saleAmount, currency);
		return {
			id,
			advertiserId: input.advertiserId,
			publisherId: input.publisherId,
			currency,
			saleAmountMinor,
			bonusMinor: isBonus ? 10 ** decimalsOf(currency) : 0,
			transactionAtMs: input.transactionAtMs,
			visibleAtMs: input.visibleAtMs ?? input.transactionAtMs,
			life: [],
			parts: minorParts(input.parts, currency) ?? [
				{ code: 'DEFAULT', amountMinor: saleAmountMinor ?? 0 },
			],
			details: input.details,
		};
	}

	private historyOf(one: Transaction) {
		return {
			transactionId: one.id,
			advertiserId: one.advertiserId,
			publisherId: one.publisherId,
			currency: one.currency,
			oldSaleAmount: null,
			oldCommission: null,
			reason: null,
		};
	}

	private changeEvent(one: Transaction, change: Change): HistoryEvent {
		return {
			...this.historyOf(one),
			kind: change.kind as HistoryKind,
			atMs: change.atMs,
			visibleAtMs: change.visibleAtMs,
			oldSaleAmount: this.amount(change.oldSaleAmountMinor, one.currency),
			newSaleAmount: this.amount(change.newSaleAmountMinor, one.currency),
			oldCommission: amountOf(change.oldCommissionMinor, one.currency),
			newCommission: amountOf(change.newCommissionMinor, one.currency),
			reason: change.reason,
		};
	}

	private amount(amountMinor: number | null, currency: string): number | null {
		return amountMinor === null ? null : amountOf(amountMinor, currency);
	}
}

function minorParts(
	parts: ReadonlyArray<{ code: string; amount: number }> | undefined,
	currency: string,
): Part[] | undefined {
	return parts?.map(({ code, amount }) => ({ code, amountMinor: minorOf(amount, currency) }));
}

function eventOf(input: NewEvent, currency: string): LifeEvent {
	const { atMs, visibleAtMs = atMs, reason = null, reverses } = input;
	const times = { atMs, visibleAtMs, source: 'test' as const };
	switch (input.kind) {
		case 'approved':
			return { ...times, kind: 'approved', reverses };
		case 'declined':
			return { ...times, kind: 'declined', reverses, reason };
		case 'paid':
			return { ...times, kind: 'paid', paymentId: input.paymentId ?? 1 };
		case 'trackingAmended':
			return { ...times, kind: 'trackingAmended', put: input.put ?? {} };
		case 'amended': {
			if (input.saleAmount === undefined) throw new Error('An amendment needs a sale amount');
			const saleAmountMinor = minorOf(input.saleAmount, currency);
			const parts = minorParts(input.parts, currency);
			return { ...times, kind: 'amended', saleAmountMinor, parts, reason };
		}
		default:
			return { ...times, kind: input.kind };
	}
}
