import type { INodeParameters } from 'n8n-workflow';

import { executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import { installFakeClock } from '../support/fakeClock.cts';
import { ADVERTISER, credentialsFor, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox();

const id = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
const SPAN = { startDate: '2026-03-01', endDate: '2026-03-03', timezone: 'UTC', returnAll: true };

/** Every operation that reads, as somebody sets it up. */
const READING: Record<string, INodeParameters> = {
	'account getMany': { returnAll: true },
	'commissionGroup getMany': { accountId: id(PUBLISHER), advertiserId: id(77101), returnAll: true },
	'commissionSharingRule getMany': { accountId: id(PUBLISHER), returnAll: true },
	'link getQuota': { accountId: id(PUBLISHER) },
	'offer getMany': { accountId: id(PUBLISHER), returnAll: true },
	'productFeed download': {
		accountId: id(PUBLISHER),
		advertiserId: id(77101),
		locale: 'de_DE',
	},
	'programme get': { accountId: id(PUBLISHER), advertiserId: id(77101) },
	'programme getMany': { accountId: id(PUBLISHER), returnAll: true },
	'publisher getMany': { accountId: id(ADVERTISER), returnAll: true },
	'report getPerformance': { ...SPAN, accountId: id(ADVERTISER) },
	'transaction getMany': { ...SPAN, accountId: id(ADVERTISER) },
	'transactionQuery getMany': { ...SPAN, accountId: id(PUBLISHER), endDate: '2026-03-31' },
};

async function run(
	name: string,
	settings: Partial<ExecutionSettings> & { more?: INodeParameters },
) {
	const [resource, operation] = name.split(' ');
	const { items, hints } = await executeAwin({
		credentials: credentialsFor(sandbox),
		...settings,
		parameters: { resource, operation, ...READING[name], ...settings.more },
	});
	return { items, hints: hints.map(({ message }) => message) };
}

const threeItems = () => [{ json: { n: 1 } }, { json: { n: 2 } }, { json: { n: 3 } }];

describe('several input items that all ask for the same', () => {
	it.each(Object.keys(READING))(
		'%s: it is said that everything comes several times',
		async (name) => {
			const { items: once, hints } = await run(name, {});
			const { items, hints: told } = await run(name, { items: threeItems() });

			expect(once.length).toBeGreaterThan(0);
			expect(hints).toEqual([]);
			expect(items).toHaveLength(once.length * 3);
			expect(told).toEqual([
				'All 3 input items ask Awin for the same, and each gets the whole answer, so everything comes 3 times. To get it once, switch on "Execute Once" in the settings of this node.',
			]);
		},
	);

	it('transaction get', async () => {
		const [{ json }] = (await run('transaction getMany', {})).items;
		const name = 'transaction get';
		READING[name] = { accountId: id(ADVERTISER), transactionIds: String(json.id) };

		expect((await run(name, {})).hints).toEqual([]);
		expect((await run(name, { items: threeItems() })).hints).toEqual([
			expect.stringContaining('All 3 input items ask Awin for the same'),
		]);
	});

	it('nothing is said where they differ, or only some ask for the same', async () => {
		const more = { advertiserId: { __rl: true, mode: 'id', value: '={{ $json.n }}' } };
		const items = [{ json: { n: 77101 } }, { json: { n: 77101 } }, { json: { n: 77102 } }];

		expect((await run('programme get', { items, more })).hints).toEqual([]);
	});
});

describe('where nothing was found', () => {
	const NOTHING: Array<[string, string]> = [
		['account getMany', '{"accounts":[]}'],
		['commissionGroup getMany', '{"commissionGroups":[]}'],
		['commissionSharingRule getMany', '[]'],
		['offer getMany', '{"data":[]}'],
		['programme getMany', '[]'],
		['publisher getMany', '[]'],
		['report getPerformance', '[]'],
		['transaction getMany', '[]'],
		['transactionQuery getMany', '{"pageItems":[]}'],
	];

	it.each(NOTHING)('%s: it is said why the workflow does not go on', async (name, body) => {
		sandbox.awin.faults.add({ kind: 'body', body, times: Infinity });

		const { items, hints } = await run(name, {});

		expect(items).toEqual([]);
		expect(hints).toEqual([
			'Awin has nothing for what was asked, so no item comes out and the nodes after this one do not run. If they should run all the same, switch on "Always Output Data" in the settings of this node.',
		]);
	});

	it.each(NOTHING)(
		'%s: an answer that says nothing at all is an error, not "none"',
		async (name) => {
			installFakeClock();
			for (const fault of [
				{ kind: 'status', status: 204, body: '' },
				{ kind: 'body', body: '' },
				{ kind: 'body', body: 'null' },
				{ kind: 'body', body: '{}' },
			] as const) {
				sandbox.awin.faults.clear();
				sandbox.awin.faults.add({ ...fault, times: Infinity });
				await expect(run(name, {})).rejects.toThrow();
			}
		},
	);

	it('an account of an unknown type, or without an ID, is told of', async () => {
		const body = JSON.stringify({
			accounts: [
				{ accountId: 1, accountName: 'A', accountType: 'agency' },
				{ accountName: 'B', accountType: 'publisher' },
				{ accountId: 3, accountName: 'C', accountType: 'publisher' },
			],
		});
		sandbox.awin.faults.add({ kind: 'body', body });

		const { items, hints } = await run('account getMany', {});

		expect(items.map(({ json }) => json.accountId)).toEqual([3]);
		expect(hints).toEqual([expect.stringContaining('Awin also lists 2 accounts without an ID')]);
	});

	it('accounts of a type are only those, also where Awin does not look at it', async () => {
		sandbox.awin.switches.ignoredFilter = 'accountTypes';

		const { items, hints } = await run('account getMany', { more: { accountType: 'publisher' } });

		expect(items.map(({ json }) => json.accountType)).toEqual(['publisher', 'publisher']);
		expect(hints).toEqual([expect.stringContaining('accounts that are of another account type')]);
	});

	it('the commission groups of another program are not given out', async () => {
		const body = '{"advertiser":77102,"commissionGroups":[{"groupCode":"DEFAULT"}]}';
		sandbox.awin.faults.add({ kind: 'body', body });

		await expect(run('commissionGroup getMany', {})).rejects.toThrow(
			'Awin answered about the program of advertiser 77102, and was asked about 77101',
		);
	});

	it('the details of another program are not given out', async () => {
		const body = '{"programmeInfo":{"id":77102,"name":"Another"},"kpi":{},"commissionRange":[]}';
		sandbox.awin.faults.add({ kind: 'body', body });

		await expect(run('programme get', {})).rejects.toThrow(
			'Awin answered about the program of advertiser 77102, and was asked about 77101',
		);
	});
});

describe('a run that waited says why', () => {
	it('where Awin said that its limit was used up, by whomever', async () => {
		installFakeClock();
		sandbox.awin.faults.add({ kind: 'status', status: 429, times: 1 });
		expect((await run('account getMany', {})).hints).toEqual([
			expect.stringMatching(
				/^This run waited \d+ seconds in all, because Awin said that its limit of calls a minute was used up\. It counts all tools that use the same Awin user\.$/,
			),
		]);
	});
});
