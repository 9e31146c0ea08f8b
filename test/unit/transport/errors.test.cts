import * as fc from 'fast-check';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { readIdList } from '../../../nodes/Awin/api/ids';
import {
	callError,
	operationError,
	parameterError,
	unreadableError,
	unreadableRowsError,
} from '../../../nodes/Awin/transport/errors';
import { explain, type CallFailure } from '../../../nodes/Awin/transport/failures';
import { quote } from '../../../nodes/Awin/transport/quote';
import { NODE } from '../../support/parameters.cts';
import { textsIn } from './helper.cts';

const STATUSES = [200, 304, 400, 401, 403, 404, 406, 409, 413, 422, 429, 500, 502, 503, 504];

const FAILURES: Array<[string, CallFailure]> = [
	...STATUSES.map((status): [string, CallFailure] => [
		`refused with ${status}`,
		{ kind: 'refused', status },
	]),
	...(['html', 'cut', 'empty', 'other'] as const).map((what): [string, CallFailure] => [
		`unreadable, ${what}`,
		{ kind: 'unreadable', status: 200, what },
	]),
	['redirected', { kind: 'redirected', status: 302 }],
	['unreachable', { kind: 'unreachable', code: 'ENOTFOUND', host: 'api.awin.com' }],
	['interrupted', { kind: 'interrupted', code: 'ECONNRESET' }],
	['timeout', { kind: 'timeout', timeoutMs: 60_000 }],
	['no time', { kind: 'noTime', waitMs: 41_200 }],
	['cancelled', { kind: 'cancelled' }],
	['credential', { kind: 'credential', reason: 'The token is missing.', nextStep: 'Paste it.' }],
];

function refused(status: number, description: string): CallFailure {
	return { kind: 'refused', status, complaint: { error: 'exception', description } };
}

describe('Each failure has a message, and a description with a next step', () => {
	it.each(FAILURES)('%s', (_, failure) => {
		const { message, description } = explain(failure);
		expect(message).toMatch(/^\S.{15,}/);
		if (failure.kind === 'cancelled') return;
		expect(description).toMatch(
			/\b(Check|Run|Open|Lower|Paste|look for a newer version|try again then)\b/,
		);
	});

	it.each(FAILURES)('%s: calm words, no jargon of failure', (_, failure) => {
		const { message, description } = explain(failure);
		expect(`${message} ${description}`).not.toMatch(/\b(error|problem|failure|mistake)/i);
	});

	it.each(FAILURES)('%s: one line, tidy', (_, failure) => {
		const { message, description } = explain(failure);
		for (const text of [message, description]) {
			expect(text).not.toMatch(/[\p{Cc}<>]| {2}|\.\.|undefined|null|NaN|\[object/u);
			expect(text).toBe(text.trim());
		}
	});
});

describe('The words fit what happened', () => {
	it.each<[CallFailure, RegExp, RegExp]>([
		[{ kind: 'refused', status: 400 }, /did not accept.*400/, /dates, IDs and codes/],
		[{ kind: 'refused', status: 422 }, /did not accept.*422/, /dates, IDs and codes/],
		[
			{ kind: 'refused', status: 401 },
			/token.*401/,
			/paste the token again.*Accelerate and Advanced/,
		],
		[
			{ kind: 'refused', status: 403 },
			/not allowed.*403/,
			/linked.*ten minutes.*Accelerate and Advanced/,
		],
		[
			{ kind: 'refused', status: 404 },
			/nothing at this address.*404/,
			/account in the node, and the IDs/,
		],
		[{ kind: 'refused', status: 429 }, /limit.*429/, /all tools that use the same Awin user/],
		[{ kind: 'refused', status: 429, isLasting: true }, /limit.*429/, /for ten minutes/],
		[{ kind: 'refused', status: 503 }, /could not answer.*503/, /status\.awin\.com/],
		[{ kind: 'redirected', status: 302 }, /redirect.*302.*not followed/, /Base URL/],
		[
			{ kind: 'unreachable', code: 'ENOTFOUND', host: 'api.awin.com' },
			/api\.awin\.com could not be reached \(ENOTFOUND\)/,
			/Nothing was sent/,
		],
		[{ kind: 'interrupted', code: 'ECONNRESET' }, /ECONNRESET/, /again/],
		[{ kind: 'timeout', timeoutMs: 60_000 }, /within 60 seconds/, /shorter span/],
		[{ kind: 'noTime', waitMs: 41_200 }, /limit/, /made in 42 seconds/],
		[{ kind: 'cancelled' }, /stopped/, /Nothing more was sent/],
		[{ kind: 'unreadable', status: 200, what: 'html' }, /web page instead of data/, /again/],
		[{ kind: 'unreadable', status: 200, what: 'cut' }, /ends in the middle/, /again/],
		[{ kind: 'unreadable', status: 200, what: 'other' }, /does not know/, /newer version/],
	])('%j', (failure, message, description) => {
		expect(explain(failure).message).toMatch(message);
		expect(explain(failure).description).toMatch(description);
	});

	it("a credential's reason and next step are passed on", () => {
		expect(explain({ kind: 'credential', reason: 'No token.', nextStep: 'Paste it.' })).toEqual({
			message: 'No token.',
			description: 'Paste it.',
		});
	});
});

describe("Awin's own words are quoted", () => {
	it.each(STATUSES)('status %d', (status) => {
		expect(explain(refused(status, 'Requests limit exceeded')).message).toContain(
			'Awin says: "Requests limit exceeded"',
		);
	});

	it('the error token where there is no description', () => {
		const failure: CallFailure = {
			kind: 'refused',
			status: 401,
			complaint: { error: 'unauthorized' },
		};
		expect(explain(failure).message).toContain('Awin says: "unauthorized"');
	});

	it.each(['<br>', '\u0000', '<html></html>\n'])(
		'nothing is quoted where nothing is left of them: %j',
		(description) => {
			const failure: CallFailure = { kind: 'refused', status: 500, complaint: { description } };
			expect(explain(failure).message).not.toContain('""');
		},
	);
});

describe('A page or a novel from Awin does not get into the words', () => {
	it.each([401, 404, 422, 429, 500])('status %d', (status) => {
		const page = `<!DOCTYPE html><html><body>\u0007<h1>Oops</h1>${'<p>why</p>'.repeat(500)}</body></html>`;
		const { message, description } = callError(NODE, refused(status, page));
		expect(message).toContain('Oops why');
		expect(message.length).toBeLessThan(400);
		expect(`${message} ${description ?? ''}`).not.toMatch(/[\p{Cc}<>]/u);
	});
});

describe('A quote is fit to be shown', () => {
	it.each([
		['plain words', 'plain words'],
		['  two\n\tlines\r\n ', 'two lines'],
		['<html><body><h1>502</h1>Bad <b>Gateway</b></body></html>', '502 Bad Gateway'],
		['red \u001b[31mtext', 'red [31mtext'],
		['a\u0000b\u0007c', 'a b c'],
		['zero\u200bwidth', 'zero width'],
		['turned \u202etxt.exe', 'turned txt.exe'],
		['a\u2028b\u2029c', 'a b c'],
		['amount < 5 and rate > 2', 'amount < 5 and rate > 2'],
	])('%j becomes %j', (text, quoted) => {
		expect(quote(text)).toBe(quoted);
	});

	it('a tag that was cut off is no quote either', () => {
		expect(quote('Bad gateway <img src="x" onload=')).toBe('Bad gateway');
	});

	it('long words are cut', () => {
		const quoted = quote('word '.repeat(1000));
		expect(quoted.length).toBeLessThanOrEqual(300);
		expect(quoted).toMatch(/…$/);
		expect(quote('x'.repeat(300))).toBe('x'.repeat(300));
	});

	it('a sign of two halves is not cut in the middle', () => {
		for (const lead of ['', 'x']) expect(quote(lead + '😀'.repeat(300))).not.toMatch(/\p{Cs}/u);
	});

	it('whatever was said: one line, no control characters, no tags, not too long', () => {
		const anyWords = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 1000 }),
			fc
				.array(fc.constantFrom('<b>', '</b>', '<', '>', 'word', ' ', '\n', '\u0000', '\u202e'), {
					maxLength: 400,
				})
				.map((parts) => parts.join('')),
		);
		fc.assert(
			fc.property(anyWords, (text) => {
				const quoted = quote(text);
				expect(quoted.length).toBeLessThanOrEqual(300);
				expect(quoted).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
				expect(quoted).not.toMatch(/<[a-z/][^>]*>/i);
				expect(quoted).toBe(quoted.trim());
			}),
		);
	});
});

describe("n8n's error for a failed call", () => {
	it.each(FAILURES)('%s: carries our words', (_, failure) => {
		const error = callError(NODE, failure);
		const { message, description } = explain(failure);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.message).toBe(message);
		expect(error.description).toBe(description);
		expect(error.node).toBe(NODE);
	});

	it('names the item', () => {
		const error = callError(NODE, { kind: 'timeout', timeoutMs: 1000 }, { index: 1, count: 5 });
		expect(error.message).toMatch(/ \[item 2 of 5\]$/);
		// n8n's editor would add it to the message once more, counted from 0.
		expect(error.context.itemIndex).toBeUndefined();
	});

	it('names no item where there is none', () => {
		const error = callError(NODE, { kind: 'timeout', timeoutMs: 1000 });
		expect(error.message).not.toContain('item');
		expect(error.context.itemIndex).toBeUndefined();
	});

	it.each<[CallFailure, string | null]>([
		[{ kind: 'refused', status: 401 }, '401'],
		[{ kind: 'refused', status: 503 }, '503'],
		[{ kind: 'redirected', status: 302 }, '302'],
		[{ kind: 'noTime', waitMs: 5 }, '429'],
		[{ kind: 'timeout', timeoutMs: 5 }, null],
		[{ kind: 'unreachable', code: 'ENOTFOUND', host: 'api.awin.com' }, null],
	])('%j has the HTTP code %s', (failure, httpCode) => {
		expect(callError(NODE, failure).httpCode).toBe(httpCode);
	});

	it.each<[CallFailure, object | undefined]>([
		[
			{ kind: 'noTime', waitMs: 41_200 },
			{ cause: 'rate-limited', retryAfterMs: 41_200 },
		],
		[
			{ kind: 'refused', status: 429 },
			{ cause: 'rate-limited', retryAfterMs: 60_000 },
		],
		[
			{ kind: 'refused', status: 429, retryAfterMs: 90_000 },
			{ cause: 'rate-limited', retryAfterMs: 90_000 },
		],
		[{ kind: 'refused', status: 401 }, { cause: 'credential-invalid' }],
		[{ kind: 'credential', reason: 'a', nextStep: 'b' }, { cause: 'credential-invalid' }],
		[{ kind: 'refused', status: 403 }, { cause: 'configuration-invalid' }],
		[{ kind: 'refused', status: 404 }, { cause: 'configuration-invalid' }],
		[{ kind: 'refused', status: 500 }, { cause: 'temporarily-unavailable' }],
		[{ kind: 'refused', status: 502 }, { cause: 'temporarily-unavailable' }],
		[{ kind: 'unreachable', code: 'ENOTFOUND', host: 'x' }, { cause: 'temporarily-unavailable' }],
		[{ kind: 'interrupted', code: 'EPIPE' }, { cause: 'temporarily-unavailable' }],
		[{ kind: 'timeout', timeoutMs: 5 }, { cause: 'temporarily-unavailable' }],
		[{ kind: 'unreadable', status: 200, what: 'cut' }, { cause: 'temporarily-unavailable' }],
		[{ kind: 'refused', status: 400 }, undefined],
		[{ kind: 'refused', status: 422 }, undefined],
		[{ kind: 'redirected', status: 302 }, undefined],
		[{ kind: 'cancelled' }, undefined],
	])("%j has n8n's failure %j", (failure, expected) => {
		expect(callError(NODE, failure).failure).toEqual(expected);
	});

	it('an answer that cannot be read', () => {
		const error = unreadableError(NODE, { hello: 1 }, { index: 0, count: 2 });
		expect(error.message).toMatch(/does not know \(status 200\) \[item 1 of 2\]$/);
		expect(error.description).toContain('newer version');
	});
});

/** n8n looks for these anywhere in a message, and puts its own words in place of the whole. */
const SYSTEM_NAMES = [
	'approvEPERMissions',
	'ENOENT',
	'the Eexist order',
	'getaddrinfo',
	'ETIMEDOUT',
];

describe('n8n does not put its own words in place of ours', () => {
	it.each(SYSTEM_NAMES)('for a value "%s"', (value) => {
		const error = parameterError(NODE, {
			parameter: 'Order Reference',
			value,
			reason: 'is not known',
			nextStep: `Look for ${value}.`,
		});
		expect(error.message).toBe(`"Order Reference" is "${value}", which is not known`);
		expect(error.description).toBe(`Look for ${value}.`);
	});

	it.each(SYSTEM_NAMES)('for words of Awin with "%s"', (value) => {
		expect(callError(NODE, refused(400, `No group ${value}`)).message).toContain(
			`Awin says: "No group ${value}"`,
		);
	});

	it.each(['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH'])('for the code %s', (code) => {
		const error = callError(NODE, { kind: 'unreachable', code, host: 'api.awin.com' });
		expect(error.message).toBe(`api.awin.com could not be reached (${code})`);
	});

	it.each(SYSTEM_NAMES)('for any other error with "%s"', (value) => {
		const error = operationError(NODE, `No operation ${value}`, 'Choose another.');
		expect(error.message).toBe(`No operation ${value}`);
		expect(error.description).toBe('Choose another.');
	});
});

describe('An error about a parameter', () => {
	const error = (value: unknown, more: object = {}) =>
		parameterError(NODE, {
			parameter: 'Limit',
			value,
			reason: 'is not a whole number',
			nextStep: 'Give a number.',
			...more,
		});

	it('names parameter, value, reason, item and next step', () => {
		const built = error('many', { item: { index: 1, count: 5 } });
		expect(built).toBeInstanceOf(NodeOperationError);
		expect(built.message).toBe('"Limit" is "many", which is not a whole number [item 2 of 5]');
		expect(built.description).toBe('Give a number.');
		expect(built.context.itemIndex).toBeUndefined();
	});

	it.each<[unknown, string]>([
		[5.5, '"Limit" is "5.5", which is not a whole number'],
		[{ a: 1 }, '"Limit" is "{"a":1}", which is not a whole number'],
		[true, '"Limit" is "true", which is not a whole number'],
		['a\nb', '"Limit" is "a b", which is not a whole number'],
		['<b>5</b>', '"Limit" is "5", which is not a whole number'],
	])('shows the value %j', (value, message) => {
		expect(error(value).message).toBe(message);
	});

	it.each<[unknown]>([[''], [null], [undefined]])(
		'shows no value where there is none: %j',
		(value) => {
			expect(error(value).message).toBe('"Limit" is not a whole number');
		},
	);

	it('cuts a long value', () => {
		expect(error('x'.repeat(5000)).message).toBe(
			`"Limit" is "${'x'.repeat(59)}…", which is not a whole number`,
		);
	});

	it('is built for values that JSON cannot write, too', () => {
		const circular: { self?: unknown } = {};
		circular.self = circular;
		for (const value of [circular, 5n, Symbol('x'), () => 5])
			expect(error(value).message).toContain('is not a whole number');
	});

	it.each<[string, string]>([
		['long', 'x'.repeat(5000)],
		['of control characters', '5,\u0007\u001b[31m\u202e'],
		['of markup', '5,<img/src=x>'],
	])('stays fit to be shown where the reason holds what was pasted: %s', (_, pasted) => {
		const ids = readIdList(pasted);
		const reason = ids.ok ? '' : ids.reason;
		const { message } = error('', { parameter: 'Partner IDs', reason });
		expect(message).toContain('which is not an ID');
		expect(message.length).toBeLessThan(300);
		expect(message).not.toMatch(/[\p{Cc}\p{Cf}]|<[a-z]/u);
	});
});

describe('An error about rows that cannot be read', () => {
	const places = (count: number) =>
		Array.from({ length: count }, (_, i) => ({
			index: 10 * i,
			row: { reference: 'A-1', place: i },
		}));

	it('names the places, counted from 1', () => {
		const error = unreadableRowsError(NODE, places(3), { index: 0, count: 1 });
		expect(error.message).toBe(
			"Awin's answer holds 3 rows that are not transactions (places 1, 11, 21) [item 1 of 1]",
		);
		expect(error.description).toContain('Run the node again');
		expect(error.description).toMatch(/safe to paste.*: \{reference: text\(3\), place: #\}$/);
	});

	it('names the first five of many', () => {
		expect(unreadableRowsError(NODE, places(7)).message).toContain(
			'(places 1, 11, 21, 31, 41 and more)',
		);
	});

	it('a single row is a row', () => {
		expect(unreadableRowsError(NODE, places(1)).message).toMatch(/holds 1 row\b/);
	});
});

describe('Nothing of the caught error is kept', () => {
	it.each(FAILURES)('%s', (_, failure) => {
		const texts = textsIn(callError(NODE, failure));
		expect(texts.filter((text) => /Authorization|Bearer|x-api-key/i.test(text))).toEqual([]);
	});
});

it.each<[number, string]>([
	[407, 'The proxy between this n8n and Awin wants to know who asks (status 407).'],
	[408, 'Awin did not get the whole request in time (status 408).'],
	[413, 'What was sent in one go is too large for Awin (status 413).'],
	[414, 'The request is too long for Awin (status 414).'],
	[431, 'The request is too long for Awin (status 431).'],
])('status %d has words of its own', (status, message) => {
	expect(explain({ kind: 'refused', status }).message).toBe(message);
});

it('an answer that is too large is one for less at a time', () => {
	const words = explain({ kind: 'unreadable', status: 200, what: 'large' });
	expect(`${words.message}. ${words.description}`).toMatch(/more in one answer .* shorter span/);
});

it('of a text of any length only a little is looked at', () => {
	expect(quote('x'.repeat(20_000_000))).toBe(`${'x'.repeat(299)}…`);
	expect(quote(`${' '.repeat(30_000)}x`)).toBe('…');
});
