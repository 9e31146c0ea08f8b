/** What stands in a history of what went over the wire. */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { History, readHistory, type Line } from '../../history/lines.cts';
import { listenAt } from '../../history/wire.cts';

const TOKEN = 'a-token-that-nobody-may-read';
const NOW_MS = 1000;

let server: Server;
let port: number;
let history: History;
let stopListening: () => void;
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
	answer = (response) => response.writeHead(200).end('[1, 2]');
	server = createServer((incoming, response) => {
		incoming.resume();
		incoming.on('end', () => answer(response));
		incoming.on('error', () => undefined);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	({ port } = server.address() as AddressInfo);
	history = new History();
	stopListening = listenAt({ port, history, nowMs: () => NOW_MS });
});

afterEach(async () => {
	stopListening();
	server.closeAllConnections();
	server.close();
	await once(server, 'close');
});

/** Sends it, and waits until there is as much to read as it takes. */
async function call(path: string, headers = {}, body = ''): Promise<void> {
	const asked = request({ port, host: '127.0.0.1', method: 'POST', path, headers, agent: false });
	asked.end(body);
	const [response] = (await once(asked, 'response')) as Array<NodeJS.ReadableStream>;
	response.resume();
	await once(response, 'end');
}

async function untilWritten(lines: number): Promise<Line[]> {
	while (history.lines.length < lines) await new Promise((resolve) => setTimeout(resolve, 5));
	return history.lines;
}

it('has the call and the whole answer, and no token', async () => {
	await call('/orders?a=1&accessToken=secret', { Authorization: `Bearer ${TOKEN}` }, '{"b": 2}');

	const lines = await untilWritten(2);

	expect(lines).toEqual([
		{
			kind: 'call',
			atMs: NOW_MS,
			call: 1,
			caller: expect.stringMatching(/^[0-9a-f]{8}$/),
			method: 'POST',
			path: '/orders',
			query: { a: '1' },
			body: '{"b": 2}',
			isWhole: true,
		},
		{ kind: 'answer', atMs: NOW_MS, call: 1, status: 200, body: '[1, 2]', isWhole: true },
	]);
	expect(JSON.stringify(lines)).not.toMatch(/token|secret/i);
});

it('tells the same token from another, wherever it stands', async () => {
	await call('/a', { Authorization: `Bearer ${TOKEN}` });
	await call('/b', { 'x-api-key': TOKEN });
	await call('/c', { 'x-api-key': 'another' });

	const calls = (await untilWritten(6)).filter((line) => line.kind === 'call');

	expect(calls[0].caller).toBe(calls[1].caller);
	expect(calls[0].caller).not.toBe(calls[2].caller);
});

it('says that no answer left where the connection was torn down', async () => {
	answer = (response) => response.destroy();

	await expect(call('/orders')).rejects.toThrow();

	expect((await untilWritten(2))[1]).toMatchObject({ status: 0, body: '', isWhole: false });
});

it('has what left of an answer that was cut', async () => {
	answer = (response) => {
		response.writeHead(200, { 'content-length': 100 });
		response.write('[1', () => response.destroy());
	};

	await expect(call('/orders')).rejects.toThrow();

	expect((await untilWritten(2))[1]).toMatchObject({ status: 200, body: '[1', isWhole: false });
});

it('says of a request that was cut off that nothing was asked', async () => {
	const asked = request({
		port,
		host: '127.0.0.1',
		method: 'POST',
		headers: { 'content-length': 50 },
	});
	asked.on('error', () => undefined);
	asked.write('half');
	await once(server, 'request');
	asked.destroy();

	expect((await untilWritten(2))[0]).toMatchObject({ kind: 'call', isWhole: false });
});

it('has a connection that came to nothing', async () => {
	const socket = connect(port, '127.0.0.1');
	await once(socket, 'connect');
	socket.destroy();

	expect(await untilWritten(1)).toEqual([{ kind: 'stray', atMs: NOW_MS }]);
});

it('hears nothing of other servers, and nothing any more when it has stopped', async () => {
	stopListening();

	await call('/orders');

	expect(history.lines).toEqual([]);
});

describe('in a file', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-awin-history-'));
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	it('each line stands as it was written, and rows that come again stand once', () => {
		const file = join(folder, 'history.jsonl');
		const written = new History(file);
		const said = { kind: 'answer' as const, atMs: 1, status: 200, isWhole: true };
		written.write({ ...said, call: 1, body: '[{"id":1},{"id":2}]' });
		written.write({ ...said, call: 2, body: '[{"id":2},{"id":3}]' });
		written.write({ ...said, call: 3, body: '[{"id":', isWhole: false });
		written.write({ kind: 'end', atMs: 2 });

		expect(existsSync(file)).toBe(true);
		expect(readFileSync(file, 'utf8').match(/"id":2/g)).toHaveLength(1);
		expect(readHistory(file).filter(({ kind }) => kind !== 'row')).toEqual([
			{ ...said, call: 1, body: '', rows: [0, 1] },
			{ ...said, call: 2, body: '', rows: [1, 2] },
			{ ...said, call: 3, body: '[{"id":', isWhole: false },
			{ kind: 'end', atMs: 2 },
		]);
	});
});
