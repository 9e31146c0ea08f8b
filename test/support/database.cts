/**
 * What the database of a running n8n holds.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { ensureRuntime } from '../../demo/n8n/runtime.cts';

const run = promisify(execFile);

// SQLite comes with the Node.js that n8n runs on, not necessarily with the one that runs this.
const READ_SCRIPT = `
const { DatabaseSync } = require('node:sqlite');
const { file, workflowId } = JSON.parse(process.argv[1]);
const database = new DatabaseSync(file, { readOnly: true });
database.exec('PRAGMA busy_timeout = 10000');
const row = database.prepare('SELECT staticData FROM workflow_entity WHERE id = ?').get(workflowId);
process.stdout.write(row.staticData ?? '{}');
`;

/** The static data of a workflow, by node: what would be left of it if n8n ended now. */
export async function storedStaticData(
	userFolder: string,
	workflowId: string,
): Promise<Record<string, unknown>> {
	const { nodeBinary } = await ensureRuntime({ progress: () => undefined });
	const file = join(userFolder, '.n8n', 'database.sqlite');
	const { stdout } = await run(nodeBinary, [
		'-e',
		READ_SCRIPT,
		JSON.stringify({ file, workflowId }),
	]);
	return JSON.parse(stdout) as Record<string, unknown>;
}
