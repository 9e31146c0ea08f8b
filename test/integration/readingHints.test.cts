import type { INodeParameters } from 'n8n-workflow';

import { executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import { installFakeClock } from '../support/fakeClock.cts';
import { ADVERTISER, credentialsFor, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox();

const id = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
const SPAN = { startDate: '2026-03-01', endDate: '2026-03-03', timezone: 'UTC', returnAll: true };

/** What reads something else than a list, and a list to find something in, as somebody sets them up. */
const READING: Record<string, INodeParameters> = {
	'productFeed download': {
		accountId: id(PUBLISHER),
		advertiserId: id(77101),
		locale: 'de_DE',
	},
	'programme get': { accountId: id(PUBLISHER) },
	'transaction getMany': { ...SPAN, accountId: id(ADVERTISER) },
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
	it('productFeed download: it is said that everything comes several times', async () => {
		const { items: once, hints } = await run('productFeed download', {});
		const { items, hints: told } = await run('productFeed download', { items: threeItems() });

		expect(once).toHaveLength(1);
		expect(hints).toEqual([]);
		expect(items).toHaveLength(3);
		expect(told).toEqual([expect.stringContaining('All 3 input items ask Awin for the same')]);
	});

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

describe('a run that waited says why', () => {
	it('where Awin said that its limit was used up, by whomever', async () => {
		installFakeClock();
		sandbox.awin.faults.add({ kind: 'status', status: 429, times: 1 });
		expect((await run('transaction getMany', {})).hints).toEqual([
			expect.stringMatching(
				/^This run waited \d+ seconds in all, because Awin said that its limit of calls a minute was used up\. It counts all tools that use the same Awin user\.$/,
			),
		]);
	});
});
