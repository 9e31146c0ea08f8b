import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/Awin/resources';
import { executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import { LIST_CASES, OTHER_READS } from '../support/listCases.cts';
import { ADVERTISER, credentialsFor, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({ clock: true });

it('every operation that only reads has a case', () => {
	const reading = resources.flatMap(({ option: resource, operations }) =>
		operations
			.filter(({ option }) => String(option.description).endsWith('; changes nothing'))
			.map(({ option }) => `${resource.value} ${option.value}`),
	);
	const known = [...LIST_CASES.map(({ name }) => name), ...OTHER_READS];
	const missing = reading.filter((name) => !known.includes(name));

	expect(missing.map((name) => `${name}: write a case in test/support/listCases.cts`)).toEqual([]);
	expect(reading.sort()).toEqual(known.sort());
});

const items = (count: number) => Array.from({ length: count }, (_, n) => ({ json: { n } }));
const id = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });

/** Two rows in one answer that fits every list. */
const ROW = {
	id: 11,
	...{ accountId: 11, accountType: 'advertiser', jobId: 'J1', ruleId: 1, groupCode: 'NEW' },
	...{ publisherId: 45628, region: 'DE', currency: 'EUR', clicks: 2, totalNo: 1, totalValue: 10.5 },
	...{ transactionDate: '2026-03-02T10:00:00', commissionStatus: 'pending' },
	...{ promotionId: 1, type: 'promotion', title: 'Spring' },
};
const OTHER = {
	...ROW,
	id: 12,
	accountId: 12,
	publisherId: 45629,
	jobId: 'J2',
	ruleId: 2,
	groupCode: 'OLD',
	promotionId: 2,
};

const UNKNOWN_FORM = 'in a form that this node does not know';

describe.each(LIST_CASES.map((list) => [list.name, list] as const))('%s', (name, list) => {
	const { accountType, limit, none, unreadable } = list;

	async function run(more: INodeParameters = {}, settings: Partial<ExecutionSettings> = {}) {
		const [resource, operation] = name.split(' ');
		const { items: found, hints } = await executeAwin({
			credentials: credentialsFor(sandbox),
			...settings,
			parameters: { resource, operation, returnAll: true, ...list.parameters, ...more },
		});
		return {
			rows: found.map(({ json }) => json),
			items: found,
			hints: hints.map((hint) => hint.message),
		};
	}

	/** What there is to list, with the calls that it took. */
	async function usual(more: INodeParameters = {}) {
		await list.prepare?.(sandbox);
		sandbox.awin.calls.length = 0;
		const { rows } = await run(more);
		return { rows, calls: sandbox.awin.calls.length };
	}

	function answer(body: string) {
		sandbox.awin.faults.clear();
		sandbox.awin.faults.add({ kind: 'body', body, times: Infinity });
	}

	it('gives what Awin has, and nothing is to be said of it', async () => {
		await list.prepare?.(sandbox);
		sandbox.awin.calls.length = 0;

		const { rows, hints } = await run();

		list.usual(rows, sandbox);
		expect(hints).toEqual([]);
	});

	it('items that ask for the same each get all of it, and are told how to have it once', async () => {
		const once = await usual();
		sandbox.awin.calls.length = 0;

		const { items: found, hints } = await run({}, { items: items(3) });

		const { rows } = once;
		expect(found.map(({ json }) => json)).toEqual([...rows, ...rows, ...rows]);
		const places = [0, 1, 2].flatMap((item) => rows.map(() => ({ item })));
		expect(found.map(({ pairedItem }) => pairedItem)).toEqual(places);
		expect(sandbox.awin.calls).toHaveLength(once.calls * (list.isAskedEachTime ? 3 : 1));
		expect(hints).toEqual([
			'All 3 input items ask Awin for the same, and each gets the whole answer, so everything comes 3 times. To get it once, switch on "Execute Once" in the settings of this node.',
		]);
	});

	if (limit !== undefined) {
		it('up to a limit: the first ones, at no more calls', async () => {
			const all = await usual();
			sandbox.awin.calls.length = 0;

			const { rows } = await run({ returnAll: false, limit });

			expect(all.rows.length).toBeGreaterThan(limit);
			expect(rows).toEqual(all.rows.slice(0, limit));
			expect(sandbox.awin.calls.length).toBeLessThanOrEqual(all.calls);
		});

		it.each([[0], [-1], [1.5], ['many'], ['']])('a limit of %j is refused', async (wrong) => {
			await expect(run({ returnAll: false, limit: wrong })).rejects.toThrow(
				/"Limit" is .*not a whole number of 1 or more/,
			);
			expect(sandbox.awin.calls).toEqual([]);
		});

		it('a row that Awin gives twice, to the last figure the same, is there once', async () => {
			answer(JSON.stringify([ROW, OTHER]));
			const once = await run({ advertiserId: id(77101) });
			answer(JSON.stringify([ROW, OTHER, ROW, OTHER, ROW]));
			const twice = await run({ advertiserId: id(77101) });

			expect(once.rows).toHaveLength(2);
			expect(twice.rows).toEqual(once.rows);
		});
	}

	for (const switches of list.sameWith ?? []) {
		it(`the same comes out with ${JSON.stringify(switches)}`, async () => {
			const { rows } = await usual();
			Object.assign(sandbox.awin.switches, switches);

			expect((await run()).rows).toEqual(rows);
		});
	}

	for (const [body, rows] of list.alsoAs ?? []) {
		it(`reads ${body}`, async () => {
			answer(body);

			expect((await run()).rows).toEqual(rows);
		});
	}

	if (none !== undefined) {
		it('where Awin has nothing, it is said why the workflow does not go on', async () => {
			answer(none);

			const { rows, hints } = await run();

			expect(rows).toEqual([]);
			expect(hints).toEqual([
				'Awin has nothing for what was asked, so no item comes out and the nodes after this one do not run. If they should run all the same, switch on "Always Output Data" in the settings of this node.',
			]);
		});
	}

	it.each([
		['nothing', { kind: 'status', status: 204, body: '' }],
		['no text', { kind: 'body', body: '' }],
		['null', { kind: 'body', body: 'null' }],
		['an empty object', { kind: 'body', body: '{}' }],
	] as const)('%s is an error, and never taken for none', async (_what, fault) => {
		sandbox.awin.faults.add({ ...fault, times: Infinity });

		await expect(run()).rejects.toThrow();
	});

	it.each<[string, string]>([
		['{"count":0}', UNKNOWN_FORM],
		...(unreadable ? [unreadable] : []),
		...(accountType
			? [
					['{"body":[],"statusCodeValue":403}', `is not allowed to use ${accountType}`] as [
						string,
						string,
					],
				]
			: []),
		...(list.refusedAnswers ?? []),
	])('%s is told of, and never taken for none or for all', async (body, words) => {
		answer(body);

		await expect(run()).rejects.toThrow(words);

		const { rows } = await run({}, { items: items(1), onError: 'continueRegularOutput' });
		expect(rows).toEqual([expect.objectContaining({ error: expect.stringContaining(words) })]);
	});

	for (const [parameters, words] of list.refused ?? []) {
		it(`${JSON.stringify(parameters)} is refused before anything is sent`, async () => {
			await expect(run(parameters)).rejects.toThrow(words);
			expect(sandbox.awin.calls).toEqual([]);
		});
	}

	if (accountType) {
		const other = accountType === 'advertiser' ? PUBLISHER : ADVERTISER;

		it(`is not for the account of the other side`, async () => {
			await expect(run({ accountId: id(other) })).rejects.toThrow(
				`is not allowed to use ${accountType} account ${other}`,
			);
		});

		it.each(['', { __rl: true, mode: 'list', value: '' }])(
			'asks for an account where none is chosen: %j',
			async (accountId) => {
				await expect(run({ accountId })).rejects.toThrow('"Account" is empty [item 1 of 1]');
				expect(sandbox.awin.calls).toEqual([]);
			},
		);

		it('goes on with the next item where the node is set to', async () => {
			const { rows } = await usual();
			const json = (accountId: unknown) => ({ json: { accountId } as IDataObject });
			const { value } = (list.parameters as { accountId: { value: string } }).accountId;

			const { rows: found } = await run(
				{ accountId: { __rl: true, mode: 'id', value: '={{ $json.accountId }}' } },
				{ items: [json('shop'), json(value)], onError: 'continueRegularOutput' },
			);

			expect(found[0]).toMatchObject({ error: expect.stringContaining('[item 1 of 2]') });
			expect(found.slice(1)).toEqual(rows);
		});
	}
});
