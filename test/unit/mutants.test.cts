import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import ts from 'typescript';

import { broken, KINDS, mustBeNoticed, trialsOf } from '../mutants/rules.cts';
import { ALL } from '../mutants/rules/index.cts';
import { summaryOf } from '../mutants/report.cts';

const ROOT = resolve(__dirname, '../..');
const trials = trialsOf(ALL);

/** The folders of the package, one below the other, in which there is code. */
function foldersOf(folder: string): string[] {
	const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
	const below = entries.filter((entry) => entry.isDirectory() && entry.name !== '__schema__');
	return [folder, ...below.flatMap(({ name }) => foldersOf(`${folder}/${name}`))];
}

describe('The rules that npm run test:mutants breaks', () => {
	it('are many, and most of them are about what matters', () => {
		expect(trials.length).toBeGreaterThan(200);
		expect(trials.filter(mustBeNoticed).length).toBeGreaterThan(150);
		expect(new Set(trials.map(({ kind }) => kind))).toEqual(new Set(KINDS));
	});

	it('have names of their own', () => {
		const names = trials.map(({ rule, file }) => `${rule} (${file})`);

		expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
	});

	it.each(['api', 'fields', 'methods', 'resources', 'transport', 'trigger'])(
		'are in every part of the house: %s',
		(part) => {
			expect(trials.some(({ file }) => file.startsWith(`nodes/Awin/${part}/`))).toBe(true);
		},
	);

	it('are in each folder that decides about something', () => {
		const files = new Set(trials.map(({ file }) => file.slice(0, file.lastIndexOf('/'))));
		const without = foldersOf('nodes/Awin').filter((folder) => !files.has(folder));

		// These only say what is asked for; what their lists have in common stands in resources/listOperation.ts.
		expect(without).toEqual([
			'nodes/Awin',
			'nodes/Awin/resources/account',
			'nodes/Awin/resources/commissionGroup',
			'nodes/Awin/resources/commissionSharingRule',
			'nodes/Awin/resources/conversion',
			'nodes/Awin/resources/link',
			'nodes/Awin/resources/offer',
			'nodes/Awin/resources/programme',
			'nodes/Awin/resources/proofOfPurchase',
			'nodes/Awin/resources/publisher',
			'nodes/Awin/resources/transactionQuery',
		]);
	});

	it.each(trials.map((trial) => [trial.file, trial.rule, trial] as const))(
		'%s: %s',
		(_file, _rule, trial) => {
			// It throws where the text is not there exactly once.
			const source = broken(ROOT, trial);
			const { diagnostics } = ts.transpileModule(source, {
				fileName: trial.file,
				reportDiagnostics: true,
			});

			expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
			expect(trial.to).not.toBe(trial.from);
			expect(trial.tests.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
			expect(trial.tests).not.toEqual([]);
		},
	);
});

describe('What came of the broken rules', () => {
	const [money] = trials.filter(({ kind }) => kind === 'money');
	const [words] = trials.filter(({ kind }) => kind === 'words');
	const by = { file: 'test/unit/x.test.cts', test: 'notices' };

	it('is good where everything that matters was noticed', () => {
		const { isGood, lines } = summaryOf([{ trial: money, by }, { trial: words }]);

		expect(isGood).toBe(true);
		expect(lines).toContain('money: 1 of 1 noticed');
		expect(lines).toContain('words: 0 of 1 noticed');
		expect(lines.join('\n')).toContain(`NOT NOTICED  words: ${words.rule} (${words.file})`);
	});

	it('is bad where anything of it was not', () => {
		expect(summaryOf([{ trial: money }, { trial: words, by }]).isGood).toBe(false);
	});

	it('is bad where a test fails with every rule whole, whatever the rule is about', () => {
		const { isGood, lines } = summaryOf([
			{ trial: money, by },
			{ trial: words, doubt: 'x fails' },
		]);

		expect(isGood).toBe(false);
		expect(lines.join('\n')).toMatch(/NOT JUDGED +words: .*\n +x fails/);
	});
});
