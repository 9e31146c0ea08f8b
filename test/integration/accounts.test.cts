import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { executeAwin, searchAccounts } from '../support/contexts.cts';
import { credentialsFor, startTestSandbox } from '../support/sandbox.cts';

let sandbox: SandboxServer;

beforeEach(async () => {
	sandbox = await startTestSandbox();
});

afterEach(async () => {
	await sandbox.close();
});

async function getAccounts(accountType: string, limit?: number) {
	const { items } = await executeAwin({
		credentials: credentialsFor(sandbox),
		parameters: {
			resource: 'account',
			operation: 'getMany',
			accountType,
			...(limit === undefined ? { returnAll: true } : { returnAll: false, limit }),
		},
	});
	return items.map((item) => item.json);
}

describe('Account: Get Many', () => {
	it('gives name, id, kind and role of every account', async () => {
		const accounts = await getAccounts('all');

		expect(accounts).toHaveLength(7);
		expect(accounts).toContainEqual({
			accountId: 77102,
			accountName: 'Thistle & Co. UK',
			accountType: 'advertiser',
			userRole: 'userAdmin',
		});
	});

	it.each([
		['advertiser', [77101, 77102, 77103, 77104, 77105]],
		['publisher', [88201, 88202]],
	])('%s accounts only', async (accountType, ids) => {
		const accounts = await getAccounts(accountType);

		expect(accounts.map((account) => account.accountId)).toEqual(ids);
	});

	it('asks Awin once for many items that want the same', async () => {
		const { items } = await executeAwin({
			credentials: credentialsFor(sandbox),
			parameters: {
				resource: 'account',
				operation: 'getMany',
				accountType: 'publisher',
				returnAll: true,
			},
			items: [{ json: {} }, { json: {} }, { json: {} }],
		});

		expect(items).toHaveLength(6);
		expect(sandbox.awin.calls).toHaveLength(1);
	});

	it('up to a limit', async () => {
		expect(await getAccounts('all', 2)).toHaveLength(2);
	});

	it.each([{ accountsTypeMember: 'type' as const }, { idsAsStrings: true }])(
		'answered as %j',
		async (change) => {
			const usual = await getAccounts('all');
			Object.assign(sandbox.awin.switches, change);

			expect(await getAccounts('all')).toEqual(usual);
		},
	);
});

describe('the account picker', () => {
	async function search(accountType: string, filter?: string) {
		const parameters = { resource: 'transaction', operation: 'getMany', accountType };
		const { results } = await searchAccounts(
			{ parameters, credentials: credentialsFor(sandbox) },
			filter,
		);
		return results.map((result) => [result.name, result.value]);
	}

	it('lists the accounts of the chosen type by name, with their id', async () => {
		expect(await search('publisher')).toEqual([
			['Cashback Cove (88202)', '88202'],
			['Deal Lantern (88201)', '88201'],
		]);
	});

	it.each(['thistle', 'THISTLE & CO', '77102', ' 77102 '])(
		'finds by what is typed: "%s"',
		async (typed) => {
			expect(await search('advertiser', typed)).toEqual([['Thistle & Co. UK (77102)', '77102']]);
		},
	);

	it('asks Awin once, however many letters are typed', async () => {
		for (const typed of ['t', 'th', 'thi']) await search('advertiser', typed);
		await search('publisher');

		expect(sandbox.awin.calls).toHaveLength(1);
	});

	it('says which type to choose where the token has no account of this one', async () => {
		const credentials = credentialsFor(sandbox, { accessToken: TOKENS.publisherOnly });
		const parameters = { resource: 'transaction', operation: 'getMany', accountType: 'advertiser' };

		await expect(searchAccounts({ parameters, credentials })).rejects.toMatchObject({
			message:
				'This token reaches no advertiser account: set Account Type to Publisher, or link your Awin user to one at Awin',
		});
	});

	it('says in plain words why it has no list', async () => {
		const credentials = credentialsFor(sandbox, { accessToken: TOKENS.revoked });
		const parameters = { resource: 'transaction', operation: 'getMany', accountType: 'advertiser' };

		await expect(searchAccounts({ parameters, credentials })).rejects.toThrow(
			'Awin does not know the access token (status 401)',
		);
	});
});
