import * as fc from 'fast-check';

import type { JsonObject } from '../../../nodes/Awin/api/answers';
import {
	FlatRows,
	leavesOf,
	MOST_FURTHER_COLUMNS,
	REST_COLUMN,
} from '../../../nodes/Awin/api/flatRows';

/** Puts rows into one table, with no known column but the id. */
function flat(rows: JsonObject[], reserved: string[] = []): JsonObject[] {
	const table = new FlatRows(reserved);
	const output = rows.map((row, id) => table.add({ id }, leavesOf(row)));
	table.finish();
	return output;
}

describe('a value has a column that is named after the way to it', () => {
	it.each<[JsonObject, JsonObject]>([
		[{ note: 'x' }, { note: 'x' }],
		[{ a: { b: { c: 1 } } }, { a_b_c: 1 }],
		[{ parts: [{ amount: 1 }, { amount: 2 }] }, { parts_1_amount: 1, parts_2_amount: 2 }],
		[{ grid: [[1, 2], [3]] }, { grid_1_1: 1, grid_1_2: 2, grid_2_1: 3 }],
		[{ tags: ['a', null] }, { tags_1: 'a', tags_2: null }],
		[
			{ 'a.b': 1, 'c[0]': 2 },
			{ a_b: 1, c_0_: 2 },
		],
		[
			{ no: false, zero: 0, blank: '' },
			{ no: false, zero: 0, blank: '' },
		],
		[
			{ nothing: null, empty: [], hollow: {} },
			{ nothing: null, empty: null, hollow: null },
		],
	])('%j', (row, columns) => {
		expect(flat([row])).toEqual([{ id: 0, ...columns }]);
	});

	it.each<[string, JsonObject, JsonObject]>([
		['a known column', { id: 'theirs' }, { awin_id: 'theirs' }],
		['a reserved one', { event: 'theirs' }, { awin_event: 'theirs' }],
		['another value', { a: { b: 1 }, a_b: 2 }, { a_b: 1, awin_a_b: 2 }],
		[
			'several others',
			{ a: { b_c: 1 }, a_b: { c: 2 }, a_b_c: 3 },
			{ a_b_c: 1, awin_a_b_c: 2, awin_a_b_c_2: 3 },
		],
		['no name at all', { '': 1 }, { awin_: 1 }],
		['the rest', { [REST_COLUMN]: 1 }, { [`awin_${REST_COLUMN}`]: 1 }],
	])('the name of %s is not taken a second time', (_, row, columns) => {
		expect(flat([row], ['event'])).toEqual([{ id: 0, ...columns }]);
	});

	it('a name that JavaScript keeps for itself is a name like any other', () => {
		const row = JSON.parse('{"__proto__":{"x":1},"constructor":"y"}') as JsonObject;

		expect(flat([row])).toEqual([{ id: 0, ['__proto___x']: 1, ['constructor']: 'y' }]);
		expect(flat([JSON.parse('{"__proto__":"z"}') as JsonObject])).toEqual([
			{ id: 0, awin___proto__: 'z' },
		]);
	});
});

describe('all rows of a run have the same columns', () => {
	it('lists of different lengths: as many as the longest needs, by position', () => {
		const list = (length: number) => ({ list: Array.from({ length }, (_, index) => index) });
		const rows = flat([list(1), list(11), { list: null }, {}]);

		const names = Array.from({ length: 11 }, (_, index) => `list_${index + 1}`);
		for (const row of rows) expect(Object.keys(row)).toEqual(['id', ...names]);
		expect(rows[0]).toMatchObject({ list_1: 0, list_2: null });
		expect(rows[1]).toMatchObject({ list_1: 0, list_11: 10 });
	});

	it('the order of the columns does not depend on the order of the rows', () => {
		const rows = [{ b: { x: 1 } }, { a: 1, c: [1, 2] }, { b: { a: 2 } }];

		expect(Object.keys(flat(rows)[0])).toEqual(Object.keys(flat([...rows].reverse())[0]));
		expect(Object.keys(flat(rows)[0])).toEqual(['id', 'a', 'b_a', 'b_x', 'c_1', 'c_2']);
	});

	it('rows of two kinds get the known columns of both', () => {
		const table = new FlatRows();
		const rows = [table.add({ a: 1, b: 2 }, []), table.add({ b: 3, c: 4 }, [])];
		table.finish();

		expect(rows).toEqual([
			{ a: 1, b: 2, c: null },
			{ a: null, b: 3, c: 4 },
		]);
		expect(rows.map((row) => Object.keys(row).join())).toEqual(['a,b,c', 'a,b,c']);
	});
});

describe('where there are more places than a sheet has room for', () => {
	const names = Array.from({ length: MOST_FURTHER_COLUMNS }, (_, index) => `common${index}`);
	const common = Object.fromEntries(names.map((name) => [name, 1]));

	it('as many as there may be have a column each', () => {
		const [row] = flat([common]);

		expect(Object.keys(row)).toHaveLength(MOST_FURTHER_COLUMNS + 1);
		expect(row).not.toHaveProperty(REST_COLUMN);
	});

	it('the rarest beyond stand together in one column, each under its name', () => {
		const [first, second] = flat([common, { ...common, rare: 'x', also: { rare: null } }]);

		expect(Object.keys(first)).toEqual(Object.keys(second));
		expect(Object.keys(first)).toHaveLength(MOST_FURTHER_COLUMNS + 2);
		expect(first[REST_COLUMN]).toBeNull();
		expect(JSON.parse(String(second[REST_COLUMN]))).toEqual({ rare: 'x', also_rare: null });
	});

	it('a basket of ten thousand products loses none of them', () => {
		const products = Array.from({ length: 10_000 }, (_, index) => ({ name: `n${index}` }));
		const [row] = flat([{ products }]);

		const rest = JSON.parse(String(row[REST_COLUMN])) as JsonObject;
		const found = new Set([...Object.values(row), ...Object.values(rest)]);
		expect(products.every(({ name }) => found.has(name))).toBe(true);
	});
});

describe('a row that is nested deeply', () => {
	const nested = (depth: number) =>
		JSON.parse('{"a":'.repeat(depth) + '"the value"' + '}'.repeat(depth)) as JsonObject;

	it.each([11, 12, 13, 40, 500])('of %i levels keeps its value', (depth) => {
		const [row] = flat([nested(depth)]);

		expect(JSON.stringify(row)).toContain('the value');
		expect(Object.values(row).every((value) => typeof value !== 'object')).toBe(true);
	});

	it('of 300,000 levels is told of', () => {
		const [row] = flat([nested(300_000)]);

		expect(Object.values(row)).toContain('nested too deeply to be shown');
	});
});

describe('whatever the rows hold', () => {
	const jsonRow = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
	const likelyName = fc.constantFrom('a', 'b', 'a_b', 'awin_a', 'id', '1', 'a_1', '__proto__');
	const likelyRow = fc.dictionary(
		likelyName,
		fc.oneof(
			fc.jsonValue({ maxDepth: 1 }),
			fc.dictionary(likelyName, fc.oneof(fc.integer(), fc.array(fc.integer()))),
		),
	);
	const asSent = (rows: unknown[]) => JSON.parse(JSON.stringify(rows)) as JsonObject[];

	it('every value is there as often as it was sent, and every row has the same columns', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(jsonRow, likelyRow), { minLength: 1, maxLength: 6 }).map(asSent),
				(rows) => {
					const output = flat(rows);
					const columns = Object.keys(output[0]).join('\n');
					for (const [index, { id, ...row }] of output.entries()) {
						expect([id, ...Object.keys(row)].length).toBe(Object.keys(output[0]).length);
						expect(Object.keys(output[index]).join('\n')).toBe(columns);
						const sent = leavesOf(rows[index]).map(({ value }) => value);
						const { [REST_COLUMN]: rest, ...own } = row;
						const shared = JSON.parse(String(rest ?? '{}')) as JsonObject;
						const given = [...Object.values(own), ...Object.values(shared)];
						const counted = (values: unknown[]) =>
							values
								.filter((value) => value !== null)
								.map((value) => JSON.stringify(value))
								.sort();
						expect(counted(given)).toEqual(counted(sent));
					}
				},
			),
			{ numRuns: 300, endOnFailure: true },
		);
	});
});
