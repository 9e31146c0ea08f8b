/** One rule broken: does a test notice? */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { broken, type Trial } from './rules.cts';
import type { Runner, Told } from './runner.cts';

/** Where a test may be that nobody thought of. What takes minutes comes last. */
const ALL_TESTS = ['test/unit', 'test/integration', 'test/hostile', 'test/faults', 'test/models'];
/** They look at the repository, and at files that are not copied. */
const OF_THE_REPOSITORY = /unit\/(repository|documents|mutants|front-door)/;

export interface Verdict {
	trial: Trial;
	/** Which test noticed, and in which file; nothing where none did. */
	by?: { file: string; test: string };
	/** Why the tests cannot judge: one of them fails with the rule whole, or now and then. */
	doubt?: string;
}

class Doubt extends Error {}

/** Every test file that there is, for a rule that those named for it do not notice. */
export function allTests(root: string): string[] {
	return ALL_TESTS.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true })
			.map((name) => join(folder, String(name)))
			.filter((name) => name.endsWith('.test.cts') && !OF_THE_REPOSITORY.test(name))
			.sort(),
	);
}

/** @param others what is run where none of its own tests notices */
export async function judge(
	root: string,
	runner: Runner,
	trial: Trial,
	others: string[],
): Promise<Verdict> {
	const files = [...trial.tests, ...others.filter((file) => !trial.tests.includes(file))];
	for (const file of files) {
		const told = await withBroken(root, trial, async () => await runner.run(file));
		if (told.failure === null) continue;
		try {
			return { trial, by: { file, test: await confirmed(root, runner, trial, file, told) } };
		} catch (error) {
			if (!(error instanceof Doubt)) throw error;
			return { trial, doubt: error.message };
		}
	}
	return { trial };
}

/**
 * The test that failed, once it is sure that it fails because of the broken rule: with the rule whole it passes.
 *
 * @throws Doubt where it fails all the same, in a process of its own too
 */
async function confirmed(
	root: string,
	runner: Runner,
	trial: Trial,
	file: string,
	told: Told,
): Promise<string> {
	const name = told.failure ?? '';
	const alone = await runner.run(file, told.isTest ? name : undefined);
	if (alone.failure === null) return name;
	// What ran before may have left something behind.
	runner.end();
	const whole = await runner.run(file);
	if (whole.failure !== null) {
		throw new Doubt(`${file} fails with every rule whole: ${whole.failure}\n${whole.why ?? ''}`);
	}
	const again = await withBroken(root, trial, async () => await runner.run(file));
	if (again.failure !== null) return again.failure;
	throw new Doubt(`${file} fails now and then: ${name}\n${told.why ?? ''}`);
}

async function withBroken<T>(root: string, trial: Trial, work: () => Promise<T>): Promise<T> {
	const path = join(root, trial.file);
	const whole = readFileSync(path, 'utf8');
	writeFileSync(path, broken(root, trial));
	try {
		return await work();
	} finally {
		writeFileSync(path, whole);
	}
}
