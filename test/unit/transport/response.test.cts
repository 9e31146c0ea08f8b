import * as fc from 'fast-check';

import { readResponse, transportFailure } from '../../../nodes/Awin/transport/response';
import { codeError } from './helper.cts';

const ORIGIN = 'https://api.awin.com';

function read(body: unknown, statusCode = 200, headers: Record<string, unknown> = {}) {
	return readResponse({ statusCode, headers, body });
}

describe('An answer is JSON of a successful status', () => {
	it.each<[string, string, unknown]>([
		['a list', '[{"id":1}]', [{ id: 1 }]],
		['an object', '{"accounts":[]}', { accounts: [] }],
		['with blanks around it', ' \n[]\n', []],
		['null', 'null', null],
		['a number', '5', 5],
	])('%s', (_, body, answer) => {
		expect(read(body)).toEqual({ ok: true, status: 200, answer });
	});

	it.each([200, 201, 202, 206])('status %d', (status) => {
		expect(read('[]', status)).toEqual({ ok: true, status, answer: [] });
	});

	it.each(['', '  \n'])('an empty body is an answer where Awin says so: %j', (body) => {
		expect(read(body, 204)).toEqual({ ok: true, status: 204, answer: undefined });
	});

	it.each(['', '  \n'])('an empty body is none where something was to be read: %j', (body) => {
		const failure = { kind: 'unreadable', status: 200, what: 'empty' };
		expect(read(body)).toEqual({ ok: false, failure });
	});

	it.each(['', '  \n'])('an empty body says of a change that it was taken: %j', (body) => {
		const response = { statusCode: 200, headers: {}, body };
		const answer = { ok: true, status: 200, answer: undefined };
		expect(readResponse(response, [], 'write')).toEqual(answer);
	});

	it('what n8n has read already is taken as it is', () => {
		expect(read([{ id: 1 }])).toEqual({ ok: true, status: 200, answer: [{ id: 1 }] });
	});
});

describe('Half an answer, or a web page, is none', () => {
	it.each<[string, string]>([
		['html', '<html><body>Bad gateway</body></html>'],
		['html', '\n  <!DOCTYPE html>'],
		['cut', '[{"id":1},{"id":'],
		['cut', ' {"accounts":['],
		['other', 'OK'],
		['other', 'id;status\n1;pending'],
	])('%s: %j', (what, body) => {
		const failure = { kind: 'unreadable', status: 200, what };
		const shape = what === 'other' ? { shape: `text(${body.length})` } : {};
		expect(read(body)).toEqual({ ok: false, failure: { ...failure, ...shape } });
	});

	it('every beginning of a list is cut', () => {
		const whole = JSON.stringify([{ id: 1, name: 'a "quoted" ] name', parts: [{ amount: 1.5 }] }]);
		for (let length = 1; length < whole.length; length++) {
			expect(read(whole.slice(0, length))).toEqual({
				ok: false,
				failure: { kind: 'unreadable', status: 200, what: 'cut' },
			});
		}
	});
});

describe('A part of an answer is none', () => {
	const answer = (range: string, status = 206) =>
		readResponse({ statusCode: status, headers: { 'content-range': range }, body: '[{"id":1}]' });

	it.each(['bytes 0-9/100', 'bytes 5-9/10', 'bytes 0-9/*', 'rows 0-1/500'])('%s', (range) => {
		expect(answer(range)).toEqual({
			ok: false,
			failure: { kind: 'unreadable', status: 206, what: 'cut' },
		});
	});

	it('but the whole of it is, and a range beside another status says nothing', () => {
		expect(answer('bytes 0-9/10').ok).toBe(true);
		expect(answer('bytes 0-9/100', 200).ok).toBe(true);
	});
});

describe('Another status is a refusal', () => {
	it.each([304, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504])(
		"%d, with Awin's words",
		(status) => {
			const body = JSON.stringify({ error: 'exception', description: 'Something' });
			expect(read(body, status)).toEqual({
				ok: false,
				failure: {
					kind: 'refused',
					status,
					complaint: { error: 'exception', description: 'Something' },
					retryAfterMs: undefined,
					answer: JSON.parse(body),
				},
			});
		},
	);

	it.each(['<html>Bad gateway</html>', '', '{"cut":', '[]', 'null', '5'])(
		'without words where the body has none: %j',
		(body) => {
			expect(read(body, 502)).toMatchObject({
				ok: false,
				failure: { kind: 'refused', status: 502, complaint: undefined },
			});
		},
	);

	it('a success that holds nothing but an error is one, too', () => {
		expect(read('{"error":"unauthorized","description":"No"}')).toEqual({
			ok: false,
			failure: {
				kind: 'refused',
				status: 200,
				complaint: { error: 'unauthorized', description: 'No' },
				answer: { error: 'unauthorized', description: 'No' },
			},
		});
	});

	it.each([
		'{"error":null,"accounts":[]}',
		'{"error":"","accounts":[]}',
		'{"errors":0,"jobId":"a"}',
	])('a success with an empty error is a success: %s', (body) => {
		expect(read(body)).toEqual({ ok: true, status: 200, answer: JSON.parse(body) });
	});
});

describe('A redirect is never followed', () => {
	it.each([301, 302, 303, 307, 308])('%d', (status) => {
		expect(read('<html></html>', status, { location: 'https://evil.example' })).toEqual({
			ok: false,
			failure: { kind: 'redirected', status },
		});
	});
});

describe('Retry-After says how long to wait', () => {
	it.each<[unknown, number | undefined]>([
		['30', 30_000],
		[30, 30_000],
		['0.5', 500],
		['300', 300_000],
		['86400', 300_000],
		['Infinity', 300_000],
		['0', undefined],
		['-5', undefined],
		['', undefined],
		['soon', undefined],
		[undefined, undefined],
		[null, undefined],
		[{}, undefined],
		['9'.repeat(400), 300_000],
		['Mon, 15 Jun 2026 09:59:59 GMT', undefined],
		['Mon, 15 Jun 2026 10:00:00 GMT', undefined],
		['Mon, 15 Jun 2026 10:00:42 GMT', 42_000],
		['Monday, 15-Jun-26 10:00:42 GMT', 42_000],
		['Tue, 16 Jun 2026 10:00:00 GMT', 300_000],
		['Mon, 99 Jun 2026 10:00:42 GMT', undefined],
	])('%j: %s ms', (retryAfter, retryAfterMs) => {
		// Counted from the server's own clock.
		const date = 'Mon, 15 Jun 2026 10:00:00 GMT';
		expect(read('{}', 429, { date, 'retry-after': retryAfter })).toMatchObject({
			failure: { kind: 'refused', status: 429, retryAfterMs },
		});
	});
});

describe('Reading never throws', () => {
	it('for any body and status', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.anything(), fc.string(), fc.json()),
				fc.integer({ min: 100, max: 599 }),
				(body, statusCode) => {
					expect(typeof read(body, statusCode).ok).toBe('boolean');
				},
			),
		);
	});
});

describe('Without a connection, Awin cannot have seen the request', () => {
	it.each([
		'ECONNREFUSED',
		'ENOTFOUND',
		'EAI_AGAIN',
		'EHOSTUNREACH',
		'ENETUNREACH',
		'CERT_HAS_EXPIRED',
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
	])('%s', (code) => {
		expect(transportFailure(codeError(code), 60_000, ORIGIN)).toEqual({
			kind: 'unreachable',
			code,
			host: 'api.awin.com',
		});
	});

	it('the port is named where it is unusual', () => {
		const failure = transportFailure(codeError('ECONNREFUSED'), 1000, 'http://127.0.0.1:4010');
		expect(failure).toMatchObject({ host: '127.0.0.1:4010' });
	});

	it.each([
		['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:4010', 'unreachable'],
		['EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.1:443', 'unreachable'],
		['EHOSTUNREACH', 'read EHOSTUNREACH', 'interrupted'],
		['ECONNRESET', 'socket hang up', 'interrupted'],
		['ECONNABORTED', 'timeout of 60000ms exceeded', 'timeout'],
	])('n8n 1 keeps no cause, only %s and "%s": %s', (httpCode, said, kind) => {
		const error = Object.assign(new Error('words of n8n'), { httpCode, messages: [said] });
		expect(transportFailure(error, 60_000, ORIGIN).kind).toBe(kind);
	});

	it('the code is found below what n8n wraps around it', () => {
		const wrapped = new Error('outer', {
			cause: new Error('middle', { cause: codeError('ENOTFOUND') }),
		});
		expect(transportFailure(wrapped, 60_000, ORIGIN)).toMatchObject({
			kind: 'unreachable',
			code: 'ENOTFOUND',
		});
	});
});

describe('With a connection, Awin may have seen the request', () => {
	it.each(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_BAD_RESPONSE', 'HPE_INVALID_CONSTANT'])(
		'%s interrupted it',
		(code) => {
			expect(transportFailure(codeError(code, 'socket hang up'), 60_000, ORIGIN)).toEqual({
				kind: 'interrupted',
				code,
			});
		},
	);

	it.each(['EHOSTUNREACH', 'ENETUNREACH'])(
		'%s while reading the answer interrupted it, because the connection stood',
		(code) => {
			const error = Object.assign(codeError(code, `read ${code}`), { syscall: 'read' });
			const wrapped = Object.assign(new Error(error.message, { cause: error }), { code });
			expect(transportFailure(wrapped, 60_000, ORIGIN)).toEqual({ kind: 'interrupted', code });
		},
	);

	it.each<[string, Error]>([
		['ETIMEDOUT', codeError('ETIMEDOUT')],
		["the HTTP library's own words", codeError('ECONNABORTED', 'timeout of 60000ms exceeded')],
		['the same without a code', new Error('timeout of 60000ms exceeded')],
		['the same, wrapped', new Error('outer', { cause: new Error('timeout of 60000ms exceeded') })],
	])('%s: no answer in time', (_, error) => {
		expect(transportFailure(error, 60_000, ORIGIN)).toEqual({ kind: 'timeout', timeoutMs: 60_000 });
	});

	it.each<[unknown]>([
		[new Error('boom')],
		['boom'],
		[undefined],
		[null],
		[5],
		[{}],
		[{ code: 7 }],
		[{ code: '' }],
	])('what is not known is taken for an interruption: %p', (error) => {
		expect(transportFailure(error, 60_000, ORIGIN)).toEqual({
			kind: 'interrupted',
			code: 'no answer',
		});
	});

	it('an error that is its own cause is no trouble', () => {
		const error: Error & { cause?: unknown } = new Error('boom');
		error.cause = error;
		expect(transportFailure(error, 60_000, ORIGIN).kind).toBe('interrupted');
	});

	it('nothing of the request is kept', () => {
		const error = Object.assign(codeError('ECONNRESET', 'Bearer secret-token'), {
			config: { headers: { Authorization: 'Bearer secret-token' } },
		});
		expect(JSON.stringify(transportFailure(error, 60_000, ORIGIN))).not.toContain('secret-token');
	});
});

describe('A refusal inside a Spring envelope is a refusal, whatever the status outside', () => {
	it.each<[string, string, object]>([
		[
			'with words of its own',
			'{"body":{"error":"exception","description":"No region"},"statusCodeValue":400}',
			{ status: 400, complaint: { error: 'exception', description: 'No region' } },
		],
		[
			'with text',
			'{"body":"Not yours","statusCode":"FORBIDDEN"}',
			{ status: 403, complaint: { description: 'Not yours' } },
		],
		['with an empty list', '{"body":[],"statusCodeValue":503}', { status: 503 }],
	])('%s', (_, body, failure) => {
		expect(read(body)).toMatchObject({ ok: false, failure: { kind: 'refused', ...failure } });
	});

	it('one that says OK is an answer', () => {
		expect(read('{"body":[],"statusCode":"OK","statusCodeValue":200}')).toMatchObject({ ok: true });
	});
});

describe('JSON that nests or counts too much is not read', () => {
	const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

	it('two hundred levels are more than enough', () => {
		expect(read(nested(200))).toMatchObject({ ok: true });
		expect(read(nested(201))).toEqual({
			ok: false,
			failure: {
				kind: 'unreadable',
				status: 200,
				what: 'other',
				shape: expect.stringContaining('[1 × [1 × ') as string,
			},
		});
	});

	it('brackets within a text are none', () => {
		const text = JSON.stringify([`\\"${'['.repeat(1000)}`]);
		expect(read(text)).toMatchObject({ ok: true });
	});

	it('a refusal keeps its status', () => {
		expect(read(nested(300_000), 400)).toMatchObject({ failure: { kind: 'refused', status: 400 } });
	});

	it('more than 16 million values are too much', () => {
		expect(read(`[${'1,'.repeat(16_000_001)}1]`)).toMatchObject({ failure: { what: 'large' } });
	});
});

describe('A secret is hidden wherever it stands', () => {
	const TOKEN = '5f3c9b1e-4f6a-secret';
	const KEY = 'key/9+a-conversion';
	const textOf = (body: string, status = 200) =>
		JSON.stringify(readResponse({ statusCode: status, headers: {}, body }, [TOKEN, KEY]));
	const unicode = (text: string) =>
		[...text].map((sign) => `\\u00${sign.charCodeAt(0).toString(16)}`).join('');
	const percent = (text: string) =>
		[...text].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join('');
	const base64 = (text: string) => Buffer.from(text).toString('base64');

	/** Each character as its number, between two marks. */
	const numbers = (mark: string, text: string, end = '') =>
		[...text].map((sign) => `${mark}${sign.charCodeAt(0).toString(16)}${end}`).join('');
	/** As somebody reads it. */
	const asSeen = (text: string) => text.replace(/\p{Cf}/gu, '').toLowerCase();

	it.each([TOKEN, KEY])('in every form: %s', (secret) => {
		const forms = [
			secret,
			secret.toUpperCase(),
			secret.replaceAll('/', '\\/'),
			unicode(secret),
			unicode(secret).replaceAll('\\', '\\\\'),
			`${secret.slice(0, 3)}${unicode(secret.slice(3))}`,
			percent(secret),
			encodeURIComponent(secret),
			[...secret].map((sign) => `&#${sign.charCodeAt(0)};`).join(''),
			base64(secret),
			base64(`x:${secret}`),
			base64(`Bearer: ${secret} and more`),
			Buffer.from(`it is ${secret}`).toString('base64url'),
			[...secret].map((sign, place) => (place % 2 ? sign.toUpperCase() : sign)).join(''),
			Buffer.from(secret).toString('hex'),
			Buffer.from(secret).toString('hex').toUpperCase(),
			percent(secret).replaceAll('%', '%2525'),
			encodeURIComponent(encodeURIComponent(`${secret}/`)).replace(/%252F$/, ''),
			numbers('\\\\x', secret),
			numbers('\\\\u{', secret, '}'),
			numbers(`=`, secret),
			numbers(`&#x`, secret, ';'),
			secret.replaceAll('-', '&hyphen;').replaceAll('/', '&sol;').replaceAll('+', '&plus;'),
			secret.replaceAll('-', '&dash;'),
			...['\u200b', '\u00ad', '\u2060', '\\u200b', '\\u00ad'].map((nothing) =>
				[...secret].join(nothing),
			),
			`${base64(secret).slice(0, 9)}\\r\\n${base64(secret).slice(9)}`,
		];
		for (const form of forms) {
			const said = `{"error":"No","description":"${form} ${form}"}`;
			const bodies = [`[{"id":1,"name":"a ${form} b"}]`, `{"${form}":[["${form}"]]}`, said];
			for (const body of bodies) {
				for (const status of [200, 400]) {
					const shown = asSeen(textOf(body, status));
					expect(shown).not.toContain(asSeen(form));
					expect(shown).not.toContain(asSeen(secret));
				}
			}
		}
	});

	it('and nothing else is changed', () => {
		const rows = [
			{ id: 1, url: 'https://x.example/%20?a=b&#38;', name: 'a\\b\u00fc…', n: 1.5, no: null },
		];
		expect(read(JSON.stringify(rows))).toMatchObject({ answer: rows });
		const both = [{ ...rows[0], token: TOKEN }];
		expect(
			readResponse({ statusCode: 200, headers: {}, body: JSON.stringify(both) }, [TOKEN]),
		).toEqual({ ok: true, status: 200, answer: [{ ...rows[0], token: '…' }] });
	});

	it('a key of a few letters leaves data as it is, which has them by chance', () => {
		const body = '[{"id":1,"name":"a test"}]';
		const response = { statusCode: 200, headers: {}, body };
		expect(readResponse(response, ['test'])).toMatchObject({ answer: [{ name: 'a test' }] });
	});
});

it.each(['timeout of 14999.3ms exceeded', 'timeout of 15000ms exceeded'])(
	'no time left is a timeout, whatever is left of it: %s',
	(message) => {
		const error = Object.assign(new Error(message), { code: 'ECONNABORTED' });
		expect(transportFailure(error, 14_999, ORIGIN)).toEqual({ kind: 'timeout', timeoutMs: 14_999 });
	},
);
