/**
 * The demo as a person starts it: the compiled program as a process of its own, known only by what it prints. It gets a
 * folder and ports of its own, so that a demo that runs on this machine is not disturbed.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { runCommand } from '../../demo/n8n/command.cts';
import { projectDirectory } from '../../demo/n8n/paths.cts';

export interface RunningDemo {
	pid: number;
	/** The address that it tells to open. */
	frontDoorUrl: string;
	/** Presses Ctrl-C, and resolves with the exit code when it has ended, at once if it has before. */
	interrupt(): Promise<number | null>;
}

/** Compiles the demo, as `npm run demo` does each time. */
export async function compileDemo(): Promise<void> {
	const directory = projectDirectory();
	await runCommand({
		command: process.execPath,
		args: [join(directory, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'demo'],
		cwd: directory,
		what: 'compiling the demo',
		progress: (line) => process.stderr.write(`${line}\n`),
	});
}

/** Resolves when the demo says that it is ready. */
export async function startDemo(dataDirectory: string): Promise<RunningDemo> {
	const child = spawn(
		process.execPath,
		['demo/dist/demo.cjs', '--data', dataDirectory, '--port', '0'],
		{ cwd: projectDirectory(), stdio: ['ignore', 'pipe', 'pipe'] },
	);
	let output = '';
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
	const frontDoorUrl = await new Promise<string>((resolve, reject) => {
		const read = (text: string) => {
			output += text;
			const address = /Open {2}(http:\S+)\s/.exec(output)?.[1];
			if (address !== undefined) resolve(address);
		};
		child.stdout.setEncoding('utf8').on('data', read);
		child.stderr.setEncoding('utf8').on('data', read);
		child.once('error', reject);
		void ended.then((code) => reject(new Error(`The demo ended with ${code}:\n${output}`)));
	});
	return {
		pid: child.pid ?? 0,
		frontDoorUrl,
		interrupt: async () => {
			child.kill('SIGINT');
			return await ended;
		},
	};
}
