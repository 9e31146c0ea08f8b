/** The command, with everything from outside handed in: what it reads and writes, the time, the network. */
import { createInterface } from 'node:readline/promises';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { MOST_CALLS, Stopped } from './caller.cts';
import type { Clock } from './caller.cts';
import { probe } from './probe.cts';
import { fileOf, stopText, tableOf } from './report.cts';
import { LIMIT_STEPS, STEPS } from './steps.cts';
import type { StepName } from './steps.cts';
import { askForToken, problemOf } from './token.cts';
import type { TokenInput } from './token.cts';
import { readAddress } from './wire.cts';
import type { Wire } from './wire.cts';

export interface Surroundings {
	/** Without the program's own name. */
	argv: readonly string[];
	input: TokenInput;
	output: Writable;
	clock: Clock;
	/** Aborted by Ctrl-C. */
	signal: AbortSignal;
	wireTo: (address: URL, token: string, signal: AbortSignal) => Wire;
	/** @throws with a reason when it cannot be written */
	writeFile: (path: string, text: string) => void;
}

const HELP = `Finds out what Awin's API really does, by reading alone, and writes down the form of its answers.

  --advertiser <id>   asks about this advertiser account; default: the first that is open
  --publisher <id>    asks about this publisher account; default: the first that is open
  --keep-limit        makes no call over Awin's limit
  --file <path>       default awin-shapes.json: what was found, without any value
  --url <address>     default https://api.awin.com
  --yes               goes on without asking; the token then may come through a pipe
  --help

The token is asked for, and never goes on the command line, where others could see it.`;

const OK = 0;
const FAILED = 1;
const INTERRUPTED = 130;

/** @returns the exit code */
export async function runProbe(around: Surroundings): Promise<number> {
	const { output, input, signal } = around;
	const say = (text: string) => void output.write(`${text}\n`);
	const options = readOptions(around.argv);
	if (typeof options === 'string') {
		say(options);
		return FAILED;
	}
	if (options.isHelp) {
		say(HELP);
		return OK;
	}
	if (!input.isTTY && !options.isSure) {
		say(
			'Without a terminal nobody can be asked whether to go on. Add --yes, and send the token through the pipe.',
		);
		return FAILED;
	}
	say(planOf(options));
	if (!options.isSure && !(await isAgreed(around))) {
		say('Nothing was called.');
		return signal.aborted ? INTERRUPTED : OK;
	}
	const token = await askForToken(input, output);
	const problem = token === null ? 'No token was given, and nothing was called.' : problemOf(token);
	if (token === null || problem !== null) {
		say(problem ?? '');
		return FAILED;
	}
	return await run(around, options, token);
}

interface Options {
	address: URL;
	advertiserId: string | null;
	publisherId: string | null;
	looksAtLimit: boolean;
	file: string;
	isSure: boolean;
	isHelp: boolean;
}

/** The options, or what is wrong with them. Nothing of what was typed is repeated: it may be the token. */
function readOptions(argv: readonly string[]): Options | string {
	let values;
	try {
		({ values } = parseArgs({
			args: [...argv],
			options: {
				advertiser: { type: 'string' },
				publisher: { type: 'string' },
				'keep-limit': { type: 'boolean' },
				file: { type: 'string' },
				url: { type: 'string' },
				yes: { type: 'boolean' },
				help: { type: 'boolean' },
			},
		}));
	} catch {
		return `This option is not known, or has no value. The token is no option: it is asked for.\n\n${HELP}`;
	}
	const address = readAddress(values.url ?? 'https://api.awin.com');
	if (!address)
		return '--url takes an https address, or the address of a stand-in on this machine.';
	for (const name of ['advertiser', 'publisher'] as const) {
		const id = values[name];
		if (id !== undefined && !/^\d{1,15}$/.test(id)) {
			return `--${name} takes the ID of an account, which has digits only.`;
		}
	}
	return {
		address,
		advertiserId: values.advertiser ?? null,
		publisherId: values.publisher ?? null,
		looksAtLimit: !(values['keep-limit'] ?? false),
		file: values.file ?? 'awin-shapes.json',
		isSure: values.yes ?? false,
		isHelp: values.help ?? false,
	};
}

function planOf({ address, looksAtLimit }: Options): string {
	const steps = (Object.keys(STEPS) as StepName[]).filter(
		(name) => looksAtLimit || !LIMIT_STEPS.includes(name),
	);
	const titles = {
		user: 'With any token',
		either: 'For one advertiser, or else one publisher',
		advertiser: 'For the advertiser',
		publisher: 'For one publisher',
	};
	const lists = Object.entries(titles).map(([of, title]) => {
		const own = steps.filter((name) => STEPS[name].of === of);
		const lines = own.map((name) => `  ${STEPS[name].call}\n      to see ${STEPS[name].why}`);
		return `${title}:\n${lines.join('\n')}`;
	});
	return [
		`These calls go to ${address.origin}. All of them read; nothing is changed.`,
		...lists,
		`At most ${MOST_CALLS} calls in all, not more than 20 in a minute${
			looksAtLimit
				? ', but for three at the end that go over the limit on purpose (--keep-limit leaves them out). Other tools with the same token may then have to wait for a minute'
				: ''
		}. It takes about four minutes.`,
	].join('\n\n');
}

async function isAgreed({ input, output, signal }: Surroundings): Promise<boolean> {
	const lines = createInterface({ input, output, terminal: false });
	try {
		const answer = await lines.question('\nGo on? (y/N) ', { signal });
		return /^y(es)?$/i.test(answer.trim());
	} catch {
		return false;
	} finally {
		lines.close();
	}
}

async function run(around: Surroundings, options: Options, token: string): Promise<number> {
	const { output, signal } = around;
	// Should Awin repeat the token somewhere, it still is not shown.
	const withoutToken = (text: string) => text.replaceAll(token, '(token)');
	const say = (text: string) => void output.write(`${withoutToken(text)}\n`);
	const wire = around.wireTo(options.address, token, signal);
	const clock: Clock = {
		now: () => around.clock.now(),
		sleep: (ms) => untilInterrupted(signal, () => around.clock.sleep(ms)),
	};
	const probed = await probe(
		(request) => untilInterrupted(signal, () => wire(request)),
		clock,
		options,
		(step, number) => say(`${String(number).padStart(4)}  ${STEPS[step].call}`),
	);
	const stop = stopText(probed);
	if (Object.keys(probed.findings.answers).length === 0) {
		say(`\n${stop ?? ''}`);
		return probed.stopped === 'interrupted' ? INTERRUPTED : FAILED;
	}
	say(tableOf(probed));
	if (stop) say(`\n${stop} What was found until then is above.`);
	try {
		around.writeFile(options.file, withoutToken(fileOf(probed)));
		say(
			`\nThe form of the answers is in ${options.file}: no amounts, names, references, IDs or token. Read it before you share it.`,
		);
	} catch (error) {
		say(
			`\nThe file ${options.file} could not be written: ${error instanceof Error ? error.message : String(error)}`,
		);
		return FAILED;
	}
	if (probed.stopped === 'interrupted') return INTERRUPTED;
	return probed.stopped === null || probed.stopped === 'calls' ? OK : FAILED;
}

async function untilInterrupted<Result>(
	signal: AbortSignal,
	act: () => Promise<Result>,
): Promise<Result> {
	if (signal.aborted) throw new Stopped('interrupted');
	try {
		return await act();
	} catch (error) {
		if (signal.aborted) throw new Stopped('interrupted');
		throw error;
	}
}
