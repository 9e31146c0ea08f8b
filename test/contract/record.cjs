/**
 * `node test/contract/record.cjs VERSION`: see record.cts.
 */
require('../bench/register.cjs');
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { removeOwnUserFolder, useOwnUserFolder } = require('../support/user-folder.cjs');

const [version] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) {
	console.error('Use: node test/contract/record.cjs VERSION');
	process.exit(1);
}

useOwnUserFolder();
process.on('exit', removeOwnUserFolder);

const { builtContract, textOf } = require('../../scripts/contract.js');
const { record } = require('./record.cts');

async function main() {
	const folder = join(__dirname, version);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'contract.json'), textOf(builtContract()));
	await record(version);
	process.exit();
}

void main();
