/**
 * What most test files in a real n8n begin with: a sandbox, an n8n with the package, and a credential that joins the two.
 */
import type { Execution, SavedCredential, WorkflowNode } from '../../demo/n8n/client.cts';
import type { SandboxServer, SandboxServerOptions } from '../../demo/sandbox/server.cts';
import { live } from './live.cts';
import { FIRST_START_TIMEOUT_MS, inALine, startRealN8n, type RealN8n } from './realN8n.cts';
import { credentialsFor, startTestSandbox } from './sandbox.cts';

export interface AwinInN8n {
	readonly sandbox: SandboxServer;
	readonly n8n: RealN8n;
	readonly credential: SavedCredential;
	/** An Awin node, named *Awin* unless `rest` says otherwise. */
	node(parameters: WorkflowNode['parameters'], rest?: Partial<WorkflowNode>): WorkflowNode;
	/** Runs these nodes, one after the other, as a workflow of their own. */
	run(nodes: WorkflowNode[]): Promise<Execution>;
}

/** Starts both before the tests of a file, and stops them afterwards. */
export function awinInN8n(options: SandboxServerOptions = {}): AwinInN8n {
	let sandbox: SandboxServer | undefined;
	let n8n: RealN8n | undefined;
	let saved: SavedCredential | undefined;

	beforeAll(async () => {
		sandbox = await startTestSandbox(options);
		n8n = await startRealN8n();
		saved = await n8n.client.createCredential({
			name: 'Awin account',
			type: 'awinOAuth2Api',
			data: credentialsFor(sandbox),
		});
	}, FIRST_START_TIMEOUT_MS);

	afterAll(async () => {
		await n8n?.close();
		await sandbox?.close();
	}, FIRST_START_TIMEOUT_MS);

	const credential = live(() => saved);
	const real = live(() => n8n);
	return {
		sandbox: live(() => sandbox),
		n8n: real,
		credential,
		node: (parameters, rest = {}) => ({
			name: 'Awin',
			type: 'n8n-nodes-awin.awin',
			typeVersion: 1,
			position: [300, 0],
			parameters,
			credentials: { awinOAuth2Api: { id: credential.id, name: credential.name } },
			...rest,
		}),
		run: async (nodes) => {
			const connections = inALine(nodes);
			const { id } = await real.client.createWorkflow({ name: 'Test', nodes, connections });
			return await real.client.runWorkflow(id);
		},
	};
}
