/**
 * The workflows in `examples/`, as they are shipped and as somebody has set them up.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SavedCredential, WorkflowInput, WorkflowNode } from '../../demo/n8n/client.cts';
import { projectDirectory } from '../../demo/n8n/paths.cts';

export type ExampleNode = WorkflowNode & { id: string };

export interface Example extends WorkflowInput {
	/** Such as `01-new-sale-to-slack`. */
	file: string;
	nodes: ExampleNode[];
	connections: Record<
		string,
		{ main: Array<Array<{ node: string; type: string; index: number }>> }
	>;
}

const DIRECTORY = join(projectDirectory(), 'examples');

export function readExamples(): Example[] {
	return readdirSync(DIRECTORY)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => ({
			...(JSON.parse(readFileSync(join(DIRECTORY, name), 'utf8')) as Example),
			file: name.replace(/\.json$/, ''),
		}));
}

/** @param start how its file name begins, such as `04` */
export function readExample(start: string): Example {
	const [example] = readExamples().filter(({ file }) => file.startsWith(start));
	return example;
}

/** What somebody chooses who sets an example up. */
export interface Choices {
	/** By type. */
	credentials: Record<string, SavedCredential>;
	accountId: number;
	channel: string;
	/** The address of the Google sheet. */
	sheet: string;
}

/** Where n8n has several ways to sign in to a service, the one whose credential is there. */
const SIGN_IN: Record<string, { credential: string; authentication?: string }> = {
	'n8n-nodes-awin.awin': { credential: 'awinOAuth2Api' },
	'n8n-nodes-awin.awinTrigger': { credential: 'awinOAuth2Api' },
	'n8n-nodes-base.slack': { credential: 'slackApi' },
	'n8n-nodes-base.googleSheets': { credential: 'googleApi', authentication: 'serviceAccount' },
	'n8n-nodes-base.shopify': { credential: 'shopifyAccessTokenApi' },
	'n8n-nodes-base.shopifyTrigger': { credential: 'shopifyAccessTokenApi' },
	'n8n-nodes-base.wooCommerce': { credential: 'wooCommerceApi' },
	'n8n-nodes-base.wooCommerceTrigger': { credential: 'wooCommerceApi' },
};

/** The workflow after somebody did what its notes say: credentials, account, channel and sheet, and nothing else. */
export function setUp({ file: _file, ...example }: Example, choices: Choices): WorkflowInput {
	return { ...example, nodes: example.nodes.map((node) => setUpNode(node, choices)) };
}

function setUpNode(node: ExampleNode, choices: Choices): ExampleNode {
	if (node.name === 'Settings') return withSheet(node, choices.sheet);
	const signIn = SIGN_IN[node.type];
	if (signIn === undefined) return node;
	const { id, name } = choices.credentials[signIn.credential];
	const { authentication } = signIn;
	const isLeft = ([key]: [string, unknown]) =>
		key in node.parameters && !isFromSettings(node.parameters[key]);
	const chosen: Record<string, unknown> = {
		accountId: { __rl: true, mode: 'list', value: String(choices.accountId) },
		channelId: { __rl: true, mode: 'id', value: choices.channel },
	};
	return {
		...node,
		credentials: { [signIn.credential]: { id, name } },
		parameters: {
			...node.parameters,
			...Object.fromEntries(Object.entries(chosen).filter(isLeft)),
			...(authentication === undefined ? {} : { authentication }),
		},
	};
}

/** What is chosen for each item by an expression needs no choice of a person. */
function isFromSettings(value: unknown): boolean {
	return (value as { value?: unknown } | undefined)?.value?.toString().startsWith('=') ?? false;
}

/** The fields of an Edit Fields node. */
export function fieldsOf(
	node: Pick<ExampleNode, 'parameters'>,
): Array<{ name: string; value: unknown }> {
	const { assignments } = node.parameters.assignments as {
		assignments: Array<{ name: string; value: unknown }>;
	};
	return assignments;
}

function withSheet(node: ExampleNode, sheet: string): ExampleNode {
	const settings = structuredClone(node);
	for (const field of fieldsOf(settings)) if (field.name === 'sheet') field.value = sheet;
	return settings;
}
