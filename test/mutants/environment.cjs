/** The environment of all tests, which is content with one failure: what comes after it in a file is left out. */
const OneRealmEnvironment = require('../jest/environment.cjs');

module.exports = class UntilTheFirstFailure extends OneRealmEnvironment {
	hasFailed = false;

	handleTestEvent({ name, test }) {
		if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
		if (name === 'test_start' && this.hasFailed) test.mode = 'skip';
	}
};
