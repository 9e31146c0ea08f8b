import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwinSandbox } from './awin.cts';
import type { AwinOptions } from './awin.cts';
import { CONTROL_PREFIX, control } from './control.cts';
import { truncated, wronglyTyped } from './faults.cts';
import type { FaultKind } from './faults.cts';
import { firstHalf, flow } from './flow.cts';
import { Journal } from './journal.cts';
import { envelopeFor, failure, html } from './respond.cts';
import type { SandboxRequest, SandboxResponse } from './respond.cts';

export interface SandboxServerOptions extends AwinOptions {
	/** Default 0: any free one. */
	port?: number;
	/** Keeps the changes made through the API over restarts. */
	journalFile?: string;
	/** False: one line per request on standard output. Default true. */
	quiet?: boolean;
}

export interface SandboxServer {
	/** http://127.0.0.1:PORT */
	url: string;
	port: number;
	awin: AwinSandbox;
	close(): Promise<void>;
}

/** Only this machine may talk to the sandbox: its control endpoint asks for no token. */
const HOST = '127.0.0.1';
/** Long lists of ids must reach the sandbox's own bound, not that of Node's parser. */
const MAX_HEADER_BYTES = 128 * 1024;

/** Starts the sandbox as an HTTP server on the loopback address. */
export async function startSandbox(options: SandboxServerOptions = {}): Promise<SandboxServer> {
	const { port = 0, journalFile, quiet = true, ...awinOptions } = options;
	const liveEventsPerMinute = awinOptions.world?.liveEventsPerMinute ?? 0;
	const awin = new AwinSandbox(awinOptions, { live: journalFile === undefined });
	const journal = journalFile === undefined ? null : new Journal(awin, journalFile);
	journal?.open();
	if (journal && liveEventsPerMinute > 0) journal.startLive();

	const shell = new Shell(awin, journal, quiet);
	const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
		shell.serve(request, response).catch((error: unknown) => {
			console.error('The sandbox itself failed:', error);
			request.socket.destroy();
		});
	});
	// A connection that one side closes as idle may be the one that the other is just writing to.
	server.keepAliveTimeout = 0;
	await listen(server, port);
	const address = server.address() as AddressInfo;
	let closing: Promise<void> | null = null;
	return {
		url: `http://${HOST}:${address.port}`,
		port: address.port,
		awin,
		close: () =>
			(closing ??= new Promise((resolve) => {
				shell.close();
				journal?.close();
				server.close(() => resolve());
				server.closeAllConnections();
			})),
	};
}

function listen(server: Server, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, HOST, () => resolve());
	});
}

/** Turns HTTP into sandbox requests and back, with the faults in between. */
class Shell {
	private open = 0;
	private readonly closed = new AbortController();

	constructor(
		private readonly awin: AwinSandbox,
		private readonly journal: Journal | null,
		private readonly quiet: boolean,
	) {}

	/** Ends what is still being waited for. */
	close(): void {
		this.closed.abort();
	}

	async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		try {
			for await (const chunk of incoming) chunks.push(chunk as Buffer);
		} catch {
			// The client went away before it had sent everything: nothing was asked.
			return;
		}
		const request: SandboxRequest = {
			method: incoming.method ?? 'GET',
			url: incoming.url ?? '/',
			headers: Object.fromEntries(
				Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]),
			),
			body: Buffer.concat(chunks).toString('utf8'),
		};
		if (!request.url.startsWith('/')) return send(outgoing, failure(400, 'Invalid path'));
		if (request.url.startsWith(CONTROL_PREFIX)) return send(outgoing, control(this.awin, request));

		this.open++;
		request.concurrent = this.open;
		try {
			this.journal?.touch();
			await this.answer(request, incoming, outgoing);
		} finally {
			this.open--;
		}
	}

	private async answer(
		request: SandboxRequest,
		incoming: IncomingMessage,
		outgoing: ServerResponse,
	): Promise<void> {
		const { awin } = this;
		const fault = awin.faults.take(request);
		if (!fault) return this.reply(request, outgoing, awin.handle(request));
		const instead = responseInstead(fault, awin);
		if (instead) {
			if (fault.kind === 'status' && fault.afterProcessing) awin.handle(request);
			else awin.record(request, instead.status);
			return this.reply(request, outgoing, instead);
		}
		if (fault.kind === 'dropBefore') {
			awin.record(request, 0);
			incoming.socket.destroy();
			return;
		}
		if (fault.kind === 'slow' && fault.beforeProcessing) await this.wait(fault.delayMs);
		if (this.closed.signal.aborted) return;
		const response = awin.handle(request);
		switch (fault.kind) {
			case 'slow':
				if (!fault.beforeProcessing) await this.wait(fault.delayMs);
				return this.reply(request, outgoing, response);
			case 'dropAfter':
				incoming.socket.destroy();
				return;
			case 'cutBody':
				return cut(outgoing, response);
			case 'truncatedJson':
				return this.reply(request, outgoing, truncated(response));
			case 'wrongTypes':
				return this.reply(request, outgoing, wronglyTyped(response));
		}
	}

	private reply(
		request: SandboxRequest,
		outgoing: ServerResponse,
		response: SandboxResponse,
	): void {
		// The query may hold a token, so it stays out of the log.
		const path = request.url.split('?')[0];
		if (!this.quiet) console.log(`${request.method} ${path} ${response.status}`);
		send(outgoing, response);
	}

	private async wait(delayMs: number): Promise<void> {
		await sleep(delayMs, undefined, { signal: this.closed.signal }).catch(() => undefined);
	}
}

/** The answer of a fault that does not need the request processed, else null. */
function responseInstead(fault: FaultKind, awin: AwinSandbox): SandboxResponse | null {
	switch (fault.kind) {
		case 'status': {
			const usual = envelopeFor(fault.status, awin.requestsPerMinute ?? 20);
			const headers = { ...usual.headers, ...fault.headers };
			return { ...usual, headers, body: fault.body ?? usual.body };
		}
		case 'html':
			return html(fault.status ?? 502, fault.title ?? '502 Bad Gateway');
		case 'body':
			return {
				status: 200,
				headers: { 'content-type': fault.contentType ?? 'application/json;charset=UTF-8' },
				body: fault.body,
			};
		case 'redirect':
			return { status: fault.status ?? 302, headers: { location: fault.location }, body: '' };
		default:
			return null;
	}
}

function send(outgoing: ServerResponse, response: SandboxResponse): void {
	if (response.stream) return flow(outgoing, response, response.stream);
	const body = Buffer.from(response.body, 'utf8');
	outgoing.writeHead(response.status, { ...response.headers, 'content-length': body.length });
	outgoing.end(body);
}

/** Sends the head with the full length and half of the body, then tears the connection down. */
function cut(outgoing: ServerResponse, response: SandboxResponse): void {
	if (response.stream) {
		const { stream } = response;
		return flow(outgoing, response, { ...stream, chunks: firstHalf(stream) }, { isTorn: true });
	}
	const body = Buffer.from(response.body, 'utf8');
	outgoing.writeHead(response.status, { ...response.headers, 'content-length': body.length });
	outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.socket?.destroy());
}
