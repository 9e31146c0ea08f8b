/**
 * Validate Transactions as tests run it: transactions of the sandbox to work on, and what comes out of a run.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { ask } from '../../demo/sandbox/ask.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { Execution, ExecutionSettings } from './contexts.cts';
import { columnOf, runOver } from './rows.cts';
import { ADVERTISER, NOW_MS, type Row } from './sandbox.cts';

/** A publisher of the advertiser that the tests work for. */
const PARTNER = 88201;

/** Puts pending transactions of the tests' advertiser into the sandbox, an hour apart, the newest an hour old. */
export function addPending(
	sandbox: SandboxServer,
	count: number,
	changes: { orderRef?: string; saleAmount?: number; currency?: string; ageHours?: number } = {},
): Row[] {
	const ids = Array.from({ length: count }, (_, index) => {
		const { orderRef = `T-${index + 1}`, saleAmount = 100, currency = 'EUR', ageHours } = changes;
		return sandbox.awin.world.addTransaction({
			advertiserId: ADVERTISER,
			publisherId: PARTNER,
			saleAmount,
			currency,
			transactionAtMs: NOW_MS - (ageHours ?? index + 1) * 3_600_000,
			details: { orderRef },
		}).id;
	});
	const rows = rowsOf(sandbox, ids);
	sandbox.awin.calls.length = 0;
	return rows;
}

/** As many as surely fit into an address. */
const ASKED_AT_ONCE = 100;

/** Transactions of the tests' advertiser as the sandbox shows them in UTC, in the order of their ids here. */
function rowsOf({ awin }: SandboxServer, ids: number[]): Row[] {
	const rows = new Map<number, Row>();
	for (let start = 0; start < ids.length; start += ASKED_AT_ONCE) {
		const asked = ids.slice(start, start + ASKED_AT_ONCE).join(',');
		const path = `/advertisers/${ADVERTISER}/transactions/?timezone=UTC&ids=${asked}`;
		for (const row of ask(awin, path).json as Row[]) rows.set(row.id, row);
	}
	return ids.map((id) => rows.get(id) as Row);
}

/** The columns of an item as *Compare With Orders* leaves them: what is proposed, and the transaction as it was then. */
export function comparedColumns(row: Row, proposal: IDataObject = {}): IDataObject {
	const { amount, currency } = row.saleAmount as { amount: number; currency: string };
	const transaction = {
		id: row.id,
		status: row.commissionStatus,
		transactionDate: row.transactionDate,
		saleAmount: amount,
		currency,
		orderReference: row.orderRef,
	};
	return {
		id: row.id,
		ref: row.orderRef,
		date: row.transactionDate,
		awin: { proposedAction: 'approve', reason: 'The amounts agree', transaction, ...proposal },
	} as IDataObject;
}

/** Has something happen to a transaction just now. */
export function happened(
	sandbox: SandboxServer,
	transactionId: number,
	kind: 'approved' | 'declined' | 'amended' | 'deleted',
	saleAmount?: number,
): void {
	sandbox.awin.world.scheduleEvent({ transactionId, kind, atMs: NOW_MS - 1, saleAmount });
}

/** The status of a transaction as the sandbox has it now. */
export function statusOf(sandbox: SandboxServer, id: number): string | undefined {
	const transaction = sandbox.awin.world.transaction(id);
	return transaction && sandbox.awin.world.stateAt(transaction, sandbox.awin.now())?.status;
}

export const validateParameters: INodeParameters = {
	resource: 'transaction',
	operation: 'validate',
	accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
	action: 'approve',
	identifyBy: 'transactionId',
	transactionId: '={{ $json.id }}',
	timezone: 'UTC',
};

/** Of a sheet in which each row says what is to be done. */
export const sheetParameters: INodeParameters = {
	...validateParameters,
	action: 'eachItem',
	itemAction: '={{ $json.action }}',
	declineReason: '={{ $json.reason }}',
	amendReason: '={{ $json.reason }}',
	saleAmount: '={{ $json.amount }}',
	currency: 'EUR',
};

/** Runs the node over these columns, one item each. */
export async function validate(
	sandbox: SandboxServer,
	columns: IDataObject[],
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
): Promise<Execution> {
	return await runOver(sandbox, columns, { ...validateParameters, ...parameters }, settings);
}

export interface Shown {
	message: string;
	description: string;
}

/** What the person reads where the run stops. */
export async function stopOf(run: Promise<unknown>): Promise<Shown> {
	try {
		await run;
	} catch (error) {
		return error as Shown;
	}
	throw new Error('The run did not stop');
}

export interface AwinColumn {
	outcome: string;
	code: number | null;
	message: string;
	nextStep: string | null;
	jobId: string | null;
	sent: { action: string; approve?: boolean; transaction: IDataObject } | null;
	[member: string]: unknown;
}

/** The result column of each item. */
export function resultsOf(items: INodeExecutionData[]): AwinColumn[] {
	return columnOf(items);
}

export function outcomesOf(items: INodeExecutionData[]): string[] {
	return resultsOf(items).map(({ outcome }) => outcome);
}

/** The batches that the sandbox was sent, as they arrived. */
export function batchesOf(sandbox: SandboxServer): AwinColumn['sent'][][] {
	return sandbox.awin.calls
		.filter(({ method }) => method === 'POST')
		.map(({ bodyText }) => JSON.parse(bodyText) as AwinColumn['sent'][]);
}
