/**
 * A real n8n for one test file: fresh folder, the package installed from its tarball, an owner signed in.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	N8nClient,
	type Execution,
	type OutputItem,
	type WorkflowInput,
	type WorkflowNode,
} from '../../demo/n8n/client.cts';
import { inALine } from '../../demo/n8n/connections.cts';
import { installPackage, packPackage } from '../../demo/n8n/package-install.cts';
import { projectDirectory } from '../../demo/n8n/paths.cts';
import { startN8n, type N8nProcess } from '../../demo/n8n/process.cts';
import { ensureRuntime } from '../../demo/n8n/runtime.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { filesWithSecrets } from './everything.cts';

/** For `beforeAll`: the first run on a machine downloads n8n and compiles its database driver. */
export const FIRST_START_TIMEOUT_MS = 20 * 60_000;

/** How long a test waits for what has to happen: nothing takes nearly as long, but for a machine that is busy elsewhere. */
export const LONGEST_WAIT_MS = 10 * 60_000;

/** Whether the tests run in the oldest n8n that is supported, which cannot do everything. */
export const IS_OLDEST = process.env.N8N_RUNTIME === 'oldest';

/** What stands beside `error` in an item on the error output: n8n before 2.34 knows no `details`. */
export const DETAILS = IS_OLDEST ? 'message' : 'details';

export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Test',
	lastName: 'Owner',
	password: 'Testing-n8n-1',
};

export { inALine };

export interface RealN8n {
	process: N8nProcess;
	client: N8nClient;
	userFolder: string;
	/** Stops n8n, looks for tokens in all that it has kept, and removes its folder. */
	close(): Promise<void>;
}

function progress(line: string): void {
	process.stderr.write(`${line}\n`);
}

export async function startRealN8n(env: NodeJS.ProcessEnv = {}): Promise<RealN8n> {
	const runtime = await ensureRuntime({ progress });
	const tarball = await packPackage({ projectDirectory: projectDirectory(), progress });
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-nodes-awin-e2e-'));
	const remove = async () => await rm(userFolder, { recursive: true, force: true });
	await installPackage({ tarball, userFolder });
	const logFile = join(userFolder, 'n8n.log');
	const n8n = await startN8n({ runtime, userFolder, env, logFile }).catch(async (error) => {
		await remove();
		throw error;
	});
	const client = new N8nClient(n8n.url);
	await client.setUpOwner(OWNER);
	return {
		process: n8n,
		client,
		userFolder,
		close: async () => {
			await n8n.stop();
			// Its database, with everything that was executed and saved, and its log.
			const found = await filesWithSecrets(userFolder, Object.values(TOKENS));
			if (found.length > 0) throw new Error(`An access token can be read in ${found.join(', ')}`);
			await remove();
		},
	};
}

/** Signs in again, after n8n was started anew on the same folder. */
export async function signIn(n8n: N8nProcess): Promise<N8nClient> {
	const client = new N8nClient(n8n.url);
	await client.signIn(OWNER.email, OWNER.password);
	return client;
}

export function manualTrigger(): WorkflowNode {
	return {
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/** A workflow that starts with this trigger and does nothing else. */
export function startingWith(
	name: string,
	trigger: Omit<WorkflowNode, 'typeVersion' | 'position'>,
): WorkflowInput {
	const nothing = { name: 'Nothing', type: 'n8n-nodes-base.noOp', parameters: {} };
	const nodes = [trigger, nothing].map(
		(node, index): WorkflowNode => ({ ...node, typeVersion: 1, position: [index * 200, 0] }),
	);
	return { name, nodes, connections: inALine(nodes) };
}

/** The same with the notification trigger, which listens below its `webhookId`. */
export function notifiedWorkflow(webhookId: string, parameters: WorkflowNode['parameters']) {
	return startingWith('Sales', {
		name: 'Awin Notification Trigger',
		type: 'n8n-nodes-awin.awinNotificationTrigger',
		webhookId,
		parameters,
	});
}

/** What a node gave out at one of its outputs in its last run. */
export function outputOf(execution: Execution, nodeName: string, output = 0): OutputItem[] {
	return execution.runData[nodeName]?.at(-1)?.data?.main?.[output] ?? [];
}
