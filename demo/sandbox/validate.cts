import type { BatchItem } from './batch.cts';
import { detailsOf } from './details.cts';
import type { Advertiser } from './directory.cts';
import { minorOf } from './money.cts';
import { keptDate } from './rows.cts';
import type { TransactionState } from './state.cts';
import type { Switches } from './switches.cts';
import type { CustomParameters, LifeEvent, Part, Transaction } from './transaction.cts';
import type { World } from './world.cts';
import { DAY_MS, ZONES, instantOf, readWallClock } from './zones.cts';

/** What became of one item. 200: done; 304: was so already; 404: no such transaction; 422: not allowed. */
export interface ItemResult {
	status: 200 | 304 | 404 | 422;
	description: string;
	transaction: Transaction | null;
	/** What changes, for 200. */
	events: LifeEvent[];
}

/** Tracking parameters of older transactions cannot be amended. */
const TRACKING_SINCE_MS = Date.parse('2023-06-01');
const MAX_PARAMETER_KEY = 127;

/** Finds transactions of an advertiser the way an item names them, with an index per day for large batches. */
export class Finder {
	private readonly days = new Map<number, Map<string, Transaction>>();

	constructor(
		private readonly world: World,
		private readonly advertiser: Advertiser,
		private readonly switches: Switches,
	) {}

	/** The transaction that an item names, visible or not; the id goes first when an item has both identities. */
	find(item: BatchItem): Transaction | undefined {
		if (item.transactionId !== null && item.transactionId !== '') {
			const id = Number(item.transactionId);
			const transaction = Number.isSafeInteger(id) ? this.world.transaction(id) : undefined;
			return transaction?.advertiserId === this.advertiser.id ? transaction : undefined;
		}
		const { orderRef, transactionDate, timezone } = item;
		if (orderRef === null || transactionDate === null || timezone === null) return undefined;
		const wallMs = readWallClock(transactionDate);
		if (wallMs === null || !ZONES.includes(timezone)) return undefined;
		// The date must be exactly Awin's own; a date in another zone or to the second does not match.
		const atMs = instantOf(wallMs, timezone);
		return this.day(Math.floor(atMs / DAY_MS)).get(`${atMs} ${orderRef}`);
	}

	private day(day: number): Map<string, Transaction> {
		let index = this.days.get(day);
		if (index) return index;
		index = new Map();
		const { world } = this;
		const startMs = day * DAY_MS;
		const found = world.candidates(
			'advertiser',
			this.advertiser.id,
			startMs,
			startMs + DAY_MS - 1,
			false,
		);
		for (const transaction of found) {
			const { orderRef } = detailsOf(world.seed, transaction);
			const key = `${keptDate(transaction.transactionAtMs, this.switches)} ${orderRef}`;
			if (orderRef !== null && !index.has(key)) index.set(key, transaction);
		}
		this.days.set(day, index);
		return index;
	}
}

/** Judges one item against the state of its transaction at `atMs`. Changes nothing. */
export function judge(
	world: World,
	advertiser: Advertiser,
	transaction: Transaction | undefined,
	item: BatchItem,
	atMs: number,
	switches: Switches,
): ItemResult {
	const state = transaction && world.stateAt(transaction, atMs);
	if (!transaction || !state) {
		return result(404, 'No transaction matches the given identification', null);
	}
	const no = (description: string) => result(422, description, transaction);
	const same = () => result(304, 'Transaction is already in the requested state', transaction);
	const times = { atMs, visibleAtMs: atMs, source: 'api' as const };
	if (state.status === 'deleted') return no('Transaction is deleted');

	switch (item.action) {
		case 'approve':
			if (state.status === 'approved') return same();
			if (state.status === 'declined') return no('Declined transaction cannot be approved');
			return { ...result(200, 'OK', transaction), events: [{ ...times, kind: 'approved' }] };
		case 'decline': {
			if (state.status === 'declined') return same();
			if (state.status === 'approved') return no('Approved transaction cannot be declined');
			const reason = item.declineReason;
			if (!reason?.trim() && switches.reasonRequired) return no('Decline reason is missing');
			return {
				...result(200, 'OK', transaction),
				events: [{ ...times, kind: 'declined', reason }],
			};
		}
		case 'amend': {
			const amendment = readAmendment(item, transaction, advertiser, switches);
			if (typeof amendment === 'string') return no(amendment);
			const isSameSale = sameSale(state, amendment);
			const wanted = item.approve ? 'approved' : 'pending';
			if (isSameSale && state.status === wanted) return same();
			if (state.status !== 'pending') return no('Only pending transactions can be amended');
			const events: LifeEvent[] = [];
			if (!isSameSale) {
				events.push({ ...times, kind: 'amended', ...amendment, reason: item.amendReason });
			}
			if (item.approve) events.push({ ...times, kind: 'approved' });
			return { ...result(200, 'OK', transaction), events };
		}
		case 'amendTrackingParameters': {
			const put = readPut(item);
			if (typeof put === 'string') return no(put);
			const details = detailsOf(world.seed, transaction);
			if (advertiser.costPerOrder) return no('Not available for CPO advertisers');
			if (state.amendments.length > 0) return no('Sale amount or commission was amended before');
			if (details.sharingPublisherId !== null) return no('Not available for shared transactions');
			if (transaction.transactionAtMs < TRACKING_SINCE_MS) return no('Transaction is too old');
			const now: CustomParameters = { ...details.customParameters, ...state.parametersPut };
			if (Object.entries(put).every(([key, value]) => now[key] === value)) return same();
			return {
				...result(200, 'OK', transaction),
				events: [{ ...times, kind: 'trackingAmended', put }],
			};
		}
	}
}

function result(
	status: ItemResult['status'],
	description: string,
	transaction: Transaction | null,
): ItemResult {
	return { status, description, transaction, events: [] };
}

interface Amendment {
	saleAmountMinor: number;
	parts: Part[];
}

function readAmendment(
	item: BatchItem,
	transaction: Transaction,
	advertiser: Advertiser,
	switches: Switches,
): Amendment | string {
	const { currency } = transaction;
	if (!item.amendReason?.trim() && switches.reasonRequired) return 'Amend reason is missing';
	if (transaction.saleAmountMinor === null) return 'A bonus cannot be amended';
	if (item.saleAmount === null) return 'Sale amount is missing';
	if (item.saleAmount < 0) return 'Sale amount is negative';
	// Strict reading: Awin's page asks for the currency and says nothing of converting.
	if (item.currency !== currency) return 'Currency does not match the transaction';
	const saleAmountMinor = minorOf(item.saleAmount, currency);
	const parts: Part[] = [];
	for (const { code, amount } of item.parts) {
		if (amount < 0) return 'Amount of a transaction part is negative';
		const isKnown = advertiser.groups.some((group) => group.code === code);
		if (!isKnown && switches.unknownGroupInAmendment === 'refused') {
			return `Commission group '${code}' does not exist`;
		}
		parts.push({ code: isKnown ? code : 'DEFAULT', amountMinor: minorOf(amount, currency) });
	}
	// Documented: parts that do not add up are not refused, Awin silently adjusts the DEFAULT one.
	const missingMinor =
		saleAmountMinor - parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
	if (missingMinor !== 0) {
		let standard = parts.find(({ code }) => code === 'DEFAULT');
		if (!standard) parts.unshift((standard = { code: 'DEFAULT', amountMinor: 0 }));
		standard.amountMinor += missingMinor;
		if (standard.amountMinor < 0) return 'Transaction parts exceed the sale amount';
	}
	return { saleAmountMinor, parts: parts.filter(({ amountMinor }) => amountMinor !== 0) };
}

function sameSale(state: TransactionState, amendment: Amendment): boolean {
	const textOf = (parts: readonly Part[]) =>
		parts
			.map(({ code, amountMinor }) => `${code} ${amountMinor}`)
			.sort()
			.join('|');
	return (
		state.saleAmountMinor === amendment.saleAmountMinor &&
		textOf(state.parts) === textOf(amendment.parts)
	);
}

function readPut(item: BatchItem): CustomParameters | string {
	const entries = Object.entries(item.put ?? {});
	if (entries.length === 0) return 'Custom parameters are missing';
	const put: CustomParameters = {};
	for (const [key, value] of entries) {
		const isKey = /^[1-9]\d{0,2}$/.test(key) && Number(key) <= MAX_PARAMETER_KEY;
		if (!isKey) return `Custom parameter key '${key}' is not a number from 1 to 127`;
		// Parameters can be created and changed, not blanked or deleted.
		if (typeof value !== 'string' || value.trim() === '')
			return `Custom parameter '${key}' is blank`;
		put[key] = value;
	}
	return put;
}
