import type { AccountType } from './directory.cts';
import type { CustomParameters, Details, LifeEventKind } from './transaction.cts';

/** What goes into the world and what comes out of it. Times are ms since 1970 (UTC). */

export interface WorldOptions {
	/** ISO day (UTC) of the first transactions. */
	startDate: string;
	/** Average number of transactions per advertiser and day. */
	transactionsPerDay: number;
	/**
	 * Average number of new things (a sale, or a change of one) per advertiser and minute once the world is live, on top of
	 * the scheduled life; 0 for none. At most 128.
	 */
	liveEventsPerMinute: number;
	/** Longest time between a sale and its first sight, in days. */
	lateArrivalMaxDays: number;
	/** How long a validation job of that many items takes, in ms. */
	jobDurationMs: (items: number) => number;
}

export const DEFAULT_WORLD: Readonly<WorldOptions> = {
	startDate: '2023-01-01',
	transactionsPerDay: 8,
	liveEventsPerMinute: 0,
	lateArrivalMaxDays: 5,
	// Awin's sample job of two items took about a second.
	jobDurationMs: (items) => 800 + items / 2,
};

export type HistoryKind = 'created' | 'approved' | 'declined' | 'amended';

/** Something that a client watching an account must come to know. Amounts are in major units, as rows show them. */
export interface HistoryEvent {
	kind: HistoryKind;
	transactionId: number;
	advertiserId: number;
	publisherId: number;
	/** Awin's own date field for it, in ms: the transaction, validation or amendment date. */
	atMs: number;
	/** When a call first shows it, in ms. */
	visibleAtMs: number;
	currency: string;
	oldSaleAmount: number | null;
	newSaleAmount: number | null;
	oldCommission: number | null;
	newCommission: number;
	/** The decline or amendment reason. */
	reason: string | null;
}

export interface HistoryQuery {
	accountType: AccountType;
	accountId: number;
	/** Events first visible from here … */
	fromMs: number;
	/** … to here, both included. Finite. */
	toMs: number;
}

/** A transaction that a test or an order puts into the world. */
export interface NewTransaction {
	/** Default: the next free one. */
	id?: number;
	advertiserId: number;
	publisherId: number;
	/** Default: the programme's own. */
	currency?: string;
	/** In major units (10.83); null for a bonus. */
	saleAmount: number | null;
	/** Amounts in major units; default: all of it on `DEFAULT`. */
	parts?: ReadonlyArray<{ code: string; amount: number }>;
	transactionAtMs: number;
	/** Default: at once. */
	visibleAtMs?: number;
	details?: Partial<Details>;
}

/** An event that a test or an API call puts into a transaction's life. */
export interface NewEvent {
	transactionId: number;
	kind: LifeEventKind;
	/** The date that Awin gives it, in ms. */
	atMs: number;
	/** From when on it is seen; default `atMs`. */
	visibleAtMs?: number;
	/** For `approved` and `declined`: also of what was validated the other way before. */
	reverses?: boolean;
	/** For `declined` and `amended`. */
	reason?: string | null;
	/** For `amended`, in major units. */
	saleAmount?: number;
	/** For `amended`, in major units; default: the old parts in proportion. */
	parts?: ReadonlyArray<{ code: string; amount: number }>;
	/** For `trackingAmended`. */
	put?: CustomParameters;
	/** For `paid`. */
	paymentId?: number;
}
