/**
 * The Awin node within a workflow that n8n itself carries out: n8n's own `WorkflowExecute` sends its items to the branches.
 *
 *     Sheet ──> Awin ──> Good ──> After
 *                  └───> Failed ──> After the failed
 *
 * The sheet has run already, so that a test can put anything in the place of what n8n remembers of it.
 */
import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type ITaskDataConnectionsSource,
	type IWorkflowBase,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { Awin } from '../../nodes/Awin/Awin.node';
import { additionalDataOf } from './contexts.cts';

const awin = new Awin();

/** Passes on what it gets, as n8n's *No Operation* does: the very same items. */
const passOn = {
	description: {
		displayName: 'Pass On',
		name: 'passOn',
		group: ['transform'],
		version: 1,
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
	},
	async execute(this: IExecuteFunctions) {
		return await Promise.resolve([this.getInputData()]);
	},
} as unknown as INodeType;

/** Makes one item of each, which shows what an expression in it finds. */
const look = {
	description: { ...passOn.description, displayName: 'Look', name: 'look' },
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData();
		const found = items.map((item, index) => ({
			json: { ...item.json, looked: this.getNodeParameter('value', index) as string },
			pairedItem: { item: index },
		}));
		return await Promise.resolve([found]);
	},
} as unknown as INodeType;

const TYPES: Record<string, INodeType> = {
	'n8n-nodes-awin.awin': awin as INodeType,
	passOn,
	look,
};

const nodeTypes = {
	getByName: (type: string) => TYPES[type],
	getByNameAndVersion: (type: string) => TYPES[type],
	getKnownTypes: () => ({}),
} as INodeTypes;

/** What n8n remembers of the node before, and where it says that the items came from. */
export interface Memory {
	/** The items at each output of each run of the sheet. */
	sheetRuns: INodeExecutionData[][][];
	/** Null: nothing is known at all. */
	source: ITaskDataConnectionsSource | null;
}

export interface WholeRun {
	parameters: INodeParameters;
	credentials: ICredentialDataDecryptedObject;
	items: INodeExecutionData[];
	node?: Partial<INode>;
	/** Makes what n8n remembers something else than what there was. */
	spoil?(memory: Memory): void;
	/** What a node on each branch looks for, as an expression. */
	lookFor?: string;
}

export interface WholeResult {
	run: IRun;
	/** What arrived at the nodes behind, by the output of the Awin node. */
	good: INodeExecutionData[];
	failed: INodeExecutionData[];
}

const CONNECTIONS = {
	Sheet: { main: [[{ node: 'Awin', type: 'main', index: 0 }]] },
	Awin: {
		main: [
			[{ node: 'Good', type: 'main', index: 0 }],
			[{ node: 'Failed', type: 'main', index: 0 }],
		],
	},
	Good: { main: [[{ node: 'After', type: 'main', index: 0 }]] },
	Failed: { main: [[{ node: 'After the failed', type: 'main', index: 0 }]] },
};

function nodeOf(name: string, type: string, rest: Partial<INode> = {}): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...rest };
}

/** Has n8n run the workflow from the Awin node on. */
export async function runWhole(settings: WholeRun): Promise<WholeResult> {
	const { parameters, credentials, items, node = {}, spoil, lookFor = '' } = settings;
	const awinNode = nodeOf('Awin', 'n8n-nodes-awin.awin', {
		parameters,
		onError: 'continueErrorOutput',
		credentials: { awinOAuth2Api: { id: '1', name: 'Awin account' } },
		...node,
	});
	const workflow = new Workflow({
		id: 'w',
		nodes: [
			nodeOf('Sheet', 'passOn'),
			awinNode,
			nodeOf('Good', 'passOn'),
			nodeOf('Failed', 'passOn'),
			nodeOf('After', 'look', { parameters: { value: lookFor } }),
			nodeOf('After the failed', 'look', { parameters: { value: lookFor } }),
		],
		connections: CONNECTIONS as never,
		active: false,
		nodeTypes,
		settings: { timezone: 'UTC', executionOrder: 'v1' },
	});
	const memory: Memory = {
		sheetRuns: [[items.map((item, index) => ({ ...item, pairedItem: { item: index } }))]],
		source: { main: [{ previousNode: 'Sheet' }] },
	};
	spoil?.(memory);
	const sheetRunData = memory.sheetRuns.map((main, executionIndex) => ({
		startTime: 0,
		executionTime: 0,
		executionIndex,
		executionStatus: 'success' as const,
		source: [],
		data: { main },
	}));
	const execution = new WorkflowExecute(
		{
			...additionalDataOf(credentials),
			hooks: new ExecutionLifecycleHooks('trigger', '1', { id: 'w' } as IWorkflowBase),
			currentNodeExecutionIndex: 1,
			webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
			formWaitingBaseUrl: 'http://localhost/form-waiting',
		} as never,
		'trigger' as WorkflowExecuteMode,
		createRunExecutionData({
			resultData: { runData: { Sheet: sheetRunData } },
			executionData: {
				nodeExecutionStack: [{ node: awinNode, data: { main: [items] }, source: memory.source }],
			},
		}),
	);
	const run = await execution.processRunExecutionData(workflow);
	const arrivedAt = (name: string) =>
		run.data.resultData.runData[name]?.flatMap(({ data }) => data?.main[0] ?? []) ?? [];
	return { run, good: arrivedAt('After'), failed: arrivedAt('After the failed') };
}
