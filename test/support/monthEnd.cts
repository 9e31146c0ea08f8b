/**
 * A month's end in the sandbox: the sales of a made-up shop put at Awin, Compare With Orders, Validate and Submit as people chain
 * them, and what Awin has afterwards.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { amountOf } from '../../demo/sandbox/money.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { TransactionState } from '../../demo/sandbox/state.cts';
import { compareParameters as ofOrders } from './compare.cts';
import { executeAwin, type Execution } from './contexts.cts';
import type { SaleFacts } from './proposalOracle.cts';
import { credentialsFor } from './sandbox.cts';
import { HOUR_MS, type PlantedSale } from './plainOrders.cts';
import type { Shop } from './shopWorld.cts';

/** Puts a sale at Awin with what became of it there. @returns its ID */
function plantSale({ awin }: SandboxServer, sale: PlantedSale): number {
	const { world } = awin;
	const { amountMinor, currency, status, atMs, shownAtMs } = sale;
	const amount = (minor: number) => amountOf(minor, currency);
	// What it was tracked with, where it was amended later.
	const trackedMinor = amountMinor === null ? null : amountMinor * (sale.isAmended ? 3 : 1);
	const { id } = world.addTransaction({
		advertiserId: sale.accountId,
		publisherId: sale.publisherId,
		currency,
		saleAmount: trackedMinor === null ? null : amount(trackedMinor),
		transactionAtMs: atMs,
		visibleAtMs: shownAtMs,
		parts: sale.parts.map(({ code, amountMinor: partMinor }) => ({
			code,
			amount: amount(partMinor * (sale.isAmended ? 3 : 1)),
		})),
		details: { orderRef: sale.reference },
	});
	const laterMs = Math.max(atMs, shownAtMs ?? atMs) + HOUR_MS;
	if (sale.isAmended && amountMinor !== null) {
		const parts = sale.parts.map(({ code, amountMinor: partMinor }) => ({
			code,
			amount: amount(partMinor),
		}));
		const saleAmount = amount(amountMinor);
		world.scheduleEvent({ transactionId: id, kind: 'amended', atMs: laterMs, saleAmount, parts });
	}
	if (status !== 'pending') {
		const kind = status as 'approved' | 'declined' | 'deleted';
		world.scheduleEvent({ transactionId: id, kind, atMs: laterMs + HOUR_MS });
	}
	return id;
}

export function plantAll(sandbox: SandboxServer, shop: Shop): void {
	for (const sale of [...shop.orders.flatMap(({ sales }) => sales), ...shop.strays]) {
		plantSale(sandbox, sale);
	}
}

/** A transaction as the sandbox has it. */
export interface AtAwin extends SaleFacts {
	id: number;
	parts: TransactionState['parts'];
}

/** All transactions of these accounts now, by account and reference. Those without a reference are under an empty one. */
export function ledgerOf({ awin }: SandboxServer, accounts: number[]): Map<string, AtAwin[]> {
	const ledger = new Map<string, AtAwin[]>();
	for (const account of accounts) {
		for (const one of awin.world.candidates('advertiser', account, 0, awin.now(), false)) {
			const state = awin.world.stateAt(one, awin.now());
			if (!state) continue;
			const key = keyOf(account, one.details?.orderRef ?? '');
			const others = ledger.get(key) ?? [];
			ledger.set(key, others);
			others.push({
				id: one.id,
				status: state.status,
				amountMinor: state.saleAmountMinor,
				currency: one.currency,
				isAmended: state.amendments.length > 0,
				atMs: one.transactionAtMs,
				parts: state.parts,
			});
		}
	}
	return ledger;
}

export function keyOf(account: number, reference: string): string {
	return `${account} ${reference.slice(0, 50).trimEnd()}`;
}

interface CompareSettings {
	zone: string;
	rules: { returnPeriodDays: number | null; tolerance: number };
}

export const compareParameters = ({ zone, rules }: CompareSettings): INodeParameters => ({
	...ofOrders,
	accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
	timezone: zone,
	options: {
		...(rules.returnPeriodDays !== null && {
			returnPeriodDays: rules.returnPeriodDays,
		}),
		...(rules.tolerance > 0 && { tolerance: rules.tolerance }),
	},
});

/** Sales of the sandbox's advertisers have at most this many parts. */
const PARTS = [0, 1, 2, 3];

export const validateParameters: INodeParameters = {
	resource: 'transaction',
	operation: 'validate',
	accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
	action: 'eachItem',
	itemAction: '={{ $json.awin.proposedAction }}',
	identifyBy: 'transactionId',
	transactionId: '={{ $json.awin.transaction?.id }}',
	declineReason: '={{ $json.awin.declineReason }}',
	amendReason: '={{ $json.awin.amendReason }}',
	saleAmount: '={{ $json.awin.saleAmount }}',
	currency: '={{ $json.awin.currency }}',
	transactionParts: {
		part: PARTS.map((place) => ({
			commissionGroupCode: {
				__rl: true,
				mode: 'code',
				value: `={{ $json.awin.transactionParts?.[${place}]?.commissionGroupCode }}`,
			},
			amount: `={{ $json.awin.transactionParts?.[${place}]?.amount }}`,
		})),
	},
	approveAfterAmend: true,
	timezone: 'UTC',
};

export const submitParameters: INodeParameters = {
	resource: 'conversion',
	operation: 'submit',
	accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
	orderReference: '={{ $json.order }}',
	amount: '={{ $json.total }}',
	currency: '={{ $json.currency }}',
	attribution: ['awc', 'voucher'],
	awc: '={{ $json.awc }}',
	voucher: '={{ $json.voucher }}',
};

/** What Compare With Orders says of an order. */
export interface Proposal {
	proposedAction: string;
	reason: string;
	saleAmount: number | null;
	currency: string | null;
	transactionParts: Array<{ commissionGroupCode: string; amount: number }> | null;
	declineReason: string | null;
	amendReason: string | null;
	transaction: IDataObject | null;
	transactions: IDataObject[] | null;
	deadline: string | null;
}

export const proposalOf = ({ json }: INodeExecutionData) => json.awin as unknown as Proposal;

export async function runNode(
	sandbox: SandboxServer,
	parameters: INodeParameters,
	items: INodeExecutionData[],
	{ timezone = 'UTC', limit = 100_000 }: { timezone?: string; limit?: number } = {},
): Promise<Execution> {
	const credentials = credentialsFor(sandbox, { requestsPerMinute: limit });
	return await executeAwin({ credentials, parameters, items, timezone });
}

export interface Comparison extends Execution {
	/** For each row of the sheet, in its order. */
	proposals: Proposal[];
	/** For transactions at Awin of which the sheet has no order. */
	further: Proposal[];
}

export async function compare(sandbox: SandboxServer, shop: Shop): Promise<Comparison> {
	const sheet = shop.columns.map((json) => ({ json }));
	const run = await runNode(sandbox, compareParameters(shop), sheet, {
		timezone: shop.zone,
	});
	const all = run.items.map(proposalOf);
	const { length } = shop.columns;
	return { ...run, proposals: all.slice(0, length), further: all.slice(length) };
}
