import type { INodeParameters } from 'n8n-workflow';

import { ask } from '../../demo/sandbox/ask.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { executeAwin, searchList, type ExecutionSettings } from '../support/contexts.cts';
import { credentialsFor, PUBLISHER, startTestSandbox } from '../support/sandbox.cts';

let sandbox: SandboxServer;

beforeEach(async () => {
	sandbox = await startTestSandbox();
});

afterEach(async () => {
	await sandbox.close();
});

async function run(
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
) {
	const { items } = await executeAwin({
		credentials: credentialsFor(sandbox),
		...settings,
		parameters: {
			resource,
			operation,
			accountId: { __rl: true, mode: 'id', value: String(PUBLISHER) },
			returnAll: true,
			...parameters,
		},
	});
	return items.map(({ json }) => json);
}

const programs = async (parameters: INodeParameters = {}, settings = {}) =>
	await run('programme', 'getMany', parameters, settings);

const truthOf = (query: string) =>
	ask(sandbox.awin, `/publishers/${PUBLISHER}/programmes?${query}`).json as Array<
		Record<string, unknown>
	>;

describe('Program: Get Many', () => {
	it('gives the joined programs, each with its relationship beside its own status', async () => {
		const found = await programs({ relationship: 'joined' });

		expect(found.map(({ id }) => id)).toEqual([77101, 77102, 77103, 77105]);
		expect(found[0]).toEqual({
			id: 77101,
			name: 'Nordlicht Outdoor DE',
			relationship: 'joined',
			status: 'Active',
			linkStatus: 'Live',
			country: 'DE',
			currency: 'EUR',
			sector: expect.any(String),
			displayUrl: 'https://www.77101.example',
			clickThroughUrl: 'https://www.awin1.com/cread.php?awinmid=77101&awinaffid=88201',
		});
	});

	it.each(['joined', 'pending', 'suspended', 'rejected', 'notjoined'])(
		'%s: all of them in one call, everything that Awin sent',
		async (relationship) => {
			const found = await programs({ relationship, output: 'raw' });

			expect(sandbox.awin.calls).toHaveLength(1);
			const rows = truthOf(`relationship=${relationship}`);
			expect(found).toEqual(rows.map((row) => ({ ...row, relationship })));
		},
	);

	it('any relationship: which one it is, is not known; hidden ones on request', async () => {
		const usual = await programs({ relationship: 'any' });
		const withHidden = await programs({ relationship: 'any', includeHidden: true });

		expect(usual).toHaveLength(truthOf('').length);
		expect(withHidden).toHaveLength(truthOf('includeHidden=true').length);
		expect(withHidden.length).toBeGreaterThan(usual.length);
		expect(usual[0].relationship).toBeNull();
	});

	it('of one country, up to a limit', async () => {
		const parameters = { relationship: 'notjoined', countryCode: ' de ' };

		const found = await programs({ ...parameters, returnAll: false, limit: 7 });

		expect(found).toHaveLength(7);
		expect(new Set(found.map(({ country }) => country))).toEqual(new Set(['DE']));
	});

	it('asks Awin once for many items that want the same', async () => {
		await programs({}, { items: [{ json: {} }, { json: {} }] });

		expect(sandbox.awin.calls).toHaveLength(1);
	});

	it.each<Partial<Switches>>([{ programmesWrapper: 'programmes' }, { idsAsStrings: true }])(
		'answered as %j',
		async (change) => {
			const usual = await programs();
			Object.assign(sandbox.awin.switches, change);

			expect(await programs()).toEqual(usual);
		},
	);

	it.each([
		[{ relationship: 'friends' }, '"Relationship" is "friends", which is not a relationship'],
		[{ countryCode: 'Germany' }, '"Country Code" is "Germany", which is not the code of a country'],
		[{ countryCode: 'UK' }, '"Country Code" is "UK", which is not the code of a country'],
		[{ output: 'flat' }, '"Output" is "flat", which is not a form of output'],
		[{ accountId: '' }, '"Account" is empty [item 1 of 1]'],
	])('%j is refused before anything is sent', async (parameters, message) => {
		await expect(programs(parameters)).rejects.toThrow(message);
		expect(sandbox.awin.calls).toHaveLength(0);
	});

	it.each([
		['{"description":"No such thing"}', 'in a form that this node does not know'],
		['[{"id":1},{"name":"?"}]', "Awin's answer holds 1 row that is not a program (place 2)"],
	])('an answer like %s is not taken for a list', async (body, message) => {
		sandbox.awin.faults.add({ kind: 'body', body });

		await expect(programs()).rejects.toThrow(message);
	});

	it('goes on with the next item where the node is set to', async () => {
		const found = await programs(
			{ relationship: '={{ $json.relationship }}' },
			{
				items: [{ json: { relationship: 'friends' } }, { json: { relationship: 'joined' } }],
				onError: 'continueRegularOutput',
			},
		);

		expect(found).toHaveLength(5);
		expect(found[0]).toMatchObject({ error: expect.stringContaining('[item 1 of 2]') });
	});
});

describe('Program: Get', () => {
	const get = async (advertiserId: string, parameters: INodeParameters = {}) =>
		await run('programme', 'get', { advertiserId, ...parameters });

	it('a joined one, in the fields that people look at', async () => {
		expect(await get('77101')).toEqual([
			{
				id: 77101,
				name: 'Nordlicht Outdoor DE',
				relationship: 'joined',
				currency: 'EUR',
				commission: '4 to 10 %; 1.5 EUR',
				deeplinkEnabled: true,
				approvalPercentage: expect.any(Number),
				averagePaymentTime: expect.any(Number),
				validationDays: expect.any(Number),
				conversionRate: expect.any(Number),
				epc: expect.any(Number),
			},
		]);
	});

	it('one that is not joined, by its ID', async () => {
		expect(await get('77104')).toMatchObject([{ id: 77104, relationship: expect.any(String) }]);
	});

	it.each<Partial<Switches>>([
		{ deeplinkEnabledAsText: true },
		{ membershipStatusInLowerCase: true },
		{ idsAsStrings: true },
	])('answered as %j', async (change) => {
		const usual = await get('77101');
		Object.assign(sandbox.awin.switches, change);

		expect(await get('77101')).toEqual(usual);
	});

	it('raw: as Awin sent it', async () => {
		const { json } = ask(
			sandbox.awin,
			`/publishers/${PUBLISHER}/programmedetails?advertiserId=77101`,
		);

		expect(await get('77101', { output: 'raw' })).toEqual([json]);
	});

	it('one that does not exist', async () => {
		await expect(get('1')).rejects.toThrow('Awin has nothing at this address (status 404)');
	});

	it('none chosen yet', async () => {
		await expect(get('')).rejects.toThrow('"Advertiser" is empty');
	});
});

describe('Commission Group: Get Many', () => {
	const groups = async (parameters: INodeParameters = {}) =>
		await run('commissionGroup', 'getMany', { advertiserId: '77102', ...parameters });

	it('what an advertiser pays, with the same fields on each row', async () => {
		const found = await groups();

		expect(found.map(({ groupCode }) => groupCode)).toEqual([
			'DEFAULT',
			'EXISTING',
			'existing',
			'GIFT',
		]);
		expect(found[3]).toEqual({
			advertiserId: 77102,
			publisherId: PUBLISHER,
			groupId: 510203,
			groupCode: 'GIFT',
			groupName: 'Gift cards',
			type: 'fix',
			percentage: null,
			amount: 1.5,
			currency: 'GBP',
			ratesStart: '2024-01-01T00:00:00',
			ratesEnd: null,
			conditions: null,
		});
	});

	it('has the same rates where they stand beside the list', async () => {
		const usual = await groups();
		sandbox.awin.switches.commissionRatesOn = 'envelope';

		expect(await groups()).toEqual(usual);
	});

	it('at a date on the clocks of the workflow, with conditions', async () => {
		const options = { effectiveDate: '2026-01-31', extraConditionsDetails: true };

		const found = await groups({ options });

		expect(sandbox.awin.calls[0].query).toEqual({
			advertiserId: '77102',
			effectiveDate: '2026-01-31T00:00:00',
			extraConditionsDetails: 'true',
		});
		expect(found[1].conditions).toEqual([
			{ type: 'customerCountry', operator: 'in', values: ['GB', 'DE'] },
		]);
	});

	it('refuses what is not a date', async () => {
		await expect(groups({ options: { effectiveDate: 'soon' } })).rejects.toThrow(
			'"Effective Date" is "soon", which is not a date',
		);
	});
});

describe('Commission Sharing Rule: Get Many', () => {
	it('the rules of a service partner, up to a limit', async () => {
		const rules = await run('commissionSharingRule', 'getMany', { returnAll: false, limit: 2 });

		expect(rules).toHaveLength(2);
		expect(rules[0]).toMatchObject({ ruleId: 7001, publisherId: 88202, publisherShare: 80 });
	});

	it('none for everybody else', async () => {
		expect(await run('commissionSharingRule', 'getMany', { accountId: '88202' })).toEqual([]);
	});
});

describe('the picker of a publisher’s advertisers', () => {
	async function search(accountId: string, filter?: string, accessToken: string = TOKENS.owner) {
		const parameters = { resource: 'programme', operation: 'get', accountId };
		const credentials = credentialsFor(sandbox, { accessToken });
		const { results } = await searchList('searchProgrammes', { parameters, credentials }, filter);
		return results.map(({ name, value }) => [name, value]);
	}

	it('lists the joined programs by name, with their id, and narrows them down', async () => {
		expect(await search('88201')).toHaveLength(4);
		expect(await search('88201', 'thistle')).toEqual([['Thistle & Co. UK (77102)', '77102']]);
		expect(sandbox.awin.calls).toHaveLength(1);
		expect(sandbox.awin.calls[0].query).toEqual({ relationship: 'joined' });
	});

	it('says to choose an account first', async () => {
		await expect(search('')).rejects.toThrow('Choose an account first');
		expect(sandbox.awin.calls).toHaveLength(0);
	});

	it('says that none is joined', async () => {
		sandbox.awin.faults.add({ kind: 'body', body: '[]' });

		await expect(search('88201')).rejects.toMatchObject({
			message: 'This publisher account has joined no program',
			description: expect.stringContaining('give the ID of the advertiser'),
		});
	});
});
