/**
 * How long n8n takes to load the package's files, with what they share with n8n (luxon, zod, n8n-workflow) loaded already.
 * A process of its own for each round, because a file is loaded only once.
 */
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

const { median, report } = require('./measure.cjs');

const ROUNDS = 9;
const LIMIT_MS = 50;

function loadOnce() {
	const root = join(__dirname, '../..');
	const { n8n } = require(join(root, 'package.json'));
	const files = [...n8n.nodes, ...n8n.credentials].map((file) => join(root, file));
	const script = `
		for (const name of ['n8n-workflow', 'luxon', 'zod', 'p-limit']) require(name);
		const before = performance.now();
		for (const file of ${JSON.stringify(files)}) {
			const [[name, Type]] = Object.entries(require(file));
			new Type();
		}
		console.log(performance.now() - before);`;
	return Number(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }));
}

async function measure() {
	const times = Array.from({ length: ROUNDS }, loadOnce);
	console.log('\nLoading the package');
	report('nodes and credential, loaded and made', median(times), LIMIT_MS, 'ms');
}

module.exports = { measure };
if (require.main === module) void measure();
