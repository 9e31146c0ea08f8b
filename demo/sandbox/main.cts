import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CONTROL_PREFIX } from './control.cts';
import { behaveLike } from './like.cts';
import { explainedStart, portFrom } from './port.cts';
import { isObject, parseJson } from './read.cts';
import { startSandbox } from './server.cts';
import { DEFAULT_SWITCHES, setSwitches } from './switches.cts';
import { TOKENS } from './tokens.cts';

const HELP = `The Awin sandbox: a stand-in for Awin's HTTP API, on this machine only.

  --port <number>        default 4010; 0 for any free one
  --seed <number>        default 1: another seed, other data
  --limit <number|none>  calls per minute and user, default 20
  --per-day <number>     transactions per advertiser and day, default 8
  --live <number>        new things per advertiser and minute, default 2
  --no-live              only the scheduled life of the generated data
  --journal <file>       keeps what was changed through the API over restarts
  --switches <json>      for example '{"endInclusive":false}'
  --like <file>          behaves as Awin does, by a file of "npm run probe"
  --quiet                no line per request
  --help`;

const DEFAULT_PORT = 4010;
const DEFAULT_LIVE = 2;

/** Reads a number from the command line; stops the program when it is none. */
function numberFrom(name: string, text: string | undefined, standard: number): number {
	if (text === undefined) return standard;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
	throw new Error(`--${name} takes a number, not '${text}'`);
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			seed: { type: 'string' },
			limit: { type: 'string' },
			'per-day': { type: 'string' },
			live: { type: 'string' },
			'no-live': { type: 'boolean' },
			journal: { type: 'string' },
			switches: { type: 'string' },
			like: { type: 'string' },
			quiet: { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const switches = { ...DEFAULT_SWITCHES };
	const unlike =
		values.like === undefined ? null : behaveLike(switches, readFileSync(values.like, 'utf8'));
	if (unlike) throw new Error(`--like: ${unlike}`);
	const changes = parseJson(values.switches ?? '{}');
	const problem = isObject(changes) ? setSwitches(switches, changes) : 'not a JSON object';
	if (problem) throw new Error(`--switches: ${problem}`);

	const port = portFrom(values.port, DEFAULT_PORT);
	const server = await startSandbox({
		port,
		seed: numberFrom('seed', values.seed, 1),
		requestsPerMinute: values.limit === 'none' ? null : numberFrom('limit', values.limit, 20),
		journalFile: values.journal,
		quiet: values.quiet ?? false,
		switches,
		world: {
			transactionsPerDay: numberFrom('per-day', values['per-day'], 8),
			liveEventsPerMinute: values['no-live'] ? 0 : numberFrom('live', values.live, DEFAULT_LIVE),
		},
	}).catch((error: unknown) => {
		throw explainedStart(error, port);
	});
	console.log(`Awin sandbox: ${server.url}`);
	console.log(`Control:      ${server.url}${CONTROL_PREFIX}state`);
	for (const [name, token] of Object.entries(TOKENS)) console.log(`  ${name.padEnd(20)} ${token}`);

	const stop = () => {
		void server.close();
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
