import type { NewFault } from '../../demo/sandbox/faults.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import { everythingOf } from '../support/everything.cts';
import { transactionList } from '../support/listCases.cts';
import { ADVERTISER, credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox, clock } = useSandbox({ clock: true });

async function readDay(settings: Partial<ExecutionSettings> = {}) {
	return await executeAwin({
		credentials: credentialsFor(sandbox),
		...settings,
		parameters: {
			...transactionList,
			startDate: '2026-03-01',
			endDate: '2026-03-01',
			...settings.parameters,
		},
	});
}

interface Shown {
	message: string;
	description: string;
	httpCode?: string | null;
	failure?: { cause: string };
}

async function whatIsShown(settings: Partial<ExecutionSettings> = {}): Promise<Shown> {
	try {
		await readDay(settings);
	} catch (error) {
		return error as Shown;
	}
	throw new Error('The reading succeeded');
}

describe('a fault that passes is not noticed: a read is repeated', () => {
	it.each<NewFault>([
		{ kind: 'status', status: 500, times: 3 },
		{ kind: 'status', status: 502, body: '<html><h1>Bad Gateway</h1></html>', times: 3 },
		{ kind: 'status', status: 503 },
		{ kind: 'status', status: 429, times: 3 },
		{ kind: 'dropBefore', times: 3 },
		{ kind: 'dropAfter' },
		{ kind: 'cutBody', times: 2 },
		{ kind: 'truncatedJson' },
		{ kind: 'html', status: 200 },
	])('%j', async (fault) => {
		sandbox.awin.faults.add(fault);

		const { items } = await readDay();

		expect(items.length).toBeGreaterThan(0);
		expect(sandbox.awin.faults.waiting).toEqual([]);
	});

	it('with pauses that grow', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: 503, times: 3 });

		await readDay();

		const [first, second, third] = clock.sleepsMs;
		expect(first).toBeGreaterThanOrEqual(750);
		expect(second).toBeGreaterThanOrEqual(1500);
		expect(third).toBeGreaterThanOrEqual(3000);
		expect(third).toBeLessThanOrEqual(5000);
	});
});

describe('a fault that stays is explained after three more tries', () => {
	it.each<[string, NewFault, string]>([
		['outage', { kind: 'status', status: 500 }, 'Awin could not answer (status 500)'],
		['a page of HTML', { kind: 'html', status: 502 }, 'Awin could not answer (status 502)'],
		[
			'a page in place of data',
			{ kind: 'html', status: 200 },
			'Awin sent a web page instead of data (status 200)',
		],
		[
			'half an answer',
			{ kind: 'truncatedJson' },
			'Awin sent an answer that ends in the middle (status 200)',
		],
		['no data', { kind: 'body', body: '' }, 'Awin sent an empty answer (status 200)'],
		[
			'a connection cut midway',
			{ kind: 'cutBody' },
			'The connection to Awin ended before the answer was complete',
		],
		[
			'a dropped connection',
			{ kind: 'dropBefore' },
			'The connection to Awin ended before the answer was complete',
		],
	])('%s', async (_what, fault, message) => {
		sandbox.awin.faults.add({ ...fault, times: Infinity });

		const shown = await whatIsShown();

		expect(shown.message).toContain(message);
		expect(shown.message).toMatch(/\[item 1 of 1\]$/);
		expect(shown.message + shown.description).not.toMatch(/[<>]/);
		expect(sandbox.awin.calls).toHaveLength(4);
	});
});

describe('what does not pass is not tried again', () => {
	it.each<[string, NewFault, string]>([
		['400', { kind: 'status', status: 400 }, 'Awin did not accept the request (status 400)'],
		['404', { kind: 'status', status: 404 }, 'Awin has nothing at this address (status 404)'],
		[
			'a redirect',
			{ kind: 'redirect', location: 'https://example.com/' },
			'answered with a redirect (status 302)',
		],
		[
			'other data',
			{ kind: 'body', body: '{"hello":"world"}' },
			'Awin sent an answer in a form that this node does not know',
		],
		[
			'rows that are none',
			{ kind: 'body', body: '[{"id":1},null,"x"]' },
			'holds 2 rows that are not transactions (places 2, 3)',
		],
		[
			'an envelope with status 200',
			{ kind: 'body', body: '{"error":"exception","description":"Something <b>odd</b>"}' },
			'Awin says: "Something odd"',
		],
	])('%s', async (_what, fault, message) => {
		sandbox.awin.faults.add({ ...fault, times: Infinity });

		const shown = await whatIsShown();

		expect(shown.message).toContain(message);
		expect(shown.description.length).toBeGreaterThan(20);
		expect(sandbox.awin.calls).toHaveLength(1);
	});
});

describe('a long span of which one part cannot be read', () => {
	it('ends at once: no further part is asked for, and none waits for its turn', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: 400 });

		const shown = await whatIsShown({
			credentials: credentialsFor(sandbox, { requestsPerMinute: 4 }),
			parameters: { startDate: '2025-06-01', endDate: '2026-05-31' },
		});

		expect(shown.message).toContain('Awin did not accept the request (status 400)');
		expect(clock.passedMs).toBe(0);
		expect(sandbox.awin.calls.length).toBeLessThanOrEqual(4);
	});
});

describe('the account and the token', () => {
	it('a token that Awin does not know', async () => {
		const shown = await whatIsShown({
			credentials: credentialsFor(sandbox, { accessToken: 'demo-nobody-token' }),
		});

		expect(shown.message).toContain('Awin does not know the access token (status 401)');
		expect(shown.description).toContain('API Credentials');
		expect(shown.failure).toEqual({ cause: 'credential-invalid' });
		expect(sandbox.awin.calls).toHaveLength(1);
	});

	it('an account whose plan has no API', async () => {
		const shown = await whatIsShown({
			credentials: credentialsFor(sandbox, { accessToken: TOKENS.noApiAccess }),
			parameters: { accountId: { __rl: true, mode: 'id', value: '77106' } },
		});

		expect(shown.message).toContain(
			'not allowed to use advertiser account 77106 in this way (status 403)',
		);
		expect(shown.description).toContain('Accelerate and Advanced plans');
	});

	it('an account that the token cannot see', async () => {
		const shown = await whatIsShown({
			parameters: { accountId: { __rl: true, mode: 'id', value: '77107' } },
		});

		expect(shown.message).toBe(
			'The access token is not allowed to use advertiser account 77107 in this way (status 403). Awin says: "You do not have permission to access this resource" [item 1 of 1]',
		);
		expect(shown.description).toContain(
			'Check that 77107 is the right one, and the account of an advertiser.',
		);
	});

	it('a publisher account is told nothing of the plans of advertisers', async () => {
		const shown = await whatIsShown({
			parameters: {
				accountType: 'publisher',
				accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
			},
		});

		expect(shown.message).toContain(`publisher account ${ADVERTISER} in this way (status 403)`);
		expect(shown.description).not.toContain('plan');
	});

	it.each([
		['no token', { accessToken: ' ' }, 'The Awin credential holds no access token.'],
		[
			'a plain http address elsewhere',
			{ baseUrl: 'http://api.awin.com' },
			'does not begin with https://',
		],
		['no address', { baseUrl: 'awin' }, 'is not a web address'],
	])('%s is found before anything is sent', async (_what, changes, message) => {
		const shown = await whatIsShown({ credentials: credentialsFor(sandbox, changes) });

		expect(shown.message).toContain(message);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('an address where nobody answers', async () => {
		const { url } = sandbox;
		await sandbox.close();

		const shown = await whatIsShown({ credentials: credentialsFor(sandbox, { baseUrl: url }) });

		expect(shown.message).toContain(`${new URL(url).host} could not be reached (ECONNREFUSED)`);
		expect(shown.description).toContain('Nothing was sent');
	});

	it('the token is in nothing that n8n could keep of a failed call', async () => {
		sandbox.awin.faults.add({ kind: 'dropBefore', times: 4 });
		sandbox.awin.faults.add({ kind: 'status', status: 400, body: '{"error":"x"}', times: 1 });

		for (let run = 0; run < 2; run++) {
			const shown = await whatIsShown();
			expect(everythingOf(shown)).not.toContain(TOKENS.owner);
		}
	});
});

describe('the limit of calls a minute', () => {
	it('is kept over all runs that use a token, and the wait is told', async () => {
		const credentials = credentialsFor(sandbox, { requestsPerMinute: 20 });
		sandbox.awin.requestsPerMinute = 20;
		const startMs = sandbox.awin.now();
		jest.spyOn(sandbox.awin, 'now').mockImplementation(() => startMs + clock.passedMs);
		const year = { startDate: '2025-03-01', endDate: '2026-02-28' };

		const first = await readDay({ credentials, parameters: year });
		const second = await readDay({ credentials, parameters: year });

		expect(sandbox.awin.calls.map((call) => call.status)).toEqual(Array(24).fill(200));
		expect(first.hints).toEqual([]);
		expect(second.hints).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(/^This run waited \d+ seconds in all/),
			}),
		]);
	});

	it('used up by another tool: the call waits until the minute is over', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: 429, times: 1 });

		await readDay();

		expect(clock.passedMs).toBe(60_500);
	});

	it('used up for good: after ten minutes it is given up, and explained', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: 429, times: Infinity });

		const shown = await whatIsShown();

		expect(shown.message).toContain("Awin's limit of calls a minute is used up (status 429)");
		expect(shown.description).toContain('Awin has taken no call from this n8n for ten minutes');
		expect(clock.passedMs).toBeGreaterThanOrEqual(10 * 60_000);
	});

	it('waits as long as Awin says, where that is longer', async () => {
		sandbox.awin.faults.add({
			kind: 'status',
			status: 429,
			headers: { 'retry-after': '90' },
			times: 1,
		});

		await readDay();

		expect(clock.passedMs).toBe(90_000);
	});

	it('an execution that is stopped while it waits ends at once', async () => {
		jest.restoreAllMocks();
		const credentials = credentialsFor(sandbox, { requestsPerMinute: 1 });
		await readDay({ credentials });
		const stop = new AbortController();

		const waiting = whatIsShown({ credentials, signal: stop.signal });
		// Let it reach the gate, then stop it: without listening it would wait for a minute, and the test with it.
		await new Promise((resolve) => setTimeout(resolve, 50));
		stop.abort();

		expect((await waiting).message).toContain('The execution was stopped while it waited for Awin');
	});
});
