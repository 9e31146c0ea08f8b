/**
 * Listens at the wire: to everything that reaches a server of this process, and to what really leaves it. The server knows
 * nothing of it.
 */
import { createHash } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { History } from './lines.cts';

interface Started {
	request: IncomingMessage;
	response: ServerResponse;
	socket: Socket;
}

const REQUESTS = 'http.server.request.start';
const CONNECTIONS = 'net.server.socket';

/** Longer answers are files, of which nothing is to be judged. */
const MOST_BYTES = 64_000_000;

export interface Wire {
	/** Where the server listens on this machine. */
	port: number;
	history: History;
	/** By which clock; default: that of the machine. */
	nowMs?: () => number;
}

/** @returns what ends the listening */
export function listenAt(wire: Wire): () => void {
	const { port, history, nowMs = Date.now } = wire;
	const silent = new Set<Socket>();
	const meet = (message: unknown) => {
		const { socket } = message as { socket: Socket };
		if (socket.localPort !== port) return;
		silent.add(socket);
		socket.once('close', () => {
			if (silent.delete(socket)) history.write({ kind: 'stray', atMs: nowMs() });
		});
	};
	const hear = (message: unknown) => {
		const started = message as Started;
		if (started.socket.localPort !== port) return;
		silent.delete(started.socket);
		follow(started, wire);
	};
	subscribe(CONNECTIONS, meet);
	subscribe(REQUESTS, hear);
	return () => {
		unsubscribe(CONNECTIONS, meet);
		unsubscribe(REQUESTS, hear);
	};
}

function follow(
	{ request, response }: Started,
	{ history, nowMs = Date.now }: Omit<Wire, 'port'>,
): void {
	const call = history.nextCall();
	const atMs = nowMs();
	const asked = new Chunks();
	let isNoted = false;
	const note = (isWhole: boolean) => {
		if (isNoted) return;
		isNoted = true;
		const { method = 'GET', url = '/', headers } = request;
		history.write({
			kind: 'call',
			atMs,
			call,
			...callOf(method, url, headers),
			body: asked.text,
			isWhole,
		});
	};
	const push = request.push.bind(request);
	request.push = (chunk, encoding) => {
		if (chunk === null) note(request.complete);
		else asked.add(chunk as Buffer);
		return push(chunk, encoding);
	};

	const said = new Chunks();
	const [write, end] = [response.write.bind(response), response.end.bind(response)];
	response.write = ((...given: Parameters<typeof write>) => {
		said.add(given[0]);
		return write(...given);
	}) as typeof response.write;
	let endedMs: number | undefined;
	response.end = ((...given: Parameters<typeof end>) => {
		// Before the other side can have it; this process may hear of that much later.
		endedMs = nowMs();
		said.add(given[0]);
		return end(...given);
	}) as typeof response.end;
	let isOver = false;
	const answer = (isWhole: boolean) => {
		if (isOver) return;
		isOver = true;
		note(false);
		const status = response.headersSent ? response.statusCode : 0;
		const body = response.getHeader('content-encoding') ? '' : said.text;
		const leftMs = endedMs ?? nowMs();
		history.write({ kind: 'answer', atMs: leftMs, call, status, body, isWhole });
	};
	response.once('finish', () => answer(true));
	response.once('close', () => answer(false));
}

class Chunks {
	private readonly chunks: Buffer[] = [];
	private bytes = 0;

	add(chunk: unknown): void {
		if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
		this.bytes += chunk.length;
		if (this.bytes <= MOST_BYTES) this.chunks.push(Buffer.from(chunk as string));
	}

	get text(): string {
		return this.bytes > MOST_BYTES ? '' : Buffer.concat(this.chunks).toString('utf8');
	}
}

type Headers = Record<string, string | string[] | undefined>;

/** A call as the history has it: no token stands in it. */
function callOf(method: string, address: string, headers: Headers) {
	const url = new URL(address, 'http://awin');
	const { accessToken, ...query } = Object.fromEntries(url.searchParams);
	const token = headers.authorization ?? headers['x-api-key'] ?? accessToken ?? '';
	const bare = String(token).replace(/^Bearer /i, '');
	const caller = createHash('sha256').update(bare).digest('hex').slice(0, 8);
	return { method, path: url.pathname, query, caller };
}
