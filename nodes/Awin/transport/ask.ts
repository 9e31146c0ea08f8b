/**
 * What a call is, and how n8n is asked to make it.
 */
import type {
	IExecuteFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { CREDENTIAL_NAME, type AwinCredential } from './credentials';
import { USER_AGENT } from './exchange';
import type { FullResponse } from './response';

export type AwinContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

export interface Call {
	method?: IHttpRequestMethods;
	/** Below the base URL, beginning with a slash. */
	path: string;
	query?: Record<string, string>;
	body?: unknown;
	/** In place of `body`, for what is no single piece of JSON. */
	rawBody?: { bytes: Buffer; contentType: string };
	timeoutMs?: number;
	/** Ends the waiting of this call alone, as a stopped execution ends that of all. */
	signal?: AbortSignal;
	/** By the clock: no wait and no retry of this call goes past it. What was begun before it has its full time. */
	deadlineMs?: number;
	/** By the clock: nothing of this call goes past it, also what was begun long before. */
	hardEndMs?: number;
	/**
	 * A read may be repeated when anything goes wrong on the way. A write is repeated only where Awin cannot have seen it,
	 * or says that it did not take it because of the limit: a second copy could book an order twice.
	 */
	effect?: 'read' | 'write';
	/** How often it goes again at most after anything but a refusal because of the limit. */
	mostRetries?: number;
}

/** @returns the answer, as soon as its headers are there; its body is a stream */
export async function ask(
	context: AwinContext,
	call: Call,
	credential: AwinCredential,
	{ accept, timeoutMs, end }: { accept: string; timeoutMs: number; end: AbortSignal },
): Promise<FullResponse> {
	const body = bodyOf(call);
	const { httpRequestWithAuthentication } = context.helpers;
	return (await httpRequestWithAuthentication.call(endingWith(context, end), CREDENTIAL_NAME, {
		method: call.method ?? 'GET',
		url: credential.baseUrl + call.path,
		qs: call.query,
		body: body?.bytes,
		headers: {
			Accept: accept,
			'User-Agent': USER_AGENT,
			...(body && { 'Content-Type': body.contentType }),
		},
		timeout: timeoutMs,
		// Unread, so that its bytes can be counted: how long it is shows only while it comes in.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	})) as FullResponse;
}

/**
 * The same context, but that its calls end with a signal. n8n hands no other signal to its HTTP library than the one by which
 * an execution is stopped, and it asks its caller for that.
 */
function endingWith(context: AwinContext, end: AbortSignal): IExecuteFunctions {
	const getExecutionCancelSignal = (): AbortSignal => end;
	return Object.create(context, {
		getExecutionCancelSignal: { value: getExecutionCancelSignal },
	}) as IExecuteFunctions;
}

/** As bytes: n8n's HTTP library would read a text back as JSON, and copy it, before it sends it. */
function bodyOf({ body, rawBody }: Call): Call['rawBody'] {
	if (rawBody || body === undefined) return rawBody;
	return { bytes: Buffer.from(JSON.stringify(body)), contentType: 'application/json' };
}
