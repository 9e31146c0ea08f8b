import * as fc from 'fast-check';

import {
	differencesOf,
	nearMisses,
	referenceKey,
	storedReference,
} from '../../../nodes/Awin/api/orderReferences';

describe('Two references are the same one', () => {
	it.each([
		['A-1', 'A-1'],
		[' A-1 ', 'A-1'],
		['R'.repeat(50), `${'R'.repeat(50)}-and-more`],
		[`${'R'.repeat(49)} x`, 'R'.repeat(49)],
	])('%j and %j', (one, other) => {
		expect(referenceKey(one)).toBe(referenceKey(other));
	});

	it.each([
		['A-1', 'a-1'],
		['A-1', 'A -1'],
		['001', '1'],
		['#1', '1'],
		['R'.repeat(50), 'R'.repeat(49)],
	])('%j and %j are not', (one, other) => {
		expect(referenceKey(one)).not.toBe(referenceKey(other));
	});
});

describe('A near miss is named, and in what it differs', () => {
	it.each([
		['A-1001', 'a-1001', ['upper and lower case']],
		['A-1001', 'A- 1001', ['spaces']],
		['A  1001', 'A 1001', ['spaces']],
		['A 1001', 'A\u00a01001', ['spaces']],
		['1001', '#1001', ['a # at the beginning']],
		['#1001', '# 1001', ['spaces']],
		['1001', '0001001', ['zeros at the beginning']],
		['#1001', '0001001', ['a # at the beginning', 'zeros at the beginning']],
		['#001', '1', ['a # at the beginning', 'zeros at the beginning']],
		['0', '000', ['zeros at the beginning']],
		['#', '# ', undefined],
		['caf\u00e9-1', 'cafe\u0301-1', ['something that cannot be seen']],
		['A-1', 'A\u200b-1', ['something that cannot be seen']],
		['A-01', 'A-1', undefined],
		['1001', '1001#', undefined],
		['1001', '10010', undefined],
		['##1', '1', undefined],
		['0', '', undefined],
		[`a${'R'.repeat(60)}`, `A${'R'.repeat(49)}`, ['upper and lower case']],
		[`#${'R'.repeat(60)}`, 'R'.repeat(50), ['a # at the beginning']],
		['R'.repeat(60), `#${'R'.repeat(49)}`, ['a # at the beginning']],
		[`00 ${'R'.repeat(50)}`, 'R'.repeat(50), ['spaces', 'zeros at the beginning']],
		['R'.repeat(60), `#${'R'.repeat(48)}`, undefined],
		['NO-77', 'NO\u201177', ['the kind of hyphen']],
		["'NO-77", 'NO-77', ['quotation marks']],
		['\u201eNO-77\u201c', 'NO-77', ['quotation marks']],
		['77.0', '77', ['.0 at the end']],
		['A-77.0', 'A-77', undefined],
	])('%j and %j: %j', (wanted, there, differences) => {
		const found = nearMisses([wanted], ['another', there]);

		expect(found).toEqual(differences ? new Map([[wanted, [there]]]) : new Map());
		expect(differences && differencesOf(wanted, [there])).toEqual(differences);
	});

	it('of several, in all that any of them differs in', () => {
		expect(differencesOf('A-1', ['a-1', 'A -1'])).toEqual(['spaces', 'upper and lower case']);
	});

	it('never the same one, and each once', () => {
		expect(nearMisses(['A-1', 'b'], ['A-1', ' A-1', 'a-1', 'a-1'])).toEqual(
			new Map([['A-1', ['a-1']]]),
		);
	});

	it('also that of another reference that is looked for', () => {
		expect(nearMisses(['A-1', 'a-1'], ['A-1', 'a-1'])).toEqual(
			new Map([
				['A-1', ['a-1']],
				['a-1', ['A-1']],
			]),
		);
	});

	it('once, however often it is looked for, and however it was found', () => {
		const long = 'R'.repeat(55);
		expect(
			nearMisses([`#${long}`, `#${long}`], [long.slice(0, 50), `0${long.slice(0, 49)}`]),
		).toEqual(new Map([[`#${long}`, [long.slice(0, 50), `0${long.slice(0, 49)}`]]]));
	});

	it('nothing is near where nothing is looked for', () => {
		expect(nearMisses([], ['A-1'])).toEqual(new Map());
	});
});

const anyReference = fc.oneof(
	fc.string({ maxLength: 60 }),
	fc.string({
		unit: fc.constantFrom('a', 'A', '0', '1', '#', ' ', '\u200b', '\u00e9'),
		maxLength: 8,
	}),
);

describe('For any references, near misses', () => {
	it('are never the same one by the rule of Awin, and always differ in something that can be named', () => {
		fc.assert(
			fc.property(
				fc.array(anyReference, { minLength: 1, maxLength: 20 }),
				fc.array(anyReference, { minLength: 1, maxLength: 20 }),
				(wanted, there) => {
					const found = nearMisses(wanted, there);
					expect(found.size).toBeLessThanOrEqual(wanted.length);
					for (const [reference, near] of found) {
						for (const other of near) {
							expect(there).toContain(other);
							expect(referenceKey(other)).not.toBe(referenceKey(reference));
							expect(differencesOf(reference, [other])).not.toEqual([]);
						}
					}
				},
			),
			{ numRuns: 1000 },
		);
	});

	it('are found whatever is changed of case, blanks, zeros and # at the beginning', () => {
		const core = fc.stringMatching(/^[a-z1-9][a-z0-9-]{0,20}$/);
		fc.assert(
			fc.property(
				core,
				fc.constantFrom('', '#', '# ', '0', '#00'),
				fc.boolean(),
				(reference, before, isUpper) => {
					const there = before + (isUpper ? reference.toUpperCase() : reference);
					const isSame = storedReference(there) === reference;
					expect([...nearMisses([reference], [there]).keys()]).toEqual(isSame ? [] : [reference]);
				},
			),
			{ numRuns: 500 },
		);
	});

	it('are few, and found at once, where 40,000 and 100,000 are all near to each other', () => {
		const variant = (number: number) =>
			[...'abcdefghijklmnopq']
				.map((letter, bit) => ((number >> bit) & 1 ? letter.toUpperCase() : letter))
				.join('');
		const wanted = Array.from({ length: 40_000 }, (_, number) => variant(number));
		const there = Array.from({ length: 90_000 }, (_, number) => variant(number + 40_000));

		const found = nearMisses(wanted, there);

		expect(found.size).toBe(40_000);
		expect(Math.max(...[...found.values()].map((near) => near.length))).toBe(5);
	});
});
