/**
 * How long n8n takes to start with the package and without it, by turns, on folders that are set up already. Only the
 * difference is of interest, and it is small against how much one start differs from the next: so the spread stands beside.
 */
require('./register.cjs');
const { statSync } = require('node:fs');
const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const { installPackage, packPackage } = require('../../demo/n8n/package-install.cts');
const { projectDirectory } = require('../../demo/n8n/paths.cts');
const { startN8n } = require('../../demo/n8n/process.cts');
const { ensureRuntime } = require('../../demo/n8n/runtime.cts');
const { median, report } = require('./measure.cjs');
const usage = require('./peers/process-usage.cjs');

const ROUNDS = Number(process.env.STARTS ?? 5);
/** Of the CPU time that n8n needs to start by itself. */
const LIMIT = 1.1;
const LARGEST_KB = 300;

async function startOnce(runtime, userFolder) {
	const startedAtMs = Date.now();
	const n8n = await startN8n({ runtime, userFolder, logFile: join(userFolder, 'n8n.log') });
	const figures = { timeMs: Date.now() - startedAtMs, cpuMs: usage.cpuMs(n8n.pid) };
	await n8n.stop();
	return figures;
}

function show(what, values) {
	const seconds = (ms) => (ms / 1000).toFixed(2);
	const range = `${seconds(Math.min(...values))} to ${seconds(Math.max(...values))}`;
	console.log(`     ${what.padEnd(40)}${seconds(median(values))} s (${range})`);
}

async function measure() {
	const progress = (line) => console.error(line);
	const runtime = await ensureRuntime({ progress });
	const tarball = await packPackage({ projectDirectory: projectDirectory(), progress });
	const folders = {
		without: await mkdtemp(join(tmpdir(), 'n8n-nodes-awin-start-')),
		with: await mkdtemp(join(tmpdir(), 'n8n-nodes-awin-start-')),
	};
	await installPackage({ tarball, userFolder: folders.with });
	const starts = { without: [], with: [] };
	try {
		// The first start of a folder sets its database up.
		for (const folder of Object.values(folders)) await startOnce(runtime, folder);
		for (let round = 0; round < ROUNDS; round++) {
			for (const [name, folder] of Object.entries(folders)) {
				starts[name].push(await startOnce(runtime, folder));
			}
		}
	} finally {
		for (const folder of Object.values(folders)) await rm(folder, { recursive: true, force: true });
	}

	console.log(`\nStarting n8n ${ROUNDS} times with the package and without`);
	const cpu = {};
	for (const [name, figures] of Object.entries(starts)) {
		show(
			`${name}: until n8n answers`,
			figures.map(({ timeMs }) => timeMs),
		);
		cpu[name] = figures.map(({ cpuMs }) => cpuMs);
		show(`${name}: CPU`, cpu[name]);
	}
	report('CPU of a start against one without', median(cpu.with) / median(cpu.without), LIMIT);
	report('size of the package', statSync(tarball).size / 1000, LARGEST_KB, 'kB');
}

module.exports = { measure };
if (require.main === module) void measure();
