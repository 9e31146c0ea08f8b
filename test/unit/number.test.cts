import { number, numberOf, numberUpTo } from '../../nodes/Awin/fields/number';
import { yesNoOf } from '../../nodes/Awin/fields/text';
import { parametersOf } from '../support/parameters.cts';

describe('a number that is no amount', () => {
	it.each<[unknown, number]>([
		[5, 5],
		[0, 0],
		[-1, -1],
		[1.5, 1.5],
		[' 12 ', 12],
		['1000', 1000],
		['1083,29', 1083.29],
		['1083.29', 1083.29],
		['0.125', 0.125],
		['1234.567', 1234.567],
		['-3', -3],
		['+3', 3],
	])('%j is %d', (value, number) => {
		expect(numberOf(value)).toBe(number);
	});

	// A limit of 1.000 would be one to some people, and a thousand to others.
	it.each([
		['1.000'],
		['1,000'],
		['12.345'],
		[''],
		['5 items'],
		['0x10'],
		['1e3'],
		['.5'],
		['5.'],
		['1.2.3'],
		['9'.repeat(400)],
		[NaN],
		[Infinity],
		[true],
		[null],
		[undefined],
		[[5]],
		[{}],
		['٣'],
	])('%j is none', (value) => {
		expect(numberOf(value)).toBeUndefined();
	});
});

describe('yes or no', () => {
	it.each([true, 'true', 'TRUE', ' yes ', 'Yes', '1', 1])('%j is yes', (value) => {
		expect(yesNoOf(value)).toBe(true);
	});

	it.each([false, 'false', 'FALSE', 'no', 'No', '0', 0])('%j is no', (value) => {
		expect(yesNoOf(value)).toBe(false);
	});

	it.each([null, undefined, '', ' ', 'maybe', 2, NaN, [], [true], ['no'], {}, 'ja', 'y'])(
		'%j is neither',
		(value) => {
			expect(yesNoOf(value)).toBeUndefined();
		},
	);
});

describe('a number in the options', () => {
	const declared = { displayName: 'Most', name: 'options.most', default: 10 };
	const read = (options: object) =>
		number(declared, { isUsable: (given) => given >= 0, reason: 'is not a number from 0 on' }).read(
			parametersOf({ options }),
		);
	const readUpTo = (most: unknown) =>
		numberUpTo(20, declared).read(parametersOf({ options: { most } }));

	it('says nothing where it was not added', () => {
		expect(read({})).toBeUndefined();
	});

	it.each([[''], [' '], [null]])(
		'that was added and is %j is refused: no limit would be meant',
		(most) => {
			expect(() => read({ most })).toThrow('"Most" is set, but has no value');
		},
	);

	it('is the default where it was not added, and within its bounds otherwise', () => {
		expect(numberUpTo(20, declared).read(parametersOf({ options: {} }))).toBe(10);
		expect([1, '20'].map(readUpTo)).toEqual([1, 20]);
		for (const most of [0, 20.5, 21, 'all']) {
			expect(() => readUpTo(most)).toThrow('which is not a number from 1 to 20');
		}
	});
});
