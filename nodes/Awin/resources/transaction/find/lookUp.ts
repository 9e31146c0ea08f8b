/**
 * Looking up the orders of all items, in one reading of the list of each account.
 */
import { FlatRows } from '../../../api/flatRows';
import { nearMisses } from '../../../api/orderReferences';
import { searchSpan } from '../../../api/orderSearch';
import { referenceOf } from '../../../api/transactions';
import type { Refusals } from '../../batch/refusals';
import { groupBy } from '../../batch/rows';
import type { Run } from '../../operation';
import {
	isThere,
	readOrderTransactions,
	type FoundTransaction,
} from '../../orders/orderTransactions';
import type { Row, Settings } from './fields';
import { foundResult, notFoundResult, type Searched, type View } from './results';

/** Gives each row its result. The rows of an account whose list cannot be read are refused: nobody looked for them. */
export async function lookUpOrders(
	run: Run,
	rows: Row[],
	{ form, searchBackDays }: Settings,
	refusals: Refusals,
): Promise<void> {
	const view: View = { form, flatRows: new FlatRows() };
	for (const group of groupBy(rows, accountOf).values()) {
		try {
			await lookUpInAccount(run, group, searchBackDays, view);
		} catch (error) {
			for (const { index } of group) refusals.addError(index, error);
			// With nothing to be given out, there is no need to ask further.
			refusals.stopIfAny();
		}
	}
	view.flatRows.finish();
}

function accountOf({ accountType, accountId }: Row): string {
	return `${accountType} ${accountId}`;
}

async function lookUpInAccount(
	run: Run,
	rows: Row[],
	searchBackDays: number,
	view: View,
): Promise<void> {
	const [{ accountType, accountId }] = rows;
	const dates = rows.map(({ dateMs }) => dateMs);
	const span = searchSpan(dates, { nowMs: run.nowMs, searchBackDays });
	const keys = new Set(rows.map(({ key }) => key));
	const others: string[] = [];
	let count = 0;
	const found = await readOrderTransactions(
		run,
		{ accountType, accountId, keys, span },
		(awinRow) => {
			count++;
			const reference = referenceOf(awinRow);
			if (reference?.trim()) others.push(reference);
		},
	);

	const searched = {
		span,
		count: count + found.size,
		hasReferences: others.length + found.size > 0,
	};
	const missing: Row[] = [];
	for (const row of rows) {
		const known = found.get(row.key) ?? NONE;
		const there = known.every(isThere) ? known : known.filter(isThere);
		if (there.length > 0) row.result = foundResult(row, there, view);
		else missing.push(row);
	}
	tellOfMissing(missing, { found, others, searched });
}

const NONE: FoundTransaction[] = [];

function tellOfMissing(
	rows: Row[],
	{
		found,
		others,
		searched,
	}: { found: Map<string, FoundTransaction[]>; others: string[]; searched: Searched },
): void {
	if (rows.length === 0) return;
	// What another item looks for may be meant by this one.
	found.forEach(([{ row }]) => others.push(referenceOf(row) ?? ''));
	const near = nearMisses(new Set(rows.map(({ reference }) => reference)), others);
	for (const row of rows) {
		row.result = notFoundResult(row, {
			deleted: found.get(row.key) ?? [],
			near: near.get(row.reference) ?? [],
			searched,
		});
	}
}
