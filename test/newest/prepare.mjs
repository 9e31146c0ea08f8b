/**
 * Installs the newest n8n's core, on which `npm run test:newest` runs: the whole n8n takes minutes and 2.5 GB, and the parts
 * that a node talks to are these. Done once, and again when `demo/n8n-newest` changes.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');
const MANIFEST = join(ROOT, 'demo/n8n-newest');
const FOLDER = join(ROOT, '.demo/runtime-newest');
const FILES = ['package.json', 'package-lock.json', '.npmrc'];
const STAMP = join(FOLDER, 'installed.txt');

const wanted = `${process.version}\n${FILES.map((name) => readFileSync(join(MANIFEST, name), 'utf8')).join('')}`;
const isInstalled = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;

if (!isInstalled) {
	console.log(
		`Installing the newest n8n's core in ${FOLDER}. This happens once, and takes a minute.`,
	);
	mkdirSync(FOLDER, { recursive: true });
	rmSync(STAMP, { force: true });
	for (const name of FILES) copyFileSync(join(MANIFEST, name), join(FOLDER, name));
	// Settings that `npm run` leaves behind as variables would win over that folder's own.
	const env = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^npm_(config_(local_)?prefix|package|lifecycle)/.test(name),
		),
	);
	execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: FOLDER,
		env,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	writeFileSync(STAMP, wanted);
}
