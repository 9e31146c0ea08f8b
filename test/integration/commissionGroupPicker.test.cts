import { emptyStore } from '../support/deduplication.cts';
import type { INodeParameters } from 'n8n-workflow';

import { columnsOf, ledgerOf, submit } from '../support/conversion.cts';
import { executeAwin, searchList } from '../support/contexts.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { addPending, batchesOf, outcomesOf, validate } from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true });

const SEEN = 'seen in your transactions';

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
		await expect(search('')).rejects.toThrow('Choose an account first');
	});
});

describe('the picker of the groups that an advertiser has for a publisher', () => {
	async function searchOf(
		{ accountId = '88201', advertiserId = '77102' },
		filter?: string,
		credentials = credentialsFor(sandbox),
	) {
		const parameters = {
			resource: 'proofOfPurchase',
			operation: 'submit',
			accountId,
			advertiserId,
		};
		const settings = { parameters, credentials };
		return (await searchList('searchProgrammeGroups', settings, filter)).results;
	}

	it('offers what Awin lists, DEFAULT first, and looks at no transactions', async () => {
		const credentials = credentialsFor(sandbox);
		expect(await searchOf({}, '', credentials)).toEqual([
			{ name: 'DEFAULT – every program has it', value: 'DEFAULT' },
			{ name: 'EXISTING', value: 'EXISTING' },
			{ name: 'existing (Existing (lower case is another group))', value: 'existing' },
			{ name: 'GIFT (Gift cards)', value: 'GIFT' },
		]);
		expect((await searchOf({}, 'gift', credentials)).map(({ value }) => value)).toEqual(['GIFT']);

		expect(sandbox.awin.calls).toMatchObject([
			{ path: '/publishers/88201/commissiongroups', query: { advertiserId: '77102' } },
		]);
	});

	it('offers the groups of the advertiser that is chosen now', async () => {
		const credentials = credentialsFor(sandbox);
		await searchOf({}, '', credentials);

		const codes = (await searchOf({ advertiserId: '77101' }, '', credentials)).map(
			({ value }) => value,
		);

		expect(codes).toEqual(['DEFAULT', 'NEW', 'SALE']);
	});

	it('passes over what is no group', async () => {
		const body = '{"commissionGroups":[{"groupName":"x"},5,{"groupCode":" NEW "}]}';
		sandbox.awin.faults.add({ kind: 'body', body });

		expect((await searchOf({})).map(({ value }) => value)).toEqual(['DEFAULT', 'NEW']);
	});

	it.each([
		[{ accountId: '' }, 'Choose an account first'],
		[{ advertiserId: '' }, 'Choose an advertiser first'],
		[{ accountId: '', advertiserId: '' }, 'Choose an account first'],
		[{ advertiserId: 'shop' }, '"Advertiser" is "shop", which is not an ID'],
	])('%j: %s', async (chosenBefore, message) => {
		await expect(searchOf(chosenBefore)).rejects.toThrow(message);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('of a program that was not joined says that Awin has none', async () => {
		await expect(searchOf({ advertiserId: '77104' })).rejects.toThrow('(status 404)');
	});
});

const chosen = (value: string) => ({ __rl: true, mode: 'list', value, cachedResultName: value });
const typed = (value: string, mode = 'code') => ({ __rl: true, mode, value });

const HOW_GIVEN: Array<[string, unknown]> = [
	['chosen from the list', chosen('NEW')],
	['typed', typed('NEW')],
	['typed under the name that n8n gives to most pickers', typed('NEW', 'id')],
	['an expression in the picker', typed('={{ $json.code }}')],
	['an expression in place of the picker', '={{ $json.code }}'],
	['plain text', 'NEW'],
];

describe('a commission group code of Validate Transactions', () => {
	const sentParts = () =>
		batchesOf(sandbox)
			.flat()
			.map((entry) => entry?.transaction.transactionParts);

	it.each(HOW_GIVEN)('of an amendment may be %s', async (_how, commissionGroupCode) => {
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

describe('a commission group code of an order', () => {
	beforeEach(async () => await emptyStore());

	const columns = (...codes: string[]) =>
		columnsOf(codes.length).map((row, index) => ({ ...row, total: 50, code: codes[index] }));
	const sentGroups = () => ledgerOf(sandbox).map(({ order }) => order.commissionGroups);

	it.each(HOW_GIVEN)('may be %s', async (_how, code) => {
		const { items } = await submit(sandbox, columns('NEW'), {
			commissionGroups: { group: [{ code, amount: '50' }] },
		} as INodeParameters);

		expect(outcomesOf(items)).toEqual(['accepted']);
		expect(sentGroups()).toEqual([[{ code: 'NEW', amount: 50 }]]);
	});

	it.each([typed('NEW'), 'NEW'])('may be what an agent gave: %j', async (code) => {
		const parameters = {
			commissionGroups: { group: [{ code, amount: 50 }] },
			options: { dryRun: false },
		} as INodeParameters;

		await submit(sandbox, columns('NEW'), parameters, { type: 'n8n-nodes-awin.awinTool' });

		expect(sentGroups()).toEqual([[{ code: 'NEW', amount: 50 }]]);
	});

	it('differs from item to item', async () => {
		await submit(sandbox, columns('NEW', 'SALE'), {
			commissionGroups: {
				group: [
					{ code: typed('={{ $json.code }}'), amount: '20' },
					{ code: chosen('DEFAULT'), amount: '30' },
				],
			},
		} as INodeParameters);

		expect(sentGroups()).toEqual(
			['NEW', 'SALE'].map((code) => [
				{ code, amount: 20 },
				{ code: 'DEFAULT', amount: 30 },
			]),
		);
	});

	it('that was left empty beside an amount is asked for, and nothing is sent', async () => {
		const parameters = {
			commissionGroups: { group: [{ code: chosen(''), amount: '50' }] },
		} as INodeParameters;

		await expect(submit(sandbox, columns('NEW'), parameters)).rejects.toThrow(
			'"Commission Groups: Commission Group Code" is empty',
		);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it.each(HOW_GIVEN)('of a product in the basket may be %s', async (_how, code) => {
		const { items } = await submit(
			sandbox,
			columns('NEW'),
			basketOf({ commissionGroupCode: code }),
		);

		expect(outcomesOf(items)).toEqual(['accepted']);
		expect(ledgerOf(sandbox)[0].order.basket).toEqual([
			{ id: '7', name: 'Jacket', price: 50, quantity: 1, commissionGroupCode: 'NEW' },
		]);
	});

	it('may be left out of a product', async () => {
		await submit(sandbox, columns('NEW'), basketOf({ commissionGroupCode: chosen('') }));

		expect(ledgerOf(sandbox)[0].order.basket).toEqual([
			{ id: '7', name: 'Jacket', price: 50, quantity: 1 },
		]);
	});

	it('alone makes no product: what is missing is asked for', async () => {
		const product = { commissionGroupCode: chosen('NEW'), quantity: '1' };
		const parameters = { additionalFields: { basket: { product: [product] } } } as INodeParameters;

		await expect(submit(sandbox, columns('NEW'), parameters)).rejects.toThrow(
			'"Basket: Product ID" is empty',
		);
		expect(sandbox.awin.calls).toEqual([]);
	});
});

/** An order's basket with one product. */
function basketOf(changes: { commissionGroupCode: unknown }): INodeParameters {
	const product = { id: 7, name: 'Jacket', price: '50', quantity: '1', ...changes };
	return { additionalFields: { basket: { product: [product] } } } as INodeParameters;
}

describe('a commission group code of a purchase', () => {
	beforeEach(async () => await emptyStore());

	it.each(HOW_GIVEN)('may be %s', async (_how, code) => {
		const { items } = await executeAwin({
			credentials: credentialsFor(sandbox),
			parameters: {
				resource: 'proofOfPurchase',
				operation: 'submit',
				accountId: typed('88201'),
				advertiserId: typed('77101'),
				orderReference: 'P-1',
				amount: '50',
				currency: 'EUR',
				transactionTime: '2026-06-14T15:00:00+02:00',
				commissionGroups: { group: [{ code, amount: '50' }] },
			} as INodeParameters,
			items: [{ json: { code: 'NEW' } }],
		});

		expect(outcomesOf(items)).toEqual(['accepted']);
		expect(ledgerOf(sandbox)[0].order.commissionGroup).toEqual([{ code: 'NEW', amount: 50 }]);
	});
});
