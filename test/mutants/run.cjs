/**
 * Breaks the rules of `rules/` one by one, in a copy of the project, and names what no test notices: `npm run test:mutants`.
 * Words after it choose (`-- money`, `-- orders/`): a kind, or a part of a file's name or of a rule. `--likely` runs only the
 * tests that are named for a rule, and no others where those do not notice.
 */
require('../bench/register.cjs');
const { join } = require('node:path');
const { removeOwnUserFolder, useOwnUserFolder } = require('../support/user-folder.cjs');
const { copyOf } = require('./checkout.cts');
const { ALL } = require('./rules/index.cts');
const { lineOf, summaryOf } = require('./report.cts');
const { broken, trialsOf } = require('./rules.cts');
const { Runner } = require('./runner.cts');
const { allTests, judge } = require('./trial.cts');

const PROJECT = join(__dirname, '../..');

async function main() {
	const words = process.argv.slice(2).filter((word) => word !== '--likely');
	const isChosen = ({ kind, file, rule }) =>
		words.length === 0 ||
		words.some((word) => kind === word || file.includes(word) || rule.includes(word));
	const trials = trialsOf(ALL).filter(isChosen);
	if (trials.length === 0)
		throw new Error(`No rule is of the kind or the name ${words.join(', ')}`);
	// Before anything is run: a list that does not follow the code is mended first.
	for (const trial of trials) broken(PROJECT, trial);

	const { root, remove } = copyOf(PROJECT);
	// Translations are kept from run to run.
	const runner = new Runner(root, join(PROJECT, 'node_modules/.cache/mutants'));
	useOwnUserFolder();
	process.env.N8N_LOG_LEVEL = 'silent';
	const tidyUp = () => {
		runner.end();
		removeOwnUserFolder();
		remove();
	};
	process.once('SIGINT', () => {
		tidyUp();
		process.exit(130);
	});
	try {
		const others = process.argv.includes('--likely') ? [] : allTests(root);
		const verdicts = [];
		for (const trial of trials) {
			const verdict = await judge(root, runner, trial, others);
			verdicts.push(verdict);
			console.log(`${verdicts.length}/${trials.length} ${lineOf(verdict)}`);
		}
		const { lines, isGood } = summaryOf(verdicts);
		console.log(`\n${lines.join('\n')}`);
		if (!isGood) process.exitCode = 1;
	} finally {
		tidyUp();
	}
}

void main();
