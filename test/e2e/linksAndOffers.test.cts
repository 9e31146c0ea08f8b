import type { IDataObject } from 'n8n-workflow';

import type { Execution, OutputItem, WorkflowNode } from '../../demo/n8n/client.cts';
import {
	createdOffersOf,
	destinationOf,
	linkParameters,
	shortLinksOf,
	voucherParameters,
} from '../support/links.cts';
import { awinInN8n } from '../support/awinInN8n.cts';
import { manualTrigger, outputOf } from '../support/realN8n.cts';

// On the machine's own date: n8n runs on it, and an offer must not end in the past.
const bench = awinInN8n({ clock: () => Date.now() });

beforeEach(() => {
	bench.sandbox.awin.calls.length = 0;
});

/** Runs the Awin node over what some code gives. */
async function run(
	jsCode: string,
	parameters: Record<string, unknown>,
	rest: Partial<WorkflowNode> = {},
): Promise<Execution> {
	const rows: WorkflowNode = {
		name: 'Rows',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		position: [150, 0],
		parameters: { jsCode },
	};
	return await bench.run([manualTrigger(), rows, bench.node(parameters, rest)]);
}

const pagesOf = (count: number) =>
	`return Array.from({ length: ${count} }, (_, index) => ({ json: { advertiser: [77101, 77102][index % 2], page: 'https://shop.example/größe?no=' + index } }));`;
const awinOf = ({ json }: OutputItem) => json.awin as IDataObject;

describe('links in a real n8n', () => {
	it('250 pages become 250 links in three calls', async () => {
		const execution = await run(pagesOf(250), linkParameters);

		expect(execution.status).toBe('success');
		const items = outputOf(execution, 'Awin');
		expect(items).toHaveLength(250);
		items.forEach((item, index) => {
			expect(item.json.page).toBe(`https://shop.example/größe?no=${index}`);
			expect(destinationOf(awinOf(item).url)).toBe(item.json.page);
		});
		expect(bench.sandbox.awin.calls).toHaveLength(3);
	});

	it('250 local links take no call', async () => {
		const execution = await run(pagesOf(250), { ...linkParameters, buildMode: 'local' });

		const items = outputOf(execution, 'Awin');
		expect(items.map((item) => destinationOf(awinOf(item).url))).toEqual(
			items.map(({ json }) => json.page),
		);
		expect(items).toHaveLength(250);
		expect(bench.sandbox.awin.calls).toEqual([]);
	});

	it('short links, and the quota that they leave', async () => {
		const execution = await run(pagesOf(3), { ...linkParameters, shorten: true });

		expect(outputOf(execution, 'Awin').map((item) => awinOf(item).shortUrl)).toEqual(
			shortLinksOf(bench.sandbox).map(({ shortUrl }) => shortUrl),
		);

		const quota = await run('return [{ json: {} }];', {
			resource: 'link',
			operation: 'getQuota',
			accountId: linkParameters.accountId,
		});
		expect(outputOf(quota, 'Awin').map(({ json }) => json)).toEqual([
			{ publisherId: 88201, limit: 200, usage: 3, remaining: 197 },
		]);
	});

	it('what Awin does not make takes the error output, with its columns', async () => {
		const execution = await run(
			"return [{ json: { advertiser: 77101, page: 'https://a.example/' } }, { json: { advertiser: 77104, page: 'https://b.example/' } }];",
			{ ...linkParameters, accountId: '88202' },
			{ onError: 'continueErrorOutput' },
		);

		expect(outputOf(execution, 'Awin', 0).map(({ json }) => json.page)).toEqual([
			'https://a.example/',
		]);
		expect(outputOf(execution, 'Awin', 1).map(({ json }) => [json.page, json.error])).toEqual([
			['https://b.example/', 'Advertiser 77104 does not permit links to single pages'],
		]);
	});
});

describe('offers in a real n8n', () => {
	const offer = {
		...voucherParameters,
		startDate: '={{ $now }}',
		endDate: '={{ $now.plus({ days: 30 }) }}',
	};
	const rows =
		"return [1, 2].map((number) => ({ json: { title: 'Offer ' + number, code: 'SAVE' + number } }));";

	it('are checked, created, and then listed to publishers with all the others', async () => {
		bench.sandbox.awin.switches.offerCreated = 'id';
		const trial = await run(rows, { ...offer, options: { dryRun: true } });
		expect(outputOf(trial, 'Awin').map((item) => awinOf(item).outcome)).toEqual([
			'dryRun',
			'dryRun',
		]);
		expect(createdOffersOf(bench.sandbox)).toEqual([]);

		const execution = await run(rows, offer);
		const ids = outputOf(execution, 'Awin').map((item) => awinOf(item).promotionId);
		expect(ids).toEqual(createdOffersOf(bench.sandbox).map(({ promotionId }) => promotionId));
		expect(ids).toHaveLength(2);

		bench.sandbox.awin.calls.length = 0;
		const list = await run('return [{ json: {} }];', {
			resource: 'offer',
			operation: 'getMany',
			accountId: { __rl: true, mode: 'id', value: '88201' },
			returnAll: true,
		});
		const listed = outputOf(list, 'Awin').map(({ json }) => json.promotionId);
		expect(listed.length).toBeGreaterThan(450);
		expect(new Set(listed).size).toBe(listed.length);
		expect(listed).toEqual(expect.arrayContaining(ids));
		expect(bench.sandbox.awin.calls).toHaveLength(3);
	});
});
