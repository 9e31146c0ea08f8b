import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { executeAwin } from '../support/contexts.cts';
import { ADVERTISER, credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { addPending, resultsOf, stopOf, validate } from '../support/validation.cts';

const { sandbox, clock } = useSandbox({ clock: true });

async function ask(parameters: INodeParameters, columns: IDataObject[] = [{}]) {
	const { items } = await executeAwin({
		credentials: credentialsFor(sandbox),
		parameters: {
			resource: 'validationJob',
			accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
			...parameters,
		},
		items: columns.map((json) => ({ json })),
	});
	return items;
}

/** A batch of which the second row is not there, handed in without waiting. */
async function submit() {
	const [a] = addPending(sandbox, 1);
	const columns = [{ id: a.id }, { id: 999 }];
	const options = { waitForCompletion: false };
	const { items } = await validate(sandbox, columns, { options });
	sandbox.awin.calls.length = 0;
	return { id: a.id, jobId: resultsOf(items)[0].jobId as string };
}

const OVER_MS = 10_000;

describe('a job', () => {
	it('that is over is shown row by row', async () => {
		const { id, jobId } = await submit();
		clock.passedMs += OVER_MS;

		const items = await ask({ operation: 'get', jobId, show: 'all' });

		const summary = {
			jobId,
			status: 'DONE',
			isFinished: true,
			transactions: 2,
			errors: 1,
			creationDate: '2026-06-15T10:00:00.000',
			completionDate: '2026-06-15T10:00:00.801',
		};
		const unused = { orderReference: null, transactionDate: null, timezone: null };
		expect(items.map(({ json }) => json)).toEqual([
			{
				...summary,
				outcome: 'done',
				code: 200,
				message: 'OK',
				transactionId: id,
				...unused,
			},
			{
				...summary,
				outcome: 'failed',
				code: 404,
				message: 'No transaction matches the given identification',
				transactionId: 999,
				...unused,
			},
		]);
	});

	it('is shown with what was not done alone', async () => {
		const { jobId } = await submit();
		clock.passedMs += OVER_MS;

		const items = await ask({ operation: 'get', jobId, show: 'errors' });

		expect(items.map(({ json }) => json.transactionId)).toEqual([999]);
		expect(sandbox.awin.calls[0].query).toEqual({ output: 'errors' });
	});

	it('that still runs is one item without a row', async () => {
		const { jobId } = await submit();

		const items = await ask({ operation: 'get', jobId, show: 'all' });

		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({
			jobId,
			status: 'RUNNING',
			isFinished: false,
			transactionId: null,
			outcome: null,
		});
	});

	it('that many items name is read once and given out once', async () => {
		const { jobId } = await submit();
		clock.passedMs += OVER_MS;

		const items = await ask({ operation: 'get', jobId: '={{ $json.job }}', show: 'all' }, [
			{ job: jobId },
			{ job: jobId },
		]);

		expect(items).toHaveLength(2);
		expect(sandbox.awin.calls).toHaveLength(1);
	});

	it.each([
		['', '"Job ID" is empty [item 1 of 1]'],
		['0'.repeat(24), 'Awin has nothing at this address (status 404).'],
	])('with the id %j is not found', async (jobId, message) => {
		const stop = await stopOf(ask({ operation: 'get', jobId, show: 'all' }));

		expect(stop.message).toContain(message);
	});

	it('in an unknown form is told as such', async () => {
		sandbox.awin.faults.add({ kind: 'body', body: '{"a":1}' });

		const stop = await stopOf(ask({ operation: 'get', jobId: 'x', show: 'all' }));

		expect(stop.message).toContain('an answer in a form that this node does not know');
	});
});

describe('the list of jobs', () => {
	it('may be empty', async () => {
		expect(await ask({ operation: 'getMany', returnAll: true })).toEqual([]);
	});

	it.each(['empty', 'goodOnly', 'none', 'noCodes'] as const)(
		'whose list of every row is %s shows what went wrong from the other list',
		async (allTransactions) => {
			sandbox.awin.switches.allTransactions = allTransactions;
			const { id, jobId } = await submit();
			clock.passedMs += OVER_MS;

			const items = await ask({ operation: 'get', jobId, show: 'all' });

			const rows = items.map(({ json }) => [json.transactionId, json.outcome]);
			const more = { empty: [], none: [], goodOnly: [[id, 'done']], noCodes: [[id, null]] };
			expect(rows).toEqual([[999, 'failed'], ...more[allTransactions]]);
		},
	);

	it('that ended badly is over', async () => {
		sandbox.awin.switches.badEndStatus = 'FAILED';
		const { jobId } = await submit();
		clock.passedMs += OVER_MS;

		const items = await ask({ operation: 'get', jobId, show: 'all' });

		expect(items[0].json).toMatchObject({ status: 'FAILED', isFinished: true, outcome: null });
	});
});
