/**
 * n8n's build writes a type file for every file. Published are those that index.d.ts leads to: the others describe what nobody can
 * use from outside, and would be an eighth of the package.
 */
const { existsSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');
const ts = require('typescript');

const ROOT = resolve(__dirname, '..');

function reachedFrom(file, reached = new Set()) {
	if (reached.has(file)) return reached;
	if (!existsSync(file)) throw new Error(`There is no type file ${file}`);
	reached.add(file);
	const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
	for (const { fileName } of importedFiles) {
		if (fileName.startsWith('.')) reachedFrom(`${resolve(dirname(file), fileName)}.d.ts`, reached);
	}
	return reached;
}

function removeUnreachedTypes() {
	const reached = reachedFrom(join(ROOT, 'index.d.ts'));
	const dist = join(ROOT, 'dist');
	const written = readdirSync(dist, { recursive: true }).map((name) => join(dist, String(name)));
	for (const file of written) {
		if (file.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
	}
}

module.exports = { removeUnreachedTypes };
