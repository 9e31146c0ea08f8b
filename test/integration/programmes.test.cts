import type { INodeParameters } from 'n8n-workflow';

import { ask } from '../../demo/sandbox/ask.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { executeAwin, searchList, type ExecutionSettings } from '../support/contexts.cts';
import { credentialsFor, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox();

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
});

describe('Program: Get', () => {
	const get = async (advertiserId: string, parameters: INodeParameters = {}) =>
		await run('programme', 'get', { advertiserId, ...parameters });

	it('one that is not joined, by its ID', async () => {
		expect(await get('77104')).toMatchObject([{ id: 77104, relationship: expect.any(String) }]);
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
});

describe('Commission Group: Get Many', () => {
	const groups = async (parameters: INodeParameters = {}) =>
		await run('commissionGroup', 'getMany', { advertiserId: '77102', ...parameters });

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
});

describe('Commission Sharing Rule: Get Many', () => {
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
