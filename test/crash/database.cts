/**
 * What n8n's database holds at the moment of a crash. It is read from a copy, before n8n starts again: so it is what n8n
 * itself will find, and nothing of it is changed by looking.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { ExecutionData, OutputItem } from '../../demo/n8n/client.cts';
import { parseFlatted } from '../../demo/n8n/flatted.cts';
import type { Runtime } from '../../demo/n8n/runtime.cts';

const run = promisify(execFile);
const MOST_OUTPUT_BYTES = 512 * 1024 * 1024;

export interface StoredExecution {
	id: number;
	workflowId: string;
	status: string;
	/** Null: it had not begun, or had not ended. */
	startedMs: number | null;
	stoppedMs: number | null;
	createdMs: number;
	/** The parameters of the workflow's nodes as they were then, by name. */
	parameters: Record<string, Record<string, unknown>>;
	data: ExecutionData | undefined;
}

export interface Snapshot {
	/** Those with an id beyond the one that was asked for, in the order in which they were created. */
	executions: StoredExecution[];
	/** Those that were asked for again. */
	again: StoredExecution[];
	/** What is kept of the trigger node, by either scheduler. */
	nodeState: Record<string, unknown> | undefined;
}

// SQLite comes with the Node.js that n8n runs on, not necessarily with the one that runs this.
const READ_SCRIPT = `
const { DatabaseSync } = require('node:sqlite');
const { file, workflowId, nodeName, afterId, againIds } = JSON.parse(process.argv[1]);
const database = new DatabaseSync(file);
const executions = database.prepare(
	'SELECT e.id, e.workflowId, e.status, e.createdAt, e.startedAt, e.stoppedAt, d.data, d.workflowData FROM execution_entity e LEFT JOIN execution_data d ON d.executionId = e.id WHERE e.id > ? OR e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id',
).all(afterId, JSON.stringify(againIds));
const { staticData } = database.prepare('SELECT staticData FROM workflow_entity WHERE id = ?').get(workflowId);
const cursor = database.prepare('SELECT cursor FROM poller_state WHERE workflowId = ?').get(workflowId)?.cursor;
const own = cursor ? JSON.parse(cursor) : JSON.parse(staticData ?? '{}')?.['node:' + nodeName];
process.stdout.write(JSON.stringify({ executions, nodeState: own }));
`;

export interface Look {
	runtime: Runtime;
	userFolder: string;
	/** The workflow of the trigger. */
	workflowId: string;
	nodeName: string;
	/** Executions up to this one are known already. */
	afterId: number;
	/** Except these: they had not begun when they were looked at. */
	againIds: number[];
}

/** Looks into the database of an n8n that does not run. */
export async function lookAtDatabase(look: Look): Promise<Snapshot> {
	const { runtime, userFolder, ...wanted } = look;
	const home = join(userFolder, '.n8n');
	const copy = await mkdtemp(join(tmpdir(), 'n8n-nodes-awin-crash-'));
	try {
		const files = (await readdir(home)).filter((name) => name.startsWith('database.sqlite'));
		for (const name of files) await copyFile(join(home, name), join(copy, name));
		const question = JSON.stringify({ ...wanted, file: join(copy, 'database.sqlite') });
		const { stdout } = await run(runtime.nodeBinary, ['-e', READ_SCRIPT, question], {
			maxBuffer: MOST_OUTPUT_BYTES,
		});
		const { executions, nodeState } = JSON.parse(stdout) as {
			executions: StoredRow[];
			nodeState?: Record<string, unknown>;
		};
		const all = executions.map(readRow);
		const isAgain = ({ id }: StoredExecution) => look.againIds.includes(id);
		return {
			nodeState,
			executions: all.filter((one) => !isAgain(one)),
			again: all.filter(isAgain),
		};
	} finally {
		await rm(copy, { recursive: true, force: true });
	}
}

interface StoredRow {
	id: number;
	workflowId: string;
	status: string;
	createdAt: string;
	startedAt: string | null;
	stoppedAt: string | null;
	data: string | null;
	workflowData: string | null;
}

function readRow({ data, workflowData, ...rest }: StoredRow): StoredExecution {
	return {
		id: rest.id,
		workflowId: rest.workflowId,
		status: rest.status,
		createdMs: msOf(rest.createdAt) ?? 0,
		startedMs: msOf(rest.startedAt),
		stoppedMs: msOf(rest.stoppedAt),
		parameters: parametersIn(workflowData),
		data: data === null ? undefined : (parseFlatted(data) as ExecutionData),
	};
}

/** n8n writes UTC, with a blank where ISO 8601 has a T. */
function msOf(text: string | null): number | null {
	return text === null ? null : Date.parse(`${text.replace(' ', 'T').replace(/Z$/, '')}Z`);
}

function parametersIn(workflowData: string | null): StoredExecution['parameters'] {
	const { nodes = [] } = JSON.parse(workflowData ?? '{}') as {
		nodes?: Array<{ name: string; parameters: Record<string, unknown> }>;
	};
	return Object.fromEntries(nodes.map(({ name, parameters }) => [name, parameters]));
}

interface WaitingNode {
	node: { name: string };
	data: { main?: Array<OutputItem[] | null> };
}

/**
 * What an execution has of a node: what the node gave out or, for the trigger of an execution that had not begun yet, what
 * n8n has kept for it.
 */
export function itemsIn({ data }: StoredExecution, nodeName: string): OutputItem[] {
	const given = data?.resultData?.runData?.[nodeName]?.at(-1)?.data?.main?.[0];
	if (given) return given;
	const { nodeExecutionStack = [] } = (data?.executionData ?? {}) as {
		nodeExecutionStack?: WaitingNode[];
	};
	const waiting = nodeExecutionStack.find(({ node }) => node.name === nodeName);
	return waiting?.data.main?.[0] ?? [];
}
