import type { IDataObject } from 'n8n-workflow';

import {
	batchSizes,
	bookedReferences,
	columnsOf,
	countsOf,
	ledgerOf,
	outcomesOf,
	resultsOf,
	submit,
	submitParameters,
} from '../support/conversion.cts';
import { ADVERTISER, credentialsFor, NOW_MS } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox, store } = useSandbox({ clock: true, store: true });

describe('orders of a sheet', () => {
	it('go out, and come back with their columns, their place and what Awin said', async () => {
		const columns = columnsOf(3);

		const { items, hints } = await submit(sandbox, columns);

		expect(items).toHaveLength(3);
		items.forEach(({ json, pairedItem }, index) => {
			expect(json).toMatchObject(columns[index]);
			expect(pairedItem).toEqual({ item: index });
		});
		expect(resultsOf(items)[1]).toEqual({
			outcome: 'accepted',
			code: 200,
			message: 'Accepted',
			nextStep: null,
			batchId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			warnings: [],
			sent: {
				orderReference: 'A-2',
				amount: 10.01,
				channel: 'aw',
				currency: 'EUR',
				commissionGroups: [{ code: 'DEFAULT', amount: 10.01 }],
				awc: '77101_1769871600_2',
			},
			transaction: null,
		});
		expect(hints.map(({ message }) => message)).toContain('3 accepted.');
		expect(ledgerOf(sandbox).map(({ order }) => order)).toEqual(
			resultsOf(items).map(({ sent }) => sent),
		);
	});

	it('with everything that an order can have', async () => {
		const { items } = await submit(
			sandbox,
			[{ order: 4711, total: '1.083,29', clickedAt: '31.05.2026 15:00', name: 'Jacket | red' }],
			{
				currency: ' eur ',
				attribution: ['awc', 'publisherClick', 'voucher'],
				publisherId: 88201,
				clickTime: '={{ $json.clickedAt }}',
				voucher: 'SPRING10',
				commissionGroups: { group: [{ code: 'NEW', amount: '1.000,00' }] },
				additionalFields: {
					channel: 'display',
					customerAcquisition: 'new',
					transactionTime: NOW_MS - 60_000,
					customParameters: { parameter: [{ key: '1', value: 'n8n' }] },
					basket: {
						product: [{ id: 7, name: '={{ $json.name }}', price: '541,64', quantity: 2 }],
					},
				},
				options: { remainder: 'default', webhookUrl: 'https://example.com/hook' },
			},
			{ timezone: 'Europe/Berlin' },
		);

		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'accepted',
			warnings: ['"|" in the basket was replaced by "-", because Awin does not take it'],
			sent: {
				orderReference: '4711',
				amount: 1083.29,
				channel: 'display',
				currency: 'EUR',
				commissionGroups: [
					{ code: 'NEW', amount: 1000 },
					{ code: 'DEFAULT', amount: 83.29 },
				],
				publisherId: 88201,
				clickTime: Date.parse('2026-05-31T15:00:00+02:00') / 1000,
				voucher: 'SPRING10',
				transactionTime: NOW_MS / 1000 - 60,
				customerAcquisition: 'NEW',
				custom: { 1: 'n8n' },
				basket: [{ id: '7', name: 'Jacket - red', price: 541.64, quantity: 2 }],
			},
		});
		const [call] = sandbox.awin.calls.filter(({ path }) => path.endsWith('/orders'));
		expect(JSON.parse(call.bodyText)).toMatchObject({
			webhook: { url: 'https://example.com/hook' },
		});
	});

	it('carry the key where Awin wants it, and nothing else of the credential', async () => {
		sandbox.awin.switches.conversionKey = 'separate';
		const credentials = credentialsFor(sandbox, { conversionApiKey: 'demo-owner-conversion-key' });

		const { items } = await submit(sandbox, columnsOf(1), {}, { credentials });

		expect(outcomesOf(items)).toEqual(['accepted']);
		expect(JSON.stringify(items)).not.toContain('demo-owner');
	});

	it('go in batches of 1,000 for each advertiser, whatever order they come in', async () => {
		const columns: IDataObject[] = columnsOf(2203).map((column, index) => ({
			...column,
			account: index % 11 === 0 ? 77102 : ADVERTISER,
		}));

		const { items } = await submit(sandbox, columns, { accountId: '={{ $json.account }}' });

		expect(countsOf(items)).toEqual({ accepted: 2203 });
		expect(batchSizes(sandbox)).toEqual([201, 1000, 1000, 2]);
		expect(bookedReferences(sandbox).sort()).toEqual(columns.map(({ order }) => order).sort());
	});
});

describe('what Awin says of each order', () => {
	it.each([
		['nested', 'cut', 'reversed'],
		['flat', 'asSent', 'asSent'],
	] as const)('%s, references %s, results %s', async (shape, reference, order) => {
		Object.assign(sandbox.awin.switches, {
			failedOrdersShape: shape,
			answeredReference: reference,
			resultOrder: order,
			pendingOrders: 'some',
		});
		const long = 'L'.repeat(60);
		const columns: IDataObject[] = [...columnsOf(8), { order: long, total: 1, awc: 'x' }].map(
			(column, index) => ({
				...column,
				publisher: index === 2 ? '99999' : '',
				clicked: index === 2 ? '2026-06-14T12:00:00Z' : '',
			}),
		);

		const { items, hints } = await submit(
			sandbox,
			columns,
			{
				attribution: ['awc', 'publisherClick'],
				publisherId: '={{ $json.publisher }}',
				clickTime: '={{ $json.clicked }}',
			},
			{ onError: 'continueRegularOutput' },
		);

		const results = resultsOf(items);
		const ledger = ledgerOf(sandbox);
		results.forEach(({ outcome, code }, index) => {
			const entry = ledger.find(({ referenceAsSent }) => referenceAsSent === columns[index].order);
			const expected = entry ? (entry.isPending ? 'pending' : 'accepted') : 'rejected';
			expect(outcome).toBe(expected);
			expect(code).toBe(206);
		});
		expect(results[2].message).toBe(
			'Awin rejected the order: "Publisher ID" has no active relationship with the advertiser',
		);
		expect(results[8].warnings).toEqual([
			'"Order Reference" has 60 characters, of which Awin keeps the first 50',
		]);
		const { accepted, pending } = countsOf(items);
		expect(hints.map(({ message }) => message)).toContain(
			`${accepted} accepted, ${pending} pending, 1 rejected.`,
		);
	});

	it.each([400, 406, 206] as const)('all refused with status %d', async (status) => {
		sandbox.awin.switches.allRefusedStatus = status;
		sandbox.awin.switches.duplicateReferences = 'refused';
		await submit(sandbox, columnsOf(2), { options: { skipAlreadyAccepted: false } });

		const { items } = await submit(
			sandbox,
			columnsOf(2),
			{ options: { skipAlreadyAccepted: false } },
			{ onError: 'continueRegularOutput' },
		);

		for (const result of resultsOf(items)) {
			expect(result).toMatchObject({
				outcome: 'rejected',
				code: status,
				message: 'Awin rejected the order: "Order Reference" already exists',
			});
		}
	});

	it.each([true, false])('202, with the pending ones listed: %s', async (isListed) => {
		sandbox.awin.switches.pendingOrders = 'all';
		sandbox.awin.switches.pendingOrdersListed = isListed;

		const { items } = await submit(sandbox, columnsOf(2));

		expect(countsOf(items)).toEqual({ pending: 2 });
	});

	it('202 that lists some and leaves others out: those are unknown', async () => {
		sandbox.awin.switches.pendingOrders = 'some';
		sandbox.awin.switches.pendingOrdersListed = false;

		const { items } = await submit(sandbox, columnsOf(8), {}, { onError: 'continueRegularOutput' });

		const pending = ledgerOf(sandbox).filter(({ isPending }) => isPending).length;
		expect(countsOf(items)).toEqual({ accepted: 8 - pending, unknown: pending });
	});
});

describe('a test order', () => {
	it('is checked and not booked, and never remembered', async () => {
		const parameters = { additionalFields: { isTest: true } };

		await submit(sandbox, columnsOf(2), parameters);
		const { items } = await submit(sandbox, columnsOf(2), parameters);

		expect(countsOf(items)).toEqual({ accepted: 2 });
		expect(bookedReferences(sandbox)).toEqual([]);
		expect(ledgerOf(sandbox)).toHaveLength(4);
		expect(store.orders).toBe(0);

		const { items: real } = await submit(sandbox, columnsOf(2));
		expect(countsOf(real)).toEqual({ accepted: 2 });
		expect(bookedReferences(sandbox)).toHaveLength(2);
	});
});

describe('on error', () => {
	const columns = [...columnsOf(2), { order: 'A-3', total: '1,083', awc: 'x' }];
	const message =
		'"Amount" is "1,083", which can be read in two ways: 1083, or 1 and a fraction. Write it without a thousands separator';

	it('stop: nothing leaves', async () => {
		await expect(submit(sandbox, columns)).rejects.toMatchObject({
			message: `${message} [item 3 of 3]`,
			description: expect.stringContaining('Nothing was sent.'),
		});
		expect(sandbox.awin.calls).toEqual([]);
		expect(store.steps).toBe(0);
	});

	it('continue: the good ones go, the bad one comes back with its columns', async () => {
		const { items, hints } = await submit(
			sandbox,
			columns,
			{},
			{ onError: 'continueRegularOutput' },
		);

		expect(outcomesOf(items)).toEqual(['accepted', 'accepted', 'failed']);
		expect(items[2].json).toMatchObject({ ...columns[2], awin: { message, sent: null } });
		expect(hints[0]).toMatchObject({ message: '2 accepted, 1 not sent.', type: 'warning' });
	});

	it('error output: the bad one takes it', async () => {
		const { items } = await submit(sandbox, columns, {}, { onError: 'continueErrorOutput' });

		expect(items[2].json).toEqual({
			error: message,
			details: expect.objectContaining({ outcome: 'failed' }),
		});
	});

	it('stop after sending: tells which went and which did not', async () => {
		sandbox.awin.switches.duplicateReferences = 'refused';
		sandbox.awin.switches.allRefusedStatus = 206;
		await submit(sandbox, columnsOf(1), { options: { skipAlreadyAccepted: false } });
		store.clear();

		await expect(submit(sandbox, columnsOf(3))).rejects.toMatchObject({
			message: '1 of 3 items were not accepted: 2 accepted, 1 rejected',
			description: expect.stringMatching(
				/"Order Reference" already exists \[item 1 of 3\]\..*In order: items 2 to 3\. Running the node again is safe/,
			),
		});
	});
});

describe('the same order in two items', () => {
	const twice = [...columnsOf(2), { ...columnsOf(1)[0], order: ' A-1 ' }];

	it('stops the node, and nothing leaves', async () => {
		await expect(submit(sandbox, twice)).rejects.toMatchObject({
			message: expect.stringContaining('The same order reference is used by items 1 and 3'),
		});
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('is left out where the node continues', async () => {
		const { items } = await submit(sandbox, twice, {}, { onError: 'continueRegularOutput' });

		expect(outcomesOf(items)).toEqual(['failed', 'accepted', 'failed']);
		expect(bookedReferences(sandbox)).toEqual(['A-2']);
	});
});

describe('limits and trial runs', () => {
	it.each([
		[{ maxRows: 2 }, 'There are 3 items to send, more than the 2 that "Max Rows" allows'],
		[
			{ maxTotalAmount: 30 },
			'30.03 EUR would be submitted, more than the 30 that "Max Total Amount"',
		],
	])('%j', async (options, message) => {
		await expect(submit(sandbox, columnsOf(3), { options })).rejects.toMatchObject({
			message: expect.stringContaining(message),
		});
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('a dry run shows what would be sent, and touches nothing', async () => {
		const { items, hints } = await submit(sandbox, columnsOf(2), { options: { dryRun: true } });

		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'dryRun',
			sent: null,
			wouldSend: { orderReference: 'A-1', amount: 10 },
			summary: [{ currency: 'EUR', orders: 2, amount: 20.01 }],
		});
		expect(hints[0].message).toBe(
			'Dry run: nothing was sent. It would submit 2 orders (20.01 EUR), without those that Awin has accepted before.',
		);
		expect(sandbox.awin.calls).toEqual([]);
		expect(store.steps).toBe(0);
	});

	it('an agent has to be told explicitly to send something', async () => {
		const type = 'n8n-nodes-awin.awinTool';

		const { items } = await submit(sandbox, columnsOf(1), {}, { type });
		expect(outcomesOf(items)).toEqual(['dryRun']);

		const told = await submit(sandbox, columnsOf(1), { options: { dryRun: false } }, { type });
		expect(outcomesOf(told.items)).toEqual(['accepted']);
	});
});

it('an attribution that is saved as a single word works like a list of one', async () => {
	const parameters = {
		attribution: 'publisherClick',
		publisherId: '88201',
		clickTime: '2026-06-14T12:00:00Z',
	};

	const { items } = await submit(sandbox, columnsOf(1), parameters);

	expect(resultsOf(items)[0]).toMatchObject({
		outcome: 'accepted',
		sent: { publisherId: 88201, clickTime: Date.parse('2026-06-14T12:00:00Z') / 1000 },
	});
});

it('an attribution from an expression shows all fields of it', async () => {
	const { items } = await submit(
		sandbox,
		[{ order: 'A-1', total: 5, by: 'voucher', code: 'SPRING10' }],
		{ ...submitParameters, attribution: '={{ $json.by }}', voucher: '={{ $json.code }}' },
	);

	expect(resultsOf(items)[0]).toMatchObject({
		outcome: 'accepted',
		sent: { voucher: 'SPRING10' },
	});
});
