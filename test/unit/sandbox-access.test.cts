import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import type { AwinOptions } from '../../demo/sandbox/awin.cts';
import { ask } from '../../demo/sandbox/ask.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';

const NOW = Date.parse('2025-11-20T12:00:10Z');
const sandbox = (options: AwinOptions = {}) => new AwinSandbox({ clock: () => NOW, ...options });
const WINDOW = 'startDate=2025-11-01T00:00:00&endDate=2025-11-02T00:00:00';
const UNAUTHORIZED = {
	error: 'unauthorized',
	description: 'Full authentication is required to access this resource',
};
const TOO_MANY = {
	error: 'request.limit.exceeded',
	description: "Requests limit '20' times per '1' minutes' is exceeded",
};

describe('who may ask', () => {
	it.each([
		['no token', { token: null }],
		['an unknown token', { token: 'nobody' }],
		['a revoked token', { token: TOKENS.revoked }],
		['another scheme', { token: null, headers: { authorization: `Basic ${TOKENS.owner}` } }],
		['the token without its scheme', { token: null, headers: { authorization: TOKENS.owner } }],
		['the key of the Conversion API', { apiKey: TOKENS.owner }],
	])('%s gets 401, on unknown paths too', (_name, question) => {
		for (const path of ['/accounts', '/openapi.json']) {
			const answer = ask(sandbox(), path, question);
			expect([answer.status, answer.json]).toEqual([401, UNAUTHORIZED]);
		}
	});

	it('a token is taken from the query too', () => {
		const path = `/accounts?accessToken=${TOKENS.owner}`;
		expect(ask(sandbox(), path, { token: null }).status).toBe(200);
	});

	it('a token can be revoked midway and restored', () => {
		const awin = sandbox();
		awin.revoke(TOKENS.owner);
		expect(ask(awin, '/accounts').status).toBe(401);
		awin.restore(TOKENS.owner);
		expect(ask(awin, '/accounts').status).toBe(200);
	});

	it.each([
		['a stranger to the account', TOKENS.publisherOnly, '/advertisers/77101'],
		['an account of the other kind', TOKENS.owner, '/publishers/77101'],
		['an account that does not exist', TOKENS.owner, '/advertisers/1'],
		['a plan without API access', TOKENS.noApiAccess, '/advertisers/77106'],
	])('%s gets 403, or 401 by switch', (_name, token, path) => {
		const awin = sandbox();
		expect(ask(awin, `${path}/transactions?${WINDOW}`, { token }).status).toBe(403);
		awin.switches.refusedAccountStatus = 401;
		expect(ask(awin, `${path}/transactions?${WINDOW}`, { token }).json).toEqual(UNAUTHORIZED);
	});

	it('an unknown path gets Awin’s 404, a wrong method 405, a huge address 414', () => {
		const awin = sandbox();
		const unknown = ask(awin, '/nowhere');
		expect([unknown.status, unknown.json]).toEqual([
			404,
			{ error: 'exception', description: 'Not Found (404 NOT_FOUND)' },
		]);
		expect(ask(awin, '/accounts/').status).toBe(404);
		expect(ask(awin, '/accounts', { method: 'DELETE' }).status).toBe(405);
		expect(ask(awin, `/accounts?x=${'1'.repeat(9000)}`).status).toBe(414);
	});
});

describe('GET /accounts', () => {
	it('lists the accounts of the user, of one type if asked', () => {
		const awin = sandbox();
		expect(ask(awin, '/accounts?type=publisher').json).toEqual({
			userId: 410001,
			accounts: [
				{
					accountId: 88201,
					accountName: 'Deal Lantern',
					accountType: 'publisher',
					userRole: 'userOwner',
				},
				{
					accountId: 88202,
					accountName: 'Cashback Cove',
					accountType: 'publisher',
					userRole: 'userViewer',
				},
			],
		});
		expect(ask(awin, '/accounts').json).toHaveProperty('accounts.length', 7);
		expect(ask(awin, '/accounts?type=agency').status).toBe(400);
	});

	it('lists closed accounts, and those whose plan has no API', () => {
		expect(ask(sandbox(), '/accounts').body).toContain('CLOSED');
		expect(ask(sandbox(), '/accounts', { token: TOKENS.noApiAccess }).body).toContain('77106');
	});

	it('can name the kind `type` and write ids as text', () => {
		const awin = sandbox({ switches: { accountsTypeMember: 'type', idsAsStrings: true } });
		expect(ask(awin, '/accounts?type=advertiser').json).toMatchObject({
			userId: '410001',
			accounts: [{ accountId: '77101', type: 'advertiser' }, {}, {}, {}, {}],
		});
	});
});

describe('the limit of calls', () => {
	/** Statuses of calls made at these seconds. */
	function statuses(seconds: number[], options: AwinOptions = {}) {
		let now = NOW;
		const awin = sandbox({ clock: () => now, ...options });
		return seconds.map((second) => {
			now = NOW + second * 1000;
			return ask(awin, '/accounts').status;
		});
	}

	it('lets 20 calls a minute through, and answers the next in Awin’s words', () => {
		const awin = sandbox();
		for (let call = 0; call < 20; call++) expect(ask(awin, '/accounts').status).toBe(200);
		const answer = ask(awin, '/accounts');
		expect([answer.status, answer.json]).toEqual([429, TOO_MANY]);
		expect(answer.headers).not.toHaveProperty('retry-after');
		expect(ask(awin, '/accounts', { token: TOKENS.publisherOnly }).status).toBe(200);
	});

	it('looks at the last 60 seconds', () => {
		const seconds = [0, 30, 59, 60, 61, 90];
		expect(statuses(seconds, { requestsPerMinute: 2 })).toEqual([200, 200, 429, 200, 429, 200]);
	});

	it('can start anew with each minute of the clock', () => {
		const options: AwinOptions = { requestsPerMinute: 2, switches: { rateWindow: 'fixed-minute' } };
		expect(statuses([0, 30, 49, 50, 51, 52], options)).toEqual([200, 200, 429, 200, 200, 429]);
	});

	it('can count refused calls too', () => {
		const options: AwinOptions = { requestsPerMinute: 1, switches: { refusedCallsCount: true } };
		expect(statuses([0, 30, 60, 91], options)).toEqual([200, 429, 429, 429]);
	});

	it('can tell how long to wait, can be changed and lifted', () => {
		const awin = sandbox({ requestsPerMinute: 1, switches: { retryAfter: true } });
		ask(awin, '/accounts');
		expect(ask(awin, '/accounts').headers['retry-after']).toBe('60');
		awin.requestsPerMinute = null;
		expect(ask(awin, '/accounts').status).toBe(200);
	});

	it('is shared with the Conversion API, by switch has its own there, or none', () => {
		const path = '/s2s/advertiser/77101/orders';
		const send = (awin: AwinSandbox) =>
			ask(awin, path, { apiKey: TOKENS.owner, body: { orders: [] } }).status;
		const run = (conversionLimit: 'shared' | 'own' | 'none') => {
			const awin = sandbox({ requestsPerMinute: 1, switches: { conversionLimit } });
			ask(awin, '/accounts');
			return [send(awin), send(awin)];
		};
		expect([run('shared'), run('own'), run('none')]).toEqual([
			[429, 429],
			[400, 429],
			[400, 400],
		]);
	});
});

describe('the record of calls', () => {
	it('keeps what was asked, but not the headers with the token', () => {
		const awin = sandbox();
		ask(awin, '/accounts?type=publisher', { headers: { 'user-agent': 'test' } });
		expect(awin.calls).toEqual([
			{
				atMs: NOW,
				method: 'GET',
				path: '/accounts',
				query: { type: 'publisher' },
				token: TOKENS.owner,
				headers: { 'user-agent': 'test' },
				bodyText: '',
				status: 200,
				concurrent: 1,
			},
		]);
	});
});
