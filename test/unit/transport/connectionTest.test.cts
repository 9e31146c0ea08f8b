import type { ICredentialDataDecryptedObject, ICredentialTestFunctions } from 'n8n-workflow';

import { testConnection } from '../../../nodes/Awin/transport/connectionTest';
import { answer, codeError } from './helper.cts';

const TOKEN = '5f3c9b1e-secret-token';
const CREDENTIAL: ICredentialDataDecryptedObject = { accessToken: TOKEN, environment: 'live' };

interface Tried {
	requests: object[];
	status: string;
	message: string;
}

async function tryOut(
	response: unknown,
	data: ICredentialDataDecryptedObject = CREDENTIAL,
): Promise<Tried> {
	const requests: object[] = [];
	const context = {
		helpers: {
			request: async (options: object) => {
				requests.push(options);
				if (response instanceof Error) throw response;
				return response;
			},
		},
	} as unknown as ICredentialTestFunctions;
	return { requests, ...(await testConnection(context, data)) };
}

const account = (accountId: number, accountName: string) => ({
	accountId,
	accountName,
	accountType: 'advertiser',
});

describe('A credential is tested by asking for its accounts', () => {
	it('with the token, without following redirects', async () => {
		const { requests } = await tryOut(
			answer({ accounts: [{ ...account(1, 'One'), accountType: 'publisher' }] }),
		);
		expect(requests).toEqual([
			{
				uri: 'https://api.awin.com/accounts',
				headers: {
					Authorization: `Bearer ${TOKEN}`,
					Accept: 'application/json',
					'User-Agent': expect.stringMatching(/^n8n-nodes-awin\/\d/),
				},
				timeout: 20_000,
				followRedirect: false,
				followAllRedirects: false,
				disableFollowRedirect: true,
				useStream: true,
				simple: false,
				resolveWithFullResponse: true,
			},
		]);
	});

	it('at a custom address', async () => {
		const data = { ...CREDENTIAL, environment: 'custom', baseUrl: 'http://127.0.0.1:4010/awin' };
		const { requests } = await tryOut(answer({ accounts: [] }), data);
		expect(requests).toMatchObject([{ uri: 'http://127.0.0.1:4010/awin/accounts' }]);
	});
});

describe('A token that reaches advertisers only', () => {
	it('is tried out on them too, because a plan without API access shows only there', async () => {
		const { requests } = await tryOut(answer({ accounts: [account(7, 'One')] }));

		expect(requests.map((request) => (request as { uri: string }).uri)).toEqual([
			'https://api.awin.com/accounts',
			'https://api.awin.com/advertisers/7/transactions/?ids=1&timezone=UTC',
		]);
	});
});

describe('A good token', () => {
	it('names what it reaches', async () => {
		const tried = await tryOut(answer({ accounts: [account(1, 'One'), account(2, 'Two')] }));
		expect(tried).toMatchObject({
			status: 'OK',
			message: 'Connected. This token reaches One, Two.',
		});
	});

	it('names the first three of many', async () => {
		const accounts = ['One', 'Two', 'Three', 'Four', 'Five'].map((name, i) => account(i + 1, name));
		const { message } = await tryOut(answer({ accounts }));
		expect(message).toBe('Connected. This token reaches One, Two, Three and 2 more.');
	});

	it('names an account without a name by its id', async () => {
		const { message } = await tryOut(answer([account(1001, '')]));
		expect(message).toBe('Connected. This token reaches 1001.');
	});

	it('shows names without markup and control characters', async () => {
		const { message } = await tryOut(answer([account(1001, 'Shop <b>24</b>\u0007\u202e')]));
		expect(message).not.toMatch(/[\p{Cc}\p{Cf}]|<b>/u);
	});

	it('of a user without accounts is told what is missing', async () => {
		const tried = await tryOut(answer({ accounts: [] }));
		expect(tried).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/knows the token.*not linked.*ten minutes/),
		});
	});
});

describe('What is in the way is said in plain words, with the next step', () => {
	it.each<[string, unknown, RegExp]>([
		[
			'401',
			answer({ error: 'unauthorized' }, 401),
			/does not know the access token.*paste the token again/,
		],
		['403', answer('', 403), /not allowed.*linked/],
		['429', answer('', 429), /limit of calls a minute is used up/],
		[
			'503 with a page',
			answer('<html>Down</html>', 503),
			/could not answer \(status 503\).*status\.awin\.com/,
		],
		['a redirect', answer('', 302), /redirect.*not followed/],
		['a page', answer('<html></html>'), /web page instead of data/],
		['something unknown', answer({ hello: 'world' }), /does not know/],
		['an empty answer', answer(''), /does not know|empty/],
		[
			'an unknown host',
			codeError('ENOTFOUND'),
			/api\.awin\.com could not be reached \(ENOTFOUND\).*firewall/,
		],
		[
			'no answer',
			codeError('ETIMEDOUT'),
			/within 20 seconds\. Test it again in a few minutes; status/,
		],
		['a broken connection', codeError('ECONNRESET', 'socket hang up'), /ended before/],
	])('%s', async (_, response, words) => {
		const { status, message, requests } = await tryOut(response);
		expect(status).toBe('Error');
		expect(message).toMatch(words);
		expect(message).not.toMatch(/\.\.|\.\s\.|<|undefined/);
		expect(message).not.toContain(TOKEN);
		expect(requests).toHaveLength(1);
	});

	it("Awin's words end with one full stop", async () => {
		const { message } = await tryOut(
			answer({ error: 'x', description: 'Full authentication is required.' }, 401),
		);
		expect(message).toContain(
			'Awin says: "Full authentication is required". Open the Awin credential',
		);
	});
});

describe('A credential that cannot be used is not tried out', () => {
	it.each<[string, ICredentialDataDecryptedObject, RegExp]>([
		['no token', { accessToken: '' }, /holds no access token\. Open the credential/],
		['nothing at all', {}, /holds no access token/],
		['a blank in the token', { accessToken: 'a b' }, /blank or an unusual character/],
		[
			'a base URL without https',
			{ ...CREDENTIAL, environment: 'custom', baseUrl: 'http://evil.example' },
			/does not begin with https/,
		],
	])('%s', async (_, data, words) => {
		const { status, message, requests } = await tryOut(answer([]), data);
		expect(status).toBe('Error');
		expect(message).toMatch(words);
		expect(requests).toEqual([]);
	});
});
