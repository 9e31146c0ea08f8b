/**
 * The output previews that n8n's editor shows before a node's first run: a JSON schema for each operation and each trigger, made
 * from its own `preview` item.
 */
const { join } = require('node:path');

const VERSION = '__schema__/v1.0.0';

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
	const {
		notificationTriggerPreview,
		triggerPreview,
	} = require('../dist/nodes/Awin/trigger/preview.js');
	const operations = resources.flatMap((resource) =>
		resource.operations.map((operation) =>
			file(
				join('nodes/Awin', VERSION, resource.option.value, `${operation.option.value}.json`),
				operation.preview,
			),
		),
	);
	// n8n looks beside the file of a node: each trigger has a folder of its own. Its editor asks for a file that is named after the
	// version, its workflow SDK for one in a folder of that name.
	const triggers = Object.entries({
		AwinTrigger: triggerPreview(),
		AwinNotificationTrigger: notificationTriggerPreview(),
	}).flatMap(([name, preview]) =>
		[`${VERSION}.json`, `${VERSION}/output.json`].map((path) =>
			file(join('nodes', name, path), preview),
		),
	);
	return [...operations, ...triggers];
}

module.exports = { outputPreviews };
