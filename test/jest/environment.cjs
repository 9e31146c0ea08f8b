/**
 * Tests run in Node's own realm and not in a vm context for each file. Jest's context is there to keep files apart, and costs
 * more than the tests: every look at a global goes through a proxy, every file loads all of n8n anew, and nothing is `instanceof`
 * what n8n made. What a file may leave behind is put back here.
 */
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const { installCommonGlobals } = require('jest-util');

/** What jest itself sets anew for each file. */
const SET_BY_JEST = ['console', Symbol.for('TEST_TIMEOUT_SYMBOL')];

/** Where jest keeps a file's tests, under a symbol that nobody else has, and with them all that the file has loaded. */
const KEPT_BY_JEST = 'JEST_STATE_SYMBOL';

module.exports = class OneRealmEnvironment {
	constructor({ projectConfig }) {
		this.global = globalThis;
		this.before = SET_BY_JEST.map((key) => [key, Object.getOwnPropertyDescriptor(globalThis, key)]);
		this.exit = process.exit;
		this.moduleMocker = new ModuleMocker(globalThis);
		this.fakeTimers = null;
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
	}

	async setup() {}

	async teardown() {
		this.moduleMocker.restoreAllMocks();
		this.fakeTimersModern.dispose();
		process.exit = this.exit;
		for (const [key, descriptor] of this.before) {
			if (descriptor) Object.defineProperty(globalThis, key, descriptor);
			else delete globalThis[key];
		}
		for (const key of Object.getOwnPropertySymbols(globalThis)) {
			if (key.description === KEPT_BY_JEST) delete globalThis[key];
		}
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	/** Jest wants one; `runtime.cjs` does without. */
	getVmContext() {
		return {};
	}
};
