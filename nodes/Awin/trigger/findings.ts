/**
 * What the rows of one list tell that was not known before. Pure.
 */
import { createHash } from 'crypto';

import { findList, isJsonObject } from '../api/answers';
import {
	readTransactions,
	TRANSACTION_STATUSES,
	type DateType,
	type TransactionRow,
} from '../api/transactions';
import { eventsIn, readChange, type Change, type TriggerEvent } from './events';
import { dayOf, type Memory, type Status } from './memory';
import { AHEAD_MS, type PlannedWindow } from './plan';

/** An event to report. */
export interface Report {
	change: Change;
	/** Which change of its transaction this is in its list, as far as the trigger has seen; counted from 1. */
	sequence: number;
	/** The status in which the trigger last saw the transaction; null where it had not seen it, or for other events. */
	previousStatus: Status | null;
}

interface UnreadableRow {
	name: string;
	/** Tells it from other rows. */
	key: string;
}

/** Goes through the answers of one list, window by window. What it sees goes into the memory. */
export class Findings {
	readonly reports: Report[] = [];
	private readonly unreadable: UnreadableRow[] = [];
	private readonly wanted: readonly TriggerEvent[];
	/** What this poll found in silent windows only, so far. */
	private readonly silent = new Map<number | string, Report>();

	constructor(
		private readonly dateType: DateType,
		events: readonly TriggerEvent[],
		private readonly memory: Memory,
		private readonly nowMs: number,
	) {
		this.wanted = eventsIn(dateType, events);
	}

	/** The rows that could not be read: by id, or by their place in the answer where they have none. */
	get names(): string[] {
		return this.unreadable.map(({ name }) => name);
	}

	/** @returns false where the answer holds no list of transactions */
	take(answer: unknown, window: PlannedWindow): boolean {
		const list = findList(answer, ['transactions']);
		const reading = readTransactions(answer);
		if (!list || !reading) return false;
		for (const { index } of reading.unreadable) {
			this.takeUnreadable(list[index], `at place ${index + 1}`, window);
		}
		for (const row of reading.rows) this.takeRow(row, window);
		return true;
	}

	/** Remembers the rows that could not be read, so that nothing waits for them any more. */
	giveUp(): void {
		for (const { key } of this.unreadable) this.rememberUnreadable(key);
	}

	private takeRow(row: TransactionRow, window: PlannedWindow): void {
		const reading = readChange(row, this.dateType);
		if (reading.kind === 'unreadable') this.takeUnreadable(row, String(row.id), window);
		if (reading.kind === 'change' && this.wanted.includes(reading.change.event)) {
			this.takeChange(reading.change, window);
		}
	}

	private takeChange(change: Change, window: PlannedWindow): void {
		const { dateType, memory } = this;
		const { id, version } = change;
		const status = statusOf(change.row);
		if (memory.knows(dateType, id, version)) {
			memory.seeStatus(dateType, id, status);
			this.speakUp(id, window);
			return;
		}
		const previousStatus = this.previousStatus(change, status);
		const day = dayOf(this.latestDateMs(change, window));
		const sequence = memory.see(dateType, id, version, { day, status });
		const report = { change, sequence, previousStatus };
		if (window.isSilent) this.silent.set(id, report);
		else this.reports.push(report);
	}

	/**
	 * The date by which the list found the row, or one that is later for sure: what is remembered too long does no harm. An
	 * amended row is found by each of its amendments, whose dates it does not show.
	 */
	private latestDateMs({ event, occurredAtMs }: Change, { startMs, endMs }: PlannedWindow): number {
		if (event === 'amended' || occurredAtMs === null) return this.nowMs + AHEAD_MS;
		return Math.min(Math.max(occurredAtMs, startMs), endMs);
	}

	/** A row may be listed by an old date and by a new one. What is listed by the new one too is news. */
	private speakUp(id: number | string, { isSilent }: PlannedWindow): void {
		const report = isSilent ? undefined : this.silent.get(id);
		if (!report) return;
		this.silent.delete(id);
		this.reports.push(report);
	}

	/** The status in which any list showed the transaction before. */
	private previousStatus({ id, event }: Change, status: Status | null): Status | null {
		if (event !== 'approved' && event !== 'declined') return null;
		const before = (['validation', 'transaction', 'amendment'] as const)
			.map((dateType) => this.memory.get(dateType, id)?.status ?? null)
			.find((known) => known !== null);
		return before === undefined || before === status ? null : before;
	}

	private takeUnreadable(row: unknown, name: string, window: PlannedWindow): void {
		const id = isJsonObject(row) && row.id !== null && row.id !== undefined ? row.id : undefined;
		const key = createHash('sha256')
			.update(`${this.dateType} ${JSON.stringify(id ?? row ?? null)}`)
			.digest('hex');
		if (this.memory.get('unreadable', key)) return;
		// Whatever it is, it was there before the trigger began.
		if (window.isSilent) this.rememberUnreadable(key);
		else if (!this.unreadable.some((known) => known.key === key)) {
			this.unreadable.push({ key, name: typeof id === 'string' ? id : name });
		}
	}

	private rememberUnreadable(key: string): void {
		const day = dayOf(this.nowMs + AHEAD_MS);
		this.memory.see('unreadable', key, '', { day, status: null });
	}
}

function statusOf(row: TransactionRow): Status | null {
	const text = typeof row.commissionStatus === 'string' ? row.commissionStatus.toLowerCase() : '';
	return TRANSACTION_STATUSES.find((status) => status === text) ?? null;
}
