/**
 * What the tests of the transport share: a clock that jumps instead of waiting, and a hand-made context of n8n's.
 */
import { setMaxListeners } from 'node:events';
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { Clock } from '../../../nodes/Awin/transport/gate';
import type { AwinContext } from '../../../nodes/Awin/transport/request';
import { NODE } from '../../support/parameters.cts';

interface Timer {
	atMs: number;
	wake: () => void;
}

/** Sleepers wake in the order of their times, each as soon as nobody has anything left to do before. */
export class JumpingClock implements Clock {
	/** Every sleep that was asked for, in order. */
	readonly sleeps: number[] = [];
	private timers: Timer[] = [];

	constructor(private currentMs = 1_000_000) {}

	nowMs(): number {
		return this.currentMs;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		this.sleeps.push(ms);
		await this.alarm(ms, signal);
	}

	async alarm(ms: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			const stop = () => {
				this.timers = this.timers.filter((other) => other !== timer);
				reject(new Error('stopped'));
			};
			const wake = () => {
				signal?.removeEventListener('abort', stop);
				resolve();
			};
			const timer = { atMs: this.currentMs + ms, wake };
			this.timers.push(timer);
			signal?.addEventListener('abort', stop);
		});
	}

	/** Does something at a time to come. */
	at(ms: number, act: () => void): void {
		this.timers.push({ atMs: ms, wake: act });
	}

	/** Lets time pass until the work is done. */
	async run<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const finished = work.finally(() => (isDone = true));
		finished.catch(() => undefined);
		for (;;) {
			await everybodyActs();
			if (isDone) return await finished;
			const next = this.timers.reduce<Timer | undefined>(
				(first, timer) => (first && first.atMs <= timer.atMs ? first : timer),
				undefined,
			);
			if (!next) throw new Error('The work waits for something that never comes');
			this.timers = this.timers.filter((timer) => timer !== next);
			this.currentMs = Math.max(this.currentMs, next.atMs);
			next.wake();
		}
	}
}

async function everybodyActs(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

/** What stands in for Awin: gives a full response, or throws what n8n's request helper would throw. */
export type Respond = (request: IHttpRequestOptions, attempt: number) => unknown;

export interface Sent {
	atMs: number;
	request: IHttpRequestOptions;
}

let tokens = 0;

/** A token that no other test has used, so that no other test's throttle is met. */
export function freshToken(): string {
	return `token-${++tokens}-5f3c9b1e`;
}

export class FakeContext {
	readonly sent: Sent[] = [];
	/** The signals by which n8n would end each call. */
	readonly ends: Array<AbortSignal | undefined> = [];
	readonly controller = new AbortController();
	readonly context: AwinContext;

	constructor(
		clock: Clock,
		/** May be changed while calls wait. */
		readonly credentials: ICredentialDataDecryptedObject,
		respond: Respond = () => answer([]),
	) {
		// As n8n does: however many calls of one execution wait, each of them listens.
		setMaxListeners(Infinity, this.controller.signal);
		const self = this;
		const context = {
			getNode: () => NODE,
			getCredentials: async () => credentials,
			getExecutionCancelSignal: () => this.controller.signal,
			helpers: {
				async httpRequestWithAuthentication(
					this: unknown,
					_type: string,
					request: IHttpRequestOptions,
				): Promise<unknown> {
					// n8n asks the context that it is called with for the signal that ends the call.
					if (this !== context && Object.getPrototypeOf(this) !== self.context)
						throw new Error('The helper was called without its context');
					self.ends.push((this as IExecuteFunctions).getExecutionCancelSignal());
					self.sent.push({ atMs: clock.nowMs(), request });
					return await respond(request, self.sent.length);
				},
			},
		};
		this.context = context as unknown as AwinContext;
	}
}

export function answer(
	body: unknown,
	statusCode = 200,
	headers: Record<string, string> = {},
): { statusCode: number; headers: Record<string, string>; body: unknown } {
	return { statusCode, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

export function codeError(code: string, message = `connect ${code} 1.2.3.4:443`): Error {
	return Object.assign(new Error(message), { code });
}

/** Every text inside a value, also in what JSON leaves out: causes, hidden properties, maps. */
export function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	const entries = value instanceof Map ? [...value.entries()] : [];
	return [
		...entries.flatMap((entry) => textsIn(entry, seen)),
		...Reflect.ownKeys(value).flatMap((key) => [
			String(key),
			...textsIn(Reflect.get(value, key), seen),
		]),
	];
}
