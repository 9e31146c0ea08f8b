/**
 * A server in Awin's place that keeps to no rule of HTTP's spirit: it drips, floods and nests. On raw sockets, because no
 * library for servers would send such things; and a clock on which a minute passes while it does so.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

import { systemClock } from '../../nodes/Awin/transport/gate';

/** Sends something, piece by piece, until the connection is closed. */
type Manner = (socket: Socket) => void | Promise<void>;

export interface Misbehaviour {
	/** How the tables call it. */
	name: string;
	manner: Manner;
}

const DRIP_MS = 4;
const PIECE = 1024 * 1024;
const NESTED = 300_000;

function head(status: number, ...headers: string[]): string {
	return [`HTTP/1.1 ${status} Whatever`, 'Content-Type: application/json', ...headers, '', ''].join(
		'\r\n',
	);
}

async function drip(socket: Socket, piece: string | Buffer): Promise<void> {
	while (!socket.destroyed) {
		socket.write(piece);
		await new Promise((resolve) => setTimeout(resolve, DRIP_MS));
	}
}

/** As fast as the other side takes it. */
async function flood(socket: Socket, piece: Buffer): Promise<void> {
	while (!socket.destroyed) {
		if (socket.write(piece)) continue;
		await new Promise<void>((resolve) => {
			const goOn = () => {
				socket.off('drain', goOn).off('close', goOn);
				resolve();
			};
			socket.on('drain', goOn).on('close', goOn);
		});
	}
}

function whole(status: number, text: string): Manner {
	return (socket) => {
		socket.end(
			head(status, `Content-Length: ${Buffer.byteLength(text)}`, 'Connection: close') + text,
		);
	};
}

const CHUNK_OF_ONE = '1\r\n \r\n';

function chunk(bytes: Buffer): Buffer {
	return Buffer.concat([
		Buffer.from(`${bytes.length.toString(16)}\r\n`),
		bytes,
		Buffer.from('\r\n'),
	]);
}

const BLANKS = chunk(Buffer.alloc(PIECE, ' '));
/** Two thousand times as much as it weighs: 100 kB that become 200 MB. */
const BOMB = gzipSync(Buffer.alloc(200 * PIECE, ' '));

export const DRIPS: readonly Misbehaviour[] = [
	{ name: 'says nothing at all', manner: () => undefined },
	{
		name: 'drips in its headers',
		manner: async (socket) => {
			socket.write('HTTP/1.1 200 OK\r\nX-Long: ');
			await drip(socket, '.');
		},
	},
	{
		name: 'begins again and again',
		manner: async (socket) => await drip(socket, 'HTTP/1.1 102 Processing\r\n\r\n'),
	},
	{
		name: 'drips before its answer',
		manner: async (socket) => {
			socket.write(head(200, 'Transfer-Encoding: chunked'));
			await drip(socket, CHUNK_OF_ONE);
		},
	},
	{
		name: 'drips in the middle of its answer',
		manner: async (socket) => {
			socket.write(head(200, 'Content-Length: 100000000'));
			socket.write('[{"id":1},');
			await drip(socket, ' ');
		},
	},
	{
		name: 'stops after its headers',
		manner: (socket) => void socket.write(head(200, 'Content-Length: 1000')),
	},
	{
		name: 'drips in a refusal',
		manner: async (socket) => {
			socket.write(head(500, 'Transfer-Encoding: chunked'));
			await drip(socket, CHUNK_OF_ONE);
		},
	},
];

export const FLOODS: readonly Misbehaviour[] = [
	{
		name: 'never stops',
		manner: async (socket) => {
			socket.write(head(200, 'Transfer-Encoding: chunked'));
			await flood(socket, BLANKS);
		},
	},
	{
		name: 'announces 600 MB',
		manner: async (socket) => {
			socket.write(head(200, `Content-Length: ${600 * PIECE}`));
			await flood(socket, Buffer.alloc(PIECE, ' '));
		},
	},
	{
		name: 'packs 200 MB small',
		manner: (socket) => {
			socket.write(head(200, 'Content-Encoding: gzip', `Content-Length: ${BOMB.length}`));
			socket.write(BOMB);
		},
	},
	{
		name: 'refuses without end',
		manner: async (socket) => {
			socket.write(head(500, 'Transfer-Encoding: chunked'));
			await flood(socket, BLANKS);
		},
	},
];

export const NESTS: readonly Misbehaviour[] = [
	{ name: 'nests lists', manner: whole(200, '['.repeat(NESTED) + ']'.repeat(NESTED)) },
	{ name: 'nests objects', manner: whole(200, '{"a":'.repeat(NESTED) + '1' + '}'.repeat(NESTED)) },
	{
		name: 'nests in a row',
		manner: whole(
			200,
			`[{"id":1,"transactionDate":"2026-03-02T10:00:00","x":${'['.repeat(NESTED)}${']'.repeat(NESTED)}}]`,
		),
	},
	{
		name: 'nests in a refusal',
		manner: whole(400, `{"error":"x","a":${'['.repeat(NESTED)}${']'.repeat(NESTED)}}`),
	},
];

export interface MisbehavingServer {
	url: string;
	/** How it answers from now on. */
	manner: Manner;
	/** How many connections it still holds. */
	readonly open: number;
	/** What it was asked, head and all, in order. */
	readonly requests: string[];
	/** Closes all connections. */
	drop(): void;
	close(): Promise<void>;
}

export async function startMisbehaving(): Promise<MisbehavingServer> {
	const sockets = new Set<Socket>();
	const requests: string[] = [];
	const drop = () => sockets.forEach((socket) => socket.destroy());
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		socket.once('data', (bytes) => {
			requests.push(bytes.toString());
			void running.manner(socket);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const running: MisbehavingServer = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		manner: () => undefined,
		get open() {
			return sockets.size;
		},
		requests,
		drop,
		close: async () => {
			drop();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return running;
}

const realSleep = systemClock.sleep;

const LOOK_MS = 2;
/** Time for a few pieces. */
const SHOWN_MS = 3 * DRIP_MS;
const LONGEST_LOOK_MS = 200;

/**
 * A clock that stands still until the server has shown what it does: waits take no time, and the end of a call comes when a few
 * pieces of its answer are there, however busy the machine is. Where the answer is to come in whole, it comes as usual. Jest
 * takes the clock away with `restoreAllMocks`.
 */
export function installServerClock(server: MisbehavingServer, isDripping: boolean): void {
	let passedMs = 0;
	jest.spyOn(systemClock, 'nowMs').mockImplementation(() => passedMs);
	jest.spyOn(systemClock, 'sleep').mockImplementation(async (ms, signal) => {
		signal?.throwIfAborted();
		passedMs += ms;
		await Promise.resolve();
	});
	jest.spyOn(systemClock, 'alarm').mockImplementation(async (ms, signal) => {
		if (!isDripping) return await realSleep(ms, signal);
		const before = server.requests.length;
		for (let lookedMs = 0; lookedMs < LONGEST_LOOK_MS; lookedMs += LOOK_MS) {
			if (server.requests.length > before) break;
			await realSleep(LOOK_MS, signal);
		}
		await realSleep(SHOWN_MS, signal);
		passedMs += ms;
	});
}
