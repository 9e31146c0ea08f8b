import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Claims the demo's folder for this process: two n8n on one database would damage it. Returns what
 * gives the folder free again.
 */
export function claimSingleRun(file: string): () => void {
	mkdirSync(dirname(file), { recursive: true });
	const owner = readOwner(file);
	if (owner !== undefined && owner !== process.pid && isRunning(owner)) {
		throw new Error(
			`The demo is already running (process ${owner}). Use it, or stop it with Ctrl-C in its window.\n` +
				`If it is not running, delete ${file} and start again.`,
		);
	}
	writeFileSync(file, String(process.pid));
	return () => rmSync(file, { force: true });
}

function readOwner(file: string): number | undefined {
	try {
		const pid = Number(readFileSync(file, 'utf8'));
		return Number.isInteger(pid) && pid > 0 ? pid : undefined;
	} catch {
		return undefined;
	}
}

/** Whether there is a process with this id. */
export function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// A process of another user's is there, only out of reach.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
