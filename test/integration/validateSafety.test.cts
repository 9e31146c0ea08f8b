import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { CONTINUE, executeAwin } from '../support/contexts.cts';
import { credentialsFor, NOW_MS } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import {
	addPending,
	batchesOf,
	outcomesOf,
	resultsOf,
	statusOf,
	stopOf,
	validate,
	validateParameters,
} from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true });

const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;
const DECLINE: INodeParameters = { action: 'decline', declineReason: '={{ $json.why }}' };
const SHEET: INodeParameters = {
	action: 'eachItem',
	itemAction: '={{ $json.action }}',
	declineReason: '={{ $json.why }}',
	amendReason: '={{ $json.why }}',
	saleAmount: '={{ $json.amount }}',
	currency: '={{ $json.currency }}',
};

describe('a row that cannot be sent', () => {
	it('stops the node before anything is sent, and is named', async () => {
		const [a, b] = addPending(sandbox, 2);

		const stop = await stopOf(
			validate(sandbox, [{ id: a.id, why: 'returned' }, { id: b.id }], DECLINE),
		);

		expect(stop.message).toBe('"Decline Reason" is empty [item 2 of 2]');
		expect(stop.description).toBe(
			'Nothing was sent. Say why, such as "order returned": the publisher gets to see it.',
		);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('is named with the first others, and with how many there are', async () => {
		const columns = [
			{ id: 'x', why: 'a' },
			{ id: 1 },
			{ id: 2, why: 'ok' },
			{ id: 3, why: ' ' },
			{ id: '', why: 'a' },
			{ id: 'y', why: 'a' },
			{ id: 'z', why: 'a' },
		];

		const stop = await stopOf(validate(sandbox, columns, DECLINE));

		expect(stop.message).toBe(
			'6 of 7 items cannot be sent as they are: "Transaction ID" is "x", which is not an ID: an Awin ID has digits only [item 1 of 7]; "Decline Reason" is empty [items 2 and 4 of 7]; "Transaction ID" is empty [item 5 of 7]; and 2 more',
		);
		expect(stop.description).toContain('Nothing was sent.');
		expect(stop.description).toContain('set On Error to Continue');
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('comes back as failed where the node is set to continue; the others are sent', async () => {
		const [a, b] = addPending(sandbox, 2);
		const columns = [
			{ id: a.id, why: 'returned' },
			{ id: 'x', why: 'returned', note: 'mine' },
			{ id: b.id, why: 'fraud' },
		];

		const { items, hints } = await validate(sandbox, columns, DECLINE, CONTINUE);

		expect(outcomesOf(items)).toEqual(['done', 'failed', 'done']);
		expect(items[1].json).toEqual({
			...columns[1],
			awin: {
				outcome: 'failed',
				code: null,
				message: '"Transaction ID" is "x", which is not an ID: an Awin ID has digits only',
				nextStep: 'Give the ID as Awin shows it, such as 1612345678, in a column of its own.',
				jobId: null,
				sent: null,
			},
		});
		expect(batchesOf(sandbox)[0]).toHaveLength(2);
		expect(hints).toContainEqual({
			message: '2 done, 1 not done.',
			type: 'warning',
			location: 'outputPane',
		});
	});

	it('takes the error output with its result in the details, in the form that n8n looks for', async () => {
		const [a] = addPending(sandbox, 1);

		const { items } = await validate(
			sandbox,
			[{ id: a.id, why: 'returned' }, { id: 999, why: 'returned' }, { id: 'x' }],
			DECLINE,
			ERROR_OUTPUT,
		);

		expect(resultsOf(items)[0].outcome).toBe('done');
		expect(items[1]).toEqual({
			json: {
				error:
					'Awin has no transaction 999 in account 77101 (code 404). Awin says: "No transaction matches the given identification"',
				details: {
					outcome: 'failed',
					code: 404,
					message: expect.any(String) as string,
					nextStep: expect.any(String) as string,
					jobId: expect.any(String) as string,
					sent: {
						action: 'decline',
						transaction: { transactionId: 999, declineReason: 'returned' },
					},
				},
			},
			pairedItem: { item: 1 },
		});
		expect(Object.keys(items[2].json)).toEqual(['error', 'details']);
	});
});

describe('after sending nothing is thrown away', () => {
	it('a stop tells what was done and what was not', async () => {
		const rows = addPending(sandbox, 5);
		for (const id of [rows[1].id, rows[2].id]) {
			sandbox.awin.world.scheduleEvent({ transactionId: id, kind: 'declined', atMs: NOW_MS - 1 });
		}

		const stop = await stopOf(
			validate(
				sandbox,
				rows.map(({ id }) => ({ id })),
			),
		);

		expect(stop.message).toBe('2 of 5 items were not validated: 3 done, 2 not done');
		expect(stop.description).toBe(
			`Awin did not approve transaction ${rows[1].id} (code 422). Awin says: "Declined transaction cannot be approved" [item 2 of 5]. Awin did not approve transaction ${rows[2].id} (code 422). Awin says: "Declined transaction cannot be approved" [item 3 of 5]. Only pending transactions can be approved, declined or amended. Look at the transaction at Awin, and correct the values of this item. In order: items 1, 4 to 5. Running the node again is safe: what was done already is then reported as already done.`,
		);
		expect(statusOf(sandbox, rows[0].id)).toBe('approved');
	});

	it('a long list of them is cut', async () => {
		const columns = Array.from({ length: 300 }, (_, index) => ({ id: index + 1 }));

		const stop = await stopOf(validate(sandbox, columns));

		expect(stop.message).toBe('300 of 300 items were not validated: 300 not done');
		expect(stop.description).toContain('[item 10 of 300]');
		expect(stop.description).not.toContain('[item 11 of 300]');
		expect(stop.description).toContain('And 290 more.');
	});

	it('bad rows and failed ones are told of together where the node is set to continue', async () => {
		const [a] = addPending(sandbox, 1);

		const { items, hints } = await validate(
			sandbox,
			[{ id: 999 }, { id: a.id }, { id: 'x' }],
			{},
			CONTINUE,
		);

		expect(outcomesOf(items)).toEqual(['failed', 'done', 'failed']);
		expect(hints.map(({ message }) => message)).toContain('1 done, 2 not done.');
	});
});

describe('the same transaction twice', () => {
	it('is refused with both item numbers', async () => {
		const [a, b] = addPending(sandbox, 2);

		const stop = await stopOf(
			validate(sandbox, [{ id: a.id }, { id: b.id }, { id: String(a.id) }]),
		);

		expect(stop.message).toBe(
			'2 of 3 items cannot be sent as they are: The same transaction is named by items 1 and 3 [items 1 and 3 of 3]',
		);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('is refused on both rows where the node is set to continue', async () => {
		const [a, b] = addPending(sandbox, 2);

		const { items } = await validate(
			sandbox,
			[{ id: a.id }, { id: b.id }, { id: a.id }],
			{},
			CONTINUE,
		);

		expect(outcomesOf(items)).toEqual(['failed', 'done', 'failed']);
		expect(statusOf(sandbox, a.id)).toBe('pending');
	});

	it('is seen through an id and a reference', async () => {
		const [a, b] = addPending(sandbox, 2);
		const columns = [{ id: a.id }, { ref: 'T-2' }, { ref: ' T-1 ' }];

		const stop = await stopOf(
			validate(sandbox, columns, {
				identifyBy: 'whichever',
				orderReference: '={{ $json.ref }}',
			}),
		);

		expect(stop.message).toContain('The same transaction is named by items 1 and 3');
		expect(statusOf(sandbox, b.id)).toBe('pending');
		expect(batchesOf(sandbox)).toEqual([]);
	});

	it('may stand there once for each of two accounts', async () => {
		const [a] = addPending(sandbox, 1);

		const { items } = await validate(
			sandbox,
			[
				{ id: a.id, account: 77101 },
				{ id: a.id, account: 77102 },
			],
			{ accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' } },
			CONTINUE,
		);

		expect(outcomesOf(items)).toEqual(['done', 'failed']);
	});
});

describe('a dry run', () => {
	it('sends nothing, and gives the rows that would go with a summary', async () => {
		const [a, b, c] = addPending(sandbox, 3);
		const columns = [
			{ id: a.id, action: 'approve' },
			{ id: b.id, action: 'decline', why: 'returned' },
			{ id: c.id, action: 'amend', why: 'partly returned', amount: '80,50', currency: 'EUR' },
		];
		const settings = { ...SHEET, options: { dryRun: true } };

		const { items, hints } = await validate(sandbox, columns, settings);

		expect(sandbox.awin.calls).toEqual([]);
		const would = resultsOf(items).map(({ wouldSend }) => wouldSend);
		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'dryRun',
			sent: null,
			summary: [
				{ action: 'approve', currency: null, transactions: 1, saleAmount: null },
				{ action: 'decline', currency: null, transactions: 1, saleAmount: null },
				{ action: 'amend', currency: 'EUR', transactions: 1, saleAmount: 80.5 },
			],
		});
		expect(hints.map(({ message }) => message)).toEqual(
			expect.arrayContaining([
				'Dry run: nothing was sent. It would approve 1, decline 1, amend 1 (80.5 EUR).',
			]),
		);

		await validate(sandbox, columns, { ...SHEET, options: { dryRun: false } });
		expect(batchesOf(sandbox)).toEqual([would]);
	});

	it('is what an AI agent gets unless it is switched off', async () => {
		const [a] = addPending(sandbox, 1);
		const parameters = { ...validateParameters, transactionId: a.id };
		const tool = { credentials: credentialsFor(sandbox), type: 'n8n-nodes-awin.awinTool' };

		const trial = await executeAwin({ ...tool, parameters });
		const real = await executeAwin({
			...tool,
			parameters: { ...parameters, options: { dryRun: false } },
		});

		expect(outcomesOf(trial.items)).toEqual(['dryRun']);
		expect(outcomesOf(real.items)).toEqual(['done']);
	});

	it('may be asked for row by row', async () => {
		const [a, b] = addPending(sandbox, 2);

		const { items } = await validate(
			sandbox,
			[
				{ id: a.id, trial: true },
				{ id: b.id, trial: false },
			],
			{ options: { dryRun: '={{ $json.trial }}' } },
		);

		expect(outcomesOf(items)).toEqual(['dryRun', 'done']);
		expect(batchesOf(sandbox)[0]).toHaveLength(1);
	});
});

describe('a setting that is there and says nothing refuses everything', () => {
	it.each<[string, INodeParameters, string]>([
		['Dry Run', { dryRun: '={{ $json.dry }}' }, 'is set, but has no value [item 1 of 3]'],
		['Dry Run', { dryRun: '' }, 'is set, but has no value [item 1 of 3]'],
		['Max Rows', { maxRows: '={{ $json.most }}' }, 'is set, but has no value [item 1 of 3]'],
		['Max Total Amount', { maxTotalAmount: '' }, 'is set, but has no value [item 1 of 3]'],
		[
			'Only if Unchanged',
			{ onlyIfUnchanged: '={{ $json.only }}' },
			'is set, but has no value [item 1 of 3]',
		],
		[
			'Only if Unchanged',
			{ onlyIfUnchanged: '={{ [true, true, "maybe"][$itemIndex] }}' },
			'is "maybe", which is neither true nor false [item 3 of 3]',
		],
		[
			'Only if Unchanged',
			{ onlyIfUnchanged: '={{ $itemIndex === 1 }}' },
			'is "true", which is not the same as for the first item, and this option holds for all items at once [item 2 of 3]',
		],
		[
			'Dry Run',
			{ dryRun: '={{ $itemIndex > 1 ? "" : false }}' },
			'is set, but has no value [item 3 of 3]',
		],
		[
			'Dry Run',
			{ dryRun: '={{ $itemIndex > 0 ? "maybe" : false }}' },
			'is "maybe", which is neither true nor false [item 2 of 3]',
		],
		[
			'Max Rows',
			{ maxRows: '={{ [10, 10, 2][$itemIndex] }}' },
			'is "2", which is not the same as for the first item, and this option holds for all items at once [item 3 of 3]',
		],
		[
			'Max Rows',
			{ maxRows: '={{ [2, 10, 10][$itemIndex] }}' },
			'is "10", which is not the same as for the first item, and this option holds for all items at once [item 2 of 3]',
		],
	])('%s: %j', async (label, options, words) => {
		const columns = addPending(sandbox, 3).map(({ id }) => ({ id }));

		const stop = await stopOf(validate(sandbox, columns, { options }));

		expect(stop.message).toBe(`"${label}" ${words}`);
		expect(stop.description).toMatch(/^Nothing was sent\. (Give|Use) /);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('also where the node is set to continue, and each row says because of which item', async () => {
		const columns = addPending(sandbox, 3).map(({ id }) => ({ id }));
		const options = { dryRun: '={{ $itemIndex === 1 ? null : false }}' };

		const { items } = await validate(sandbox, columns, { options }, CONTINUE);

		const words = '"Dry Run" is set, but has no value';
		expect(outcomesOf(items)).toEqual(['failed', 'failed', 'failed']);
		expect(resultsOf(items).map(({ message }) => message)).toEqual([
			`Not sent, because of item 2: ${words}`,
			words,
			`Not sent, because of item 2: ${words}`,
		]);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('but the same said in different ways is the same', async () => {
		const columns = addPending(sandbox, 3).map(({ id }) => ({ id }));
		const options = {
			maxRows: '={{ [10, "10", " 10 "][$itemIndex] }}',
			waitForCompletion: '={{ [true, "TRUE", 1][$itemIndex] }}',
		};

		const { items } = await validate(sandbox, columns, { options });

		expect(outcomesOf(items)).toEqual(['done', 'done', 'done']);
	});
});

describe('limits refuse the whole batch before anything is sent', () => {
	it('Max Rows', async () => {
		const columns = addPending(sandbox, 3).map(({ id }) => ({ id }));

		const stop = await stopOf(validate(sandbox, columns, { options: { maxRows: 2 } }));
		const { items } = await validate(sandbox, columns, { options: { maxRows: 2 } }, CONTINUE);

		expect(stop.message).toContain(
			'There are 3 items to send, more than the 2 that "Max Rows" allows; nothing was sent',
		);
		expect(outcomesOf(items)).toEqual(['failed', 'failed', 'failed']);
		expect(sandbox.awin.calls).toEqual([]);
		expect(
			outcomesOf((await validate(sandbox, columns, { options: { maxRows: 3 } })).items),
		).toEqual(['done', 'done', 'done']);
	});

	const taking =
		(amount: string, more: IDataObject = {}) =>
		(ids: number[]) => [
			{ id: ids[0], action: 'decline', why: 'returned' },
			{ id: ids[1], action: 'amend', why: 'partly', amount, currency: 'EUR', ...more },
			{ id: ids[2], action: 'approve' },
		];

	it.each([
		['what is declined and taken off', taking('40'), 160, true],
		['one cent less', taking('40'), 159.99, false],
		['an amendment upwards adds, and that counts', taking('400'), 400, true],
		['an amendment upwards by one cent too much', taking('400.01'), 400, false],
		['nothing may be taken', taking('400'), 0, false],
	])('Max Total Amount: %s', async (_what, columnsOf, maxTotalAmount, isSent) => {
		const ids = addPending(sandbox, 3, { saleAmount: 100 }).map(({ id }) => id);

		const run = validate(sandbox, columnsOf(ids), { ...SHEET, options: { maxTotalAmount } });

		if (isSent) {
			expect(outcomesOf((await run).items)).toEqual(['done', 'done', 'done']);
		} else {
			const stop = await stopOf(run);
			expect(stop.message).toMatch(
				/EUR would be declined or taken off by amendments, more than the .* that "Max Total Amount" allows/,
			);
			expect(batchesOf(sandbox)).toEqual([]);
		}
	});

	it('Max Total Amount says which way it goes', async () => {
		const [a, b] = addPending(sandbox, 2, { saleAmount: 50 }).map(({ id }) => id);
		const raise = { action: 'amend', why: 'typo', amount: 5000, currency: 'EUR' };
		const settings = { ...SHEET, approveAfterAmend: true, options: { maxTotalAmount: 1000 } };

		const up = await stopOf(validate(sandbox, [{ id: a, ...raise }], settings));
		const both = await stopOf(
			validate(
				sandbox,
				[
					{ id: a, ...raise },
					{ id: b, action: 'decline', why: 'returned' },
				],
				settings,
			),
		);

		expect(up.message).toContain(
			'4950.00 EUR would be added by amendments, more than the 1000 that "Max Total Amount" allows',
		);
		expect(both.message).toContain(
			'5000.00 EUR in all: 4950.00 EUR would be added by amendments and 50.00 EUR would be declined or taken off by amendments, more than the 1000',
		);
		expect(batchesOf(sandbox)).toEqual([]);
	});

	it('Max Total Amount counts each currency on its own', async () => {
		const [a] = addPending(sandbox, 1, { saleAmount: 100, currency: 'EUR' });
		const [b] = addPending(sandbox, 1, { saleAmount: 100, currency: 'CHF' });
		const columns = [a, b].map(({ id }) => ({ id, why: 'returned' }));

		const { items } = await validate(sandbox, columns, {
			...DECLINE,
			options: { maxTotalAmount: 100 },
		});

		expect(outcomesOf(items)).toEqual(['done', 'done']);
	});

	it('Max Total Amount counts nothing for what was declined before', async () => {
		const [a] = addPending(sandbox, 1);
		const columns = [{ id: a.id, why: 'returned' }];
		const settings = { ...DECLINE, options: { maxTotalAmount: 100 } };
		await validate(sandbox, columns, settings);

		const { items } = await validate(sandbox, columns, {
			...DECLINE,
			options: { maxTotalAmount: 0 },
		});

		expect(outcomesOf(items)).toEqual(['alreadyDone']);
	});

	it('Max Total Amount refuses what it cannot count', async () => {
		const [a] = addPending(sandbox, 1);
		const columns = [
			{ id: 999, action: 'decline', why: 'returned' },
			{ id: a.id, action: 'amend', why: 'partly', amount: 40, currency: 'GBP' },
		];

		const { items } = await validate(
			sandbox,
			columns,
			{ ...SHEET, options: { maxTotalAmount: 1000 } },
			CONTINUE,
		);

		expect(outcomesOf(items)).toEqual(['failed', 'failed']);
		expect(resultsOf(items).map(({ message }) => message)).toEqual([
			'Awin has no transaction 999 in account 77101, so what it takes off cannot be held against "Max Total Amount"',
			`"Currency" is "GBP", and Awin has transaction ${a.id} in EUR, so what it takes off cannot be held against "Max Total Amount"`,
		]);
		expect(batchesOf(sandbox)).toEqual([]);
	});

	it('Max Total Amount reads the amounts of orders with a date, too', async () => {
		const rows = addPending(sandbox, 2, { saleAmount: 100 });
		const columns = rows.map((row) => ({
			ref: row.orderRef as string,
			date: row.transactionDate as string,
			why: 'returned',
		}));
		const settings = {
			...DECLINE,
			identifyBy: 'orderReferenceAndDate',
			orderReference: '={{ $json.ref }}',
			transactionDate: '={{ $json.date }}',
		};

		const stop = await stopOf(
			validate(sandbox, columns, { ...settings, options: { maxTotalAmount: 199 } }),
		);
		const { items } = await validate(sandbox, columns, {
			...settings,
			options: { maxTotalAmount: 200 },
		});

		expect(stop.message).toContain('200.00 EUR would be declined');
		expect(outcomesOf(items)).toEqual(['done', 'done']);
	});
});

describe('an option that cannot be used', () => {
	it.each([
		[
			{ timeoutSeconds: 'long' },
			'"Timeout Seconds" is "long", which is not a number from 1 to 86400',
		],
		[{ searchBackDays: 0 }, '"Search Back Days" is "0", which is not a number from 1 to 3650'],
		[{ maxRows: 'x' }, '"Max Rows" is "x", which is not a number from 0 on'],
		[{ maxTotalAmount: -1 }, '"Max Total Amount" is "-1", which is not a number from 0 on'],
		[
			{ onlyIfUnchanged: 'perhaps' },
			'"Only if Unchanged" is "perhaps", which is neither true nor false',
		],
		[{ dryRun: 'perhaps' }, '"Dry Run" is "perhaps", which is neither true nor false'],
		[
			{ waitForCompletion: 'perhaps' },
			'"Wait for Completion" is "perhaps", which is neither true nor false',
		],
	])('%j: nothing is sent, whatever On Error says', async (options, message) => {
		const [a] = addPending(sandbox, 1);

		const stop = await stopOf(validate(sandbox, [{ id: a.id }], { options }));
		const { items } = await validate(sandbox, [{ id: a.id }], { options }, CONTINUE);

		expect(stop.message).toBe(`${message} [item 1 of 1]`);
		expect(resultsOf(items)[0]).toMatchObject({ outcome: 'failed', message });
		expect(sandbox.awin.calls).toEqual([]);
	});
});

describe('the invoicing cut-off', () => {
	it.each([
		['2026-06-15T08:30:00Z', 'The next cut-off is on 15 June, in 1 hour.'],
		['2026-06-29T08:30:00Z', 'The next cut-off is on 30 June, in 25 hours.'],
		['2026-06-20T08:30:00Z', undefined],
	])('on %s: %s', async (now, text) => {
		const [a] = addPending(sandbox, 1);
		jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now));

		const { hints } = await validate(sandbox, [{ id: a.id }]);

		const told = hints.map(({ message }) => message).filter((hint) => hint.includes('cut-off'));
		expect(told).toEqual(text ? [expect.stringContaining(text)] : []);
	});
});
