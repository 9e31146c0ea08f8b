import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { installFakeClock, type FakeClock } from '../support/fakeClock.cts';
import { credentialsFor, NOW_MS, startTestSandbox } from '../support/sandbox.cts';
import {
	addPending,
	batchesOf,
	outcomesOf,
	validateParameters,
} from '../support/validation.cts';
import { looped, runWorkflow, straight } from '../support/workflows.cts';

let sandbox: SandboxServer;
let clock: FakeClock;

beforeEach(async () => {
	clock = installFakeClock();
	jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
	sandbox = await startTestSandbox({ clock: () => NOW_MS + clock.passedMs });
});

afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const settingsOf = (parameters: INodeParameters, rest: IDataObject = {}) => ({
	parameters: { ...validateParameters, ...parameters },
	credentials: credentialsFor(sandbox),
	...rest,
});

function sentRows(): number {
	return batchesOf(sandbox).reduce((sum, batch) => sum + batch.length, 0);
}

describe('Max Rows holds for a whole execution', () => {
	const columnsOf = (count: number) => addPending(sandbox, count).map(({ id }) => ({ id }));

	it.each([
		[1, 15],
		[5, 15],
		[4, 12],
		[10, 10],
	])(
		'in a loop of %i items at a time: of 30, %i are sent where 15 are allowed',
		async (size, sent) => {
			const settings = settingsOf({ options: { maxRows: 15 } });

			const { error } = await runWorkflow(looped(settings, size), columnsOf(30), settings);

			expect(sentRows()).toBe(sent);
			expect(error?.message).toContain(
				`to send, after ${sent} in earlier runs of this node in the same execution, more than the 15 that "Max Rows" allows; nothing of this run was sent`,
			);
			expect(error?.description).toContain('What earlier rounds of a loop');
		},
	);

	it('in a loop of just as many', async () => {
		const settings = settingsOf({ options: { maxRows: 30 } });

		const { error, runs } = await runWorkflow(looped(settings, 7), columnsOf(30), settings);

		expect(error).toBeUndefined();
		expect(runs.flatMap(outcomesOf)).toEqual(Array(30).fill('done'));
	});

	it.each([1, 2, 3])('in a sub-workflow for each item, %i workflows deep', async (depth) => {
		const settings = settingsOf({ options: { maxRows: 15 } });

		// The deepest call is made for one item each; n8n tells of the two executions above.
		const { error } = await runWorkflow(straight(settings), columnsOf(30), settings, depth);

		if (depth < 3) {
			expect(sentRows()).toBe(15);
			expect(error?.message).toContain('after 15 in earlier runs of this node');
		} else {
			expect(sentRows()).toBe(30);
		}
	});

	it('and begins anew with the next execution', async () => {
		const settings = settingsOf({ options: { maxRows: 15 } });
		const [first, second] = [columnsOf(15), columnsOf(15)];

		await runWorkflow(looped(settings, 5), first, settings);
		const { error } = await runWorkflow(looped(settings, 5), second, settings);

		expect(error).toBeUndefined();
		expect(sentRows()).toBe(30);
	});

	it('and counts what Retry On Fail sends again once', async () => {
		const columns = columnsOf(10);
		sandbox.awin.faults.add({
			kind: 'dropAfter',
			match: { path: '/transactions/batch' },
			times: 1,
		});
		const settings = settingsOf({ options: { maxRows: 10 } }, { retryOnFail: true, maxTries: 3 });

		const { error, runs } = await runWorkflow(looped(settings, 5), columns, settings);

		expect(error).toBeUndefined();
		expect(runs.flatMap(outcomesOf)).toHaveLength(10);
	});
});
