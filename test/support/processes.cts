/** What runs on this machine. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface RunningProcess {
	pid: number;
	parentPid: number;
}

/** A process that has ended but was not collected by its parent yet. */
const ENDED = 'Z';

/** Small containers come without ps, but every Linux has its processes as files. */
function runningProcesses(): RunningProcess[] {
	const lines = process.platform === 'linux' ? linesFromFiles() : linesFromPs();
	return lines
		.map((line) => line.trim().split(/\s+/))
		.filter(([, state]) => !state.startsWith(ENDED))
		.map(([pid, , parentPid]) => ({ pid: Number(pid), parentPid: Number(parentPid) }));
}

function linesFromFiles(): string[] {
	const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	return pids.flatMap((pid) => {
		try {
			// "12 (any name) S 1 …": the name may hold spaces and brackets.
			return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/ \(.*\) /s, ' ');
		} catch {
			// It has ended since the listing.
			return [];
		}
	});
}

function linesFromPs(): string[] {
	const text = execFileSync('ps', ['-A', '-o', 'pid=,state=,ppid='], { encoding: 'utf8' });
	return text.trim().split('\n');
}

/** The processes that a process has started, with those that they have started themselves. */
export function descendantsOf(pid: number): number[] {
	const all = runningProcesses();
	const below = (parentPid: number): number[] =>
		all.filter((one) => one.parentPid === parentPid).flatMap((one) => [one.pid, ...below(one.pid)]);
	return below(pid);
}

/** Those that still run. */
export function stillRunning(pids: number[]): number[] {
	const running = new Set(runningProcesses().map(({ pid }) => pid));
	return pids.filter((pid) => running.has(pid));
}
