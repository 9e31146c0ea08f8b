/**
 * All benches, one after the other: `npm run bench`, or `npm run bench -- throttle load` for some of them.
 */
const { readdirSync } = require('node:fs');
const { basename, join } = require('node:path');

const { removeOwnUserFolder, useOwnUserFolder } = require('../support/user-folder.cjs');

/** These take minutes, and run only when they are named. */
const LONG = ['accounts', 'approvals', 'shares', 'soak', 'startup'];

/** What stands in this folder and is no bench. */
const HELPERS = [
	'run',
	'register',
	'measure',
	'answer',
	'memory-child',
	'stub-run',
	'orders-rows',
	'validate-rows',
];

async function main() {
	const wanted = process.argv.slice(2);
	const benches = readdirSync(__dirname)
		.filter((file) => file.endsWith('.cjs'))
		.map((file) => basename(file, '.cjs'))
		.filter((name) => !HELPERS.includes(name) && !name.endsWith('-child'))
		.filter((name) => (wanted.length === 0 ? !LONG.includes(name) : wanted.includes(name)));
	useOwnUserFolder();
	try {
		for (const name of benches) await require(join(__dirname, `${name}.cjs`)).measure();
	} finally {
		removeOwnUserFolder();
	}
}

void main();
