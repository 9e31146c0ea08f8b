import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Owner } from './client.cts';
import { freshFetch } from './fresh-fetch.cts';

export interface FrontDoor {
	/** The address that signs its visitor in; the key in it is another one each time. */
	url: string;
	close(): void;
}

export interface FrontDoorOptions {
	n8nUrl: string;
	/** 0: any free one. */
	port: number;
	owner: Pick<Owner, 'email' | 'password'>;
}

/**
 * A page that signs the visitor in to the demo's n8n and sends them there, to save typing. It works
 * because browsers keep one set of cookies for all ports of a machine, and n8n accepts a session
 * that was not tied to a browser when it began.
 *
 * A session in n8n can run anything as whoever started the demo, so it is for them alone: for who knows the key in the
 * address, asks at this machine under its own name (a page elsewhere may have a name of its own lead here), and was not sent
 * by a page of somebody else's. Everybody else gets n8n's own sign-in, or nothing.
 *
 * The name of n8n's cookie is fixed, so this takes the place of another n8n's session on the same host. 127.0.0.1 is
 * the better host for it: n8n tells people to open theirs at localhost, which has cookies of its own.
 */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
	const { n8nUrl, owner } = options;
	const key = randomBytes(18).toString('base64url');
	let { port } = options;
	const urlNow = () => `http://127.0.0.1:${port}/?key=${key}`;
	// n8n refuses more than five sign-ins a minute, hence every visit gets the same session.
	let session: string[] = [];
	const welcome = async (request: IncomingMessage, response: ServerResponse) => {
		const host = request.headers.host ?? '';
		if (!loopbackHosts(port).includes(host)) {
			return refuse(response, 421, `Open http://127.0.0.1:${port} instead.`);
		}
		if (request.method !== 'GET' || !isOwnVisit(request)) {
			return refuse(response, 403, 'Open this address yourself, not from another page.');
		}
		if (!hasKey(request, key)) return sendOn(response, n8nUrl);
		// The session is for 127.0.0.1, where n8n is.
		if (!host.startsWith('127.0.0.1')) return sendOn(response, urlNow());
		if (session.length === 0) session = await signIn(n8nUrl, owner);
		sendOn(response, n8nUrl, session);
	};
	const server = createServer((request, response) => void welcome(request, response));
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	({ port } = server.address() as AddressInfo);
	return {
		url: urlNow(),
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}

function loopbackHosts(port: number): string[] {
	const names = ['127.0.0.1', 'localhost', '[::1]'];
	return [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
}

/**
 * Whether a person opened the address, and no page did it for them. Browsers say who it was; one that does not say so at
 * least names the page that it comes from.
 */
function isOwnVisit({ headers }: IncomingMessage): boolean {
	const site = headers['sec-fetch-site'];
	const dest = headers['sec-fetch-dest'];
	if (site !== undefined && site !== 'none' && site !== 'same-origin') return false;
	if (dest !== undefined && dest !== 'document') return false;
	const isSentOn = headers.origin !== undefined || headers.referer !== undefined;
	return site === 'same-origin' || !isSentOn;
}

function hasKey({ url = '' }: IncomingMessage, key: string): boolean {
	const given = Buffer.from(new URLSearchParams(url.split('?')[1] ?? '').get('key') ?? '');
	const wanted = Buffer.from(key);
	return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Nobody is to keep the answer, or to learn the address with its key from the next page. */
const DISCREET = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

function sendOn(response: ServerResponse, location: string, session: string[] = []): void {
	const cookies = session.length > 0 ? { 'set-cookie': session } : {};
	response.writeHead(302, { ...DISCREET, location, ...cookies }).end();
}

function refuse(response: ServerResponse, status: number, words: string): void {
	response.writeHead(status, { ...DISCREET, 'content-type': 'text/plain' }).end(`${words}\n`);
}

/** Without cookies, when the password was changed for example, n8n shows its own sign-in. */
async function signIn(
	n8nUrl: string,
	{ email, password }: FrontDoorOptions['owner'],
): Promise<string[]> {
	try {
		const response = await freshFetch(`${n8nUrl}/rest/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ emailOrLdapLoginId: email, password }),
		});
		return response.headers.getSetCookie();
	} catch {
		return [];
	}
}
