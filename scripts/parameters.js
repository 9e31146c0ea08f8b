/**
 * The tables of parameters in docs/parameters.md, made from the descriptions that n8n shows.
 */
const HEAD = `# Parameters

Every parameter of every operation, as n8n shows it. This page is made from the nodes themselves.
`;

function cell(text) {
	return String(text ?? '')
		.replace(/\|/g, '\\|')
		.replace(/\n/g, ' ');
}

function valuesOf(field) {
	if (Array.isArray(field.modes)) return field.modes.map((mode) => mode.displayName).join(', ');
	if (!Array.isArray(field.options) || field.type === 'fixedCollection') return '';
	return field.options.map((option) => option.name).join(', ');
}

function rows(field, prefix = '') {
	if (field.type === 'collection')
		return field.options.flatMap((option) => rows(option, `${field.displayName}: `));
	const nested =
		field.type === 'fixedCollection' ? field.options.flatMap(({ values }) => values) : [];
	const name = `${prefix}${field.displayName}${field.required ? ' (required)' : ''}`;
	return [
		`| ${[name, field.description, valuesOf(field)].map(cell).join(' | ')} |`,
		...nested.flatMap((value) => rows(value, `${prefix}${field.displayName}: `)),
	];
}

function table(fields) {
	return [
		'| Parameter | What it does | Values |',
		'| --- | --- | --- |',
		...fields.flatMap((field) => rows(field)),
	].join('\n');
}

/** @returns {Array<{path: string, text: string}>} */
function parameterTables() {
	const { resources } = require('../dist/nodes/Awin/resources/index.js');
	const { triggerFields } = require('../dist/nodes/Awin/trigger/fields.js');
	const { notificationFields } = require('../dist/nodes/Awin/trigger/notification/fields.js');
	const sections = resources.flatMap((resource) =>
		resource.operations.map(
			(operation) =>
				`## ${resource.option.name}: ${operation.option.name}\n\n${operation.option.description}.\n\n${table(operation.fields)}\n`,
		),
	);
	const trigger = `## Awin Trigger\n\nn8n's own *Poll Times* come first: when Awin is asked.\n\n${table(triggerFields)}\n`;
	const asked = notificationFields.filter(({ type }) => type !== 'notice');
	const notifications = `## Awin Notification Trigger\n\nIts address comes first: paste the *Production URL* at Awin.\n\n${table(asked)}\n`;
	return [
		{ path: 'docs/parameters.md', text: [HEAD, ...sections, trigger, notifications].join('\n') },
	];
}

module.exports = { parameterTables };
