/**
 * Kills n8n at random moments: `npm run test:crash`. CRASH_KILLS (200), CRASH_SEED (1) and CRASH_MINUTES (no limit) set how
 * often, which moments, and when to stop early. Needs the n8n of the demo.
 */
require('../bench/register.cjs');
const { packPackage } = require('../../demo/n8n/package-install.cts');
const { projectDirectory } = require('../../demo/n8n/paths.cts');
const { runCrashes } = require('./crashes.cts');

async function main() {
	const { CRASH_KILLS = '200', CRASH_SEED = '1', CRASH_MINUTES } = process.env;
	const tell = (line) => console.error(line);
	const endMs = CRASH_MINUTES ? Date.now() + Number(CRASH_MINUTES) * 60_000 : Infinity;
	// Once, before both ask for it.
	await packPackage({ projectDirectory: projectDirectory(), progress: tell });
	const reports = await runCrashes({
		kills: Number(CRASH_KILLS),
		seed: Number(CRASH_SEED),
		tell,
		isOver: () => Date.now() > endMs,
	});
	console.log(JSON.stringify(reports, null, 2));
	const wrong = reports.flatMap((report) => [...report.wrong, ...report.deliveries.wrong]);
	const kills = reports.reduce((sum, report) => sum + report.kills, 0);
	console.log(`${kills} kills with seed ${CRASH_SEED}: ${wrong.length} things wrong`);
	if (wrong.length > 0) process.exitCode = 1;
}

void main();
