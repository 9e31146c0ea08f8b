/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/jest/environment.cjs',
	runtime: '<rootDir>/test/jest/runtime.cjs',
	// A test that hangs is to fail; one on a busy machine is not. Those in a real n8n wait up to ten minutes for one thing.
	testTimeout: 20 * 60_000,
	// Jest would leave one core idle, which is half of a small machine.
	maxWorkers: '100%',
	setupFilesAfterEnv: ['<rootDir>/test/jest/asserts.cjs'],
	globalSetup: '<rootDir>/test/support/global-setup.cjs',
	globalTeardown: '<rootDir>/test/support/global-teardown.cjs',
	// Named roots keep jest from walking through the demo's own n8n installation.
	roots: [
		'<rootDir>/test',
		'<rootDir>/nodes',
		'<rootDir>/credentials',
		'<rootDir>/demo/sandbox',
		'<rootDir>/demo/n8n',
	],
	testMatch: ['<rootDir>/test/**/*.test.cts'],
	moduleFileExtensions: ['ts', 'cts', 'js', 'cjs', 'json', 'node'],
	// Types are checked once for the whole project by `tsc -p test`, so a test file is only translated here.
	transform: { '^.+\\.c?ts$': '<rootDir>/test/jest/transform.cjs' },
};
