import { createServer, type ServerResponse } from 'node:http';

import { DEMO_OWNER } from './seed.cts';

export interface FrontDoor {
	url: string;
	close(): void;
}

/**
 * A page that signs the visitor in to the demo's n8n and sends them there, to save typing. It works
 * because browsers keep one set of cookies for all ports of a machine, and n8n accepts a session
 * that was not tied to a browser when it began. Only for a demo, whose password is no secret.
 *
 * The name of n8n's cookie is fixed, so this takes the place of another n8n's session on the same host. 127.0.0.1 is
 * the better host for it: n8n tells people to open theirs at localhost, which has cookies of its own.
 */
export async function openFrontDoor(n8nUrl: string, port: number): Promise<FrontDoor> {
	// n8n refuses more than five sign-ins a minute, hence every visitor gets the same session.
	let session: string[] = [];
	const welcome = async (response: ServerResponse) => {
		if (session.length === 0) session = await signIn(n8nUrl);
		response.writeHead(302, { location: n8nUrl, 'set-cookie': session }).end();
	};
	const server = createServer((_request, response) => void welcome(response));
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${port}`,
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}

/** Without cookies, when the password was changed for example, n8n shows its own sign-in. */
async function signIn(n8nUrl: string): Promise<string[]> {
	const { email, password } = DEMO_OWNER;
	try {
		const response = await fetch(`${n8nUrl}/rest/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ emailOrLdapLoginId: email, password }),
		});
		await response.body?.cancel();
		return response.headers.getSetCookie();
	} catch {
		return [];
	}
}
