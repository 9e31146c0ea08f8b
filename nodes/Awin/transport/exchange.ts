/**
 * One exchange with Awin, from asking to the last byte of the answer: its end by the clock, and by bytes.
 *
 * n8n's own timeout measures silence. A server (or a proxy on the way) that sends a blank every second would hold an
 * execution or a poll for ever, so every exchange ends by the clock, however busy the connection looks.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { name as packageName, version } from '../../../package.json';
import type { CallFailure } from './failures';
import type { Clock } from './gate';

/** What every call tells Awin of where it comes from. */
export const USER_AGENT = `${packageName}/${version}`;

/** The stream of bytes that n8n's helpers give and take. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Buffer
>;

export interface Bounds {
	clock: Clock;
	timeoutMs: number;
	/** Fires when the person stops the execution. */
	stop?: AbortSignal;
}

/** An exchange that was ended before it was over. */
export interface Ended {
	ended: CallFailure & { kind: 'timeout' | 'cancelled' };
}

/** How long a stopped exchange may take to end by itself. */
const LONGEST_STOP_MS = 250;

/** The connection of one exchange. */
export interface Line {
	/** Fires when the exchange is to end; n8n's HTTP library closes the connection then. */
	end: AbortSignal;
	/**
	 * Closes the connection. To destroy a stream is not enough: the one that n8n gives out waits for a next piece before it
	 * lets go of what is behind it, and none may come.
	 */
	cut(): void;
}

/**
 * Does what has to be done within a time. At its end, or when the execution is stopped, it is given up, whether or not it
 * listens to its signal; what becomes of it later is nobody's business any more.
 *
 * @param work is to free what it holds when its signal fires. The line lives on when the work is done in time
 */
export async function within<Result>(
	{ clock, timeoutMs, stop }: Bounds,
	work: (line: Line) => Promise<Result>,
): Promise<Result | Ended> {
	const line = new AbortController();
	const cut = (): void => line.abort();
	const over = new AbortController();
	let stopped = (): void => undefined;
	const endings = [
		new Promise<Ended>((resolve) => {
			clock.alarm(timeoutMs, over.signal).then(
				() => resolve({ ended: { kind: 'timeout', timeoutMs } }),
				() => undefined,
			);
		}),
		new Promise<Ended>((resolve) => {
			const given = (): void => resolve({ ended: { kind: 'cancelled', inFlight: true } });
			// What hears of the stop ends by itself, and an answer that is just there is not thrown away.
			stopped = (): void =>
				void clock.alarm(LONGEST_STOP_MS, over.signal).then(given, () => undefined);
			if (stop?.aborted) stopped();
			stop?.addEventListener('abort', stopped, { once: true });
		}),
	];
	const end = stop ? AbortSignal.any([line.signal, stop]) : line.signal;
	const working = work({ end, cut });
	// Given up, it may still fail: that must not end n8n as an error that nobody took.
	working.catch(() => undefined);
	try {
		const result = await Promise.race([working, ...endings]);
		if (isEnded(result)) cut();
		return result;
	} finally {
		over.abort();
		// By hand: of several exchanges side by side, Node.js forgets to remove what was added with a signal (its `signal` option),
		// and each listener holds a whole answer for as long as the execution runs.
		stop?.removeEventListener('abort', stopped);
	}
}

export function isEnded(result: unknown): result is Ended {
	return typeof result === 'object' && result !== null && 'ended' in result;
}

/**
 * The most that an answer may weigh, unpacked. The longest list that Awin gives in one answer is 31 days of one account:
 * 86,000 transactions with all their parts, baskets and custom parameters come to about 1.5 kB each. What is held as text and
 * as objects takes several times as much memory, and n8n may run in a small machine.
 */
const MOST_ANSWER_BYTES = 128 * 1024 * 1024;

/** A refusal names at most every row of a batch of 40,000; pages of servers on the way are far smaller. */
const MOST_REFUSAL_BYTES = 16 * 1024 * 1024;

export function mostBytesOf(status: number): number {
	return status >= 200 && status < 300 ? MOST_ANSWER_BYTES : MOST_REFUSAL_BYTES;
}

/**
 * The text of a body, or its start; what it broke off with, and whether that was because of its end; `undefined` where it is
 * longer than it may be.
 */
export type TextReading = { text: string } | { brokenOff: Error; isEnded: boolean } | undefined;

/**
 * Reads a body to its end, and counts what comes out of unpacking.
 *
 * @param body a stream, or what n8n made of one
 * @param startOnly whether the start will do where it is longer
 */
export async function readText(
	body: unknown,
	headers: Record<string, unknown>,
	{ end, cut }: Line,
	{ mostBytes, startOnly }: { mostBytes: number; startOnly: boolean },
): Promise<TextReading> {
	if (!isStream(body)) return textOfWhole(body, mostBytes);
	const letGo = (): void => {
		cut();
		body.destroy();
	};
	// Without a listener, an error after the last look at the stream would end the whole process.
	body.on('error', () => undefined);
	if (end.aborted) letGo();
	end.addEventListener('abort', letGo, { once: true });
	try {
		if (!startOnly && Number(headers['content-length']) > mostBytes) return undefined;
		const chunks: Buffer[] = [];
		let bytes = 0;
		for await (const chunk of body as AsyncIterable<Buffer>) {
			bytes += chunk.length;
			if (bytes > mostBytes && !startOnly) return undefined;
			chunks.push(chunk);
			if (bytes > mostBytes) break;
		}
		const whole = Buffer.concat(chunks).subarray(0, mostBytes);
		return { text: withoutMark(whole.toString('utf8')) };
	} catch (error) {
		return { brokenOff: error as Error, isEnded: end.aborted };
	} finally {
		end.removeEventListener('abort', letGo);
		letGo();
	}
}

/** Lets go of an answer that nobody waits for any more. */
export function letGoOf(response: unknown): void {
	const body = (response as { body?: unknown } | undefined)?.body;
	if (!isStream(body)) return;
	body.on('error', () => undefined);
	body.destroy();
}

function isStream(body: unknown): body is ByteStream {
	return typeof (body as { pipe?: unknown } | null | undefined)?.pipe === 'function';
}

function textOfWhole(body: unknown, mostBytes: number): TextReading {
	const text = Buffer.isBuffer(body) ? body.toString('utf8') : textOrJson(body);
	return text.length > mostBytes ? undefined : { text: withoutMark(text) };
}

/** What stands in for the network in n8n's own evaluations gives values that were read already. */
function textOrJson(body: unknown): string {
	return typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
}

/** Some servers begin their texts with a mark for the order of bytes, which no JSON may begin with. */
function withoutMark(text: string): string {
	return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
