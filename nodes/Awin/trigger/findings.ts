/**
 * What the rows of one list tell that was not known before. Pure.
 */
import { createHash } from 'crypto';

import { isJsonObject } from '../api/answers';
import { readAwinUtc } from '../api/timezones';
import { idOf } from '../api/transactionOutput';
import { readTransactions, type DateType, type TransactionRow } from '../api/transactions';
import { findWholeList } from '../api/wholeLists';
import { readChange, statusOf, type Change } from './events';
import { hourOf, type Memory, type Sight, type Status } from './memory';
import { AHEAD_MS, type PlannedWindow } from './plan';
import { claims, type Scope } from './scope';

/** An event to report. */
export interface Report {
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

export interface FindingsOptions {
	dateType: DateType;
	scope: Scope;
	/** What is read before this, in the same list: an event belongs to the first that it fits. */
	before: readonly Scope[];
	accountType: 'advertiser' | 'publisher';
	memory: Memory;
	/** When the list was asked. */
	nowMs: number;
}

/** Awin keeps the dates of transactions to the minute, so a row may lie so far outside of what was asked. */
const DATE_PRECISION_MS = 60_000;

/** Goes through the answers of one list, window by window. What it sees goes into the memory. */
export class Findings {
	readonly reports: Report[] = [];
	readonly sightings: Sighting[] = [];
	/** What was seen without the date by which it is listed. */
	readonly undated: Sight[] = [];
	/** The newest date of Awin's in these rows. */
	newestMs: number | undefined;
	/** How many rows were not what was asked for: other partners, other dates. */
	notAskedFor = 0;
	private readonly unreadable: UnreadableRow[] = [];
	/** What this poll found in silent windows only, so far. */
	private readonly silent = new Map<string, Report>();

	constructor(private readonly options: FindingsOptions) {}

	/** The rows that could not be read: by id, or by their place in the answer where they have none. */
	get names(): string[] {
		return this.unreadable.map(({ name }) => name);
	}

	/** @param answer holds a list, see {@link holdsList} */
	take(answer: unknown, window: PlannedWindow): void {
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
		const { accountType, scope, before, dateType } = this.options;
		const partnerId = idOf(accountType === 'advertiser' ? row.publisherId : row.advertiserId);
		const partner = partnerId === null ? undefined : String(partnerId);
		const isOfPartner = ({ partnerIds }: Scope) =>
			partnerIds.length === 0 || partner === undefined || partnerIds.includes(partner);
		if (!isOfPartner(scope)) {
			// Part of what is chosen, and read elsewhere; or of a partner that nobody asked for.
			if (!before.some(isOfPartner)) this.notAskedFor++;
			return;
		}
		const reading = readChange(row, dateType);
		if (reading.kind === 'unreadable') this.takeUnreadable(row, String(row.id), window);
		if (reading.kind !== 'change') return;
		const { change } = reading;
		if (!claims(scope, change.event, partner)) return;
		if (before.some((other) => claims(other, change.event, partner))) return;
		if (isOutside(change, window)) this.notAskedFor++;
		else this.takeChange(change, window);
	}

	private takeChange(change: Change, window: PlannedWindow): void {
		const { memory } = this.options;
		const sight = this.sightOf(change, change.identity);
		const listedAtMs = listedDateMs(change, window);
		this.sightings.push({
			subject: this.options.dateType,
			id: sight.id,
			atMs: listedAtMs ?? this.options.nowMs,
		});
		if (listedAtMs === undefined) this.undated.push(sight);
		// Where it is listed by a date that it does not show, it was sold before that.
		const shownMs = listedAtMs ?? readAwinUtc(change.row.transactionDate);
		if (shownMs !== undefined && shownMs <= window.endMs) {
			this.newestMs = Math.max(this.newestMs ?? shownMs, shownMs);
		}
		if (this.isKnown(change, sight)) {
			memory.seeStatus(sight);
			this.speakUp(change, window);
			return;
		}
		const report = { change, previousStatus: this.previousStatus(sight, change) };
		// Later for sure is good enough: what is remembered too long does no harm.
		const laterMs = Math.max(this.options.nowMs + AHEAD_MS, window.endMs);
		memory.see(sight, hourOf(listedAtMs ?? laterMs));
		if (window.isSilent) this.silent.set(keyOf(change), report);
		else this.reports.push(report);
	}

	private isKnown(change: Change, sight: Sight): boolean {
		const { memory } = this.options;
		if (memory.knows(sight)) return true;
		// Version 0.1.0 remembered an amendment with its reason.
		return change.version !== change.identity && memory.knows(this.sightOf(change, change.version));
	}

	private sightOf({ id, row }: Change, version: string): Sight {
		return { subject: this.options.dateType, id, version, status: statusOf(row) };
	}

	/** A row may be listed by an old date and by a new one. What is listed by the new one too is news. */
	private speakUp(change: Change, { isSilent }: PlannedWindow): void {
		const key = keyOf(change);
		const report = isSilent ? undefined : this.silent.get(key);
		if (!report) return;
		this.silent.delete(key);
		this.reports.push(report);
	}

	/** The status in which any list showed the transaction before. */
	private previousStatus({ id, status }: Sight, { event }: Change): Status | null {
		if (event !== 'approved' && event !== 'declined') return null;
		const before = (['validation', 'transaction', 'amendment'] as const)
			.map((dateType) => this.options.memory.statusOf(dateType, id))
			.find((known) => known !== null);
		return before === undefined || before === status ? null : before;
	}

	private takeUnreadable(row: unknown, name: string, window: PlannedWindow): void {
		const id = isJsonObject(row) && row.id !== null && row.id !== undefined ? row.id : undefined;
		const key = createHash('sha256')
			.update(`${this.options.dateType} ${JSON.stringify(id ?? row ?? null)}`)
			.digest('hex');
		this.undated.push(unreadableSight(key));
		if (this.options.memory.knows(unreadableSight(key))) return;
		// Whatever it is, it was there before the trigger began.
		if (window.isSilent) this.rememberUnreadable(key);
		else if (!this.unreadable.some((known) => known.key === key)) {
			this.unreadable.push({ key, name: typeof id === 'string' ? id : name });
		}
	}

	private rememberUnreadable(key: string): void {
		this.options.memory.see(unreadableSight(key), hourOf(this.options.nowMs + AHEAD_MS));
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

function unreadableSight(key: string): Sight {
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
