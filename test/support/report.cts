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
	const partnerId = Number(row[partner]);
	const key = `${partnerId}/${currency}`;
	const total = totals.get(key) ?? {
		partnerId,
		currency,
		transactions: 0,
		saleMinor: 0,
		commissionMinor: 0,
	};
	total.transactions++;
	total.saleMinor += minor(row.saleAmount as Money);
	total.commissionMinor += minor(commission);
	totals.set(key, total);
}

/** The same totals from what the node gave in its simplified form, whatever regions and periods it is split into. */
export function reportTotals(
	items: Array<Record<string, unknown>>,
	partnerIdOf = (item: Record<string, unknown>) => Number(item.partnerId),
): ReportTruth[] {
	const totals = new Map<string, ReportTruth>();
	for (const item of items) {
		const [partnerId, currency] = [partnerIdOf(item), String(item.currency)];
		const key = `${partnerId}/${currency}`;
		const total = totals.get(key) ?? {
			partnerId,
			currency,
			transactions: 0,
			saleMinor: 0,
			commissionMinor: 0,
		};
		total.transactions += Number(item.transactions);
		total.saleMinor += Math.round(Number(item.saleAmount) * 100);
		total.commissionMinor += Math.round(Number(item.commissionAmount) * 100);
		totals.set(key, total);
	}
	// A partner with declined transactions only has a row, and nothing in its totals.
	return sorted([...totals.values()].filter(({ transactions }) => transactions > 0));
}

function sorted(totals: ReportTruth[]): ReportTruth[] {
	return totals.sort((a, b) => a.partnerId - b.partnerId || (a.currency < b.currency ? -1 : 1));
}
