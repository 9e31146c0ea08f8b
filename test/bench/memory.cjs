/**
 * The most memory that one 86,000-row list takes on its way through n8n's HTTP helper and the node, against its size.
 */
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:http');
const { join } = require('node:path');

const { largeAnswer } = require('./answer.cjs');
const { report } = require('./measure.cjs');

const LIMIT = 5;

async function exitOf(child) {
	const [code] = await once(child, 'exit');
	throw new Error(`The measuring process ended with code ${code} before it had a result`);
}

async function measure() {
	const large = largeAnswer();
	const server = createServer((request, response) => {
		response.setHeader('content-type', 'application/json');
		response.end(request.url.includes('startDate=2020') ? '[]' : large);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const baseUrl = `http://127.0.0.1:${server.address().port}`;

	console.log(`\nMemory for a list of 86,000 transactions (${(large.length / 1e6).toFixed(0)} MB)`);
	for (const form of ['raw', 'flat', 'simplified']) {
		const child = fork(join(__dirname, 'memory-child.cjs'), [baseUrl, form], {
			execArgv: ['--expose-gc', '--max-old-space-size=4096'],
		});
		const [{ rows, extraBytes }] = await Promise.race([once(child, 'message'), exitOf(child)]);
		if (rows !== 86_000) throw new Error(`Expected 86,000 rows and got ${rows}`);
		report(
			`peak, ${form}: ${(extraBytes / 1e6).toFixed(0)} MB more than before`,
			extraBytes / large.length,
			LIMIT,
		);
	}
	server.close();
	server.closeAllConnections();
}

module.exports = { measure };
if (require.main === module) void measure();
