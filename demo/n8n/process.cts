import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { killGroup } from './command.cts';
import { n8nEnvironment } from './environment.cts';
import { freshFetch } from './fresh-fetch.cts';
import { LogFile } from './log-file.cts';
import { anyFreePort } from './ports.cts';
import type { Runtime } from './runtime.cts';

/** Half a minute, on a machine that has other things to do. */
const START_TIMEOUT_MS = 600_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_INTERVAL_MS = 250;
const SHOWN_LINES = 25;

export interface StartOptions {
	runtime: Runtime;
	/** Becomes `N8N_USER_FOLDER`: n8n keeps its database, keys and packages in `.n8n` inside it. */
	userFolder: string;
	/** Default: any free port. */
	port?: number;
	env?: NodeJS.ProcessEnv;
	/** Gets everything that n8n prints, appended. */
	logFile: string;
	onLine?: (line: string) => void;
	signal?: AbortSignal;
}

/** What a process of n8n does: everything, or carry out what another one has put into the queue. */
interface Role {
	command: string[];
	/** Answered with JSON and 200 when the process is ready for work. */
	readyPath: string;
	settings(port: number): NodeJS.ProcessEnv;
}

const MAIN: Role = {
	command: ['start'],
	// The settings are served last, when the database and all nodes are loaded.
	readyPath: '/rest/settings',
	settings: () => ({}),
};

const WORKER: Role = {
	command: ['worker', '--concurrency=10'],
	readyPath: '/healthz/readiness',
	// A worker shows nothing at all unless it is told to.
	settings: (port) => ({
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	}),
};

export interface N8nProcess {
	/** Of a worker: where it tells how it is. */
	url: string;
	port: number;
	pid: number;
	/** Resolves when n8n has ended, whoever ended it. */
	exited: Promise<void>;
	/** The last lines that n8n printed. */
	log(lines?: number): string;
	/** Asks n8n to finish what it does, and ends what is left of it after 15 seconds. */
	stop(): Promise<void>;
	/** Ends it at once, as a power cut would. */
	kill(): Promise<void>;
}

/**
 * Makes n8n stop when the process that started it is gone, even when that one was killed and could
 * not say so: the pipe between them then closes. Passed on the command line and not by NODE_OPTIONS,
 * so that only n8n gets it and not the processes that it starts. It also runs in n8n's worker
 * threads, whose stdin ends at once.
 */
const STOP_WITH_PARENT = `
	import { isMainThread } from 'node:worker_threads';
	if (isMainThread) process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume();
`;

/** Starts n8n on 127.0.0.1 and resolves when it answers. */
export async function startN8n(options: StartOptions): Promise<N8nProcess> {
	return await start(MAIN, options);
}

/**
 * Starts a worker, and resolves when it takes work. Its environment names the queue and the database that it shares with
 * the n8n that it works for.
 */
export async function startWorker(options: StartOptions): Promise<N8nProcess> {
	return await start(WORKER, options);
}

/** Whoever else takes a port between its choice and n8n's start, does not do so every time. */
const MAX_STARTS = 3;

async function start(role: Role, options: StartOptions): Promise<N8nProcess> {
	for (let starts = 1; ; starts++) {
		try {
			return await startOnce(role, options);
		} catch (error) {
			const isPortTaken = /EADDRINUSE|port \d+ is already in use/i.test(String(error));
			if (!isPortTaken || options.port !== undefined || starts === MAX_STARTS) throw error;
		}
	}
}

async function startOnce(role: Role, options: StartOptions): Promise<N8nProcess> {
	const { runtime, userFolder, logFile } = options;
	const port = options.port ?? (await anyFreePort());
	const url = `http://127.0.0.1:${port}`;
	const env = n8nEnvironment({
		userFolder,
		url,
		port,
		brokerPort: await anyFreePort(),
		unwantedModules: runtime.unwantedModules,
		extra: { ...role.settings(port), ...options.env },
	});
	await mkdir(userFolder, { recursive: true });
	const log = new LogFile(logFile, options.onLine);

	const child = spawn(
		runtime.nodeBinary,
		[
			'--import',
			`data:text/javascript,${encodeURIComponent(STOP_WITH_PARENT)}`,
			runtime.n8nBin,
			...role.command,
		],
		{
			// n8n reads a `.env` file where it is started.
			cwd: userFolder,
			env,
			// Straight to the file: n8n goes wild when nobody reads its output any more.
			stdio: ['pipe', log.descriptor, log.descriptor],
			// A group of its own: Ctrl-C in the terminal is for the demo, which then stops n8n in order.
			detached: true,
		},
	);
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const spawnError = new Promise<never>((_resolve, reject) => child.once('error', reject));
	spawnError.catch(() => undefined);

	child.once('exit', () => log.close());
	const n8n: N8nProcess = {
		url,
		port,
		pid: child.pid ?? 0,
		exited,
		log: (lines = SHOWN_LINES) => log.lastLines(lines),
		stop: async () => await stop(child, exited),
		kill: async () => {
			killGroup(child);
			await exited;
		},
	};

	try {
		await Promise.race([untilReady(n8n, role.readyPath, child, options.signal), spawnError]);
	} catch (error) {
		killGroup(child);
		throw error;
	}
	return n8n;
}

async function untilReady(
	n8n: N8nProcess,
	readyPath: string,
	child: ChildProcess,
	signal: AbortSignal | undefined,
): Promise<void> {
	const deadlineMs = Date.now() + START_TIMEOUT_MS;
	for (;;) {
		signal?.throwIfAborted();
		if (child.exitCode !== null || child.signalCode !== null) {
			const ending = child.signalCode ?? `code ${child.exitCode}`;
			throw new Error(`n8n ended while it started (${ending}). Its last lines:\n${n8n.log()}`);
		}
		if (Date.now() > deadlineMs) {
			const seconds = START_TIMEOUT_MS / 1000;
			throw new Error(
				`n8n did not answer within ${seconds} seconds. Its last lines:\n${n8n.log()}`,
			);
		}
		if (await isAnswering(`${n8n.url}${readyPath}`)) return;
		await sleep(POLL_INTERVAL_MS);
	}
}

async function isAnswering(url: string): Promise<boolean> {
	try {
		const response = await freshFetch(url, { signal: AbortSignal.timeout(30_000) });
		return response.ok && (response.headers.get('content-type') ?? '').includes('json');
	} catch {
		return false;
	}
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
	await Promise.race([exited, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
	// n8n starts helpers of its own, which are in its group and may outlive it.
	killGroup(child);
	await exited;
}
