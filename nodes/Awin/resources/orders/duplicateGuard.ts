/**
 * What an earlier run has done with the orders of this one, and what the next run should know of them.
 */
import { isStopped } from '../batch/failures';
import type { Refusal } from '../batch/refusals';
import { groupBy } from '../batch/rows';
import type { SendGuard } from '../batch/sender';
import type { Run } from '../operation';
import { isSentLately, noteSending, noteSent } from './executions';
import { nextLanding } from './flights';
import { lookAtAwin } from './look';
import { MEMORY_FULL, NO_STORE, unusableStore } from './memoryRefusals';
import { isMissing, recalledResult, type Recalled } from './recalled';
import { atAwinResult, notSentResult, type SubmitResult } from './results';
import type { Row } from './rows';
import { SentOrderStore, type Recollection } from './sentOrderStore';
import type { OrderSettings } from './settings';
import { ToldResults } from './toldResults';
import { Troubles } from './troubles';

/** Which rows may go, which have to wait until another execution is through with them, and why no more may go. */
interface Claim {
	rows: Row[];
	waiting: Row[];
	refusal?: Refusal;
}

type GuardSettings = Pick<
	OrderSettings,
	'skipAlreadyAccepted' | 'lookAtAwinFirst' | 'sendAgainIfMissing' | 'searchBackDays'
>;

export class DuplicateGuard implements SendGuard<Row> {
	private store: Promise<SentOrderStore | undefined> | undefined;
	/** What was known of each row before it was sent, by its index; nothing where that could not be looked up. */
	private readonly before = new Map<number, Recollection>();
	/** Open ones that Awin did not list: they go again after all others of their path. */
	private missing: Row[] = [];
	private readonly again = new Set<Row>();
	/** Open ones that were sent so lately, by whichever process, that Awin may not show them yet. */
	private readonly late = new Set<Row>();
	private readonly troubles = new Troubles();
	/** What Awin has told of orders since. */
	private readonly told: ToldResults;
	/** The person wants accepted orders left out; otherwise outcomes are only noted, for later runs. */
	private readonly isSkipping: boolean;

	constructor(
		private readonly run: Run,
		private readonly settings: GuardSettings,
		private readonly results: Array<SubmitResult | undefined>,
	) {
		this.isSkipping = settings.skipAlreadyAccepted;
		this.told = new ToldResults(run);
	}

	/** Whether an order that gets no answer will not be sent again by itself. */
	remembers({ order }: Row): boolean {
		return this.isSkipping && !order.isTest;
	}

	/**
	 * Takes rows from the queue until the batch is full.
	 *
	 * What another execution is sending comes last. It is waited for only while nothing is claimed here, so that two
	 * executions never wait for each other. What is to be sent again although nobody knows what became of it comes after that.
	 */
	async take(queue: Row[], most: number): Promise<{ rows: Row[]; stop?: Refusal }> {
		// What is noted before sending should not grow stale while the throttle holds the call back.
		await this.run.awin.waitUntilFree();
		if (isStopped(this.run)) return { rows: [] };
		const batch: Row[] = [];
		const waiting: Row[] = [];
		let stop: Refusal | undefined;
		const areMissing = this.again.has(queue[0]);
		while (queue.length > 0 && batch.length < most && !stop) {
			const rows = queue.splice(0, most - batch.length);
			const claim = areMissing ? await this.claimAgain(rows) : await this.claim(rows);
			batch.push(...claim.rows);
			waiting.push(...claim.waiting);
			stop = claim.refusal;
			if (stop) queue.unshift(...rows);
		}
		queue.push(...waiting);
		if (queue.length === 0) this.queueMissing(queue);
		if (batch.length === 0 && waiting.length > 0 && !stop) {
			// Orders that were claimed and turned out not to go: who waits here must not be waited for.
			await this.land();
			await this.waitFor(waiting);
		}
		return { rows: batch, stop };
	}

	private queueMissing(queue: Row[]): void {
		for (const row of this.missing.splice(0)) {
			this.again.add(row);
			queue.push(row);
		}
	}

	/** Looks up which rows may go, and notes that they are about to. Those that are settled get their result. */
	private async claim(rows: Row[]): Promise<Claim> {
		const kept = rows.filter(({ order }) => !order.isTest);
		if (kept.length === 0) return { rows, waiting: [] };
		try {
			const store = await this.open();
			if (!store && this.isSkipping) return { rows: [], waiting: [], refusal: NO_STORE };
			this.recall(kept, store ? await this.told.takeIn(store, kept) : []);
			await this.recallTimes(store, kept);
			this.troubles.size = Math.max(this.troubles.size, store?.size ?? 0);
		} catch (error) {
			if (this.isSkipping) return { rows: [], waiting: [], refusal: unusableStore(error) };
		}
		return this.isSkipping ? this.share(rows) : await this.takeAnyway(rows);
	}

	/**
	 * Like {@link claim}, for open orders. They are noted as being sent first, then looked for once more, and sent after that:
	 * whatever another execution has done with them up to then is in its notes or in Awin's list.
	 */
	private async claimAgain(rows: Row[]): Promise<Claim> {
		try {
			const store = await this.open();
			this.recall(rows, (await store?.claim(rows, true)) ?? []);
			await this.recallTimes(store, rows);
			const claim = this.share(rows);
			const open = claim.rows.filter((row) => this.recollectionOf(row) === 'open');
			if (open.length === 0) return claim;
			if (!(await store?.noteSendingAgain(open))) {
				await this.recallTimes(store, rows);
				return this.share(rows);
			}
			const { atAwin } = await lookAtAwin(this.run, open, this.settings.searchBackDays);
			const arrived = open.filter((row) => {
				const there = atAwin.get(row.index);
				if (there) this.results[row.index] = atAwinResult(row, there);
				return there !== undefined;
			});
			if (arrived.length > 0) await store?.noteAccepted(arrived, false);
			await this.told.useUp(open);
			for (const row of open) row.warnings = [...row.warnings, SENT_BEFORE];
			return { ...claim, rows: claim.rows.filter(({ index }) => !atAwin.has(index)) };
		} catch {
			// They have been told as unknown, and stay so.
			return { rows: [], waiting: [] };
		}
	}

	private recall(rows: Row[], recollections: Recollection[]): void {
		recollections.forEach((found, place) => this.before.set(rows[place].index, found));
	}

	/** Of open orders: which may not be in Awin's list yet although Awin has them? Without a look at it, nobody asks. */
	private async recallTimes(store: SentOrderStore | undefined, rows: Row[]): Promise<void> {
		if (!store || !this.settings.lookAtAwinFirst) return;
		const open = rows.filter((row) => this.recollectionOf(row) === 'open');
		this.late.clear();
		if (open.length > 0) for (const row of await store.sentLately(open)) this.late.add(row);
	}

	/** Waits until another execution is through with one of these. */
	private async waitFor(rows: Row[]): Promise<void> {
		const keys = rows.map(({ key }) => key);
		await nextLanding(keys, this.run.context.getExecutionCancelSignal?.());
	}

	/** Notes what became of rows that were sent. What cannot be noted stays open, and is told by the next run. */
	async settle(rows: Row[]): Promise<void> {
		const booked = rows.filter(({ order }) => !order.isTest);
		const outcomeOf = ({ index }: Row) => this.results[index]?.outcome ?? '';
		const arrived = booked.filter((row) => MAY_BE_AT_AWIN.includes(outcomeOf(row)));
		const keys = arrived.map(({ key }) => key);
		noteSent(this.executionId, keys);
		noteSending(keys);
		// What there is no room for, or could not be looked up, is not noted either.
		const knownAs = (row: Row) => this.recollectionOf(row) ?? 'noRoom';
		const kinds = groupBy(booked, (row) => `${knownAs(row)} ${outcomeOf(row)}`);
		const those = (...wanted: Array<`${Recollection} ${SubmitResult['outcome']}`>) =>
			wanted.flatMap((kind) => kinds.get(kind) ?? []);
		try {
			const store = await this.open();
			if (!store) return;
			this.troubles.unnoted += arrived.filter((row) => knownAs(row) === 'noRoom').length;
			// An order that was accepted or in doubt before stays so: a refusal now says nothing of the first time.
			await store.release(those('new rejected', 'new failed'));
			await store.noteAccepted(those('new accepted'), true);
			await store.noteAccepted(
				those('open accepted', 'pending accepted', 'accepted accepted', 'beingSent accepted'),
				false,
			);
			await store.notePending(those('new pending'), true);
			await store.notePending(those('open pending'), false);
			await store.noteOpen(those('new unknown', 'open unknown'));
		} catch {
			this.troubles.unsettled += booked.length;
		}
	}

	/** Lets other executions have the rows of this one's last batch. */
	async land(): Promise<void> {
		(await this.store?.catch(() => undefined))?.land();
	}

	tellOfTrouble(): void {
		this.troubles.tell(this.run, this.isSkipping);
	}

	private share(rows: Row[]): Claim {
		const waiting: Row[] = [];
		const free = rows.filter((row) => {
			const found = this.recollectionOf(row);
			if (found === undefined || found === 'new') return true;
			if (found === 'beingSent') waiting.push(row);
			else if (found !== 'noRoom') return this.mayGoAgain(row, found);
			// The others still go: those that are known need no room.
			else this.results[row.index] = notSentResult(MEMORY_FULL, row.warnings);
			return false;
		});
		return { rows: free, waiting };
	}

	/** Gives a known order its result. @returns whether it goes all the same, now or, where it is not yet time, later */
	private mayGoAgain(row: Row, found: Recalled): boolean {
		const { settings } = this;
		const isKnown = this.giveResult(row, found);
		if (found === 'accepted' && !isKnown && isMissing(row, settings))
			this.troubles.addNotListed(row);
		if (found !== 'open' || !settings.sendAgainIfMissing || this.isLate(row)) return false;
		if (this.again.has(row)) return true;
		this.missing.push(row);
		return false;
	}

	/** @returns whether Awin has told of the order since */
	private giveResult(row: Row, found: Recalled): boolean {
		const told = this.told.resultOf(row);
		const { executionId, settings } = this;
		const facts = { executionId, isLate: this.isLate(row) };
		this.results[row.index] = told ?? recalledResult(row, found, settings, facts);
		return told !== undefined;
	}

	private isLate(row: Row): boolean {
		return this.late.has(row) || isSentLately(row.key);
	}

	/**
	 * All rows go, whatever is known of them; what is known is noted as being sent, too. Only where Awin is to be looked at
	 * first, an order stays back that Awin cannot be expected to list yet.
	 */
	private async takeAnyway(rows: Row[]): Promise<Claim> {
		const { lookAtAwinFirst } = this.settings;
		const waiting: Row[] = [];
		const free = rows.filter((row) => {
			const found = this.recollectionOf(row);
			if (!lookAtAwinFirst || row.order.isTest || found === 'new') return true;
			if (found === 'beingSent') waiting.push(row);
			else if (!this.isLate(row)) return true;
			else this.giveResult(row, found === 'accepted' || found === 'pending' ? found : 'open');
			return false;
		});
		const known = free.filter((row) => !row.order.isTest && this.recollectionOf(row) !== 'new');
		const store = await this.store?.catch(() => undefined);
		store?.takeOff(known);
		const doubted = known.filter((row) => IN_DOUBT.includes(this.recollectionOf(row)));
		const open = doubted.filter((row) => this.recollectionOf(row) === 'open');
		const mayGo = open.length === 0 || (await store?.noteSendingAgain(open).catch(() => undefined));
		if (lookAtAwinFirst && mayGo === false) {
			await this.recallTimes(store, open);
			for (const row of open) this.giveResult(row, 'open');
		}
		const goes = ({ index }: Row) => !this.results[index];
		if (store) await this.told.useUp(doubted.filter(goes)).catch(() => undefined);
		return { rows: free.filter(goes), waiting };
	}

	/** Whether the order had been sent before this run, and Awin may have it from then. */
	wasSentBefore(row: Row): boolean {
		return this.again.has(row) || KNOWN.includes(this.recollectionOf(row));
	}

	private recollectionOf({ index, order }: Row): Recollection | undefined {
		return order.isTest ? undefined : this.before.get(index);
	}

	private get executionId(): string | undefined {
		return this.run.context.getExecutionId() || undefined;
	}

	private async open(): Promise<SentOrderStore | undefined> {
		this.store ??= SentOrderStore.of(this.run.context);
		return await this.store;
	}
}

const SENT_BEFORE =
	'This order was sent before and got no answer. Awin did not list it, so it was sent again';
const IN_DOUBT: Array<Recollection | undefined> = ['open', 'pending'];
const KNOWN: Array<Recollection | undefined> = [...IN_DOUBT, 'accepted'];
const MAY_BE_AT_AWIN = ['accepted', 'pending', 'unknown'];
