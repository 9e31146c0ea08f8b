import { ADVERTISER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import {
	addPending,
	batchesOf,
	outcomesOf,
	resultsOf,
	statusOf,
	validate,
} from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true });

describe('a sheet with an action column', () => {
	it('goes out as one batch, and every row comes back with its own result', async () => {
		const [a, b, c, d] = addPending(sandbox, 4);
		const columns = [
			{ id: a.id, action: 'Approve', note: 'first' },
			{ id: String(b.id), action: ' DECLINE ', why: 'returned' },
			{ id: c.id, action: 'amend', amount: '1.083,29', why: 'partly returned' },
			{ id: d.id, action: 'amend tracking parameters', key: 5, text: 'B2B' },
		];

		const { items, hints } = await validate(sandbox, columns, {
			action: 'eachItem',
			itemAction: '={{ $json.action }}',
			declineReason: '={{ $json.why }}',
			amendReason: '={{ $json.why }}',
			saleAmount: '={{ $json.amount }}',
			currency: 'eur',
			customParameters: { parameter: [{ key: '={{ $json.key }}', value: '={{ $json.text }}' }] },
		});

		expect(items.map(({ json: { awin, ...own } }) => own)).toEqual(columns);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
		expect(outcomesOf(items)).toEqual(['done', 'done', 'done', 'done']);
		expect(resultsOf(items).map(({ message }) => message)).toEqual([
			'Approved',
			'Declined',
			'Amended',
			'Tracking parameters amended',
		]);
		expect(batchesOf(sandbox)).toEqual([
			[
				{ action: 'approve', transaction: { transactionId: a.id } },
				{ action: 'decline', transaction: { transactionId: b.id, declineReason: 'returned' } },
				{
					action: 'amend',
					approve: false,
					transaction: {
						transactionId: c.id,
						amendReason: 'partly returned',
						currency: 'EUR',
						saleAmount: 1083.29,
						transactionParts: [{ amount: 1083.29, commissionGroupCode: 'DEFAULT' }],
					},
				},
				{
					action: 'amendTrackingParameters',
					transaction: { transactionId: d.id, customParameters: { put: { 5: 'B2B' } } },
				},
			],
		]);
		expect(resultsOf(items).map(({ sent }) => sent)).toEqual(batchesOf(sandbox)[0]);
		expect([a, b].map(({ id }) => statusOf(sandbox, id))).toEqual(['approved', 'declined']);
		expect(hints.map(({ message }) => message)).toContain('4 done.');
	});

	it('run again says what was done already, and changes nothing', async () => {
		const rows = addPending(sandbox, 2);
		const columns = rows.map(({ id }) => ({ id }));
		await validate(sandbox, columns);
		const entries = sandbox.awin.entryCount;

		const { items, hints } = await validate(sandbox, columns);

		expect(outcomesOf(items)).toEqual(['alreadyDone', 'alreadyDone']);
		expect(resultsOf(items)[0]).toMatchObject({ code: 304, nextStep: null });
		expect(sandbox.awin.entryCount).toBe(entries);
		expect(hints.map(({ message }) => message)).toContain('2 already done.');
	});

	it('replaces nothing but a column named awin', async () => {
		const [a] = addPending(sandbox, 1);

		const { items } = await validate(sandbox, [
			{ id: a.id, awin: 'old', error: 'mine', a: { b: 1 } },
		]);

		expect(items[0].json).toMatchObject({ id: a.id, error: 'mine', a: { b: 1 } });
		expect(outcomesOf(items)).toEqual(['done']);
	});

	it(`goes to the accounts that the items name, one batch each (${ADVERTISER} and 77102)`, async () => {
		const [a, b] = addPending(sandbox, 2);

		const { items } = await validate(
			sandbox,
			[
				{ id: a.id, account: ADVERTISER },
				{ id: 5, account: 77102 },
				{ id: b.id, account: String(ADVERTISER) },
			],
			{ accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' } },
			{ onError: 'continueRegularOutput' },
		);

		expect(outcomesOf(items)).toEqual(['done', 'failed', 'done']);
		expect(batchesOf(sandbox).map((batch) => batch.length)).toEqual([2, 1]);
		expect(resultsOf(items)[1].message).toBe(
			'Awin has no transaction 5 in account 77102 (code 404). Awin says: "No transaction matches the given identification"',
		);
	});
});
