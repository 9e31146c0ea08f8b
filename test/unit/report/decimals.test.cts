import * as fc from 'fast-check';

import { readDecimal, sumExactly } from '../../../nodes/Awin/api/decimals';

describe('A number that came as text', () => {
	it.each([
		['83.20', 83.2],
		['0', 0],
		[' -12.5 ', -12.5],
		['0.005', 0.005],
		['000123.40', 123.4],
		['-0', 0],
	])('%j is %d', (text, number) => {
		expect(readDecimal(text)).toBe(number);
	});

	it.each([
		'',
		'n/a',
		'1,083.29',
		'1.083,29',
		'12 EUR',
		'1e3',
		'NaN',
		'Infinity',
		// More digits than a number holds.
		'12345678901234567.89',
		null,
		undefined,
		17.5,
		{ amount: 1 },
	])('%j stays as it is', (value) => {
		expect(readDecimal(value)).toBe(value);
	});
});

describe('A sum', () => {
	it.each([
		[[0.1, 0.2], 0.3],
		[[1083.29, -1083.29], 0],
		[[1e21, 1], 1e21],
		[[1e-7, 2e-7], 3e-7],
		[[], 0],
	])('of %j is %d', (values, sum) => {
		expect(sumExactly(values)).toBe(sum);
	});

	it('is that of the minor units, for any number of amounts and decimals', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: -1e10, max: 1e10 }), { maxLength: 50 }),
				fc.constantFrom(0, 2, 3),
				(minor, places) => {
					const sumMinor = minor.reduce((sum, value) => sum + value, 0);
					const sum = sumExactly(minor.map((value) => value / 10 ** places));
					expect(sum + 0).toBe(sumMinor / 10 ** places + 0);
				},
			),
		);
	});
});
