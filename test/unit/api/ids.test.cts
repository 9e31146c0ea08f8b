import * as fc from 'fast-check';

import { readIdList, readIdText } from '../../../nodes/Awin/api/ids';

function reasonOf(reading: ReturnType<typeof readIdText> | ReturnType<typeof readIdList>): string {
	return reading.ok ? `no reason: it was read as ${String(reading.value)}` : reading.reason;
}

describe('An id has digits only', () => {
	it.each<[unknown, string]>([
		[12345, '12345'],
		['12345', '12345'],
		['  12345\n', '12345'],
		['0012345', '12345'],
		[1_612_345_678, '1612345678'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
	])('%j is %s', (value, id) => {
		expect(readIdText(value)).toEqual({ ok: true, value: id });
	});

	it.each<[unknown]>([
		[0],
		[-5],
		[1.5],
		[Number.NaN],
		[Infinity],
		['0'],
		['000'],
		['-5'],
		['1.5'],
		['1,5'],
		['1e5'],
		['0x1F'],
		['12 345'],
		['abc'],
		['12a'],
		['١٢'],
		[true],
		[{}],
		[{ value: 5 }],
		[[5]],
		[5n],
	])('%p is not an id', (value) => {
		expect(reasonOf(readIdText(value))).toMatch(/^is not an ID/);
	});

	it("one that no number can hold is none of Awin's", () => {
		const reading = readIdText('90071992547409931234');
		expect(reading).toEqual({ ok: false, reason: 'has more digits than an Awin ID' });
	});

	it.each<[unknown]>([[''], ['  '], [null], [undefined]])('%p is empty', (value) => {
		expect(readIdText(value)).toEqual({ ok: false, reason: 'is empty' });
	});

	it('a number that has lost its last digits is refused', () => {
		expect(reasonOf(readIdText(12345678901234567890))).toMatch(/too long for a number/);
		expect(reasonOf(readIdText(1e21))).toMatch(/too long for a number/);
	});
});

describe('Ids are read as a number, a list, or text with separators', () => {
	it.each<[unknown, string[]]>([
		[5, ['5']],
		['5', ['5']],
		['5,6', ['5', '6']],
		[' 5 , 6 ; 7\n8\t9 ', ['5', '6', '7', '8', '9']],
		[',5,,6,', ['5', '6']],
		[
			[5, '6', ' 7 '],
			['5', '6', '7'],
		],
		[
			[[5, '6,7'], 8],
			['5', '6', '7', '8'],
		],
		['', []],
		['  ', []],
		[null, []],
		[undefined, []],
		[[], []],
		[[null, ''], []],
	])('%j gives %j', (value, ids) => {
		expect(readIdList(value)).toEqual({ ok: true, value: ids });
	});

	it('an id that comes twice is kept once, where it came first', () => {
		expect(readIdList('5, 6, 005, 5, 7')).toEqual({ ok: true, value: ['5', '6', '7'] });
	});
});

describe('A list that can be read in two ways is refused', () => {
	it.each<[unknown, string]>([
		['1,612,345', '1,612,345'],
		['1,612,345,678', '1,612,345,678'],
		['12,345', '12,345'],
		['1 612 345', '1 612 345'],
		['1\u202f612\u202f345', '1\u202f612\u202f345'],
		['1\u00a0612\u00a0345, 7', '1\u00a0612\u00a0345'],
		['1,612,345, 1,612,346', '1,612,345'],
		['5; 1,612,345', '1,612,345'],
		['5\n1,612,345\n7', '1,612,345'],
		[['5', '1,612,345'], '1,612,345'],
		[[['1,612,345']], '1,612,345'],
	])('%j', (value, shownText) => {
		expect(readIdList(value)).toEqual({
			ok: false,
			reason: `holds "${shownText}", which can be read in two ways: as one ID, or as several. Write each ID in digits only, with a comma and a blank between two of them`,
		});
	});

	it.each<[unknown, string[]]>([
		['1, 612, 345', ['1', '612', '345']],
		['1;612;345', ['1', '612', '345']],
		['1\n612\n345', ['1', '612', '345']],
		['1\t612', ['1', '612']],
		['1234,567', ['1234', '567']],
		['12,3456', ['12', '3456']],
		['1,7', ['1', '7']],
		['1612345678,1612345679', ['1612345678', '1612345679']],
		['0,123', []],
		[
			['1', '612', '345'],
			['1', '612', '345'],
		],
	])('%j is no such list', (value, ids) => {
		const reading = readIdList(value);

		if (ids.length > 0) expect(reading).toEqual({ ok: true, value: ids });
		else expect(reasonOf(reading)).toMatch(/which is not an ID/);
	});

	it('whatever the number, written with any separator of thousands', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1000, max: Number.MAX_SAFE_INTEGER }),
				fc.constantFrom(',', ' ', '\u00a0', '\u202f', '\u2009'),
				(id, separator) => {
					const text = String(id).replace(/\B(?=(\d{3})+$)/g, separator);
					expect(reasonOf(readIdList(text))).toMatch(/can be read in two ways/);
				},
			),
		);
	});
});

describe('One value that is no id makes the whole list unusable', () => {
	it.each<[unknown, string]>([
		['5, x7', 'holds "x7", which is not an ID: an Awin ID has digits only'],
		['5;6.5', 'holds "6.5", which is not an ID: an Awin ID has digits only'],
		[[5, -1], 'holds "-1", which is not an ID: an Awin ID has digits only'],
		[[5, 0], 'holds "0", which is not an ID: an Awin ID has digits only'],
	])('%j', (value, reason) => {
		expect(readIdList(value)).toEqual({ ok: false, reason });
	});

	it('the reason says something about a value that is no text', () => {
		expect(reasonOf(readIdList([true]))).toMatch(/^holds "true", which is not an ID/);
		expect(reasonOf(readIdList({ id: 5 }))).not.toContain('[object Object]');
	});
});

describe('Nothing makes the readers throw', () => {
	it.each<[string, unknown]>([
		['an object without a prototype', Object.create(null)],
		['an object whose toString is no function', { toString: 1, valueOf: 1 }],
		['a symbol', Symbol('id')],
	])('%s', (_, value) => {
		expect(readIdText(value).ok).toBe(false);
		expect(readIdList(value).ok).toBe(false);
	});

	it('any JSON value', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(typeof readIdText(value).ok).toBe('boolean');
			}),
		);
	});

	it('any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const reading = readIdList(text);
				if (reading.ok) for (const id of reading.value) expect(id).toMatch(/^[1-9]\d{0,19}$/);
				else expect(reading.reason).toMatch(/^holds "/);
			}),
		);
	});
});
