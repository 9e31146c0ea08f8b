/**
 * Reads one large list through the node in n8n's real context, in a process of its own, and tells its peak of memory.
 */
const { readFileSync, writeFileSync } = require('node:fs');

require('./register.cjs');
const { executeAwin } = require('../support/contexts.cts');

const [, , baseUrl, form] = process.argv;

function settings(startDate, endDate) {
	return {
		credentials: { accessToken: 'bench', environment: 'custom', baseUrl, requestsPerMinute: 1000 },
		parameters: {
			resource: 'transaction',
			operation: 'getMany',
			accountType: 'advertiser',
			accountId: { __rl: true, mode: 'id', value: '12345' },
			startDate,
			endDate,
			returnAll: true,
			output: form,
			timezone: 'Europe/Berlin',
		},
	};
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
	// The first run loads everything and reads a small list, so that the second one's peak is the list's own.
	await executeAwin(settings('2020-06-01', '2020-06-02'));
	global.gc();
	const before = process.memoryUsage().rss;
	forgetPeak();
	const { items } = await executeAwin(settings('2026-03-10', '2026-04-08'));
	const peak = peakBytes();
	process.send({ rows: items.length, extraBytes: peak - before });
}

void main();
