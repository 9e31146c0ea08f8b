/**
 * What the trigger reports, and how a row of Awin's becomes one of these events. Pure.
 *
 * Rows must come from a call that asked for UTC. All times are epoch milliseconds.
 */
import { createHash } from 'crypto';

import { readAwinUtc } from '../api/timezones';
import { amountOf, ownCurrencyOf, textOf } from '../api/transactionOutput';
import {
	DATE_TYPES,
	TRANSACTION_STATUSES,
	type DateType,
	type TransactionRow,
} from '../api/transactions';

export const TRIGGER_EVENTS = ['created', 'approved', 'declined', 'amended'] as const;

export type TriggerEvent = (typeof TRIGGER_EVENTS)[number];

/** Which list shows an event: each of Awin's three dates is set by what it is named after, and by nothing else. */
const DATE_TYPE_OF: Record<TriggerEvent, DateType> = {
	created: 'transaction',
	approved: 'validation',
	declined: 'validation',
	amended: 'amendment',
};

/** The lists that have to be read for these events, each once. */
export function dateTypesFor(events: readonly TriggerEvent[]): DateType[] {
	return DATE_TYPES.filter((dateType) => eventsIn(dateType, events).length > 0);
}

/** Those of the chosen events that one list shows. */
export function eventsIn(dateType: DateType, events: readonly TriggerEvent[]): TriggerEvent[] {
	return events.filter((event) => DATE_TYPE_OF[event] === dateType);
}

/** One event as a row shows it. */
export interface Change {
	event: TriggerEvent;
	/** The transaction. */
	id: number | string;
	dateType: DateType;
	/** What its id is made of, besides the transaction and the event. */
	version: string;
	/** What tells this event from others of the same transaction in the same list. */
	identity: string;
	/** Awin's own date of the event; null for an amendment, whose date Awin does not show. */
	occurredAtMs: number | null;
	row: TransactionRow;
}

export type ChangeReading =
	| { kind: 'change'; change: Change }
	/** The row is no event: it is pending or deleted in the list of validations, or it never was amended. */
	| { kind: 'none' }
	/** What happened to the transaction cannot be read. */
	| { kind: 'unreadable' };

/** Reads a row of one of the three lists. */
export function readChange(row: TransactionRow, dateType: DateType): ChangeReading {
	switch (dateType) {
		case 'transaction':
			return found(row, dateType, 'created', readAwinUtc(row.transactionDate), { version: '' });
		case 'validation':
			return readValidation(row);
		case 'amendment':
			// Nobody says whether this list leaves out rows that were never amended, so they are passed over here.
			return isUnamended(row)
				? { kind: 'none' }
				: found(row, dateType, 'amended', readAwinUtc(row.amendDate), amendmentVersion(row));
	}
}

function readValidation(row: TransactionRow): ChangeReading {
	const status = statusOf(row);
	// A status that nobody knows may well be news: it must not pass for none.
	if (status === null) return { kind: 'unreadable' };
	if (status !== 'approved' && status !== 'declined') return { kind: 'none' };
	const atMs = readAwinUtc(row.validationDate);
	const version = atMs === undefined ? 'undated' : compactDate(atMs);
	return found(row, 'validation', status, atMs, { version });
}

/** The status that a row shows; null where it shows none, or one that Awin has not documented. */
export function statusOf(row: TransactionRow): (typeof TRANSACTION_STATUSES)[number] | null {
	const text = typeof row.commissionStatus === 'string' ? row.commissionStatus.toLowerCase() : '';
	return TRANSACTION_STATUSES.find((status) => status === text) ?? null;
}

function found(
	row: TransactionRow,
	dateType: DateType,
	event: TriggerEvent,
	occurredAtMs: number | null = null,
	{ version, identity = version }: { version: string; identity?: string },
): ChangeReading {
	return {
		kind: 'change',
		change: { event, id: row.id, dateType, version, identity, occurredAtMs, row },
	};
}

function isUnamended(row: TransactionRow): boolean {
	return row.amended === false || row.amended === 'false';
}

/**
 * Awin gives an amendment no number, and rows show no amendment date (only one connector's list of fields has one). So the
 * amounts, old and new, tell one amendment from the next, and the date where there is one. A reason that comes later, or
 * that one of Awin's servers does not know yet, makes no other amendment; it is only a part of the id.
 */
function amendmentVersion(row: TransactionRow): { version: string; identity: string } {
	const amounts = [
		row.oldSaleAmount,
		row.saleAmount,
		row.oldCommissionAmount,
		row.commissionAmount,
	].flatMap((money) => [amountOf(money), ownCurrencyOf(money)]);
	const dateMs = readAwinUtc(row.amendDate) ?? null;
	return {
		version: fingerprint([...amounts, textOf(row.amendReason), dateMs]),
		identity: fingerprint([...amounts, dateMs]),
	};
}

function fingerprint(facts: unknown[]): string {
	return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 10);
}

/** `20260314T093012Z`: sorts, and fits into file names and sheets alike. */
function compactDate(epochMs: number): string {
	return new Date(epochMs).toISOString().replace(/[-:]|\.\d+/g, '');
}

/**
 * The id of an event: the same for ever, in every workflow and after every restart, because it is made of nothing but what
 * Awin shows.
 */
export function eventIdOf({ id, event, version }: Change): string {
	return version === '' ? `${id}-${event}` : `${id}-${event}-${version}`;
}

const RANK: Record<TriggerEvent, number> = { created: 0, amended: 1, approved: 2, declined: 2 };

/**
 * Orders events, oldest first. An amendment without a date goes before the validation of its transaction, because Awin
 * amends pending transactions only; that of a pending one goes to the end.
 */
export function byTime(a: Change, b: Change): number {
	const [aMs, bMs] = [placeMs(a), placeMs(b)];
	if (aMs !== bMs) return aMs < bMs ? -1 : 1;
	return RANK[a.event] - RANK[b.event] || (Number(a.id) || 0) - (Number(b.id) || 0);
}

function placeMs({ occurredAtMs, row }: Change): number {
	return occurredAtMs ?? readAwinUtc(row.validationDate) ?? Infinity;
}
