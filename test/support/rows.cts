/**
 * The node over the rows of a sheet, as its users run it.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { executeAwin, type Execution, type ExecutionSettings } from './contexts.cts';
import { credentialsFor } from './sandbox.cts';

/** Runs the node over these columns, one item each. */
export async function runOver(
	sandbox: SandboxServer,
	columns: IDataObject[],
	parameters: INodeParameters,
	settings: Partial<ExecutionSettings> = {},
): Promise<Execution> {
	return await executeAwin({
		credentials: credentialsFor(sandbox),
		...settings,
		parameters,
		items: columns.map((json) => ({ json })),
	});
}
