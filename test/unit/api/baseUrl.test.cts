import * as fc from 'fast-check';

import { DEFAULT_BASE_URL, readBaseUrl } from '../../../nodes/Awin/api/baseUrl';

function reasonOf(value: unknown): string {
	const reading = readBaseUrl(value);
	return reading.ok ? `no reason: it was read as ${reading.url}` : reading.reason;
}

describe('The base URL is an https address', () => {
	it.each([
		[DEFAULT_BASE_URL, 'https://api.awin.com', 'https://api.awin.com'],
		['https://api.awin.com/', 'https://api.awin.com', 'https://api.awin.com'],
		['  https://api.awin.com\n', 'https://api.awin.com', 'https://api.awin.com'],
		['HTTPS://API.AWIN.COM', 'https://api.awin.com', 'https://api.awin.com'],
		['https://api.awin.com:443/', 'https://api.awin.com', 'https://api.awin.com'],
		[
			'https://proxy.example:8443/awin//',
			'https://proxy.example:8443/awin',
			'https://proxy.example:8443',
		],
		['https://proxy.example/a/b', 'https://proxy.example/a/b', 'https://proxy.example'],
	])('%j', (value, url, origin) => {
		expect(readBaseUrl(value)).toEqual({ ok: true, url, origin });
	});
});

describe('Plain http is for this machine only', () => {
	it.each([
		'http://localhost:4010',
		'http://127.0.0.1:4010',
		'http://127.1.2.3',
		'http://127.1',
		'http://[::1]:4010',
		'http://LOCALHOST/sandbox',
	])('%s is accepted', (value) => {
		expect(readBaseUrl(value).ok).toBe(true);
	});

	it.each([
		'http://api.awin.com',
		'http://192.168.1.10',
		'http://10.0.0.1',
		'http://0.0.0.0',
		'http://[::2]',
		'http://[::ffff:10.0.0.1]',
		'http://localhost.evil.example',
		'http://127.0.0.1.evil.example',
		'http://evil.example/localhost',
		'http://notlocalhost',
		'ftp://api.awin.com',
		'file:///etc/passwd',
		'javascript:alert(1)',
		'data:text/plain,x',
		'ws://localhost',
	])('%s is refused', (value) => {
		expect(reasonOf(value)).toMatch(/does not begin with https:\/\//);
	});
});

describe('What is no base URL is refused with a reason', () => {
	it.each<[unknown, string]>([
		['', 'The Base URL is empty.'],
		['  ', 'The Base URL is empty.'],
		[null, 'The Base URL is empty.'],
		[undefined, 'The Base URL is empty.'],
		[5, 'The Base URL is empty.'],
		['api.awin.com', 'The Base URL "api.awin.com" is not a web address.'],
		['https://', 'The Base URL "https://" is not a web address.'],
		['https://user:pass@api.awin.com', 'The Base URL must not hold a user name or a password.'],
		['https://user@api.awin.com', 'The Base URL must not hold a user name or a password.'],
		['https://:pass@api.awin.com', 'The Base URL must not hold a user name or a password.'],
		[
			'https://api.awin.com/?a=b',
			'The Base URL "https://api.awin.com/?a=b" must end before any "?" or "#".',
		],
		[
			'https://api.awin.com/#x',
			'The Base URL "https://api.awin.com/#x" must end before any "?" or "#".',
		],
	])('%j: %s', (value, reason) => {
		expect(readBaseUrl(value)).toEqual({ ok: false, reason });
	});

	it('a password never stands in the reason', () => {
		for (const value of ['https://user:hunter2@api.awin.com', 'http://user:hunter2@api.awin.com'])
			expect(reasonOf(value)).not.toContain('hunter2');
	});

	it('nothing whatsoever makes it throw, and what is accepted is safe to send a token to', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.string(), fc.webUrl()), (value) => {
				const reading = readBaseUrl(value);
				if (!reading.ok) return;
				expect(reading.url.startsWith(reading.origin)).toBe(true);
				expect(reading.url).not.toMatch(/\/$/);
				expect(reading.origin).toMatch(/^(https:\/\/|http:\/\/(localhost|127\.|\[::1\]))/);
			}),
		);
	});
});
