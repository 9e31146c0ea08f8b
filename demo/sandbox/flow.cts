/** Sending what is too large to be held: no more of it is made than the other side has room for. */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { SandboxResponse, SandboxStream } from './respond.cts';

/** Sends the head, and the body while it is made. `isTorn`: the connection is torn down in place of the end. */
export function flow(
	outgoing: ServerResponse,
	{ status, headers }: SandboxResponse,
	{ chunks, bytes, isAnnounced }: SandboxStream,
	{ isTorn = false } = {},
): void {
	outgoing.writeHead(status, {
		...headers,
		...(isAnnounced ? { 'content-length': String(bytes) } : {}),
	});
	const made = Readable.from(chunks(), { objectMode: false });
	const body = headers['content-encoding'] === 'gzip' ? made.pipe(createGzip({ level: 1 })) : made;
	// A client that goes away ends the making, too.
	outgoing.on('close', () => made.destroy());
	body.on('end', () => {
		// What was written last has to leave before the connection is torn down.
		if (isTorn) outgoing.write('', () => outgoing.socket?.destroy());
		else outgoing.end();
	});
	body.pipe(outgoing, { end: false });
}

/** The chunks of a stream up to the middle of its bytes, which mostly is the middle of a line. */
export function firstHalf({ chunks, bytes }: SandboxStream): () => Iterable<Buffer> {
	return function* () {
		let left = halfOf(bytes);
		for (const chunk of chunks()) {
			yield chunk.subarray(0, left);
			left -= chunk.length;
			if (left <= 0) return;
		}
	};
}

/** The length of the first half. Lines have an even number of bytes: three fewer than the middle cut one in two. */
export function halfOf(bytes: number): number {
	return Math.max(Math.floor(bytes / 2) - 3, 0);
}
