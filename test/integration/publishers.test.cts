import type { INodeParameters } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import { ADVERTISER, credentialsFor, PUBLISHER, startTestSandbox } from '../support/sandbox.cts';

let sandbox: SandboxServer;

beforeEach(async () => {
	sandbox = await startTestSandbox();
});

afterEach(async () => {
	await sandbox.close();
});

async function getPublishers(
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
) {
	const { items } = await executeAwin({
		credentials: credentialsFor(sandbox),
		...settings,
		parameters: {
			resource: 'publisher',
			operation: 'getMany',
			accountId: { __rl: true, mode: 'list', value: String(ADVERTISER) },
			returnAll: true,
			...parameters,
		},
	});
	return items.map((item) => item.json);
}

async function messageOf(parameters: INodeParameters = {}): Promise<string> {
	try {
		await getPublishers(parameters);
	} catch (error) {
		return (error as Error).message;
	}
	throw new Error('It was accepted');
}

describe('Publisher: Get Many', () => {
	it('gives the partners of the advertiser, with region and type', async () => {
		const publishers = await getPublishers();

		expect(publishers.map(({ id, name }) => [id, name])).toEqual([
			[88201, 'Deal Lantern'],
			[88202, 'Cashback Cove'],
			[88203, 'Reise & Rucksack Blog'],
		]);
		expect(Object.keys(publishers[0])).toEqual([
			'id',
			'name',
			'primaryRegion',
			'salesRegions',
			'primaryType',
		]);
	});

	it('up to a limit, and asks Awin once for items that want the same', async () => {
		const items = [{ json: {} }, { json: {} }];

		expect(await getPublishers({ returnAll: false, limit: 2 }, { items })).toHaveLength(4);
		expect(sandbox.awin.calls).toHaveLength(1);
	});

	it('ids as text are the same ids', async () => {
		const usual = await getPublishers();
		sandbox.awin.switches.idsAsStrings = true;

		expect(await getPublishers()).toEqual(usual);
	});

	it.each([
		['an envelope', '{"body":[{"id":1}],"statusCode":"OK","statusCodeValue":200}'],
		['a named list', '{"publishers":[{"id":"1"}]}'],
	])('also as %s', async (_, body) => {
		sandbox.awin.faults.add({ kind: 'body', body });

		expect(await getPublishers()).toEqual([{ id: 1 }]);
	});

	it.each([
		['no list', '{"count":0}', 'in a form that this node does not know'],
		['rows without id', '[{"id":1},{"name":"x"}]', '1 row that is not a publisher (place 2)'],
		['a refusal inside', '{"body":[],"statusCodeValue":403}', 'is not allowed to use advertiser'],
	])('%s is never taken for no publishers', async (_, body, message) => {
		sandbox.awin.faults.add({ kind: 'body', body });

		expect(await messageOf()).toContain(message);
	});

	it('an account that is none of the user’s', async () => {
		expect(await messageOf({ accountId: { __rl: true, mode: 'id', value: PUBLISHER } })).toContain(
			`is not allowed to use advertiser account ${PUBLISHER}`,
		);
	});

	it('no account: says to choose one', async () => {
		expect(await messageOf({ accountId: { __rl: true, mode: 'list', value: '' } })).toContain(
			'"Account" is empty',
		);
	});
});
