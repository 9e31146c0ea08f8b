/**
 * Rules of this package, each with a way to break it: what `npm run test:mutants` breaks one by one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is at stake. All but the last two have to be noticed by a test. */
export const KINDS = ['money', 'events', 'limits', 'secrets', 'safety', 'words', 'other'] as const;
export type Kind = (typeof KINDS)[number];

const MAY_PASS: readonly Kind[] = ['words', 'other'];

export interface Mutant {
	kind: Kind;
	/** What holds as long as the code is whole, in a few words. */
	rule: string;
	/** The exact text that is replaced; it stands in the file exactly once. */
	from: string;
	to: string;
	/** Test files that notice it where those of the file's other rules do not. */
	tests?: string[];
}

export interface BrokenFile {
	/** Below `nodes/Awin`. */
	file: string;
	/** Test files that are likely to notice, the most likely first: paths below `test`, without `.test.cts`. */
	tests: string[];
	mutants: Mutant[];
}

/** A mutant with all that is needed to try it. */
export interface Trial extends Mutant {
	/** From the top of the project. */
	file: string;
	tests: string[];
}

/** Every mutant of some lists. */
export function trialsOf(lists: readonly BrokenFile[]): Trial[] {
	return lists.flatMap(({ file, tests, mutants }) =>
		mutants.map((mutant) => ({
			...mutant,
			file: `${file.startsWith('credentials/') ? '' : 'nodes/Awin/'}${file}`,
			tests: [...new Set([...(mutant.tests ?? []), ...tests])].map(
				(name) => `test/${name}.test.cts`,
			),
		})),
	);
}

export function mustBeNoticed({ kind }: Mutant): boolean {
	return !MAY_PASS.includes(kind);
}

/**
 * The text of the file with the rule broken.
 *
 * @param root where the project stands
 * @throws where the text that is to be replaced is not there exactly once: the list has to follow the code
 */
export function broken(root: string, { file, from, to, rule }: Trial): string {
	const source = readFileSync(join(root, file), 'utf8');
	const pieces = source.split(from);
	if (pieces.length !== 2) {
		throw new Error(
			`"${rule}": the text to replace stands ${pieces.length - 1} times in ${file}\n${from}`,
		);
	}
	return pieces.join(to);
}
