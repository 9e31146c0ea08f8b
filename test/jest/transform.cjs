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

/** `it(…)` and `it.each(…)(…)` with its work, of which the loops are looked at. */
const isTest = (node) =>
	ts.isCallExpression(node) &&
	/^(it|test)\b/.test(node.expression.getText()) &&
	node.arguments.at(-1);

const isLoopOfExpectations = (node) =>
	ts.isForOfStatement(node) && /\bexpect\(/.test(node.statement.getText());

/** A loop of expectations over nothing would pass whatever is in it, so a test says that there has to be something. */
const refuseEmptyLoops = (context) => (file) => {
	const loopOverSome = (loop) =>
		ts.factory.updateForOfStatement(
			loop,
			loop.awaitModifier,
			loop.initializer,
			ts.factory.createCallExpression(ts.factory.createIdentifier('atLeastOne'), undefined, [
				loop.expression,
			]),
			loop.statement,
		);
	// What is deeper is in a loop or a condition of its own, and may well be empty there.
	const inTest = (statement) =>
		isLoopOfExpectations(statement) ? loopOverSome(statement) : statement;
	const visit = (node) => {
		const work = isTest(node);
		if (!work || !ts.isArrowFunction(work) || !ts.isBlock(work.body)) {
			return ts.visitEachChild(node, visit, context);
		}
		const body = ts.factory.updateBlock(work.body, work.body.statements.map(inTest));
		const changed = ts.factory.updateArrowFunction(
			work,
			work.modifiers,
			work.typeParameters,
			work.parameters,
			work.type,
			work.equalsGreaterThanToken,
			body,
		);
		return ts.factory.updateCallExpression(node, node.expression, node.typeArguments, [
			...node.arguments.slice(0, -1),
			changed,
		]);
	};
	return ts.visitNode(file, visit);
};

module.exports = {
	process(source, fileName) {
		const { outputText, sourceMapText } = ts.transpileModule(source, {
			fileName,
			compilerOptions,
			transformers: {
				before: [hoistMocks, ...(/\.test\.cts$/.test(fileName) ? [refuseEmptyLoops] : [])],
			},
		});
		return { code: outputText, map: sourceMapText };
	},
	getCacheKey(source, fileName) {
		const hash = createHash('sha256');
		for (const part of [...version, fileName, source]) hash.update(part).update('\0');
		return hash.digest('hex');
	},
};
