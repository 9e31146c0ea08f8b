const { resolve } = require('node:path');

const ROOT = resolve(__dirname, '../..');

/** The tests in n8n's contexts, in those of the newest n8n. */
module.exports = {
	...require('../../jest.config.cjs'),
	rootDir: ROOT,
	resolver: '<rootDir>/test/newest/resolver.cjs',
	// They vary settings and Awin's answers by the thousand, in the very contexts that all others run in too.
	testPathIgnorePatterns: ['everySetting', 'everySwitch'],
	testMatch: ['integration', 'contract', 'newest'].map(
		(folder) => `<rootDir>/test/${folder}/**/*.test.cts`,
	),
};
