import { type ChildProcess, spawn } from 'node:child_process';

import type { Progress } from './paths.cts';

const HEARTBEAT_MS = 5_000;
const KEPT_LINES = 20;
// Colours, and the moves of the cursor that turn a spinner.
const TERMINAL_CONTROLS = /\u001b\[[0-9;?]*[A-Za-z]/g;

export interface CommandOptions {
	command: string;
	args: string[];
	cwd: string;
	/** What is happening, in plain words: shown every few seconds with the time it has taken. */
	what: string;
	progress: Progress;
	env?: NodeJS.ProcessEnv;
	signal?: AbortSignal;
}

/** A command that ended with another code than 0, with the last lines that it printed. */
export class CommandFailed extends Error {
	constructor(
		what: string,
		readonly exitCode: number | null,
		readonly lastLines: string[],
	) {
		super(`${what}: ended with code ${exitCode ?? 'none'}.\n${lastLines.join('\n')}`);
		this.name = 'CommandFailed';
	}
}

/** Runs a command without showing its output, and says every few seconds that it is still going. */
export async function runCommand(options: CommandOptions): Promise<string> {
	const { command, args, cwd, what, progress, env, signal } = options;
	signal?.throwIfAborted();
	const startedAtMs = Date.now();
	const heartbeat = setInterval(
		() => progress(`  ${what} (${elapsed(startedAtMs)})`),
		HEARTBEAT_MS,
	);
	let output = '';
	let stdout = '';

	try {
		const exitCode = await new Promise<number | null>((resolve, reject) => {
			const child = spawn(command, args, {
				cwd,
				env,
				stdio: ['ignore', 'pipe', 'pipe'],
				detached: true,
			});
			// npm finishes what it does when it is asked to end, which takes a minute. Its whole group is
			// ended instead, and its end is waited for, so that it does not work on beside the next one.
			const interrupt = () => killGroup(child);
			signal?.addEventListener('abort', interrupt);
			child.stdout.setEncoding('utf8').on('data', (text: string) => {
				stdout += text;
				output += text;
			});
			child.stderr.setEncoding('utf8').on('data', (text: string) => {
				output += text;
			});
			child.once('error', reject);
			child.once('close', (code) => {
				signal?.removeEventListener('abort', interrupt);
				resolve(code);
			});
		});
		signal?.throwIfAborted();
		if (exitCode !== 0) throw new CommandFailed(what, exitCode, lastLines(output));
		return stdout;
	} finally {
		clearInterval(heartbeat);
	}
}

/**
 * The environment for an npm that works on another folder. `npm run` leaves the settings of the
 * project it runs in behind as variables, which would win over that folder's own `.npmrc`.
 */
export function npmEnvironment(): NodeJS.ProcessEnv {
	const leftBehind =
		/^(npm_(package|lifecycle)_.*|npm_config_(ignore_scripts|legacy_peer_deps|local_prefix|prefix|noproxy)|npm_command|INIT_CWD)$/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !leftBehind.test(name)));
}

/** How to start npm: the very npm that runs this script where there is one. */
export function npmCommand(...args: string[]): { command: string; args: string[] } {
	const running = process.env.npm_execpath;
	return running?.endsWith('.js')
		? { command: process.execPath, args: [running, ...args] }
		: { command: 'npm', args };
}

/** A duration for people: `48 s`, `2 min 05 s`. */
export function elapsed(sinceMs: number): string {
	const seconds = Math.round((Date.now() - sinceMs) / 1000);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

function lastLines(output: string): string[] {
	const isNoise = /^(npm error)?\s+at |[◒◐◓◑]/;
	return output
		.replace(TERMINAL_CONTROLS, '')
		.trimEnd()
		.split('\n')
		.filter((line) => !isNoise.test(line))
		.slice(-KEPT_LINES);
}

/** Ends a process that was started `detached`, with everything that it has started itself. */
export function killGroup(child: ChildProcess): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// Nothing of the group is left, or this system knows no groups.
		child.kill('SIGKILL');
	}
}
