/**
 * Finding 40,000 orders among 40,000 transactions, and comparing them: the node's own CPU time against a bare script that joins
 * the two lists by reference, and the memory that it takes, against the size of both lists.
 */
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:http');
const { join } = require('node:path');

const { median, report } = require('./measure.cjs');
const {
	COMPARE,
	compareValuesOf,
	FIND,
	findValuesOf,
	listAnswers,
	orderColumns,
} = require('./orders-rows.cjs');
const { cpuMs, stubRun } = require('./stub-run.cjs');

const CPU_LIMIT = 2;
const MEMORY_LIMIT = 5;
const ROUNDS = 9;
const FOUND = 36_000;

/** Awin without the way there: what the transport does with the bodies, and nothing of HTTP. */
function stubAwin(lists) {
	const { readResponse } = require('../../dist/nodes/Awin/transport/response.js');
	let calls = 0;
	return {
		send: async ({ path }) => {
			const body = path.endsWith('/jobs') ? '[]' : lists[calls++ % lists.length];
			return readResponse({ statusCode: 200, headers: {}, body });
		},
	};
}

/** The least that could do it: both lists read, and each order put beside its transaction. */
function bareScript(orders, lists) {
	const byReference = new Map();
	for (const list of lists) {
		for (const row of JSON.parse(list)) byReference.set(row.orderRef, row);
	}
	return JSON.parse(orders).map((order) => ({
		json: { ...order, awin: byReference.get(order.order) ?? null },
	}));
}

/** The operations that are measured: what they are given, and which items show that they have done their work. */
function subjects() {
	const { findTransactions } = require('../../dist/nodes/Awin/resources/transaction/find/index.js');
	const { compareOrders } = require('../../dist/nodes/Awin/resources/transaction/compare/index.js');
	const isFound = ({ json: { awin } }) => awin.outcome === 'found';
	const isCompared = ({ json: { order, awin } }) => order && awin.transaction !== null;
	return {
		find: [findTransactions, FIND, findValuesOf, isFound],
		compare: [compareOrders, COMPARE, compareValuesOf, isCompared],
	};
}

async function measureCpu(lists, columns) {
	const orders = JSON.stringify(columns);
	const base = () => {
		const found = bareScript(orders, lists).filter(({ json }) => json.awin !== null).length;
		if (found !== FOUND) throw new Error(`The bare script found ${found} orders`);
	};
	const times = { base: [] };
	const works = Object.entries(subjects()).map(
		([name, [operation, parameters, valuesOf, isDone]]) => {
			const values = columns.map(valuesOf);
			times[name] = [];
			const work = async () => {
				const run = stubRun({ awin: stubAwin(lists), parameters, columns, values, operation });
				const items = await operation.execute(run);
				const found = items.filter(isDone).length;
				if (found !== FOUND)
					throw new Error(`Expected ${FOUND} orders from ${name} and got ${found}`);
			};
			return [name, work];
		},
	);
	base();
	for (const [, work] of works) await work();
	for (let round = 0; round < ROUNDS; round++) {
		times.base.push(await cpuMs(base));
		for (const [name, work] of works) times[name].push(await cpuMs(work));
	}
	const baseMs = median(times.base);
	for (const [name] of works) {
		const workMs = median(times[name]);
		const line = `${name}: ${workMs.toFixed(0)} ms of CPU against ${baseMs.toFixed(0)} ms of a bare join`;
		report(line, workMs / baseMs, CPU_LIMIT);
	}
	return orders;
}

async function measureMemory(lists, orders) {
	let calls = 0;
	const server = createServer((request, response) => {
		response.setHeader('content-type', 'application/json');
		const { searchParams } = new URL(request.url, 'http://any');
		const isSmall = searchParams.get('startDate') < '2025';
		response.end(isSmall ? '[]' : lists[calls++ % lists.length]);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');

	const address = `http://127.0.0.1:${server.address().port}`;
	const execArgv = ['--expose-gc', '--max-old-space-size=4096'];
	const child = fork(join(__dirname, 'orders-child.cjs'), [address], { execArgv });
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`The measuring process ended with code ${code} before it had a result`);
	});
	const [{ found, moments }] = await Promise.race([once(child, 'message'), ended]);
	if (found !== FOUND) throw new Error(`Expected ${FOUND} orders to be found and got ${found}`);
	const bodies = lists.reduce((sum, { length }) => sum + length, orders.length);
	for (const [moment, bytes] of moments) {
		const what = `memory in use, ${moment}: ${(bytes / 1e6).toFixed(0)} MB more than before`;
		report(what, bytes / bodies, MEMORY_LIMIT);
	}
	server.close();
	server.closeAllConnections();
}

async function measure() {
	const lists = listAnswers();
	const columns = orderColumns();
	const size = lists.reduce((sum, { length }) => sum + length, 0);
	console.log(
		`\nFinding 40,000 orders among 40,000 transactions (two lists, ${(size / 1e6).toFixed(0)} MB)`,
	);
	const orders = await measureCpu(lists, columns);
	await measureMemory(lists, orders);
}

module.exports = { measure };
if (require.main === module) void measure();
