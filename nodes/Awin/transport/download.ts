/**
 * Handing on an answer of any size while it comes in, and finding out on the way whether it is whole.
 */
import type { AwinComplaint } from '../api/answers';
import type { CallFailure } from './failures';
import type { ByteStream, Line } from './exchange';
import type { Clock } from './gate';
import { brokenOff, type Failed, type FullResponse } from './response';
import { Secrets } from './secrets';

/** Looks at what passes. */
export interface Inspector {
	bytes: number;
	/** @returns whether to go on */
	add(chunk: Buffer): boolean;
	/** @param announcedBytes what the answer said that it would be, where it did */
	finish(announcedBytes: number | undefined): Verdict;
}

type Verdict =
	| { kind: 'whole' }
	| { kind: 'complaint'; complaint: AwinComplaint }
	| { kind: 'html' | 'cut' | 'empty' | 'other' };

export interface Passing<Taken> {
	inspector(): Inspector;
	/** Takes all of it. Whatever goes wrong on the way breaks the stream off, which counts for more than what this gives. */
	take(stream: ByteStream): Promise<Taken>;
}

export type Received<Taken> = { ok: true; taken: Taken } | Failed;

/** How often it is looked whether a file still comes in, however much of it is still to come. */
const WATCH_MS = 60_000;

/**
 * What has to come in within that time. A file of many gigabytes may take hours, so there is no end by the clock; but at one
 * kilobyte a second even a small feed would take a day, and a server that sends a blank now and then keeps nobody waiting.
 */
const LEAST_BYTES = 64 * 1024;

interface Circumstances {
	clock: Clock;
	stop: AbortSignal | undefined;
	/** By the clock. */
	hardEndMs: number;
	line: Line;
	origin: string;
	secrets: string[];
}

/**
 * Hands the answer on, and says afterwards whether it was whole. What is not never ends as if it were: the taker's stream
 * breaks off. It may take as long as it likes while {@link LEAST_BYTES} come in every {@link WATCH_MS}.
 */
export async function receive<Taken>(
	{ body, headers, statusCode: status }: FullResponse,
	{ inspector: begin, take }: Passing<Taken>,
	{ clock, stop: cancelSignal, hardEndMs, line, origin, secrets }: Circumstances,
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
		failure ??= cancelSignal?.aborted
			? { kind: 'cancelled', inFlight: true }
			: brokenOff(error, { status, timeoutMs: WATCH_MS, origin });
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
		line.cut();
		source.destroy(new Error('stopped'));
	};
	const cancel = (): void => stop({ kind: 'cancelled', inFlight: true });
	if (cancelSignal?.aborted) cancel();
	cancelSignal?.addEventListener('abort', cancel, { once: true });
	const endAfter = (timeoutMs: number): void => stop({ kind: 'timeout', timeoutMs });
	void endWhenSlow(inspector, clock, over.signal, () => endAfter(WATCH_MS));
	if (hardEndMs < Infinity) {
		const leftMs = Math.max(hardEndMs - clock.nowMs(), 0);
		clock.alarm(leftMs, over.signal).then(
			() => endAfter(leftMs),
			() => undefined,
		);
	}
	try {
		const stream = streamOf(source, passed());
		stream.on('error', () => undefined);
		const taken = await take(stream);
		return failure ? { ok: false, failure } : { ok: true, taken };
	} finally {
		over.abort();
		cancelSignal?.removeEventListener('abort', cancel);
		line.cut();
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

/** Looks in from time to time, and ends what has hardly moved since. */
async function endWhenSlow(
	inspector: Inspector,
	clock: Clock,
	over: AbortSignal,
	end: () => void,
): Promise<void> {
	try {
		for (let seen = -LEAST_BYTES; inspector.bytes - seen >= LEAST_BYTES; ) {
			seen = inspector.bytes;
			await clock.alarm(WATCH_MS, over);
		}
	} catch {
		return;
	}
	if (!over.aborted) end();
}

function withoutSecretsIn(complaint: AwinComplaint, secrets: string[]): AwinComplaint {
	return new Secrets(secrets).hideIn(complaint) as AwinComplaint;
}
