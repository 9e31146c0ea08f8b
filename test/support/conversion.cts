/**
 * Submit Conversions, and proofs of purchase, as tests run them: orders as a sheet has them, and what the sandbox booked.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { OrderEntry } from '../../demo/sandbox/ledger.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { Execution, ExecutionSettings } from './contexts.cts';
import { columnOf, runOver } from './rows.cts';
import { ADVERTISER, PUBLISHER } from './sandbox.cts';

export const ORDERS = { match: { path: '/orders' } };

export const submitParameters: INodeParameters = {
	resource: 'conversion',
	operation: 'submit',
	accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
	orderReference: '={{ $json.order }}',
	amount: '={{ $json.total }}',
	currency: 'EUR',
	attribution: ['awc'],
	awc: '={{ $json.awc }}',
};

export const proofParameters: INodeParameters = {
	resource: 'proofOfPurchase',
	operation: 'submit',
	accountId: { __rl: true, mode: 'id', value: String(PUBLISHER) },
	advertiserId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
	orderReference: '={{ $json.order }}',
	amount: '={{ $json.total }}',
	currency: 'EUR',
	transactionTime: '2026-06-14T15:00:00+02:00',
};

export function columnsOf(count: number, from = 1): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({
		order: `A-${from + index}`,
		total: 10 + index / 100,
		awc: `77101_1769871600_${from + index}`,
	}));
}

/** Runs the node over these columns, one item each. */
export async function submit(
	sandbox: SandboxServer,
	columns: IDataObject[],
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
): Promise<Execution> {
	return await runOver(sandbox, columns, { ...submitParameters, ...parameters }, settings);
}

export interface AwinColumn {
	outcome: string;
	code: number | null;
	message: string;
	nextStep: string | null;
	batchId: string | null;
	correlationId: string | null;
	warnings: string[];
	sent: IDataObject | null;
	[member: string]: unknown;
}

export function resultsOf(items: INodeExecutionData[]): AwinColumn[] {
	return columnOf(items);
}

export function outcomesOf(items: INodeExecutionData[]): string[] {
	return resultsOf(items).map(({ outcome }) => outcome);
}

/** How many items had which outcome. */
export function countsOf(items: INodeExecutionData[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const outcome of outcomesOf(items)) counts[outcome] = (counts[outcome] ?? 0) + 1;
	return counts;
}

/** Every order that the sandbox has taken, test orders included, as it was sent. */
export function ledgerOf(sandbox: SandboxServer): OrderEntry[] {
	return sandbox.awin.ledger.filter((entry): entry is OrderEntry => entry.kind === 'order');
}

export function bookedReferences(sandbox: SandboxServer): string[] {
	return ledgerOf(sandbox)
		.filter(({ isTest }) => !isTest)
		.map(({ reference }) => reference);
}

/** How many orders each call had, in order of time. */
export function batchSizes(sandbox: SandboxServer): number[] {
	return sandbox.awin.calls
		.filter(({ path }) => path.endsWith('/orders'))
		.map(({ bodyText }) => (JSON.parse(bodyText) as { orders: unknown[] }).orders.length);
}
