/**
 * Sending the batches: every order goes at most once, whatever becomes of the calls before and after its own.
 */
import { judgeOrders } from '../../api/conversionAnswers';
import { ORDERS_PER_BATCH, type SentOrder } from '../../api/conversions';
import { explain, type CallFailure, type Explanation } from '../../transport/errors';
import type { Refusal } from '../batch/refusals';
import { groupBy, mayHaveArrived, STOPPED } from '../batch/sending';
import type { Run } from '../operation';
import { Recall } from './recall';
import { answeredResult, checkNext, notSentResult, resultOf, type SubmitResult } from './results';
import type { Row } from './rows';

/** How the orders of an operation travel. */
export interface Delivery {
	/** The body of one call. */
	bodyOf(orders: SentOrder[]): unknown;
	/** Finds the words for a call that failed. */
	explain(run: Run, row: Row, failure: CallFailure): Promise<Explanation>;
	/** Where to learn what becomes of an order that Awin is still working on, beside looking for it. */
	pendingHelp?: string;
}

/** The result of each item by its index; filled in as results become known. */
export type Results = Array<SubmitResult | undefined>;

/** Awin checks 1,000 orders before it answers. */
const BATCH_TIMEOUT_MS = 120_000;

/**
 * Sends all rows, one path after the other, in as few calls as Awin allows.
 *
 * Never throws: every row has its result afterwards.
 */
export async function sendOrders(
	run: Run,
	rows: Row[],
	skipAlreadyAccepted: boolean,
	delivery: Delivery,
	results: Results,
): Promise<void> {
	const sender = new Sender(run, skipAlreadyAccepted, delivery, results);
	for (const [path, group] of groupBy(rows, (row) => row.path)) await sender.sendAll(path, group);
	sender.tellOfTrouble();
}

class Sender {
	private readonly recall: Recall;
	/** Why nothing more is sent, wherever to. */
	private stop: Refusal | undefined;

	constructor(
		private readonly run: Run,
		skipAlreadyAccepted: boolean,
		private readonly delivery: Delivery,
		private readonly results: Results,
	) {
		this.recall = new Recall(run, skipAlreadyAccepted, results);
	}

	/** Sends the rows of one path, one batch after the other. */
	async sendAll(path: string, rows: Row[]): Promise<void> {
		const queue = [...rows];
		let pathStop: Refusal | undefined;
		while (queue.length > 0) {
			if (this.isCancelled()) this.stop = STOPPED;
			const why = this.stop ?? pathStop;
			if (why) return this.leave(queue, why);
			// What is noted before sending should not grow stale while the throttle holds the call back.
			await this.run.awin.waitUntilFree();
			if (this.isCancelled()) continue;
			try {
				const batch = await this.nextBatch(queue);
				if (batch.length > 0) pathStop = await this.send(path, batch);
			} finally {
				await this.recall.land();
			}
		}
	}

	tellOfTrouble(): void {
		this.recall.tellOfTrouble();
	}

	/**
	 * Takes rows from the queue until a batch is full; those that need not be sent get their result.
	 *
	 * What another execution is sending comes last. It is waited for only while nothing is claimed here, so that two
	 * executions never wait for each other.
	 */
	private async nextBatch(queue: Row[]): Promise<Row[]> {
		const batch: Row[] = [];
		const waiting: Row[] = [];
		while (queue.length > 0 && batch.length < ORDERS_PER_BATCH && !this.stop) {
			const rows = queue.splice(0, ORDERS_PER_BATCH - batch.length);
			const claim = await this.recall.claim(rows);
			batch.push(...claim.rows);
			waiting.push(...claim.waiting);
			if (claim.refusal) {
				this.stop = claim.refusal;
				const taken = new Set([...claim.rows, ...claim.waiting]);
				const left = rows.filter((row) => !taken.has(row) && !this.results[row.index]);
				this.leave(left, claim.refusal);
			}
		}
		queue.push(...waiting);
		if (batch.length === 0 && waiting.length > 0 && !this.stop) await this.recall.wait(waiting);
		return batch;
	}

	/** @returns why no more is sent to this path, where that became clear */
	private async send(path: string, rows: Row[]): Promise<Refusal | undefined> {
		const orders = rows.map(({ order }) => order);
		const result = await this.run.awin.send({
			method: 'POST',
			path,
			body: this.delivery.bodyOf(orders),
			effect: 'write',
			timeoutMs: BATCH_TIMEOUT_MS,
		});
		const pathStop = result.ok
			? this.takeAnswer(rows, orders, result)
			: await this.takeFailure(rows, orders, result.failure);
		await this.recall.settle(rows);
		return pathStop;
	}

	private takeAnswer(
		rows: Row[],
		orders: SentOrder[],
		{ status, answer }: { status: number; answer?: unknown },
		refusal?: { message: string; description: string },
	): undefined {
		const references = rows.map(({ order }) => order.orderReference);
		const { batchId, orders: verdicts } = judgeOrders(references, { status, answer });
		rows.forEach((row, place) => {
			this.results[row.index] = answeredResult({
				verdict: verdicts[place],
				code: status,
				batchId,
				sent: orders[place],
				warnings: row.warnings,
				refusal,
				isRemembered: this.recall.remembers(row),
				pendingHelp: this.delivery.pendingHelp,
			});
		});
	}

	private async takeFailure(
		rows: Row[],
		orders: SentOrder[],
		failure: CallFailure,
	): Promise<Refusal | undefined> {
		if (failure.kind === 'refused') {
			const explanation = await this.delivery.explain(this.run, rows[0], failure);
			this.takeAnswer(rows, orders, failure, explanation);
			const rest = {
				message: `Not sent, because Awin refused an earlier batch: ${explanation.message}`,
				nextStep: explanation.description,
				code: failure.status,
			};
			// The next batch would meet the same; the limit is that of the token, whichever account it is used for.
			if (failure.status === 429) this.stop = rest;
			return [401, 403, 404].includes(failure.status) ? rest : undefined;
		}
		const { message, description: nextStep } = explain(failure);
		if (mayHaveArrived(failure)) {
			if (failure.kind === 'cancelled') this.stop = STOPPED;
			rows.forEach((row, place) => {
				this.results[row.index] = resultOf('unknown', {
					message,
					nextStep: checkNext(this.recall.remembers(row)),
					sent: orders[place],
					warnings: row.warnings,
				});
			});
			return undefined;
		}
		this.stop = failure.kind === 'cancelled' ? STOPPED : { message, nextStep };
		this.leave(rows, this.stop);
		return undefined;
	}

	/** Gives rows out that were not sent. */
	private leave(rows: Row[], why: Refusal): void {
		for (const { index, warnings } of rows) this.results[index] = notSentResult(why, warnings);
	}

	private isCancelled(): boolean {
		return this.run.context.getExecutionCancelSignal?.()?.aborted ?? false;
	}
}
