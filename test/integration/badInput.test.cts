import type { INodeParameters } from 'n8n-workflow';

import { executeAwin } from '../support/contexts.cts';
import { transactionList } from '../support/listCases.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({ isShared: true });

beforeEach(() => {
	sandbox.awin.calls.length = 0;
});

const LIST: INodeParameters = {
	...transactionList,
	startDate: '2026-03-01',
	endDate: '2026-03-02',
};
const GET: INodeParameters = { ...LIST, operation: 'get', transactionIds: '1600000000' };

/** The second of two items has the bad value; the first one is fine. */
async function failureOf(
	parameters: INodeParameters,
): Promise<{ message: string; description: string }> {
	const bad = Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [`bad_${name}`, value]),
	) as INodeParameters;
	const base = 'transactionIds' in parameters ? GET : LIST;
	const expressions = Object.fromEntries(
		Object.keys(parameters).map((name) => [
			name,
			`={{ $itemIndex === 1 ? $json.bad_${name} : ${JSON.stringify(base[name] ?? null)} }}`,
		]),
	);
	try {
		await executeAwin({
			credentials: credentialsFor(sandbox),
			parameters: { ...base, ...expressions },
			items: [{ json: {} }, { json: bad }],
		});
	} catch (error) {
		return error as { message: string; description: string };
	}
	throw new Error('It was accepted');
}

describe('a value that cannot be used is named, with its item and what to do', () => {
	it.each<[string, INodeParameters, string]>([
		[
			'an end before the start',
			{ endDate: '2026-02-01' },
			'"End Date" is "2026-02-01", which lies before the start date (2026-03-01) [item 2 of 2]',
		],
		[
			'a date that is none',
			{ startDate: 'yesterday' },
			'"Start Date" is "yesterday", which is not a date [item 2 of 2]',
		],
		[
			'a date with slashes',
			{ startDate: '31/03/2026' },
			'"Start Date" is "31/03/2026", which is written with slashes, which some people read as day/month and others as month/day [item 2 of 2]',
		],
		[
			"a spreadsheet's own number of a day",
			{ startDate: 46023, endDate: 46054 },
			'"Start Date" is "46023", which is a spreadsheet\'s own number for 2026-01-01 [item 2 of 2]',
		],
		[
			'a day that does not exist',
			{ endDate: '2026-02-30' },
			'"End Date" is "2026-02-30", which is not a date [item 2 of 2]',
		],
		['no date', { startDate: '' }, '"Start Date" is empty [item 2 of 2]'],
		[
			'a year with a digit too few',
			{ startDate: '0202-03-01' },
			'"Start Date" is "0202-03-01", which lies before Awin began [item 2 of 2]',
		],
		[
			'an account id with letters',
			{ accountId: { __rl: true, mode: 'id', value: '77a01' } },
			'"Account" is "77a01", which is not an ID: an Awin ID has digits only [item 2 of 2]',
		],
		[
			'no account',
			{ accountId: { __rl: true, mode: 'list', value: '' } },
			'"Account" is empty [item 2 of 2]',
		],
		[
			'an address that is not of Awin',
			{ accountId: { __rl: true, mode: 'url', value: 'https://example.com/advertiser/77101' } },
			'"Account" is "https://example.com/advertiser/77101", which is not the address of an account at Awin [item 2 of 2]',
		],
		[
			'a timezone that Awin does not have',
			{ timezone: 'Mars/Olympus' },
			'"Timezone" is "Mars/Olympus", which is not a timezone that Awin has [item 2 of 2]',
		],
		[
			'another type of account',
			{ accountType: 'merchant' },
			'"Account Type" is "merchant", which is not a type of account [item 2 of 2]',
		],
		[
			'another type of date',
			{ dateType: 'payment' },
			'"Date Type" is "payment", which is not a type of date [item 2 of 2]',
		],
		[
			'a start in the future',
			{ startDate: '2200-01-01', endDate: '2200-02-01' },
			'"Start Date" is "2200-01-01", which lies in the future [item 2 of 2]',
		],
		[
			'the address of the other kind of account',
			{
				accountId: {
					__rl: true,
					mode: 'url',
					value: 'https://app.awin.com/en/awin/publisher/88201/home',
				},
			},
			'"Account" is "https://app.awin.com/en/awin/publisher/88201/home", which is the address of a page of a publisher account, and advertiser is needed here [item 2 of 2]',
		],
		[
			'an id that no number can hold',
			{ transactionIds: '99999999999999999999' },
			'"Transaction IDs" holds "99999999999999999999", which has more digits than an Awin ID [item 2 of 2]',
		],
		['no ids', { transactionIds: ' , ' }, '"Transaction IDs" is empty [item 2 of 2]'],
		[
			'an id with letters',
			{ transactionIds: '1600000000, abc' },
			'"Transaction IDs" holds "abc", which is not an ID: an Awin ID has digits only [item 2 of 2]',
		],
		[
			'a million ids',
			{ transactionIds: Array.from({ length: 1_000_000 }, (_, index) => index + 1).join(',') },
			'"Transaction IDs" holds 1000000 IDs; at most 10000 can be read for one item [item 2 of 2]',
		],
	])('%s', async (_what, parameters, message) => {
		const failure = await failureOf(parameters);

		expect(failure.message).toBe(message);
		expect(failure.description.length).toBeGreaterThan(20);
		// The first item was fine, and still nothing has been sent for it.
		expect(sandbox.awin.calls).toEqual([]);
	});

	it.each([[0], [-1], [1.5], ['many']])('a limit of %j', async (limit) => {
		const settings = {
			credentials: credentialsFor(sandbox),
			parameters: { ...LIST, returnAll: false, limit },
		};

		await expect(executeAwin(settings)).rejects.toThrow(
			/"Limit" is ".*", which is not a whole number of 1 or more \[item 1 of 1\]/,
		);
		expect(sandbox.awin.calls).toEqual([]);
	});
});

describe('thousands of partners', () => {
	it('are refused before the call that could not carry them', async () => {
		const partnerIds = Array.from({ length: 3000 }, (_, index) => index + 1).join(',');
		const settings = {
			credentials: credentialsFor(sandbox),
			parameters: { ...LIST, filters: { partnerIds } },
		};

		await expect(executeAwin(settings)).rejects.toThrow('"Partner IDs" holds 3000 IDs');
		expect(sandbox.awin.calls).toEqual([]);
	});
});

describe('the token as it was pasted', () => {
	it.each([' demo-owner-token', 'demo-owner-token\n', '\t demo-owner-token \r\n'])(
		'%j works',
		async (accessToken) => {
			const { items } = await executeAwin({
				credentials: credentialsFor(sandbox, { accessToken }),
				parameters: LIST,
			});

			expect(items.length).toBeGreaterThan(0);
		},
	);
});

describe('where the node is set to continue', () => {
	it('a bad item comes out with what is the matter, in its place, and the others with their transactions', async () => {
		const { items } = await executeAwin({
			credentials: credentialsFor(sandbox),
			parameters: { ...LIST, startDate: '={{ $json.from }}', returnAll: false, limit: 1 },
			items: [
				{ json: { from: '2026-03-01' } },
				{ json: { from: 'soon' } },
				{ json: { from: '2026-03-02' } },
			],
			onError: 'continueRegularOutput',
		});

		expect(items.map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(items[1].json).toEqual({
			error: '"Start Date" is "soon", which is not a date [item 2 of 3]',
			details:
				'Give a date such as 2026-01-31 or 2026-01-31T15:00:00, or pick one from the calendar.',
		});
	});
});
