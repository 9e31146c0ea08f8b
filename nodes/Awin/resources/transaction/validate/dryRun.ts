/**
 * A dry run: what would be sent, row by row, and how much of what in all.
 */
import type { IDataObject } from 'n8n-workflow';

import { toDecimal } from '../../../api/money';
import { DRY_RUN_WORDS } from '../../batch/finish';
import type { DryRun } from '../../batch/runBatch';
import type { ValidateResult } from './results';
import { toRequest, type Row } from './rows';

/** How much one action would do in one currency. */
interface SummaryLine extends IDataObject {
	action: string;
	/** Null where the amounts were not read: an ID alone says nothing of them. */
	currency: string | null;
	transactions: number;
	/** The current sale amounts; for amendments the new ones. */
	saleAmount: number | null;
}

/** Sums up the rows by action and currency, as far as their amounts are known. */
function summarize(rows: Row[]): SummaryLine[] {
	const lines = new Map<
		string,
		{ action: string; currency: string | null; count: number; minor: number }
	>();
	for (const row of rows) {
		const { action } = row.change;
		const { currency, amountMinor } = amountOf(row);
		const key = `${action} ${currency}`;
		const line = lines.get(key) ?? { action, currency, count: 0, minor: 0 };
		line.count++;
		line.minor += amountMinor;
		lines.set(key, line);
	}
	return [...lines.values()].map(({ action, currency, count, minor }) => ({
		action,
		currency,
		transactions: count,
		saleAmount: currency === null ? null : toDecimal(minor, currency),
	}));
}

function amountOf({ change, known }: Row): { currency: string | null; amountMinor: number } {
	if (change.action === 'amend') {
		return { currency: change.currency, amountMinor: change.saleAmountMinor };
	}
	const { currency = null, saleAmountMinor = null } = known ?? {};
	return saleAmountMinor === null
		? { currency: null, amountMinor: 0 }
		: { currency, amountMinor: saleAmountMinor };
}

export function dryRunOf(rows: Row[]): DryRun<Row, ValidateResult> {
	const summary = summarize(rows);
	const counts = summary.map(({ action, currency, transactions, saleAmount }) =>
		currency === null
			? `${action} ${transactions}`
			: `${action} ${transactions} (${saleAmount} ${currency})`,
	);
	return {
		would: counts.join(', '),
		resultOf: (row) => ({
			outcome: 'dryRun',
			code: null,
			...DRY_RUN_WORDS,
			jobId: null,
			sent: null,
			wouldSend: toRequest(row) as unknown as IDataObject,
			summary,
		}),
	};
}
