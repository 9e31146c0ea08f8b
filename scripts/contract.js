/**
 * The public contract: every name, value and default that n8n saves in people's workflows and credentials, and every column
 * that the expressions in them read. One line for each, kept in test/contract/contract.json.
 *
 * n8n saves names and values, and leaves defaults out. So what stands there may be added to, and nothing else.
 */
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const FILE = 'test/contract/contract.json';

/**
 * What of a parameter decides the meaning of a saved workflow.
 *
 * @param {import('n8n-workflow').INodeProperties} field
 */
function saved(field) {
	const { type, noDataExpression, required, typeOptions, options, modes, displayOptions } = field;
	const { resource, operation, ...shownFor } = displayOptions?.show ?? {};
	return {
		type,
		default: field.default,
		...(noDataExpression && { takesNoExpression: true }),
		...(required && { required }),
		...(typeOptions?.multipleValues && { isList: true }),
		// Where a list is Awin's, its values are nothing of ours.
		...(/options/i.test(type) && options && { values: options.map(({ value }) => value) }),
		...(modes && { modes: modes.map(({ name }) => name) }),
		...(Object.keys(shownFor).length > 0 && { shownFor }),
		...(displayOptions?.hide && { hiddenFor: displayOptions.hide }),
	};
}

/** A parameter and those within it, as `[name, what is saved]`. */
function entriesOf(field, prefix) {
	const name = `${prefix}${field.name}`;
	const own = [name, saved(field)];
	if (field.type === 'collection') {
		return [own, ...field.options.flatMap((member) => entriesOf(member, `${name}.`))];
	}
	if (field.type === 'fixedCollection') {
		const groups = field.options.map((group) => ({ ...group, path: `${name}.${group.name}.` }));
		return [
			own,
			...groups.flatMap(({ values, path }) => values.flatMap((v) => entriesOf(v, path))),
		];
	}
	return [own];
}

/** Where a parameter stands: that of an operation behind its resource and operation. */
function placeOf(owner, { displayOptions: { show: { resource, operation } = {} } = {} }) {
	if (operation) return `${owner} ${resource}.${operation}: `;
	return resource ? `${owner} ${resource}: ` : `${owner}: `;
}

/** All columns of an item, with those within them. */
function columnsOf(value, prefix = '') {
	return Object.entries(value).flatMap(([name, member]) => {
		const inner = Array.isArray(member) ? member[0] : member;
		const isObject = typeof inner === 'object' && inner !== null;
		return [`${prefix}${name}`, ...(isObject ? columnsOf(inner, `${prefix}${name}.`) : [])];
	});
}

/** One item as each operation and each trigger gives it. */
function previewsOf({ nodes, operations, triggerPreviews }) {
	const [{ description: action }, ...triggers] = nodes;
	return [
		...operations.flatMap((resource) =>
			resource.operations.map(({ option, preview }) => [
				`${action.name} ${resource.option.value}.${option.value}`,
				preview,
			]),
		),
		...triggers.map(({ description }, index) => [description.name, triggerPreviews[index]]),
	];
}

/**
 * @param {object} built
 * @param {import('n8n-workflow').INodeType[]} built.nodes the action node, then the triggers
 * @param {import('n8n-workflow').ICredentialType[]} built.credentials
 * @param {object[]} built.operations the table of resources
 * @param {object[]} built.triggerPreviews one item of each trigger
 * @returns {Record<string, object>}
 */
function contractOf(built) {
	const { nodes, credentials } = built;
	const contract = {};
	// Two parameters may share a name, each for other choices.
	const add = (name, what) => {
		const count = Object.keys(contract).filter(
			(one) => one.replace(/ \(\d\)$/, '') === name,
		).length;
		contract[count === 0 ? name : `${name} (${count + 1})`] = what;
	};
	for (const { description } of nodes) {
		const { name, version, inputs, outputs, properties, webhooks = [] } = description;
		add(name, {
			versions: [version].flat(),
			inputs,
			outputs,
			credentials: (description.credentials ?? []).map((credential) => credential.name),
			...(webhooks.length > 0 && {
				webhooks: webhooks.map((one) => `${one.httpMethod} ${one.path}`),
			}),
		});
		for (const field of properties) {
			for (const entry of entriesOf(field, placeOf(name, field))) add(...entry);
		}
	}
	for (const { name, properties } of credentials) {
		add(name, {});
		for (const field of properties)
			for (const entry of entriesOf(field, `${name}: `)) add(...entry);
	}
	for (const [name, preview] of previewsOf(built)) {
		add(`${name} gives`, { columns: columnsOf(preview) });
	}
	return contract;
}

const WHY = {
	name: 'workflows that have it saved would lose it without a word',
	type: 'what is saved is of the other type',
	default:
		'n8n leaves defaults out of saved workflows, so every workflow that relies on it would change its meaning',
	values: 'workflows that have it saved would stop',
	modes: 'workflows that have it saved would stop',
	columns: 'expressions that read it would be empty',
	shown: 'n8n forgets what is saved in a parameter that is not shown',
	required: 'n8n stops workflows in which it is empty',
	takesNoExpression: 'n8n would take a saved expression for the value itself',
	other: 'saved workflows rely on it',
};

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const quoted = (value) => JSON.stringify(value);

/** What lists have lost: values, modes, columns, versions. */
function goneFrom(before = [], now = []) {
	return before.filter((value) => !now.includes(value));
}

/** A parameter that no saved workflow has yet stands on its default in all of them. */
function isOnForAll(place, { before, now }, name, wanted) {
	const decider = `${place}${name}`;
	return !Object.hasOwn(before, decider) && wanted.includes(now[decider]?.default);
}

/**
 * @param {(name: string, wanted: unknown[]) => boolean} isNewAndOn whether what decides is new, and has one of these by default
 */
function lossesOfEntry(before, now, isNewAndOn) {
	const losses = [];
	for (const key of ['values', 'modes', 'columns', 'versions', 'credentials', 'webhooks']) {
		for (const value of goneFrom(before[key], now[key])) {
			losses.push(`has no ${quoted(value)} any more (${key}): ${WHY[key] ?? WHY.other}`);
		}
	}
	for (const key of ['type', 'default', 'isList', 'inputs', 'outputs']) {
		if (same(before[key], now[key])) continue;
		const change = `${key} was ${quoted(before[key])} and is ${quoted(now[key])}`;
		losses.push(`${change}: ${WHY[key] ?? WHY.other}`);
	}
	for (const key of ['required', 'takesNoExpression']) {
		if (now[key] && !before[key]) losses.push(`is new as ${key}: ${WHY[key]}`);
	}
	for (const [name, wanted] of Object.entries(now.shownFor ?? {})) {
		if (isNewAndOn(name, wanted)) continue;
		const gone = before.shownFor?.[name] ? goneFrom(before.shownFor[name], wanted) : ['all others'];
		if (gone.length > 0) losses.push(`is not shown for ${name} ${gone.join(', ')}: ${WHY.shown}`);
	}
	for (const [name, unwanted] of Object.entries(now.hiddenFor ?? {})) {
		const gone = goneFrom(unwanted, before.hiddenFor?.[name]);
		if (gone.length > 0) losses.push(`is hidden for ${name} ${gone.join(', ')}: ${WHY.shown}`);
	}
	return losses;
}

/**
 * What a contract has lost against an older one, each as a sentence that says what and why it may not be.
 *
 * @param {Record<string, object>} before
 * @param {Record<string, object>} now
 */
function losses(before, now) {
	return Object.entries(before).flatMap(([name, was]) => {
		if (!Object.hasOwn(now, name)) return [`"${name}" is gone: ${WHY.name}.`];
		const place = name.slice(0, name.indexOf(': ') + 2);
		const isNewAndOn = (...decider) => isOnForAll(place, { before, now }, ...decider);
		return lossesOfEntry(was, now[name], isNewAndOn).map((loss) => `"${name}" ${loss}.`);
	});
}

/** One line for each name, so that a change shows as what it is. */
function textOf(contract) {
	const lines = Object.entries(contract).map(
		([name, what]) => `\t${quoted(name)}: ${JSON.stringify(what, null, 1).replace(/\n */g, ' ')}`,
	);
	return `{\n${lines.join(',\n')}\n}\n`;
}

/** Of what was built last. */
function builtContract() {
	const { Awin, AwinNotificationTrigger, AwinOAuth2Api, AwinTrigger } = require('../index.js');
	const { resources } = require('../dist/nodes/Awin/resources/index.js');
	const {
		notificationTriggerPreview,
		triggerPreview,
	} = require('../dist/nodes/Awin/trigger/preview.js');
	return contractOf({
		nodes: [new Awin(), new AwinTrigger(), new AwinNotificationTrigger()],
		credentials: [new AwinOAuth2Api()],
		operations: resources,
		triggerPreviews: [triggerPreview(), notificationTriggerPreview()],
	});
}

/**
 * The record as it has to be. Refuses one that would lose something: that is never a matter of writing it anew.
 *
 * @returns {Array<{path: string, text: string}>}
 */
function contractFile() {
	const now = builtContract();
	const kept = join(__dirname, '..', FILE);
	const lost = existsSync(kept) ? losses(JSON.parse(readFileSync(kept, 'utf8')), now) : [];
	if (lost.length > 0) {
		throw new Error(
			`Saved workflows would not mean the same any more.\n\n${lost.join('\n')}\n\n` +
				`Put the old names, values and defaults back (a new one may stand beside an old one). What has to change all the same needs a new version of the node, beside the one that people have (CONTRIBUTING.md, "What may never change").`,
		);
	}
	return [{ path: FILE, text: textOf(now) }];
}

module.exports = { builtContract, contractOf, contractFile, losses, textOf };
