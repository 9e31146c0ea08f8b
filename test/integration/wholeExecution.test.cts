import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	bookedReferences,
	columnsOf as ordersOf,
	submitParameters,
} from '../support/conversion.cts';
import { offerParameters } from '../support/links.cts';
import { credentialsFor, NOW_MS } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import {
	addPending,
	batchesOf,
	outcomesOf,
	resultsOf,
	sheetParameters,
	statusOf,
	validateParameters,
} from '../support/validation.cts';
import { looped, runWorkflow, straight } from '../support/workflows.cts';

const { sandbox } = useSandbox({ clock: true, store: true });

const settingsOf = (parameters: INodeParameters, rest: IDataObject = {}) => ({
	parameters: { ...validateParameters, ...parameters },
	credentials: credentialsFor(sandbox),
	...rest,
});

const SHEET: INodeParameters = {
	...sheetParameters,
	declineReason: 'returned',
	amendReason: 'partly returned',
};

const BATCH = { match: { path: '/transactions/batch' } };
const RETRY = { retryOnFail: true, maxTries: 2 };

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

	it('and does not count what it has kept from being sent', async () => {
		const settings = {
			parameters: { ...submitParameters, options: { maxRows: 3 } },
			credentials: credentialsFor(sandbox),
			onError: 'continueRegularOutput' as const,
		};

		// Of five items in rounds of two, the first round goes, the second is one too many, and the last fits again.
		const { runs } = await runWorkflow(looped(settings, 2), ordersOf(5), settings);

		expect(runs.flatMap(outcomesOf)).toEqual([
			...['accepted', 'accepted'],
			...['failed', 'failed'],
			'accepted',
		]);
		expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2', 'A-5']);
	});

	it('and begins anew with the next execution', async () => {
		const settings = settingsOf({ options: { maxRows: 15 } });
		const all = columnsOf(30);
		const [first, second] = [all.slice(0, 15), all.slice(15)];

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

describe('Max Total Amount holds for a whole execution', () => {
	it.each([
		[1, 4],
		[3, 3],
	])(
		'in a loop of %i declines at a time: of ten for 100 each, %i where 450 may go',
		async (size, sent) => {
			const columns = addPending(sandbox, 10, { saleAmount: 100 }).map(({ id }) => ({
				id,
				action: 'decline',
			}));
			const settings = settingsOf({ ...SHEET, options: { maxTotalAmount: 450 } });

			const { error } = await runWorkflow(looped(settings, size), columns, settings);

			expect(sentRows()).toBe(sent);
			expect(error?.message).toContain(
				`00.00 EUR would be declined or taken off by amendments, after ${sent}00.00 EUR in earlier runs of this node in the same execution, more than the 450 that "Max Total Amount" allows for each currency; nothing of this run was sent`,
			);
		},
	);

	it('and what Awin did not do does not count', async () => {
		const rows = addPending(sandbox, 6, { saleAmount: 100 });
		for (const { id } of rows.slice(0, 3)) {
			sandbox.awin.world.scheduleEvent({ transactionId: id, kind: 'approved', atMs: NOW_MS - 1 });
		}
		const columns = rows.map(({ id }) => ({ id, action: 'decline' }));
		const settings = settingsOf(
			{ ...SHEET, options: { maxTotalAmount: 300, maxRows: 3 } },
			{ onError: 'continueRegularOutput' },
		);

		const { runs } = await runWorkflow(looped(settings, 1), columns, settings);

		expect(runs.flatMap(outcomesOf)).toEqual([
			'failed',
			'failed',
			'failed',
			'done',
			'done',
			'done',
		]);
	});

	it('and a further try does not forget what the first has done', async () => {
		const rows = addPending(sandbox, 4, { saleAmount: 100 });
		// The first try of the first round has no answer; the second finds both declined, and so nothing left to take.
		const columns = [
			{ id: rows[0].id },
			{ id: rows[1].id },
			{ id: rows[2].id },
			{ id: rows[3].id },
		];
		sandbox.awin.faults.add({ kind: 'dropAfter', ...BATCH, times: 1 });
		const settings = settingsOf(
			{ ...SHEET, itemAction: 'decline', options: { maxTotalAmount: 300 } },
			RETRY,
		);

		const { error, runs } = await runWorkflow(looped(settings, 2), columns, settings);

		expect(runs.slice(0, 1).flatMap(outcomesOf)).toEqual(['alreadyDone', 'alreadyDone']);
		expect(error?.message).toContain('after 200.00 EUR in earlier runs');
		expect(rows.map(({ id }) => statusOf(sandbox, id))).toEqual([
			'declined',
			'declined',
			'pending',
			'pending',
		]);
	});

	it('for orders too', async () => {
		const settings = settingsOf({});
		const orders = {
			...settings,
			parameters: { ...submitParameters, options: { maxRows: 15, maxTotalAmount: 1000 } },
		};

		const { error } = await runWorkflow(looped(orders, 1), ordersOf(30), orders);

		expect(bookedReferences(sandbox)).toHaveLength(15);
		expect(error?.message).toContain('after 15 in earlier runs');
	});
});

describe('the same transaction in two rounds of a loop', () => {
	const contrary: Array<[string, IDataObject, IDataObject]> = [
		['approve and decline', { action: 'approve' }, { action: 'decline' }],
		['decline and approve', { action: 'decline' }, { action: 'approve' }],
		['decline and amend', { action: 'decline' }, { action: 'amend', amount: 5 }],
		['two amounts', { action: 'amend', amount: 5 }, { action: 'amend', amount: 6 }],
	];

	it.each(contrary)('%s is refused', async (_what, first, second) => {
		const [a, b] = addPending(sandbox, 2);
		const columns = [
			{ id: a.id, ...first },
			{ id: b.id, ...first },
			{ id: a.id, ...second },
		];
		const settings = settingsOf(SHEET);

		const { error } = await runWorkflow(looped(settings, 1), columns, settings);

		expect(error?.message).toContain(
			`An earlier round or call in this execution has asked Awin to ${String(first.action)} transaction ${a.id}, and this item is to ${String(second.action)} it`,
		);
		expect(sentRows()).toBe(2);
	});

	it.each(contrary)(
		'%s is refused in a sub-workflow for each item',
		async (_what, first, second) => {
			const [a] = addPending(sandbox, 1);
			const columns = [
				{ id: a.id, ...first },
				{ id: a.id, ...second },
			];
			const settings = settingsOf(SHEET);

			const { error } = await runWorkflow(straight(settings), columns, settings, 1);

			expect(error?.message).toContain('An earlier round or call in this execution has asked Awin');
			expect(sentRows()).toBe(1);
		},
	);

	it('amended, and then approved, is fine', async () => {
		const [a] = addPending(sandbox, 1);
		const columns = [
			{ id: a.id, action: 'amend', amount: 5 },
			{ id: a.id, action: 'approve' },
		];
		const settings = settingsOf(SHEET);

		const { runs } = await runWorkflow(looped(settings, 1), columns, settings);

		expect(runs.flatMap(outcomesOf)).toEqual(['done', 'done']);
	});

	it('may be sent another way where the first was certainly not done', async () => {
		const [a] = addPending(sandbox, 1);
		sandbox.awin.faults.add({ kind: 'status', status: 422, ...BATCH, times: 1 });
		const columns = [
			{ id: a.id, action: 'approve' },
			{ id: a.id, action: 'decline' },
		];
		const settings = settingsOf(SHEET, { onError: 'continueRegularOutput' });

		const { runs } = await runWorkflow(looped(settings, 1), columns, settings);

		expect(runs.flatMap(outcomesOf)).toEqual(['failed', 'done']);
	});

	it('is found by order reference and date in two zones', async () => {
		const [a] = addPending(sandbox, 1);
		const date = a.transactionDate as string;
		const berlin = new Date(Date.parse(`${date}Z`) + 2 * 3_600_000).toISOString().slice(0, 19);
		const columns = [
			{ date, zone: 'UTC', action: 'approve' },
			{ date: berlin, zone: 'Europe/Berlin', action: 'decline' },
		];
		const settings = settingsOf({
			...SHEET,
			identifyBy: 'orderReferenceAndDate',
			orderReference: a.orderRef as string,
			transactionDate: '={{ $json.date }}',
			timezone: '={{ $json.zone }}',
		});

		const { error } = await runWorkflow(looped(settings, 1), columns, settings);

		expect(error?.message).toContain('An earlier round or call in this execution');
		expect(sentRows()).toBe(1);
	});
});

describe('what an earlier try in the same execution has done', () => {
	const told = (runs: Array<Parameters<typeof resultsOf>[0]>) =>
		runs.flatMap((items) => resultsOf(items)).map(({ outcome, message }) => ({ outcome, message }));

	it('is told as that, where the first answer was lost', async () => {
		const columns = addPending(sandbox, 2).map(({ id }) => ({ id }));
		sandbox.awin.faults.add({ kind: 'dropAfter', ...BATCH, times: 1 });
		const settings = settingsOf({}, RETRY);

		const { runs, error } = await runWorkflow(straight(settings), columns, settings);

		expect(error).toBeUndefined();
		for (const { outcome, message } of told(runs)) {
			expect(outcome).toBe('alreadyDone');
			expect(message).toBe(
				'It is like this at Awin. An earlier try in this execution, to which Awin gave no clear answer, has done it, or it was like this before',
			);
		}
	});

	it('is told as done in a further round of a loop', async () => {
		const [a] = addPending(sandbox, 1);
		const settings = settingsOf({});

		const { runs } = await runWorkflow(looped(settings, 1), [{ id: a.id }, { id: a.id }], settings);

		expect(told(runs)).toEqual([
			{ outcome: 'done', message: 'Approved' },
			{
				outcome: 'alreadyDone',
				message: 'Done by an earlier try in this execution, so nothing was left to do',
			},
		]);
	});

	it('is not mixed up with what was so before the execution', async () => {
		const [a] = addPending(sandbox, 1);
		const settings = settingsOf({});
		await runWorkflow(straight(settings), [{ id: a.id }], settings);

		const { runs } = await runWorkflow(straight(settings), [{ id: a.id }], settings);

		expect(told(runs)).toEqual([
			{ outcome: 'alreadyDone', message: 'It was like this at Awin already, so nothing changed' },
		]);
	});
});

describe('the same order or offer in two rounds of a loop', () => {
	it('an order is booked once where the memory is switched off', async () => {
		const settings = settingsOf({});
		const orders = {
			...settings,
			parameters: { ...submitParameters, options: { skipAlreadyAccepted: false } },
		};
		const columns = [...ordersOf(2), ...ordersOf(1)];

		const { error } = await runWorkflow(looped(orders, 1), columns, orders);

		expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2']);
		expect(error?.message).toContain(
			'An earlier run of this node in the same execution has sent this order',
		);
	});

	it('an order is skipped where the workflow remembers it', async () => {
		const settings = settingsOf({});
		const orders = { ...settings, parameters: submitParameters };

		const { runs } = await runWorkflow(looped(orders, 1), [...ordersOf(1), ...ordersOf(1)], orders);

		expect(runs.flatMap(outcomesOf)).toEqual(['accepted', 'skipped']);
	});

	it('an offer is created once', async () => {
		const settings = settingsOf({});
		const offers = { ...settings, parameters: offerParameters };
		const columns = [{ title: 'Sale' }, { title: 'More' }, { title: 'Sale' }];

		const { error } = await runWorkflow(looped(offers, 1), columns, offers);

		expect(error?.message).toContain(
			'The same offer was sent before in this execution, by an earlier run of this node',
		);
		expect(sandbox.awin.calls.filter(({ method }) => method === 'POST')).toHaveLength(2);
	});
});
