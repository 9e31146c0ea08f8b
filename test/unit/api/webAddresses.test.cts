import * as fc from 'fast-check';

import {
	encodeOnce,
	isAwinLink,
	isPathPart,
	readWebAddress,
} from '../../../nodes/Awin/api/webAddresses';

describe('the address of a web page', () => {
	it.each([
		'https://www.example.com',
		'http://example.com/a?b=c&d=e#f',
		'HTTPS://EXAMPLE.COM/Path',
		'https://example.com/%C3%A4?q=100%25',
		'https://bücher.example/größe?q=茶',
		'https://example.com:8443/[id]',
		"https://example.com/it's(new)",
	])('%s is taken letter by letter', (address) => {
		expect(readWebAddress(address)).toEqual({ ok: true, address });
	});

	it.each([
		['www.example.com', 'is not the whole address of a web page'],
		['/jackets', 'is not the whole address of a web page'],
		['//example.com/a', 'is not the whole address of a web page'],
		['ftp://example.com/a', 'is not the whole address of a web page'],
		['javascript:alert(1)', 'is not the whole address of a web page'],
		['https:///nowhere', 'is not the whole address of a web page'],
		['https://', 'is not the whole address of a web page'],
		['https://exa<mple.com', 'is not the whole address of a web page'],
		['https://example.com/\ud83d', 'is not the whole address of a web page'],
		['https://example.com/a b', 'has a blank or a line break in it'],
		['https://example.com/a\nb', 'has a blank or a line break in it'],
		['https://example.com/\u0000', 'has a blank or a line break in it'],
	])('%j %s', (text, reason) => {
		expect(readWebAddress(text)).toEqual({ ok: false, reason });
	});
});

describe('a tracking link of Awin', () => {
	it.each([
		['https://www.awin1.com/cread.php?awinmid=1', true],
		['https://AWIN1.com/cread.php', true],
		['https://tidd.ly/3abc', true],
		['https://www.example.com/?to=https://tidd.ly/3abc', false],
		['https://nottidd.ly/3abc', false],
		['https://www.awin1.com.example.com/', false],
		['https://www.awin.com/', false],
	])('%s: %s', (address, is) => {
		expect(isAwinLink(address)).toBe(is);
	});
});

describe('encoding for the query of an address', () => {
	it.each([
		['https://a.example/?b=c&d', 'https%3A%2F%2Fa.example%2F%3Fb%3Dc%26d'],
		['100%25', '100%2525'],
		['ä', '%C3%A4'],
		["(it's)!*", '%28it%27s%29%21%2A'],
		['a b+c', 'a%20b%2Bc'],
	])('%s becomes %s', (text, encoded) => {
		expect(encodeOnce(text)).toBe(encoded);
	});

	it('is undone by decoding once, whatever the text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(decodeURIComponent(encodeOnce(text))).toBe(text);
				expect(encodeOnce(text)).toMatch(/^[\w.~%-]*$/);
			}),
		);
	});
});

describe('a part of a path', () => {
	it.each(['1', 'a.b', '...', '%2e%2e%2e', '.a', 'ä'])('may be %s', (text) => {
		expect(isPathPart(text)).toBe(true);
	});

	it.each(['', '.', '..', '%2e', '%2E%2e', '.%2E'])('is not %j, which leads elsewhere', (text) => {
		expect(isPathPart(text)).toBe(false);
	});
});
