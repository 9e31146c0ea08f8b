/**
 * How tests load modules: what is ours anew for each file, translated by jest; what is installed once for each worker, by Node
 * itself. n8n-core alone is 2,000 files.
 */
const { createRequire } = require('node:module');
const { compileFunction } = require('node:vm');
const { default: JestRuntime } = require('jest-runtime');

const INSTALLED = '/node_modules/';

module.exports = class Runtime extends JestRuntime {
	constructor(...args) {
		super(...args);
		const { executor } = this;
		executor.compile = (source, filename) =>
			compileFunction(source, executor.injectedModuleParameters, { filename });
	}

	requireModule(from, moduleName, options, isRequireActual) {
		if (moduleName && !options?.isInternalModule) {
			const path = this._resolution.isCoreModule(moduleName)
				? null
				: this._resolution.resolveCjs(from, moduleName);
			if (path?.includes(INSTALLED)) return createRequire(from)(path);
		}
		return super.requireModule(from, moduleName, options, isRequireActual);
	}
};
