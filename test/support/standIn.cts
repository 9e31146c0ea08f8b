/**
 * Slack, Google Sheets, Shopify and WooCommerce, stood in for on this machine. n8n is given a proxy: what it sends to one of their
 * addresses ends here, what it sends anywhere else is refused. So its own nodes run as they are, and nothing leaves the
 * machine.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createProxy, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

import type { CredentialInput } from '../../demo/n8n/client.cts';
import { makeCertificates } from './certificates.cts';
import { SheetsStandIn } from './sheetsStandIn.cts';
import { SHOPIFY_HOST, SHOPIFY_SECRET, ShopsStandIn, WOOCOMMERCE_HOST } from './shopsStandIn.cts';

const HOSTS: readonly string[] = [
	'slack.com',
	'sheets.googleapis.com',
	'oauth2.googleapis.com',
	SHOPIFY_HOST,
	WOOCOMMERCE_HOST,
];

interface SlackMessage {
	channel: string;
	text: string;
	/** The addresses behind the buttons of a question, by their labels. */
	buttons?: Record<string, string>;
}

/** As much of Slack's blocks as n8n's question is made of. */
interface Block {
	type: string;
	text?: { text: string };
	elements?: Array<{ text: { text: string }; url: string }>;
}

export interface StandIn {
	/** For n8n: everything but this machine goes through the stand-in. */
	env: NodeJS.ProcessEnv;
	/** What was posted, in order. */
	messages: SlackMessage[];
	sheets: SheetsStandIn;
	shops: ShopsStandIn;
	/** What was wanted of an address that is not stood in for, or that its stand-in does not know. */
	refused: string[];
	/** Credentials that are good for it, one of each type. */
	credentials: CredentialInput[];
	close(): Promise<void>;
}

export async function startStandIn(): Promise<StandIn> {
	const directory = await mkdtemp(join(tmpdir(), 'n8n-nodes-awin-stand-in-'));
	const { caFile, key, cert } = await makeCertificates(directory, HOSTS);
	const shown = {
		messages: [] as SlackMessage[],
		sheets: new SheetsStandIn(),
		shops: new ShopsStandIn(),
		refused: [] as string[],
	};

	const services = createServer({ key, cert }, (request, response) => {
		void answer(request, response, shown);
	});
	const servicesPort = await listen(services);
	const sockets = new Set<Duplex>();
	const proxy = createProxy((request, response) => {
		shown.refused.push(`${request.method} ${request.url}`);
		response.writeHead(502).end();
	});
	proxy.on('connect', (request, client, head) => {
		const [host] = String(request.url).split(':');
		if (!HOSTS.includes(host)) {
			shown.refused.push(`CONNECT ${request.url}`);
			client.end('HTTP/1.1 502 Not stood in for\r\n\r\n');
			return;
		}
		tunnel(client, head, servicesPort, sockets);
	});
	const proxyUrl = `http://127.0.0.1:${await listen(proxy)}`;

	return {
		...shown,
		env: {
			HTTPS_PROXY: proxyUrl,
			https_proxy: proxyUrl,
			HTTP_PROXY: proxyUrl,
			http_proxy: proxyUrl,
			NO_PROXY: '127.0.0.1,localhost',
			no_proxy: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: caFile,
		},
		credentials: credentials(),
		close: async () => {
			for (const socket of sockets) socket.destroy();
			services.closeAllConnections();
			proxy.closeAllConnections();
			await Promise.all([closed(services), closed(proxy)]);
			await rm(directory, { recursive: true, force: true });
		},
	};
}

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
	await new Promise((resolve) => server.close(resolve));
}

function tunnel(client: Duplex, head: Buffer, port: number, sockets: Set<Duplex>): void {
	const service: Socket = connect(port, '127.0.0.1', () => {
		client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		service.write(head);
		service.pipe(client);
		client.pipe(service);
	});
	for (const [one, other] of [
		[client, service],
		[service, client],
	]) {
		sockets.add(one);
		one.on('error', () => other.destroy());
		one.on('close', () => sockets.delete(one));
	}
}

type Shown = Pick<StandIn, 'messages' | 'sheets' | 'shops' | 'refused'>;

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	shown: Shown,
): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const { host = '', 'content-type': contentType = '' } = request.headers;
	const text = Buffer.concat(chunks).toString('utf8');
	const body = contentType.includes('json') && text !== '' ? (JSON.parse(text) as unknown) : text;
	const path = decodeURIComponent(new URL(request.url ?? '/', 'https://any').pathname);
	const headers = {
		'content-type': 'application/json',
		// WordPress names its own address in every answer.
		...(host === WOOCOMMERCE_HOST ? { link: `<https://${host}/wp-json/>; rel="api"` } : {}),
	};
	const send = (status: number, content: unknown) =>
		response.writeHead(status, headers).end(JSON.stringify(content));
	try {
		send(200, answerOf(host, request.method ?? 'GET', path, body, shown));
	} catch (error) {
		shown.refused.push(`${request.method} ${host}${path}`);
		send(400, { error: { message: String(error) } });
	}
}

function answerOf(
	host: string,
	method: string,
	path: string,
	body: unknown,
	{ messages, sheets, shops }: Shown,
): unknown {
	if (host === 'slack.com' && path === '/api/chat.postMessage') {
		const message = messageOf(body as SlackMessage & { blocks?: Block[] });
		const { channel, text } = message;
		messages.push(message);
		return { ok: true, channel, ts: `${messages.length}.000100`, message: { text } };
	}
	if (host === 'oauth2.googleapis.com') return { access_token: 'a-token', expires_in: 3600 };
	if (host === 'sheets.googleapis.com') {
		return sheets.answer(method, path.replace('/v4/spreadsheets/', ''), body);
	}
	return shops.answer(host, method, path, body);
}

/** A question stands in blocks, and ends in buttons. */
function messageOf({ channel, text, blocks }: SlackMessage & { blocks?: Block[] }): SlackMessage {
	if (!blocks) return { channel, text };
	const texts = blocks.flatMap((block) => block.text?.text.trim() || []);
	const buttons = blocks
		.filter(({ type }) => type === 'actions')
		.flatMap(({ elements = [] }) => elements.map((one) => [one.text.text, one.url] as const));
	return { channel, text: texts.join('\n'), buttons: Object.fromEntries(buttons) };
}

function credentials(): CredentialInput[] {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' });
	return [
		{ name: 'Slack', type: 'slackApi', data: { accessToken: 'made-up' } },
		{
			name: 'Google',
			type: 'googleApi',
			data: { email: 'robot@example.iam.gserviceaccount.com', privateKey: privatePem },
		},
		{
			name: 'Shopify',
			type: 'shopifyAccessTokenApi',
			data: {
				shopSubdomain: SHOPIFY_HOST.split('.')[0],
				accessToken: 'made-up',
				appSecretKey: SHOPIFY_SECRET,
			},
		},
		{
			name: 'WooCommerce',
			type: 'wooCommerceApi',
			data: {
				url: `https://${WOOCOMMERCE_HOST}`,
				consumerKey: 'made-up',
				consumerSecret: 'made-up',
			},
		},
	];
}
