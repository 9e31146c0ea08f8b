/**
 * Validating 40,000 transactions in one call: the node's own CPU time against writing and reading the same batch as JSON,
 * and the most memory that it takes, against the size of the batch. Where some rows name an order and others an ID, the node
 * has to read lists of Awin's to tell the two apart; what it is held against reads them, too. So it is where every transaction
 * is read again before it is changed.
 */
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:http');
const { join } = require('node:path');

const { median, report } = require('./measure.cjs');
const { cpuMs, stubRun } = require('./stub-run.cjs');
const {
	idsAnswer,
	jobAnswer,
	listAnswer,
	ownValuesOf,
	PARAMETERS,
	rowColumns,
	withTransaction,
} = require('./validate-rows.cjs');

const CPU_LIMIT = 4;
const MEMORY_LIMIT = 6;
const ROUNDS = 7;

/** Awin without the way there: what the transport does with the bodies, and nothing of HTTP. */
function stubAwin() {
	const { readResponse } = require('../../dist/nodes/Awin/transport/response.js');
	const stub = {
		bodies: [],
		answer: '',
		lists: new Map(),
		list({ startDate, endDate }) {
			if (!stub.lists.has(startDate)) stub.lists.set(startDate, listAnswer(startDate, endDate));
			return stub.lists.get(startDate);
		},
		byIds(ids) {
			if (!stub.lists.has(ids)) stub.lists.set(ids, idsAnswer(String(ids).split(',')));
			return stub.lists.get(ids);
		},
		clock: { nowMs: () => 0 },
		rest: async () => true,
		async send(call) {
			if (call.method === 'POST') stub.bodies.push(JSON.stringify(call.body));
			const answer = call.query?.ids
				? stub.byIds(call.query.ids)
				: call.query?.startDate
					? stub.list(call.query)
					: stub.answer;
			const body = call.method === 'POST' ? '{"jobId":"5f0c7ad1c2b4e60d8a9b3c21"}' : answer;
			return readResponse({ statusCode: 200, headers: {}, body });
		},
	};
	return stub;
}

/** The node's own CPU time for rows of one kind. @returns the batch as it was sent */
async function measureCpu(what, columns, options = {}) {
	const {
		validateTransactions,
	} = require('../../dist/nodes/Awin/resources/transaction/validate/index.js');
	const awin = stubAwin();
	const settingsOfRun = Object.entries(options).map(([name, value]) => [`options.${name}`, value]);
	const values = columns.map((row) => ({
		...ownValuesOf(row),
		...Object.fromEntries(settingsOfRun),
	}));
	const settings = {
		awin,
		parameters: { ...PARAMETERS, options },
		columns,
		values,
		operation: validateTransactions,
	};
	const work = async () => {
		awin.bodies.length = 0;
		const items = await validateTransactions.execute(stubRun(settings));
		const done = items.filter(({ json }) => /^(done|alreadyDone)$/.test(json.awin.outcome));
		if (done.length !== columns.length) throw new Error(`Only ${done.length} rows were done`);
		if (awin.bodies.length !== 1) throw new Error(`It took ${awin.bodies.length} calls`);
	};
	awin.answer = '{"status":"DONE","transactions":40000,"errors":0,"allTransactions":[]}';
	await work();
	const [body] = awin.bodies;
	const batch = JSON.parse(body);
	awin.answer = jobAnswer(batch);
	const lists = [...awin.lists.values()];

	const times = { base: [], work: [] };
	for (let round = 0; round < ROUNDS; round++) {
		times.base.push(
			await cpuMs(() => bareScript(batch, lists, options.onlyIfUnchanged ? columns.length : 0)),
		);
		times.work.push(await cpuMs(work));
	}
	const [baseMs, workMs] = [median(times.base), median(times.work)];
	const against = lists.length > 0 ? 'JSON and a look into the lists' : 'JSON';
	const line = `${what}: ${workMs.toFixed(0)} ms of CPU against ${baseMs.toFixed(0)} ms of ${against}`;
	report(line, workMs / baseMs, CPU_LIMIT);
	return body;
}

/** The least that could do it: the batch written and read, and each transaction of the lists held against the batch. */
function bareScript(batch, lists, expected) {
	JSON.parse(JSON.stringify(batch));
	if (lists.length === 0) return;
	const ids = new Set(batch.map(({ transaction }) => transaction.transactionId));
	const found = lists.flatMap((list) => JSON.parse(list)).filter(({ id }) => ids.has(id));
	if (found.length !== expected)
		throw new Error(`Found ${found.length} of ${expected} transactions`);
}

async function measureMemory(body) {
	const largeAnswer = jobAnswer(JSON.parse(body));
	const smallAnswer = '{"status":"DONE","transactions":4,"errors":0,"allTransactions":[]}';
	let largeBatches = 0;
	const server = createServer(async (request, response) => {
		let length = 0;
		for await (const chunk of request) length += chunk.length;
		if (length > 1e6) largeBatches++;
		response.setHeader('content-type', 'application/json');
		if (request.method === 'POST') response.end('{"jobId":"5f0c7ad1c2b4e60d8a9b3c21"}');
		else {
			const { searchParams: query } = new URL(request.url, 'http://any');
			if (query.has('ids')) {
				const ids = query.get('ids').split(',').map(Number);
				response.end(JSON.stringify(ids.map((id) => ({ id, orderRef: `OTHER-${id}` }))));
			} else if (query.has('startDate')) {
				response.end(listAnswer(query.get('startDate'), query.get('endDate')));
			} else response.end(largeBatches > 0 ? largeAnswer : smallAnswer);
		}
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');

	const address = `http://127.0.0.1:${server.address().port}`;
	const execArgv = ['--expose-gc', '--max-old-space-size=4096'];
	const child = fork(join(__dirname, 'validate-child.cjs'), [address], { execArgv });
	const [{ done, moments }] = await Promise.race([once(child, 'message'), exitOf(child)]);
	if (done !== 40_000) throw new Error(`Expected 40,000 rows to be done and got ${done}`);
	if (largeBatches !== 1) throw new Error(`Expected one call and got ${largeBatches}`);
	for (const [moment, bytes] of moments) {
		const what = `memory in use, ${moment}: ${(bytes / 1e6).toFixed(0)} MB more than before`;
		report(what, bytes / body.length, MEMORY_LIMIT);
	}
	server.close();
	server.closeAllConnections();
}

async function exitOf(child) {
	const [code] = await once(child, 'exit');
	throw new Error(`The measuring process ended with code ${code} before it had a result`);
}

async function measure() {
	console.log('\nValidating 40,000 transactions');
	await measureCpu('by ID', rowColumns(undefined, false));
	const compared = rowColumns(undefined, false).map(withTransaction);
	await measureCpu('by ID, only if unchanged', compared, { onlyIfUnchanged: true });
	const body = await measureCpu('by ID, a quarter by order', rowColumns());
	console.log(`     One POST of ${(body.length / 1e6).toFixed(1)} MB`);
	await measureMemory(body);
}

module.exports = { measure };
if (require.main === module) void measure();
