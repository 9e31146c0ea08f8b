import { request } from 'node:http';

/** Answers with these have no body, and a Response insists on it. */
const EMPTY = [204, 205, 304];

/**
 * `fetch` on a connection of its own, for http and without following redirects. The built-in one keeps connections: a server
 * closes those that are idle, just when the next request may be on its way, and what changes something cannot simply be asked
 * again.
 */
export async function freshFetch(url: string, init: RequestInit = {}): Promise<Response> {
	const asked = new Request(url, init);
	const { method, signal } = asked;
	const headers = Object.fromEntries(asked.headers);
	const body = Buffer.from(await asked.arrayBuffer());
	return await new Promise((resolve, reject) => {
		const sent = request(url, { method, headers, signal, agent: false }, (answer) => {
			const chunks: Buffer[] = [];
			answer.on('data', (chunk: Buffer) => chunks.push(chunk));
			answer.once('error', reject);
			answer.once('end', () => {
				const { statusCode: status = 0, statusMessage: statusText, rawHeaders } = answer;
				const pairs = rawHeaders.flatMap(
					(name, place): Array<[string, string]> =>
						place % 2 === 0 ? [[name, rawHeaders[place + 1]]] : [],
				);
				const content = EMPTY.includes(status) ? null : Buffer.concat(chunks);
				resolve(new Response(content, { status, statusText, headers: pairs }));
			});
		});
		sent.once('error', reject);
		sent.end(body.length > 0 ? body : undefined);
	});
}
