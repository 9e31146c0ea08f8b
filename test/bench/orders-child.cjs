/**
 * Finds 40,000 orders through the node in n8n's real context, in a process of its own, and tells how much memory is in use.
 * What n8n's expressions come to is worked out beforehand: the memory that they take is n8n's.
 */
require('./register.cjs');
const { ExecuteContext } = require('n8n-core');
const { executeAwin } = require('../support/contexts.cts');
const { FIND, findValuesOf, NOW_MS, orderColumns } = require('./orders-rows.cjs');

const [, , baseUrl] = process.argv;

let values = [];
ExecuteContext.prototype._getNodeParameter = (name, index, fallback) =>
	values[index][name] ?? fallback;

const credentials = {
	accessToken: 'bench',
	environment: 'custom',
	baseUrl,
	requestsPerMinute: 1000,
};

async function find(items) {
	values = items.map(({ json }) => ({ ...FIND, ...findValuesOf(json) }));
	return await executeAwin({ credentials, parameters: FIND, items });
}

/** A buffer that nobody has any more is found by one collection, and its memory given back by the next. */
function liveBytes() {
	global.gc();
	global.gc();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

async function main() {
	Date.now = () => NOW_MS;
	// The first run loads everything, so that what the second one adds is the orders' own.
	await find([{ json: { order: 'A', date: '2024-01-01' } }]);
	const items = orderColumns().map((json) => ({ json }));
	const before = liveBytes();
	const moments = [];
	const { parse } = JSON;
	JSON.parse = (text, ...more) => {
		const result = parse(text, ...more);
		if (text.length > 1e6) moments.push([`list ${moments.length + 1} read`, liveBytes() - before]);
		return result;
	};
	const result = await find(items);
	JSON.parse = parse;
	moments.push(['items made', liveBytes() - before]);
	const found = result.items.filter(({ json }) => json.awin.outcome === 'found').length;
	process.send({ found, moments });
}

void main();
