import fc from 'fast-check';

import type { TransactionRow } from '../../../nodes/Awin/api/transactions';
import { divideAmount, partsOfSale } from '../../../nodes/Awin/resources/transaction/compare/parts';

const part = (commissionGroupCode: unknown, amount: unknown) => ({ commissionGroupCode, amount });
const rowWith = (transactionParts: unknown) => ({ id: 1, transactionParts }) as TransactionRow;

describe('the parts that Awin has', () => {
	it('are read in minor units, and those of one group count as one', () => {
		const row = rowWith([part('SHOES', 75.5), part('DEFAULT', 20), part('SHOES', 4.5)]);

		expect(partsOfSale(row, 10_000, 'EUR')).toEqual([
			{ code: 'SHOES', amountMinor: 8_000 },
			{ code: 'DEFAULT', amountMinor: 2_000 },
		]);
	});

	it.each([
		['JPY', 1_000, 1_000],
		['KWD', 1.234, 1_234],
	])('have the decimals of the currency (%s)', (currency, amount, amountMinor) => {
		expect(partsOfSale(rowWith([part('DEFAULT', amount)]), amountMinor, currency)).toEqual([
			{ code: 'DEFAULT', amountMinor },
		]);
	});

	it.each([
		['there are none', []],
		['there is no list', null],
		['one has no group', [part('SHOES', 75), part(null, 25)]],
		['one has a blank group', [part('SHOES', 75), part(' ', 25)]],
		['one has no amount', [part('SHOES', 100), part('DEFAULT', null)]],
		['one is negative', [part('SHOES', 125), part('DEFAULT', -25)]],
		['they are not the sale', [part('SHOES', 75), part('DEFAULT', 24.99)]],
		['one has more decimals than the currency', [part('SHOES', 75.005), part('DEFAULT', 24.995)]],
		['one is no part', ['SHOES']],
	])('cannot be told where %s', (_words, parts) => {
		expect(partsOfSale(rowWith(parts), 10_000, 'EUR')).toBeUndefined();
	});

	it('cannot be told of a sale of 0 in two groups: nothing has a proportion to nothing', () => {
		expect(partsOfSale(rowWith([part('A', 0), part('B', 0)]), 0, 'EUR')).toBeUndefined();
		expect(partsOfSale(rowWith([part('A', 0)]), 0, 'EUR')).toHaveLength(1);
	});
});

describe('a new amount', () => {
	const parts = (...amounts: number[]) =>
		amounts.map((amountMinor, index) => ({ code: `G${index}`, amountMinor }));
	const divided = (amountMinor: number, ...amounts: number[]) =>
		divideAmount(amountMinor, parts(...amounts)).map(({ code, amountMinor: own }) => [code, own]);

	it.each([
		[
			'is divided in proportion',
			5_000,
			[7_500, 2_500],
			[
				['G0', 3_750],
				['G1', 1_250],
			],
		],
		[
			'gives what is left to those that lost the most',
			100,
			[1, 1, 1],
			[
				['G0', 34],
				['G1', 33],
				['G2', 33],
			],
		],
		[
			// They lose 0.4999999995 and 0.5000000005 of a unit; their products have more digits than a number holds.
			'gives it to them where amounts are large, too',
			100_000_013,
			[961_240_311, 38_759_690],
			[
				['G0', 96_124_043],
				['G1', 3_875_970],
			],
		],
		['leaves out a part that comes to nothing', 1, [99, 1], [['G0', 1]]],
		['leaves out a part of 0', 50, [100, 0], [['G0', 50]]],
		['goes to the only part, whatever that was', 50, [0], [['G0', 50]]],
	])('%s', (_words, amountMinor, amounts, expected) => {
		expect(divided(amountMinor, ...amounts)).toEqual(expected);
	});

	it('is the sum of its parts, each within one minor unit of its proportion and above 0, for any amounts', () => {
		const amounts = fc
			.array(fc.nat({ max: 1e12 }), { minLength: 1, maxLength: 8 })
			.filter((all) => all.some((amount) => amount > 0));
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e13 }), amounts, (amountMinor, given) => {
				const shares = divideAmount(amountMinor, parts(...given));
				const total = given.reduce((sum, own) => sum + BigInt(own), 0n);
				expect(shares.reduce((sum, share) => sum + share.amountMinor, 0)).toBe(amountMinor);
				for (const share of shares) {
					expect(share.amountMinor).toBeGreaterThan(0);
					const exact = BigInt(amountMinor) * BigInt(given[Number(share.code.slice(1))]);
					const off = BigInt(share.amountMinor) * total - exact;
					if (given.length > 1) expect(off < total && -off < total).toBe(true);
				}
			}),
		);
	});
});
