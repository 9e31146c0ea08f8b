/**
 * Looking at Awin's list for orders before they are sent.
 *
 * It is the one thing that every workflow, every worker and a workflow that has lost its memory share. It is late, though:
 * Awin shows an order some minutes after it has taken it in ("up to 3 minutes", Conversion API), and nobody says that it is
 * never longer. So what is in the list is there, and what is not may be.
 */
import { isOneOf, type JsonObject } from '../../api/answers';
import { referenceKey } from '../../api/orderReferences';
import { searchSpan } from '../../api/orderSearch';
import { DAY_MS, SECOND_MS } from '../../api/periods';
import { awinTimezoneFor, clockOf } from '../../api/timezones';
import { toOutput, type OutputView } from '../../api/transactionOutput';
import { referenceKeyOf } from '../../api/transactions';
import type { Window } from '../../api/windows';
import { MOST_SEARCH_BACK_DAYS } from '../../fields/searchBackDays';
import { quote } from '../../transport/quote';
import type { Run } from '../operation';
import { readOrderTransactions, type FoundTransaction } from './orderTransactions';
import type { Row } from './rows';

/** An order that Awin has already. */
export interface AtAwin {
	/** Which transactions it has, such as `transaction 123, pending`. */
	named: string;
	/** In the simplified form; null where there are several, or Awin says different things of it. */
	transaction: JsonObject | null;
	/** All of them are deleted. */
	isDeleted: boolean;
}

interface Look {
	/** What Awin has, by the index of the row. */
	atAwin: Map<number, AtAwin>;
	/** Advertisers that have transactions in a publisher's list, and none with a reference: nothing can be found of them. */
	withoutReferences: string[];
}

/**
 * Reads Awin's list for orders of one account.
 *
 * @param rows at least one
 * @throws what n8n shows, where any of the list cannot be read: a part of it would look like the whole
 */
export async function lookAtAwin(run: Run, rows: Row[], searchBackDays: number): Promise<Look> {
	const [{ accountId, advertiserId }] = rows;
	const accountType = advertiserId === undefined ? 'advertiser' : 'publisher';
	const keys = new Set(rows.map(keyOf));
	const span = spanOf(rows, searchBackDays);
	const partners = new Partners(rows);
	const question = { accountType, accountId, keys, span } as const;
	const found = await readOrderTransactions(run, question, (row) => partners.take(row));

	const clock = clockOf(awinTimezoneFor(run.context.getTimezone()));
	const view: OutputView = { form: 'simplified', accountType, clock };
	const atAwin = new Map<number, AtAwin>();
	for (const transactions of found.values()) for (const { row } of transactions) partners.take(row);
	for (const row of rows) {
		const own = (found.get(keyOf(row)) ?? []).filter(
			({ row: { advertiserId: shown } }) => !row.advertiserId || isOneOf([row.advertiserId], shown),
		);
		if (own.length > 0) atAwin.set(row.index, toAtAwin(own, view));
	}
	return { atAwin, withoutReferences: partners.withoutReferences };
}

function keyOf({ order }: Row): string {
	return referenceKey(order.orderReference);
}

/** The present counts, not the beginning of the run: others may have sent the order meanwhile. */
function spanOf(rows: Row[], searchBackDays: number): Window {
	const nowMs = Date.now();
	const earliestMs = nowMs - MOST_SEARCH_BACK_DAYS * DAY_MS;
	const datesMs = rows.map(({ order: { transactionTime } }) =>
		typeof transactionTime === 'number'
			? Math.max(transactionTime * SECOND_MS, earliestMs)
			: undefined,
	);
	// All that is said to be looked through, whatever the orders say: the time of an order may be given otherwise than last time.
	return searchSpan([...datesMs, undefined], { nowMs, searchBackDays });
}

/** Of a publisher's list: which advertisers let it see their references. */
class Partners {
	private readonly hasReference = new Map<string, boolean>();
	private readonly wanted: ReadonlySet<string>;

	constructor(rows: Row[]) {
		this.wanted = new Set(rows.flatMap(({ advertiserId }) => advertiserId ?? []));
	}

	take(row: FoundTransaction['row']): void {
		const id = String(row.advertiserId);
		if (!this.wanted.has(id)) return;
		this.hasReference.set(id, this.hasReference.get(id) === true || referenceKeyOf(row) !== '');
	}

	get withoutReferences(): string[] {
		return [...this.hasReference].flatMap(([id, has]) => (has ? [] : id));
	}
}

const SHOWN = 5;

function toAtAwin(found: FoundTransaction[], view: OutputView): AtAwin {
	const shown = found.slice(0, SHOWN).map(({ row, isContradicted }) => {
		const { id, commissionStatus } = row;
		const status =
			typeof commissionStatus === 'string' ? quote(commissionStatus) : 'without a status';
		return `${id}, ${isContradicted ? 'of which Awin says different things' : status}`;
	});
	const hidden = found.length - shown.length;
	const isOne = found.length === 1;
	return {
		named: `transaction${isOne ? '' : 's'} ${shown.join('; ')}${hidden > 0 ? `; and ${hidden} more` : ''}`,
		transaction: isOne && !found[0].isContradicted ? toOutput(found[0].row, view) : null,
		isDeleted: found.every(({ row }) => String(row.commissionStatus).toLowerCase() === 'deleted'),
	};
}
