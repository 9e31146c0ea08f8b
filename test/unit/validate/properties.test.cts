import fc from 'fast-check';

import { minorDigits, toDecimal } from '../../../nodes/Awin/api/money';
import { AWIN_TIMEZONES } from '../../../nodes/Awin/api/timezones';
import { requestRow, type RequestRow } from '../../../nodes/Awin/api/validation';
import { readRow } from '../../../nodes/Awin/resources/transaction/validate/readRow';
import { Sender } from '../../../nodes/Awin/resources/batch/sender';
import {
	deliverValidations,
	type TakenBatch,
} from '../../../nodes/Awin/resources/transaction/validate/delivery';
import {
	refusedResult,
	type ValidateResult,
} from '../../../nodes/Awin/resources/transaction/validate/results';
import { toRequest, type Row } from '../../../nodes/Awin/resources/transaction/validate/rows';
import { waitForJobs } from '../../../nodes/Awin/resources/transaction/validate/wait';
import type { Run } from '../../../nodes/Awin/resources/operation';
import type { Call } from '../../../nodes/Awin/transport/request';
import { parametersOf } from '../../support/parameters.cts';

const RUNS = 150;
const CURRENCIES = ['EUR', 'GBP', 'JPY', 'KWD'];

const identity = fc.oneof(
	fc
		.bigInt({ min: 1n, max: 99_999_999_999_999_999_999n })
		.map((id) => ({ transactionId: String(id) })),
	fc.record({
		orderRef: fc.stringMatching(/^[A-Za-z0-9]{1,50}$/),
		transactionDate: fc
			.integer({ min: 0, max: 800_000 })
			.map((minutes) =>
				new Date(Date.UTC(2025, 0, 1) + minutes * 60_000).toISOString().slice(0, 19),
			),
		timezone: fc.constantFrom(...AWIN_TIMEZONES),
	}),
);
const change = fc.oneof(
	fc.constant({ action: 'approve' as const }),
	fc.record({ action: fc.constant('decline' as const), reason: fc.string({ minLength: 1 }) }),
	fc.record({
		action: fc.constant('amendTrackingParameters' as const),
		parameters: fc.dictionary(
			fc.integer({ min: 1, max: 127 }).map(String),
			fc.string({ minLength: 1 }),
			{ minKeys: 1 },
		),
	}),
);
const rows: fc.Arbitrary<Row[]> = fc
	.uniqueArray(fc.record({ identity, change, accountId: fc.constantFrom('1', '2', '3') }), {
		maxLength: 60,
		selector: (row) => JSON.stringify([row.accountId, row.identity]),
	})
	.map((all) => all.map((row, index) => ({ ...row, index, dryRun: false })));

/** Something like Awin: takes batches in, and answers jobs with the results in any order and under any code. */
class Stub {
	readonly batches = new Map<string, RequestRow[]>();

	constructor(
		private readonly codeOf: (row: RequestRow) => number,
		private readonly seed: number,
		private readonly mixedActions = true,
	) {}

	readonly clock = { nowMs: () => 0 };
	readonly rest = async () => await Promise.resolve(true);

	readonly send = async (call: Call) => {
		await Promise.resolve();
		if (call.method === 'POST') {
			const batch = JSON.parse(JSON.stringify(call.body)) as RequestRow[];
			if (!this.mixedActions && new Set(batch.map(({ action }) => action)).size > 1) {
				return { ok: false, failure: { kind: 'refused', status: 400 } };
			}
			const jobId = `job-${this.batches.size + 1}`;
			this.batches.set(jobId, batch);
			return { ok: true, status: 200, answer: { jobId } };
		}
		const batch = this.batches.get(call.path.split('/').at(-1) as string) ?? [];
		const results = batch
			.map((row) => ({ row, place: hash(`${this.seed} ${JSON.stringify(row)}`) }))
			.sort((a, b) => a.place - b.place)
			.map(({ row }) => ({
				transactionId: row.transaction.transactionId ?? '',
				orderRef: row.transaction.orderRef ?? null,
				transactionDate: row.transaction.transactionDate ?? '',
				timezone: row.transaction.timezone ?? null,
				code: `[${this.codeOf(row)} X]`,
				description: '',
			}));
		const answer = {
			status: 'DONE',
			transactions: batch.length,
			errors: results.filter(({ code }) => !code.startsWith('[200')).length,
			allTransactions: results,
		};
		return { ok: true, status: 200, answer };
	};
}

function hash(text: string): number {
	let value = 7;
	for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
	return value;
}

function runWith(awin: Stub): Run {
	return { awin, context: {} } as unknown as Run;
}

type Results = Array<ValidateResult | undefined>;

/** Sends the batches, without the steps before and after it. @returns those that were taken in */
async function sendBatches(run: Run, all: Row[], results: Results): Promise<TakenBatch[]> {
	const taken: TakenBatch[] = [];
	const sender = new Sender<Row, ValidateResult>(run, results, refusedResult);
	await sender.send(deliverValidations(run, [...all], taken));
	return taken;
}

describe('any mix of rows', () => {
	it.each([true, false])(
		'goes out as exactly one entry per row, in batches of one account each (mixed actions: %s)',
		async (mixedActions) => {
			await fc.assert(
				fc.asyncProperty(rows, async (all) => {
					const awin = new Stub(() => 200, 1, mixedActions);
					const results: Results = [];

					const batches = await sendBatches(runWith(awin), all, results);

					const sent = [...awin.batches.values()].flat().map((row) => JSON.stringify(row));
					const wanted = all.map((row) => JSON.stringify(toRequest(row)));
					expect(sent.sort()).toEqual(wanted.sort());
					expect(results).toEqual([]);
					for (const { accountId, indexes } of batches) {
						expect(indexes.every((index) => all[index].accountId === accountId)).toBe(true);
					}
				}),
				{ numRuns: RUNS },
			);
		},
	);

	it('gets its results back to the right row, in whatever order they come', async () => {
		const codes = [200, 304, 404, 422];
		const outcomes = ['done', 'alreadyDone', 'failed', 'failed'];
		const codeOf = (row: RequestRow) => codes[hash(JSON.stringify(row)) % codes.length];
		await fc.assert(
			fc.asyncProperty(rows, fc.integer(), async (all, seed) => {
				const run = runWith(new Stub(codeOf, seed));
				const results: Results = [];

				await waitForJobs(run, await sendBatches(run, all, results), 1000, results);

				const expected = all.map((row) => codeOf(toRequest(row)));
				expect(results.map((result) => result?.code)).toEqual(expected);
				expect(results.map((result) => result?.outcome)).toEqual(
					expected.map((code) => outcomes[codes.indexOf(code)]),
				);
				expect(results.map((result) => result?.sent)).toEqual(all.map(toRequest));
			}),
			{ numRuns: RUNS },
		);
	});
});

describe('amounts', () => {
	const amounts = fc.record({
		currency: fc.constantFrom(...CURRENCIES),
		partsMinor: fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 8 }),
		comma: fc.boolean(),
	});

	function written(amountMinor: number, currency: string, comma: boolean): string {
		const digits = minorDigits(currency);
		const text = String(amountMinor).padStart(digits + 1, '0');
		const whole = text.slice(0, text.length - digits);
		// One more digit keeps three decimals from looking like thousands.
		if (digits === 0) return whole;
		const decimals = `${text.slice(-digits)}${digits === 3 ? '0' : ''}`;
		return `${whole}${comma ? ',' : '.'}${decimals}`;
	}

	function amendment(currency: string, saleAmount: unknown, parts: unknown[]) {
		return parametersOf({
			accountId: 5,
			action: 'amend',
			identifyBy: 'transactionId',
			transactionId: 1,
			amendReason: 'x',
			currency,
			saleAmount,
			transactionParts: {
				part: parts.map((amount, index) => ({ commissionGroupCode: `G${index}`, amount })),
			},
		});
	}

	it('never drift by a minor unit between the sheet and Awin', () => {
		fc.assert(
			fc.property(amounts, ({ currency, partsMinor, comma }) => {
				const totalMinor = partsMinor.reduce((sum, part) => sum + part, 0);
				const row = readRow(
					amendment(
						currency,
						written(totalMinor, currency, comma),
						partsMinor.map((minor) =>
							comma ? written(minor, currency, comma) : toDecimal(minor, currency),
						),
					),
					0,
				);
				const sent = JSON.parse(JSON.stringify(toRequest(row as Row))) as {
					transaction: { saleAmount: number; transactionParts: Array<{ amount: number }> };
				};
				const scale = 10 ** minorDigits(currency);
				const minorOf = (amount: number) => Math.round(amount * scale);

				expect(minorOf(sent.transaction.saleAmount)).toBe(totalMinor);
				expect(sent.transaction.transactionParts.map(({ amount }) => minorOf(amount))).toEqual(
					partsMinor,
				);
				expect(sent.transaction.saleAmount * scale).toBeCloseTo(totalMinor, 4);
			}),
			{ numRuns: 300 },
		);
	});

	it('are refused as soon as the parts miss the sum by one minor unit', () => {
		fc.assert(
			fc.property(amounts, fc.constantFrom(1, -1), ({ currency, partsMinor }, slip) => {
				const totalMinor = partsMinor.reduce((sum, part) => sum + part, 0) + slip;
				fc.pre(totalMinor >= 0);
				const parts = partsMinor.map((minor) => toDecimal(minor, currency));
				const row = amendment(currency, toDecimal(totalMinor, currency), parts);

				expect(() => readRow(row, 0)).toThrow('which is not the sum of its parts');
			}),
			{ numRuns: 300 },
		);
	});
});

it('a batch of 40,001 goes out as two, and nothing is lost between them', async () => {
	const all = Array.from({ length: 40_001 }, (_, index): Row => {
		const transactionId = String(index + 1);
		return {
			index,
			accountId: '1',
			identity: { transactionId },
			change: { action: 'approve' },
			dryRun: false,
		};
	});
	const awin = new Stub(() => 200, 1);
	const results: Results = [];

	await waitForJobs(runWith(awin), await sendBatches(runWith(awin), all, results), 1000, results);

	expect([...awin.batches.values()].map((batch) => batch.length)).toEqual([40_000, 1]);
	expect(results.filter((result) => result?.outcome === 'done')).toHaveLength(40_001);
	expect(awin.batches.get('job-2')).toEqual([
		requestRow({ transactionId: '40001' }, { action: 'approve' }),
	]);
});
