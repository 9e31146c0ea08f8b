/**
 * What the trigger reports, and how a row of Awin's becomes one of these events. Pure.
 *
 * Rows must come from a call that asked for UTC. All times are epoch milliseconds.
 */
import { createHash } from 'crypto';

import { readAwinUtc } from '../api/timezones';
import { amountOf, ownCurrencyOf, textOf } from '../api/transactionOutput';
import { DATE_TYPES, type DateType, type TransactionRow } from '../api/transactions';

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
	/** What tells this event from an earlier one of the same transaction in the same list. */
	version: string;
	/** Awin's own date of the event; null for an amendment, whose date Awin does not show. */
	occurredAtMs: number | null;
	row: TransactionRow;
}

export type ChangeReading =
	| { kind: 'change'; change: Change }
	/** The row is no event: it is pending or deleted in the list of validations, or never was amended. */
	| { kind: 'none' }
	/** What happened to the transaction cannot be read. */
	| { kind: 'unreadable' };

/** Reads a row of one of the three lists. */
export function readChange(row: TransactionRow, dateType: DateType): ChangeReading {
	switch (dateType) {
		case 'transaction':
			return found(row, dateType, 'created', '', row.transactionDate);
		case 'validation':
			return readValidation(row);
		case 'amendment':
			// Nobody says whether this list leaves out rows that were never amended, so they are passed over here.
			return isUnamended(row)
				? { kind: 'none' }
				: found(row, dateType, 'amended', amendmentVersion(row), row.amendDate);
	}
}

function readValidation(row: TransactionRow): ChangeReading {
	if (typeof row.commissionStatus !== 'string') return { kind: 'unreadable' };
	const status = row.commissionStatus.toLowerCase();
	if (status !== 'approved' && status !== 'declined') return { kind: 'none' };
	const atMs = readAwinUtc(row.validationDate);
	const version = atMs === undefined ? 'undated' : compactDate(atMs);
	return found(row, 'validation', status, version, row.validationDate);
}

function found(
	row: TransactionRow,
	dateType: DateType,
	event: TriggerEvent,
	version: string,
	date: unknown,
): ChangeReading {
	const occurredAtMs = readAwinUtc(date) ?? null;
	return {
		kind: 'change',
		change: { event, id: row.id, dateType, version, occurredAtMs, row },
	};
}

function isUnamended(row: TransactionRow): boolean {
	return row.amended === false || row.amended === 'false';
}

/**
 * Awin gives an amendment no number, and rows show no amendment date (only one connector's list of fields has one). So the
 * amounts, old and new, and the reason tell one amendment from the next.
 */
function amendmentVersion(row: TransactionRow): string {
	const amounts = [
		row.oldSaleAmount,
		row.saleAmount,
		row.oldCommissionAmount,
		row.commissionAmount,
	];
	const facts = [
		...amounts.flatMap((money) => [amountOf(money), ownCurrencyOf(money)]),
		textOf(row.amendReason),
		readAwinUtc(row.amendDate) ?? null,
	];
	return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 10);
}

/** `20260314T093012Z`: sorts, and fits into file names and sheets alike. */
function compactDate(epochMs: number): string {
	return new Date(epochMs).toISOString().replace(/[-:]|\.\d+/g, '');
}

/**
 * The id of an event: the same for ever, in every workflow and after every restart, because it is made of nothing but what
 * Awin shows.
 *
 * One exception is named: amounts may go back and forth (10 to 8, 8 to 10, 10 to 8). The earliest that this can repeat an
 * amendment is the third of a transaction, so from the third one on its number is added.
 *
 * @param sequence which amendment of the transaction this is, as far as the trigger has seen
 */
export function eventIdOf({ id, event, version }: Change, sequence: number): string {
	const base = version === '' ? `${id}-${event}` : `${id}-${event}-${version}`;
	return event === 'amended' && sequence > 2 ? `${base}-${sequence}` : base;
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
