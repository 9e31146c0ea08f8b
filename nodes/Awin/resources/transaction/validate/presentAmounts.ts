/**
 * What a batch would take away: the present amounts of its transactions, read from Awin before anything is sent.
 */
import { formatAmount } from '../../../api/money';
import { referenceKey } from '../../../api/orderReferences';
import { readAwinUtc, readPersonsDate } from '../../../api/timezones';
import { transactionsPath } from '../../../api/transactions';
import { LONGEST_WINDOW_MS, type Window } from '../../../api/windows';
import type { Refusals } from '../../batch/refusals';
import { byAccount } from '../../batch/sending';
import type { Run } from '../../operation';
import { readByIds } from '../readByIds';
import { readLists } from './lookUp';
import { nameOf, toKnown, type Row } from './rows';

/** Whether a row can take something away from a publisher. */
function isTaking({ change }: Row): boolean {
	return change.action === 'decline' || change.action === 'amend';
}

/**
 * Fills in what Awin has of the transactions that would be declined or amended. A row whose amount cannot be read is
 * refused, because nobody could say whether the limit is kept.
 */
export async function readPresentAmounts(run: Run, rows: Row[], refusals: Refusals): Promise<void> {
	const unread = rows.filter((row) => isTaking(row) && !row.known);
	for (const [accountId, group] of byAccount(unread)) {
		await readIds(run, accountId, group, refusals);
		await readOrders(run, accountId, group, refusals);
	}
	for (const row of rows) if (isTaking(row)) refuseUncountable(row, refusals);
}

async function readIds(run: Run, accountId: string, rows: Row[], refusals: Refusals) {
	const path = transactionsPath('advertiser', accountId);
	const byId = new Map<string, Row>();
	for (const row of rows) {
		if ('transactionId' in row.identity) byId.set(row.identity.transactionId, row);
	}
	try {
		for (const [id, found] of await readByIds(run, { path, ids: [...byId.keys()] })) {
			const row = byId.get(id);
			if (row) row.known = toKnown(found);
		}
	} catch (error) {
		for (const { index } of byId.values()) refusals.addError(index, error);
	}
}

async function readOrders(run: Run, accountId: string, rows: Row[], refusals: Refusals) {
	const byKey = new Map<string, Row>();
	const moments: number[] = [];
	for (const row of rows) {
		const { identity } = row;
		if (!('orderRef' in identity)) continue;
		const date = readPersonsDate(identity.transactionDate, identity.timezone);
		if (!date.ok) continue;
		moments.push(date.epochMs);
		byKey.set(`${date.epochMs} ${referenceKey(identity.orderRef)}`, row);
	}
	const question = { accountId, windows: windowsAround(moments), rows: [...byKey.values()] };
	await readLists(run, question, refusals, (found) => {
		const key = referenceKey(String(found.orderRef ?? ''));
		const row = byKey.get(`${readAwinUtc(found.transactionDate)} ${key}`);
		if (row) row.known = toKnown(found);
	});
}

const MINUTE_MS = 60_000;

/** As few windows as hold all of these moments; Awin may leave out what lies on a window's last second. */
export function windowsAround(moments: number[]): Window[] {
	const windows: Window[] = [];
	for (const moment of [...moments].sort((a, b) => a - b)) {
		const last = windows.at(-1);
		const endMs = moment + MINUTE_MS;
		if (last && endMs - last.startMs <= LONGEST_WINDOW_MS) last.endMs = endMs;
		else windows.push({ startMs: moment - MINUTE_MS, endMs });
	}
	return windows;
}

function refuseUncountable(row: Row, refusals: Refusals): void {
	const { known, change, index, accountId } = row;
	const because = 'so what it takes off cannot be held against "Max Total Amount"';
	if (!known) {
		refusals.add(index, {
			message: `Awin has no ${nameOf(row)} in account ${accountId}, ${because}`,
			nextStep: 'Check how the transaction is named, and the account.',
			code: 404,
		});
	} else if (change.action === 'amend' && known.currency !== change.currency) {
		refusals.add(index, {
			message: `"Currency" is "${change.currency}", and Awin has ${nameOf(row)} in ${known.currency ?? 'no currency'}, ${because}`,
			nextStep: 'Give the amount in the currency that the transaction has at Awin.',
		});
	}
}

/** What would be taken away, in minor units by currency: sales to decline, and what amendments take off theirs. */
export function totalsTaken(rows: Row[]): Map<string, number> {
	const totals = new Map<string, number>();
	for (const { change, known } of rows) {
		const { currency, saleAmountMinor, status } = known ?? {};
		if (!currency || saleAmountMinor === null || saleAmountMinor === undefined) continue;
		let takenMinor = 0;
		if (change.action === 'decline' && status !== 'declined') takenMinor = saleAmountMinor;
		if (change.action === 'amend') {
			takenMinor = Math.max(0, saleAmountMinor - change.saleAmountMinor);
		}
		totals.set(currency, (totals.get(currency) ?? 0) + takenMinor);
	}
	return totals;
}

/** The sums of {@link totalsTaken} as people read them. */
export function totalsText(totals: Map<string, number>): string {
	return [...totals].map(([currency, totalMinor]) => formatAmount(totalMinor, currency)).join(', ');
}
