import type { INodeParameters } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { systemClock } from '../../nodes/Awin/transport/gate';
import { installFakeClock } from '../support/fakeClock.cts';
import { searchList } from '../support/contexts.cts';
import { credentialsFor, NOW_MS, startTestSandbox } from '../support/sandbox.cts';
import { addPending, batchesOf, outcomesOf, validate } from '../support/validation.cts';

let sandbox: SandboxServer;

beforeEach(async () => {
	// The sandbox's time passes with the node's waiting, so that jobs come to an end.
	const clock = installFakeClock();
	jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
	sandbox = await startTestSandbox({ clock: () => NOW_MS + clock.passedMs });
});

afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const SEEN = 'seen in your transactions of the last 30 days';

async function search(accountId: string, filter?: string, credentials = credentialsFor(sandbox)) {
	const parameters = { resource: 'transaction', operation: 'validate', accountId };
	const { results } = await searchList(
		'searchCommissionGroups',
		{ parameters, credentials },
		filter,
	);
	return results;
}

describe('the picker of commission groups', () => {
	// The picker asks for the days before now, so now is the sandbox's.
	beforeEach(() => jest.spyOn(systemClock, 'nowMs').mockReturnValue(NOW_MS));

	it('offers DEFAULT first, then what the own transactions show, case by case', async () => {
		expect(await search('77102')).toEqual([
			{ name: 'DEFAULT – every program has it', value: 'DEFAULT' },
			{ name: `EXISTING – ${SEEN}`, value: 'EXISTING' },
			{
				name: `existing (Existing (lower case is another group)) – ${SEEN}`,
				value: 'existing',
			},
			{ name: `GIFT (Gift cards) – ${SEEN}`, value: 'GIFT' },
		]);
	});

	it('is narrowed down by what is typed, DEFAULT too', async () => {
		const valuesFor = async (filter: string) =>
			(await search('77102', filter)).map(({ value }) => value);

		expect(await valuesFor('gift')).toEqual(['GIFT']);
		expect(await valuesFor('default')).toEqual(['DEFAULT']);
		expect(await valuesFor('nothing like it')).toEqual([]);
	});

	it('costs one call of at most 31 days and no baskets, however many letters are typed', async () => {
		const credentials = credentialsFor(sandbox);
		for (const typed of ['', 'g', 'gi', 'gif']) await search('77102', typed, credentials);

		expect(sandbox.awin.calls).toHaveLength(1);
		const [{ query, path, status }] = sandbox.awin.calls;
		expect(status).toBe(200);
		expect(path).toBe('/advertisers/77102/transactions/');
		expect(query).toEqual({
			startDate: '2026-05-16T00:00:01',
			endDate: '2026-06-16T00:00:00',
			dateType: 'transaction',
			timezone: 'UTC',
		});
	});

	it('offers DEFAULT alone to who had no sales', async () => {
		sandbox.awin.faults.add({ kind: 'body', body: '[]' });

		expect((await search('77104')).map(({ value }) => value)).toEqual(['DEFAULT']);
	});

	it('says to choose an account first', async () => {
		await expect(search('')).rejects.toMatchObject({
			message: '"Account" is empty',
			description: 'Choose an account from the list.',
		});
	});
});

const chosen = (value: string) => ({ __rl: true, mode: 'list', value, cachedResultName: value });
const typed = (value: string) => ({ __rl: true, mode: 'id', value });

describe('a commission group code', () => {
	const sentParts = () =>
		batchesOf(sandbox)
			.flat()
			.map((entry) => entry?.transaction.transactionParts);

	it.each([
		['chosen from the list', chosen('NEW')],
		['typed', typed('NEW')],
		['an expression in the picker', typed('={{ $json.code }}')],
		['an expression in place of the picker', '={{ $json.code }}'],
		['plain text', 'NEW'],
	])('of an amendment may be %s', async (_how, commissionGroupCode) => {
		const [row] = addPending(sandbox, 1);

		const { items } = await validate(sandbox, [{ id: row.id, code: 'NEW' }], {
			action: 'amend',
			amendReason: 'returned',
			saleAmount: '50',
			currency: 'EUR',
			transactionParts: { part: [{ commissionGroupCode, amount: '50' }] },
		} as INodeParameters);

		expect(outcomesOf(items)).toEqual(['done']);
		expect(sentParts()).toEqual([[{ amount: 50, commissionGroupCode: 'NEW' }]]);
	});

	it('differs from item to item', async () => {
		const rows = addPending(sandbox, 2);
		const columns = rows.map(({ id }, index) => ({ id, code: ['NEW', 'SALE'][index] }));

		await validate(sandbox, columns, {
			action: 'amend',
			amendReason: 'returned',
			saleAmount: '50',
			currency: 'EUR',
			transactionParts: {
				part: [
					{ commissionGroupCode: typed('={{ $json.code }}'), amount: '20' },
					{ commissionGroupCode: chosen('DEFAULT'), amount: '30' },
				],
			},
		} as INodeParameters);

		expect(sentParts()).toEqual(
			['NEW', 'SALE'].map((commissionGroupCode) => [
				{ amount: 20, commissionGroupCode },
				{ amount: 30, commissionGroupCode: 'DEFAULT' },
			]),
		);
	});

	it('that was left empty in a part is asked for', async () => {
		const [row] = addPending(sandbox, 1);

		await expect(
			validate(sandbox, [{ id: row.id }], {
				action: 'amend',
				amendReason: 'returned',
				saleAmount: '50',
				currency: 'EUR',
				transactionParts: { part: [{ commissionGroupCode: chosen(''), amount: '50' }] },
			} as INodeParameters),
		).rejects.toThrow('"Transaction Parts: Commission Group Code" is empty');
	});
});
