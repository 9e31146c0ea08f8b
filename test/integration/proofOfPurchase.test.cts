import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { CONTINUE, type Execution, type ExecutionSettings } from '../support/contexts.cts';
import {
	batchSizes,
	countsOf,
	ledgerOf,
	ORDERS,
	outcomesOf,
	proofParameters,
	resultsOf,
	submit,
} from '../support/conversion.cts';
import { runOver } from '../support/rows.cts';
import { ADVERTISER, NOW_MS, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({ clock: true, store: true });

function purchases(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({ order: `P-${index}`, total: 10 + index }));
}

async function prove(
	columns: IDataObject[],
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
): Promise<Execution> {
	return await runOver(sandbox, columns, { ...proofParameters, ...parameters }, settings);
}

describe('purchases', () => {
	it("go to the advertiser's program, and come back with their columns and what Awin said", async () => {
		const { items, hints } = await prove(purchases(2));

		expect(items[1]).toMatchObject({ json: { order: 'P-1', total: 11 }, pairedItem: { item: 1 } });
		expect(resultsOf(items)[1]).toMatchObject({
			outcome: 'accepted',
			code: 200,
			sent: {
				orderReference: 'P-1',
				amount: 11,
				currency: 'EUR',
				transactionTime: Date.parse('2026-06-14T13:00:00Z') / 1000,
				commissionGroup: [{ code: 'DEFAULT', amount: 11 }],
			},
		});
		expect(hints.map(({ message }) => message)).toContain('2 accepted.');
		expect(ledgerOf(sandbox)).toMatchObject([
			{ accountId: ADVERTISER, publisherId: PUBLISHER, reportedBy: PUBLISHER, reference: 'P-0' },
			{ accountId: ADVERTISER, publisherId: PUBLISHER, reportedBy: PUBLISHER, reference: 'P-1' },
		]);
		const [call] = sandbox.awin.calls;
		expect(call.path).toBe(`/publishers/${PUBLISHER}/advertiser/${ADVERTISER}/orders`);
	});

	it('with everything that one can have', async () => {
		const { items } = await prove([{ order: 'P-1', total: '1.083,29' }], {
			commissionGroups: { group: [{ code: 'NEW', amount: '1.000,00' }] },
			additionalFields: {
				awc: '77101_1',
				clickRef: 'member-4711',
				clickTime: NOW_MS - 120_000,
				customerAcquisition: 'new',
			},
			options: { remainder: 'default' },
		});

		expect(resultsOf(items)[0].sent).toEqual({
			orderReference: 'P-1',
			amount: 1083.29,
			currency: 'EUR',
			transactionTime: expect.any(Number),
			commissionGroup: [
				{ code: 'NEW', amount: 1000 },
				{ code: 'DEFAULT', amount: 83.29 },
			],
			clickTime: NOW_MS / 1000 - 120,
			awc: '77101_1',
			clickRef: 'member-4711',
			customerAcquisition: 'NEW',
		});
		expect(resultsOf(items)[0].outcome).toBe('accepted');
	});

	it('go in batches of at most 1,000, each program with its own', async () => {
		const columns = purchases(1500).map((column, index) => ({
			...column,
			shop: index % 3 === 0 ? 77102 : ADVERTISER,
		}));

		const { items } = await prove(columns, { advertiserId: '={{ $json.shop }}' });

		expect(countsOf(items)).toEqual({ accepted: 1500 });
		expect(batchSizes(sandbox)).toEqual([500, 1000]);
	});

	it('are skipped when they were accepted before, and an own conversion of the same number is another thing', async () => {
		await prove(purchases(2));
		const { items } = await prove(purchases(3));
		expect(outcomesOf(items)).toEqual(['skipped', 'skipped', 'accepted']);

		const conversions = await submit(sandbox, [{ order: 'P-0', total: 10, awc: '77101_1' }]);
		expect(outcomesOf(conversions.items)).toEqual(['accepted']);
	});

	it('that Awin rejects come back with its words, by the names of the parameters', async () => {
		sandbox.awin.switches.duplicateReferences = 'refused';
		await prove([{ order: 'P-0', total: 1 }], { options: { skipAlreadyAccepted: false } });

		const { items } = await prove(
			purchases(2),
			{ options: { skipAlreadyAccepted: false } },
			CONTINUE,
		);

		expect(outcomesOf(items)).toEqual(['rejected', 'accepted']);
		expect(resultsOf(items)[0].message).toBe(
			'Awin rejected the order: "Order Reference" already exists',
		);
	});

	it('whose answer was lost are unknown, and do not go again by themselves', async () => {
		sandbox.awin.faults.add({ kind: 'dropAfter', ...ORDERS });

		const first = await prove(purchases(1), {}, CONTINUE);
		const second = await prove(purchases(1), {}, CONTINUE);

		expect([...outcomesOf(first.items), ...outcomesOf(second.items)]).toEqual([
			'unknown',
			'unknown',
		]);
		expect(batchSizes(sandbox)).toEqual([1]);
	});

	it('still being worked on are pending, without a word of a webhook that there is not', async () => {
		sandbox.awin.switches.pendingOrders = 'all';

		const { items } = await prove(purchases(1));

		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'pending',
			nextStep: 'Look for it at Awin in some minutes.',
		});
	});
});

it('where it is not switched on, both steps are told', async () => {
	sandbox.awin.switches.proofActivated = false;

	await expect(prove(purchases(1))).rejects.toMatchObject({
		description: expect.stringMatching(
			/switched on twice: ask Awin .* ask the advertiser to tick "Proof of Purchase Transactions"/,
		),
	});
	expect(ledgerOf(sandbox)).toEqual([]);
});

describe('what cannot be meant is found before anything is sent', () => {
	it.each<[INodeParameters, string]>([
		[{ transactionTime: '' }, '"Transaction Time" is empty'],
		[{ transactionTime: '2027-01-01T00:00:00Z' }, 'lies in the future'],
		[{ amount: '1,083' }, '"Amount" is "1,083"'],
		[{ currency: '' }, '"Currency" is empty'],
		[{ advertiserId: '' }, '"Advertiser" is empty'],
		[{ orderReference: '' }, '"Order Reference" is empty'],
		[{ options: { maxTotalAmount: 5 } }, '10.00 EUR would be submitted'],
		[{ options: { maxRows: 0 } }, 'There are 1 items to send'],
	])('%j', async (parameters, message) => {
		await expect(prove(purchases(1), parameters)).rejects.toThrow(message);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('an agent makes a dry run unless it is told otherwise', async () => {
		const { items } = await prove(purchases(1), {}, { type: 'n8n-nodes-awin.awinTool' });

		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'dryRun',
			wouldSend: { orderReference: 'P-0' },
		});
		expect(sandbox.awin.calls).toEqual([]);
	});
});
