/**
 * The same transaction twice in one batch: Awin would carry out both, in an order that nobody knows. It may be named in two
 * ways, so names are compared by what they mean.
 */
import { IDS_PER_CALL } from '../../../api/transactions';
import { referenceKey } from '../../../api/orderReferences';
import type { Refusals } from '../../batch/refusals';
import { byAccount, findRepeats, itemNumbers } from '../../batch/rows';
import type { Run } from '../../operation';
import { readKnownByIds, readKnownByOrders, windowsAround } from './currentAmounts';
import { momentsOf, nameOf, namesOf, orderNames, sharedNameOf, type Row } from './rows';

/** Refuses all rows of an account that name the same transaction, as far as that is known by now. */
export function refuseRepeats(rows: Row[], refusals: Refusals): void {
	for (const group of byAccount(rows).values()) {
		for (const indexes of [...findRepeats(group, namesOf), ...findShared(group)]) {
			const items = itemNumbers(indexes);
			for (const index of indexes) {
				refusals.add(index, {
					message: `The same transaction is named by ${items}`,
					nextStep: 'Keep the item that counts and take the other out: Awin would carry out both.',
				});
			}
		}
	}
}

/** Rows that are named by order reference and date, each with the rows whose transactions have just these. */
function findShared(rows: Row[]): number[][] {
	const byName = new Map<string, number[]>();
	for (const row of rows) {
		const name = sharedNameOf(row);
		if (name === undefined || 'orderRef' in row.identity) continue;
		const same = byName.get(name);
		if (same) same.push(row.index);
		else byName.set(name, [row.index]);
	}
	if (byName.size === 0) return [];
	const found: number[][] = [];
	for (const row of rows) {
		for (const name of orderNames(row)) {
			const same = byName.get(name);
			if (same) found.push([row.index, ...same].sort((a, b) => a - b));
		}
	}
	return found;
}

/**
 * Finds out what an id and an order reference with its date have to do with each other, where one account has rows of both
 * kinds. Nothing in the two tells, so the smaller part is read from Awin. A row of that part that Awin does not give back is
 * refused: it might be any of the others.
 */
export async function tellApart(run: Run, rows: Row[], refusals: Refusals): Promise<void> {
	for (const [accountId, group] of byAccount(rows)) {
		const byOrder = group.filter((row) => 'orderRef' in row.identity && !row.known);
		const byId = group.filter((row) => 'transactionId' in row.identity && !row.known);
		const hasIds = group.some((row) => !('orderRef' in row.identity) || row.known);
		if (byOrder.length === 0 || !hasIds) continue;
		const idCalls = Math.ceil(byId.length / IDS_PER_CALL);
		const isByIdCheaper = idCalls <= windowsAround(byOrder.flatMap(momentsOf)).length;
		if (byId.length > 0) {
			const read = isByIdCheaper ? readKnownByIds : readKnownByOrders;
			const part = isByIdCheaper ? byId : byOrder;
			await read(run, accountId, part, refusals);
			refuseUnknown(part, refusals);
		}
		refuseUndated(group, refusals);
	}
}

function refuseUnknown(rows: Row[], refusals: Refusals): void {
	for (const row of rows) {
		if (row.known) continue;
		refusals.add(row.index, {
			message: `Awin has no ${nameOf(row)} in account ${row.accountId}, so it cannot be told apart from those that other items name in another way`,
			nextStep: 'Check how the transaction is named, and the account; or name all of them by ID.',
			code: 404,
		});
	}
}

/** Where Awin gives a transaction of a reference without a date, an item with that reference and a date may mean it. */
function refuseUndated(rows: Row[], refusals: Refusals): void {
	const undated = new Map<string, number>();
	for (const { known, index } of rows) {
		if (known && known.atMs === undefined && known.referenceKey !== '') {
			undated.set(known.referenceKey, index);
		}
	}
	for (const row of rows) {
		if (!('orderRef' in row.identity) || row.known) continue;
		const other = undated.get(referenceKey(row.identity.orderRef));
		if (other === undefined) continue;
		const items = itemNumbers([row.index, other].sort((a, b) => a - b));
		for (const index of [row.index, other]) {
			refusals.add(index, {
				message: `It cannot be told whether ${items} name the same transaction`,
				nextStep: 'Keep the item that counts and take the other out, or name both by ID.',
			});
		}
	}
}
