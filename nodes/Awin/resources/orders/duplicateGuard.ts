/**
 * What an earlier run has done with the orders of this one, and what the next run should know of them.
 */
import { quote } from '../../transport/quote';
import { isStopped } from '../batch/failures';
import type { Refusal } from '../batch/refusals';
import { groupBy } from '../batch/rows';
import type { SendGuard } from '../batch/sender';
import type { Run } from '../operation';
import { warn } from '../warnings';
import { FILLING_UP, MOST_REMEMBERED } from './capacity';
import { hasSent, noteSent } from './executions';
import { nextLanding } from './flights';
import { checkNext, resultOf, type SubmitResult } from './results';
import type { Row } from './rows';
import { ForgetfulStore, SentOrderStore, type Recollection } from './sentOrderStore';
import { ToldResults } from './toldResults';

/** Which rows may go, which have to wait until another execution is through with them, and why no more may go. */
interface Claim {
	rows: Row[];
	waiting: Row[];
	refusal?: Refusal;
}

export class DuplicateGuard implements SendGuard<Row> {
	private store: Promise<SentOrderStore | undefined> | undefined;
	/** What was known of each row before it was sent, by its index; nothing where that could not be looked up. */
	private readonly before = new Map<number, Recollection>();
	/** How many orders were noted as about to be sent, and n8n could not note what became of them. */
	private unsettled = 0;
	/** How many were sent without a note, which only happens where the person wants all sent. */
	private unnoted = 0;
	/** How many orders the workflow remembers, as far as it was looked at. */
	private size = 0;
	/** What Awin has told of orders since. */
	private readonly told: ToldResults;

	/** @param isSkipping the person wants accepted orders left out; otherwise outcomes are only noted, for later runs */
	constructor(
		private readonly run: Run,
		private readonly isSkipping: boolean,
		private readonly results: Array<SubmitResult | undefined>,
	) {
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
	 * executions never wait for each other.
	 */
	async take(queue: Row[], most: number): Promise<{ rows: Row[]; stop?: Refusal }> {
		// What is noted before sending should not grow stale while the throttle holds the call back.
		await this.run.awin.waitUntilFree();
		const batch: Row[] = [];
		const waiting: Row[] = [];
		let stop: Refusal | undefined;
		if (isStopped(this.run)) return { rows: batch };
		while (queue.length > 0 && batch.length < most && !stop) {
			const rows = queue.splice(0, most - batch.length);
			const claim = await this.claim(rows);
			batch.push(...claim.rows);
			waiting.push(...claim.waiting);
			stop = claim.refusal;
			if (stop) queue.unshift(...this.leftOf(rows, claim));
		}
		queue.push(...waiting);
		if (batch.length === 0 && waiting.length > 0 && !stop) await this.waitFor(waiting);
		return { rows: batch, stop };
	}

	/** The rows of a claim that are neither claimed nor settled. */
	private leftOf(rows: Row[], claim: Claim): Row[] {
		const taken = new Set([...claim.rows, ...claim.waiting]);
		return rows.filter((row) => !taken.has(row) && !this.results[row.index]);
	}

	/** Looks up which rows may go, and notes that they are about to. Those that are settled get their result. */
	private async claim(rows: Row[]): Promise<Claim> {
		const kept = rows.filter(({ order }) => !order.isTest);
		if (kept.length === 0) return { rows, waiting: [] };
		try {
			const store = await this.open();
			if (!store && this.isSkipping) return { rows: [], waiting: [], refusal: NO_STORE };
			const recollections = store ? await this.told.takeIn(store, kept) : [];
			recollections.forEach((found, place) => this.before.set(kept[place].index, found));
			this.size = Math.max(this.size, store?.size ?? 0);
		} catch (error) {
			if (this.isSkipping) return { rows: [], waiting: [], refusal: unusableStore(error) };
		}
		if (!this.isSkipping) {
			await this.takeOffAnyway(kept);
			return { rows, waiting: [] };
		}
		return this.share(rows);
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
		noteSent(
			this.executionId,
			arrived.map(({ key }) => key),
		);
		// What there is no room for, or could not be looked up, is not noted either.
		const knownAs = (row: Row) => this.recollectionOf(row) ?? 'noRoom';
		const kinds = groupBy(booked, (row) => `${knownAs(row)} ${outcomeOf(row)}`);
		const those = (...wanted: Array<`${Recollection} ${SubmitResult['outcome']}`>) =>
			wanted.flatMap((kind) => kinds.get(kind) ?? []);
		try {
			const store = await this.open();
			if (!store) return;
			this.unnoted += arrived.filter((row) => knownAs(row) === 'noRoom').length;
			// An order that had been accepted stays so, whatever is said of it the second time.
			await store.release(those('new rejected', 'new failed'), true);
			await store.release(those('open rejected'), false);
			await store.noteAccepted(those('new accepted'), true);
			await store.noteAccepted(
				those('open accepted', 'pending accepted', 'accepted accepted', 'beingSent accepted'),
				false,
			);
			await store.notePending(those('new pending'), true);
			await store.notePending(those('open pending'), false);
			await store.noteOpen(those('new unknown'));
		} catch {
			this.unsettled += booked.length;
		}
	}

	/** Lets other executions have the rows of this one's last batch. */
	async land(): Promise<void> {
		(await this.store?.catch(() => undefined))?.land();
	}

	tellOfTrouble(): void {
		const tell = (count: number, next: string) => {
			if (count === 0) return;
			warn(this.run, `n8n could not take a note of what became of up to ${count} orders. ${next}`);
		};
		tell(this.unsettled, 'The next run does not send them again and reports them as unknown.');
		tell(this.unnoted, 'The next run does not know of them.');
		if (this.isSkipping && this.size > FILLING_UP) {
			warn(
				this.run,
				`This workflow remembers about ${this.size} orders, and can remember about ${MOST_REMEMBERED}; what comes after that is not sent. Before that, duplicate the workflow, and send new orders with the copy: it begins with an empty memory.`,
			);
		}
	}

	private share(rows: Row[]): Claim {
		const waiting: Row[] = [];
		let refusal: Refusal | undefined;
		const free = rows.filter((row) => {
			const found = this.recollectionOf(row);
			if (found === undefined || found === 'new') return true;
			if (found === 'beingSent') waiting.push(row);
			else if (found === 'noRoom') refusal = MEMORY_FULL;
			else this.results[row.index] = this.recalledResult(row, found);
			return false;
		});
		return { rows: free, waiting, refusal };
	}

	/** What the person sends again although it is known is being sent, too. */
	private async takeOffAnyway(rows: Row[]): Promise<void> {
		const store = await this.store?.catch(() => undefined);
		store?.takeOff(rows.filter((row) => this.recollectionOf(row) !== 'new'));
	}

	private recollectionOf({ index, order }: Row): Recollection | undefined {
		return order.isTest ? undefined : this.before.get(index);
	}

	private recalledResult(row: Row, found: 'accepted' | 'pending' | 'open'): SubmitResult {
		const told = this.told.resultOf(row);
		if (told) return told;
		const isThisRun = hasSent(this.executionId, row.key);
		const when = isThisRun ? 'earlier in this run' : 'in an earlier run';
		const { warnings } = row;
		switch (found) {
			case 'accepted':
				return resultOf('skipped', {
					message: `Awin accepted this order ${when}, so it was not sent again`,
					nextStep: null,
					warnings,
				});
			case 'pending':
				return resultOf('pending', {
					message: `Awin took this order in ${when} and was still working on it, so it was not sent again`,
					nextStep: checkNext(true),
					warnings,
				});
			case 'open':
				return resultOf('unknown', {
					message: isThisRun
						? 'This order was sent earlier in this run and got no answer, so it was not sent again'
						: 'An earlier run was about to send this order, or sent it, and got no answer about it, so it was not sent again',
					nextStep: checkNext(true),
					warnings,
				});
		}
	}

	private get executionId(): string | undefined {
		return this.run.context.getExecutionId() || undefined;
	}

	private async open(): Promise<SentOrderStore | undefined> {
		this.store ??= SentOrderStore.of(this.run.context);
		return await this.store;
	}
}

const MAY_BE_AT_AWIN = ['accepted', 'pending', 'unknown'];

const SWITCH_OFF =
	'Or switch off "Skip Already Accepted": then every order is sent, also those that Awin has accepted before.';

const NO_STORE: Refusal = {
	message: 'This n8n cannot remember which orders Awin has accepted, so nothing was sent',
	nextStep: `Update n8n. ${SWITCH_OFF}`,
};

const COPY =
	'Duplicate the workflow, and send with the copy only orders that this workflow has not sent: the copy begins with an empty memory.';

const MEMORY_FULL: Refusal = {
	message:
		'This workflow remembers as many orders as it can, and could not remember this one, so it was not sent',
	nextStep: `${COPY} ${SWITCH_OFF}`,
};

const FORGETFUL: Refusal = {
	message:
		'n8n has not kept everything that it was to remember of accepted orders, so this item was not sent',
	nextStep: `Look for a Remove Duplicates node in this workflow whose Scope is Workflow, and set it to Node: it shortens the same memory. ${COPY} ${SWITCH_OFF}`,
};

function unusableStore(error: unknown): Refusal {
	if (error instanceof ForgetfulStore) return FORGETFUL;
	const said = error instanceof Error ? ` n8n says: "${quote(error.message)}"` : '';
	return {
		message: `n8n could not look up which orders Awin has accepted before, so this item was not sent.${said}`,
		nextStep: `Save the workflow and run the node again. If it stays like this, look for a Remove Duplicates node in this workflow whose Scope is Workflow, and set it to Node: it uses the same store. ${SWITCH_OFF}`,
	};
}
