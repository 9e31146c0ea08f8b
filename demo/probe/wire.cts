/** One call to Awin, and nothing above it: no pace, no repetition, no opinion of the answer. */
import { request as openHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as openHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface WireRequest {
	/** Everything is a GET, but for Awin's list of offers, which is read with a POST. */
	method: 'GET' | 'POST';
	/** Path and query. */
	path: string;
	body?: string;
	/** How much of the answer is read at most; then the connection is closed. */
	mostBytes: number;
}

export interface WireAnswer {
	status: number;
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	text: string;
	/** False: there was more than `mostBytes`. */
	isWhole: boolean;
}

/** @throws whatever the network throws; an answer of any status is an answer */
export type Wire = (request: WireRequest) => Promise<WireAnswer>;

const TIMEOUT_MS = 120_000;

/** Where the token may go: to an https address, or to a stand-in on this machine. Null for any other address. */
export function readAddress(text: string): URL | null {
	if (!URL.canParse(text)) return null;
	const url = new URL(text);
	const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
	const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isHere);
	return isSafe && url.username === '' && url.password === '' ? url : null;
}

/** The wire to a real address. Redirects are not followed: the token is for this address only. */
export function overTheNetwork(address: URL, token: string, signal: AbortSignal): Wire {
	const open = address.protocol === 'https:' ? openHttps : openHttp;
	const base = address.pathname.replace(/\/+$/, '');
	return ({ method, path, body, mostBytes }) =>
		new Promise((resolve, reject) => {
			const outgoing = open(
				new URL(`${base}${path}`, address),
				{
					method,
					signal,
					timeout: TIMEOUT_MS,
					headers: {
						authorization: `Bearer ${token}`,
						accept: 'application/json',
						'accept-encoding': 'gzip',
						...(body === undefined
							? {}
							: {
									'content-type': 'application/json',
									'content-length': String(Buffer.byteLength(body)),
								}),
					},
				},
				(incoming) => {
					readBody(incoming, mostBytes).then(
						(read) =>
							resolve({
								status: incoming.statusCode ?? 0,
								headers: plainHeaders(incoming),
								...read,
							}),
						reject,
					);
				},
			);
			outgoing.on('timeout', () => outgoing.destroy(new Error('No answer in two minutes')));
			outgoing.on('error', reject);
			outgoing.end(body);
		});
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined ? [] : [[name, String(value)]],
		),
	);
}

async function readBody(
	incoming: IncomingMessage,
	mostBytes: number,
): Promise<{ text: string; isWhole: boolean }> {
	const isPacked = incoming.headers['content-encoding'] === 'gzip';
	const unpacked: Readable = isPacked ? incoming.pipe(createGunzip()) : incoming;
	// A connection that breaks must not leave the unpacking waiting for more.
	if (isPacked) incoming.on('error', (error) => unpacked.destroy(error));
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of unpacked) {
		chunks.push(chunk as Buffer);
		bytes += (chunk as Buffer).length;
		if (bytes > mostBytes) {
			incoming.destroy();
			break;
		}
	}
	return { text: Buffer.concat(chunks).toString('utf8'), isWhole: bytes <= mostBytes };
}
