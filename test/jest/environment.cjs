/**
 * Tests run in Node's own realm and not in a vm context for each file. Jest's context is there to keep files apart, and costs
 * more than the tests: every look at a global goes through a proxy, every file loads all of n8n anew, and nothing is `instanceof`
 * what n8n made. What a file may leave behind is put back here.
 */
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const { installCommonGlobals } = require('jest-util');

/** What jest itself sets anew for each file, or adds to: those who are told of each step of a test. */
const SET_BY_JEST = ['console', Symbol.for('TEST_TIMEOUT_SYMBOL'), Symbol.for('EVENT_HANDLERS')];

module.exports = class OneRealmEnvironment {
	constructor({ projectConfig }) {
		this.global = globalThis;
		this.before = SET_BY_JEST.map((key) => [key, Object.getOwnPropertyDescriptor(globalThis, key)]);
		delete globalThis[Symbol.for('EVENT_HANDLERS')];
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
		// Jest keeps each file's tests under a symbol of their own, and with them all that the file has loaded.
		for (const key of Object.getOwnPropertySymbols(globalThis)) {
			if (globalThis[key]?.rootDescribeBlock?.children.length > 0) delete globalThis[key];
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
