/** Answers as Awin gives them. */

export interface SandboxRequest {
	method: string;
	/** Path and query. */
	url: string;
	/** Names in lower case. */
	headers: Record<string, string | undefined>;
	body: string;
	/** How many requests, this one included, are open at the moment; the HTTP shell fills it in. */
	concurrent?: number;
}

export interface SandboxResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	body: string;
	/** In place of `body`, for what is too large to be held: made while it is sent. */
	stream?: SandboxStream;
}

export interface SandboxStream {
	/** Makes all of it, anew with each call. */
	chunks: () => Iterable<Buffer>;
	bytes: number;
	/** Whether the head says how long it is. */
	isAnnounced: boolean;
}

export function json(status: number, value: unknown): SandboxResponse {
	return {
		status,
		headers: { 'content-type': 'application/json;charset=UTF-8' },
		body: JSON.stringify(value),
	};
}

export function html(status: number, title: string): SandboxResponse {
	return {
		status,
		headers: { 'content-type': 'text/html' },
		body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
	};
}

const REASONS: Readonly<Record<number, string>> = {
	400: 'BAD_REQUEST',
	401: 'UNAUTHORIZED',
	403: 'FORBIDDEN',
	404: 'NOT_FOUND',
	405: 'METHOD_NOT_ALLOWED',
	406: 'NOT_ACCEPTABLE',
	409: 'CONFLICT',
	413: 'PAYLOAD_TOO_LARGE',
	415: 'UNSUPPORTED_MEDIA_TYPE',
	422: 'UNPROCESSABLE_ENTITY',
	429: 'TOO_MANY_REQUESTS',
	500: 'INTERNAL_SERVER_ERROR',
	502: 'BAD_GATEWAY',
	503: 'SERVICE_UNAVAILABLE',
	504: 'GATEWAY_TIMEOUT',
};

/** A result code as jobs write it, such as `[404 NOT_FOUND]`. */
export function codeText(status: number): string {
	const known: Readonly<Record<number, string>> = { 200: 'OK', 304: 'NOT_MODIFIED' };
	return `[${status} ${known[status] ?? REASONS[status] ?? 'UNKNOWN'}]`;
}

/**
 * An error in Awin's envelope `{error, description}`. Measured are the texts of 401, 404 and 429; the others are written
 * in the manner of the 404.
 */
export function failure(status: number, description: string): SandboxResponse {
	const reason = REASONS[status] ?? 'ERROR';
	return json(status, {
		error: 'exception',
		description: `${description} (${status} ${reason})`,
	});
}

export function unauthorized(): SandboxResponse {
	return json(401, {
		error: 'unauthorized',
		description: 'Full authentication is required to access this resource',
	});
}

/** The body of a 403 was never published; the error word follows that of the 401. */
export function forbidden(): SandboxResponse {
	return json(403, {
		error: 'forbidden',
		description: 'You do not have permission to access this resource',
	});
}

export function notFound(): SandboxResponse {
	return failure(404, 'Not Found');
}

/** The 429 of Awin, word for word; `limit` is the number of calls per minute. */
export function limitExceeded(limit: number): SandboxResponse {
	return json(429, {
		error: 'request.limit.exceeded',
		description: `Requests limit '${limit}' times per '1' minutes' is exceeded`,
	});
}

/** What Awin answers with a status when nothing more is known about the cause. */
export function envelopeFor(status: number, limit: number): SandboxResponse {
	if (status === 401) return unauthorized();
	if (status === 403) return forbidden();
	if (status === 404) return notFound();
	if (status === 429) return limitExceeded(limit);
	const words = (REASONS[status] ?? 'Error').toLowerCase().replaceAll('_', ' ');
	return failure(
		status,
		words.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
	);
}
