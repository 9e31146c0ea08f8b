/**
 * Max Total Amount against whatever Awin may say of the present amounts: the true sum is within the limit, or nothing is
 * sent. What the true sum is, is worked out here without the package.
 */
import * as fc from 'fast-check';

import { CONTINUE } from '../support/contexts.cts';
import { useSandbox } from '../support/useSandbox.cts';
import {
	addPending,
	batchesOf,
	outcomesOf,
	resultsOf,
	sheetParameters,
	validate,
} from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true });

const SHEET = { ...sheetParameters, declineReason: 'returned', amendReason: 'partly' };
const READ = { match: { path: 'ids=' }, times: Infinity };

/** The amount of cents, where anybody would agree what it is. */
function centsOf(sale: unknown): number | undefined {
	if (typeof sale !== 'object' || sale === null || Array.isArray(sale)) return undefined;
	const { amount, currency } = sale as { amount?: unknown; currency?: unknown };
	if (currency !== 'EUR' || typeof amount !== 'number' || !(amount >= 0)) return undefined;
	const text = String(amount);
	return /^\d+(\.\d{1,2})?$/.test(text) ? Math.round(amount * 100) : undefined;
}

const countable = fc.integer({ min: 0, max: 20_000 }).map((cents) => ({
	amount: cents / 100,
	currency: 'EUR',
}));
const odd = fc.constantFrom<unknown>(
	null,
	undefined,
	'100.00',
	'a lot',
	100,
	[],
	{},
	[{ amount: 1, currency: 'EUR' }],
	{ amount: 100.005, currency: 'EUR' },
	{ amount: '100.00', currency: 'EUR' },
	{ amount: null, currency: 'EUR' },
	{ amount: 'NaN', currency: 'EUR' },
	{ amount: -5, currency: 'EUR' },
	{ amount: 1e300, currency: 'EUR' },
	{ amount: { value: 5 }, currency: 'EUR' },
	{ amount: 100 },
	{ amount: 100, currency: null },
	{ amount: 100, currency: 'EURO' },
	{ amount: 100, currency: 'XXQ' },
	{ amount: 100, currency: 'eur' },
	{ amount: 100.5, currency: 'JPY' },
	{ amount: 1.2345, currency: 'KWD' },
	{ amount: 100, currency: ['EUR'] },
	{ value: 100, currency: 'EUR' },
);

const COUNT = 4;
const row = fc.record({
	/** Usually what was asked for; a row too many is a second answer about the first transaction. */
	sale: fc.oneof({ weight: 4, arbitrary: countable }, { weight: 1, arbitrary: odd }),
	status: fc.constantFrom('pending', 'pending', 'approved', 'declined', 'Declined', null, 7),
	isLeftOut: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
});
const story = fc.record({
	rows: fc.array(row, { minLength: COUNT, maxLength: COUNT }),
	second: fc.option(row, { nil: undefined, freq: 5 }),
	changes: fc.array(
		fc.oneof(
			fc.constant({ action: 'decline' }),
			fc.constant({ action: 'approve' }),
			fc
				.integer({ min: 0, max: 20_000 })
				.map((cents) => ({ action: 'amend', amount: cents / 100 })),
		),
		{ minLength: COUNT, maxLength: COUNT },
	),
	limit: fc.integer({ min: 0, max: 60_000 }).map((cents) => cents / 100),
	form: fc.constantFrom('list', 'list', 'list', 'list', 'object', 'text', 'empty'),
});

it('the true sum is within the limit, or nothing is sent', async () => {
	let sent = 0;
	await fc.assert(
		fc.asyncProperty(story, async ({ rows, second, changes, limit, form }) => {
			const ids = addPending(sandbox, COUNT).map(({ id }) => id);
			const shown = [...rows, ...(second ? [second] : [])].flatMap(
				({ sale, status, isLeftOut }, place) =>
					isLeftOut ? [] : [{ id: ids[place % COUNT], saleAmount: sale, commissionStatus: status }],
			);
			const bodies = { list: JSON.stringify(shown), object: '{"a":1}', text: '"x"', empty: '[]' };
			sandbox.awin.faults.clear();
			sandbox.awin.faults.add({ kind: 'body', body: bodies[form as keyof typeof bodies], ...READ });
			const columns = changes.map((change, place) => ({ id: ids[place], ...change }));

			await validate(sandbox, columns, { ...SHEET, options: { maxTotalAmount: limit } }, CONTINUE);

			const batch = batchesOf(sandbox).flat();
			sent += batch.length;
			let cents = 0;
			for (const { action, transaction } of batch.flatMap((entry) => entry ?? [])) {
				if (action === 'approve') continue;
				const answers =
					form === 'list' ? shown.filter(({ id }) => id === transaction.transactionId) : [];
				expect(answers.length).toBeGreaterThan(0);
				for (const answer of answers)
					expect(JSON.stringify(answer)).toBe(JSON.stringify(answers[0]));
				const [{ saleAmount, commissionStatus }] = answers;
				if (action === 'decline' && String(commissionStatus).toLowerCase() === 'declined') continue;
				const present = centsOf(saleAmount);
				expect(present).toBeDefined();
				const next = action === 'decline' ? 0 : Math.round(Number(transaction.saleAmount) * 100);
				cents += Math.abs(next - (present ?? 0));
			}
			expect(cents).toBeLessThanOrEqual(Math.round(limit * 100));
			// One that cannot be counted keeps all of them back.
			if (batch.length > 0) expect(batch).toHaveLength(COUNT);
		}),
		{ numRuns: 150 },
	);
	expect(sent).toBeGreaterThan(40);
});

describe('what cannot be counted is over the limit', () => {
	const decline = (ids: number[]) => ids.map((id) => ({ id, action: 'decline' }));

	it.each<[string, (ids: number[]) => unknown]>([
		['more decimals than the currency has', ([a, b]) => [rowOf(a, 1.005), rowOf(b, 1)]],
		['a text', ([a, b]) => [rowOf(a, '1.00'), rowOf(b, 1)]],
		['no amount', ([a, b]) => [rowOf(a, null), rowOf(b, 1)]],
		['below zero', ([a, b]) => [rowOf(a, -1), rowOf(b, 1)]],
		['no currency', ([a, b]) => [rowOf(a, 1, null), rowOf(b, 1)]],
		['an unknown currency', ([a, b]) => [rowOf(a, 1, 'EUX'), rowOf(b, 1)]],
		['two answers about one', ([a, b]) => [rowOf(a, 1), rowOf(a, 2), rowOf(b, 1)]],
		['one that is not given back', ([, b]) => [rowOf(b, 1)]],
		['another form of answer', () => ({ nothing: true })],
	])('%s: nothing is sent, whatever On Error says', async (_what, answerOf) => {
		const ids = addPending(sandbox, 2).map(({ id }) => id);
		sandbox.awin.faults.add({ kind: 'body', body: JSON.stringify(answerOf(ids)), ...READ });

		const { items } = await validate(
			sandbox,
			decline(ids),
			{ ...SHEET, options: { maxTotalAmount: 1_000_000 } },
			CONTINUE,
		);

		expect(outcomesOf(items)).toEqual(['failed', 'failed']);
		expect(batchesOf(sandbox)).toEqual([]);
		const [first, second] = resultsOf(items).map(({ message }) => message);
		if (second.includes('cannot be counted')) {
			expect(second).toBe(
				'The present amount of item 1 cannot be counted, so nobody can say whether "Max Total Amount" is kept; nothing was sent',
			);
			expect(first).toMatch(/so what it takes off cannot be held against "Max Total Amount"$/);
		}
	});

	it('two transactions with one order reference and date', async () => {
		const rows = [1, 2].map(() => addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 1 })[0]);
		const columns = [{ ref: 'TWICE', date: rows[0].transactionDate as string, action: 'decline' }];

		const { items } = await validate(
			sandbox,
			columns,
			{
				...SHEET,
				identifyBy: 'orderReferenceAndDate',
				orderReference: '={{ $json.ref }}',
				transactionDate: '={{ $json.date }}',
				options: { maxTotalAmount: 1_000_000 },
			},
			CONTINUE,
		);

		expect(resultsOf(items)[0].message).toBe(
			'Awin has 2 transactions with order reference "TWICE" and this date in account 77101, so what it takes off cannot be held against "Max Total Amount"',
		);
		expect(batchesOf(sandbox)).toEqual([]);
	});

	it('the same transaction twice in the same words is one', async () => {
		const [a] = addPending(sandbox, 1).map(({ id }) => id);
		const body = JSON.stringify([rowOf(a, 1), rowOf(a, 1)]);
		sandbox.awin.faults.add({ kind: 'body', body, ...READ });

		const { items } = await validate(sandbox, decline([a]), {
			...SHEET,
			options: { maxTotalAmount: 1 },
		});

		expect(outcomesOf(items)).toEqual(['done']);
	});

	function rowOf(id: number, amount: unknown, currency: string | null = 'EUR') {
		return { id, commissionStatus: 'pending', saleAmount: { amount, currency } };
	}
});
