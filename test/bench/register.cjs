/**
 * Lets plain Node load the TypeScript of this project, so that benches can use the same contexts as the tests.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const ts = require('typescript');

const { config } = ts.readConfigFile(join(__dirname, '../../tsconfig.json'), ts.sys.readFile);
const compilerOptions = {
	...config.compilerOptions,
	incremental: false,
	declaration: false,
	inlineSourceMap: true,
};

for (const extension of ['.ts', '.cts']) {
	require.extensions[extension] = (module, fileName) => {
		const source = readFileSync(fileName, 'utf8');
		module._compile(ts.transpileModule(source, { compilerOptions, fileName }).outputText, fileName);
	};
}

// A node's description file (Awin.node.json) stands beside its code (Awin.node.ts): the code has to be found first.
const { '.json': json } = require.extensions;
delete require.extensions['.json'];
require.extensions['.json'] = json;
