/**
 * Sending the batches: every order goes at most once, whatever becomes of the calls before and after its own.
 */
import { judgeOrders } from '../../../api/conversionAnswers';
import { ORDERS_PER_BATCH, ordersBody, ordersPath, type WireOrder } from '../../../api/conversions';
import { explain, type CallFailure } from '../../../transport/errors';
import type { Refusal } from '../../batch/refusals';
import { byAccount, explainForAdvertiser, mayHaveArrived } from '../../batch/sending';
import type { Run } from '../../operation';
import { Recall } from './recall';
import { answeredResult, checkNext, notSentResult, resultOf, type SubmitResult } from './results';
import type { Row } from './rows';
import type { Settings } from './settings';

/** The result of each item by its index; filled in as results become known. */
export type Results = Array<SubmitResult | undefined>;

/** Awin checks 1,000 orders before it answers. */
const BATCH_TIMEOUT_MS = 120_000;

const STOPPED: Refusal = {
	message: 'The execution was stopped before this item was sent',
	nextStep: 'Run the node again for it.',
};

/**
 * Sends all rows, one account after the other, in as few calls as Awin allows.
 *
 * Never throws: every row has its result afterwards.
 */
export async function sendOrders(
	run: Run,
	rows: Row[],
	settings: Settings,
	results: Results,
): Promise<void> {
	const sender = new Sender(run, settings, results);
	for (const [accountId, group] of byAccount(rows)) await sender.sendAll(accountId, group);
	sender.tellOfTrouble();
}

class Sender {
	private readonly recall: Recall;
	/** Why nothing more is sent, for any account. */
	private stop: Refusal | undefined;

	constructor(
		private readonly run: Run,
		private readonly settings: Settings,
		private readonly results: Results,
	) {
		this.recall = new Recall(run, settings.skipAlreadyAccepted, results);
	}

	/** Sends the rows of one account, one batch after the other. */
	async sendAll(accountId: string, rows: Row[]): Promise<void> {
		const queue = [...rows];
		let accountStop: Refusal | undefined;
		while (queue.length > 0) {
			if (this.isCancelled()) this.stop = STOPPED;
			const why = this.stop ?? accountStop;
			if (why) return this.leave(queue, why);
			// What is noted before sending should not grow stale while the throttle holds the call back.
			await this.run.awin.waitUntilFree();
			if (this.isCancelled()) continue;
			const batch = await this.nextBatch(queue);
			if (batch.length > 0) accountStop = await this.send(accountId, batch);
		}
	}

	tellOfTrouble(): void {
		this.recall.tellOfTrouble();
	}

	/** Takes rows from the queue until a batch is full; those that need not be sent get their result. */
	private async nextBatch(queue: Row[]): Promise<Row[]> {
		const batch: Row[] = [];
		while (queue.length > 0 && batch.length < ORDERS_PER_BATCH) {
			const rows = queue.splice(0, ORDERS_PER_BATCH - batch.length);
			const claim = await this.recall.claim(rows);
			if ('refusal' in claim) {
				this.stop = claim.refusal;
				this.leave(rows, claim.refusal);
				break;
			}
			batch.push(...claim.rows);
		}
		return batch;
	}

	/** @returns why no more is sent for this account, where that became clear */
	private async send(accountId: string, rows: Row[]): Promise<Refusal | undefined> {
		const orders = rows.map(({ order }) => order);
		const result = await this.run.awin.send({
			method: 'POST',
			path: ordersPath(accountId),
			body: ordersBody(orders, this.settings.webhookUrl),
			effect: 'write',
			timeoutMs: BATCH_TIMEOUT_MS,
		});
		const accountStop = result.ok
			? this.takeAnswer(rows, orders, result)
			: await this.takeFailure(accountId, rows, orders, result.failure);
		await this.recall.settle(rows);
		return accountStop;
	}

	private takeAnswer(
		rows: Row[],
		orders: WireOrder[],
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
			});
		});
	}

	private async takeFailure(
		accountId: string,
		rows: Row[],
		orders: WireOrder[],
		failure: CallFailure,
	): Promise<Refusal | undefined> {
		if (failure.kind === 'refused') {
			const explanation = await explainForAdvertiser(this.run, accountId, failure);
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
