/** Test files in a process of their own, which is ended where it takes too long. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Told {
	/** The name of the first test that failed; null where all went well. */
	failure: string | null;
	/** It is the name of a test, so that this one can be asked for alone. */
	isTest: boolean;
	why?: string;
}

/** Far beyond what any file takes; a loop without an end is ended after it. */
const LONGEST_FILE_MS = 240_000;
/** What tests leave in memory adds up over many of them. */
const MOST_FILES = 150;

export class Runner {
	private child: ChildProcess | undefined;
	private files = 0;

	constructor(
		private readonly root: string,
		private readonly cacheDirectory: string,
	) {}

	/** @param testName of one test in it; default all */
	async run(file: string, testName?: string): Promise<Told> {
		if (this.files++ >= MOST_FILES) this.end();
		const child = (this.child ??= await this.begin());
		const testNamePattern = testName && `^${testName.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
		child.send({ file: join(this.root, file), testNamePattern });
		const isOver = new AbortController();
		const { signal } = isOver;
		const patience = setTimeout(() => isOver.abort(), LONGEST_FILE_MS);
		try {
			const [told] = await Promise.race([
				once(child, 'message', { signal }),
				once(child, 'exit', { signal }).then(() => [ended('the process ended by itself')]),
			]);
			if (child.exitCode !== null) this.end();
			return told as Told;
		} catch {
			this.end();
			return ended('it took too long');
		} finally {
			clearTimeout(patience);
			isOver.abort();
		}
	}

	/** The next file is run in a new process. */
	end(): void {
		this.child?.kill('SIGKILL');
		this.child = undefined;
		this.files = 0;
	}

	private async begin(): Promise<ChildProcess> {
		const child = fork(join(__dirname, 'worker.cjs'), [this.root, this.cacheDirectory], {
			cwd: this.root,
			execArgv: ['--max-old-space-size=3000'],
			stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		});
		await once(child, 'message');
		return child;
	}
}

function ended(failure: string): Told {
	return { failure, isTest: false };
}
