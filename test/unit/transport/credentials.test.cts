import * as fc from 'fast-check';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { AwinOAuth2Api } from '../../../credentials/AwinOAuth2Api.credentials';
import {
	CREDENTIAL_NAME,
	readCredential,
	signRequest,
	tokenKey,
	type SignableRequest,
} from '../../../nodes/Awin/transport/credentials';

const TOKEN = '5f3c9b1e-77aa-4bd1-9d0c-secret';
const KEY = 'conversion-key-1234';
const LIVE: ICredentialDataDecryptedObject = {
	accessToken: TOKEN,
	conversionApiKey: '',
	requestsPerMinute: 20,
	environment: 'live',
	baseUrl: 'https://api.awin.com',
};

function custom(
	baseUrl: string,
	more: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return { ...LIVE, environment: 'custom', baseUrl, ...more };
}

function reasonOf(data: ICredentialDataDecryptedObject): string {
	const reading = readCredential(data);
	return reading.ok ? 'no reason: it was read' : `${reading.reason} ${reading.nextStep}`;
}

function headersOf(data: ICredentialDataDecryptedObject, request: IHttpRequestOptions) {
	const signed = signRequest(data, request);
	if (!signed.ok) throw new Error(signed.reason);
	return { ...signed.request.headers };
}

describe('A credential is read as n8n stores it', () => {
	it('live', () => {
		expect(readCredential(LIVE)).toEqual({
			ok: true,
			credential: {
				accessToken: TOKEN,
				conversionApiKey: TOKEN,
				requestsPerMinute: 20,
				baseUrl: 'https://api.awin.com',
				origin: 'https://api.awin.com',
			},
		});
	});

	it('live does not look at a base URL that was left over', () => {
		const data = { ...LIVE, baseUrl: 'https://evil.example' };
		expect(readCredential(data)).toMatchObject({ credential: { origin: 'https://api.awin.com' } });
	});

	it('custom, with a path', () => {
		expect(readCredential(custom('https://proxy.example:8443/awin/'))).toMatchObject({
			credential: {
				baseUrl: 'https://proxy.example:8443/awin',
				origin: 'https://proxy.example:8443',
			},
		});
	});

	it('with nothing but a token', () => {
		expect(readCredential({ accessToken: TOKEN })).toMatchObject({
			ok: true,
			credential: {
				requestsPerMinute: 20,
				origin: 'https://api.awin.com',
				conversionApiKey: TOKEN,
			},
		});
	});

	it.each([`  ${TOKEN}`, `${TOKEN}\n`, `\t${TOKEN} \r\n`, `\ufeff${TOKEN}\u00a0`])(
		'what pasting brings along is taken off: %j',
		(accessToken) => {
			expect(readCredential({ ...LIVE, accessToken })).toMatchObject({
				credential: { accessToken: TOKEN },
			});
		},
	);

	it('a conversion key of its own is used, trimmed; a blank one means the token', () => {
		expect(readCredential({ ...LIVE, conversionApiKey: ` ${KEY}\n` })).toMatchObject({
			credential: { conversionApiKey: KEY },
		});
		expect(readCredential({ ...LIVE, conversionApiKey: '  ' })).toMatchObject({
			credential: { conversionApiKey: TOKEN },
		});
	});
});

describe('A token that cannot be one is refused', () => {
	it.each<[unknown]>([[''], ['   '], [undefined], [null], [12345], [{}]])(
		'%j: there is none',
		(accessToken) => {
			expect(reasonOf({ ...LIVE, accessToken } as ICredentialDataDecryptedObject)).toMatch(
				/holds no access token\. Open the credential/,
			);
		},
	);

	it.each(['5f3c 9b1e', '5f3c\n9b1e', '5f3c\u00a09b1e', '5f3c\u200b9b1e', '5f3cé', '“5f3c”'])(
		'%j: a blank or an unusual character',
		(text) => {
			expect(reasonOf({ ...LIVE, accessToken: text })).toMatch(/blank or an unusual character/);
			expect(reasonOf({ ...LIVE, conversionApiKey: text })).toMatch(
				/blank or an unusual character/,
			);
		},
	);
});

describe('The base URL is https, or http on this machine', () => {
	it.each([
		'http://localhost:4010',
		'http://127.0.0.1:4010',
		'http://[::1]:4010',
		'https://proxy.example',
	])('%s is accepted', (baseUrl) => {
		expect(readCredential(custom(baseUrl)).ok).toBe(true);
	});

	it.each([
		'http://api.awin.com',
		'http://192.168.0.2',
		'http://localhost.evil.example',
		'',
		'awin',
		'https://u:p@x.y',
	])('%j is refused, with the way out', (baseUrl) => {
		expect(reasonOf(custom(baseUrl))).toMatch(/https:\/\/, or set Environment to Live/);
	});
});

describe('Requests per minute', () => {
	it.each<[unknown, number]>([
		[1, 1],
		[5, 5],
		[100, 100],
		['15', 15],
		[0, 1],
		[-5, 1],
		[0.5, 1],
		[2.5, 2],
		['', 20],
		['many', 20],
		[null, 20],
		[undefined, 20],
		[Number.NaN, 20],
		[Infinity, 20],
		[{}, 20],
		[[], 20],
	])('%p means %d', (requestsPerMinute, expected) => {
		const data = { ...LIVE, requestsPerMinute } as ICredentialDataDecryptedObject;
		expect(readCredential(data)).toMatchObject({ credential: { requestsPerMinute: expected } });
	});
});

describe('No secret ever stands in a reason', () => {
	it('whatever is stored', () => {
		const anyValue = fc.oneof(
			fc.constantFrom('', 'custom', 'live', 'http://evil.example', 'https://x.example', 0, null),
			fc.string(),
		);
		fc.assert(
			fc.property(
				fc.constantFrom(`${TOKEN} ${TOKEN}`, TOKEN, ''),
				fc.constantFrom(`${KEY} ${KEY}`, KEY, ''),
				anyValue,
				anyValue,
				(accessToken, conversionApiKey, environment, baseUrl) => {
					const data = { accessToken, conversionApiKey, environment, baseUrl };
					const reason = reasonOf(data as ICredentialDataDecryptedObject);
					expect(reason).not.toContain(TOKEN);
					expect(reason).not.toContain(KEY);
				},
			),
		);
	});
});

describe('A request to Awin is signed', () => {
	it('with the bearer token', () => {
		const headers = headersOf(LIVE, { url: 'https://api.awin.com/accounts' });
		expect(headers).toEqual({ Authorization: `Bearer ${TOKEN}` });
	});

	it('keeping its other headers', () => {
		const request = {
			url: 'https://api.awin.com/accounts',
			headers: { Accept: 'application/json' },
		};
		expect(headersOf(LIVE, request)).toEqual({
			Accept: 'application/json',
			Authorization: `Bearer ${TOKEN}`,
		});
	});

	it.each<[string, IHttpRequestOptions]>([
		['a whole address', { url: 'https://api.awin.com/accounts' }],
		['in capitals', { url: 'HTTPS://API.AWIN.COM/accounts' }],
		['with the usual port', { url: 'https://api.awin.com:443/accounts' }],
		['a base and the rest', { baseURL: 'https://api.awin.com/', url: '/accounts' }],
		['a base and the rest without a slash', { baseURL: 'https://api.awin.com', url: 'accounts' }],
		['only the rest', { url: '/accounts' }],
		['an empty base beside a whole address', { baseURL: '', url: 'https://api.awin.com/accounts' }],
	])('%s', (_, request) => {
		expect(headersOf(LIVE, request).Authorization).toBe(`Bearer ${TOKEN}`);
	});

	it('redirects are switched off', () => {
		const signed = signRequest(LIVE, {
			url: 'https://api.awin.com/accounts',
			disableFollowRedirect: false,
		});
		expect(signed).toMatchObject({ ok: true, request: { disableFollowRedirect: true } });
	});

	it('for a custom address, that one only', () => {
		const data = custom('http://127.0.0.1:4010/awin');
		expect(headersOf(data, { url: 'http://127.0.0.1:4010/awin/accounts' }).Authorization).toBe(
			`Bearer ${TOKEN}`,
		);
		expect(signRequest(data, { url: 'https://api.awin.com/accounts' }).ok).toBe(false);
		expect(signRequest(data, { url: 'http://127.0.0.1:4011/awin/accounts' }).ok).toBe(false);
	});
});

describe('The API key goes to the Conversion API and to proof of purchase', () => {
	const data = { ...LIVE, conversionApiKey: KEY };

	it.each(['/s2s/advertiser/1001/orders', '/publishers/45628/advertiser/1001/orders'])(
		'%s gets that alone, as is documented',
		(path) => {
			expect(headersOf(data, { url: `https://api.awin.com${path}` })).toEqual({
				'x-api-key': KEY,
			});
		},
	);

	it('without a key of its own it is the token', () => {
		const headers = headersOf(LIVE, { url: 'https://api.awin.com/s2s/advertiser/1001/orders' });
		expect(headers['x-api-key']).toBe(TOKEN);
	});

	it('below a base URL with a path, too', () => {
		const headers = headersOf(custom('https://proxy.example/awin/'), {
			url: 'https://proxy.example/awin/s2s/advertiser/1001/orders',
		});
		expect(headers['x-api-key']).toBe(TOKEN);
	});

	it.each([
		'/accounts',
		'/advertisers/1001/transactions/',
		'/advertisers/1001/transactions/batch',
		'/publishers/45628/transactions/?advertiserId=/s2s/',
		'/publishers/45628/programmes',
		'/s2s',
		'/other/s2s/advertiser/1001/orders',
		'/s2s/../accounts',
	])('%s gets only the bearer token', (path) => {
		expect(headersOf(data, { url: `https://api.awin.com${path}` })).toEqual({
			Authorization: `Bearer ${TOKEN}`,
		});
	});
});

describe('The token goes to nobody but Awin', () => {
	const elsewhere: Array<[string, string]> = [
		['another host', 'https://evil.example/accounts'],
		["Awin's name as a subdomain", 'https://api.awin.com.evil.example/accounts'],
		['a subdomain of Awin', 'https://evil.api.awin.com/accounts'],
		["another of Awin's hosts", 'https://www.awin.com/accounts'],
		['another port', 'https://api.awin.com:8443/accounts'],
		['plain http', 'http://api.awin.com/accounts'],
		["Awin's name as a user", 'https://api.awin.com@evil.example/accounts'],
		["Awin's name as a user with a password", 'https://api.awin.com:443@evil.example/accounts'],
		['a missing scheme', '//evil.example/accounts'],
		['backslashes', '\\\\evil.example\\accounts'],
		['a blank in front', ' https://evil.example/accounts'],
		['a tab inside', 'ht\ttps://evil.example/accounts'],
		['no address at all', 'https://'],
		['a file', 'file:///etc/passwd'],
		// Beside an address of the same scheme these read as a path; alone, as another host.
		['a scheme without slashes', 'https:evil.example/accounts'],
		['a scheme with one slash', 'https:/evil.example/accounts'],
		['a scheme in capitals', 'HTTPS:evil.example'],
		['a scheme without slashes, behind a blank', ' https:evil.example'],
		['a scheme without slashes, with a tab', 'https\t:evil.example'],
	];

	it.each(elsewhere)('%s: %j', (_, url) => {
		const signed = signRequest(LIVE, { url });
		expect(signed).toMatchObject({
			ok: false,
			reason: expect.stringMatching(/^This credential is for https:\/\/api\.awin\.com only/),
		});
	});

	it.each(elsewhere)('beside a good base, too — %s: %j', (_, url) => {
		expect(signRequest(LIVE, { baseURL: 'https://api.awin.com', url }).ok).toBe(false);
	});

	it('a base elsewhere', () => {
		expect(signRequest(LIVE, { baseURL: 'https://evil.example', url: '/accounts' }).ok).toBe(false);
		expect(signRequest(LIVE, { baseURL: 'https://evil.example', url: '' }).ok).toBe(false);
		const beside = { baseURL: 'https://evil.example', url: 'https://api.awin.com/accounts' };
		expect(signRequest(LIVE, beside).ok).toBe(false);
	});

	const ANYTHING = fc.oneof(
		fc.webUrl({ withQueryParameters: true }),
		fc
			.array(
				fc.constantFrom(
					...['https', 'http', ':', '/', '//', '\\', '@', '.', ' ', '\t', '?', '#', '%2f', '。'],
					...['evil.example', 'api.awin.com', 'accounts', '..', '443'],
				),
				{ maxLength: 8 },
			)
			.map((parts) => parts.join('')),
	);

	it('whatever is signed leads to it, however its address is read', () => {
		fc.assert(
			fc.property(ANYTHING, fc.option(ANYTHING, { nil: undefined }), (url, baseURL) => {
				const requests: SignableRequest[] = [{ url }, { uri: url }, { url, baseURL }];
				for (const address of requests) {
					if (!signRequest(LIVE, { ...address }).ok) continue;
					for (const base of [undefined, address.baseURL ?? 'https://api.awin.com']) {
						const read = URL.canParse(url, base) ? new URL(url, base).origin : 'none';
						expect(['https://api.awin.com', 'none']).toContain(read);
					}
				}
			}),
			{ numRuns: 3000 },
		);
	});

	it.each([
		'https://proxy.example/other',
		'https://proxy.example/awin/../other',
		'https://proxy.example/awin2/accounts',
	])('nor to a neighbour of a base URL with a path: %s', (url) => {
		expect(signRequest(custom('https://proxy.example/awin'), { url })).toMatchObject({
			ok: false,
			reason: expect.stringMatching(/^This credential is for https:\/\/proxy\.example\/awin only/),
		});
	});

	it('a refused request is left unsigned, and the reason holds no secret', () => {
		const request: IHttpRequestOptions = {
			url: 'https://evil.example/',
			headers: { Accept: '*/*' },
		};
		const signed = signRequest({ ...LIVE, conversionApiKey: KEY }, request);
		expect(JSON.stringify([signed, request])).not.toMatch(new RegExp(`${TOKEN}|${KEY}`));
	});

	it('a credential that cannot be used signs nothing', () => {
		expect(
			signRequest({ ...LIVE, accessToken: '' }, { url: 'https://api.awin.com/accounts' }),
		).toEqual({
			ok: false,
			reason: expect.stringMatching(/holds no access token\..*paste/),
		});
	});
});

/** n8n's own HTTP Request node sends requests in the form of an older library: the address stands in `uri`. */
describe("Requests of n8n's HTTP Request node", () => {
	const legacy = (request: object) => request as IHttpRequestOptions;

	it('to Awin are signed', () => {
		const request = legacy({ uri: 'https://api.awin.com/s2s/advertiser/1001/orders' });
		expect(headersOf(LIVE, request)).toEqual({ 'x-api-key': TOKEN });
	});

	it.each([
		'https://evil.example/accounts',
		'https://api.awin.com.evil.example/accounts',
		'http://api.awin.com/accounts',
		'https://api.awin.com@evil.example/',
	])('to anybody else are refused: %s', (uri) => {
		expect(signRequest(LIVE, legacy({ uri })).ok).toBe(false);
	});

	it('are refused when one of two addresses is elsewhere', () => {
		const [ours, theirs] = ['https://api.awin.com/accounts', 'https://evil.example/accounts'];
		expect(signRequest(LIVE, legacy({ uri: theirs, url: ours })).ok).toBe(false);
		expect(signRequest(LIVE, legacy({ uri: ours, url: theirs })).ok).toBe(false);
	});

	it('are refused when they name no address', () => {
		expect(signRequest(LIVE, legacy({})).ok).toBe(false);
	});

	it('follow no redirects', () => {
		const request = legacy({
			uri: 'https://api.awin.com/accounts',
			followRedirect: true,
			followAllRedirects: true,
		});
		const signed = signRequest(LIVE, request);
		expect(signed).toMatchObject({ ok: true, request: { followRedirect: false } });
		expect(signed).not.toMatchObject({ request: { followAllRedirects: true } });
	});
});

/** What people can set in n8n's HTTP Request node, and what other nodes may, under the names of both of n8n's helpers. */
describe('Nobody on the way can read the token', () => {
	const ACCOUNTS = 'https://api.awin.com/accounts';
	const HERE = custom('https://127.0.0.1:4010');
	const PROXY = 'http://proxy.example:3128';
	const unsafe: Array<[string, object]> = [
		['certificates are not checked', { rejectUnauthorized: false }],
		['nor in the other form', { skipSslCertificateValidation: true }],
		['nor in a form that only looks like another', { rejectUnauthorized: 0 }],
		['nor where that is text', { skipSslCertificateValidation: 'true' }],
		['nor by the options of the connection', { agentOptions: { rejectUnauthorized: false } }],
		['certificates of their own are believed', { agentOptions: { ca: 'MADE UP' } }],
		['nobody looks whose certificate it is', { agentOptions: { checkServerIdentity: 1 } }],
		["somebody else's certificate is asked for", { agentOptions: { servername: 'evil.example' } }],
		['it goes through a socket', { socketPath: '/tmp/evil' }],
		['it goes over an agent', { agent: {} }],
		['it goes over two agents', { httpAgent: {}, httpsAgent: {} }],
		['another host is named', { headers: { hOST: 'evil.example' } }],
	];

	it.each(unsafe)('not signed where %s', (_, settings) => {
		for (const proxy of [undefined, PROXY, { host: 'proxy.example', port: 3128 }]) {
			for (const address of [{ url: ACCOUNTS }, { uri: ACCOUNTS }]) {
				const request = { ...address, proxy, ...settings };
				const signed = signRequest({ ...LIVE, conversionApiKey: KEY }, request);
				expect(signed).toEqual({
					ok: false,
					reason: expect.stringMatching(/^This credential was not used, because the request .+\./),
				});
				expect(JSON.stringify([signed, request])).not.toMatch(new RegExp(`${TOKEN}|${KEY}`));
			}
		}
	});

	it.each<[string, object]>([
		['a proxy alone, because what goes through it is encrypted for Awin', { proxy: PROXY }],
		['an empty proxy', { proxy: '' }],
		['checked certificates', { rejectUnauthorized: true, skipSslCertificateValidation: false }],
		['a certificate of the own machine', { agentOptions: { cert: 'C', key: 'K', passphrase: '' } }],
		['the host that it goes to anyway', { headers: { host: 'api.awin.com' } }],
	])('signed with %s', (_, settings) => {
		expect(signRequest(LIVE, { url: ACCOUNTS, ...settings }).ok).toBe(true);
	});

	it.each<[string, object]>([
		['certificates that are not checked', { rejectUnauthorized: false }],
		['a proxy on it', { rejectUnauthorized: false, proxy: 'http://localhost:3128' }],
		['a proxy on it, in parts', { proxy: { host: '127.0.0.1', port: 3128 } }],
	])('what stays on this machine is signed, also with %s', (_, settings) => {
		const request = { url: 'https://127.0.0.1:4010/accounts', ...settings };
		expect(signRequest(HERE, request).ok).toBe(true);
	});

	it.each<[string, ICredentialDataDecryptedObject, string]>([
		['unchecked', HERE, 'https://127.0.0.1:4010/accounts'],
		['unprotected', custom('http://127.0.0.1:4010'), 'http://127.0.0.1:4010/accounts'],
	])('what leaves this machine through a proxy is not: %s', (_, data, url) => {
		for (const proxy of [PROXY, { host: 'proxy.example' }, 'no address']) {
			expect(signRequest(data, { url, proxy, rejectUnauthorized: false }).ok).toBe(false);
		}
	});
});

describe('What stays in memory in place of a token', () => {
	const keyOf = (data: ICredentialDataDecryptedObject) => {
		const reading = readCredential(data);
		if (!reading.ok) throw new Error(reading.reason);
		return tokenKey(reading.credential);
	};

	it('is a digest: nothing of the token can be read from it', () => {
		expect(keyOf(LIVE)).toMatch(/^[0-9a-f]{64}$/);
		expect(keyOf(LIVE)).not.toContain(TOKEN);
	});

	it('is the same for one token at one address, whatever else the credential says', () => {
		expect(keyOf({ ...LIVE, requestsPerMinute: 5, conversionApiKey: KEY })).toBe(keyOf(LIVE));
		expect(keyOf({ ...LIVE, accessToken: `${TOKEN}2` })).not.toBe(keyOf(LIVE));
		expect(keyOf(custom('https://proxy.example'))).not.toBe(keyOf(LIVE));
	});
});

describe('The credential as n8n declares it', () => {
	const credential = new AwinOAuth2Api();

	it('has the name that the node asks for', () => {
		expect(credential.name).toBe(CREDENTIAL_NAME);
	});

	it('hides its secrets', () => {
		const hidden = credential.properties
			.filter(({ typeOptions }) => typeOptions?.password)
			.map(({ name }) => name);
		expect(hidden).toEqual(['accessToken', 'conversionApiKey']);
	});

	it('reads with its own defaults, once there is a token', () => {
		const defaults = Object.fromEntries(
			credential.properties.map(({ name, default: value }) => [name, value]),
		);
		expect(
			readCredential({ ...defaults, accessToken: TOKEN } as ICredentialDataDecryptedObject),
		).toEqual(readCredential(LIVE));
	});

	it('signs requests', async () => {
		const request = await credential.authenticate(LIVE, { url: 'https://api.awin.com/accounts' });
		expect(request.headers).toEqual({ Authorization: `Bearer ${TOKEN}` });
	});

	it('throws where it does not sign', async () => {
		await expect(credential.authenticate(LIVE, { url: 'https://evil.example/' })).rejects.toThrow(
			'This credential is for https://api.awin.com only, so it was not sent to https://evil.example.',
		);
	});
});
