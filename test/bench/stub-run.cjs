/**
 * One execution of an operation without n8n's own work: what the expressions come to is there already. What the package itself
 * does to read parameters is the package's own code, and so is part of what is measured.
 */
const NOW_MS = Date.UTC(2026, 2, 15);

/**
 * @param awin what the calls go to
 * @param parameters what the node is set to, expressions as they were written
 * @param columns of each item, as they come in
 * @param values for each item what n8n makes of the parameters that are expressions, by the name that the node asks for
 * @param operation whose fields are looked at for settings
 * @param more members of n8n's context that the operation needs besides
 */
function stubRun({ awin, parameters, columns, values, operation, more = {} }) {
	const { startRun } = require('../../dist/nodes/Awin/resources/operation.js');
	const items = columns.map((json) => ({ json }));
	const node = { id: '1', name: 'Awin', type: 'n8n-nodes-awin.awin', parameters };
	const notes = {};
	const context = {
		addExecutionHints: () => undefined,
		continueOnFail: () => false,
		getContext: () => notes,
		getExecutionId: () => undefined,
		getInputData: () => items,
		getNode: () => node,
		getNodeParameter: (name, index, fallback) =>
			values[index][name] ?? parameters[name] ?? fallback,
		getTimezone: () => 'Europe/Berlin',
		...more,
	};
	return startRun(context, awin, NOW_MS, operation.fields);
}

/** CPU time of this process while some work is done, user and system together. */
async function cpuMs(work) {
	global.gc?.();
	const before = process.cpuUsage();
	await work();
	const used = process.cpuUsage(before);
	return (used.user + used.system) / 1000;
}

module.exports = { cpuMs, stubRun };
