/**
 * The one way out: every call of this package to Awin goes through {@link Awin.send}.
 */
import { isPathPart } from '../api/webAddresses';
import { openCredential, secretsOf, type AwinCredential } from './credentials';
import { ask, type AwinContext, type Call } from './ask';
import { receive, type Passing, type Received } from './download';
import { callError, type ItemPlace } from './errors';
import { isRepeatable, unknownForm, type CallFailure } from './failures';
import { isEnded, letGoOf, within, type Line } from './exchange';
import { systemClock, type Clock } from './gate';
import type { Asker } from './queue';
import {
	readWhole,
	transportFailure,
	type CallResult,
	type Failed,
	type FullResponse,
	type ReadingManner,
} from './response';
import { askerOf, Turns } from './turns';

export type { AwinContext, Call } from './ask';

/** Lists of a busy account take Awin 5 to 15 seconds; small answers far less. */
export const LIST_TIMEOUT_MS = 60_000;

export interface AwinOptions {
	clock?: Clock;
	/** By the clock: no wait and no retry goes past it. Polls have one, executions have not. */
	deadlineMs?: number;
	/** By the clock: nothing of any exchange goes past it. */
	hardEndMs?: number;
	/** Who waits for it; default: whoever n8n runs it for. People go first. */
	asker?: Asker;
}

/** A call that may start at all gets this long, however near the hard end is. */
const LEAST_TIMEOUT_MS = 1000;
const MOST_RETRIES = 3;
const FIRST_PAUSE_MS = 1000;

/** Talks to Awin on behalf of one execution or poll, inside the limit of its token. */
export class Awin {
	private readonly answers = new Map<string, Promise<unknown>>();
	private readonly turns: Turns;
	readonly clock: Clock;
	private readonly deadlineMs: number;
	private readonly hardEndMs: number;

	constructor(
		private readonly context: AwinContext,
		{
			clock = systemClock,
			deadlineMs = Infinity,
			hardEndMs = Infinity,
			asker = askerOf(context, deadlineMs),
		}: AwinOptions = {},
	) {
		this.clock = clock;
		this.turns = new Turns(context, clock, asker);
		this.deadlineMs = deadlineMs;
		this.hardEndMs = hardEndMs;
	}

	/** For somebody who sits in front of the screen: gives up when an answer would take longer than `patienceMs`. */
	static withPatience(context: AwinContext, patienceMs: number, clock = systemClock): Awin {
		const endMs = clock.nowMs() + patienceMs;
		return new Awin(context, { clock, deadlineMs: endMs, hardEndMs: endMs, asker: 'person' });
	}

	/** How long at least one call was waiting for its turn, so far. */
	get waitedMs(): number {
		return this.turns.waitedMs;
	}

	/** Whether Awin has shown that others use its limit, too. */
	get wasOverLimit(): boolean {
		return this.turns.wasOverLimit;
	}

	/** The limit that it waited for. */
	get requestsPerMinute(): number {
		return this.turns.requestsPerMinute;
	}

	/** How many calls, at most so many, could start until a time, behind all that wait. A forecast: nothing is reserved. */
	async callsUntil(latestStartMs: number, most = Infinity): Promise<number> {
		const untilMs = Math.min(latestStartMs, this.deadlineMs, this.hardEndMs);
		return await this.turns.callsUntil(untilMs, most);
	}

	/** Like {@link read}, but asks Awin only once in an execution, however many items want to know the same. */
	async readOnce(call: Call, item?: ItemPlace): Promise<unknown> {
		const key = JSON.stringify([call.path, call.query]);
		let answer = this.answers.get(key);
		if (!answer) {
			answer = this.read(call, item);
			this.answers.set(key, answer);
			// A call that came to nothing is made again for the next item.
			answer.catch(() => this.answers.delete(key));
		}
		return await answer;
	}

	/** Like {@link send}, for callers with nothing to save: gives the answer, or throws what n8n shows. */
	async read(call: Call, item?: ItemPlace): Promise<unknown> {
		const result = await this.send(call);
		if (result.ok && result.answer !== undefined) return result.answer;
		const failure: CallFailure = result.ok
			? { kind: 'unreadable', status: result.status, what: 'empty' }
			: result.failure;
		throw callError(this.context.getNode(), failure, item, call.path);
	}

	/**
	 * Sends one call: waits for its turn, repeats what may be repeated (at most three times, and what the limit keeps out until
	 * there is room), and reads the answer.
	 *
	 * Never throws for anything that happens on the way, so that a caller in the middle of a batch keeps its results.
	 */
	async send(call: Call): Promise<CallResult> {
		return await this.repeat(
			call,
			async (credential, stop) =>
				await this.exchange(
					call,
					credential,
					{ stop, accept: 'application/json' },
					async (response, how) => await readWhole(response, credential, how),
				),
		);
	}

	/**
	 * Like {@link send}, for an answer of any size: it is handed on while it comes in, and never held as a whole. Only its
	 * beginning has to be there within `timeoutMs`; how what follows is watched stands at {@link receive}.
	 *
	 * @param passing looks at the answer while it passes, and takes it; both begin anew with each try
	 */
	async download<Taken>(call: Call, passing: Passing<Taken>): Promise<Received<Taken>> {
		return await this.repeat<Received<Taken>>(call, async (credential, stop) => {
			const { clock } = this;
			const begun = await this.exchange<{ ok: true; response: FullResponse; line: Line } | Failed>(
				call,
				credential,
				{ stop, accept: '*/*' },
				async (response, how) => {
					if (response.statusCode === 200) return { ok: true, response, line: how.line };
					const result = await readWhole(response, credential, { ...how, startOnly: true });
					if (!result.ok) return result;
					// Anything but 200 has no feed in it, whatever it may be called.
					const { status } = result;
					return { ok: false, failure: unknownForm(status, result.answer) };
				},
			);
			if (!begun.ok) return begun;
			const hardEndMs = this.hardEndOf(call);
			const secrets = secretsOf(credential);
			const { origin } = credential;
			const { response, line } = begun;
			return await receive(response, passing, { clock, stop, hardEndMs, line, origin, secrets });
		});
	}

	/** The rules of {@link send}, for any kind of exchange. */
	private async repeat<Result extends { ok: true } | Failed>(
		call: Call,
		once: (credential: AwinCredential, stop: AbortSignal | undefined) => Promise<Result | Failed>,
	): Promise<Result | Failed> {
		// Such a thing is not there, and what is at the place that the path would lead to is nothing that was asked for.
		if (!call.path.split(/[/?#]/).every((part) => part === '' || isPathPart(part))) {
			return { ok: false, failure: { kind: 'refused', status: 404 } };
		}
		const reading = await openCredential(this.context);
		if (!reading.ok) {
			const { reason, nextStep } = reading;
			return { ok: false, failure: { kind: 'credential', reason, nextStep } };
		}
		const { credential } = reading;
		const signal = this.cancelSignal(call.signal);
		const deadlineMs = this.deadlineOf(call);
		const throttle = this.turns.begin(credential);
		let isAgain = false;
		for (let retry = 0; ; ) {
			const turn = await this.turns.wait(throttle, { signal, deadlineMs, isAgain });
			if ('failure' in turn) return { ok: false, failure: turn.failure };
			const result = await once(credential, signal);
			isAgain = this.turns.isToWait(throttle, turn.ticket, result);
			if (result.ok) return result;
			const { failure } = result;
			if (!isRepeatable(failure, call.effect ?? 'read')) return result;
			// What was refused was not taken, however often: it waits until there is room.
			if (isAgain) continue;
			if (retry >= (call.mostRetries ?? MOST_RETRIES)) return result;
			if (!(await this.pause(FIRST_PAUSE_MS * 2 ** retry, signal, deadlineMs))) {
				return signal?.aborted ? { ok: false, failure: { kind: 'cancelled' } } : result;
			}
			retry++;
		}
	}

	/**
	 * Waits until the next call may start, without making it: for what has to be done right before a write and would be
	 * stale after a minute at the gate.
	 *
	 * Never throws: what stands in the way of the call, it will meet itself.
	 */
	async waitUntilFree(): Promise<void> {
		const reading = await openCredential(this.context);
		if (!reading.ok) return;
		const { deadlineMs, turns } = this;
		const signal = this.cancelSignal();
		await turns.wait(turns.begin(reading.credential), { signal, deadlineMs, onlyLook: true });
	}

	/**
	 * Waits between two calls.
	 *
	 * @returns whether the pause was made; false where the execution was stopped meanwhile
	 */
	async rest(ms: number): Promise<boolean> {
		return await this.nap(ms, this.cancelSignal());
	}

	private deadlineOf(call: Call): number {
		return Math.min(this.deadlineMs, call.deadlineMs ?? Infinity, this.hardEndOf(call));
	}

	private hardEndOf(call: Call): number {
		return Math.min(this.hardEndMs, call.hardEndMs ?? Infinity);
	}

	/** Fires when the execution is stopped, or the call's own signal does. */
	private cancelSignal(own?: AbortSignal): AbortSignal | undefined {
		const stopped =
			'getExecutionCancelSignal' in this.context
				? this.context.getExecutionCancelSignal()
				: undefined;
		return stopped && own ? AbortSignal.any([stopped, own]) : (stopped ?? own);
	}

	/**
	 * One exchange, which ends by the clock. What does not end by itself then is given up: its connection is closed, and an
	 * answer that comes late is thrown away.
	 */
	private async exchange<Result extends { ok: true } | Failed>(
		call: Call,
		credential: AwinCredential,
		{ stop, accept }: { stop: AbortSignal | undefined; accept: string },
		read: ResponseReader<Result>,
	): Promise<Result | Failed> {
		const leftMs = Math.max(this.hardEndOf(call) - this.clock.nowMs(), LEAST_TIMEOUT_MS);
		// Whole: n8n's HTTP library takes no fraction of a millisecond for a timeout.
		const timeoutMs = Math.floor(Math.min(call.timeoutMs ?? LIST_TIMEOUT_MS, leftMs));
		try {
			const result = await within({ clock: this.clock, timeoutMs, stop }, async (line) => {
				const response = await ask(this.context, call, credential, {
					accept,
					timeoutMs,
					end: line.end,
				});
				if (line.end.aborted) letGoOf(response);
				return await read(response, { effect: call.effect, timeoutMs, line });
			});
			return isEnded(result) ? { ok: false, failure: result.ended } : result;
		} catch (error) {
			if (stop?.aborted) return { ok: false, failure: { kind: 'cancelled', inFlight: true } };
			return { ok: false, failure: transportFailure(error, timeoutMs, credential.origin) };
		}
	}

	/** @returns whether the pause was made; false where the deadline or the person ended it */
	private async pause(
		ms: number,
		signal: AbortSignal | undefined,
		deadlineMs: number,
	): Promise<boolean> {
		// A quarter either way, so that workflows that failed together do not come back together.
		const jitteredMs = ms * (0.75 + Math.random() / 2);
		if (this.clock.nowMs() + jitteredMs > deadlineMs) return false;
		return await this.nap(jitteredMs, signal);
	}

	private async nap(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
		try {
			await this.clock.sleep(ms, signal);
			return true;
		} catch {
			return false;
		}
	}
}

type ResponseReader<Result> = (
	response: FullResponse,
	how: ReadingManner,
) => Promise<Result | Failed>;
