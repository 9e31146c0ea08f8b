/**
 * What comes out for an order, and for a transaction without one.
 */
import type { IDataObject } from 'n8n-workflow';

import { nextCutOffMs } from '../../../api/invoicing';
import { toDecimal } from '../../../api/money';
import { DAY_MS } from '../../../api/periods';
import { sampleTransaction } from '../../../api/samples';
import { clockOf, type ZoneClock } from '../../../api/timezones';
import { toSimplified } from '../../../api/transactionOutput';
import { requestPart, type RequestPart } from '../../../api/validation';
import { PROPOSED_ACTIONS, type ProposedAction } from '../../../fields/proposal';
import type { ResultWords, RowResult } from '../../batch/finish';
import type { Refusal } from '../../batch/refusals';
import { divideAmount } from './parts';
import { partsOf, propose, type Proposal } from './propose';
import { differenceMinor, type AwinSale, type Question } from './question';
import type { Summary } from './summary';

/** The column of an order; what does not apply to it is null. */
export interface ProposalColumn extends IDataObject {
	proposedAction: ProposedAction;
	/** Why, as a sentence without a full stop. */
	reason: string;
	/** The amount that the order has now: the new one where it is to be amended, the whole where it is to be submitted. */
	saleAmount: number | null;
	currency: string | null;
	/** How the new amount is divided among commission groups. */
	transactionParts: Array<RequestPart & IDataObject> | null;
	declineReason: string | null;
	amendReason: string | null;
	/** The transaction at Awin, where there is exactly one, in the simplified form. */
	transaction: IDataObject | null;
	/** All of them, where there are several. */
	transactions: IDataObject[] | null;
	/** Until when to decide, where something is pending: ISO 8601 with the offset of the zone. */
	deadline: string | null;
}

/** With a value in every member, which no single order has. */
export function previewColumn(): IDataObject {
	const clock = clockOf('UTC');
	const transaction = shownSale(sampleTransaction(), clock);
	return {
		proposedAction: 'amend',
		reason: 'The transaction has 55.96 GBP, and the order has 40.00 GBP',
		saleAmount: 40,
		currency: 'GBP',
		transactionParts: [{ amount: 40, commissionGroupCode: 'DEFAULT' }],
		declineReason: 'order returned',
		amendReason: 'order partly returned',
		transaction,
		transactions: [transaction],
		deadline: '2026-03-15T11:00:00Z',
	};
}

/** What the pipeline counts; only the column is given out. */
export interface CompareResult extends RowResult {
	outcome: ProposedAction | 'failed';
	/** Missing where the order could not be looked for. */
	column?: ProposalColumn;
}

export function failedResult({ message, nextStep }: Refusal): CompareResult {
	return { outcome: 'failed', message, nextStep };
}

function resultOf(column: ProposalColumn): CompareResult {
	return { outcome: column.proposedAction, message: column.reason, nextStep: null, column };
}

const COUNT_WORDS: Record<ProposedAction, string> = {
	approve: 'to approve',
	amend: 'to amend',
	decline: 'to decline',
	submit: 'to submit',
	wait: 'to wait for',
	none: 'with nothing to do',
	review: 'to review',
};

/** @param remark what is told behind the counts */
export function resultWords(remark = ''): ResultWords {
	return {
		done: 'compared',
		outcomes: [
			...PROPOSED_ACTIONS.map((action): [string, string] => [action, COUNT_WORDS[action]]),
			['failed', 'not compared'],
		],
		bad: ['failed'],
		again: 'Running the node again is safe: it changes nothing.',
		remark,
	};
}

/** When pending transactions go on without a decision. */
export class Deadlines {
	private readonly cutOffMs: number;
	private readonly cutOffs = new Map<ZoneClock, string>();

	/** @param validationPeriodDays after how many days Awin approves by itself; `undefined` where nobody has said */
	constructor(
		nowMs: number,
		private readonly validationPeriodDays: number | undefined,
	) {
		this.cutOffMs = nextCutOffMs(nowMs);
	}

	/** @returns the earliest of those that are pending; null where none is */
	of(sales: Array<Pick<AwinSale, 'status' | 'atMs'>>, clock: ZoneClock): string | null {
		let earliestMs = Infinity;
		for (const { status, atMs } of sales) {
			if (status === 'pending') earliestMs = Math.min(earliestMs, this.momentOf(atMs));
		}
		if (earliestMs === Infinity) return null;
		if (earliestMs !== this.cutOffMs) return clock.toIso(earliestMs);
		// Most have the same one, and there may be 40,000.
		let text = this.cutOffs.get(clock);
		if (text === undefined) this.cutOffs.set(clock, (text = clock.toIso(earliestMs)));
		return text;
	}

	private momentOf(atMs: number | undefined): number {
		if (this.validationPeriodDays === undefined || atMs === undefined) return this.cutOffMs;
		return Math.min(this.cutOffMs, atMs + this.validationPeriodDays * DAY_MS);
	}
}

/** Asks what to do about an order, and says so. */
export function answer(asked: Question, deadlines: Deadlines, summary: Summary): CompareResult {
	const { sales, clock } = asked;
	const proposal = propose(asked);
	const column = columnOf(proposal, sales, clock, deadlines.of(sales, clock));
	const [sale] = sales;
	const { order } = asked;
	switch (proposal.action) {
		case 'approve':
			summary.approve(sale.saleAmountMinor ?? 0, sale.currency ?? '');
			break;
		case 'decline':
			column.declineReason = order.isReturn ? 'order returned' : 'order cancelled';
			summary.decline(sale.saleAmountMinor ?? 0, sale.currency ?? '');
			break;
		case 'amend':
			addAmount(column, asked);
			column.amendReason =
				order.state === 'partlyReturned' ? 'order partly returned' : 'amount of the order changed';
			column.transactionParts = newParts(sale, order.amountMinor ?? 0);
			summary.amend(differenceMinor(order, sale), sale.currency ?? '');
			break;
		case 'submit':
			addAmount(column, asked);
	}
	return resultOf(column);
}

function addAmount(column: ProposalColumn, { order }: Question): void {
	column.saleAmount = toDecimal(order.amountMinor ?? 0, order.currency ?? '');
	column.currency = order.currency;
}

function newParts(sale: AwinSale, amountMinor: number): ProposalColumn['transactionParts'] {
	const divided = divideAmount(amountMinor, partsOf(sale) ?? []);
	return divided.map(({ code, amountMinor: partMinor }) => ({
		...requestPart(code, partMinor, sale.currency ?? ''),
	}));
}

/** The column of a transaction that no order among the items has. */
export function unmatchedColumn(sale: AwinSale, clock: ZoneClock, deadlines: Deadlines) {
	const isDone = sale.status === 'declined';
	const proposal: Proposal = isDone
		? { action: 'none', reason: 'No order for this transaction, which is declined already' }
		: { action: 'review', reason: 'No order for this transaction' };
	return columnOf(proposal, [sale], clock, deadlines.of([sale], clock));
}

function columnOf(
	{ action, reason }: Proposal,
	sales: AwinSale[],
	clock: ZoneClock,
	deadline: string | null,
): ProposalColumn {
	return {
		proposedAction: action,
		reason,
		saleAmount: null,
		currency: null,
		transactionParts: null,
		declineReason: null,
		amendReason: null,
		transaction: sales.length === 1 ? shownSale(sales[0].row, clock) : null,
		transactions: sales.length > 1 ? sales.map(({ row }) => shownSale(row, clock)) : null,
		deadline,
	};
}

function shownSale(row: AwinSale['row'], clock: ZoneClock): IDataObject {
	return toSimplified(row, { accountType: 'advertiser', clock }) as IDataObject;
}
