/**
 * The one way out: every call of this package to Awin goes through {@link Awin.send}.
 */
import type {
	IExecuteFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { name as packageName, version } from '../../../package.json';
import { CREDENTIAL_NAME, readCredential, type AwinCredential } from './credentials';
import { callError, type CallFailure, type ItemPlace } from './errors';
import { passGate, systemClock, throttleOf, type Clock } from './gate';
import { readResponse, transportFailure, type CallResult } from './response';

export type AwinContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** Lists of a busy account take Awin 5 to 15 seconds; small answers far less. */
export const LIST_TIMEOUT_MS = 60_000;

export interface Call {
	method?: IHttpRequestMethods;
	/** Below the base URL, beginning with a slash. */
	path: string;
	query?: Record<string, string>;
	body?: unknown;
	timeoutMs?: number;
	/**
	 * A read may be repeated when anything goes wrong on the way. A write is repeated only where Awin cannot have seen it,
	 * or says that it did not take it because of the limit: a second copy could book an order twice.
	 */
	effect?: 'read' | 'write';
}

export interface AwinOptions {
	clock?: Clock;
	/** By the clock: no wait and no retry goes past it. Polls have one, executions have not. */
	deadlineMs?: number;
}

/** A call that may start at all gets this long, however near the deadline is. */
const LEAST_TIMEOUT_MS = 1000;
const MOST_RETRIES = 3;
const FIRST_PAUSE_MS = 1000;
const USER_AGENT = `${packageName}/${version}`;

/** Talks to Awin on behalf of one execution or poll, inside the limit of its token. */
export class Awin {
	/** How long at least one call was waiting for the throttle, so far. */
	waitedMs = 0;
	/** The limit that it waited for. */
	requestsPerMinute = 0;
	private waiting = 0;
	private waitingSinceMs = 0;
	private readonly clock: Clock;
	private readonly deadlineMs: number;

	constructor(
		private readonly context: AwinContext,
		{ clock = systemClock, deadlineMs = Infinity }: AwinOptions = {},
	) {
		this.clock = clock;
		this.deadlineMs = deadlineMs;
	}

	/** For somebody who sits in front of the screen: gives up when an answer would take longer than `patienceMs`. */
	static withPatience(context: AwinContext, patienceMs: number, clock = systemClock): Awin {
		return new Awin(context, { clock, deadlineMs: clock.nowMs() + patienceMs });
	}

	/** Like {@link send}, for callers with nothing to save: gives the answer, or throws what n8n shows. */
	async read(call: Call, item?: ItemPlace): Promise<unknown> {
		const result = await this.send(call);
		if (result.ok) return result.answer;
		throw callError(this.context.getNode(), result.failure, item);
	}

	/**
	 * Sends one call: waits for its turn, repeats what may be repeated (at most three times), and reads the answer.
	 *
	 * Never throws for anything that happens on the way, so that a caller in the middle of a batch keeps its results.
	 */
	async send(call: Call): Promise<CallResult> {
		const reading = readCredential(await this.context.getCredentials(CREDENTIAL_NAME));
		if (!reading.ok) {
			return {
				ok: false,
				failure: { kind: 'credential', reason: reading.reason, nextStep: reading.nextStep },
			};
		}
		const { credential } = reading;
		const throttle = throttleOf(credential, this.clock);
		const signal = this.cancelSignal();

		for (let retry = 0; ; retry++) {
			const result = await this.sendOnce(call, credential, signal);
			if (result.ok) return result;
			const { failure } = result;
			const isOverLimit = failure.kind === 'refused' && failure.status === 429;
			if (isOverLimit) {
				// Closing the gate makes everybody with this token wait, not this call alone.
				throttle.closeUntil(this.clock.nowMs() + (failure.retryAfterMs ?? FULL_MINUTE_MS));
			}
			if (retry === MOST_RETRIES || !isRepeatable(failure, call.effect ?? 'read')) return result;
			if (!isOverLimit && !(await this.pause(FIRST_PAUSE_MS * 2 ** retry, signal))) {
				return signal?.aborted ? { ok: false, failure: { kind: 'cancelled' } } : result;
			}
		}
	}

	private cancelSignal(): AbortSignal | undefined {
		return 'getExecutionCancelSignal' in this.context
			? this.context.getExecutionCancelSignal()
			: undefined;
	}

	private async sendOnce(
		call: Call,
		credential: AwinCredential,
		signal: AbortSignal | undefined,
	): Promise<CallResult> {
		const failure = await this.waitForTurn(credential, signal);
		if (failure) return { ok: false, failure };

		const leftMs = Math.max(this.deadlineMs - this.clock.nowMs(), LEAST_TIMEOUT_MS);
		const timeoutMs = Math.min(call.timeoutMs ?? LIST_TIMEOUT_MS, leftMs);
		try {
			const response = await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				CREDENTIAL_NAME,
				{
					method: call.method ?? 'GET',
					url: credential.baseUrl + call.path,
					qs: call.query,
					body: call.body === undefined ? undefined : JSON.stringify(call.body),
					headers: {
						Accept: 'application/json',
						'User-Agent': USER_AGENT,
						...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
					},
					timeout: timeoutMs,
					// The text, unread: whether it is whole, and whether it is JSON at all, is looked at below.
					encoding: 'text',
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
				},
			);
			return readResponse(response, [credential.accessToken, credential.conversionApiKey]);
		} catch (error) {
			if (signal?.aborted) return { ok: false, failure: { kind: 'cancelled' } };
			return { ok: false, failure: transportFailure(error, timeoutMs, credential.origin) };
		}
	}

	/** @returns what ended the waiting before the call could start */
	private async waitForTurn(
		credential: AwinCredential,
		signal: AbortSignal | undefined,
	): Promise<CallFailure | undefined> {
		this.requestsPerMinute = credential.requestsPerMinute;
		if (this.waiting++ === 0) this.waitingSinceMs = this.clock.nowMs();
		try {
			const throttle = throttleOf(credential, this.clock);
			const passage = await passGate(throttle, this.clock, { signal, deadlineMs: this.deadlineMs });
			return passage.passed ? undefined : { kind: 'noTime', waitMs: passage.waitMs };
		} catch {
			return { kind: 'cancelled' };
		} finally {
			// Calls wait side by side: only the time in which any of them waited counts, and counts once.
			if (--this.waiting === 0) this.waitedMs += this.clock.nowMs() - this.waitingSinceMs;
		}
	}

	/** @returns whether the pause was made; false where the deadline or the person ended it */
	private async pause(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
		// A quarter either way, so that workflows that failed together do not come back together.
		const jitteredMs = ms * (0.75 + Math.random() / 2);
		if (this.clock.nowMs() + jitteredMs > this.deadlineMs) return false;
		try {
			await this.clock.sleep(jitteredMs, signal);
			return true;
		} catch {
			return false;
		}
	}
}

/** Awin names no Retry-After; its limit is per minute, so after a minute there is room in any case. */
const FULL_MINUTE_MS = 60_000;

function isRepeatable(failure: CallFailure, effect: 'read' | 'write'): boolean {
	switch (failure.kind) {
		case 'unreachable':
			return true;
		case 'refused':
			return failure.status === 429 || (effect === 'read' && failure.status >= 500);
		case 'interrupted':
		case 'timeout':
			return effect === 'read';
		case 'unreadable':
			// A page or half an answer comes from a server on the way that is in trouble, as a 5xx does.
			return effect === 'read' && failure.what !== 'other';
		default:
			return false;
	}
}
