/**
 * Handing on an answer of any size while it comes in, and finding out on the way whether it is whole.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { AwinComplaint } from '../api/answers';
import type { CallFailure } from './errors';
import type { Clock } from './gate';
import { transportFailure, withoutSecrets, type Failed, type FullResponse } from './response';

/** The stream of bytes that n8n's helpers give and take. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Buffer
>;

/** Looks at what passes. */
export interface Inspector {
	bytes: number;
	/** @returns whether to go on */
	add(chunk: Buffer): boolean;
	/** @param announcedBytes what the answer said that it would be, where it did */
	finish(announcedBytes: number | undefined): Verdict;
}

export type Verdict =
	| { kind: 'whole' }
	| { kind: 'complaint'; complaint: AwinComplaint }
	| { kind: 'html' | 'cut' | 'empty' | 'other' };

export interface Passing<Taken> {
	inspector(): Inspector;
	/** Takes all of it. Whatever goes wrong on the way breaks the stream off, which counts for more than what this gives. */
	take(stream: ByteStream): Promise<Taken>;
}

export type Received<Taken> = { ok: true; taken: Taken } | Failed;

/** A connection on which nothing moves for this long is dead, however much is still to come. */
const LONGEST_SILENCE_MS = 60_000;

interface Circumstances {
	clock: Clock;
	signal: AbortSignal | undefined;
	origin: string;
	secrets: string[];
}

/**
 * Hands the answer on, and says afterwards whether it was whole. What is not never ends as if it were: the taker's stream
 * breaks off.
 */
export async function receive<Taken>(
	{ body, headers, statusCode: status }: FullResponse,
	{ inspector: begin, take }: Passing<Taken>,
	{ clock, signal, origin, secrets }: Circumstances,
): Promise<Received<Taken>> {
	const source = body as ByteStream;
	const inspector = begin();
	const announced = Number(headers['content-length'] ?? NaN);
	let failure: CallFailure | undefined;
	/** The taker wants no more: what then happens to the connection is its own trouble, not Awin's. */
	let isAbandoned = false;

	// The first to hear of it, before whoever reads the stream: a connection that broke off is nobody else's doing. And
	// without a listener, Node would end the whole process.
	source.on('error', (error) => {
		if (isAbandoned) return;
		failure ??= signal?.aborted
			? { kind: 'cancelled', inFlight: true }
			: brokenOff(error, status, origin);
	});

	async function* passed(): AsyncGenerator<Buffer> {
		for await (const chunk of source as AsyncIterable<Buffer>) {
			if (!inspector.add(chunk)) break;
			let isTaken = false;
			try {
				yield chunk;
				isTaken = true;
			} finally {
				isAbandoned = !isTaken;
			}
		}
		const verdict = inspector.finish(Number.isFinite(announced) ? announced : undefined);
		if (verdict.kind === 'whole') return;
		failure ??=
			verdict.kind === 'complaint'
				? { kind: 'refused', status, complaint: withoutSecretsIn(verdict.complaint, secrets) }
				: { kind: 'unreadable', status, what: verdict.kind };
		throw new Error('The answer is not whole');
	}

	const over = new AbortController();
	const stop = (reason: CallFailure): void => {
		failure ??= reason;
		source.destroy(new Error('stopped'));
	};
	const cancel = (): void => stop({ kind: 'cancelled', inFlight: true });
	if (signal?.aborted) cancel();
	signal?.addEventListener('abort', cancel, { once: true });
	void endWhenSilent(inspector, clock, over.signal, () =>
		stop({ kind: 'timeout', timeoutMs: LONGEST_SILENCE_MS }),
	);
	try {
		const stream = streamOf(source, passed());
		stream.on('error', () => undefined);
		const taken = await take(stream);
		return failure ? { ok: false, failure } : { ok: true, taken };
	} finally {
		over.abort();
		signal?.removeEventListener('abort', cancel);
		source.destroy();
	}
}

/** Makes a stream of pieces. Every stream's class can do that, so none has to be imported, which nodes must not. */
function streamOf(another: ByteStream, pieces: AsyncIterable<Buffer>): ByteStream {
	const { from } = another.constructor as unknown as {
		from(pieces: AsyncIterable<Buffer>, options: { objectMode: false }): ByteStream;
	};
	return from(pieces, { objectMode: false });
}

/** Looks in from time to time, and ends what has not moved since. */
async function endWhenSilent(
	inspector: Inspector,
	clock: Clock,
	over: AbortSignal,
	end: () => void,
): Promise<void> {
	try {
		for (let seen = -1; seen < inspector.bytes; ) {
			seen = inspector.bytes;
			await clock.sleep(LONGEST_SILENCE_MS, over);
		}
	} catch {
		return;
	}
	if (!over.aborted) end();
}

/** What the unpacker says of a packed answer that ends in the middle. */
const UNPACKING = /^(Z_|ERR_BROTLI|ERR__ERROR_)/;

function brokenOff(error: Error & { code?: unknown }, status: number, origin: string): CallFailure {
	const code = typeof error.code === 'string' ? error.code : '';
	if (UNPACKING.test(code)) return { kind: 'unreadable', status, what: 'cut' };
	return transportFailure(error, LONGEST_SILENCE_MS, origin);
}

/** More than any refusal has to say. */
const LONGEST_START = 64 * 1024;

/** Reads the start of an answer as text, and lets go of the rest. */
export async function startOf(stream: ByteStream): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of stream as AsyncIterable<Buffer>) {
			chunks.push(chunk);
			bytes += chunk.length;
			if (bytes >= LONGEST_START) break;
		}
	} catch {
		// What was said until then is more than nothing; the status is known in any case.
	}
	stream.destroy();
	return Buffer.concat(chunks).subarray(0, LONGEST_START).toString('utf8');
}

function withoutSecretsIn(complaint: AwinComplaint, secrets: string[]): AwinComplaint {
	return withoutSecrets(JSON.stringify(complaint), secrets) as AwinComplaint;
}
