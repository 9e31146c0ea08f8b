/**
 * The node over the rows of a sheet, as its users run it.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

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

/** The result column of each item. Without an item there is nothing to look at, and a loop over it would prove nothing. */
export function columnOf<Column>(items: INodeExecutionData[]): Column[] {
	if (items.length === 0) throw new Error('No items came out');
	return items.map(({ json }) => json.awin as unknown as Column);
}
