/**
 * Reading what Awin has of transactions that are named by their id, or by order reference and date.
 */
import { addKnown, toKnown, type KnownTransaction } from '../../../api/knownTransactions';
import { transactionsPath } from '../../../api/transactions';
import { LONGEST_WINDOW_MS, type Window } from '../../../api/windows';
import type { Refusals } from '../../batch/refusals';
import { byAccount } from '../../batch/rows';
import type { Run } from '../../operation';
import { readEachById } from '../readByIds';
import { readLists } from './lookUp';
import { momentsOf, orderName, orderNames, type Row } from './rows';

/** Fills in the rows of which nothing is known yet, but those that have to be looked up. What cannot be read is refused. */
export async function readKnown(run: Run, rows: Row[], refusals: Refusals): Promise<void> {
	const unread = rows.filter(({ known }) => !known);
	for (const [accountId, group] of byAccount(unread)) {
		await readKnownByIds(run, accountId, group, refusals);
		await readKnownByOrders(run, accountId, group, refusals);
	}
}

/** Fills in the rows of an account that are named by their id. Those that could not be asked for are refused. */
export async function readKnownByIds(
	run: Run,
	accountId: string,
	rows: Row[],
	refusals: Refusals,
): Promise<void> {
	const byId = new Map<string, Row>();
	for (const row of rows) {
		if ('transactionId' in row.identity) byId.set(row.identity.transactionId, row);
	}
	const path = transactionsPath('advertiser', accountId);
	const found = new Map<string, KnownTransaction>();
	try {
		await readEachById(run, { path, ids: [...byId.keys()] }, (row) =>
			addKnown(found, toKnown(row)),
		);
	} catch (error) {
		for (const { index } of byId.values()) refusals.addError(index, error);
		return;
	}
	for (const [id, row] of byId) row.known = found.get(id);
}

/** Like {@link readKnownByIds}, for those that are named by order reference and date. */
export async function readKnownByOrders(
	run: Run,
	accountId: string,
	rows: Row[],
	refusals: Refusals,
): Promise<void> {
	const named = rows.filter(({ identity }) => 'orderRef' in identity);
	const found = new Map<string, Map<string, KnownTransaction>>();
	for (const name of named.flatMap(orderNames)) found.set(name, new Map());
	const question = { accountId, windows: windowsAround(named.flatMap(momentsOf)), rows: named };
	const isRead = await readLists(run, question, refusals, (row) => {
		const known = toKnown(row);
		if (known.atMs === undefined || known.referenceKey === '') return;
		const place = found.get(orderName(known.atMs, known.referenceKey));
		if (place) addKnown(place, known);
	});
	if (!isRead) return;
	for (const row of named) {
		const all = new Map<string, KnownTransaction>();
		for (const name of orderNames(row)) {
			for (const known of found.get(name)?.values() ?? []) addKnown(all, known);
		}
		[row.known, ...row.others] = [...all.values()] as [KnownTransaction | undefined];
	}
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
