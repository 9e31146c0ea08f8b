import { closeCutOff } from '../../../nodes/Awin/api/invoicing';
import { referenceKey, storedReference } from '../../../nodes/Awin/api/orderReferences';
import {
	readJobId,
	readJobIdOfRefusal,
	requestPart,
	requestRow,
} from '../../../nodes/Awin/api/validation';
import { findRepeats, itemNumbers, itemRanges } from '../../../nodes/Awin/resources/batch/rows';
import { overMaxRows, overMaxTotal } from '../../../nodes/Awin/resources/batch/limits';
import { mayHaveArrived } from '../../../nodes/Awin/resources/batch/failures';
import type { CallFailure } from '../../../nodes/Awin/transport/failures';
import { windowsAround } from '../../../nodes/Awin/resources/transaction/validate/currentAmounts';

describe('the job that a batch is answered with', () => {
	it.each<[unknown, string | undefined]>([
		[{ jobId: '5f0c7ad1c2b4e60d8a9b3c21' }, '5f0c7ad1c2b4e60d8a9b3c21'],
		[{ jobID: 'abc' }, 'abc'],
		[{ id: 77 }, '77'],
		[{ data: { jobId: 'abc' } }, 'abc'],
		[{ body: { jobId: 'abc' }, statusCode: 200 }, 'abc'],
		['5f0c7ad1c2b4e60d8a9b3c21', '5f0c7ad1c2b4e60d8a9b3c21'],
		[{}, undefined],
		[{ jobId: null }, undefined],
		[{ jobId: { text: 'abc' } }, undefined],
		[{ jobId: '../accounts' }, undefined],
		[undefined, undefined],
		[[], undefined],
	])('%j: %s', (answer, jobId) => {
		expect(readJobId(answer)).toBe(jobId);
	});
});

describe('the job that a refusal names', () => {
	it.each<[unknown, string | undefined]>([
		[{ error: 'busy', jobId: 'abc' }, 'abc'],
		[{ error: 'busy', data: { jobID: 'abc' } }, 'abc'],
		[{ error: 'busy', id: 'e-17' }, undefined],
		['5f0c7ad1c2b4e60d8a9b3c21', undefined],
	])('%j: %s', (answer, jobId) => {
		expect(readJobIdOfRefusal(answer)).toBe(jobId);
	});
});

describe('an amended sale goes out in the decimals of its currency', () => {
	const ORDER = {
		orderRef: 'A-1',
		transactionDate: '2026-02-20T22:04:00',
		timezone: 'Europe/Berlin',
	} as const;

	it.each([
		['GBP', 108_329, 1083.29],
		['JPY', 500, 500],
		['KWD', 1005, 1.005],
	])('%s: %i minor units are %d', (currency, saleAmountMinor, amount) => {
		const parts = [requestPart('A', saleAmountMinor, currency)];
		const change = {
			action: 'amend',
			reason: 'returned',
			currency,
			saleAmountMinor,
			parts,
			approveAfterwards: false,
		} as const;

		expect(parts).toEqual([{ commissionGroupCode: 'A', amount }]);
		for (const identity of [{ transactionId: '7' }, ORDER]) {
			expect(requestRow(identity, change)).toMatchObject({
				approve: false,
				transaction: { currency, saleAmount: amount, transactionParts: parts },
			});
		}
	});
});

describe('order references', () => {
	it.each([
		['A-1', 'A-1'],
		[' A-1\t', 'A-1'],
		['x'.repeat(60), 'x'.repeat(50)],
		[`${'x'.repeat(49)}  y`, `${'x'.repeat(49)} `],
	])('%j is kept as %j', (given, stored) => {
		expect(storedReference(given)).toBe(stored);
	});

	it('are the same where Awin keeps the same of them', () => {
		expect(referenceKey(`${'x'.repeat(49)}  y`)).toBe(referenceKey('x'.repeat(49)));
		expect(referenceKey('a-1')).not.toBe(referenceKey('A-1'));
	});
});

describe('the invoicing cut-off: midday in Berlin, on the 15th and on the last day of the month', () => {
	it.each<[string, string | undefined, number | undefined]>([
		['2026-03-12T10:00:00Z', undefined, undefined],
		['2026-03-13T11:00:00Z', undefined, undefined],
		['2026-03-13T11:00:01Z', '15 March', 47],
		['2026-03-15T10:59:59Z', '15 March', 0],
		['2026-03-15T11:00:00Z', undefined, undefined],
		['2026-03-30T10:00:00Z', '31 March', 24],
		['2026-03-31T09:59:00Z', '31 March', 0],
		['2026-03-31T10:00:00Z', undefined, undefined],
		['2026-02-27T11:00:00Z', '28 February', 24],
		['2028-02-27T12:00:00Z', '29 February', 47],
		['2026-12-31T10:30:00Z', '31 December', 0],
		['2026-12-31T11:00:00Z', undefined, undefined],
	])('%s: %s', (now, day, hoursLeft) => {
		const cutOff = closeCutOff(Date.parse(now));

		expect(cutOff?.day).toBe(day);
		expect(cutOff?.hoursLeft).toBe(hoursLeft);
	});
});

describe('what is there twice', () => {
	it('is found with all its places', () => {
		const rows = ['a', 'b', 'a', undefined, 'c', 'b', 'a', undefined].map((key, index) => ({
			key,
			index,
		}));

		expect(findRepeats(rows, ({ key }) => key)).toEqual([
			[0, 2, 6],
			[1, 5],
		]);
	});

	it.each([
		[[1], 'item 2'],
		[[1, 4], 'items 2 and 5'],
		[[0, 1, 2], 'items 1, 2 and 3'],
		[[0, 1, 2, 3, 4, 5, 6], 'items 1, 2, 3, 4, 5 and 2 more'],
	])('%j is told as %s', (indexes, text) => {
		expect(itemNumbers(indexes)).toBe(text);
	});

	it.each([
		[[0, 1, 2, 4, 7, 8], 10, '1 to 3, 5, 8 to 9'],
		[[0, 2, 4, 6], 2, '1, 3 and more'],
		[[], 2, ''],
	])('%j in runs, at most %i: %s', (indexes, most, text) => {
		expect(itemRanges(indexes, most)).toBe(text);
	});
});

describe('limits', () => {
	it.each([
		[3, undefined, false],
		[3, 3, false],
		[4, 3, true],
		[1, 0, true],
	])('%i rows where %s are allowed', (rows, most, isOver) => {
		expect(overMaxRows(rows, most) !== undefined).toBe(isOver);
	});

	it('counts each currency on its own, in its own minor units', () => {
		const totals = new Map([
			['EUR', 100_001],
			['JPY', 1000],
			['KWD', 1_000_000],
		]);

		expect(overMaxTotal(totals, 1000, 'would go')?.message).toBe(
			'1000.01 EUR would go, more than the 1000 that "Max Total Amount" allows for each currency; nothing was sent',
		);
		expect(overMaxTotal(totals, 1001, 'would go')).toBeUndefined();
		expect(overMaxTotal(totals, undefined, 'would go')).toBeUndefined();
	});

	it.each([
		// As floats, 0.57 and 1.1 times 100 are a little less and a little more than 57 and 110.
		['EUR', 57, 0.57, false],
		['EUR', 58, 0.57, true],
		['EUR', 111, 1.1, true],
		['EUR', 1, 0.005, true],
		['JPY', 100, 99, true],
		['KWD', 1001, 1, true],
	])('%s: %d minor units where %d may go', (currency, minor, most, isOver) => {
		const totals = new Map([
			['USD', 0],
			[currency, minor],
		]);

		expect(overMaxTotal(totals, most, 'would go') !== undefined).toBe(isOver);
	});
});

describe('whether a batch may have arrived', () => {
	it.each<[CallFailure, boolean]>([
		[{ kind: 'timeout', timeoutMs: 120_000 }, true],
		[{ kind: 'interrupted', code: 'ECONNRESET' }, true],
		[{ kind: 'unreadable', status: 200, what: 'cut' }, true],
		[{ kind: 'refused', status: 500 }, true],
		[{ kind: 'refused', status: 504 }, true],
		[{ kind: 'refused', status: 408 }, true],
		[{ kind: 'cancelled', inFlight: true }, true],
		[{ kind: 'cancelled' }, false],
		[{ kind: 'refused', status: 400 }, false],
		[{ kind: 'refused', status: 429 }, false],
		[{ kind: 'redirected', status: 302 }, false],
		[{ kind: 'unreachable', code: 'ENOTFOUND', host: 'api.awin.com' }, false],
		[{ kind: 'noTime', waitMs: 5 }, false],
		[{ kind: 'credential', reason: 'x', nextStep: 'y' }, false],
	])('%j: %j', (failure, expected) => {
		expect(mayHaveArrived(failure)).toBe(expected);
	});
});

describe('windows around the dates of orders', () => {
	const DAY_MS = 86_400_000;
	const start = Date.parse('2026-01-01T10:00:00Z');

	it('are as few as possible, none longer than Awin allows, and hold every date', () => {
		const moments = [70, 0, 5, 29, 31, 100].map((day) => start + day * DAY_MS);

		const windows = windowsAround(moments);

		expect(windows).toHaveLength(3);
		for (const { startMs, endMs } of windows) {
			expect(endMs - startMs).toBeLessThan(31 * DAY_MS);
		}
		for (const moment of moments) {
			expect(windows.some(({ startMs, endMs }) => startMs < moment && moment < endMs)).toBe(true);
		}
	});

	it('are none for no dates', () => {
		expect(windowsAround([])).toEqual([]);
	});
});
