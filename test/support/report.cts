/**
 * The truth about reports: added up from the sandbox's list of transactions and from nothing else of its reports, but for
 * clicks, which only reports know.
 */
import { DateTime } from 'luxon';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { truth, type Row } from './sandbox.cts';

export interface ReportTruth {
	partnerId: number;
	currency: string;
	transactions: number;
	saleMinor: number;
	commissionMinor: number;
}

type Money = { amount: number; currency: string } | null;

/** Two decimals: the accounts that the tests use have only such currencies. */
const minor = (money: Money) => Math.round((money?.amount ?? 0) * 100);

/**
 * Totals by partner and currency of the transactions dated on these days of a zone: pending, approved and bonus, without
 * declined and deleted.
 */
export function reportTruth(
	sandbox: SandboxServer,
	accountType: 'advertiser' | 'publisher',
	accountId: number,
	firstDay: string,
	lastDay: string,
	zone = 'UTC',
): ReportTruth[] {
	const at = (day: string) => DateTime.fromISO(day, { zone });
	const from = at(firstDay).toUTC().toISO()!;
	const to = at(lastDay).endOf('day').startOf('second').toUTC().toISO()!;
	const totals = new Map<string, ReportTruth>();
	for (const row of truth(sandbox, accountType, accountId, from, to)) {
		if (['declined', 'deleted'].includes(String(row.commissionStatus))) continue;
		add(totals, row, accountType === 'advertiser' ? 'publisherId' : 'advertiserId');
	}
	return sorted([...totals.values()]);
}

function add(totals: Map<string, ReportTruth>, row: Row, partner: string): void {
	const commission = row.commissionAmount as Money;
	const currency = commission?.currency ?? '';
	const total = totalOf(totals, Number(row[partner]), currency);
	total.transactions++;
	total.saleMinor += minor(row.saleAmount as Money);
	total.commissionMinor += minor(commission);
}

/** The total of a partner in a currency, begun with nothing. */
function totalOf(
	totals: Map<string, ReportTruth>,
	partnerId: number,
	currency: string,
): ReportTruth {
	const key = `${partnerId}/${currency}`;
	const nothing = { partnerId, currency, transactions: 0, saleMinor: 0, commissionMinor: 0 };
	const total = totals.get(key) ?? nothing;
	totals.set(key, total);
	return total;
}

/** The same totals from what the node gave in its simplified form, whatever regions and periods it is split into. */
export function reportTotals(
	items: Array<Record<string, unknown>>,
	partnerIdOf = (item: Record<string, unknown>) => Number(item.partnerId),
): ReportTruth[] {
	const totals = new Map<string, ReportTruth>();
	for (const item of items) {
		const total = totalOf(totals, partnerIdOf(item), String(item.currency));
		total.transactions += Number(item.transactions);
		total.saleMinor += Math.round(Number(item.saleAmount) * 100);
		total.commissionMinor += Math.round(Number(item.commissionAmount) * 100);
	}
	// A partner with declined transactions only has a row, and nothing in its totals.
	return sorted([...totals.values()].filter(({ transactions }) => transactions > 0));
}

function sorted(totals: ReportTruth[]): ReportTruth[] {
	return totals.sort((a, b) => a.partnerId - b.partnerId || (a.currency < b.currency ? -1 : 1));
}
