/** The probe's command in memory: a terminal or a pipe that is none, a clock that is none, and whatever answers the test gives. */
import { PassThrough, Writable } from 'node:stream';
import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import type { AwinOptions } from '../../demo/sandbox/awin.cts';
import { USERS } from '../../demo/sandbox/tokens.cts';
import { runProbe } from '../../demo/probe/cli.cts';
import type { TokenInput } from '../../demo/probe/token.cts';
import type { Wire, WireRequest } from '../../demo/probe/wire.cts';
import { fakeClock, wireTo } from './probeWorlds.cts';

/** As long as a real one, so that finding it anywhere is no accident. */
export const SECRET = '0f3c9a7e-5d21-4b8e-9c66-a1b2c3d4e5f6';

export interface ProbeRun {
	code: number;
	/** All that was written to the terminal. */
	shown: string;
	/** The files that were written, by name. */
	files: Map<string, string>;
	requests: WireRequest[];
	/** When each request was made, in ms of the fake time. */
	times: number[];
	/** What the terminal was told, in order: `raw`, `cooked`, and what was written to it. */
	terminal: string[];
	awin: AwinSandbox;
}

export interface RunOptions {
	argv?: readonly string[];
	/** What a person types or a pipe brings, piece by piece; default: the token through a pipe. */
	typed?: readonly string[];
	isTerminal?: boolean;
	user?: (typeof USERS)[number];
	sandbox?: AwinOptions;
	/** In place of the stand-in's answers, or around them. */
	wire?: (usual: Wire, run: ProbeRun) => Wire;
	/** Presses Ctrl-C before the call of this number. */
	interruptAt?: number;
	isReadOnly?: boolean;
}

export async function runInMemory(options: RunOptions = {}): Promise<ProbeRun> {
	const { isTerminal = false, user = USERS[0], interruptAt } = options;
	const clock = fakeClock(Date.UTC(2026, 5, 17, 9, 20, 3));
	const awin = new AwinSandbox({ clock: () => clock.nowMs, ...options.sandbox });
	const run: ProbeRun = {
		code: -1,
		shown: '',
		files: new Map(),
		requests: [],
		times: [],
		terminal: [],
		awin,
	};
	const output = new Writable({
		write(chunk: Buffer, _encoding, done) {
			run.shown += chunk.toString();
			run.terminal.push(chunk.toString());
			done();
		},
	});
	const input: TokenInput = new PassThrough();
	if (isTerminal) {
		input.isTTY = true;
		input.setRawMode = (isRaw) => run.terminal.push(isRaw ? 'raw' : 'cooked');
	}
	const interruption = new AbortController();
	const toSandbox = wireTo({ awin, user, clock });
	const wire = options.wire?.(toSandbox, run) ?? toSandbox;
	feed(input, options.typed ?? [`${SECRET}\n`], isTerminal);
	run.code = await runProbe({
		argv: options.argv ?? ['--yes'],
		input,
		output,
		clock,
		signal: interruption.signal,
		wireTo: () => async (request) => {
			run.requests.push(request);
			run.times.push(clock.nowMs);
			if (run.requests.length === interruptAt) interruption.abort();
			interruption.signal.throwIfAborted();
			return await wire(request);
		},
		writeFile: (name, text) => {
			if (options.isReadOnly) throw new Error('EACCES: permission denied');
			run.files.set(name, text);
		},
	});
	return run;
}

/** Each piece once the one before has been read, as a person types it. */
function feed(input: TokenInput, pieces: readonly string[], isTerminal: boolean): void {
	const stream = input as PassThrough;
	const next = (index: number) => {
		if (index < pieces.length) {
			stream.write(pieces[index]);
			setTimeout(() => next(index + 1), 20);
		} else if (!isTerminal) stream.end();
	};
	setTimeout(() => next(0), 0);
}
