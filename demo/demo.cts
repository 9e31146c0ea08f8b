import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { N8nClient, type Owner } from './n8n/client.cts';
import { elapsed } from './n8n/command.cts';
import { openFrontDoor } from './n8n/front-door.cts';
import { demoOwner, keptPassword } from './n8n/owner.cts';
import { installPackage, packPackage, registerPackage } from './n8n/package-install.cts';
import { demoDirectory, PACKAGE_NAME, projectDirectory } from './n8n/paths.cts';
import { anyFreePort, nextFreePort } from './n8n/ports.cts';
import { type N8nProcess, startN8n } from './n8n/process.cts';
import { ensureRuntime, type Runtime } from './n8n/runtime.cts';
import { seed } from './n8n/seed.cts';
import { claimSingleRun } from './n8n/single-run.cts';
import { stopRequest } from './n8n/stop-request.cts';
import { enterMonth } from './sandbox/month.cts';
import { portFrom } from './sandbox/port.cts';
import { startSandbox } from './sandbox/server.cts';
import { TOKENS } from './sandbox/tokens.cts';
import { welcome } from './welcome.cts';

const N8N_PORT = 5678;
const SANDBOX_PORT = 4010;
const FRONT_DOOR_PORT = 4020;
const WHOLE_LOG = 10_000;
const MEMORY_FILE = 'demo.json';
const PASSWORD_FILE = 'password';

const USAGE = `npm run demo -- [options]

Starts n8n with the Awin nodes and a made-up Awin on this machine. No account is needed anywhere.

  --port N    the port for n8n (default ${N8N_PORT}, or the next free one); 0 for any free ports,
              the sandbox's too
  --data DIR  the folder for the demo's workflows, account and sales (default .demo): with a
              folder and ports of its own, a second demo runs beside the first
  --reset     start afresh: deletes the demo's workflows, account and sales
  --help      this text
`;

interface Options {
	port: number;
	directory: string;
	reset: boolean;
}

async function runDemo(options: Options): Promise<void> {
	const startedAtMs = Date.now();
	const signal = stopRequest();
	const progress = (line: string) => console.log(line);
	const { directory } = options;
	const portNear = async (preferred: number) =>
		options.port === 0 ? await anyFreePort() : await nextFreePort(preferred);
	const data = join(directory, 'data');
	const logFile = join(directory, 'n8n.log');
	const passwordFile = join(directory, PASSWORD_FILE);
	const journalFile = join(directory, 'sandbox-journal.jsonl');
	/** What has been started, to be stopped in the opposite order. */
	const started: Array<() => unknown> = [claimSingleRun(join(directory, 'demo.pid'))];

	try {
		await rm(logFile, { force: true });
		if (options.reset) {
			// By name: the folder may be one that somebody has other things in.
			await rm(join(data, '.n8n'), { recursive: true, force: true });
			await rm(join(data, MEMORY_FILE), { force: true });
			await rm(journalFile, { force: true });
			await rm(passwordFile, { force: true });
		}
		const tarball = await packPackage({ projectDirectory: projectDirectory(), progress, signal });
		const runtime = await ensureRuntime({ progress, signal });
		await installPackage({ tarball, userFolder: data });

		const sandbox = await startSandbox({
			port: await portNear(SANDBOX_PORT),
			journalFile,
			world: { liveEventsPerMinute: 2 },
		});
		started.push(async () => await sandbox.close());
		enterMonth(sandbox.awin);

		progress(`Starting n8n ${runtime.version} …`);
		const port = await portNear(options.port);
		const n8n = await startN8n({ runtime, userFolder: data, port, logFile, signal });
		started.push(async () => await n8n.stop());

		const owner = demoOwner(await keptPassword(passwordFile));
		const isSeeded = await furnish({ n8n, runtime, userFolder: data, owner }, sandbox.url);
		const frontDoor = await openFrontDoor({
			n8nUrl: n8n.url,
			port: await portNear(FRONT_DOOR_PORT),
			owner,
		});
		started.push(() => frontDoor.close());

		progress(
			welcome({
				urls: { frontDoor: frontDoor.url, n8n: n8n.url, sandbox: sandbox.url },
				owner: isSeeded ? owner : undefined,
				took: elapsed(startedAtMs),
				resetCommand: resetCommand(directory),
			}),
		);
		await untilStopped(n8n, signal);
	} catch (error) {
		if (!signal.aborted) throw error;
	} finally {
		if (started.length > 1) progress('\nStopping n8n and the sandbox …');
		for (const stop of started.reverse()) await stop();
	}
}

interface Demo {
	n8n: N8nProcess;
	runtime: Runtime;
	userFolder: string;
	owner: Owner;
}

/** Puts the account, credential and workflows in place; false when the account is the user's own by now. */
async function furnish(
	{ n8n, runtime, userFolder, owner }: Demo,
	sandboxUrl: string,
): Promise<boolean> {
	const client = new N8nClient(n8n.url);
	const memoryFile = join(userFolder, MEMORY_FILE);
	const isSeeded = await seed({ client, owner, memoryFile, sandboxUrl, accessToken: TOKENS.owner });
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

function resetCommand(directory: string): string {
	const command = 'npm run demo -- --reset';
	return directory === demoDirectory() ? command : `${command} --data ${JSON.stringify(directory)}`;
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
			port: { type: 'string' },
			data: { type: 'string', default: demoDirectory() },
			reset: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(USAGE);
		process.exit(0);
	}
	const port = portFrom(values.port, N8N_PORT);
	return { port, directory: resolve(values.data), reset: values.reset };
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
