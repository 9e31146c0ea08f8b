import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { failedJson } from '../../nodes/Awin/resources/errorOutput';
import { SUBJECTS } from '../faults/subjects.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { addPending, validateParameters } from '../support/validation.cts';
import { runWhole, type Memory, type WholeRun } from '../support/wholeWorkflow.cts';

const { sandbox } = useSandbox({ clock: true, store: true, files: true });

function itemsOf(columns: IDataObject[]): INodeExecutionData[] {
	return columns.map((json) => ({ json }));
}

/** What n8n may remember wrongly, or not at all, of where the items came from. */
const WHAT_N8N_REMEMBERS: Array<[string, (memory: Memory) => void]> = [
	['everything as it was', () => undefined],
	['nothing of what the node before gave', ({ sheetRuns }) => (sheetRuns[0] = [])],
	['no run of the node before', ({ sheetRuns }) => (sheetRuns.length = 0)],
	['fewer items than there are', ({ sheetRuns }) => sheetRuns[0][0].splice(1)],
	[
		'another output than the one that they came from',
		(memory) => (memory.source = { main: [{ previousNode: 'Sheet', previousNodeOutput: 1 }] }),
	],
	[
		'an output with other items',
		({ sheetRuns }) =>
			(sheetRuns[0][0] = sheetRuns[0][0].map(() => ({ json: { mark: 'of another' } }))),
	],
	['the items in another order', ({ sheetRuns }) => sheetRuns[0][0].reverse()],
	[
		'a run that has not been',
		(memory) => (memory.source = { main: [{ previousNode: 'Sheet', previousNodeRun: 3 }] }),
	],
	['a node that is not there', (memory) => (memory.source = { main: [{ previousNode: 'Gone' }] })],
	['a place without a source', (memory) => (memory.source = { main: [null] })],
	['no place for a source', (memory) => (memory.source = { main: [] })],
	[
		'items without their pairing',
		({ sheetRuns }) => sheetRuns[0][0].forEach((item) => delete item.pairedItem),
	],
	[
		'items that come from several others',
		({ sheetRuns }) =>
			sheetRuns[0][0].forEach((item) => (item.pairedItem = [{ item: 0 }, { item: 1, input: 1 }])),
	],
];

describe.each(SUBJECTS.map((subject) => [subject.name, subject] as const))(
	'%s',
	(_name, subject) => {
		it.each(WHAT_N8N_REMEMBERS)(
			'sends what failed to the error output with its columns, where n8n remembers %s',
			async (_what, spoil) => {
				const columns = (subject.columns?.(sandbox) ?? [{}, {}]).map((json, index) => ({
					...json,
					mark: `item ${index}`,
				}));
				sandbox.awin.faults.add({ kind: 'status', status: 400, times: Infinity });
				const settings: WholeRun = {
					parameters: subject.parameters,
					credentials: credentialsFor(sandbox),
					items: itemsOf(columns),
					spoil,
				};
				const { run, good, failed } = await runWhole(settings);

				expect(good).toEqual([]);
				expect(run.data.resultData.runData).not.toHaveProperty('Good');
				expect(run.data.resultData.runData.Awin[0].executionStatus).toBe('success');
				expect(failed.map(({ json }) => json)).toEqual(
					columns.map((json) =>
						expect.objectContaining({ ...json, error: expect.any(String) as unknown }),
					),
				);
			},
		);

		it.each<[string, Partial<WholeRun>]>([
			[
				'a credential that cannot be used',
				{ credentials: { environment: 'custom', baseUrl: 'x' } },
			],
			['no credential', { node: { credentials: undefined } }],
			[
				'an operation that this version does not have',
				{ parameters: { ...subject.parameters, operation: 'of another version' } },
			],
		])('sends everything to the error output with %s', async (_what, settings) => {
			const columns = subject.columns?.(sandbox) ?? [{}, {}];
			const { good, failed } = await runWhole({
				parameters: subject.parameters,
				credentials: credentialsFor(sandbox),
				items: itemsOf(columns),
				...settings,
			});

			expect(good).toEqual([]);
			expect(failed.map(({ json }) => json)).toEqual(
				columns.map((json) =>
					expect.objectContaining({ ...json, error: expect.any(String) as unknown }),
				),
			);
		});
	},
);

describe('where some rows are done and others fail', () => {
	it.each(WHAT_N8N_REMEMBERS)(
		'each is on its own branch, if n8n remembers %s',
		async (_w, spoil) => {
			const rows = addPending(sandbox, 2);
			const ids = [rows[0].id, 'none', rows[1].id, 'nor this'];
			const { good, failed } = await runWhole({
				parameters: validateParameters,
				credentials: credentialsFor(sandbox),
				items: itemsOf(ids.map((id, index) => ({ id, mark: `item ${index}` }))),
				spoil,
			});

			expect(good.map(({ json }) => [json.mark, (json.awin as IDataObject).outcome])).toEqual([
				['item 0', 'done'],
				['item 2', 'done'],
			]);
			expect(failed.map(({ json }) => [json.mark, json.id])).toEqual([
				['item 1', 'none'],
				['item 3', 'nor this'],
			]);
		},
	);
});

it('sends what failed to the error output where n8n knows no source at all', async () => {
	const [{ id }] = addPending(sandbox, 1);
	const { good, failed } = await runWhole({
		parameters: validateParameters,
		credentials: credentialsFor(sandbox),
		items: itemsOf([{ id: 'none' }, { id }]),
		spoil: (memory) => (memory.source = null),
	});

	expect(good.map(({ json }) => json.id)).toEqual([id]);
	expect(failed.map(({ json }) => json.error)).toEqual([expect.stringContaining('"none"')]);
});

describe('what failed, on its way through the rest of the workflow', () => {
	const SPOILT = WHAT_N8N_REMEMBERS.filter(([name]) =>
		['everything as it was', 'a node that is not there'].includes(name),
	);

	it.each(SPOILT)('is stored with its columns, where n8n remembers %s', async (_what, spoil) => {
		const { run } = await runWhole({
			parameters: validateParameters,
			credentials: credentialsFor(sandbox),
			items: itemsOf([{ id: 'none', mark: 'mine' }]),
			spoil,
		});
		const [awinRun] = run.data.resultData.runData.Awin;
		const stored = JSON.parse(JSON.stringify(awinRun)) as typeof awinRun;

		expect(stored.data?.main[1]).toEqual([
			{
				json: expect.objectContaining({ id: 'none', mark: 'mine' }) as IDataObject,
				pairedItem: _what === 'everything as it was' ? { item: 0 } : 0,
			},
		]);
	});

	it('can be looked up from behind the node, on both branches', async () => {
		const [{ id }] = addPending(sandbox, 1);
		const { good, failed } = await runWhole({
			parameters: validateParameters,
			credentials: credentialsFor(sandbox),
			items: itemsOf([{ id: 'none', mark: 'bad' }, { id: 'nor this' }, { id, mark: 'fine' }]),
			lookFor: '={{ $("Sheet").item.json.mark }}',
		});

		expect(good.map(({ json }) => json.looked)).toEqual(['fine']);
		expect(failed[0].json.looked).toBe('bad');
	});
});

describe('a failed item', () => {
	it('is never without words, which n8n would take for one that went well', () => {
		expect(failedJson('', null).error).toMatch(/could not be processed/);
	});
});

describe('Retry On Fail, with which n8n runs the whole node again where the first row failed', () => {
	it('does nothing twice that the first try has done', async () => {
		const [{ id }] = addPending(sandbox, 1);
		const { good, failed } = await runWhole({
			parameters: validateParameters,
			credentials: credentialsFor(sandbox),
			items: itemsOf([{ id: 'none' }, { id }]),
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		});
		const changes = sandbox.awin.ledger.filter(
			(entry) => entry.kind === 'validation' && entry.transactionId === id,
		);

		expect(sandbox.awin.calls.filter(({ method }) => method === 'POST')).toHaveLength(3);
		expect(changes).toHaveLength(1);
		expect(good.map(({ json }) => json.id)).toEqual([id]);
		expect(failed.map(({ json }) => json.id)).toEqual(['none']);
	});
});
