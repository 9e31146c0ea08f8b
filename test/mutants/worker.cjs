/**
 * Runs one test file at a time, as it is told to, in a process that the one who tells can end. n8n stays loaded between them.
 */
const { join } = require('node:path');
const { runCLI } = require('jest');

const [, , root, cacheDirectory] = process.argv;
const LONGEST_TEST_MS = 90_000;

const config = {
	...require(join(root, 'jest.config.cjs')),
	rootDir: root,
	testEnvironment: '<rootDir>/test/mutants/environment.cjs',
	// Once for all runs, which whoever starts this one has done.
	globalSetup: undefined,
	globalTeardown: undefined,
	testTimeout: LONGEST_TEST_MS,
	cacheDirectory,
};

process.on('disconnect', () => process.exit());
// What a test leaves behind, and fails later, belongs to no test any more.
process.on('unhandledRejection', () => {});

/** @returns the first test that failed: its name, or why there is none to name */
async function run({ file, testNamePattern }) {
	const { results } = await runCLI(
		{
			_: [file],
			$0: '',
			config: JSON.stringify(config),
			runTestsByPath: true,
			runInBand: true,
			ci: true,
			silent: true,
			watchman: false,
			testNamePattern,
			reporters: [join(__dirname, 'quiet.cjs')],
		},
		[root],
	);
	const [suite] = results.testResults;
	const failed = suite?.testResults.find(({ status }) => status === 'failed');
	if (failed) return { failure: failed.fullName, isTest: true, why: failed.failureMessages[0] };
	if (results.success && results.numPassedTests > 0) return { failure: null };
	return { failure: 'the file cannot be run', isTest: false, why: suite?.failureMessage ?? '' };
}

process.on('message', async (message) => {
	try {
		process.send(await run(message));
	} catch (error) {
		process.send({ failure: 'jest itself failed', isTest: false, why: String(error.stack) });
	}
});
process.send('ready');
