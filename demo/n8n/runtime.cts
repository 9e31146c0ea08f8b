import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { CommandFailed, elapsed, npmCommand, npmEnvironment, runCommand } from './command.cts';
import { demoDirectory, projectDirectory, type Progress } from './paths.cts';

const MANIFEST_FILES = ['package.json', 'package-lock.json', '.npmrc'];
const STAMP_FILE = 'installed.json';
/** Without the shorter pauses npm takes over a minute to notice that there is no network. */
const NPM_OPTIONS = [
	'--loglevel=error',
	'--fetch-retry-mintimeout=2000',
	'--fetch-retry-maxtimeout=8000',
];
const NEEDED_BYTES = 3.5 * 1024 ** 3;

interface Kind {
	/** The folder in `demo` that says what is to be installed. */
	manifest: string;
	/** The folder in `.demo` that it is installed into. */
	installation: string;
	/** See {@link Runtime.unwantedModules}. */
	unwantedModules: string[];
}

const RUNTIMES: Record<string, Kind> = {
	current: {
		manifest: 'n8n',
		installation: 'runtime',
		unwantedModules: [
			'mcp-registry',
			'instance-ai',
			'chat-hub',
			'agents',
			'quick-connect',
			'insights',
		],
	},
	/** The oldest that the package supports. */
	oldest: {
		manifest: 'n8n-oldest',
		installation: 'runtime-oldest',
		unwantedModules: ['chat-hub', 'insights'],
	},
};

/** An n8n that the demo and the end-to-end tests run in, with the Node.js that it needs. */
export interface Runtime {
	directory: string;
	nodeBinary: string;
	n8nBin: string;
	version: string;
	/** Modules to be switched off. n8n does not start when it is given a name that it does not know. */
	unwantedModules: string[];
}

export interface RuntimeOptions {
	/** Where n8n is kept between runs; default a folder in the project's `.demo`. */
	directory?: string;
	progress: Progress;
	signal?: AbortSignal;
}

/** How far an installation has come: the two steps are kept apart so that the long one is not repeated. */
interface Stamp {
	of: string;
	step: 'downloaded' | 'ready';
}

/**
 * The n8n that the environment variable `N8N_RUNTIME` names, without it the current one. Installs it on the first call,
 * finishes a half-finished installation, and else only finds it.
 */
export async function ensureRuntime(options: RuntimeOptions): Promise<Runtime> {
	const { manifest, installation, unwantedModules } = chosenRuntime();
	const directory = options.directory ?? join(demoDirectory(), installation);
	const manifestFolder = join(projectDirectory(), 'demo', manifest);
	const fingerprint = await runtimeFingerprint(manifestFolder);
	const stamp = await readStamp(directory);
	const done = stamp?.of === fingerprint ? stamp.step : undefined;

	if (done !== 'ready') {
		const from = { manifestFolder, fingerprint, isDownloaded: done === 'downloaded' };
		await install({ ...options, directory }, from);
	}
	return { ...(await describeRuntime(directory)), unwantedModules };
}

function chosenRuntime(): Kind {
	const name = process.env.N8N_RUNTIME ?? 'current';
	if (Object.hasOwn(RUNTIMES, name)) return RUNTIMES[name];
	const known = Object.keys(RUNTIMES).join(' or ');
	throw new Error(`N8N_RUNTIME is "${name}". It takes ${known}.`);
}

async function install(
	{ directory, progress, signal }: RuntimeOptions & { directory: string },
	{
		manifestFolder,
		fingerprint,
		isDownloaded,
	}: { manifestFolder: string; fingerprint: string; isDownloaded: boolean },
): Promise<void> {
	const startedAtMs = Date.now();
	progress('Installing n8n. This happens once, takes about 2 to 6 minutes');
	progress(`and 2.5 GB of disk in ${directory}`);
	await mkdir(directory, { recursive: true });
	await assertDiskSpace(directory);

	try {
		if (!isDownloaded) {
			await rm(join(directory, STAMP_FILE), { force: true });
			for (const file of MANIFEST_FILES) {
				await copyFile(join(manifestFolder, file), join(directory, file));
			}
			await npm(directory, ['ci', '--no-audit', '--no-fund', ...NPM_OPTIONS], {
				what: 'downloading and unpacking n8n',
				progress,
				signal,
			});
			await writeStamp(directory, { of: fingerprint, step: 'downloaded' });
		}
		// Scripts are off by default. These two packages need theirs: one fetches the Node.js binary,
		// the other the database driver, which it compiles where there is no ready-made one.
		await npm(directory, ['rebuild', '--ignore-scripts=false', ...NPM_OPTIONS, 'node', 'sqlite3'], {
			what: 'preparing Node.js and the database driver',
			progress,
			signal,
		});
		await assertWorks(directory);
		await writeStamp(directory, { of: fingerprint, step: 'ready' });
	} catch (error) {
		throw explainNpmFailure(error, directory);
	}
	progress(`n8n is installed (${elapsed(startedAtMs)}).`);
}

async function npm(
	directory: string,
	npmArgs: string[],
	options: { what: string; progress: Progress; signal?: AbortSignal },
): Promise<void> {
	options.progress(`  ${options.what} …`);
	await runCommand({
		...npmCommand(...npmArgs),
		cwd: directory,
		env: npmEnvironment(),
		...options,
	});
}

/** The lockfile decides what is installed; native parts also depend on the machine. */
async function runtimeFingerprint(manifestFolder: string): Promise<string> {
	const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
	for (const file of MANIFEST_FILES) {
		hash.update(await readFile(join(manifestFolder, file)));
	}
	return hash.digest('hex');
}

async function readStamp(directory: string): Promise<Stamp | undefined> {
	try {
		return JSON.parse(await readFile(join(directory, STAMP_FILE), 'utf8')) as Stamp;
	} catch {
		return undefined;
	}
}

async function writeStamp(directory: string, stamp: Stamp): Promise<void> {
	await writeFile(join(directory, STAMP_FILE), `${JSON.stringify(stamp)}\n`);
}

async function describeRuntime(directory: string): Promise<Omit<Runtime, 'unwantedModules'>> {
	const modules = join(directory, 'node_modules');
	const manifest = await readFile(join(modules, 'n8n', 'package.json'), 'utf8');
	return {
		directory,
		nodeBinary: join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
		n8nBin: join(modules, 'n8n', 'bin', 'n8n'),
		version: (JSON.parse(manifest) as { version: string }).version,
	};
}

/** npm reports success even when a native part is unusable, and n8n would only say so much later. */
async function assertWorks(directory: string): Promise<void> {
	const { nodeBinary } = await describeRuntime(directory);
	await promisify(execFile)(nodeBinary, ['-e', "require('sqlite3')"], { cwd: directory });
}

async function assertDiskSpace(directory: string): Promise<void> {
	const disk = await statfs(directory);
	const freeBytes = disk.bavail * disk.bsize;
	if (freeBytes < NEEDED_BYTES) {
		throw new Error(
			`n8n needs about 2.5 GB, and some room while it unpacks, but there are only ` +
				`${(freeBytes / 1024 ** 3).toFixed(1)} GB free in ${directory}. Make room and start again.`,
		);
	}
}

function explainNpmFailure(error: unknown, directory: string): unknown {
	if (!(error instanceof CommandFailed)) return error;
	const log = error.lastLines.join('\n');
	return new Error(
		`n8n was not installed in ${directory}.\n${adviceFor(log)}\n\nThe last lines from npm:\n${log}`,
		{ cause: error },
	);
}

function adviceFor(log: string): string {
	if (/ENOSPC|no space left/i.test(log)) return 'The disk is full. Make room and start again.';
	if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(log)) {
		return 'The npm registry was not reached. Check the internet connection, or npm’s proxy settings, and start again.';
	}
	if (/gyp|make|compiler/i.test(log)) {
		return 'The database driver did not compile. It needs Python 3, make and a C++ compiler; install them and start again.';
	}
	return 'Start again: what is already there is kept. If it stays like this, delete that folder first.';
}
