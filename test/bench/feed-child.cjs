/**
 * Downloads a feed through the node in n8n's real context, in a process of its own, and tells its peak of memory. n8n keeps
 * files on its disk, as it does unless somebody tells it otherwise.
 */
const { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

require('./register.cjs');
const { executeAwin } = require('../support/contexts.cts');
const { downloadParameters, useFileStore } = require('../support/feeds.cts');
const { TOKENS } = require('../../demo/sandbox/tokens.cts');

const [, , baseUrl, products] = process.argv;

async function feedOf(count) {
	await fetch(`${baseUrl}/_sandbox/switches`, {
		method: 'POST',
		body: JSON.stringify({ feedProducts: count }),
	});
	const { items } = await executeAwin({
		credentials: {
			accessToken: TOKENS.owner,
			environment: 'custom',
			baseUrl,
			requestsPerMinute: 1000,
		},
		parameters: downloadParameters,
	});
	return items[0];
}

/** Linux keeps the peak since the last reset here; the peak that Node itself tells still holds that of the parent. */
function forgetPeak() {
	writeFileSync('/proc/self/clear_refs', '5');
}

function peakBytes() {
	const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
	return Number(kilobytes) * 1024;
}

async function main() {
	const folder = mkdtempSync(join(tmpdir(), 'awin-feed-bench-'));
	try {
		const store = await useFileStore(folder, 'filesystem');
		// The first run loads everything, so that the second one's peak is the feed's own.
		await feedOf(100);
		global.gc();
		const before = process.memoryUsage().rss;
		const cpu = process.cpuUsage();
		forgetPeak();
		const { json, binary } = await feedOf(Number(products));
		const extraBytes = peakBytes() - before;
		const used = process.cpuUsage(cpu);
		process.send({
			...json,
			storedBytes: statSync(store.pathOf(binary.data)).size,
			extraBytes,
			cpuMs: (used.user + used.system) / 1000,
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

void main();
