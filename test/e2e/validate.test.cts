import type { Execution, WorkflowNode } from '../../demo/n8n/client.cts';
import { awinInN8n } from '../support/awinInN8n.cts';
import { DETAILS, manualTrigger, outputOf } from '../support/realN8n.cts';
import { ADVERTISER, NOW_MS, type Row } from '../support/sandbox.cts';
import { addPending, batchesOf, sheetParameters, statusOf } from '../support/validation.cts';

let passedMs = 0;
const { sandbox, n8n, credential, node: awinNode } = awinInN8n({ clock: () => NOW_MS + passedMs });

beforeEach(() => {
	sandbox.awin.world.jobDurationMs = () => 0;
});

/** A sheet as a file, read by n8n's own spreadsheet node: every cell is text, as in a CSV. */
function sheet(csv: string): WorkflowNode[] {
	const node = (name: string, type: string, x: number, parameters: Record<string, unknown>) => ({
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion: type === 'convertToFile' ? 1 : 2,
		position: [x, 0] as [number, number],
		parameters,
	});
	return [
		manualTrigger(),
		node('Text', 'code', 150, { jsCode: `return [{ json: { csv: ${JSON.stringify(csv)} } }];` }),
		node('File', 'convertToFile', 300, { operation: 'toText', sourceProperty: 'csv' }),
		node('Sheet', 'spreadsheetFile', 450, { operation: 'fromFile', fileFormat: 'csv' }),
	];
}

async function run(csv: string, rest: Partial<WorkflowNode> = {}): Promise<Execution> {
	const awin = awinNode(sheetParameters, { position: [600, 0], ...rest });
	const ends = ['Good', 'Bad'].map(
		(name, index): WorkflowNode => ({
			name,
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [750, index * 150],
			parameters: {},
		}),
	);
	const nodes = [...sheet(csv), awin];
	const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
	const connections = Object.fromEntries(
		nodes.map(({ name }, index) => [
			name,
			{ main: name === 'Awin' ? [to('Good'), to('Bad')] : [to(nodes[index + 1].name)] },
		]),
	);
	const workflow = await n8n.client.createWorkflow({
		name: 'Validate',
		nodes: [...nodes, ...ends],
		connections,
	});
	return await n8n.client.runWorkflow(workflow.id);
}

const ACTIONS = ['Approve', 'decline', ' AMEND '];

/** A sheet of a thousand rows: every 100th names nothing that Awin has, every 250th declines without saying why. */
function thousandRows(rows: Row[]) {
	const lines = rows.map(({ id }, index) => {
		const action = ACTIONS[index % 3];
		const isUnknown = index % 100 === 99;
		const isBad = index % 250 === 1;
		const amount = action === ' AMEND ' ? `"${index % 90},50"` : '';
		const reason = isBad ? '' : 'returned';
		return [
			isUnknown ? 900_000 + index : id,
			isBad ? 'decline' : action,
			amount,
			reason,
			`row ${index}`,
		];
	});
	return {
		csv: ['id,action,amount,reason,note', ...lines.map((line) => line.join(','))].join('\n'),
		isBad: (index: number) => index % 100 === 99 || index % 250 === 1,
	};
}

describe('a thousand rows from a sheet', () => {
	let rows: Row[];

	beforeEach(() => {
		rows = addPending(sandbox, 1000);
	});

	it('go out in one batch, and each comes back on its branch with its own columns and result', async () => {
		const { csv, isBad } = thousandRows(rows);

		const execution = await run(csv, { onError: 'continueErrorOutput' });

		expect(execution.status).toBe('success');
		expect(batchesOf(sandbox).map((batch) => batch.length)).toEqual([996]);
		const good = outputOf(execution, 'Good').map(({ json }) => json);
		const bad = outputOf(execution, 'Bad').map(({ json }) => json);
		const indexes = rows.map((_, index) => index);
		expect(good.map(({ note }) => note)).toEqual(
			indexes.filter((index) => !isBad(index)).map((index) => `row ${index}`),
		);
		expect(bad.map(({ note }) => note)).toEqual(
			indexes.filter(isBad).map((index) => `row ${index}`),
		);
		expect(new Set(good.map(({ awin }) => (awin as { outcome: string }).outcome))).toEqual(
			new Set(['done']),
		);
		expect(bad[0]).toEqual({
			id: String(rows[1].id),
			action: 'decline',
			note: 'row 1',
			error: '"Decline Reason" is empty',
			[DETAILS]: expect.objectContaining({ outcome: 'failed', sent: null }),
		});
		expect(bad[1]).toMatchObject({
			note: 'row 99',
			error: expect.stringContaining('Awin has no transaction 900099 in account 77101'),
			[DETAILS]: { outcome: 'failed', code: 404, jobId: expect.any(String) },
		});
		const wanted = { Approve: 'approved', decline: 'declined', ' AMEND ': 'pending' };
		for (const index of indexes.filter((one) => !isBad(one))) {
			const action = ACTIONS[index % 3] as keyof typeof wanted;
			expect(statusOf(sandbox, rows[index].id)).toBe(wanted[action]);
		}
		const hints = execution.runData.Awin?.[0].hints?.map(({ message }) => message);
		expect(hints).toContain('986 done, 14 not done.');
	});

	it('stop the workflow before anything is sent, and after a correction everything is done', async () => {
		const { csv } = thousandRows(rows);

		const stopped = await run(csv);

		expect(stopped.status).toBe('error');
		expect(stopped.error?.message).toContain(
			'4 of 1000 items cannot be sent as they are: "Decline Reason" is empty [items 2, 252, 502 and 752 of 1000]',
		);
		expect(stopped.error?.description).toContain('Nothing was sent.');
		expect(batchesOf(sandbox)).toEqual([]);

		const ids = rows.map(({ id }) => `${id},approve,,,`);
		const corrected = ['id,action,amount,reason,note', ...ids].join('\n');
		const done = await run(corrected);
		expect(done.status).toBe('success');
		expect(outputOf(done, 'Good')).toHaveLength(1000);
	});

	it('run again after an answer that got lost say what was done already', async () => {
		const csv = ['id,action,amount,reason', ...rows.map(({ id }) => `${id},approve,,`)].join('\n');
		sandbox.awin.faults.add({ kind: 'dropAfter', match: { path: '/transactions/batch' } });

		const stopped = await run(csv);
		passedMs += 60_000;
		const again = await run(csv);

		expect(stopped.status).toBe('error');
		expect(stopped.error?.message).toBe('1000 of 1000 items were not validated: 1000 unknown');
		expect(stopped.error?.description).toContain('Running the node again is safe');
		expect(again.status).toBe('success');
		expect(again.runData.Awin?.[0].hints?.map(({ message }) => message)).toContain(
			'1000 already done.',
		);
	});

	it('come out with their results on the one output where the node is set to continue', async () => {
		const { csv, isBad } = thousandRows(rows);

		const execution = await run(csv, { onError: 'continueRegularOutput' });

		const items = outputOf(execution, 'Awin').map(({ json }) => json);
		expect(items.map(({ note }) => note)).toEqual(rows.map((_, index) => `row ${index}`));
		expect(items.map(({ awin }) => (awin as { outcome: string }).outcome)).toEqual(
			rows.map((_, index) => (isBad(index) ? 'failed' : 'done')),
		);
	});
});

describe('the picker of advertiser accounts', () => {
	it('lists advertisers alone', async () => {
		const { results } = await n8n.client.listSearch({
			nodeType: 'n8n-nodes-awin.awin',
			methodName: 'searchAdvertisers',
			parameters: sheetParameters,
			credentials: { awinOAuth2Api: { id: credential.id, name: credential.name } },
		});

		expect(results.length).toBeGreaterThan(2);
		expect(results.map(({ value }) => value)).toContain(String(ADVERTISER));
		expect(results.map(({ value }) => value)).not.toContain('88201');
	});
});
