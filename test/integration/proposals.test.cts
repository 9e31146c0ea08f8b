/**
 * What Compare With Orders proposes, on its way through Validate and Submit: each takes what is its own, leaves out the rest,
 * and says again what was proposed.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { CONTINUE, type ExecutionSettings } from '../support/contexts.cts';
import {
	bookedReferences,
	columnsOf as ordersOf,
	proofParameters,
	submit,
	submitParameters,
} from '../support/conversion.cts';
import { runOver } from '../support/rows.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import {
	addPending,
	batchesOf,
	comparedColumns,
	outcomesOf,
	resultsOf,
	sheetParameters,
	statusOf,
	stopOf,
	validate,
} from '../support/validation.cts';
import { looped, runWorkflow } from '../support/workflows.cts';

const { sandbox, store } = useSandbox({ clock: true, store: true });

const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;
const PROPOSED: INodeParameters = {
	...sheetParameters,
	itemAction: '={{ $json.awin.proposedAction }}',
	declineReason: '={{ $json.awin.declineReason }}',
	amendReason: '={{ $json.awin.amendReason }}',
	saleAmount: '={{ $json.awin.saleAmount }}',
	currency: '={{ $json.awin.currency }}',
};
const LEFT_OUT = ['submit', 'wait', 'none', 'review'];
const NOT_SUBMITTED = ['approve', 'amend', 'decline', 'wait', 'none', 'review'];

const hintsOf = ({ hints }: { hints: Array<{ message: string }> }) =>
	hints.map(({ message }) => message);

/** Orders of the shop for which this is proposed. */
const proposedOrders = (proposals: unknown[]) =>
	ordersOf(proposals.length).map(
		(columns, place) =>
			({
				...columns,
				awin: { proposedAction: proposals[place], reason: `Reason ${place + 1}.` },
			}) as IDataObject,
	);

describe('Validate', () => {
	it('sends approve, decline and amend, and leaves out the other words with their reasons', async () => {
		const [a, b, c] = addPending(sandbox, 3);
		const columns = [
			comparedColumns(a),
			comparedColumns(b, { proposedAction: 'decline', declineReason: 'order cancelled' }),
			comparedColumns(c, {
				proposedAction: 'amend',
				saleAmount: 45,
				currency: 'EUR',
				amendReason: 'partly returned',
			}),
			...LEFT_OUT.map((proposedAction) => ({
				order: 'A-1',
				awin: { proposedAction, reason: `It is to ${proposedAction}.` },
			})),
		];

		const execution = await validate(sandbox, columns, PROPOSED);

		const { items } = execution;
		expect(outcomesOf(items)).toEqual(['done', 'done', 'done', ...LEFT_OUT.map(() => 'skipped')]);
		expect(hintsOf(execution)).toContain('3 done, 4 skipped.');
		expect(items[4].json).toEqual({
			order: 'A-1',
			awin: {
				outcome: 'skipped',
				code: null,
				message: 'Not sent, because the proposed action is "wait". It is to wait',
				nextStep: 'Compare the order again later.',
				jobId: null,
				sent: null,
				proposedAction: 'wait',
				reason: 'It is to wait.',
			},
		});
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			columns.map((_, index) => ({ item: index })),
		);
		expect([a, b, c].map(({ id }) => statusOf(sandbox, id))).toEqual([
			'approved',
			'declined',
			'pending',
		]);
	});

	it('asks nothing of Awin where everything is left out', async () => {
		const columns = LEFT_OUT.map((proposedAction) => ({ awin: { proposedAction } }));
		const settings = { maxRows: 0, maxTotalAmount: 0, onlyIfUnchanged: true };

		for (const options of [{}, { dryRun: true }, settings]) {
			const { items } = await validate(sandbox, columns, { ...PROPOSED, options });
			expect(outcomesOf(items)).toEqual(LEFT_OUT.map(() => 'skipped'));
		}
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('does not count for limits, repeats and sums what it leaves out', async () => {
		const [a] = addPending(sandbox, 1, { saleAmount: 100 });
		const decline = { proposedAction: 'decline', declineReason: 'order cancelled' };
		const columns = [
			comparedColumns(a, decline),
			...LEFT_OUT.map((proposedAction) => comparedColumns(a, { proposedAction })),
		];
		const limits = { maxRows: 1, maxTotalAmount: 100 };

		const trial = await validate(sandbox, columns, {
			...PROPOSED,
			options: { ...limits, dryRun: true },
		});
		const { items } = await validate(sandbox, columns, { ...PROPOSED, options: limits });

		expect(hintsOf(trial)).toContain('Dry run: nothing was sent. It would decline 1 (100 EUR).');
		expect(outcomesOf(trial.items)).toEqual(['dryRun', ...LEFT_OUT.map(() => 'skipped')]);
		expect(outcomesOf(items)).toEqual(['done', ...LEFT_OUT.map(() => 'skipped')]);
		expect(batchesOf(sandbox).flat()).toHaveLength(1);
	});

	it('still stops for a row that cannot be sent, and for settings that cannot be relied on', async () => {
		const [a] = addPending(sandbox, 1);
		const columns = [
			comparedColumns(a, { proposedAction: 'wait' }),
			comparedColumns(a, { proposedAction: 'waiting' }),
		];

		const stop = await stopOf(validate(sandbox, columns, PROPOSED));
		const { items } = await validate(
			sandbox,
			columns,
			{ ...PROPOSED, options: { maxRows: '={{ $json.nothing }}' } },
			CONTINUE,
		);

		expect(stop.message).toBe(
			'"Action of the Item" is "waiting", which is not an action [item 2 of 2]',
		);
		expect(outcomesOf(items)).toEqual(['failed', 'failed']);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('takes the words only where each item has its own action', async () => {
		const [a] = addPending(sandbox, 1);

		const stop = await stopOf(validate(sandbox, [comparedColumns(a)], { action: '={{ "wait" }}' }));

		expect(stop.message).toContain('"Action" is "wait", which is not an action');
	});

	describe('with one action for all items', () => {
		it.each([
			['approve', [undefined, null, 'approve', ' Approve'], ['amend', 'decline', ...LEFT_OUT]],
			['decline', [undefined, null, 'decline'], ['approve', 'amend', ...LEFT_OUT]],
			['amend', [undefined, null, 'amend'], ['approve', 'decline', ...LEFT_OUT]],
		])(
			'%s leaves out the items for which something else is proposed',
			async (action, own, other) => {
				const proposals = [...own, ...other];
				const columns = addPending(sandbox, proposals.length).map((row, place) =>
					comparedColumns(row, { proposedAction: proposals[place] as string }),
				);
				const fields = { amendReason: 'x', declineReason: 'x', saleAmount: 50, currency: 'EUR' };

				const { items, hints } = await validate(sandbox, columns, { ...fields, action });

				expect(outcomesOf(items)).toEqual([
					...own.map(() => 'done'),
					...other.map(() => 'skipped'),
				]);
				expect(hintsOf({ hints })).toContain(`${own.length} done, ${other.length} skipped.`);
				expect(batchesOf(sandbox).flat()).toHaveLength(own.length);
				expect(resultsOf(items).at(-1)).toMatchObject({
					message: 'Not sent, because the proposed action is "review". The amounts agree',
					nextStep: `To go by what is proposed, set "Action" to Different for Each Item, with an expression in "Action of the Item". To ${action} this item all the same, give ${action} there.`,
					proposedAction: 'review',
				});
			},
		);

		it('is what the next step says: given for each item, it is done whatever is proposed', async () => {
			const [a] = addPending(sandbox, 1);
			const columns = [comparedColumns(a, { proposedAction: 'review' })];

			const { items } = await validate(sandbox, columns, { ...PROPOSED, itemAction: 'approve' });

			expect(outcomesOf(items)).toEqual(['done']);
		});

		it('amends tracking parameters of all, which nobody proposes', async () => {
			const [a] = addPending(sandbox, 1);
			const customParameters = { parameter: [{ key: '1', value: 'x' }] };

			const { items } = await validate(sandbox, [comparedColumns(a, { proposedAction: 'wait' })], {
				action: 'amendTrackingParameters',
				customParameters,
			});

			expect(outcomesOf(items)).toEqual(['done']);
		});

		it.each([
			[{ awin: { proposedAction: 'send' } }, '"awin.proposedAction" is "send", which is not'],
			[{ awin: '[object Object]' }, '"awin" is "[object Object]", which says nothing'],
			[{ awin: [{ proposedAction: 'review' }] }, '"awin" is "'],
			[{ awin: '{"proposedAction":"rev' }, '"awin" is "'],
		])('refuses an item that says what nobody can read: %j', async (said, message) => {
			const [a, b] = addPending(sandbox, 2);
			const columns = [{ id: a.id, ...said }, comparedColumns(b)] as IDataObject[];

			const { items } = await validate(sandbox, columns, {}, CONTINUE);

			expect(outcomesOf(items)).toEqual(['failed', 'done']);
			expect(resultsOf(items)[0].message).toContain(message);
			expect(statusOf(sandbox, a.id)).toBe('pending');
		});

		it('takes a plain column of that name for what it is, such as the ID', async () => {
			const rows = addPending(sandbox, 2);
			const columns = [{ awin: rows[0].id }, { awin: String(rows[1].id) }];

			const { items } = await validate(sandbox, columns, { transactionId: '={{ $json.awin }}' });

			expect(outcomesOf(items)).toEqual(['done', 'done']);
		});
	});

	it('does not take what it leaves out for done in a loop', async () => {
		const [a] = addPending(sandbox, 1);
		const columns = [
			comparedColumns(a, { proposedAction: 'review' }),
			comparedColumns(a, { proposedAction: 'decline', declineReason: 'order cancelled' }),
		];
		const parameters = { ...PROPOSED, options: { maxRows: 1 } };
		const settings = { parameters, credentials: credentialsFor(sandbox) };

		const { error, runs } = await runWorkflow(looped(settings, 1), columns, settings);

		expect(error).toBeUndefined();
		expect(runs.flatMap(outcomesOf)).toEqual(['skipped', 'done']);
	});
});

describe('Submit', () => {
	it('sends what is proposed as submit, and what has no proposal', async () => {
		const columns = proposedOrders(['submit', ' SUBMIT ', undefined, null, '', ...NOT_SUBMITTED]);

		const execution = await submit(sandbox, columns);

		const { items } = execution;
		expect(outcomesOf(items)).toEqual([
			...Array(5).fill('accepted'),
			...NOT_SUBMITTED.map(() => 'skipped'),
		]);
		expect(hintsOf(execution)).toContain('5 accepted, 6 skipped.');
		expect(resultsOf(items)[5]).toEqual({
			outcome: 'skipped',
			code: null,
			message: 'Not sent, because the proposed action is "approve". Reason 6',
			nextStep: 'Transaction: Validate takes such items.',
			batchId: null,
			correlationId: null,
			warnings: [],
			sent: null,
			transaction: null,
			proposedAction: 'approve',
			reason: 'Reason 6.',
		});
		expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-2', 'A-3', 'A-4', 'A-5']);
		expect(store.orders).toBe(5);
	});

	it('does so by a column of a sheet as well', async () => {
		const columns = ordersOf(3).map((order, place) => ({
			...order,
			todo: ['Submit', 'wait', 'review'][place],
		}));
		const additionalFields = { proposedAction: '={{ $json.todo }}' };

		const { items } = await submit(sandbox, columns, { additionalFields });

		expect(outcomesOf(items)).toEqual(['accepted', 'skipped', 'skipped']);
		expect(resultsOf(items)[1].message).toBe('Not sent, because the proposed action is "wait"');
		expect(resultsOf(items)[1]).not.toHaveProperty('proposedAction');
	});

	it.each([
		['blank', '', 'is set, but has no value'],
		['no column', undefined, 'is set, but has no value'],
		['another word', 'send', 'is "send", which is not a proposed action'],
		['a number', 1, 'is "1", which is not a proposed action'],
		['yes', true, 'is "true", which is not a proposed action'],
	])('refuses everything where the field says nothing: %s', async (_what, todo, message) => {
		const columns = ordersOf(3).map((order, place) => ({
			...order,
			todo: place === 1 ? todo : 'submit',
		})) as IDataObject[];
		const parameters = { additionalFields: { proposedAction: '={{ $json.todo }}' } };

		const stop = await stopOf(submit(sandbox, columns, parameters));
		const { items } = await submit(sandbox, columns, parameters, CONTINUE);

		expect(stop.message).toBe(`"Proposed Action" ${message} [item 2 of 3]`);
		expect(stop.description).toMatch(/^Nothing was sent\. \w/);
		expect(outcomesOf(items)).toEqual(['failed', 'failed', 'failed']);
		expect(bookedReferences(sandbox)).toEqual([]);
	});

	it('refuses an item for which the field and the item itself say different things', async () => {
		const columns = proposedOrders(['submit', 'wait', 'submit']).map((order) => ({
			...order,
			todo: 'submit',
		}));
		const parameters = { additionalFields: { proposedAction: '={{ $json.todo }}' } };

		const stop = await stopOf(submit(sandbox, columns, parameters));
		const { items } = await submit(sandbox, columns, parameters, CONTINUE);

		expect(stop.message).toBe(
			'"Proposed Action" is "submit", which differs from what the item says by itself: its "awin.proposedAction" is "wait" [item 2 of 3]',
		);
		expect(outcomesOf(items)).toEqual(['accepted', 'failed', 'accepted']);
		expect(bookedReferences(sandbox)).toEqual(['A-1', 'A-3']);
	});

	it.each(['send', 1, true, ['submit'], { a: 1 }])(
		'does not guess what an item means by %j',
		async (proposedAction) => {
			const columns = proposedOrders(['submit', proposedAction]);

			const { items } = await submit(sandbox, columns, {}, CONTINUE);

			expect(outcomesOf(items)).toEqual(['accepted', 'failed']);
			expect(resultsOf(items)[1].message).toMatch(
				/^"awin\.proposedAction" is ".+", which is not a proposed action$/,
			);
		},
	);

	it('does not count for limits and dry runs what it leaves out, nor read it', async () => {
		const [order] = proposedOrders(['submit']);
		const columns = [
			order,
			...NOT_SUBMITTED.map((proposedAction) => ({ awin: { proposedAction } })),
		];
		const limits = { maxRows: 1, maxTotalAmount: 10 };

		const trial = await submit(sandbox, columns, { options: { ...limits, dryRun: true } });
		const { items } = await submit(sandbox, columns, { options: limits });

		expect(outcomesOf(trial.items)).toEqual(['dryRun', ...NOT_SUBMITTED.map(() => 'skipped')]);
		expect(hintsOf(trial)[0]).toContain('It would submit 1 order (10.00 EUR)');
		expect(outcomesOf(items)).toEqual(['accepted', ...NOT_SUBMITTED.map(() => 'skipped')]);
	});

	it('means what it meant for items with a column of that name that says nothing of a proposal', async () => {
		const odd = [null, '', ' ', {}, { outcome: 'done' }, '{}', '{"outcome":"done"}'];
		const columns = ordersOf(odd.length).map((order, place) => ({
			...order,
			awin: odd[place],
		})) as IDataObject[];

		const { items } = await submit(sandbox, columns);

		expect(outcomesOf(items)).toEqual(odd.map(() => 'accepted'));
		expect(Object.keys(resultsOf(items)[0])).not.toContain('proposedAction');
	});
});

describe('what was proposed stays with the item', () => {
	const kept = ({ json }: INodeExecutionData) => {
		const { proposedAction, reason } = (json.awin ?? json.details) as IDataObject;
		return { proposedAction, reason };
	};
	const settings: Array<[string, Partial<ExecutionSettings>]> = [
		['Continue', CONTINUE],
		['the error output', ERROR_OUTPUT],
	];

	it.each(settings)('in every outcome, with %s', async (_how, on) => {
		const [a, b] = addPending(sandbox, 2);
		const rows = [
			comparedColumns(a),
			comparedColumns(b, { proposedAction: 'decline' }),
			comparedColumns({ ...a, id: 999 }),
			comparedColumns(a, { proposedAction: 'review' }),
		];
		const orders = proposedOrders(['submit', 'wait', 'submit']).map((order, place) => ({
			...order,
			...(place === 2 ? { total: 'x' } : {}),
		}));

		const validated = await validate(sandbox, rows, PROPOSED, on);
		const trial = await validate(sandbox, rows, { ...PROPOSED, options: { dryRun: true } }, on);
		const submitted = await submit(sandbox, orders, {}, on);

		for (const { items } of [validated, trial]) {
			expect(items.map(kept)).toEqual(
				rows.map(({ awin }) => kept({ json: { awin: awin as IDataObject } })),
			);
		}
		expect(submitted.items.map(kept)).toEqual([
			{ proposedAction: 'submit', reason: 'Reason 1.' },
			{ proposedAction: 'wait', reason: 'Reason 2.' },
			{ proposedAction: 'submit', reason: 'Reason 3.' },
		]);
	});

	it('as it is, whatever it is, and nothing else of the column', async () => {
		const parsed = JSON.parse(
			'{"awin":{"proposedAction":{"__proto__":{"a":1}},"reason":["x"],"__proto__":{"outcome":"done"},"outcome":"mine"},"__proto__":{"b":2}}',
		) as IDataObject;
		const [a] = addPending(sandbox, 1);

		const columns = [{ ...parsed, id: a.id, action: 'approve' }];

		const { items } = await validate(sandbox, columns, sheetParameters);

		expect(kept(items[0])).toEqual({
			proposedAction: (parsed.awin as IDataObject).proposedAction,
			reason: ['x'],
		});
		expect(items[0].json.awin).toMatchObject({ outcome: 'done', message: 'Approved' });
		expect(Object.getPrototypeOf(items[0].json.awin)).toBe(Object.prototype);
	});

	it('only in these two: a proof of purchase goes by nothing of the kind', async () => {
		const columns = proposedOrders(['wait']);

		const { items } = await runOver(sandbox, columns, proofParameters);

		expect(outcomesOf(items)).toEqual(['accepted']);
		expect(resultsOf(items)[0]).not.toHaveProperty('proposedAction');
	});

	it('so Validate and Submit can follow each other in one line', async () => {
		const [a, b] = addPending(sandbox, 2);
		const [missing] = ordersOf(1);
		const columns = [
			{ ...missing, ...comparedColumns(a) },
			{
				...missing,
				...comparedColumns(b, { proposedAction: 'decline', declineReason: 'returned' }),
			},
			{ ...missing, awin: { proposedAction: 'submit', reason: 'Awin does not have it.' } },
			{ ...missing, awin: { proposedAction: 'wait', reason: 'It is open.' } },
		] as IDataObject[];

		const first = await validate(sandbox, columns, PROPOSED);
		const second = await runOver(
			sandbox,
			first.items.map(({ json }) => json),
			submitParameters,
		);

		expect(outcomesOf(first.items)).toEqual(['done', 'done', 'skipped', 'skipped']);
		expect(outcomesOf(second.items)).toEqual(['skipped', 'skipped', 'accepted', 'skipped']);
		expect(bookedReferences(sandbox)).toEqual(['A-1']);
	});
});
