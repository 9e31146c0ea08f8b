/** The shapes that the sandbox keeps its truth in. Amounts are minor units, times are ms since 1970 (UTC). */

/** A part of a sale: what was bought under one commission group. */
export interface Part {
	/** The programme's own code, or one that it does not have (then paid at the default rate). */
	code: string;
	amountMinor: number;
}

export type CustomParameters = Record<string, string>;

interface EventTimes {
	/** The date that Awin shows for it. */
	atMs: number;
	/** From when on a call shows it. */
	visibleAtMs: number;
	source: 'schedule' | 'api' | 'test';
}

/** Something that happens to a transaction after it was tracked. */
export type LifeEvent = EventTimes &
	/** Takes back a validation before it. Awin's pages do not say whether that happens. */
	(| { kind: 'approved'; reverses?: boolean }
		| { kind: 'declined'; reverses?: boolean; reason: string | null }
		| { kind: 'deleted' }
		| { kind: 'paid'; paymentId: number }
		| { kind: 'trackingAmended'; put: CustomParameters }
		| {
				kind: 'amended';
				saleAmountMinor: number;
				/** Left out: the old parts, in proportion. */
				parts?: readonly Part[];
				reason: string | null;
		  }
	);

export type LifeEventKind = LifeEvent['kind'];

export interface BasketProduct {
	id: string;
	name: string;
	priceMinor: number;
	quantity: number;
	sku: string | null;
	category: string | null;
	commissionGroupCode: string | null;
}

/** The descriptive side of a transaction, which nothing in its life depends on. */
export interface Details {
	orderRef: string | null;
	campaign: string | null;
	clickRefs: readonly string[];
	clickAtMs: number | null;
	voucherCode: string | null;
	customParameters: CustomParameters | null;
	basket: readonly BasketProduct[] | null;
	customerAcquisition: 'NEW' | 'RETURNING' | null;
	/** A publisher that the commission was shared with: Awin refuses tracking amendments for such transactions. */
	sharingPublisherId: number | null;
}

/** A transaction as it was tracked, with the life that is planned for it. */
export interface Transaction {
	id: number;
	advertiserId: number;
	publisherId: number;
	currency: string;
	/** Null for a bonus, which has no sale. */
	saleAmountMinor: number | null;
	/** Only for a bonus. */
	bonusMinor: number;
	/** To the second; Awin's own date field may be coarser. */
	transactionAtMs: number;
	visibleAtMs: number;
	/** By `visibleAtMs`. */
	life: readonly LifeEvent[];
	/** Left out: made up from the id, whenever they are needed. */
	parts?: readonly Part[];
	details?: Partial<Details>;
}

export type CommissionStatus = 'pending' | 'approved' | 'declined' | 'deleted';
