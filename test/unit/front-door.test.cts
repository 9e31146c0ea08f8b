import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nRequestFailed, type N8nClient } from '../../demo/n8n/client.cts';
import { openFrontDoor, type FrontDoor } from '../../demo/n8n/front-door.cts';
import { demoOwner, keptPassword, newPassword } from '../../demo/n8n/owner.cts';
import { seed } from '../../demo/n8n/seed.cts';

const COOKIE = 'n8n-auth=session; Path=/; HttpOnly';
const owner = demoOwner('A1-secret');

let n8n: Server;
let n8nUrl: string;
let signIns: unknown[];
let door: FrontDoor;
let port: number;

beforeEach(async () => {
	signIns = [];
	n8n = createServer((asked, response) => {
		const chunks: Buffer[] = [];
		asked.on('data', (chunk: Buffer) => chunks.push(chunk));
		asked.on('end', () => {
			signIns.push(JSON.parse(Buffer.concat(chunks).toString()));
			response.writeHead(200, { 'set-cookie': COOKIE }).end('{}');
		});
	});
	await new Promise<void>((resolve) => n8n.listen(0, '127.0.0.1', resolve));
	n8nUrl = `http://127.0.0.1:${(n8n.address() as AddressInfo).port}`;
	door = await openFrontDoor({ n8nUrl, port: 0, owner });
	port = Number(new URL(door.url).port);
});

afterEach(() => {
	door.close();
	n8n.close();
	n8n.closeAllConnections();
});

interface Visit {
	path?: string;
	method?: string;
	headers?: Record<string, string>;
}

async function visit({ path, method = 'GET', headers = {} }: Visit = {}): Promise<{
	status: number | undefined;
	headers: IncomingHttpHeaders;
}> {
	const { pathname, search } = new URL(door.url);
	return await new Promise((resolve, reject) => {
		const own = { host: `127.0.0.1:${port}`, ...headers };
		const options = { host: '127.0.0.1', port, method, path: path ?? pathname + search };
		request({ ...options, headers: own }, (response) => {
			response.resume();
			resolve({ status: response.statusCode, headers: response.headers });
		})
			.once('error', reject)
			.end();
	});
}

describe('the front door of the demo', () => {
	it.each<[string, Visit]>([
		[
			'who opens the printed address in a browser',
			{ headers: { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' } },
		],
		['who opens it again from there', { headers: { 'sec-fetch-site': 'same-origin' } }],
		['who opens it in a browser that says nothing', {}],
	])('signs in %s', async (_, how) => {
		const { status, headers } = await visit(how);

		expect([status, headers.location, headers['set-cookie']]).toEqual([302, n8nUrl, [COOKIE]]);
		expect(headers).toMatchObject({
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
		});
		expect(signIns).toEqual([{ emailOrLdapLoginId: owner.email, password: owner.password }]);
	});

	it.each<[string, Visit]>([
		['a name of somebody else that leads here', { headers: { host: 'evil.example:4020' } }],
		['such a name with our port', { headers: { host: 'evil.example:PORT' } }],
		['a name that only begins like ours', { headers: { host: '127.0.0.1.evil.example:PORT' } }],
		['a name that only ends like ours', { headers: { host: 'evil-localhost:PORT' } }],
		['our name with another port', { headers: { host: '127.0.0.1:1' } }],
		['our name without a port', { headers: { host: '127.0.0.1' } }],
		['an address in the local network', { headers: { host: '192.168.0.2:PORT' } }],
		['a page of another site', { headers: { 'sec-fetch-site': 'cross-site' } }],
		['a page on another port of this machine', { headers: { 'sec-fetch-site': 'same-site' } }],
		['a picture or a frame', { headers: { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'iframe' } }],
		['a form of another site', { method: 'POST' }],
		['a script of another site', { headers: { origin: 'https://evil.example' } }],
		[
			'a link of another site, in an old browser',
			{ headers: { referer: 'https://evil.example/' } },
		],
		['no key', { path: '/' }],
		['a wrong key', { path: '/?key=AAAAAAAAAAAAAAAAAAAAAAAA' }],
		['a key that is too short', { path: '/?key=A' }],
		['an empty key', { path: '/?key=' }],
		[
			'our other name, for which the session would not count',
			{ headers: { host: 'localhost:PORT' } },
		],
	])('signs in nobody who comes by %s', async (_, { headers = {}, ...how }) => {
		const host = (headers.host ?? '127.0.0.1:PORT').replace('PORT', String(port));
		const { headers: answer } = await visit({ ...how, headers: { ...headers, host } });

		expect(answer['set-cookie']).toBeUndefined();
		expect(signIns).toEqual([]);
	});

	it('shows n8n’s own sign-in to those who may ask and have no key', async () => {
		expect(await visit({ path: '/' })).toMatchObject({
			status: 302,
			headers: { location: n8nUrl },
		});
	});

	it('sends who comes by its other name on to itself', async () => {
		const { status, headers } = await visit({ headers: { host: `localhost:${port}` } });

		expect([status, headers.location]).toEqual([302, door.url]);
	});

	it('has another key each time, and signs in once for all visits', async () => {
		await visit();
		await visit();
		expect(signIns).toHaveLength(1);

		const other = await openFrontDoor({ n8nUrl, port: 0, owner });
		other.close();
		expect(new URL(other.url).search).not.toBe(new URL(door.url).search);
	});
});

describe('the password of a demo', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-awin-owner-'));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('is made once for each folder, for the eyes of its owner', async () => {
		const file = join(folder, 'data', 'password');
		const password = await keptPassword(file);

		expect(await keptPassword(file)).toBe(password);
		expect(readFileSync(file, 'utf8').trim()).toBe(password);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(await keptPassword(join(folder, 'other'))).not.toBe(password);
	});

	it('is closed again where somebody opened its file', async () => {
		const file = join(folder, 'password');
		writeFileSync(file, 'A1-mine\n', { mode: 0o644 });

		expect(await keptPassword(file)).toBe('A1-mine');
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	it.each([
		['is given to the account of a new demo', { needsOwner: true, known: '' }, true, ['set up']],
		['is the one of its account', { needsOwner: false, known: owner.password }, true, []],
		[
			'takes the place of the one that all demos had once',
			{ needsOwner: false, known: 'AwinDemo1' },
			true,
			['AwinDemo1'],
		],
		['leaves one alone that somebody chose', { needsOwner: false, known: 'Mine-123' }, false, []],
	])('%s', async (_, account, isSeeded, changes) => {
		const changed: string[] = [];
		const client = {
			needsOwner: async () => await Promise.resolve(account.needsOwner),
			setUpOwner: async () => await Promise.resolve(void changed.push('set up')),
			signIn: async (_email: string, password: string) => {
				await Promise.resolve();
				if (password !== account.known) throw new N8nRequestFailed('signing in', 401, '');
			},
			changePassword: async (from: string, to: string) => {
				expect(to).toBe(owner.password);
				await Promise.resolve(void changed.push(from));
			},
			createCredential: async () => await Promise.resolve({ id: 'c' }),
			createWorkflow: async () => await Promise.resolve({ id: 'w' }),
		} as unknown as N8nClient;
		const memoryFile = join(folder, 'demo.json');

		const options = { client, owner, memoryFile, sandboxUrl: n8nUrl, accessToken: 'token' };

		expect([await seed(options), changed]).toEqual([isSeeded, changes]);
	});

	it('is one that n8n takes', () => {
		for (let tries = 0; tries < 100; tries++) {
			expect(newPassword()).toMatch(/^(?=.*[A-Z])(?=.*\d).{8,64}$/);
		}
	});
});
