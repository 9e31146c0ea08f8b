/**
 * Find by Order Reference as tests run it.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { Execution, ExecutionSettings } from './contexts.cts';
import { columnOf, runOver } from './rows.cts';
import { ADVERTISER } from './sandbox.cts';

/** Two windows of time, and with them two calls. */
export const findParameters: INodeParameters = {
	resource: 'transaction',
	operation: 'find',
	accountType: 'advertiser',
	accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
	orderReference: '={{ $json.order }}',
	timezone: 'UTC',
	options: { searchBackDays: 62 },
};

/** Runs the node over these columns, one item each. */
export async function find(
	sandbox: SandboxServer,
	columns: IDataObject[],
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
): Promise<Execution> {
	return await runOver(sandbox, columns, { ...findParameters, ...parameters }, settings);
}

export interface FindColumn {
	outcome: string;
	transaction: IDataObject | null;
	transactions: IDataObject[] | null;
	message: string;
	nextStep: string | null;
}

/** The result column of each item. */
export function findingsOf(items: INodeExecutionData[]): FindColumn[] {
	return columnOf(items);
}

/** The spans of time that the sandbox was asked for, oldest first. */
export function spansAskedFor({ awin }: SandboxServer): string[] {
	return awin.calls
		.filter(({ query }) => query.startDate)
		.map(({ query }) => `${query.startDate} ${query.endDate}`)
		.sort();
}
