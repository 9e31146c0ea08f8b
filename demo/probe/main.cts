import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProbe } from './cli.cts';
import { overTheNetwork } from './wire.cts';

const interruption = new AbortController();
process.on('SIGINT', () => {
	// Whoever presses it twice does not want to wait for anything.
	if (interruption.signal.aborted) process.exit(130);
	interruption.abort();
});

runProbe({
	argv: process.argv.slice(2),
	input: process.stdin,
	output: process.stdout,
	clock: {
		now: Date.now,
		sleep: async (ms) => {
			await sleep(ms, undefined, { signal: interruption.signal });
		},
	},
	signal: interruption.signal,
	wireTo: overTheNetwork,
	writeFile: writeFileSync,
}).then(
	(code) => {
		process.exitCode = code;
		process.stdin.destroy();
	},
	(error: unknown) => {
		// A mistake of the probe's own; its message holds nothing of what was answered.
		console.error('The probe itself failed:', error instanceof Error ? error.name : 'unknown');
		process.exitCode = 1;
		process.stdin.destroy();
	},
);
