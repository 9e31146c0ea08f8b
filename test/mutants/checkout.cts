/** A copy of the project, in which rules can be broken without a trace in the one that people work in. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What is installed or built is not copied: no rule is broken there. */
const LINKED = ['node_modules', 'dist', 'demo/n8n/node_modules'];

export interface Checkout {
	root: string;
	remove(): void;
}

export function copyOf(project: string): Checkout {
	const root = mkdtempSync(join(tmpdir(), 'awin-mutants-'));
	const names = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
		cwd: project,
		encoding: 'utf8',
	});
	for (const name of names.split('\0')) {
		// A file that was deleted and not yet committed is still listed.
		if (name === '' || !existsSync(join(project, name))) continue;
		mkdirSync(dirname(join(root, name)), { recursive: true });
		cpSync(join(project, name), join(root, name));
	}
	for (const name of LINKED) {
		if (existsSync(join(project, name))) symlinkSync(join(project, name), join(root, name));
	}
	return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
