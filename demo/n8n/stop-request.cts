import { execFileSync } from 'node:child_process';

import { isRunning } from './single-run.cts';

const WATCH_INTERVAL_MS = 1_000;
/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const SAME_REQUEST_MS = 1_000;

/**
 * Aborts when this process is asked to end: Ctrl-C, a closed terminal, a `kill`, or the end of
 * whoever started it. Asking once more ends it at once.
 */
export function stopRequest(): AbortSignal {
	const controller = new AbortController();
	let askedAtMs = 0;
	const ask = () => {
		if (controller.signal.aborted) {
			if (Date.now() - askedAtMs > SAME_REQUEST_MS) process.exit(130);
			return;
		}
		askedAtMs = Date.now();
		controller.abort(new Error('Stopped.'));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
	askWithoutStarters(ask);
	return controller.signal;
}

function askWithoutStarters(ask: () => void): void {
	const starters = starterPids();
	const watch = setInterval(() => {
		if (starters.every(isRunning)) return;
		clearInterval(watch);
		ask();
	}, WATCH_INTERVAL_MS);
	watch.unref();
}

/** The parent, and npm behind the shell that it runs scripts in: that shell outlives npm. */
function starterPids(): number[] {
	const parent = process.ppid;
	if (process.env.npm_lifecycle_event === undefined) return [parent];
	try {
		const answer = execFileSync('ps', ['-o', 'ppid=', '-p', String(parent)], { encoding: 'utf8' });
		return [parent, Number(answer)].filter((pid) => pid > 0);
	} catch {
		// Small containers come without ps.
		return [parent];
	}
}
