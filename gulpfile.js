/**
 * What `n8n-node build` does not do: the files that are made from the node itself, and the choice of type files.
 *
 *   gulp generate   writes them anew
 *   gulp types      leaves of the type files those that are to be published (part of `npm run build`)
 *   gulp check      fails where one of them is not what the node would make (part of `npm run build`)
 */
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

function generatedFiles() {
	// Loaded only when a task runs: all are made from what was built just before.
	const { contractFile } = require('./scripts/contract.js');
	const { outputPreviews } = require('./scripts/previews.js');
	const { parameterTables } = require('./scripts/parameters.js');
	return [...outputPreviews(), ...parameterTables(), ...contractFile()];
}

async function generate() {
	for (const { path, text } of generatedFiles()) {
		const file = join(__dirname, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
	}
}
generate.description =
	'Writes output previews, parameter tables and the record of the public contract';

async function check() {
	const stale = generatedFiles().filter(({ path, text }) => {
		const file = join(__dirname, path);
		return !existsSync(file) || readFileSync(file, 'utf8') !== text;
	});
	if (stale.length === 0) return;
	const names = stale.map(({ path }) => path).join(', ');
	throw new Error(`Not current: ${names}. Run "npm run generate" and commit what it writes.`);
}
check.description = 'Checks that all of them are current';

async function types() {
	require('./scripts/types.js').removeUnreachedTypes();
}
types.description = 'Leaves of the type files those that are to be published';

module.exports = { generate, types, check, default: check };
