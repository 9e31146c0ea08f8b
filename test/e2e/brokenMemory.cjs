/**
 * Has the `WorkflowExecute` of an installed n8n run the built Awin node, with what n8n remembers of the node before broken in
 * one of many ways, and prints what went to which branch. Jest cannot load the n8n-core of every version; Node.js can.
 *
 *     node test/e2e/brokenMemory.cjs <folder with n8n's node_modules> <file of the built node>
 */
const { createRequire, Module } = require('node:module');
const { join } = require('node:path');

const [, , runtimeFolder, nodeFile] = process.argv;
// The node finds n8n's own modules in the way in which it does within n8n.
process.env.NODE_PATH = join(runtimeFolder, 'node_modules');
Module._initPaths();
const fromN8n = createRequire(join(runtimeFolder, 'package.json'));
fromN8n('reflect-metadata');
const core = fromN8n('n8n-core');
const workflowModule = fromN8n('n8n-workflow');
const { Awin } = require(nodeFile);

const passOn = {
	description: {
		displayName: 'Pass On',
		name: 'passOn',
		group: ['transform'],
		version: 1,
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};
const nodeTypes = {
	getByNameAndVersion: (type) => (type === 'passOn' ? passOn : new Awin()),
	getByName: (type) => (type === 'passOn' ? passOn : new Awin()),
	getKnownTypes: () => ({}),
};

const SPOIL = {
	'everything as it was': () => undefined,
	'nothing of what the node before gave': (memory) => (memory.runs[0] = []),
	'no run of the node before': (memory) => (memory.runs = []),
	'fewer items than there are': (memory) => memory.runs[0][0].splice(1),
	'another output': (memory) => (memory.source.main[0].previousNodeOutput = 1),
	'the items in another order': (memory) => memory.runs[0][0].reverse(),
	'a place without a source': (memory) => (memory.source = { main: [null] }),
	'no place for a source': (memory) => (memory.source = { main: [] }),
};

async function run(spoil) {
	const items = [{ id: 'none' }, { id: 5 }, { id: 'nor this' }].map((json, index) => ({
		json: { ...json, mark: `item ${index}` },
	}));
	const memory = {
		runs: [[items.map((item, index) => ({ ...item, pairedItem: { item: index } }))]],
		source: { main: [{ previousNode: 'Sheet' }] },
	};
	spoil(memory);
	const node = (name, type, rest) => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...rest,
	});
	const awin = node('Awin', 'n8n-nodes-awin.awin', {
		onError: 'continueErrorOutput',
		credentials: { awinOAuth2Api: { id: '1', name: 'Awin account' } },
		parameters: {
			resource: 'transaction',
			operation: 'validate',
			accountId: { __rl: true, mode: 'id', value: '77101' },
			action: 'approve',
			identifyBy: 'transactionId',
			transactionId: '={{ $json.id }}',
			timezone: 'UTC',
			options: { dryRun: true },
		},
	});
	const to = (name) => [{ node: name, type: 'main', index: 0 }];
	const workflow = new workflowModule.Workflow({
		id: 'w',
		nodes: [node('Sheet', 'passOn'), awin, node('Good', 'passOn'), node('Failed', 'passOn')],
		connections: { Sheet: { main: [to('Awin')] }, Awin: { main: [to('Good'), to('Failed')] } },
		active: false,
		nodeTypes,
		settings: { timezone: 'UTC', executionOrder: 'v1' },
	});
	// n8n 2.x works expressions out in a place of their own, which has to be asked for.
	await workflow.expression.acquireIsolate?.();
	const data = workflowModule.createEmptyRunExecutionData();
	data.resultData.runData.Sheet = memory.runs.map((main) => ({
		startTime: 0,
		executionTime: 0,
		executionIndex: 0,
		source: [],
		data: { main },
	}));
	data.executionData = {
		contextData: {},
		metadata: {},
		waitingExecution: {},
		waitingExecutionSource: {},
		nodeExecutionStack: [{ node: awin, data: { main: [items] }, source: memory.source }],
	};
	const additionalData = {
		credentialsHelper: {
			getParentTypes: () => [],
			getDecrypted: async () => ({ accessToken: 'not-a-token', environment: 'live' }),
			isCredentialUsableByNode: () => true,
		},
		hooks: new core.ExecutionLifecycleHooks('trigger', '1', { id: 'w' }),
		executionId: '1',
		currentNodeExecutionIndex: 1,
		currentNodeParameters: {},
		variables: {},
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
	};
	const execution = new core.WorkflowExecute(additionalData, 'trigger', data);
	const { resultData } = (await execution.processRunExecutionData(workflow)).data;
	const arrivedAt = (name) =>
		(resultData.runData[name]?.[0].data.main[0] ?? []).map(({ json }) => json.mark);
	return { good: arrivedAt('Good'), failed: arrivedAt('Failed') };
}

async function main() {
	const results = {};
	for (const [name, spoil] of Object.entries(SPOIL)) results[name] = await run(spoil);
	process.stdout.write(`\n${JSON.stringify(results)}\n`);
	process.exit(0);
}

void main();
