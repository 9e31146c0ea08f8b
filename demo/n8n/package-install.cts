import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

import type { NodeTypeInfo } from './client-types.cts';
import { npmCommand, npmEnvironment, runCommand } from './command.cts';
import { PACKAGE_NAME, type Progress } from './paths.cts';
import type { Runtime } from './runtime.cts';

const run = promisify(execFile);
/** Everything that the build reads and everything that `npm pack` takes: a change in any of it makes a new tarball. */
const BUILT_FROM = [
	'nodes',
	'credentials',
	'icons',
	'index.js',
	'index.d.ts',
	'README.md',
	'LICENSE',
	'CHANGELOG.md',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'gulpfile.js',
	'scripts',
	// Checked by the build.
	'docs/parameters.md',
	'test/contract/contract.json',
];

/** The file in which n8n keeps what it has installed. */
interface Ledger {
	name: string;
	private: boolean;
	dependencies?: Record<string, string>;
}

export interface PackOptions {
	projectDirectory: string;
	progress: Progress;
	signal?: AbortSignal;
}

/**
 * Builds and packs the package as it would be published, and returns the path of the .tgz. When
 * nothing that it is built from has changed, the one from last time is returned.
 */
export async function packPackage(options: PackOptions): Promise<string> {
	const { projectDirectory, progress, signal } = options;
	const directory = join(projectDirectory, '.demo', 'package');
	const sourceHash = await hashOf(projectDirectory, BUILT_FROM);
	const packed = join(directory, `${PACKAGE_NAME}-${sourceHash.slice(0, 16)}.tgz`);
	if (existsSync(packed)) return packed;

	await rm(directory, { recursive: true, force: true });
	await mkdir(directory, { recursive: true });
	const npm = async (what: string, ...args: string[]) =>
		await runCommand({
			...npmCommand(...args),
			cwd: projectDirectory,
			env: npmEnvironment(),
			what,
			progress,
			signal,
		});
	progress('Building the package …');
	await npm('building the package', 'run', '--silent', 'build');
	const answer = await npm(
		'packing the package',
		...['pack', '--json', '--ignore-scripts', '--pack-destination', directory],
	);
	const [{ filename }] = JSON.parse(answer) as [{ filename: string }];
	await rename(join(directory, filename), packed);
	return packed;
}

/**
 * Puts the package where n8n's own installer puts it, replacing an older copy. n8n loads it at its
 * next start, with the node types named as in every other n8n (`n8n-nodes-awin.awin`).
 */
export async function installPackage(options: {
	tarball: string;
	userFolder: string;
}): Promise<void> {
	const nodesFolder = join(options.userFolder, '.n8n', 'nodes');
	const target = join(nodesFolder, 'node_modules', PACKAGE_NAME);
	const incoming = `${target}.incoming`;
	await rm(incoming, { recursive: true, force: true });
	await mkdir(incoming, { recursive: true });
	await run('tar', ['-xzf', options.tarball, '-C', incoming, '--strip-components=1']);
	await rm(target, { recursive: true, force: true });
	await rename(incoming, target);

	const { version } = await readJson<{ version: string }>(join(target, 'package.json'));
	const emptyLedger: Ledger = { name: 'installed-nodes', private: true };
	const ledgerPath = join(nodesFolder, 'package.json');
	const ledger: Ledger = existsSync(ledgerPath) ? await readJson(ledgerPath) : emptyLedger;
	const dependencies = { ...ledger.dependencies, [PACKAGE_NAME]: version };
	await writeFile(ledgerPath, JSON.stringify({ ...ledger, dependencies }, null, 2));
}

/**
 * Enters the package in n8n's list of installed packages, so that *Settings → Community nodes* shows
 * it. n8n offers no way to do this without downloading from the npm registry, hence the row by hand;
 * the nodes work without it.
 */
export async function registerPackage(options: {
	runtime: Runtime;
	userFolder: string;
	/** What the running n8n offers: the package's nodes are picked out of it. */
	nodeTypes: NodeTypeInfo[];
}): Promise<void> {
	const home = join(options.userFolder, '.n8n');
	const installed = await readJson<{ version: string; author?: { name?: string; email?: string } }>(
		join(home, 'nodes', 'node_modules', PACKAGE_NAME, 'package.json'),
	);
	const own = options.nodeTypes.filter(({ name }) => name.startsWith(`${PACKAGE_NAME}.`));
	const names = new Set(own.map(({ name }) => name));
	// n8n derives an AI tool from each action node; it is not a node of the package's own.
	const isDerivedTool = (name: string) =>
		names.has(name.replace(/Tool$/, '')) && /Tool$/.test(name);
	const nodes = own
		.filter(({ name }) => !isDerivedTool(name))
		.map(({ name, displayName, version }) => ({
			name: displayName,
			type: name,
			latestVersion: Array.isArray(version) ? Math.max(...version) : version,
		}));

	const rows = {
		database: join(home, 'database.sqlite'),
		packageName: PACKAGE_NAME,
		version: installed.version,
		authorName: installed.author?.name ?? null,
		authorEmail: installed.author?.email ?? null,
		nodes,
	};
	// SQLite comes with the Node.js that n8n runs on, not necessarily with the one that runs this.
	await run(options.runtime.nodeBinary, ['-e', REGISTER_SCRIPT, JSON.stringify(rows)]);
}

const REGISTER_SCRIPT = `
const { DatabaseSync } = require('node:sqlite');
const rows = JSON.parse(process.argv[1]);
const database = new DatabaseSync(rows.database);
database.exec('PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; BEGIN IMMEDIATE');
database.prepare('DELETE FROM installed_packages WHERE packageName = ?').run(rows.packageName);
database
	.prepare('INSERT INTO installed_packages (packageName, installedVersion, authorName, authorEmail) VALUES (?, ?, ?, ?)')
	.run(rows.packageName, rows.version, rows.authorName, rows.authorEmail);
const insert = database.prepare('INSERT INTO installed_nodes (name, type, latestVersion, package) VALUES (?, ?, ?, ?)');
for (const node of rows.nodes) insert.run(node.name, node.type, node.latestVersion, rows.packageName);
database.exec('COMMIT');
`;

async function hashOf(directory: string, entries: string[]): Promise<string> {
	const hash = createHash('sha256');
	for (const entry of entries) await addToHash(hash, directory, join(directory, entry));
	return hash.digest('hex');
}

async function addToHash(
	hash: ReturnType<typeof createHash>,
	root: string,
	path: string,
): Promise<void> {
	if (!existsSync(path)) return;
	const children = await readdir(path).catch(() => undefined);
	if (children === undefined) {
		hash.update(`${relative(root, path)}\n`).update(await readFile(path));
		return;
	}
	for (const child of children.sort()) await addToHash(hash, root, join(path, child));
}

async function readJson<Content>(path: string): Promise<Content> {
	return JSON.parse(await readFile(path, 'utf8')) as Content;
}
