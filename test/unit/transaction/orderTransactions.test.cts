import fc from 'fast-check';

import { referenceKey } from '../../../nodes/Awin/api/orderReferences';
import { searchSpan } from '../../../nodes/Awin/api/orderSearch';
import type { TransactionRow } from '../../../nodes/Awin/api/transactions';
import { spanBack, spanSince, splitIntoWindows } from '../../../nodes/Awin/api/windows';
import type { Run } from '../../../nodes/Awin/resources/operation';
import { readOrderTransactions } from '../../../nodes/Awin/resources/orders/orderTransactions';
import { stopOf } from '../../support/validation.cts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse('2026-06-15T10:00:00.500Z');

/** A list of Awin's: one answer for each window, the oldest first. */
type Answers = TransactionRow[][];

const sale = (id: number, orderRef: unknown, changes: object = {}): TransactionRow => ({
	id,
	orderRef,
	commissionStatus: 'pending',
	saleAmount: { amount: 10, currency: 'EUR' },
	...changes,
});

async function readAll(answers: Answers, wanted: string[]) {
	const span = spanBack(NOW_MS, 31 * answers.length);
	const starts = splitIntoWindows(span.startMs, span.endMs).map(({ startMs }) => startMs);
	const send = async ({ query }: { query: Record<string, string> }) => {
		const window = starts.indexOf(Date.parse(`${query.startDate}Z`));
		return await Promise.resolve({ ok: true, answer: structuredClone(answers[window]) });
	};
	const context = { getNode: () => ({ name: 'Awin' }) };
	const run = { awin: { send }, context } as unknown as Run;
	const others: unknown[] = [];
	const found = await readOrderTransactions(
		run,
		{
			accountType: 'advertiser',
			accountId: '1',
			keys: new Set(wanted.map(referenceKey)),
			span,
		},
		({ id }) => others.push(id),
	);
	const ids = [...found].map(([key, all]) => [
		key,
		all.map(({ row, isContradicted }) => (isContradicted ? `${row.id}?` : String(row.id))),
	]);
	return { found: Object.fromEntries(ids) as Record<string, string[]>, others };
}

describe('The transactions of orders', () => {
	it('are told apart by their references, and the others are handed over', async () => {
		const answers = [
			[sale(1, 'A'), sale(2, 'x')],
			[sale(3, ' A '), sale(4, 4711), sale(5, null)],
		];

		expect(await readAll(answers, ['A', '4711', 'gone'])).toEqual({
			found: { A: ['1', '3'], '4711': ['4'] },
			others: [2, 5],
		});
	});

	it('come once, whatever list they come in', async () => {
		const answers = [
			[sale(1, 'A'), sale(2, 'x')],
			[sale(1, 'A'), sale(2, 'x')],
		];

		expect(await readAll(answers, ['A'])).toEqual({ found: { A: ['1'] }, others: [2] });
	});

	it.each([
		['its status', { commissionStatus: 'declined' }],
		['its amount', { saleAmount: { amount: 11, currency: 'EUR' } }],
		['its currency', { saleAmount: { amount: 10, currency: 'USD' } }],
	])('are in doubt where two lists do not agree on %s', async (_what, changes) => {
		const answers = [
			[sale(1, 'A'), sale(2, 'B')],
			[sale(1, 'A', changes), sale(2, 'B')],
		];

		const { found } = await readAll(answers, ['A', 'B']);

		expect(found).toEqual({ A: ['1?'], B: ['2'] });
	});

	it('are not in doubt for what is no state of theirs', async () => {
		const answers = [[sale(1, 'A')], [sale(1, 'A', { queryStatus: 'open' })]];

		expect((await readAll(answers, ['A'])).found).toEqual({ A: ['1'] });
	});

	it.each([
		['A', 'B', { A: ['1?'], B: ['1?'] }],
		['A', 'x', { A: ['1?'] }],
		['x', 'A', { A: ['1?'] }],
	])('are in doubt where it comes as %s, then as %s', async (first, second, expected) => {
		const answers = [[sale(1, first)], [sale(1, second)], [sale(1, first)]];

		const { found } = await readAll(answers, ['A', 'B']);

		expect(found).toEqual(expected);
	});

	it.each<[string, unknown]>([
		['no reference', null],
		['an empty one', '  '],
		['one that is no text', { a: 1 }],
		['no such member', undefined],
	])('with %s belong to no order', async (_what, orderRef) => {
		expect(await readAll([[sale(1, orderRef)]], ['A', ''])).toEqual({ found: {}, others: [1] });
	});

	it('are not given at all where one list cannot be read', async () => {
		const answers = [[sale(1, 'A')], { hello: 1 } as never];

		const { message } = await stopOf(readAll(answers, ['A']));

		expect(message).toContain('an answer in a form that this node does not know');
	});

	it('are those whose reference Awin keeps alike, of any references', async () => {
		const anyReference = fc.oneof(
			fc.string({ unit: fc.constantFrom('a', 'A', ' ', '0', '\u00a0'), maxLength: 4 }),
			fc.string({ unit: fc.constantFrom('R', 'r', ' '), minLength: 48, maxLength: 53 }),
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(anyReference, { maxLength: 12 }),
				fc.array(anyReference, { minLength: 1, maxLength: 6 }),
				async (there, wanted) => {
					const rows = there.map((reference, index) => sale(index + 1, reference));
					const { found, others } = await readAll([rows], wanted);

					const belongs = (reference: string) =>
						reference.trim() !== '' &&
						wanted.some((one) => referenceKey(one) === referenceKey(reference));
					const idsOf = (isWanted: boolean) =>
						there.flatMap((reference, at) => (belongs(reference) === isWanted ? [at + 1] : []));
					const foundIds = Object.values(found).flat().map(Number);
					expect(foundIds.sort((a, b) => a - b)).toEqual(idsOf(true));
					expect(others).toEqual(idsOf(false));
				},
			),
			{ numRuns: 200 },
		);
	});
});

describe('The days before now', () => {
	it.each([
		[1, 1],
		[30.5, 1],
		[31, 1],
		[32, 2],
		[62, 2],
		[63, 3],
		[90, 3],
		[93, 3],
		[3650, 118],
	])('%s of them are %d windows', (days, windows) => {
		const { startMs, endMs } = spanBack(NOW_MS, days);

		expect(splitIntoWindows(startMs, endMs)).toHaveLength(windows);
		const nowMs = Date.parse('2026-06-15T10:00:00Z');
		expect(endMs - nowMs).toBeGreaterThanOrEqual(HOUR_MS);
		expect(endMs - nowMs).toBeLessThanOrEqual(DAY_MS);
		expect(nowMs - startMs).toBeLessThanOrEqual(days * DAY_MS);
		expect(nowMs - startMs).toBeGreaterThanOrEqual(days * DAY_MS - HOUR_MS - windows * 1000);
	});

	it('since any moment fill their last window, and hold the moment', () => {
		fc.assert(
			fc.property(fc.integer({ min: -DAY_MS, max: 3650 * DAY_MS }), (agoMs) => {
				const { startMs, endMs } = spanSince(NOW_MS, NOW_MS - agoMs);
				const windows = splitIntoWindows(startMs, endMs);

				expect(startMs).toBeLessThanOrEqual(NOW_MS - agoMs);
				expect(endMs).toBeGreaterThanOrEqual(NOW_MS + HOUR_MS - 1000);
				expect(endMs).toBeLessThanOrEqual(NOW_MS + DAY_MS);
				expect(new Set(windows.map((window) => window.endMs - window.startMs)).size).toBe(1);
				expect(startMs % 1000).toBe(0);
			}),
		);
	});
});

describe('Orders are looked for', () => {
	const back = (days: number) => NOW_MS - days * DAY_MS;
	const spanOf = (...datesMs: Array<number | undefined>) =>
		searchSpan(datesMs, { nowMs: NOW_MS, searchBackDays: 62 });

	it('without dates: as many days back as is said', () => {
		expect(spanOf(undefined, undefined)).toEqual(spanBack(NOW_MS, 62));
		expect(spanOf()).toEqual(spanBack(NOW_MS, 62));
	});

	it('with dates: from a day before the oldest on', () => {
		expect(spanOf(back(40), back(10))).toEqual(spanSince(NOW_MS, back(41)));
		expect(spanOf(back(10))).toEqual(spanSince(NOW_MS, back(11)));
	});

	it('with and without: as far as either needs', () => {
		expect(spanOf(back(100), undefined)).toEqual(spanSince(NOW_MS, back(101)));
		expect(spanOf(undefined, back(10))).toEqual(spanBack(NOW_MS, 62));
	});

	it('always in a span that holds each of them', () => {
		const anyAgo = fc.option(fc.integer({ min: 0, max: 3650 * DAY_MS }), { nil: undefined });
		fc.assert(
			fc.property(fc.array(anyAgo, { minLength: 1 }), (agoMs) => {
				const dates = agoMs.map((ms) => (ms === undefined ? undefined : NOW_MS - ms));
				const { startMs, endMs } = spanOf(...dates);

				for (const dateMs of dates) expect(startMs).toBeLessThanOrEqual(dateMs ?? endMs);
				if (dates.includes(undefined)) {
					expect(startMs).toBeLessThanOrEqual(spanBack(NOW_MS, 62).startMs);
				}
			}),
		);
	});
});
