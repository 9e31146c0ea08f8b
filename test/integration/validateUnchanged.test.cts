/**
 * Only if Unchanged: what has changed since it was decided is left out, and where nobody can say, nothing is sent.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { CONTINUE } from '../support/contexts.cts';
import { credentialsFor, NOW_MS, type Row } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import {
	addPending,
	batchesOf,
	comparedColumns,
	happened,
	outcomesOf,
	resultsOf,
	sheetParameters,
	statusOf,
	stopOf,
	validate,
	validateParameters,
} from '../support/validation.cts';
import { looped, runWorkflow, straight } from '../support/workflows.cts';

const { sandbox, clock } = useSandbox({ clock: true });

const UNCHANGED: INodeParameters = { options: { onlyIfUnchanged: true } };
const PROPOSED: INodeParameters = {
	...sheetParameters,
	itemAction: '={{ $json.awin.proposedAction }}',
	declineReason: 'order cancelled',
	amendReason: 'partly returned',
	saleAmount: '={{ $json.awin.saleAmount }}',
	...UNCHANGED,
};
/** Each way of naming a transaction. */
const NAMES: Record<string, INodeParameters> = {
	'by ID': {},
	'by order reference': { identifyBy: 'orderReference', orderReference: '={{ $json.ref }}' },
	'by order reference and date': {
		identifyBy: 'orderReferenceAndDate',
		orderReference: '={{ $json.ref }}',
		transactionDate: '={{ $json.date }}',
	},
};
const READ = { match: { path: '/transactions/?' } };
const BATCH = { match: { path: '/transactions/batch' } };

const compared = (rows: Row[], proposal?: IDataObject) =>
	rows.map((row) => comparedColumns(row, proposal));
const run = async (columns: IDataObject[], parameters: INodeParameters = {}) =>
	await validate(sandbox, columns, { ...UNCHANGED, ...parameters }, CONTINUE);
const sentIds = () =>
	batchesOf(sandbox)
		.flat()
		.map((entry) => entry?.transaction.transactionId ?? entry?.transaction.orderRef);
const reads = () =>
	sandbox.awin.calls.filter(({ method, path }) => method === 'GET' && !/batch|jobs/.test(path));

describe.each(Object.entries(NAMES))('a transaction named %s', (_how, naming) => {
	it('is sent where it is what the item says, and left out where it has changed', async () => {
		const rows = addPending(sandbox, 6, { saleAmount: 50 });
		const columns = compared(rows);
		happened(sandbox, rows[1].id, 'declined');
		happened(sandbox, rows[2].id, 'amended', 45);
		happened(sandbox, rows[3].id, 'amended', 45);
		happened(sandbox, rows[3].id, 'approved');

		const { items, hints } = await run(columns, naming);

		expect(outcomesOf(items)).toEqual(['done', 'skipped', 'skipped', 'skipped', 'done', 'done']);
		const messages = resultsOf(items).map(({ message }) => message);
		expect(messages.slice(1, 4)).toEqual([
			'Not sent, because it was pending at 50.00 EUR, and is declined now',
			'Not sent, because it was pending at 50.00 EUR, and is at 45.00 EUR now',
			'Not sent, because it was pending at 50.00 EUR, and is approved at 45.00 EUR now',
		]);
		expect(items[1].json).toEqual({
			...columns[1],
			awin: {
				outcome: 'skipped',
				code: null,
				message: messages[1],
				nextStep: 'Compare the order with Awin again, and decide by what the transaction is now.',
				jobId: null,
				sent: null,
				proposedAction: 'approve',
				reason: 'The amounts agree',
			},
		});
		expect(hints.map(({ message }) => message)).toContain('3 done, 3 skipped.');
		expect(batchesOf(sandbox).flat()).toHaveLength(3);
		expect(rows.map(({ id }) => statusOf(sandbox, id))).toEqual([
			'approved',
			'declined',
			'pending',
			'approved',
			'approved',
			'approved',
		]);
	});

	it('is left out where Awin does not give it any more', async () => {
		const [gone, there] = addPending(sandbox, 2);
		const columns = compared([gone, there]);
		happened(sandbox, gone.id, 'deleted');
		sandbox.awin.switches.deletedWithoutStatus = 'hidden';

		const { items } = await run(columns, naming);

		expect(outcomesOf(items)).toEqual(['skipped', 'done']);
		expect(resultsOf(items)[0].message).toMatch(
			/^Not sent, because (Awin does not give .+ any more|.+ which Awin does not have .+|.+ is deleted now)$/,
		);
		expect(sentIds()).toHaveLength(1);
	});

	it('is told in a dry run as well', async () => {
		const rows = addPending(sandbox, 3, { saleAmount: 50 });
		const columns = compared(rows);
		happened(sandbox, rows[1].id, 'declined');

		const { items, hints } = await run(columns, {
			...naming,
			options: { onlyIfUnchanged: true, dryRun: true },
		});

		expect(outcomesOf(items)).toEqual(['dryRun', 'skipped', 'dryRun']);
		expect(hints.map(({ message }) => message)).toContain(
			'Dry run: nothing was sent. It would approve 2 (100 EUR).',
		);
		expect(batchesOf(sandbox)).toEqual([]);
	});

	it('is read once, before anything is sent, also for Max Total Amount; what is left out does not count for it', async () => {
		const rows = addPending(sandbox, 3, { saleAmount: 50 });
		const columns = compared(rows, { proposedAction: 'decline' });
		happened(sandbox, rows[0].id, 'amended', 5_000);
		const once = async (options: IDataObject) => {
			sandbox.awin.calls.length = 0;
			await run(columns, { ...PROPOSED, ...naming, options: { dryRun: true, ...options } });
			return reads().length;
		};

		const lookedUp = naming.identifyBy === 'orderReference' ? 3 : 1;
		expect(await once({ onlyIfUnchanged: true })).toBe(lookedUp);
		expect(await once({ onlyIfUnchanged: true, maxTotalAmount: 100 })).toBe(lookedUp);

		const { items } = await run(columns, {
			...PROPOSED,
			...naming,
			options: { onlyIfUnchanged: true, maxTotalAmount: 100 },
		});
		expect(outcomesOf(items)).toEqual(['skipped', 'done', 'done']);
	});

	it('of which Awin says two things is left out', async () => {
		const rows = addPending(sandbox, 2, { saleAmount: 50 });
		const columns = compared(rows);
		const [first, second] = rows;
		sandbox.awin.faults.add({
			kind: 'body',
			body: JSON.stringify([first, second, { ...first, commissionStatus: 'declined' }]),
			...READ,
			times: Infinity,
		});

		const { items } = await run(columns, naming);

		expect(outcomesOf(items)).toEqual(['skipped', 'done']);
		expect(resultsOf(items)[0].message).toMatch(
			/^Not sent, because Awin has two different answers about /,
		);
	});

	it.each<[string, object]>([
		['refuses the call', { kind: 'status', status: 500 }],
		['takes it for forbidden', { kind: 'status', status: 403 }],
		['does not answer', { kind: 'dropBefore' }],
		['breaks off', { kind: 'dropAfter' }],
		['answers with something else', { kind: 'body', body: '{"a":1}' }],
		['answers with a page', { kind: 'body', body: '<html>' }],
		['answers with a list of other things', { kind: 'body', body: '[{"x":1}]' }],
	])('and nothing is sent where Awin %s', async (_what, fault) => {
		const rows = addPending(sandbox, 3);
		const columns = compared(rows);
		sandbox.awin.faults.add({
			...fault,
			...READ,
			times: Infinity,
		} as never);

		const { items } = await run(columns, naming);

		expect(outcomesOf(items)).toEqual(['failed', 'failed', 'failed']);
		expect(batchesOf(sandbox)).toEqual([]);
	});
});

describe.each(Object.entries(NAMES))('a transaction to amend, named %s', (_how, naming) => {
	const amend = async (rows: Row[], transactions: IDataObject[] = []) => {
		const columns = rows.map((row, place) => {
			const item = comparedColumns(row, { proposedAction: 'amend', saleAmount: 45 });
			const { transaction } = item.awin as { transaction: IDataObject };
			Object.assign(transaction, transactions[place]);
			return item;
		});
		return await run(columns, { ...PROPOSED, ...naming });
	};

	it('is left out where it was amended meanwhile, although its amount is the same', async () => {
		const rows = addPending(sandbox, 2, { saleAmount: 50 });
		happened(sandbox, rows[0].id, 'amended', 50);

		const { items } = await amend(rows);

		expect(outcomesOf(items)).toEqual(['skipped', 'done']);
		expect(resultsOf(items)[0]).toMatchObject({
			message:
				'Not sent, because it has been amended at Awin, and nothing in the item says that this was known; its amount is the same, but its parts may be others now',
			nextStep:
				'Look at its parts at Awin. To amend it all the same, give "amended" as true in its "awin.transaction", or run the node for this item alone without "Only if Unchanged".',
		});
		expect(sentIds()).toHaveLength(1);
	});

	it.each([
		[true, 'done'],
		['TRUE', 'done'],
		[false, 'skipped'],
		['', 'skipped'],
		['maybe', 'skipped'],
	])('goes by what the item says of that: %j', async (amended, outcome) => {
		const rows = addPending(sandbox, 1, { saleAmount: 50 });
		happened(sandbox, rows[0].id, 'amended', 50);

		const { items } = await amend(rows, [{ amended }]);

		expect(outcomesOf(items)).toEqual([outcome]);
	});

	it('may be approved or declined as before: its parts are as Awin has them', async () => {
		const rows = addPending(sandbox, 2, { saleAmount: 50 });
		const [a, b] = rows.map((row) => comparedColumns(row));
		for (const { id } of rows) happened(sandbox, id, 'amended', 50);

		const approved = await run([a], naming);
		const declined = await run(
			[{ ...b, awin: { ...(b.awin as IDataObject), proposedAction: 'decline' } }],
			{
				...PROPOSED,
				...naming,
			},
		);

		expect(outcomesOf([...approved.items, ...declined.items])).toEqual(['done', 'done']);
	});
});

it('nothing is sent where a part of what is named cannot be read', async () => {
	const [byId, byDate] = addPending(sandbox, 2);
	const [{ awin, id }, dated] = compared([byId, byDate]);
	const columns = [
		{ awin, id },
		{ awin: dated.awin, ref: dated.ref, date: dated.date },
	];
	const whichever = { ...NAMES['by order reference and date'], identifyBy: 'whichever' };
	const fault = { kind: 'status', status: 403, times: Infinity } as const;
	sandbox.awin.faults.add({ ...fault, match: { path: 'startDate=' } });

	const { items } = await run(columns, whichever);
	const stop = await stopOf(validate(sandbox, columns, { ...whichever, ...UNCHANGED }));

	expect(outcomesOf(items)).toEqual(['failed', 'failed']);
	expect(resultsOf(items)[0]).toMatchObject({
		message:
			'Whether the transaction of item 2 has changed could not be read, and "Only if Unchanged" is on; nothing was sent',
		nextStep: 'See what is said of those items. Take them out, or run the others alone.',
	});
	expect(stop.message).toContain('[item 2 of 2]');
	expect(batchesOf(sandbox)).toEqual([]);
});

describe('what an item has to say', () => {
	const good = () => comparedColumns(addPending(sandbox, 1, { saleAmount: 50 })[0]);
	const withTransaction = (columns: IDataObject, transaction: unknown) =>
		({ ...columns, awin: { transaction } }) as IDataObject;

	it.each<[string, (transaction: IDataObject) => unknown]>([
		['nothing', () => undefined],
		['null', () => null],
		['a text', () => 'pending'],
		['a list', (transaction) => [transaction]],
		[
			'the raw form',
			({ id }) => ({
				id,
				commissionStatus: 'pending',
				saleAmount: { amount: 50, currency: 'EUR' },
			}),
		],
		['the flat form', ({ currency, ...rest }) => ({ ...rest, saleCurrency: currency })],
		['no ID', ({ id: _id, ...rest }) => rest],
		['no status', (transaction) => ({ ...transaction, status: ' ' })],
		['no amount', (transaction) => ({ ...transaction, saleAmount: null })],
		[
			'an amount that can be read in two ways',
			(transaction) => ({ ...transaction, saleAmount: '1,083' }),
		],
		['no currency', (transaction) => ({ ...transaction, currency: null })],
		['a currency that is none', (transaction) => ({ ...transaction, currency: 'Euro' })],
		['another ID', (transaction) => ({ ...transaction, id: 4711 })],
	])('%s as its transaction refuses everything', async (_what, change) => {
		const [first, odd, third] = [good(), good(), good()];
		const { transaction } = odd.awin as { transaction: IDataObject };
		const columns = [first, withTransaction(odd, change(transaction)), third];
		sandbox.awin.calls.length = 0;

		const stop = await stopOf(validate(sandbox, columns, UNCHANGED));
		const { items } = await run(columns);

		expect(stop.message).toMatch(/^"(awin\.transaction|Transaction ID)" .+ \[item 2 of 3\]$/);
		expect(stop.description).toMatch(/^Nothing was sent\. \w/);
		expect(outcomesOf(items)).toEqual(['failed', 'failed', 'failed']);
		expect(resultsOf(items)[0].message).toMatch(/^Not sent, because of item 2: /);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('may be written as a sheet writes it', async () => {
		const columns = good();
		const { transaction } = columns.awin as { transaction: IDataObject };
		const { id } = transaction;
		const written = {
			id: ` 0${String(id)} `,
			status: ' Pending',
			saleAmount: '50,00',
			currency: 'EUR',
		};

		const { items } = await run([withTransaction(columns, written)]);

		expect(outcomesOf(items)).toEqual(['done']);
	});

	it('is not asked of items that are left out anyway', async () => {
		const [a] = addPending(sandbox, 1);
		const columns = [
			comparedColumns(a),
			...['wait', 'none', 'review', 'submit'].map((proposedAction) => ({
				awin: { proposedAction, reason: 'So it is', transaction: null },
			})),
		];

		const { items } = await run(columns, PROPOSED);

		expect(outcomesOf(items)).toEqual(['done', 'skipped', 'skipped', 'skipped', 'skipped']);
	});
});

describe('a transaction that was not there when it was compared', () => {
	const byReference = NAMES['by order reference'];

	it('is never taken for the one that was', async () => {
		const [seen] = addPending(sandbox, 1, { orderRef: 'A-1', ageHours: 5 });
		const columns = [comparedColumns(seen)];
		happened(sandbox, seen.id, 'declined');
		const [other] = addPending(sandbox, 1, { orderRef: 'A-1', ageHours: 4 });

		const { items } = await run(columns, byReference);

		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'skipped',
			message: `Not sent, because order reference "A-1" was transaction ${seen.id}, and is transaction ${other.id} now`,
		});
		expect(batchesOf(sandbox)).toEqual([]);
	});

	it('and with which nobody can tell which is meant is not guessed', async () => {
		const [seen] = addPending(sandbox, 1, { orderRef: 'A-1', ageHours: 5 });
		const columns = [comparedColumns(seen)];
		addPending(sandbox, 1, { orderRef: 'A-1', ageHours: 5 });

		for (const naming of [byReference, NAMES['by order reference and date']]) {
			const { items } = await run(columns, naming);
			expect(resultsOf(items)[0]).toMatchObject({ outcome: 'skipped' });
			expect(resultsOf(items)[0].message).toMatch(/ 2 (pending )?transactions /);
		}
		expect(batchesOf(sandbox)).toEqual([]);
	});
});

describe('runs of one execution', () => {
	const settingsOf = (parameters: INodeParameters, rest: IDataObject = {}) => ({
		parameters: { ...validateParameters, ...PROPOSED, ...parameters },
		credentials: credentialsFor(sandbox),
		...rest,
	});

	it.each<[string, IDataObject]>([
		['approve', {}],
		['decline', { proposedAction: 'decline' }],
		['amend', { proposedAction: 'amend', saleAmount: 45 }],
	])('what an earlier try may have done counts as decided: %s', async (_action, proposal) => {
		const columns = compared(addPending(sandbox, 2, { saleAmount: 50 }), proposal);
		sandbox.awin.faults.add({ kind: 'dropAfter', ...BATCH, times: 1 });
		// The second try reads so slowly that Awin has carried the batch out by then.
		sandbox.awin.faults.add({ kind: 'dropBefore', ...READ, times: 3, afterCalls: 1 });
		const settings = settingsOf({}, { retryOnFail: true, maxTries: 2 });

		const { error, runs } = await runWorkflow(straight(settings), columns, settings);

		expect(error).toBeUndefined();
		expect(runs.flatMap(outcomesOf)).toEqual(['alreadyDone', 'alreadyDone']);
		expect(resultsOf(runs.flat())[0].message).toContain('An earlier try in this execution');
	});

	it.each([
		['amended', 'it was pending at 50.00 EUR, and is at 45.00 EUR now'],
		['declined', 'it was pending at 50.00 EUR, and is declined now'],
	] as const)('what somebody else did between two tries does not: %s', async (kind, what) => {
		const rows = addPending(sandbox, 2, { saleAmount: 50 });
		const columns = compared(rows);
		const settings = settingsOf({}, { retryOnFail: true, maxTries: 2 });
		// The first try ends without an answer. In the second, the reading is slow, and by then it has changed.
		sandbox.awin.faults.add({ kind: 'status', status: 500, ...BATCH, times: 1 });
		sandbox.awin.faults.add({ kind: 'dropBefore', ...READ, times: 1, afterCalls: 1 });
		sandbox.awin.world.scheduleEvent({
			transactionId: rows[0].id,
			kind,
			atMs: NOW_MS + 1,
			saleAmount: 45,
		});

		const { error, runs } = await runWorkflow(straight(settings), columns, settings);

		expect(error).toBeUndefined();
		expect(runs.flatMap(outcomesOf)).toEqual(['skipped', 'done']);
		expect(resultsOf(runs.flat())[0].message).toBe(`Not sent, because ${what}`);
		expect(clock.passedMs).toBeGreaterThan(0);
	});

	it('amended in one round and approved in the next is what was decided', async () => {
		const [row] = addPending(sandbox, 1, { saleAmount: 50 });
		const columns = [
			comparedColumns(row, { proposedAction: 'amend', saleAmount: 45 }),
			comparedColumns(row),
		];
		const settings = settingsOf({});

		const { error, runs } = await runWorkflow(looped(settings, 1), columns, settings);

		expect(error).toBeUndefined();
		expect(runs.flatMap(outcomesOf)).toEqual(['done', 'done']);
		expect(statusOf(sandbox, row.id)).toBe('approved');
	});

	it('an earlier try that may have amended the parts alone is no change', async () => {
		const columns = compared(addPending(sandbox, 1, { saleAmount: 50 }), {
			proposedAction: 'amend',
			saleAmount: 50,
		});
		sandbox.awin.faults.add({ kind: 'dropAfter', ...BATCH, times: 1 });
		sandbox.awin.faults.add({ kind: 'dropBefore', ...READ, times: 3, afterCalls: 1 });
		const settings = settingsOf({}, { retryOnFail: true, maxTries: 2 });

		const { error, runs } = await runWorkflow(straight(settings), columns, settings);

		expect(error).toBeUndefined();
		expect(runs.flatMap(outcomesOf)).not.toContain('skipped');
	});

	it('amended in one round and approved in the next is tried again without a word of change', async () => {
		const [row] = addPending(sandbox, 1, { saleAmount: 50 });
		const columns = [
			comparedColumns(row, { proposedAction: 'amend', saleAmount: 45 }),
			comparedColumns(row),
		];
		// The answer to the second batch is lost.
		sandbox.awin.faults.add({ kind: 'dropAfter', ...BATCH, times: 1, afterCalls: 1 });
		const settings = settingsOf({}, { retryOnFail: true, maxTries: 3 });

		const { error, runs } = await runWorkflow(looped(settings, 1), columns, settings);

		expect(error).toBeUndefined();
		expect(runs.flatMap(outcomesOf)).not.toContain('skipped');
		expect(statusOf(sandbox, row.id)).toBe('approved');
	});

	it('what was left out is not noted as sent', async () => {
		const [row] = addPending(sandbox, 1, { saleAmount: 50 });
		const stale = comparedColumns(row);
		happened(sandbox, row.id, 'amended', 45);
		const fresh = comparedColumns(
			{ ...row, saleAmount: { amount: 45, currency: 'EUR' } },
			{ proposedAction: 'decline' },
		);
		const settings = settingsOf({ options: { onlyIfUnchanged: true, maxRows: 1 } });

		const { error, runs } = await runWorkflow(looped(settings, 1), [stale, fresh], settings);

		expect(error).toBeUndefined();
		expect(runs.flatMap(outcomesOf)).toEqual(['skipped', 'done']);
		expect(statusOf(sandbox, row.id)).toBe('declined');
	});
});

it('the hour that autumn repeats is two moments, and only one transaction is meant', async () => {
	// 02:30 in Berlin, once before and once after the clocks were set back.
	const moments = [Date.parse('2025-10-26T00:30:00Z'), Date.parse('2025-10-26T01:30:00Z')];
	const [early, late] = moments.map(
		(atMs, place) =>
			addPending(sandbox, 1, {
				orderRef: `DST-${place}`,
				ageHours: (NOW_MS - atMs) / 3_600_000,
			})[0],
	);
	const zoned = { ...NAMES['by order reference and date'], timezone: 'Europe/Berlin' };
	const columns = [early, late].map((row) => ({
		...comparedColumns(row),
		date: '2025-10-26T02:30:00',
	}));
	happened(sandbox, late.id, 'amended', 1);

	const { items } = await run(columns, zoned);

	expect(outcomesOf(items)[1]).toBe('skipped');
	expect(resultsOf(items)[1].message).toContain('and is at 1.00 EUR now');
	expect(
		batchesOf(sandbox)
			.flat()
			.map((entry) => entry?.transaction.orderRef),
	).toEqual(['DST-0']);
});
