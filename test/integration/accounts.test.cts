import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { executeAwin, searchAccounts } from '../support/contexts.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox();

async function getAccounts(accountType: string) {
	const { items, hints } = await executeAwin({
		credentials: credentialsFor(sandbox),
		parameters: { resource: 'account', operation: 'getMany', accountType, returnAll: true },
	});
	return { accounts: items.map(({ json }) => json), hints: hints.map(({ message }) => message) };
}

describe('Account: Get Many', () => {
	it.each([
		['advertiser', [77101, 77102, 77103, 77104, 77105]],
		['publisher', [88201, 88202]],
	])('%s accounts only', async (accountType, ids) => {
		const { accounts } = await getAccounts(accountType);

		expect(accounts.map((account) => account.accountId)).toEqual(ids);
	});

	it('of an unknown type, or without an ID: told of', async () => {
		const body = JSON.stringify({
			accounts: [
				{ accountId: 1, accountName: 'A', accountType: 'agency' },
				{ accountName: 'B', accountType: 'publisher' },
				{ accountId: 3, accountName: 'C', accountType: 'publisher' },
			],
		});
		sandbox.awin.faults.add({ kind: 'body', body });

		const { accounts, hints } = await getAccounts('all');

		expect(accounts.map(({ accountId }) => accountId)).toEqual([3]);
		expect(hints).toEqual([expect.stringContaining('Awin also lists 2 accounts without an ID')]);
	});

	it('of a type: only those, also where Awin does not look at it', async () => {
		sandbox.awin.switches.ignoredFilter = 'accountTypes';

		const { accounts, hints } = await getAccounts('publisher');

		expect(accounts.map(({ accountType }) => accountType)).toEqual(['publisher', 'publisher']);
		expect(hints).toEqual([expect.stringContaining('accounts that are of another account type')]);
	});
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
