import { shapeOf } from '../../../nodes/Awin/api/shapes';

describe('The shape of a value', () => {
	it.each<[unknown, string]>([
		[null, 'null'],
		[true, 'boolean'],
		[5.59, '#.##'],
		[-1_612_345_678, '-##########'],
		[1e21, 'number'],
		['', '""'],
		['Blue jacket, size M', 'text(19)'],
		['1612345678', '"##########"'],
		['12.50', '"##.##"'],
		['2026-02-20T22:04:00', '"####-##-##T##:##:##"'],
		['2026-02-20T22:04:00.123Z', '"####-##-##T##:##:##.###Z"'],
		['2026-02-20T22:04:00+01:00', '"####-##-##T##:##:##+##:##"'],
		['2026-02-20 22:04:00', '"####-##-## ##:##:##"'],
		['20/02/2026', '"##/##/####"'],
		['2b1c8f6a-93d4-4e0b-8a7f-5a6b3c2d1e0f', 'uuid'],
		['5f0c7ad1c2b4e60d8a9b3c21', 'hex(24)'],
		['A-10023', 'text(7)'],
		['anna@example.com', 'text(16)'],
		['{"transactionId":"5"}', 'JSON {transactionId: "#"}'],
		[[], '[]'],
		[{}, '{}'],
		[[1, 2], '[2 × #]'],
		[[{ id: 1 }, { id: 22 }], '[2 × {id: #}]'],
		[[{ id: 1 }, null, { id: 2 }], '[3 × {id: #} | null]'],
		[
			{ error: 'unauthorized', sub: { clickRef6: null } },
			'{error: text(12), sub: {clickRef6: null}}',
		],
	])('of %j is %s', (value, shape) => {
		expect(shapeOf(value)).toBe(shape);
	});
});

describe('The names of members are told', () => {
	it('where they are those of fields', () => {
		const names = ['batch_id', 'AwinTransactionPush', 'commissionSharingSelectedRatePublisherId'];
		const answer = Object.fromEntries(names.map((name) => [name, null]));

		expect(shapeOf(answer)).toBe(`{${names.map((name) => `${name}: null`).join(', ')}}`);
	});

	it.each([
		'A-10023',
		'anna@example.com',
		'Anna',
		'SUMMERSALE',
		'ORD10023',
		'1612345678',
		'Blue jacket',
		'5f0c7ad1c2b4e60d8a9b3c21',
		'abcdefghijklmnopqrst',
		'qWcRtYpAsDfGhJkL',
		'größe',
	])('and not where they may be values: %s', (name) => {
		expect(shapeOf({ [name]: true })).toBe('{1 key, the first: boolean}');
		expect(shapeOf({ status: 1, [name]: true })).toBe('{status: #, and 1 key, the first: boolean}');
	});

	it('and not where all members are of one form, as the entries of a table are', () => {
		const people = { anna: { age: 31 }, bob: { age: 42 }, carla: { age: 53 } };

		expect(shapeOf(people)).toBe('{3 keys, the first: {age: ##}}');
	});

	it('and not where there are more than any row has', () => {
		const letters = [...'abcdefghij'];
		const names = letters.flatMap((first) => letters.map((second) => `${first}x${second}`));
		const answer = Object.fromEntries(names.map((name) => [name, 1]));

		expect(shapeOf(answer)).toBe('{100 keys, the first: #}');
	});
});

describe('However large a value is', () => {
	it('its shape has at most 600 characters', () => {
		const wide = Object.fromEntries(
			Array.from({ length: 70 }, (_, place) => [
				`member${'abcdefghij'[place % 10]}${'abcdefghij'[Math.floor(place / 10)]}`,
				place % 2 ? { amount: place } : 'text',
			]),
		);
		expect(shapeOf(wide)).toHaveLength(600);
		expect(shapeOf(wide).endsWith('…')).toBe(true);
	});

	it('it is not looked at deeper than answers go', () => {
		expect(shapeOf({ a: { b: { c: { d: { e: { f: { g: { h: { i: 1 } } } } } } } } })).toBe(
			'{a: {b: {c: {d: {e: {f: {g: {h: {…}}}}}}}}}',
		);
	});
});
