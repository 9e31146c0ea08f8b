/**
 * Downloads a feed through the node in n8n's real context, in a process of its own, and tells its peak of memory. n8n keeps
 * files on its disk, as it does unless somebody tells it otherwise.
 */
const { mkdtempSync, rmSync, statSync } = require('node:fs');
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

/** Garbage that has not been collected yet counts as well. */
function bytesInUse() {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/**
 * The most memory in use while something runs. The pages of the process say little: those that loading has left behind
 * are used again, and a feed could hide in them.
 */
async function peakWhile(work) {
	let peak = bytesInUse();
	const sampling = setInterval(() => (peak = Math.max(peak, bytesInUse())), 5);
	try {
		return { result: await work(), peak: () => peak };
	} finally {
		clearInterval(sampling);
	}
}

async function main() {
	const folder = mkdtempSync(join(tmpdir(), 'awin-feed-bench-'));
	try {
		const store = await useFileStore(folder, 'filesystem');
		// The first run loads everything, so that the second one's peak is the feed's own.
		await feedOf(100);
		global.gc();
		const before = bytesInUse();
		const rssBefore = process.memoryUsage().rss;
		const cpu = process.cpuUsage();
		const watched = await peakWhile(async () => await feedOf(Number(products)));
		const { json, binary } = watched.result;
		const extraBytes = watched.peak() - before;
		const used = process.cpuUsage(cpu);
		process.send({
			...json,
			storedBytes: statSync(store.pathOf(binary.data)).size,
			extraBytes,
			extraRssBytes: process.memoryUsage().rss - rssBefore,
			cpuMs: (used.user + used.system) / 1000,
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

void main();
