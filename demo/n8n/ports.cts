import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const HIGHEST_PORT = 65_535;
const MAX_TRIES = 50;
/** Below those that systems give to outgoing connections, which come and go all the time. */
const RANGE = { from: 10_000, to: 32_000 };
/** A port is free until somebody listens on it, which takes n8n a while: none is given to two at once. */
const given = new Set<number>();

/** The preferred port on 127.0.0.1 or, when that is taken, the next free one. */
export async function nextFreePort(preferred: number): Promise<number> {
	const last = Math.min(preferred + MAX_TRIES, HIGHEST_PORT);
	for (let port = preferred; port <= last; port++) {
		if ((await tryPort(port)) !== undefined) return port;
	}
	throw new Error(`No free port between ${preferred} and ${last} on 127.0.0.1.`);
}

/** Any free port on 127.0.0.1, and each time another one. */
export async function anyFreePort(): Promise<number> {
	for (let tries = 0; tries < MAX_TRIES; tries++) {
		const port = randomInt(RANGE.from, RANGE.to);
		if (given.has(port) || (await tryPort(port)) === undefined) continue;
		given.add(port);
		return port;
	}
	throw new Error('No free port on 127.0.0.1.');
}

async function tryPort(port: number): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			server.close(() =>
				resolve(typeof address === 'object' && address !== null ? address.port : undefined),
			);
		});
	});
}
