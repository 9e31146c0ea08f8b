/**
 * A server that n8n needs beside itself, such as Redis: a process of its own in a folder of its own, on a free port.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const LOOK_INTERVAL_MS = 50;

/** Who the process runs as; without it, whoever runs the tests. */
export interface Account {
	uid: number;
	gid: number;
}

export interface Service {
	port: number;
	/** Stops the server and removes its folder. */
	close(): Promise<void>;
}

export interface ServiceOptions {
	program: string;
	args: string[];
	port: number;
	/** From {@link serviceFolder}; it goes with the server. */
	folder: string;
	account?: Account;
}

/**
 * Finds a program in the PATH and in further folders.
 *
 * @param aptPackage what Debian and Ubuntu call the package that has it
 * @throws what to install where it is missing: a test that needs it must not pass without it
 */
export function programPath(name: string, aptPackage: string, folders: string[] = []): string {
	const searched = [...(process.env.PATH ?? '').split(delimiter), ...folders];
	const found = searched.map((folder) => join(folder, name)).find((path) => existsSync(path));
	if (found) return found;
	throw new Error(
		`${name} is not on this machine. Install it, for example with: apt-get install ${aptPackage}`,
	);
}

/** The account of that name, where this process may become it. */
export function accountOf(name: string): Account | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

export async function serviceFolder(name: string, account?: Account): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), `n8n-nodes-awin-${name}-`));
	await chmod(folder, 0o700);
	if (account) await chown(folder, account.uid, account.gid);
	return folder;
}

/** Starts a server and resolves when it takes connections. */
export async function startService(options: ServiceOptions): Promise<Service> {
	const { program, args, port, folder, account } = options;
	const child = spawn(program, args, {
		cwd: folder,
		stdio: ['ignore', 'pipe', 'pipe'],
		...account,
	});
	let output = '';
	const read = (text: string) => (output += text);
	child.stdout.setEncoding('utf8').on('data', read);
	child.stderr.setEncoding('utf8').on('data', read);
	let hasEnded = false;
	const ended = new Promise<void>((resolve) => {
		child.once('error', (error) => read(error.message));
		child.once('close', () => {
			hasEnded = true;
			resolve();
		});
	});

	const close = async () => {
		// For both servers: end the connections, write everything down, stop.
		child.kill('SIGINT');
		await Promise.race([ended, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
		child.kill('SIGKILL');
		await ended;
		await rm(folder, { recursive: true, force: true });
	};

	for (const endMs = Date.now() + START_TIMEOUT_MS; !(await takesConnections(port)); ) {
		if (hasEnded || Date.now() > endMs) {
			await close();
			throw new Error(`${program} did not start. It says:\n${output}`);
		}
		await sleep(LOOK_INTERVAL_MS);
	}
	return { port, close };
}

async function takesConnections(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		const answer = (takes: boolean) => {
			socket.destroy();
			resolve(takes);
		};
		socket.once('connect', () => answer(true));
		socket.once('error', () => answer(false));
	});
}
