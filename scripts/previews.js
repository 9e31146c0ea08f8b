/**
 * The output previews that n8n's editor shows before a node's first run: a JSON schema for each operation, made from the
 * operation's own `preview` item.
 */
const { join } = require('node:path');

const SCHEMA_FOLDER = 'nodes/Awin/__schema__/v1.0.0';
/**
 * All nodes share the folder. n8n looks here for one without resource and operation: these are the two triggers, whose items
 * have the same columns.
 */
const TRIGGER_SCHEMA = `${SCHEMA_FOLDER}.json`;

function schemaOf(value) {
	if (value === null) return { type: 'null' };
	if (Array.isArray(value)) return { type: 'array', items: schemaOf(value[0] ?? {}) };
	if (typeof value !== 'object') return { type: typeof value };
	const properties = Object.fromEntries(
		Object.entries(value).map(([key, member]) => [key, schemaOf(member)]),
	);
	return { type: 'object', properties };
}

function file(path, preview) {
	return { path, text: `${JSON.stringify({ ...schemaOf(preview), version: 1 }, null, '\t')}\n` };
}

/** @returns {Array<{path: string, text: string}>} */
function outputPreviews() {
	const { resources } = require('../dist/nodes/Awin/resources/index.js');
	const { notificationPreview, triggerPreview } = require('../dist/nodes/Awin/trigger/preview.js');
	const [polled, pushed] = [triggerPreview(), notificationPreview()];
	if (Object.keys(polled).join() !== Object.keys(pushed).join()) {
		throw new Error('The two triggers have to have the same columns: they share one preview.');
	}
	const operations = resources.flatMap((resource) =>
		resource.operations.map((operation) =>
			file(
				join(SCHEMA_FOLDER, resource.option.value, `${operation.option.value}.json`),
				operation.preview,
			),
		),
	);
	return [...operations, file(TRIGGER_SCHEMA, polled)];
}

module.exports = { outputPreviews };
