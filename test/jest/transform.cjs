/**
 * Makes JavaScript of a test or a source file, one by one: types are checked once for the whole project by `tsc -p test`.
 */
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const ts = require('typescript');

const compilerOptions = {
	module: ts.ModuleKind.CommonJS,
	target: ts.ScriptTarget.ES2022,
	esModuleInterop: true,
	removeComments: false,
	inlineSourceMap: false,
	sourceMap: true,
	isolatedModules: true,
};

/** Other options, another compiler or another version of this file: another translation. */
const version = [ts.version, JSON.stringify(compilerOptions), readFileSync(__filename, 'utf8')];

/** What is mocked has to be so before anything is imported. */
const hoistMocks = () => (file) => {
	const isMock = (statement) => /^jest\.(un)?mock\(/.test(statement.getText(file));
	const [mocks, others] = [
		file.statements.filter(isMock),
		file.statements.filter((one) => !isMock(one)),
	];
	return mocks.length > 0 ? ts.factory.updateSourceFile(file, [...mocks, ...others]) : file;
};

module.exports = {
	process(source, fileName) {
		const { outputText, sourceMapText } = ts.transpileModule(source, {
			fileName,
			compilerOptions,
			transformers: { before: [hoistMocks] },
		});
		return { code: outputText, map: sourceMapText };
	},
	getCacheKey(source, fileName) {
		const hash = createHash('sha256');
		for (const part of [...version, fileName, source]) hash.update(part).update('\0');
		return hash.digest('hex');
	},
};
