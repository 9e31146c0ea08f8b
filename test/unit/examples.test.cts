import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { Awin } from '../../nodes/Awin/Awin.node';
import { AwinTrigger } from '../../nodes/AwinTrigger/AwinTrigger.node';
import packageJson from '../../package.json';
import { fieldsOf, readExamples, type Example, type ExampleNode } from '../support/examples.cts';

const examples = readExamples();
const named = examples.map((example): [string, Example] => [example.file, example]);

const DESCRIPTIONS: Record<string, INodeProperties[]> = {
	'n8n-nodes-awin.awin': new Awin().description.properties,
	'n8n-nodes-awin.awinTrigger': new AwinTrigger().description.properties,
};

/** n8n adds it to every trigger that polls. */
const ADDED_BY_N8N = ['pollTimes'];

/** Slack's own rule for texts ("Escaping text"): these three characters, the ampersand first. */
const SLACK_ESCAPES = ".replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')";

const NOTE = 'n8n-nodes-base.stickyNote';
const AWIN_NODES = examples.flatMap(({ file, nodes }) =>
	nodes
		.filter(({ type }) => type in DESCRIPTIONS)
		.map((node): [string, ExampleNode] => [`${file}: ${node.name}`, node]),
);

/**
 * A field is shown where each of the parameters that it depends on has one of the values that it asks for; what is left out has its
 * default.
 */
function isShown(
	{ displayOptions }: INodeProperties,
	parameters: Record<string, unknown>,
	fields: INodeProperties[],
): boolean {
	const valueOf = (name: string) =>
		parameters[name] ?? fields.find((field) => field.name === name)?.default;
	return Object.entries(displayOptions?.show ?? {}).every(([name, wanted]) =>
		[valueOf(name)].flat().some((value) => (wanted as unknown[]).includes(value)),
	);
}

/** What of these parameters the node does not have, or does not take. */
function strange(
	fields: INodeProperties[],
	parameters: Record<string, unknown>,
	path = '',
): string[] {
	return Object.entries(parameters).flatMap(([name, value]) => {
		const field = fields.find((one) => one.name === name && isShown(one, parameters, fields));
		if (field === undefined) {
			return ADDED_BY_N8N.includes(name) ? [] : [`${path}${name} is not a parameter`];
		}
		return strangeValues(field, value, `${path}${name}`);
	});
}

function strangeValues(field: INodeProperties, value: unknown, path: string): string[] {
	switch (field.type) {
		case 'options':
		case 'multiOptions': {
			const known = (field.options ?? []).map((one) => ('value' in one ? one.value : undefined));
			return [value]
				.flat()
				.filter((one) => !known.includes(one as string))
				.map((one) => `${path} has no option ${String(one)}`);
		}
		case 'boolean':
		case 'number':
			return typeof value === field.type || isExpression(value)
				? []
				: [`${path} is no ${field.type}`];
		case 'collection':
			return strange(
				field.options as INodeProperties[],
				value as Record<string, unknown>,
				`${path}.`,
			);
		case 'fixedCollection':
			return Object.entries(value as Record<string, unknown>).flatMap(([group, entries]) => {
				const { values = [] } =
					(field.options as INodePropertyCollection[]).find(({ name }) => name === group) ?? {};
				return [entries]
					.flat()
					.flatMap((entry) =>
						strange(values, entry as Record<string, unknown>, `${path}.${group}.`),
					);
			});
		default:
			return [];
	}
}

function isExpression(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=');
}

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** A node takes 96 by 96 on the canvas, and its name two or three lines under that. */
const NODE_SIZE = { width: 96, height: 96 + 64 };
const NAME_OVERHANG = 24;

function boxOf({ name, type, position: [x, y], parameters }: ExampleNode): Box {
	if (type === NOTE) {
		const { width, height } = parameters as { width: number; height: number };
		return { name, left: x, top: y, right: x + width, bottom: y + height };
	}
	return {
		name,
		left: x - NAME_OVERHANG,
		top: y,
		right: x + NODE_SIZE.width + NAME_OVERHANG,
		bottom: y + NODE_SIZE.height,
	};
}

function overlap(one: Box, other: Box): boolean {
	return (
		one.left < other.right &&
		other.left < one.right &&
		one.top < other.bottom &&
		other.top < one.bottom
	);
}

it('there are thirteen, and they are not part of the published package', () => {
	expect(examples).toHaveLength(13);
	expect(packageJson.files.some((path) => path.startsWith('examples'))).toBe(false);
});

describe.each(AWIN_NODES)('%s', (_, { type, parameters }) => {
	it('has no parameter and no option that the node does not have', () => {
		expect(strange(DESCRIPTIONS[type], parameters)).toEqual([]);
	});

	it('leaves the account to whoever imports it', () => {
		const isForAll = parameters.watch === 'allAccounts';
		const nobodys = isForAll ? undefined : { __rl: true, mode: 'list', value: '' };
		expect(parameters.accountId).toEqual(nobodys);
	});
});

describe.each(named)('%s', (_, { name, nodes, connections }) => {
	const notes = nodes.filter(({ type }) => type === NOTE);

	it('is named as an example, and says what it does and what to do first', () => {
		expect(name).toMatch(/^Awin example \d+: ./);
		const [readMe] = notes.filter((note) => note.name === 'Read me');
		expect(readMe.parameters.content).toMatch(/^## .+\n\n.+/);
		expect(readMe.parameters.content).toContain('**Before you start**');
	});

	it('connects nodes that it has, and each but the first ones is reached', () => {
		const targets = Object.values(connections).flatMap(({ main }) => main.flat());
		const names = nodes.filter(({ type }) => type !== NOTE).map((node) => node.name);
		expect(Object.keys(connections).filter((source) => !names.includes(source))).toEqual([]);
		expect(targets.filter(({ node }) => !names.includes(node))).toEqual([]);
		const unreached = nodes.filter(
			(node) => node.type !== NOTE && !targets.some((target) => target.node === node.name),
		);
		expect(unreached.filter(({ type }) => !/trigger$/i.test(type))).toEqual([]);
	});

	it('has ids and names of its own for all nodes', () => {
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		expect(new Set(nodes.map((node) => node.name)).size).toBe(nodes.length);
	});

	it('holds no credential, no account of anybody and no pinned data', () => {
		expect(nodes.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
		expect(JSON.stringify(nodes)).not.toMatch(/xox[abp]-|ya29\.|PRIVATE KEY|Bearer|shpat_/);
		const locators = nodes.flatMap(({ parameters }) =>
			['channelId', 'accountId'].map(
				(key) => (parameters[key] as { value?: string } | undefined)?.value,
			),
		);
		expect(locators.filter((value) => value && !isExpression(value))).toEqual([]);
		const sheets = nodes.filter((node) => node.name === 'Settings').flatMap(fieldsOf);
		expect(sheets.filter((field) => field.name === 'sheet').map(({ value }) => value)).toEqual(
			nodes.some(({ type }) => type === 'n8n-nodes-base.googleSheets') && sheets.length > 0
				? ['paste the address of your Google sheet here']
				: [],
		);
	});

	it('posts no text of others in which Slack would see a link or a mention', () => {
		const texts = nodes
			.filter(({ type }) => type === 'n8n-nodes-base.slack')
			.flatMap(
				({ parameters: { text, message } }) => String(text ?? message).match(/{{.*?}}/g) ?? [],
			);
		const ofOthers =
			/siteName|orderReference|lines\.slice|\.message|\.nextStep|\.workflow|\.step\b/;
		const bare = texts
			.filter((text) => ofOthers.test(text))
			.filter((text) => !text.includes(SLACK_ESCAPES));
		expect(bare).toEqual([]);
	});

	it('takes no currency for one with two decimals, because yen have none and dinars three', () => {
		const texts = JSON.stringify(nodes.filter(({ type }) => type !== NOTE));
		expect(texts.match(/toFixed\(\d\)|(min|max)imumFractionDigits: [0-2]/g) ?? []).toEqual([]);
	});

	it('is laid out so that nothing overlaps', () => {
		const boxes = nodes.map(boxOf);
		const overlaps = boxes.flatMap((one, index) =>
			boxes
				.slice(index + 1)
				.filter((other) => overlap(one, other))
				.map((other) => `${one.name} and ${other.name}`),
		);
		expect(overlaps).toEqual([]);
	});

	it('asks about money before it moves any', () => {
		const movers = nodes.filter(
			({ type, parameters }) =>
				type === 'n8n-nodes-awin.awin' &&
				['validate', 'submit'].includes(String(parameters.operation)),
		);
		const isDry = movers.map(
			({ parameters }) => (parameters.options as { dryRun?: boolean }).dryRun === true,
		);
		const hasSwitch = nodes
			.filter((node) => node.name === 'Settings')
			.flatMap(fieldsOf)
			.some((field) => field.name === 'sendForReal' && field.value === false);
		expect(isDry.every(Boolean) || (hasSwitch && isDry[0])).toBe(true);
	});
});
