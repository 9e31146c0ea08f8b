/**
 * Saved workflows as n8n opens them: which value each parameter has, and what its nodes then ask of Awin.
 */
import 'reflect-metadata';
import { ExecuteContext, PollContext, WebhookContext } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IPinData,
} from 'n8n-workflow';

import type { SandboxResponse, SandboxRequest } from '../../demo/sandbox/respond.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { Awin } from '../../nodes/Awin/Awin.node';
import { AwinNotificationTrigger } from '../../nodes/AwinNotificationTrigger/AwinNotificationTrigger.node';
import { AwinTrigger } from '../../nodes/AwinTrigger/AwinTrigger.node';
import { additionalDataOf, executeAwin } from '../support/contexts.cts';
import { emptyStore } from '../support/deduplication.cts';
import { TriggerInN8n } from '../support/poll.cts';
import { credentialsFor, NOW_MS } from '../support/sandbox.cts';

const AWIN = 'n8n-nodes-awin.awin';
const TRIGGER = 'n8n-nodes-awin.awinTrigger';
const NOTIFIED = 'n8n-nodes-awin.awinNotificationTrigger';

export const TYPES: Record<string, INodeType> = {
	[AWIN]: new Awin() as INodeType,
	[TRIGGER]: new AwinTrigger(),
	[NOTIFIED]: new AwinNotificationTrigger(),
};

const nodeTypes = {
	getByName: (type: string) => TYPES[type],
	getByNameAndVersion: (type: string) => TYPES[type],
	getKnownTypes: () => ({}),
} as INodeTypes;

/** As n8n writes it into its database, and into a file when it is downloaded. */
export interface SavedWorkflow {
	name: string;
	nodes: INode[];
	connections: IConnections;
	pinData?: IPinData;
}

export function open({ name, nodes, connections }: SavedWorkflow): Workflow {
	const settings = { timezone: 'Europe/Berlin' };
	return new Workflow({
		id: 'saved',
		name,
		nodes: structuredClone(nodes),
		connections,
		active: false,
		nodeTypes,
		settings,
	});
}

/** The package's own nodes in it. */
export function awinNodesOf(workflow: Workflow): INode[] {
	return Object.values(workflow.nodes).filter(({ type }) => type in TYPES);
}

/** The value of every parameter as the node gets it, expressions as they were written. */
export function parametersOf(workflow: Workflow, node: INode): IDataObject {
	const context = contextOf(workflow, node);
	const names = Object.keys(node.parameters).filter((name) => name !== 'pollTimes');
	const entries = names.map((name) => [
		name,
		context.getNodeParameter(name, undefined, { rawExpressions: true }),
	]);
	const webhooks = TYPES[node.type].description.webhooks ?? [];
	const paths = webhooks.map(({ httpMethod, path }) => [
		`${String(httpMethod)} path`,
		workflow.expression.getSimpleParameterValue(node, path, 'internal', {}),
	]);
	return Object.fromEntries([...entries, ...paths]) as IDataObject;
}

function contextOf(workflow: Workflow, node: INode) {
	const additionalData = additionalDataOf({});
	switch (node.type) {
		case TRIGGER:
			return new PollContext(workflow, node, additionalData, 'trigger', 'activate');
		case NOTIFIED:
			return new WebhookContext(workflow, node, additionalData, 'webhook', {} as never, [], null);
		default: {
			const context = new ExecuteContext(
				workflow,
				node,
				additionalData,
				'manual',
				createRunExecutionData({}),
				0,
				[],
				{ main: [[]] },
				{ node, data: {}, source: null },
				[],
			);
			const getNodeParameter = context.getNodeParameter.bind(context);
			return {
				getNodeParameter: (name: string, fallback?: unknown, options?: object) =>
					getNodeParameter(name, 0, fallback, options),
			};
		}
	}
}

/** What a node asks of Awin in one run, over the items that are pinned in front of it: method, address and body. */
export async function callsOf(
	sandbox: SandboxServer,
	{ type, parameters }: INode,
	items: IDataObject[],
): Promise<unknown[]> {
	await emptyStore();
	const calls: unknown[] = [];
	const { awin } = sandbox;
	const handle = awin.handle.bind(awin);
	awin.handle = (request: SandboxRequest): SandboxResponse => {
		const { method, url, body } = request;
		calls.push(body ? [method, url, bodyOf(body)] : [method, url]);
		return handle(request);
	};
	const credentials = credentialsFor(sandbox);
	const timezone = 'Europe/Berlin';
	if (type === TRIGGER) {
		await new TriggerInN8n({ parameters, credentials, timezone, nowMs: () => NOW_MS }).poll();
	} else {
		const input = items.map((json): INodeExecutionData => ({ json }));
		// Continuing, since it is about what is asked: a made-up Awin need not have what a pinned item names.
		const onError = 'continueRegularOutput';
		await executeAwin({ parameters, credentials, timezone, items: input, onError });
	}
	// Some are made at once, in any order; and how often Awin is asked whether a job is done depends on the time it takes.
	return [...new Set(calls.map((call) => JSON.stringify(call)))]
		.sort()
		.map((call) => JSON.parse(call) as unknown);
}

function bodyOf(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return body;
	}
}
