/**
 * Sorting what came back from Awin: an answer, a refusal, or something that cannot be read.
 */
import { readComplaint, readEnvelopeStatus } from '../api/answers';
import type { CallFailure } from './errors';

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

/**
 * Reads a response of any status. Half an answer, or a web page, is none. An empty body is one (`undefined`) where Awin says
 * with its status that there is nothing to say, or that it took a change in; whoever asked for something has got nothing.
 *
 * @param secrets what must not be passed on, should Awin ever repeat it in its own words
 * @param effect what the call was for
 */
export function readResponse(
	{ statusCode: status, headers, body }: FullResponse,
	secrets: string[] = [],
	effect: 'read' | 'write' = 'read',
): CallResult {
	if (status >= 300 && status < 400 && status !== 304)
		return { ok: false, failure: { kind: 'redirected', status } };

	const text = typeof body === 'string' ? body : '';
	const answer = typeof body === 'string' ? parse(body) : body;
	if (status < 200 || status >= 300) {
		return refusal(withoutSecrets(body, secrets), status, retryAfterMs(headers));
	}
	if (answer === undefined && text.trim() !== '') {
		const what = /^\s*</.test(text) ? 'html' : /^\s*[[{]/.test(text) ? 'cut' : 'other';
		return { ok: false, failure: { kind: 'unreadable', status, what } };
	}
	if (answer === undefined && status === 200 && effect === 'read') {
		return { ok: false, failure: { kind: 'unreadable', status, what: 'empty' } };
	}
	const insideStatus = readEnvelopeStatus(answer);
	if (insideStatus !== undefined && insideStatus >= 400) {
		return refusal(withoutSecrets(body, secrets), insideStatus);
	}
	// Seen on some endpoints: a 200 that holds an error.
	if (readComplaint(answer)?.error) return refusal(withoutSecrets(body, secrets), status);
	return { ok: true, status, answer };
}

function refusal(answer: unknown, status: number, retryAfter?: number): CallResult {
	const complaint = readComplaint(answer);
	return {
		ok: false,
		failure: { kind: 'refused', status, complaint, retryAfterMs: retryAfter, answer },
	};
}

/** The answer, read again without the secrets. */
export function withoutSecrets(body: unknown, secrets: string[]): unknown {
	if (typeof body !== 'string') return body;
	return parse(
		secrets.reduce((rest, secret) => (secret ? rest.replaceAll(secret, '…') : rest), body),
	);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

const LONGEST_RETRY_AFTER_MS = 5 * 60_000;

function retryAfterMs(headers: Record<string, unknown>): number | undefined {
	const seconds = Number(headers['retry-after']);
	// Zero or nonsense would have us knock again at once.
	return seconds > 0 ? Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS) : undefined;
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
	if (code === 'ETIMEDOUT' || /timeout of \d+ms/.test(text)) return { kind: 'timeout', timeoutMs };
	return { kind: 'interrupted', code };
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
