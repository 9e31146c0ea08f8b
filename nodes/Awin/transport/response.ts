/**
 * Sorting what came back from Awin: an answer, a refusal, or something that cannot be read.
 */
import { DateTime } from 'luxon';

import { readComplaint, readEnvelopeStatus } from '../api/answers';
import { secretsOf, type AwinCredential } from './credentials';
import { unknownForm, type CallFailure } from './failures';
import { mostBytesOf, readText, type Line } from './exchange';
import { Secrets } from './secrets';

export interface Failed {
	ok: false;
	failure: CallFailure;
}

export type CallResult = { ok: true; status: number; answer: unknown } | Failed;

/** The part of n8n's full response that is looked at. `body` is the text, or what n8n made of it. */
export interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** What has to be known of a call to read its answer. */
export interface ReadingManner {
	effect?: 'read' | 'write';
	timeoutMs: number;
	line: Line;
	/** Of what is no file for somebody who wanted one, no more is read than a refusal has to say. */
	startOnly?: boolean;
}

const MOST_WORDS_BYTES = 64 * 1024;

/** Reads an answer that is held as a whole, up to the most that it may weigh. */
export async function readWhole(
	{ statusCode: status, headers, body }: FullResponse,
	credential: AwinCredential,
	{ effect, timeoutMs, line, startOnly = false }: ReadingManner,
): Promise<CallResult> {
	const reading = await readText(body, headers, line, {
		mostBytes: startOnly ? MOST_WORDS_BYTES : mostBytesOf(status),
		startOnly,
	});
	if (!reading) return tooLarge({ statusCode: status, headers });
	if ('text' in reading) {
		const response = { statusCode: status, headers, body: reading.text };
		return readResponse(response, secretsOf(credential), effect);
	}
	if (reading.isEnded) return { ok: false, failure: { kind: 'cancelled', inFlight: true } };
	const { origin } = credential;
	return { ok: false, failure: brokenOff(reading.brokenOff, { status, timeoutMs, origin }) };
}

/**
 * Reads a response of any status. Half an answer, or a web page, is none. An empty body is one (`undefined`) where Awin says
 * with its status that there is nothing to say, or that it took a change in; whoever asked for something has got nothing.
 *
 * @param secrets what must not be passed on, should Awin ever repeat it, in its words or in its data
 * @param effect what the call was for
 */
export function readResponse(
	{ statusCode: status, headers, body }: FullResponse,
	secrets: string[] = [],
	effect: 'read' | 'write' = 'read',
): CallResult {
	if (status >= 300 && status < 400 && status !== 304)
		return { ok: false, failure: { kind: 'redirected', status } };

	const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
	const measure = measureOf(text);
	if (measure === 'many') return tooLarge({ statusCode: status, headers });
	const parsed = measure === 'deep' ? undefined : parse(text);
	if (status < 200 || status >= 300) {
		return refusal(hide(parsed, text, secrets), status, retryAfterMs(headers));
	}
	if (isPartOnly(status, headers))
		return { ok: false, failure: { kind: 'unreadable', status, what: 'cut' } };
	if (parsed === undefined && text.trim() !== '') {
		const form = formOf(text);
		const what = measure === 'deep' && form === 'cut' ? 'other' : form;
		const failure: CallFailure =
			what === 'other' ? unknownForm(status, text) : { kind: 'unreadable', status, what };
		return { ok: false, failure };
	}
	if (parsed === undefined && status === 200 && effect === 'read') {
		return { ok: false, failure: { kind: 'unreadable', status, what: 'empty' } };
	}
	const insideStatus = readEnvelopeStatus(parsed);
	const isRefusal = insideStatus !== undefined && insideStatus >= 400;
	// Seen on some endpoints: a 200 that holds an error.
	if (isRefusal || readComplaint(parsed)?.error) {
		return refusal(hide(parsed, text, secrets), isRefusal ? insideStatus : status);
	}
	return { ok: true, status, answer: hide(parsed, text, secrets, { inData: true }) };
}

/** What became of a call whose answer is longer than any that Awin has reason to send; it was not read to its end. */
function tooLarge({
	statusCode: status,
	headers,
}: Pick<FullResponse, 'statusCode' | 'headers'>): Failed {
	if (status >= 200 && status < 300) {
		return { ok: false, failure: { kind: 'unreadable', status, what: 'large' } };
	}
	if (status >= 300 && status < 400 && status !== 304)
		return { ok: false, failure: { kind: 'redirected', status } };
	const failure = { kind: 'refused', status, isTooLarge: true } as const;
	return { ok: false, failure: { ...failure, retryAfterMs: retryAfterMs(headers) } };
}

function refusal(answer: unknown, status: number, retryAfter?: number): Failed {
	const complaint = readComplaint(answer);
	return {
		ok: false,
		failure: { kind: 'refused', status, complaint, retryAfterMs: retryAfter, answer },
	};
}

/** @param text what the value was read from */
function hide(
	value: unknown,
	text: string,
	secrets: string[],
	options?: ConstructorParameters<typeof Secrets>[1],
): unknown {
	const hidden = new Secrets(secrets, options);
	return hidden.mayBeIn(text) ? hidden.hideIn(value) : value;
}

/** Whether a server says that this is a part of what was asked for (RFC 9110, 15.3.7); nobody had asked for one. */
function isPartOnly(status: number, headers: Record<string, unknown>): boolean {
	if (status !== 206) return false;
	const range = String(headers['content-range'] ?? '').trim();
	const [, first, last, whole] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(range) ?? [];
	return range !== '' && !(Number(first) === 0 && Number(last) + 1 === Number(whole));
}

function formOf(text: string): 'html' | 'cut' | 'other' {
	const start = text.trimStart()[0];
	return start === '<' ? 'html' : start === '[' || start === '{' ? 'cut' : 'other';
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** Awin's answers have six levels. What nests far deeper ends whoever writes it down, n8n first of all. */
const MOST_LEVELS = 200;

/**
 * The most values in one answer: 86,000 transactions have a hundred each. An answer can hold far more than that in the bytes
 * that it may have, and each takes much more memory than its text.
 */
const MOST_VALUES = 16_000_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Looks at JSON before it is read: reading is what could take all memory. */
function measureOf(text: string): 'deep' | 'many' | undefined {
	let levels = 0;
	let values = 0;
	for (let place = 0; place < text.length; place++) {
		const code = text.charCodeAt(place);
		if (code === QUOTE) {
			place = endOfText(text, place);
			if (place === -1) break;
		} else if (code === COMMA) values++;
		else if (code === OPENING_BRACKET || code === OPENING_BRACE) {
			values++;
			if (++levels > MOST_LEVELS) return 'deep';
		} else if (code === CLOSING_BRACKET || code === CLOSING_BRACE) levels--;
	}
	return values > MOST_VALUES ? 'many' : undefined;
}

/**
 * Where a text ends that begins with a quotation mark; -1 where it does not. Most of an answer is texts, and to search for
 * their ends takes half the time of looking at each letter.
 */
function endOfText(text: string, start: number): number {
	let end = start;
	do end = text.indexOf('"', end + 1);
	while (end !== -1 && isEscaped(text, end));
	return end;
}

/** After an odd number of backslashes. */
function isEscaped(text: string, place: number): boolean {
	let before = place - 1;
	while (text.charCodeAt(before) === BACKSLASH) before--;
	return (place - before) % 2 === 0;
}

const LONGEST_RETRY_AFTER_MS = 5 * 60_000;

/** `Retry-After` as seconds or as a date (RFC 9110, 10.2.3), which is counted from the server's own `Date` where it has one. */
function retryAfterMs(headers: Record<string, unknown>): number | undefined {
	const text = String(headers['retry-after'] ?? '').trim();
	const seconds = text === '' ? NaN : Number(text);
	const sentMs = httpDateMs(String(headers.date ?? '')) || Date.now();
	const waitMs = Number.isNaN(seconds) ? httpDateMs(text) - sentMs : seconds * 1000;
	// Zero, a time that is over, or nonsense would have us knock again at once.
	return waitMs > 0 ? Math.min(waitMs, LONGEST_RETRY_AFTER_MS) : undefined;
}

/** @returns epoch milliseconds; NaN for what is no date */
function httpDateMs(text: string): number {
	return DateTime.fromHTTP(text).toMillis();
}

/** With these no connection came about, so nothing of the request has left. */
const NEVER_CONNECTED =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL|CERT_|ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

/** These come from making a connection, or from one that was made long before; only the first is harmless. */
const MAYBE_CONNECTED = /^(EHOSTUNREACH|ENETUNREACH)$/;

const SYSTEM_CODE = /^E[A-Z_]+$/;

/** Sorts what n8n's request helper threw. Only its code is kept: the rest holds the request with the token in its headers. */
export function transportFailure(error: unknown, timeoutMs: number, origin: string): CallFailure {
	const { code, isConnecting, text } = causeOf(error);
	if (NEVER_CONNECTED.test(code) || (MAYBE_CONNECTED.test(code) && isConnecting)) {
		return { kind: 'unreachable', code, host: new URL(origin).host };
	}
	if (code === 'ETIMEDOUT' || /\btimeout of [\d.]+ms/.test(text))
		return { kind: 'timeout', timeoutMs };
	return { kind: 'interrupted', code };
}

/** What the unpacker says of a packed answer that ends in the middle. */
const UNPACKING = /^(Z_|ERR_BROTLI|ERR__ERROR_)/;

/** Sorts what an answer ended with whose headers were there already. */
export function brokenOff(
	error: Error & { code?: unknown },
	{ status, timeoutMs, origin }: { status: number; timeoutMs: number; origin: string },
): CallFailure {
	const code = typeof error.code === 'string' ? error.code : '';
	if (UNPACKING.test(code)) return { kind: 'unreadable', status, what: 'cut' };
	return transportFailure(error, timeoutMs, origin);
}

/** Walks down to the first error with a code: n8n wraps what the HTTP library threw, and that what the system said. */
function causeOf(error: unknown): { code: string; isConnecting: boolean; text: string } {
	let text = '';
	let code = '';
	let isConnecting = false;
	// n8n 1 keeps no cause: what the HTTP library said is left in these.
	const { httpCode, messages } = (isErrorLike(error) ? error : {}) as {
		httpCode?: unknown;
		messages?: unknown;
	};
	const said = Array.isArray(messages) ? messages.map(String) : [];
	for (
		let current = error, depth = 0;
		isErrorLike(current) && depth < 5;
		current = current.cause, depth++
	) {
		text += ` ${current.message ?? ''}`;
		if (!code && typeof current.code === 'string') code = current.code;
		isConnecting ||= current.syscall === 'connect' || /^connect /.test(current.message ?? '');
	}
	if (!code && typeof httpCode === 'string' && SYSTEM_CODE.test(httpCode)) code = httpCode;
	isConnecting ||= said.some((message) => /\bconnect E/.test(message));
	return { code: code || 'no answer', isConnecting, text: [text, ...said].join(' ') };
}

function isErrorLike(
	value: unknown,
): value is { message?: string; code?: unknown; syscall?: unknown; cause?: unknown } {
	return typeof value === 'object' && value !== null;
}
