import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { N8nClient } from './n8n/client.cts';
import { elapsed } from './n8n/command.cts';
import { openFrontDoor } from './n8n/front-door.cts';
import { installPackage, packPackage, registerPackage } from './n8n/package-install.cts';
import { demoDirectory, PACKAGE_NAME, projectDirectory } from './n8n/paths.cts';
import { nextFreePort } from './n8n/ports.cts';
import { type N8nProcess, startN8n } from './n8n/process.cts';
import { ensureRuntime, type Runtime } from './n8n/runtime.cts';
import { DEMO_OWNER, seed } from './n8n/seed.cts';
import { claimSingleRun } from './n8n/single-run.cts';
import { stopRequest } from './n8n/stop-request.cts';
import { startSandbox } from './sandbox/server.cts';
import { TOKENS } from './sandbox/tokens.cts';

const N8N_PORT = 5678;
const SANDBOX_PORT = 4010;
const FRONT_DOOR_PORT = 4020;
const WHOLE_LOG = 10_000;

const USAGE = `npm run demo -- [options]

Starts n8n with the Awin nodes and a made-up Awin on this machine. No account is needed anywhere.

  --port N   the port for n8n (default ${N8N_PORT}, or the next free one)
  --reset    start afresh: deletes the demo's workflows, account and sales
  --help     this text
`;

interface Options {
	port: number;
	reset: boolean;
}

async function runDemo(options: Options): Promise<void> {
	const startedAtMs = Date.now();
	const signal = stopRequest();
	const progress = (line: string) => console.log(line);
	const directory = demoDirectory();
	const data = join(directory, 'data');
	const logFile = join(directory, 'n8n.log');
	const journalFile = join(directory, 'sandbox-journal.jsonl');
	/** What has been started, to be stopped in the opposite order. */
	const started: Array<() => unknown> = [claimSingleRun(join(directory, 'demo.pid'))];

	try {
		await rm(logFile, { force: true });
		if (options.reset) {
			await rm(data, { recursive: true, force: true });
			await rm(journalFile, { force: true });
		}
		const tarball = await packPackage({ projectDirectory: projectDirectory(), progress, signal });
		const runtime = await ensureRuntime({ progress, signal });
		await installPackage({ tarball, userFolder: data });

		const sandbox = await startSandbox({
			port: await nextFreePort(SANDBOX_PORT),
			journalFile,
			world: { liveEventsPerMinute: 2 },
		});
		started.push(async () => await sandbox.close());

		progress(`Starting n8n ${runtime.version} …`);
		const port = await nextFreePort(options.port);
		const n8n = await startN8n({ runtime, userFolder: data, port, logFile, signal });
		started.push(async () => await n8n.stop());

		const isSeeded = await furnish(n8n, runtime, data, sandbox.url);
		const frontDoor = await openFrontDoor(n8n.url, await nextFreePort(FRONT_DOOR_PORT));
		started.push(() => frontDoor.close());

		const urls = { frontDoor: frontDoor.url, n8n: n8n.url, sandbox: sandbox.url };
		progress(welcome(urls, isSeeded, elapsed(startedAtMs)));
		await untilStopped(n8n, signal);
	} catch (error) {
		if (!signal.aborted) throw error;
	} finally {
		if (started.length > 1) progress('\nStopping n8n and the sandbox …');
		for (const stop of started.reverse()) await stop();
	}
}

/** Puts the account, credential and workflows in place; false when the account is the user's own by now. */
async function furnish(
	n8n: N8nProcess,
	runtime: Runtime,
	userFolder: string,
	sandboxUrl: string,
): Promise<boolean> {
	const client = new N8nClient(n8n.url);
	const memoryFile = join(userFolder, 'demo.json');
	const isSeeded = await seed({ client, memoryFile, sandboxUrl, accessToken: TOKENS.owner });
	if (!isSeeded) return false;
	const nodeTypes = await client.nodeTypes();
	assertLoaded(nodeTypes, n8n);
	await registerPackage({ runtime, userFolder, nodeTypes });
	return true;
}

function assertLoaded(nodeTypes: Array<{ name: string }>, n8n: N8nProcess): void {
	if (nodeTypes.some(({ name }) => name.startsWith(`${PACKAGE_NAME}.`))) return;
	const about = n8n
		.log(WHOLE_LOG)
		.split('\n')
		.filter((line) => line.includes(PACKAGE_NAME));
	throw new Error(`n8n did not load the Awin nodes. What it says about them:\n${about.join('\n')}`);
}

function welcome(
	urls: { frontDoor: string; n8n: string; sandbox: string },
	isSeeded: boolean,
	took: string,
): string {
	const door = isSeeded
		? `  Open  ${urls.frontDoor}  (it signs you in)

  n8n itself is at ${urls.n8n}; its sign-in is ${DEMO_OWNER.email} with the
  password ${DEMO_OWNER.password}`
		: `  Open  ${urls.n8n}  and sign in with the e-mail and password that you chose`;
	return `
  The Awin demo is ready (${took}).

${door}.

  What to do first
  1. Open the workflow "Awin demo: my transactions".
  2. Press "Execute workflow" at the bottom.
  3. Double-click "Get my transactions" to see the sales.

  Awin is played by a sandbox on this machine (${urls.sandbox}), where new sales
  come in every minute. Nothing is sent to Awin, and no money moves.

  Ctrl-C stops everything. Your work is kept for next time; to start afresh:
  npm run demo -- --reset
`;
}

async function untilStopped(n8n: N8nProcess, signal: AbortSignal): Promise<void> {
	const asked = new Promise<void>((resolve) => {
		if (signal.aborted) resolve();
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
	await Promise.race([asked, n8n.exited]);
	if (!signal.aborted) throw new Error(`n8n ended by itself. Its last lines:\n${n8n.log()}`);
}

function readOptions(): Options {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: String(N8N_PORT) },
			reset: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(USAGE);
		process.exit(0);
	}
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Error(`--port needs a number from 1 to 65535, not "${values.port}".`);
	}
	return { port, reset: values.reset };
}

async function main(): Promise<void> {
	try {
		await runDemo(readOptions());
		process.exit(0);
	} catch (error) {
		console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	}
}

void main();
