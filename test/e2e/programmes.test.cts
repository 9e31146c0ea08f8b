import type { Execution, SavedCredential, WorkflowNode } from '../../demo/n8n/client.cts';
import { ask } from '../../demo/sandbox/ask.cts';
import { awinInN8n } from '../support/awinInN8n.cts';
import { inALine, manualTrigger, outputOf } from '../support/realN8n.cts';
import { credentialsFor, PUBLISHER, startTestSandbox } from '../support/sandbox.cts';

// So busy that a month's transaction queries fill more than one of Awin's pages.
const { sandbox, n8n, credential } = awinInN8n({ world: { transactionsPerDay: 24 } });

beforeEach(() => {
	sandbox.awin.calls.length = 0;
});

async function connect(name: string, { url }: { url: string }): Promise<SavedCredential> {
	const data = { ...credentialsFor(sandbox), baseUrl: url };
	return await n8n.client.createCredential({ name, type: 'awinOAuth2Api', data });
}

const chosen = (id: number) => ({ __rl: true, mode: 'list', value: String(id) });

async function run(parameters: Record<string, unknown>): Promise<Execution> {
	const awin: WorkflowNode = {
		name: 'Awin',
		type: 'n8n-nodes-awin.awin',
		typeVersion: 1,
		position: [300, 0],
		parameters: { accountId: chosen(PUBLISHER), ...parameters },
		credentials: { awinOAuth2Api: { id: credential.id, name: credential.name } },
	};
	const nodes = [manualTrigger(), awin];
	const connections = inALine(nodes);
	const workflow = await n8n.client.createWorkflow({ name: 'Test', nodes, connections });
	return await n8n.client.runWorkflow(workflow.id);
}

type Row = Record<string, unknown>;

async function rowsOf(parameters: Row): Promise<Row[]> {
	const execution = await run(parameters);
	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');
	return outputOf(execution, 'Awin').map(({ json }) => json);
}

/** What the sandbox itself answers to one call. */
function asked(path: string): unknown {
	return ask(sandbox.awin, `/publishers/${PUBLISHER}/${path}`).json;
}

describe('what a publisher reads of programs, in a real n8n', () => {
	it('the programs that were joined, field by field', async () => {
		const rows = await rowsOf({
			resource: 'programme',
			operation: 'getMany',
			relationship: 'joined',
			returnAll: true,
			output: 'raw',
		});

		const programs = asked('programmes?relationship=joined') as Row[];
		expect(rows).toEqual(programs.map((row) => ({ ...row, relationship: 'joined' })));
		expect(rows.map(({ id }) => id)).toEqual([77101, 77102, 77103, 77105]);
	});

	it('as many programs as wanted, with the fields that people look at', async () => {
		const rows = await rowsOf({ resource: 'programme', operation: 'getMany', limit: 3 });

		expect(rows).toHaveLength(3);
		expect(rows[0]).toMatchObject({ id: expect.any(Number), name: expect.any(String) });
	});

	it('one program, with its figures', async () => {
		const [row, ...others] = await rowsOf({
			resource: 'programme',
			operation: 'get',
			advertiserId: chosen(77102),
			output: 'raw',
		});

		expect(others).toEqual([]);
		const { programmeInfo, kpi } = asked('programmedetails?advertiserId=77102') as Row;
		expect(row).toMatchObject({ programmeInfo, kpi });
	});

	it('one program by its ID, which was not joined', async () => {
		const rows = await rowsOf({
			resource: 'programme',
			operation: 'get',
			advertiserId: { __rl: true, mode: 'id', value: '77104' },
			output: 'raw',
		});

		expect(rows).toMatchObject([{ programmeInfo: { id: 77104 } }]);
	});

	it('a program that there is not: what to do', async () => {
		const execution = await run({
			resource: 'programme',
			operation: 'get',
			advertiserId: { __rl: true, mode: 'id', value: '1' },
		});

		expect(execution.status).toBe('error');
		expect(execution.error?.message).toContain('(status 404)');
		expect(execution.error?.description).toMatch(/\S/);
	});

	it('the commission groups of a program', async () => {
		const rows = await rowsOf({
			resource: 'commissionGroup',
			operation: 'getMany',
			advertiserId: chosen(77102),
			returnAll: true,
		});

		const { commissionGroups } = asked('commissiongroups?advertiserId=77102') as {
			commissionGroups: Row[];
		};
		expect(rows).toHaveLength(commissionGroups.length);
		rows.forEach((row, index) => {
			expect(row).toMatchObject({
				...commissionGroups[index],
				advertiserId: 77102,
				publisherId: PUBLISHER,
			});
		});
	});

	it('the rules of commission sharing', async () => {
		const rows = await rowsOf({
			resource: 'commissionSharingRule',
			operation: 'getMany',
			returnAll: true,
		});

		const rules = asked('commissionsharingrules') as Row[];
		expect(rows.map(({ ruleId, publisherShare }) => [ruleId, publisherShare])).toEqual(
			rules.map(({ ruleId, publisherShare }) => [ruleId, publisherShare]),
		);
		expect(rows).toHaveLength(3);
	});
});

describe('transaction queries, in a real n8n', () => {
	const [from, to] = ['2026-03-01T00:00:00', '2026-03-31T12:00:00'];
	const wish = {
		resource: 'transactionQuery',
		operation: 'getMany',
		startDate: `${from}Z`,
		endDate: `${to}Z`,
		timezone: 'UTC',
	};

	function truth(): Row[] {
		const query = `startDate=${from}&endDate=${to}&pageSize=9999`;
		const { json } = ask(sandbox.awin, `/publisher/${PUBLISHER}/transactionqueries?${query}`);
		sandbox.awin.calls.length = 0;
		return (json as { pageItems: Row[] }).pageItems;
	}

	const pages = () => sandbox.awin.calls.map(({ query }) => query.pageNumber);

	it('all of a month, over two pages', async () => {
		const all = truth();
		expect(all.length).toBeGreaterThan(100);

		const rows = await rowsOf({ ...wish, returnAll: true });

		expect(rows.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
		expect(rows[100]).toEqual({
			...all[100],
			transactionDate: expect.stringMatching(/^2026-03-\d\dT[\d:]{8}(\+00:00|Z)$/),
			enquiryDate: expect.any(String),
			validationDate: all[100].validationDate === null ? null : expect.any(String),
		});
		expect(pages()).toEqual(['1', '2']);
	});

	it('no page more than needed', async () => {
		expect(await rowsOf({ ...wish, limit: 100 })).toHaveLength(100);
		expect(pages()).toEqual(['1']);
	});

	it('the same page twice: what there is, and a warning that some are missing', async () => {
		sandbox.awin.switches.queriesPages = 'always the first';

		const execution = await run({ ...wish, returnAll: true });

		sandbox.awin.switches.queriesPages = 'asked';
		expect(outputOf(execution, 'Awin')).toHaveLength(100);
		const hints = execution.runData.Awin.flatMap((one) => one.hints ?? []);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringContaining(`Awin announced ${truth().length - 100} more transaction queries`),
		]);
	});
});

describe('the pickers, in a real n8n', () => {
	async function listOf(
		methodName: string,
		picker: string,
		parameters: Row,
		{ id, name }: SavedCredential = credential,
	): Promise<Array<{ name: string; value: string }>> {
		const { results } = await n8n.client.listSearch({
			nodeType: 'n8n-nodes-awin.awin',
			methodName,
			picker,
			parameters,
			credentials: { awinOAuth2Api: { id, name } },
		});
		return results;
	}

	const codesOf = (results: Array<{ value: string }>) => results.map(({ value }) => value);

	it('of publisher accounts, and of the programs that one of them has joined', async () => {
		const parameters = { resource: 'programme', operation: 'get' };
		const accounts = await listOf('searchPublishers', 'accountId', parameters);
		expect(accounts.map(({ name }) => name)).toEqual([
			'Cashback Cove (88202)',
			'Deal Lantern (88201)',
		]);

		const accountId = { __rl: true, mode: 'list', value: accounts[1].value };
		const programs = await listOf('searchProgrammes', 'advertiserId', { ...parameters, accountId });

		expect(codesOf(programs).sort()).toEqual(['77101', '77102', '77103', '77105']);
	});

	it('of programs, with no account: what to choose first', async () => {
		const parameters = { resource: 'programme', operation: 'get' };

		await expect(listOf('searchProgrammes', 'advertiserId', parameters)).rejects.toThrow(
			'Choose an account first',
		);
	});

	it("of the groups in an advertiser's own transactions, up to today", async () => {
		// The picker goes by this machine's date, so this Awin does too.
		const present = await startTestSandbox({ clock: Date.now });
		try {
			const results = await listOf(
				'searchCommissionGroups',
				'transactionParts.part[0].commissionGroupCode',
				{ resource: 'transaction', operation: 'validate', accountId: chosen(77102) },
				await connect('Awin today', present),
			);

			expect(results[0]).toEqual({ name: 'DEFAULT – every program has it', value: 'DEFAULT' });
			expect(codesOf(results)).toContain('GIFT');
			for (const { name } of results.slice(1)) {
				expect(name).toContain('seen in your transactions');
			}
		} finally {
			await present.close();
		}
	});

	it('of the groups that an advertiser has for a publisher', async () => {
		const results = await listOf('searchProgrammeGroups', 'commissionGroups.group[0].code', {
			resource: 'proofOfPurchase',
			operation: 'submit',
			accountId: chosen(PUBLISHER),
			advertiserId: chosen(77101),
		});

		expect(codesOf(results)).toEqual(['DEFAULT', 'NEW', 'SALE']);
	});
});
