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

/** The n8n that the demo and the end-to-end tests run in, with the Node.js that it needs. */
export interface Runtime {
	directory: string;
	nodeBinary: string;
	n8nBin: string;
	version: string;
}

export interface RuntimeOptions {
	/** Where n8n is kept between runs; default `.demo/runtime` in the project. */
	directory?: string;
	progress: Progress;
	signal?: AbortSignal;
}

/** How far an installation has come: the two steps are kept apart so that the long one is not repeated. */
interface Stamp {
	of: string;
	step: 'downloaded' | 'ready';
}

/** Installs n8n on the first call, finishes a half-finished installation, and else only finds it. */
export async function ensureRuntime(options: RuntimeOptions): Promise<Runtime> {
	const directory = options.directory ?? join(demoDirectory(), 'runtime');
	const fingerprint = await runtimeFingerprint();
	const stamp = await readStamp(directory);
	const done = stamp?.of === fingerprint ? stamp.step : undefined;

	if (done !== 'ready') {
		await install({ ...options, directory }, fingerprint, done === 'downloaded');
	}
	return await describeRuntime(directory);
}

async function install(
	{ directory, progress, signal }: RuntimeOptions & { directory: string },
	fingerprint: string,
	isDownloaded: boolean,
): Promise<void> {
	const startedAtMs = Date.now();
	progress('Installing n8n for the demo. This happens once, takes about 2 to 6 minutes');
	progress(`and 2.5 GB of disk in ${directory}`);
	await mkdir(directory, { recursive: true });
	await assertDiskSpace(directory);

	try {
		if (!isDownloaded) {
			await rm(join(directory, STAMP_FILE), { force: true });
			for (const file of MANIFEST_FILES) {
				await copyFile(join(projectDirectory(), 'demo', 'n8n', file), join(directory, file));
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
async function runtimeFingerprint(): Promise<string> {
	const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
	for (const file of MANIFEST_FILES) {
		hash.update(await readFile(join(projectDirectory(), 'demo', 'n8n', file)));
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

async function describeRuntime(directory: string): Promise<Runtime> {
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
