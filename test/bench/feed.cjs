/**
 * The most memory that a product feed of 1 GB takes on its way through n8n's HTTP helper and the node onto n8n's disk.
 */
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');

const { report } = require('./measure.cjs');

const PRODUCTS = 1_000_000;
const LIMIT_MB = 150;

async function exitOf(child) {
	const [code] = await once(child, 'exit');
	throw new Error(`The measuring process ended with code ${code} before it had a result`);
}

async function measure() {
	require('./register.cjs');
	const { startSandbox } = require('../../demo/sandbox/server.cts');
	const sandbox = await startSandbox({ requestsPerMinute: null });
	const child = fork(join(__dirname, 'feed-child.cjs'), [sandbox.url, String(PRODUCTS)], {
		execArgv: ['--expose-gc'],
		serialization: 'advanced',
	});
	try {
		const [{ bytes, products, storedBytes, extraBytes, extraRssBytes, cpuMs }] = await Promise.race(
			[once(child, 'message'), exitOf(child)],
		);
		if (products !== PRODUCTS || storedBytes !== bytes) {
			throw new Error(`${products} products and ${storedBytes} of ${bytes} bytes were kept`);
		}
		console.log(`\nA product feed of ${(bytes / 1e9).toFixed(1)} GB (${PRODUCTS} products)`);
		report(
			`most memory in use, more than before (pages of the process: ${(extraRssBytes / 1e6).toFixed(0)} MB more; ${cpuMs.toFixed(0)} ms of CPU)`,
			extraBytes / 1e6,
			LIMIT_MB,
			'MB',
		);
	} finally {
		await sandbox.close();
	}
}

module.exports = { measure };
if (require.main === module) void measure();
