import fc from 'fast-check';

import { deep, HOSTILE_TEXTS, hostileJson, prototypeMembers } from '../support/hostile.cts';
import { readers } from '../support/readers.cts';

const before = prototypeMembers();

afterEach(() => {
	expect(prototypeMembers()).toBe(before);
});

it('finds the readers', () => {
	expect(readers.map(({ name }) => name)).toEqual(
		expect.arrayContaining([
			'readAccounts',
			'readTransactions',
			'readJob',
			'parseAmount',
			'readIdList',
		]),
	);
});

describe.each(readers.map(({ name, read }) => [name, read] as const))('%s', (_name, read) => {
	it('reads anything that JSON can say without throwing, and twice the same', () => {
		fc.assert(
			fc.property(hostileJson, (value) => {
				const once = read(value);
				const twice = read(JSON.parse(JSON.stringify(value)) as unknown);
				expect(JSON.stringify(twice)).toBe(JSON.stringify(once));
			}),
			{ numRuns: 300 },
		);
	});

	it.each(HOSTILE_TEXTS.map((text) => [JSON.stringify(text).slice(0, 60), text]))(
		'reads %s',
		(_shown, text) => {
			expect(() => read(text)).not.toThrow();
			expect(() => read([text])).not.toThrow();
			expect(() => read({ id: text, data: [text] })).not.toThrow();
		},
	);

	it.each(['list', 'object'] as const)('does not fall into a hole: %ss in one another', (kind) => {
		expect(() => read(deep(5000, kind))).not.toThrow();
	});

	// How long it takes is looked at in growth.test.cts, which no endless reading comes through.
	it('reads a megabyte of one letter, of blanks or of brackets', () => {
		for (const piece of ['a', ' ', '9', '<', '<a ', '1,', '\n', '-']) {
			expect(() => read(piece.repeat(1_000_000 / piece.length))).not.toThrow();
		}
	});
});
