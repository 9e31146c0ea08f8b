/**
 * Compare With Orders as tests run it: orders of a shop, one to an item, and what is proposed for them.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { Execution, ExecutionSettings } from './contexts.cts';
import { runOver } from './rows.cts';
import { ADVERTISER } from './sandbox.cts';

export const compareParameters: INodeParameters = {
	resource: 'transaction',
	operation: 'compareOrders',
	accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
	orderReference: '={{ $json.order }}',
	orderStatus: '={{ $json.status }}',
	amount: '={{ $json.total }}',
	currency: '={{ $json.currency }}',
	orderDate: '={{ $json.date }}',
	clickChecksum: '={{ $json.awc }}',
	voucher: '={{ $json.voucher }}',
	timezone: 'UTC',
};

/** A paid order of 100 EUR without a date, as the sandbox has them for the tests. */
export function orderOf(order: string, changes: IDataObject = {}): IDataObject {
	return { order, status: 'paid', total: 100, currency: 'EUR', ...changes };
}

/** Runs the node over these orders, one item each. */
export async function compare(
	sandbox: SandboxServer,
	orders: IDataObject[],
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
): Promise<Execution> {
	return await runOver(sandbox, orders, { ...compareParameters, ...parameters }, settings);
}

export interface ProposalColumn {
	proposedAction: string;
	reason: string;
	saleAmount: number | null;
	currency: string | null;
	transactionParts: Array<{ amount: number; commissionGroupCode: string }> | null;
	declineReason: string | null;
	amendReason: string | null;
	transaction: (IDataObject & { id: number }) | null;
	transactions: Array<IDataObject & { id: number }> | null;
	deadline: string | null;
}

/** Those without an order are paired to nothing, which has to be said: n8n pairs an only item to everything. */
function isOfOrder({ pairedItem }: INodeExecutionData): boolean {
	return !Array.isArray(pairedItem);
}

/** The column of each item that is paired to an order. */
export function proposalsOf(items: INodeExecutionData[]): ProposalColumn[] {
	const found = items.filter(isOfOrder);
	if (found.length === 0) throw new Error('No order came out');
	return found.map(({ json }) => json.awin as unknown as ProposalColumn);
}

/** What is proposed for each order. */
export function wordsOf(items: INodeExecutionData[]): string[] {
	return proposalsOf(items).map(({ proposedAction }) => proposedAction);
}

/** The column of each transaction that no order has. */
export function unmatchedOf(items: INodeExecutionData[]): ProposalColumn[] {
	return items
		.filter((item) => !isOfOrder(item))
		.map(({ json }) => json.awin as unknown as ProposalColumn);
}
