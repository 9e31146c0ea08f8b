/**
 * Submitting 20,000 orders in 20 calls: the node's own CPU time against writing and reading the same batches as JSON. And
 * what it costs to remember them: the CPU time of n8n's store, and its bytes.
 */
const { createHash } = require('node:crypto');
const { median, report } = require('./measure.cjs');
const { cpuMs, stubRun } = require('./stub-run.cjs');

const ORDERS = 20_000;
const CALLS = 20;
const LIMIT = 4;
const ROUNDS = 7;

/** An order as a shop has it: a German amount, times with an offset, two products. */
function valuesOf(index) {
	const total = 20 + (index % 9000) / 100;
	return {
		accountId: { mode: 'list', value: '12345' },
		orderReference: `SHOP-2026-${100_000 + index}`,
		amount: total.toFixed(2).replace('.', ','),
		currency: 'EUR',
		attribution: ['awc'],
		awc: `12345_17698716${index % 100}_0f1e2d3c4b5a69788796a5b4c3d2e1f0`,
		'additionalFields.transactionTime': `2026-03-14T10:${10 + (index % 50)}:00+01:00`,
		'additionalFields.customerAcquisition': index % 3 ? 'NEW' : 'RETURNING',
		'additionalFields.basket': {
			product: [1, 2].map((product) => ({
				id: `P-${index % 977}-${product}`,
				name: `Rain jacket, model ${index % 977}`,
				price: '10,00',
				quantity: product,
				sku: `SKU-${index % 977}`,
				category: 'Jackets',
			})),
		},
	};
}

function answerTo({ orders }) {
	return JSON.stringify({
		batchId: '2b1c8f6a-93d4-4e0b-8a7f-5a6b3c2d1e0f',
		successfulOrders: orders.map(({ orderReference }) => ({
			orderReference,
			correlationId: '7d0f5f6e-2a51-4c38-9c52-0c3a4f1f9f10',
		})),
	});
}

/** Awin without the way there: what the transport does with the bodies, and nothing of HTTP. */
function stubAwin() {
	const { readResponse } = require('../../dist/nodes/Awin/transport/response.js');
	const stub = {
		bodies: [],
		answers: [],
		clock: { nowMs: () => 0 },
		waitUntilFree: async () => undefined,
		async send(call) {
			const text = JSON.stringify(call.body);
			const place = stub.bodies.push(text) - 1;
			const body = stub.answers[place] ?? answerTo(call.body);
			return readResponse({ statusCode: 200, headers: {}, body });
		},
	};
	return stub;
}

/** n8n's store where it costs nothing: it answers at once that it knows nothing, and is empty after each call. */
function idleStore() {
	let size = 0;
	return {
		checkProcessedAndRecord: async (keys) => {
			size += keys.length;
			return { new: keys, processed: [] };
		},
		removeProcessed: async () => {
			size = 0;
		},
		getProcessedDataCount: async () => size,
	};
}

/**
 * n8n's store as n8n has it, without the database: with each step a row is read and written as a whole, and each mark that is
 * taken out is searched for from the beginning.
 */
function costlyStore(size) {
	const digest = (mark) => createHash('md5').update(mark).digest('base64');
	const old = Array.from({ length: size - 1 }, (_, index) => digest(`old ${index}`));
	const rowOf = (data) => JSON.stringify({ mode: 'entries', data });
	const rows = { workflow: rowOf([digest('awin orders begun'), ...old]), node: rowOf([]) };
	return {
		bytes: () => rows.workflow.length + rows.node.length,
		checkProcessedAndRecord: async (marks, scope) => {
			const { data } = JSON.parse(rows[scope]);
			const known = new Set(data);
			const output = { new: [], processed: [] };
			for (const mark of marks) {
				const hash = digest(mark);
				output[known.has(hash) ? 'processed' : 'new'].push(mark);
				if (!known.has(hash)) data.push(hash);
			}
			rows[scope] = rowOf(data);
			return output;
		},
		removeProcessed: async (marks, scope) => {
			const { data } = JSON.parse(rows[scope]);
			for (const hash of marks.map(digest)) {
				const place = data.findIndex((other) => other === hash);
				if (place !== -1) data.splice(place, 1);
			}
			rows[scope] = rowOf(data);
		},
		getProcessedDataCount: async (scope) => JSON.parse(rows[scope]).data.length,
	};
}

/** What the node is set to; each item has values of its own. */
const PARAMETERS = {
	resource: 'conversion',
	operation: 'submit',
	accountId: { __rl: true, mode: 'list', value: '12345' },
	orderReference: '={{ $json.reference }}',
	amount: '={{ $json.amount }}',
	currency: 'EUR',
	attribution: ['awc'],
	awc: '={{ $json.awc }}',
	additionalFields: {
		transactionTime: '={{ $json.time }}',
		customerAcquisition: '={{ $json.customer }}',
		basket: { product: '={{ $json.products }}' },
	},
	options: {},
};

/** @param from the number of the first order */
function runOf(awin, store = idleStore(), from = 0, orders = ORDERS) {
	const {
		submitConversions: operation,
	} = require('../../dist/nodes/Awin/resources/conversion/submit/index.js');
	const values = Array.from({ length: orders }, (_, index) => valuesOf(from + index));
	const more = {
		getCredentials: async () => ({ accessToken: 't', environment: 'live' }),
		helpers: store,
	};
	const settings = { awin, parameters: PARAMETERS, columns: values, values, operation, more };
	return () => stubRun(settings);
}

async function measure() {
	const {
		submitConversions,
	} = require('../../dist/nodes/Awin/resources/conversion/submit/index.js');
	const awin = stubAwin();
	const startRun = runOf(awin);
	const work = async () => {
		awin.bodies.length = 0;
		const items = await submitConversions.execute(startRun());
		const accepted = items.filter(({ json }) => json.awin.outcome === 'accepted').length;
		if (accepted !== ORDERS) throw new Error(`Only ${accepted} orders were accepted`);
		if (awin.bodies.length !== CALLS) throw new Error(`It took ${awin.bodies.length} calls`);
	};
	await work();
	const batches = awin.bodies.map((body) => JSON.parse(body));
	awin.answers = batches.map(answerTo);
	await work();

	const times = { base: [], work: [] };
	for (let round = 0; round < ROUNDS; round++) {
		times.base.push(
			await cpuMs(() => {
				for (const batch of batches) JSON.parse(JSON.stringify(batch));
			}),
		);
		times.work.push(await cpuMs(work));
	}
	const [baseMs, workMs] = [median(times.base), median(times.work)];
	const size = awin.bodies.reduce((sum, body) => sum + body.length, 0) / 1e6;
	console.log(`\nSubmitting ${ORDERS} orders in ${CALLS} calls (${size.toFixed(0)} MB)`);
	report(
		`CPU: ${workMs.toFixed(0)} ms against ${baseMs.toFixed(0)} ms of JSON.stringify and JSON.parse`,
		workMs / baseMs,
		LIMIT,
	);
	await measureMemory();
}

/** How often a call may read and write what is remembered: what it takes to look up, and to note before and after sending. */
const STEPS_LIMIT = 5;
/** Executions with a single order each. */
const ALONE = 9;
/** A digest, its quotes and a comma. */
const BYTES_LIMIT = 27;

/** The cost of remembering: the same orders with n8n's store and without, on top of what is remembered already. */
async function measureMemory() {
	const {
		submitConversions,
	} = require('../../dist/nodes/Awin/resources/conversion/submit/index.js');
	const execute = async (...settings) => {
		const run = runOf(stubAwin(), ...settings)();
		return await cpuMs(async () => await submitConversions.execute(run));
	};
	for (const size of [1, 50_000, 200_000]) {
		const store = costlyStore(size);
		const bytesBefore = store.bytes();
		const idleMs = await execute(idleStore());
		const sendingMs = (await execute(store)) - idleMs;
		const bytes = (store.bytes() - bytesBefore) / ORDERS;
		const skippingMs = (await execute(store)) - idleMs;
		const alone = [];
		for (let order = 0; order < ALONE; order++) {
			alone.push(await execute(store, ORDERS + order, 1));
		}
		const full = JSON.stringify({
			data: Array.from({ length: size + ORDERS }, (_, index) =>
				createHash('md5').update(String(index)).digest('base64'),
			),
		});
		const stepMs = await cpuMs(() => {
			for (let call = 0; call < CALLS; call++)
				JSON.stringify({ data: [...new Set(JSON.parse(full).data)] });
		});
		console.log(
			`\nRemembering ${ORDERS} orders beside ${size} others (${(full.length / 1e6).toFixed(1)} MB)`,
		);
		console.log(
			`     CPU for each order: ${(sendingMs / ORDERS).toFixed(3)} ms when it is sent, ${(skippingMs / ORDERS).toFixed(3)} ms when it is skipped`,
		);
		console.log(`     CPU for an order that comes alone: ${median(alone).toFixed(0)} ms`);
		report('steps of n8n that it takes, for each call', sendingMs / stepMs, STEPS_LIMIT);
		report('bytes for each order', bytes, BYTES_LIMIT, 'B');
	}
}

module.exports = { measure };
if (require.main === module) void measure();
