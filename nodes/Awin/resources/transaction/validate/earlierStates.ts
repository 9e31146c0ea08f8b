/**
 * What the transactions of some rows may have become by what earlier runs of the node in the same execution have asked for:
 * earlier rounds of a loop, earlier calls of a sub-workflow, and earlier tries of *Retry On Fail*.
 */
import { ExecutionNotes } from '../../batch/executionNotes';
import type { Run } from '../../operation';
import { stateNames, withoutDone } from './earlier';
import type { KnownTransaction } from '../../../api/knownTransactions';
import type { Row } from './rows';

/** What counts as a change of a transaction. */
export type TransactionState = Pick<
	KnownTransaction,
	'status' | 'currency' | 'saleAmountMinor' | 'isAmended'
>;

/**
 * @param rows with what was seen of their transactions
 * @returns by the index of a row, the states to which what was asked for leads from what was seen; nobody knows of all of it
 * whether Awin has carried it out, so each step may have been left out
 */
export function statesByEarlierRuns(run: Run, rows: Row[]): Map<number, TransactionState[]> {
	const states = new Map<number, TransactionState[]>();
	const notes = ExecutionNotes.of(run.context);
	if (rows.length === 0 || notes.hasNoDeeds) return states;
	const names = new Map(rows.map((row) => [row.index, stateNames(row)]));
	const deeds = notes.everyDeedOf(new Set([...names.values()].flat()));
	for (const { index, seen } of rows) {
		if (!seen) continue;
		const own = (names.get(index) ?? []).flatMap((name) => deeds.get(name) ?? []);
		const inOrder = own.sort((a, b) => a.place - b.place).map(({ what }) => withoutDone(what));
		states.set(index, reachable(seen, inOrder));
	}
	return states;
}

function reachable(seen: TransactionState, deeds: string[]): TransactionState[] {
	const byText = new Map<string, TransactionState>();
	const add = (state: TransactionState) =>
		byText.set(
			`${state.status} ${state.saleAmountMinor} ${state.currency} ${state.isAmended}`,
			state,
		);
	add(seen);
	for (const deed of deeds) {
		for (const state of [...byText.values()]) statesAfter(deed, state).forEach(add);
	}
	return [...byText.values()];
}

/** @param deed as it is noted: what is asked for, and of an amendment amount and currency, and whether it is approved then */
function statesAfter(deed: string, state: TransactionState): TransactionState[] {
	const [action, amountMinor, currency] = deed.split(' ');
	switch (action) {
		case 'approve':
			return [{ ...state, status: 'approved' }];
		case 'decline':
			return [{ ...state, status: 'declined' }];
		case 'amend': {
			const saleAmountMinor = Number(amountMinor);
			const amended = { ...state, saleAmountMinor, currency, isAmended: true };
			const isApproved = deed.endsWith(' approve');
			return isApproved ? [amended, { ...amended, status: 'approved' }] : [amended];
		}
		default:
			return [];
	}
}
