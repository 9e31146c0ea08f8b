import type { AwinSandbox } from './awin.cts';
import { TOKENS } from './tokens.cts';

export interface Question {
	/** Default: POST with a body, else GET. */
	method?: string;
	/** Bearer token; default the owner's, null for none. */
	token?: string | null;
	/** Sent as `x-api-key` in place of the bearer token. */
	apiKey?: string;
	headers?: Record<string, string>;
	/** Sent as JSON; a text is sent as it is. */
	body?: unknown;
}

export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string;
	/** The parsed body, in the shape that the asker expects. */
	json: unknown;
}

/** Asks the sandbox in memory, the way a well-behaved client would. */
export function ask(awin: AwinSandbox, url: string, question: Question = {}): Answer {
	const { token = TOKENS.owner, apiKey, body } = question;
	const headers: Record<string, string> = {};
	if (apiKey !== undefined) headers['x-api-key'] = apiKey;
	else if (token !== null) headers.authorization = `Bearer ${token}`;
	if (body !== undefined) headers['content-type'] = 'application/json';
	const response = awin.handle({
		method: question.method ?? (body === undefined ? 'GET' : 'POST'),
		url,
		headers: { ...headers, ...question.headers },
		body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
	});
	return {
		...response,
		get json() {
			return JSON.parse(response.body) as unknown;
		},
	};
}
