/**
 * The rules of sending, the same for every operation: every row goes at most once, in as few calls as Awin allows, and has
 * its result afterwards, whatever becomes of the calls before and after its own.
 */
import { shapeOf } from '../../api/shapes';
import { explain, type CallFailure, type Explanation } from '../../transport/failures';
import type { Call } from '../../transport/request';
import type { Run } from '../operation';
import { isStopped, mayHaveArrived, STOPPED } from './failures';
import { tellShape, type RowResult } from './finish';
import type { Refusal } from './refusals';
import { groupBy, type BatchRow } from './rows';

type RefusedCall = CallFailure & { kind: 'refused' };

/** What Awin answered, to which call. */
interface Reply {
	status: number;
	answer?: unknown;
	call: Call;
	/** Why Awin refused the call, where it did. */
	refusal?: Explanation;
}

/** How rows of one kind travel, and how Awin's answers to them are read. */
export interface Delivery<Row extends BatchRow, Result extends RowResult> {
	/** They are taken out as they are sent: there may be 40,000, and nothing needs them longer. */
	rows: Row[];
	/** Where a row goes. Rows of one path share their calls. */
	pathOf(row: Row): string;
	rowsPerCall: number;
	/** What a call carries. It is a write, unless it says otherwise. */
	callOf(rows: Row[]): Omit<Call, 'path' | 'method'>;
	/** What an answer says of each row, in their order; nothing of those that Awin tells of later. */
	judge(rows: Row[], reply: Reply): Array<Result | undefined>;
	/** Nobody can say whether Awin has the row. */
	unknown(row: Row, message: string): Result;
	/** The words for a call that came to nothing. By default those that fit every call. */
	explain?(row: Row, failure: CallFailure): Promise<Explanation>;
	/**
	 * What a refusal is about. Usually it is the call; then none of the rows has arrived, as far as that is known. Where it
	 * tells of the rows, it is judged like an answer; where it tells of both, the rules for refused calls hold as well.
	 */
	refusalIsOf?(rows: Row[], failure: RefusedCall): 'call' | 'rows' | 'both';
	/** Why nothing more goes to the path, where the results of a call say so. */
	restAfter?(results: Array<Result | undefined>): Refusal | undefined;
	/** Smaller calls in place of one: asked before each call, and again when it was refused. */
	partsOf?(rows: Row[], failure?: RefusedCall): Row[][] | undefined;
	/** Awin may have taken these in. */
	noteArrival?(rows: Row[]): void;
	guard?: SendGuard<Row>;
	/** After the last call: waits for what Awin tells later. */
	collect?(): Promise<void>;
}

/** Keeps rows from going twice, beyond this execution. */
export interface SendGuard<Row> {
	/**
	 * Takes the rows of the next call out of the queue. Those that need not go get their results.
	 *
	 * @returns the rows, and why no more may go after them, where that became clear
	 */
	take(queue: Row[], most: number): Promise<{ rows: Row[]; stop?: Refusal }>;
	/** Notes what became of rows that were sent. */
	settle(rows: Row[]): Promise<void>;
	/** Lets others have the rows that were taken. */
	land(): Promise<void>;
	/** Tells of what could not be looked up or noted. */
	tellOfTrouble(): void;
}

export class Sender<Row extends BatchRow, Result extends RowResult> {
	/** Why nothing more is sent, wherever to. */
	private stop: Refusal | undefined;

	/**
	 * @param results of each item by its index; filled in as results become known
	 * @param notSent the result of a row that did not leave
	 */
	constructor(
		private readonly run: Run,
		private readonly results: Array<Result | undefined>,
		private readonly notSent: (why: Refusal, row: Row) => Result,
	) {}

	/** Sends all rows, one path after the other. Never throws. */
	async send(delivery: Delivery<Row, Result>): Promise<void> {
		const groups = groupBy(delivery.rows.splice(0), (row) => delivery.pathOf(row));
		for (const [path, queue] of groups) await this.sendTo(path, queue, delivery);
		delivery.guard?.tellOfTrouble();
		await delivery.collect?.();
	}

	private async sendTo(path: string, queue: Row[], delivery: Delivery<Row, Result>): Promise<void> {
		let rest: Refusal | undefined;
		while (queue.length > 0) {
			if (isStopped(this.run)) this.stop = STOPPED;
			const why = this.stop ?? rest;
			if (why) return this.leave(queue, why);
			rest = delivery.guard
				? await this.sendGuarded(path, queue, delivery, delivery.guard)
				: await this.call(path, queue.splice(0, delivery.rowsPerCall), delivery);
		}
	}

	private async sendGuarded(
		path: string,
		queue: Row[],
		delivery: Delivery<Row, Result>,
		guard: SendGuard<Row>,
	): Promise<Refusal | undefined> {
		try {
			const { rows, stop } = await guard.take(queue, delivery.rowsPerCall);
			this.stop ??= stop;
			if (rows.length === 0) return undefined;
			const rest = await this.call(path, rows, delivery);
			await guard.settle(rows);
			return rest;
		} finally {
			await guard.land();
		}
	}

	/** @returns why nothing more is sent to this path, where that became clear */
	private async call(
		path: string,
		rows: Row[],
		delivery: Delivery<Row, Result>,
	): Promise<Refusal | undefined> {
		const parts = delivery.partsOf?.(rows);
		if (parts) return await this.callEach(path, parts, delivery);
		const call: Call = { method: 'POST', path, effect: 'write', ...delivery.callOf(rows) };
		const result = await this.run.awin.send(call);
		if (result.ok || mayHaveArrived(result.failure)) delivery.noteArrival?.(rows);
		if (result.ok) {
			const { status, answer } = result;
			return this.judge(rows, { status, answer, call }, delivery);
		}
		const { failure } = result;
		if (failure.kind !== 'refused') return await this.giveUp(rows, failure, delivery);
		const refusedParts = delivery.partsOf?.(rows, failure);
		if (refusedParts) return await this.callEach(path, refusedParts, delivery);
		const about = delivery.refusalIsOf?.(rows, failure) ?? 'call';
		if (about === 'call') return await this.giveUp(rows, failure, delivery);
		const { status, answer } = failure;
		if (about === 'rows') return this.judge(rows, { status, answer, call }, delivery);
		const refusal = await this.explain(rows, failure, delivery);
		this.judge(rows, { status, answer, call, refusal }, delivery);
		return this.restOf(failure, refusal, delivery);
	}

	private async callEach(
		path: string,
		parts: Row[][],
		delivery: Delivery<Row, Result>,
	): Promise<Refusal | undefined> {
		let rest: Refusal | undefined;
		for (const part of parts) {
			const why = this.stop ?? rest;
			if (why) this.leave(part, why);
			else rest = await this.call(path, part, delivery);
		}
		return rest;
	}

	private judge(rows: Row[], reply: Reply, delivery: Delivery<Row, Result>): Refusal | undefined {
		const results = delivery.judge(rows, reply);
		this.addShape(results, reply);
		results.forEach((result, place) => {
			if (result) this.results[rows[place].index] = result;
		});
		return delivery.restAfter?.(results);
	}

	/** Where an answer does not say what became of a row, the row says what form the answer has. */
	private addShape(results: Array<Result | undefined>, { answer, refusal }: Reply): void {
		let shape: string | undefined;
		for (const result of results) {
			// What is unknown because of a refusal has the words for that.
			if (result?.outcome !== 'unknown' || result.message === refusal?.message) continue;
			if (answer !== undefined) shape ??= shapeOf(answer);
			tellShape(result, shape);
		}
	}

	/** Awin says nothing of the rows: they have not arrived, or nobody can tell. */
	private async giveUp(
		rows: Row[],
		failure: CallFailure,
		delivery: Delivery<Row, Result>,
	): Promise<Refusal | undefined> {
		const isCancelled = failure.kind === 'cancelled';
		if (isCancelled) this.stop = STOPPED;
		if (isCancelled && !failure.inFlight) {
			this.leave(rows, STOPPED);
			return undefined;
		}
		const explanation = await this.explain(rows, failure, delivery);
		const { message, description: nextStep } = explanation;
		if (mayHaveArrived(failure)) {
			for (const row of rows) {
				const result = delivery.unknown(row, message);
				if (failure.kind === 'unreadable') tellShape(result, failure.shape);
				this.results[row.index] = result;
			}
			return undefined;
		}
		this.leave(rows, { message, nextStep, code: 'status' in failure ? failure.status : undefined });
		return this.restOf(failure, explanation, delivery);
	}

	/**
	 * What a call that came to nothing means for those after it. The limit is that of the token, whichever account it is used
	 * for, and whoever cannot reach Awin cannot for the next account either: then nothing more is sent at all. An account that
	 * Awin does not let in gets no more calls; another one may.
	 */
	private restOf(
		failure: CallFailure,
		{ message, description: nextStep }: Explanation,
		{ rowsPerCall }: Delivery<Row, Result>,
	): Refusal | undefined {
		const code = codeOf(failure);
		const isBatch = code !== undefined && rowsPerCall > 1;
		const why = isBatch ? 'Awin refused an earlier batch' : 'an earlier call came to nothing';
		const rest = { message: `Not sent, because ${why}: ${message}`, nextStep, code };
		if (code === undefined || code === 429) this.stop ??= rest;
		return code !== undefined && [401, 403, 404].includes(code) ? rest : undefined;
	}

	/** Gives rows out that were not sent. One of which more is known keeps that: it may have been sent by an earlier run. */
	private leave(rows: Row[], why: Refusal): void {
		for (const row of rows) this.results[row.index] ??= this.notSent(why, row);
	}

	private async explain(
		[row]: Row[],
		failure: CallFailure,
		delivery: Delivery<Row, Result>,
	): Promise<Explanation> {
		return (await delivery.explain?.(row, failure)) ?? explain(failure);
	}
}

/** Awin's status, where Awin is the reason. */
function codeOf(failure: CallFailure): number | undefined {
	return failure.kind === 'refused' ? failure.status : undefined;
}
