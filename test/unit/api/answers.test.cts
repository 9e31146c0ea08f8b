import * as fc from 'fast-check';

import {
	findList,
	isJsonObject,
	isOneOf,
	readComplaint,
	readEnvelopeStatus,
	readId,
} from '../../../nodes/Awin/api/answers';

describe('A list is found bare or in a wrapper', () => {
	const list = [{ id: 1 }, { id: 2 }];

	it.each<[string, unknown]>([
		['bare', list],
		['in body, as in a Spring envelope', { body: list, statusCode: 'OK', statusCodeValue: 200 }],
		['in data, with pages', { data: list, pagination: { page: 1 } }],
		['in result', { result: list }],
		['in results', { results: list }],
		['in items', { items: list }],
		['two wrappers deep', { body: { data: list } }],
		['beside a wrapper name that holds no list', { data: null, result: list }],
	])('%s', (_, answer) => {
		expect(findList(answer)).toBe(list);
	});

	it('an empty list is a list', () => {
		expect(findList([])).toEqual([]);
		expect(findList({ data: [] })).toEqual([]);
	});

	it("the endpoint's own names are known, and go first", () => {
		expect(findList({ accounts: list, data: [] }, ['accounts'])).toBe(list);
		expect(findList({ body: { accounts: list } }, ['accounts'])).toBe(list);
		expect(findList({ accounts: list })).toBeUndefined();
	});

	it.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['text', '[]'],
		['a number', 5],
		['an object without a list', { error: 'unauthorized' }],
		['a list of another name', { rows: [] }],
		['three wrappers', { body: { data: { items: [] } } }],
	])('there is none in %s', (_, answer) => {
		expect(findList(answer)).toBeUndefined();
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.anything(), (answer) => {
				const found = findList(answer, ['accounts']);
				expect(found === undefined || Array.isArray(found)).toBe(true);
			}),
		);
	});
});

describe('A JSON object is neither null nor a list', () => {
	it.each<[unknown, boolean]>([
		[{}, true],
		[{ a: 1 }, true],
		[[], false],
		[null, false],
		[undefined, false],
		['{}', false],
		[5, false],
	])('%j: %s', (value, is) => {
		expect(isJsonObject(value)).toBe(is);
	});
});

describe("Awin's words about a refused call", () => {
	it.each<[string, unknown, object]>([
		[
			'error and description',
			{ error: 'request.limit.exceeded', description: 'Requests limit' },
			{ error: 'request.limit.exceeded', description: 'Requests limit' },
		],
		[
			'only a description',
			{ description: 'deeplinkNotPermitted' },
			{ description: 'deeplinkNotPermitted' },
		],
		['only an error', { error: 'unauthorized' }, { error: 'unauthorized' }],
		[
			"a server's own form with message",
			{ status: 404, error: 'Not Found', message: 'No such path' },
			{ error: 'Not Found', description: 'No such path' },
		],
		[
			'the words of a refusal inside an envelope',
			{ body: 'No such region', statusCode: 'BAD_REQUEST', statusCodeValue: 400 },
			{ description: 'No such region' },
		],
		[
			'the complaint of a refusal inside an envelope',
			{ body: { error: 'gone' }, statusCode: 'NOT_FOUND' },
			{ error: 'gone' },
		],
		[
			'a description beside an empty error',
			{ error: ' ', description: 'Gone' },
			{ description: 'Gone' },
		],
	])('%s', (_, answer, complaint) => {
		expect(readComplaint(answer)).toEqual(complaint);
	});

	it.each<[unknown]>([
		[undefined],
		[null],
		['<html></html>'],
		[[]],
		[{}],
		[{ error: '', description: '' }],
		[{ error: { code: 5 }, description: 7 }],
		[{ body: 'fine', statusCode: 'OK', statusCodeValue: 200 }],
	])('%j holds none', (answer) => {
		expect(readComplaint(answer)).toBeUndefined();
	});

	it('never throws', () => {
		const word = fc.oneof(fc.string(), fc.anything());
		const odd = fc.record({ error: word, description: word, message: word }, { requiredKeys: [] });
		fc.assert(
			fc.property(fc.oneof(fc.anything(), odd), (answer) => {
				const complaint = readComplaint(answer);
				expect(complaint ? (complaint.error ?? complaint.description) : 'none').toMatch(/\S/);
			}),
		);
	});
});

describe('An id becomes a number where that loses nothing', () => {
	it.each<[unknown, number | string]>([
		[259_630_312, 259_630_312],
		['259630312', 259_630_312],
		[0, 0],
		['0', 0],
		['9007199254740991', 9_007_199_254_740_991],
		['9007199254740993', '9007199254740993'],
		['90071992547409931234', '90071992547409931234'],
		['-5', -5],
		['-90071992547409931234', '-90071992547409931234'],
	])('%j is %j', (value, id) => {
		expect(readId(value)).toBe(id);
	});

	it.each<[unknown]>([
		[undefined],
		[null],
		[''],
		['  '],
		['abc'],
		['1.5'],
		[1.5],
		[Number.NaN],
		[Infinity],
		[2 ** 53],
		[true],
		[{}],
		[[5]],
	])('%p is no id', (value) => {
		expect(readId(value)).toBeUndefined();
	});

	it('keeps every digit of any id', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 10n ** 25n }), (id) => {
				expect(String(readId(String(id)))).toBe(String(id));
			}),
		);
	});
});

describe('The status inside a Spring envelope', () => {
	it.each<[unknown, number | undefined]>([
		[{ body: [], statusCode: 'OK', statusCodeValue: 200 }, 200],
		[{ body: null, statusCode: 'BAD_REQUEST', statusCodeValue: 400 }, 400],
		[{ body: null, statusCode: 'FORBIDDEN' }, 403],
		[{ body: null, statusCode: '503 SERVICE_UNAVAILABLE' }, 503],
		[{ body: null, statusCode: 404 }, 404],
		[{ statusCodeValue: '429' }, 429],
		[{ body: [], statusCode: 'OK' }, undefined],
		// An order or a job may have a member of that name: it is no envelope without its body.
		[{ statusCode: 404 }, undefined],
		[{ body: [] }, undefined],
		[[], undefined],
		[null, undefined],
	])('%j: %s', (answer, status) => {
		expect(readEnvelopeStatus(answer)).toBe(status);
	});
});

describe('An id that Awin shows is held against those that were asked for', () => {
	it.each<[string[], unknown, boolean]>([
		[['5', '7'], 7, true],
		[['5', '7'], '7', true],
		[['5', '7'], 8, false],
		[['5', '7'], '8', false],
		[['90071992547409931234'], '90071992547409931234', true],
		[[], 8, true],
		[['5'], undefined, true],
		[['5'], 'shop', true],
	])('of %j, %j is one: %s', (ids, shown, isOne) => {
		expect(isOneOf(ids, shown)).toBe(isOne);
	});
});
