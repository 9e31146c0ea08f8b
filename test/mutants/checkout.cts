/** A copy of the project, in which rules can be broken without a trace in the one that people work in. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What is installed or built is not copied: no rule is broken there. */
const LINKED = ['node_modules', 'dist', 'demo/n8n/node_modules'];

export interface Checkout {
	root: string;
	remove(): void;
}

/**
 * At the same place each time, since translations are kept by the names of files.
 *
 * @throws where another run uses it
 */
export function copyOf(project: string): Checkout {
	const name = createHash('sha256').update(project).digest('hex').slice(0, 8);
	const root = join(tmpdir(), `awin-mutants-${name}`);
	const owner = `${root}.pid`;
	if (isAlive(owner)) throw new Error('Another run of the mutants is under way');
	writeFileSync(owner, String(process.pid));
	rmSync(root, { recursive: true, force: true });
	const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
		cwd: project,
		encoding: 'utf8',
	});
	for (const file of listed.split('\0')) {
		// A file that was deleted and not yet committed is still listed.
		if (file === '' || !existsSync(join(project, file))) continue;
		mkdirSync(dirname(join(root, file)), { recursive: true });
		cpSync(join(project, file), join(root, file));
	}
	for (const link of LINKED) {
		if (existsSync(join(project, link))) symlinkSync(join(project, link), join(root, link));
	}
	const remove = () =>
		[root, owner].forEach((path) => rmSync(path, { recursive: true, force: true }));
	return { root, remove };
}

function isAlive(owner: string): boolean {
	try {
		return process.kill(Number(readFileSync(owner, 'utf8')), 0);
	} catch {
		return false;
	}
}
