import type { LifeEvent, Transaction } from './transaction.cts';

/** An order that the Conversion API processed without refusing it. */
export interface OrderEntry {
	kind: 'order';
	atMs: number;
	accountId: number;
	batchId: string;
	/** As booked: cut to 50 characters. */
	reference: string;
	referenceAsSent: string;
	/** In major units. */
	amount: number;
	currency: string;
	publisherId: number | null;
	isTest: boolean;
	isPending: boolean;
	/** The booked transaction; null for a test order, which is checked but not booked. */
	transactionId: number | null;
	transaction: Transaction | null;
	/** The order as it was sent. */
	order: Record<string, unknown>;
	/** The publisher that reported it itself, as proof of purchase. */
	reportedBy?: number;
}

/** A feed that an advertiser uploaded. */
export interface FeedEntry {
	kind: 'feed';
	atMs: number;
	accountId: number;
	vertical: string;
	locale: string;
	/** Counts the uploads of this feed: each one replaces the one before. */
	version: number;
	products: number;
	rejected: number;
}

/** A validation item that changed a transaction (its result was 200). */
interface ValidationEntry {
	kind: 'validation';
	atMs: number;
	accountId: number;
	jobId: string;
	action: ValidationAction;
	transactionId: number;
	reference: string | null;
	events: LifeEvent[];
}

export type ValidationAction = 'approve' | 'decline' | 'amend' | 'amendTrackingParameters';

/** A short link that the link builder made: each one counts in its publisher's quota. */
export interface ShortLinkEntry {
	kind: 'shortLink';
	atMs: number;
	/** The publisher. */
	accountId: number;
	advertiserId: number;
	url: string;
	shortUrl: string;
}

/** An offer that an advertiser created. */
export interface OfferEntry {
	kind: 'offer';
	atMs: number;
	/** The advertiser. */
	accountId: number;
	promotionId: number;
	/** The offer as it was sent. */
	offer: Record<string, unknown>;
	/** The zone that its days and times were read in; UTC in journals that have none. */
	zone?: string;
}

/** One change made through the API. */
export type LedgerEntry = OrderEntry | ValidationEntry | ShortLinkEntry | OfferEntry | FeedEntry;
