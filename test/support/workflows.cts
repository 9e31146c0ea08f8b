/**
 * Whole workflows in n8n's own engine, without a running n8n: loops, sub-workflows and Retry On Fail as they really run.
 */
import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IConnections,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { Awin } from '../../nodes/Awin/Awin.node';
import { additionalDataOf, nodeOf, type NodeSettings } from './contexts.cts';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

function nodeType(name: string, outputs: number, execute: Execute): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name },
			inputs: ['main'],
			outputs: Array.from({ length: outputs }, () => 'main' as const),
			properties: [{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 1 }],
		},
		execute,
	};
}

/** Gives its input on. */
const start = nodeType('start', 1, async function () {
	return await Promise.resolve([this.getInputData()]);
});

/** Like n8n's *Loop Over Items*: a few items at a time to its second output, and all that came back to its first. */
const loop = nodeType('loop', 2, async function () {
	const context = this.getContext('node') as {
		items?: INodeExecutionData[];
		processedItems?: INodeExecutionData[];
	};
	const input = this.getInputData();
	if (context.items === undefined) {
		context.items = [...input];
		context.processedItems = [];
	} else {
		context.processedItems?.push(...input);
	}
	const size = Number(this.getNode().parameters.batchSize);
	const next = context.items.splice(0, size);
	return await Promise.resolve(next.length > 0 ? [[], next] : [context.processedItems ?? [], []]);
});

/** Like n8n's *Execute Sub-workflow* in its mode "Run once for each item". */
const call = nodeType('call', 1, async function () {
	const results: INodeExecutionData[] = [];
	const { $execution } = this.getWorkflowDataProxy(0);
	for (const item of this.getInputData()) {
		const { data } = await this.executeWorkflow({ id: 'sub' }, [item], undefined, {
			parentExecution: {
				executionId: ($execution as { id: string }).id,
				workflowId: this.getWorkflow().id ?? '',
			},
		});
		results.push(...(data[0] ?? []));
	}
	return [results];
});

const TYPES: Record<string, INodeType> = {
	start,
	loop,
	splitInBatches: loop,
	call,
	awin: new Awin() as INodeType,
};

const nodeTypes = {
	getByName: (type: string) => TYPES[type.split('.').at(-1) ?? ''],
	getByNameAndVersion: (type: string) => TYPES[type.split('.').at(-1) ?? ''],
	getKnownTypes: () => ({}),
} as INodeTypes;

function helper(name: string, parameters: INode['parameters'] = {}): INode {
	return {
		id: name,
		name,
		type: `test.${name.toLowerCase()}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
}

const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];

interface Shape {
	nodes: INode[];
	connections: IConnections;
}

type AwinSettings = NodeSettings & Partial<Pick<INode, 'retryOnFail' | 'maxTries' | 'onError'>>;

function awinNode({ retryOnFail, maxTries, ...settings }: AwinSettings): INode {
	return { ...nodeOf(settings), retryOnFail, maxTries, waitBetweenTries: 1 };
}

/** One run of the node. */
export function straight(settings: AwinSettings): Shape {
	const nodes = [helper('Start'), awinNode(settings)];
	return { nodes, connections: { Start: { main: [to('Awin')] } } };
}

/** The node in a loop over `batchSize` items at a time. */
export function looped(settings: AwinSettings, batchSize: number): Shape {
	return {
		nodes: [helper('Start'), helper('Loop', { batchSize }), awinNode(settings)],
		connections: {
			Start: { main: [to('Loop')] },
			Loop: { main: [[], to('Awin')] },
			Awin: { main: [to('Loop')] },
		},
	};
}

/** A workflow that calls a sub-workflow once for each item. */
const CALLING: Shape = {
	nodes: [helper('Start'), helper('Call')],
	connections: { Start: { main: [to('Call')] } },
};

let executions = 0;

async function execute(
	shape: Shape,
	items: INodeExecutionData[],
	settings: NodeSettings,
	{ sub = [], parent }: { sub?: Shape[]; parent?: IDataObject } = {},
): Promise<{ executionId: string; run: IRun }> {
	const workflow = new Workflow({
		id: parent ? 'sub' : 'main',
		...shape,
		active: false,
		nodeTypes,
		settings: { timezone: settings.timezone ?? 'UTC', executionOrder: 'v1' },
	});
	const executionId = String(++executions);
	const hooks = new ExecutionLifecycleHooks('integrated', executionId, {} as never);
	const [next, ...deeper] = sub;
	const additionalData = {
		...additionalDataOf(settings.credentials),
		executionId,
		hooks,
		executeWorkflow: async (
			_info: unknown,
			_data: unknown,
			options: { inputData: INodeExecutionData[]; parentExecution: IDataObject },
		) => {
			const inner = await execute(next, options.inputData, settings, {
				sub: deeper,
				parent: options.parentExecution,
			});
			const { error, runData, lastNodeExecuted = '' } = inner.run.data.resultData;
			if (error) throw error;
			return {
				executionId: inner.executionId,
				data: runData[lastNodeExecuted].at(-1)?.data?.main ?? [],
			};
		},
	} as unknown as IWorkflowExecuteAdditionalData;
	// As n8n begins a sub-workflow, and everything else.
	const runExecutionData = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{
					node: workflow.getNode('Start') as INode,
					data: { main: [items] },
					source: null,
					metadata: parent ? { parentExecution: parent as never } : undefined,
				},
			],
		},
		parentExecution: parent as never,
	});
	const engine = new WorkflowExecute(additionalData, 'integrated', runExecutionData);
	return { executionId, run: await engine.processRunExecutionData(workflow) };
}

export interface WorkflowResult {
	/** What the Awin node gave out, run by run. Of sub-workflows, what the calling node gave out. */
	runs: INodeExecutionData[][];
	error?: { message: string; description?: string | null };
}

/**
 * Runs a workflow over these columns, one item each.
 *
 * @param depth how many workflows call one another before the one with the node is reached
 */
export async function runWorkflow(
	shape: Shape,
	columns: IDataObject[],
	settings: NodeSettings,
	depth = 0,
): Promise<WorkflowResult> {
	const items = columns.map((json, item) => ({ json, pairedItem: { item } }));
	const shapes = [...Array.from({ length: depth }, () => CALLING), shape];
	const { run } = await execute(shapes[0], items, settings, { sub: shapes.slice(1) });
	const { error, runData } = run.data.resultData;
	const last = depth > 0 ? 'Call' : 'Awin';
	const runs = (runData[last] ?? []).map(({ data }) =>
		(data?.main ?? []).flatMap((out) => out ?? []),
	);
	return { runs, error: error as WorkflowResult['error'] };
}
