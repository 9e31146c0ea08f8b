import * as fc from 'fast-check';

import { FeedMeter, type FeedVerdict } from '../../../nodes/Awin/api/feedMeter';

/** Passes the bytes in pieces of these sizes, the last one again and again. */
function meter(
	bytes: Buffer,
	sizes: number[] = [bytes.length || 1],
	announced?: number,
): FeedMeter & { verdict: FeedVerdict } {
	const found = new FeedMeter();
	let from = 0;
	for (let turn = 0; from < bytes.length; turn++) {
		const size = sizes[Math.min(turn, sizes.length - 1)];
		const goesOn = found.add(bytes.subarray(from, from + size));
		from += size;
		if (!goesOn) break;
	}
	return Object.assign(found, { verdict: found.finish(announced) });
}

const line = fc
	.record({ id: fc.string(), title: fc.string({ unit: 'grapheme' }), price: fc.double() })
	.map((product) => JSON.stringify(product));
const ending = fc.constantFrom('\n', '\r\n', '\n\n', '\r\n \n');
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

it('any feed is whole and counted, in pieces of any size', () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(line, ending), { minLength: 1, maxLength: 20 }),
			fc.boolean(),
			sizes,
			(lines, endsWithBreak, pieces) => {
				const text = lines.map(([product, end]) => product + end).join('');
				const bytes = Buffer.from(endsWithBreak ? text : text.trimEnd());

				const { verdict, products, bytes: counted } = meter(bytes, pieces, bytes.length);

				expect(verdict).toEqual({ kind: 'whole' });
				expect([products, counted]).toEqual([lines.length, bytes.length]);
			},
		),
	);
});

it('any feed that is cut within its last line is not whole', () => {
	fc.assert(
		fc.property(
			fc.array(line, { minLength: 2, maxLength: 10 }),
			fc.nat(),
			sizes,
			(lines, cut, pieces) => {
				const bytes = Buffer.from(lines.join('\n'));
				const lastBytes = Buffer.byteLength(lines.at(-1) ?? '');
				const kept = bytes.length - 1 - (cut % (lastBytes - 1));

				expect(meter(bytes.subarray(0, kept), pieces).verdict).toEqual({ kind: 'cut' });
			},
		),
	);
});

it('any feed that is cut between two lines is not whole, where its length was announced', () => {
	const bytes = Buffer.from(`${'{"id":"1"}\n'.repeat(1000)}`);

	expect(meter(bytes.subarray(0, 5500), [64], bytes.length).verdict).toEqual({ kind: 'cut' });
});

it.each<[string, string, FeedVerdict]>([
	['nothing', '', { kind: 'empty' }],
	['an object that is no product', '{"a":1}', { kind: 'other' }],
	['nothing but blanks', '\n \r\n', { kind: 'empty' }],
	['a web page', '  <!DOCTYPE html>\n<html>', { kind: 'html' }],
	['a web page after some products', '{"id":"1"}\n<html>', { kind: 'html' }],
	['a list', '[{"id":"1"}]', { kind: 'other' }],
	['a table', 'id,title\n1,Mug\n', { kind: 'other' }],
	['what looks like a product only at its first sign', '{id: 1}\n', { kind: 'other' }],
	['a packed file', '\u001f\u008b\u0008', { kind: 'other' }],
	[
		'a refusal',
		'{"error":"exception","description":"Not ready"}',
		{ kind: 'complaint', complaint: { error: 'exception', description: 'Not ready' } },
	],
	[
		'a refusal with words alone',
		'{"message":"Locale not found"}',
		{ kind: 'complaint', complaint: { error: undefined, description: 'Locale not found' } },
	],
	[
		'a last line that says that it was broken off',
		'{"id":"1"}\n{"error":500,"message":"Interrupted"}\n',
		{ kind: 'complaint', complaint: { error: undefined, description: 'Interrupted' } },
	],
	[
		'a last line that says so without words',
		'{"id":"1"}\n{"error":true}\n',
		{ kind: 'complaint', complaint: { error: 'no reason given' } },
	],
])('%s', (_, text, verdict) => {
	const bytes = Buffer.from(text, text.startsWith('\u001f') ? 'latin1' : 'utf8');

	expect(meter(bytes).verdict).toEqual(verdict);
	expect(meter(bytes, [1]).verdict).toEqual(verdict);
});

it('a last line that says that all went well is no product', () => {
	expect(meter(Buffer.from('{"id":"1"}\n{"error":null,"status":"complete"}\n'))).toMatchObject({
		verdict: { kind: 'whole' },
		products: 1,
	});
});

it('a product may have a description alone', () => {
	expect(meter(Buffer.from('{"id":"1","description":"A mug"}')).verdict).toEqual({ kind: 'whole' });
});

it('the mark before UTF-8 is passed over', () => {
	expect(meter(Buffer.from('\ufeff{"id":"1"}\n'))).toMatchObject({ products: 1 });
});

it('packed, a small feed may be announced as longer than it is', () => {
	expect(meter(Buffer.from('{"id":"1"}'), [4], 30).verdict).toEqual({ kind: 'whole' });
});

it('what never ends its first line is given up, before it fills the memory', () => {
	const found = new FeedMeter();
	const chunk = Buffer.alloc(1024 * 1024, 'x');
	let chunks = 1;
	for (found.add(Buffer.from('{"id":"')); found.add(chunk) && chunks < 100; ) chunks++;

	expect(chunks).toBe(16);
	expect(found.finish(undefined)).toEqual({ kind: 'other' });
});
