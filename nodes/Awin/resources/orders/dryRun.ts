/**
 * A dry run: what would be sent, row by row, and how much in all.
 */
import type { IDataObject } from 'n8n-workflow';

import { formatAmount, toDecimal } from '../../api/money';
import { DRY_RUN_WORDS } from '../batch/dryRun';
import { resultOf, type SubmitResult } from './results';
import type { Row } from './rows';

/** How many orders there are in one currency, and what they come to in minor units. */
export interface Total {
	currency: string;
	orders: number;
	amountMinor: number;
}

/** Sums up the rows by currency. */
export function totalsOf(rows: Row[]): Total[] {
	const totals = new Map<string, Total>();
	for (const { order, amountMinor } of rows) {
		const { currency } = order;
		const total = totals.get(currency) ?? { currency, orders: 0, amountMinor: 0 };
		total.orders++;
		total.amountMinor += amountMinor;
		totals.set(currency, total);
	}
	return [...totals.values()];
}

/** The totals as a sentence has them: `12 orders (1083.29 EUR), 1 order (20.00 GBP)`. */
export function totalsText(totals: Total[]): string {
	return totals
		.map(
			({ currency, orders, amountMinor }) =>
				`${orders} ${orders === 1 ? 'order' : 'orders'} (${formatAmount(amountMinor, currency)})`,
		)
		.join(', ');
}

export function dryRunResult(row: Row, totals: Total[]): SubmitResult {
	return {
		...resultOf('dryRun', { ...DRY_RUN_WORDS, warnings: row.warnings }),
		wouldSend: row.order as unknown as IDataObject,
		summary: totals.map(({ currency, orders, amountMinor }) => ({
			currency,
			orders,
			amount: toDecimal(amountMinor, currency),
		})),
	};
}
