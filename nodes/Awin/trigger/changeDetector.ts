/**
 * What the rows of one list tell that was not known before. Pure.
 */
import { createHash } from 'crypto';

import type { AccountType } from '../api/accounts';
import { isJsonObject } from '../api/answers';
import { MINUTE_MS } from '../api/periods';
import { shapeOf } from '../api/shapes';
import { readAwinUtc } from '../api/timezones';
import { idOf } from '../api/transactionOutput';
import { readTransactions, type DateType, type TransactionRow } from '../api/transactions';
import { findWholeList } from '../api/wholeLists';
import { readChange, statusOf, type Change } from './events';
import { AHEAD_MS, type PlannedWindow } from './readPlan';
import { hourOf, type SeenTransactions, type SeenVersion, type Status } from './seenTransactions';
import { isSelected, type Selection } from './selection';

/** An event to report. */
export interface DetectedEvent {
	change: Change;
	/** The status in which the trigger last saw the transaction; null where it had not seen it, or for other events. */
	previousStatus: Status | null;
}

/** A transaction that was seen in this poll, whether it was new or not. */
export interface Sighting {
	subject: DateType;
	id: number | string;
	/** The date by which the list found it; the time of the poll where it does not show that. */
	atMs: number;
}

interface UnreadableRow {
	name: string;
	/** Tells it from other rows. */
	key: string;
}

export interface ChangeDetectorOptions {
	dateType: DateType;
	selection: Selection;
	/** What is read before this, in the same list: an event belongs to the first that it fits. */
	before: readonly Selection[];
	accountType: AccountType;
	seen: SeenTransactions;
	/** When the list was asked. */
	nowMs: number;
}

/** Awin keeps the dates of transactions to the minute, so a row may lie so far outside of what was asked. */
const DATE_PRECISION_MS = MINUTE_MS;

/** Goes through the answers of one list, window by window. What it sees is remembered. */
export class ChangeDetector {
	readonly newEvents: DetectedEvent[] = [];
	readonly sightings: Sighting[] = [];
	/** What was seen without the date by which it is listed. */
	readonly undated: SeenVersion[] = [];
	/** The newest date of Awin's in these rows. */
	newestMs: number | undefined;
	/** How many rows were not what was asked for: other partners, other dates. */
	notAskedFor = 0;
	private readonly unreadable: UnreadableRow[] = [];
	/** The form of the first of them. */
	unreadableShape?: string;
	/** What this poll found in the baseline only, so far. */
	private readonly baseline = new Map<string, DetectedEvent>();

	constructor(private readonly options: ChangeDetectorOptions) {}

	/** The rows that could not be read: by id, or by their place in the answer where they have none. */
	get unreadableNames(): string[] {
		return this.unreadable.map(({ name }) => name);
	}

	/** @param answer holds a list, see {@link holdsList} */
	detect(answer: unknown, window: PlannedWindow): void {
		const list = findWholeList(answer, ['transactions']) ?? [];
		const { rows, unreadable } = readTransactions(answer) ?? { rows: [], unreadable: [] };
		for (const { index } of unreadable) {
			this.takeUnreadable(list[index], `at place ${index + 1}`, window);
		}
		for (const row of rows) this.takeRow(row, window);
	}

	/** Remembers the rows that could not be read, so that nothing waits for them any more. */
	giveUp(): void {
		for (const { key } of this.unreadable) this.rememberUnreadable(key);
	}

	private takeRow(row: TransactionRow, window: PlannedWindow): void {
		const { accountType, selection, before, dateType } = this.options;
		const partnerId = idOf(accountType === 'advertiser' ? row.publisherId : row.advertiserId);
		const partner = partnerId === null ? undefined : String(partnerId);
		const isOfPartner = ({ partnerIds }: Selection) =>
			partnerIds.length === 0 || partner === undefined || partnerIds.includes(partner);
		if (!isOfPartner(selection)) {
			// Part of what is chosen, and read elsewhere; or of a partner that nobody asked for.
			if (!before.some(isOfPartner)) this.notAskedFor++;
			return;
		}
		const reading = readChange(row, dateType);
		if (reading.kind === 'unreadable') this.takeUnreadable(row, String(row.id), window);
		if (reading.kind !== 'change') return;
		const { change } = reading;
		if (!isSelected(selection, change.event, partner)) return;
		if (before.some((other) => isSelected(other, change.event, partner))) return;
		if (isOutside(change, window)) this.notAskedFor++;
		else this.takeChange(change, window);
	}

	private takeChange(change: Change, window: PlannedWindow): void {
		const { seen } = this.options;
		const version = this.versionOf(change, change.identity);
		const listedAtMs = listedDateMs(change, window);
		this.sightings.push({
			subject: this.options.dateType,
			id: version.id,
			atMs: listedAtMs ?? this.options.nowMs,
		});
		if (listedAtMs === undefined) this.undated.push(version);
		// Where it is listed by a date that it does not show, it was sold before that.
		const shownMs = listedAtMs ?? readAwinUtc(change.row.transactionDate);
		if (shownMs !== undefined && shownMs <= window.endMs) {
			this.newestMs = Math.max(this.newestMs ?? shownMs, shownMs);
		}
		if (this.isKnown(change, version)) {
			seen.seeStatus(version);
			this.reportAfterAll(change, window);
			return;
		}
		const event = { change, previousStatus: this.previousStatus(version, change) };
		// Later for sure is good enough: what is remembered too long does no harm.
		const laterMs = Math.max(this.options.nowMs + AHEAD_MS, window.endMs);
		seen.see(version, hourOf(listedAtMs ?? laterMs));
		if (window.isBaseline) this.baseline.set(keyOf(change), event);
		else this.newEvents.push(event);
	}

	private isKnown(change: Change, version: SeenVersion): boolean {
		const { seen } = this.options;
		if (seen.knows(version)) return true;
		// Version 0.1.0 remembered an amendment with its reason.
		return change.version !== change.identity && seen.knows(this.versionOf(change, change.version));
	}

	private versionOf({ id, row }: Change, version: string): SeenVersion {
		return { subject: this.options.dateType, id, version, status: statusOf(row) };
	}

	/** A row may be listed by an old date and by a new one. What is listed by the new one too is news. */
	private reportAfterAll(change: Change, { isBaseline }: PlannedWindow): void {
		if (isBaseline || this.baseline.size === 0) return;
		const key = keyOf(change);
		const event = this.baseline.get(key);
		if (event) this.newEvents.push(event);
		this.baseline.delete(key);
	}

	/** The status in which any list showed the transaction before. */
	private previousStatus({ id, status }: SeenVersion, { event }: Change): Status | null {
		if (event !== 'approved' && event !== 'declined') return null;
		const before = (['validation', 'transaction', 'amendment'] as const)
			.map((dateType) => this.options.seen.statusOf(dateType, id))
			.find((known) => known !== null);
		return before === undefined || before === status ? null : before;
	}

	private takeUnreadable(row: unknown, name: string, window: PlannedWindow): void {
		const id = isJsonObject(row) && row.id !== null && row.id !== undefined ? row.id : undefined;
		const key = createHash('sha256')
			.update(`${this.options.dateType} ${JSON.stringify(id ?? row ?? null)}`)
			.digest('hex');
		this.undated.push(unreadableVersion(key));
		if (this.options.seen.knows(unreadableVersion(key))) return;
		// Whatever it is, it was there before the trigger began.
		if (window.isBaseline) this.rememberUnreadable(key);
		else if (!this.unreadable.some((known) => known.key === key)) {
			this.unreadable.push({ key, name: typeof id === 'string' ? id : name });
			this.unreadableShape ??= shapeOf(row);
		}
	}

	private rememberUnreadable(key: string): void {
		this.options.seen.see(unreadableVersion(key), hourOf(this.options.nowMs + AHEAD_MS));
	}
}

/**
 * The date by which a list found a row.
 *
 * @returns `undefined` where it is not shown: an amended row is found by each of its amendments, without their dates
 */
function listedDateMs(
	{ event, occurredAtMs }: Change,
	{ startMs, endMs }: PlannedWindow,
): number | undefined {
	if (event === 'amended' || occurredAtMs === null) return undefined;
	return Math.min(Math.max(occurredAtMs, startMs), endMs);
}

function unreadableVersion(key: string): SeenVersion {
	return { subject: 'unreadable', id: key, version: '', status: null };
}

function keyOf({ id, event, identity }: Change): string {
	return `${id} ${event} ${identity}`;
}

/** Whether an answer holds a list of transactions, however many are in it. */
export function holdsList(answer: unknown): boolean {
	return findWholeList(answer, ['transactions']) !== undefined;
}

/**
 * Whether a row is dated outside of what was asked. Nobody has said that Awin keeps to the dates that it is asked for; what
 * is old must not be taken for new. An amended row is found by dates that it does not show.
 */
function isOutside({ event, occurredAtMs }: Change, { startMs, endMs }: PlannedWindow): boolean {
	if (event === 'amended' || occurredAtMs === null) return false;
	return occurredAtMs < startMs - DATE_PRECISION_MS || occurredAtMs > endMs + DATE_PRECISION_MS;
}
