/** The probe's one way out, over real connections. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { overTheNetwork, readAddress } from '../../../demo/probe/wire.cts';
import type { Wire } from '../../../demo/probe/wire.cts';

let server: Server | undefined;
const seen: Array<{ method?: string; url?: string; headers: IncomingMessage['headers'] }> = [];

afterEach(async () => {
	server?.closeAllConnections();
	await new Promise((done) => (server ? server.close(done) : done(null)));
	server = undefined;
	seen.length = 0;
});

async function answering(
	answer: (response: ServerResponse) => void,
	signal = new AbortController().signal,
): Promise<Wire> {
	const listening = createServer(({ method, url, headers }, response) => {
		seen.push({ method, url, headers });
		answer(response);
	});
	server = listening;
	await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
	const { port } = listening.address() as AddressInfo;
	return overTheNetwork(new URL(`http://127.0.0.1:${port}/base/`), 'a-token', signal);
}

const ask = { method: 'GET', path: '/accounts?type=publisher', mostBytes: 1000 } as const;

it('sends the token in the header alone, to the path below the address', async () => {
	const wire = await answering((response) => response.end('{}'));

	await expect(wire(ask)).resolves.toMatchObject({ status: 200, text: '{}', isWhole: true });
	expect(seen).toMatchObject([
		{
			method: 'GET',
			url: '/base/accounts?type=publisher',
			headers: { authorization: 'Bearer a-token' },
		},
	]);
});

it('sends a body as JSON', async () => {
	const wire = await answering((response) => response.end('[]'));

	await wire({ ...ask, method: 'POST', body: '{"ä":1}' });

	expect(seen).toMatchObject([
		{ method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '8' } },
	]);
});

it('does not follow a redirect: the token is for this address', async () => {
	const wire = await answering((response) => {
		response.writeHead(302, { location: '/elsewhere' });
		response.end();
	});

	await expect(wire(ask)).resolves.toMatchObject({
		status: 302,
		headers: { location: '/elsewhere' },
	});
	expect(seen).toHaveLength(1);
});

it('unpacks what comes packed, and still tells that it was', async () => {
	const wire = await answering((response) => {
		response.writeHead(200, { 'content-encoding': 'gzip' });
		response.end(gzipSync('{"packed":true}'));
	});

	await expect(wire(ask)).resolves.toMatchObject({
		headers: { 'content-encoding': 'gzip' },
		text: '{"packed":true}',
		isWhole: true,
	});
});

it.each([true, false])('reads no more than it was told to (packed: %s)', async (isPacked) => {
	const text = `${'x'.repeat(99)}\n`.repeat(50_000);
	const wire = await answering((response) => {
		response.writeHead(200, isPacked ? { 'content-encoding': 'gzip' } : {});
		response.end(isPacked ? gzipSync(text) : text);
	});

	const answer = await wire(ask);

	expect(answer.isWhole).toBe(false);
	expect(answer.text.length).toBeLessThan(text.length);
});

it('an answer that breaks off is an error, not a short answer', async () => {
	const wire = await answering((response) => {
		response.writeHead(200, { 'content-length': '1000' });
		response.write('{"half":', () => response.socket?.destroy());
	});

	await expect(wire(ask)).rejects.toThrow();
});

it('so is a packed one', async () => {
	const wire = await answering((response) => {
		const packed = gzipSync('{"packed":true}'.repeat(100));
		response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length });
		response.write(packed.subarray(0, 20), () => response.socket?.destroy());
	});

	await expect(wire(ask)).rejects.toThrow();
});

it('stops in the middle when it is interrupted', async () => {
	const interruption = new AbortController();
	const wire = await answering(() => interruption.abort(), interruption.signal);

	await expect(wire(ask)).rejects.toThrow('aborted');
});

it.each([
	['https://api.awin.com', true],
	['https://proxy.example/awin', true],
	['http://127.0.0.1:4010', true],
	['http://localhost:4010', true],
	['http://[::1]:4010', true],
	['http://api.awin.com', false],
	['http://127.0.0.1.example', false],
	['https://user:pass@api.awin.com', false],
	['file:///etc/passwd', false],
	['api.awin.com', false],
])('the token may go to %s: %s', (address, isAllowed) => {
	expect(readAddress(address) !== null).toBe(isAllowed);
});
