/**
 * Validates 40,000 rows through the node in n8n's real context, in a process of its own, and tells how much memory is in use.
 * What n8n's expressions come to is worked out beforehand: the memory that they take is n8n's.
 */
require('./register.cjs');
const { ExecuteContext } = require('n8n-core');
const { executeAwin } = require('../support/contexts.cts');
const { systemClock } = require('../../nodes/Awin/transport/gate.ts');
const { PARAMETERS, rowColumns, valuesOf } = require('./validate-rows.cjs');

const [, , baseUrl] = process.argv;

let values = [];
ExecuteContext.prototype._getNodeParameter = (name, index, fallback) =>
	values[index][name] ?? fallback;
systemClock.sleep = async () => undefined;

async function validate(columns) {
	values = columns.map(valuesOf);
	const items = columns.map((json) => ({ json }));
	return async () =>
		await executeAwin({
			credentials: {
				accessToken: 'bench',
				environment: 'custom',
				baseUrl,
				requestsPerMinute: 1000,
			},
			parameters: PARAMETERS,
			items,
		});
}

/** A buffer that nobody has any more is found by one collection, and its memory given back by the next. */
function liveBytes() {
	global.gc();
	global.gc();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** Looks at what is alive at the fullest moments: with the batch written, with the answer read, and with all items made. */
async function measured(work) {
	const before = liveBytes();
	const moments = [];
	const { stringify, parse } = JSON;
	const look = (name, result, length) => {
		if (length > 1e6) moments.push([name, liveBytes() - before]);
		return result;
	};
	JSON.stringify = (value) => {
		const text = stringify(value);
		return look('batch written', text, text?.length);
	};
	JSON.parse = (text) => look('answer read', parse(text), text.length);
	const result = await work();
	Object.assign(JSON, { stringify, parse });
	moments.push(['items made', liveBytes() - before]);
	return { result, moments };
}

async function main() {
	// The first run loads everything and sends a small batch, so that what the second one adds is the batch's own.
	await (
		await validate(rowColumns(4))
	)();
	const run = await validate(rowColumns());
	const { result, moments } = await measured(run);
	const done = result.items.filter(({ json }) => /^(done|alreadyDone)$/.test(json.awin.outcome));
	process.send({ done: done.length, moments });
}

void main();
