import type { CredentialInput, Execution, WorkflowNode } from '../../demo/n8n/client.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { awinInN8n } from '../support/awinInN8n.cts';
import { DETAILS, inALine, manualTrigger, outputOf } from '../support/realN8n.cts';
import { ADVERTISER, credentialsFor, truth } from '../support/sandbox.cts';

const { sandbox, n8n, credential, node: awinNode } = awinInN8n();

function credentialInput(changes: Record<string, string> = {}): CredentialInput {
	return { name: 'Awin account', type: 'awinOAuth2Api', data: credentialsFor(sandbox, changes) };
}

async function run(nodes: WorkflowNode[], connections = inALine(nodes)): Promise<Execution> {
	const workflow = await n8n.client.createWorkflow({ name: 'Test', nodes, connections });
	return await n8n.client.runWorkflow(workflow.id);
}

const ACCOUNT = {
	__rl: true,
	mode: 'list',
	value: String(ADVERTISER),
	cachedResultName: 'Nordlicht',
};

describe('the package, installed from its tarball in a real n8n', () => {
	it('offers the node, as a tool for agents too, and its credential', async () => {
		const names = (await n8n.client.nodeTypes()).map((type) => type.name);
		const credentials = (await n8n.client.credentialTypes()).map((type) => type.name);

		expect(names).toEqual(
			expect.arrayContaining(['n8n-nodes-awin.awin', 'n8n-nodes-awin.awinTool']),
		);
		expect(credentials).toContain('awinOAuth2Api');
	});

	it('shows what an operation will give before it has run', async () => {
		const path = '/schemas/n8n-nodes-awin.awin/1.0.0/transaction/getMany.json';

		const schema = await n8n.client.call<{ properties: object }>('GET', path);

		expect(Object.keys(schema.properties)).toContain('saleAmount');
	});

	it('reads transactions that agree with the sandbox in every field', async () => {
		const [from, to] = ['2026-01-01T00:00:00Z', '2026-03-31T23:59:59Z'];
		const rows = truth(sandbox, 'advertiser', ADVERTISER, from, to);

		const execution = await run([
			manualTrigger(),
			awinNode({
				resource: 'transaction',
				operation: 'getMany',
				accountType: 'advertiser',
				accountId: ACCOUNT,
				startDate: from,
				endDate: to,
				returnAll: true,
				output: 'raw',
				timezone: 'UTC',
			}),
		]);

		expect(execution.status).toBe('success');
		const utc = (date: unknown) => (typeof date === 'string' ? `${date}Z` : date);
		const items = outputOf(execution, 'Awin').map((item) => item.json);
		expect(items).toHaveLength(rows.length);
		const byId = new Map(items.map((item) => [item.id, item]));
		for (const row of rows) {
			expect(byId.get(row.id)).toEqual({
				...row,
				clickDate: utc(row.clickDate),
				transactionDate: utc(row.transactionDate),
				validationDate: utc(row.validationDate),
			});
		}
	});

	it('takes the dates that its own fields suggest, and the accounts of its own list', async () => {
		const { results } = await n8n.client.listSearch({
			nodeType: 'n8n-nodes-awin.awin',
			methodName: 'searchAccounts',
			parameters: { resource: 'transaction', operation: 'getMany', accountType: 'publisher' },
			credentials: { awinOAuth2Api: { id: credential.id, name: credential.name } },
		});
		expect(results.map((result) => result.name)).toEqual([
			'Cashback Cove (88202)',
			'Deal Lantern (88201)',
		]);

		// No dates given: n8n fills in the defaults of the fields, which are expressions.
		const execution = await run([
			manualTrigger(),
			awinNode({
				resource: 'transaction',
				operation: 'getMany',
				accountType: 'publisher',
				accountId: { __rl: true, mode: 'list', value: results[0].value },
			}),
		]);

		expect(execution.error).toBeUndefined();
		expect(execution.status).toBe('success');
		// Seven days up to now, by this machine's date; the sandbox stands still on another one, so it has no rows for them.
		const { startDate, endDate } = sandbox.awin.calls.at(-1)?.query ?? {};
		const days = (Date.parse(`${endDate}Z`) - Date.parse(`${startDate}Z`)) / 86_400_000;
		expect(days).toBeGreaterThanOrEqual(7);
		expect(days).toBeLessThan(8.1);
	});

	it('sends an item that cannot be used to the error output, with its own columns and what to do', async () => {
		const rows: WorkflowNode = {
			name: 'Rows',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			position: [150, 0],
			parameters: {
				jsCode:
					"return [{ json: { from: '2026-03-01', note: 'first' } }, { json: { from: 'soon', note: 'second' } }];",
			},
		};
		const awin = awinNode(
			{
				resource: 'transaction',
				operation: 'getMany',
				accountType: 'advertiser',
				accountId: ACCOUNT,
				startDate: '={{ $json.from }}',
				endDate: '2026-03-02',
				returnAll: false,
				limit: 3,
			},
			{ onError: 'continueErrorOutput' },
		);

		const execution = await run([manualTrigger(), rows, awin]);

		expect(outputOf(execution, 'Awin', 0)).toHaveLength(3);
		const failed = outputOf(execution, 'Awin', 1).map((item) => item.json);
		expect(failed).toEqual([
			{
				from: 'soon',
				note: 'second',
				error: '"Start Date" is "soon", which is not a date [item 2 of 2]',
				[DETAILS]: expect.stringContaining('Give a date such as'),
			},
		]);
	});

	it('stops with the message and what to do, and without the token', async () => {
		const wrong = await n8n.client.createCredential(
			credentialInput({ accessToken: 'demo-nobody-token' }),
		);
		const awin = awinNode({ resource: 'account', operation: 'getMany' });

		const execution = await run([
			manualTrigger(),
			{ ...awin, credentials: { awinOAuth2Api: { id: wrong.id, name: wrong.name } } },
		]);

		expect(execution.status).toBe('error');
		expect(execution.error?.message).toContain('Awin does not know the access token (status 401)');
		expect(execution.error?.description).toContain('API Credentials');
		expect(JSON.stringify(execution.data)).not.toContain('demo-nobody-token');
	});
});

describe('the test of the credential', () => {
	async function testOf(changes: Record<string, string>) {
		const { type, data } = credentialInput(changes);
		return await n8n.client.testCredential({ type, data });
	}

	it('a good token: what it reaches', async () => {
		expect(await testOf({})).toEqual({
			status: 'OK',
			message:
				'Connected. This token reaches Nordlicht Outdoor DE, Thistle & Co. UK, 桜 Kirschblüte Tea JP and 4 more.',
		});
	});

	it.each([
		[
			'a wrong token',
			{ accessToken: 'demo-nobody-token' },
			'Awin does not know the access token (status 401)',
		],
		['no token', { accessToken: '' }, 'The Awin credential holds no access token.'],
		[
			'a base URL that is not https',
			{ baseUrl: 'http://api.awin.com' },
			'does not begin with https://',
		],
		[
			'a host that is not there',
			{ baseUrl: 'http://127.0.0.1:9' },
			'127.0.0.1:9 could not be reached (ECONNREFUSED)',
		],
	])('%s', async (_what, changes, message) => {
		const result = await testOf(changes);

		expect(result.status).toBe('Error');
		expect(result.message).toContain(message);
	});

	it('a token that reaches nothing but an advertiser without API access: the rule about plans', async () => {
		const result = await testOf({ accessToken: TOKENS.noApiAccess });

		expect(result.status).toBe('Error');
		expect(result.message).toContain('advertiser account 77106 in this way (status 403)');
		expect(result.message).toContain('Accelerate and Advanced plans');
	});
});
