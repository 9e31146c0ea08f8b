/**
 * A dry run: what would be sent, row by row, and how much in all.
 */
import type { IDataObject } from 'n8n-workflow';

import { formatAmount, toDecimal } from '../../api/money';
import { DRY_RUN_WORDS } from '../batch/finish';
import type { DryRun } from '../batch/runBatch';
import { resultOf, type SubmitResult } from './results';
import type { Row } from './rows';

/** How many orders there are in one currency, and what they come to in minor units. */
interface Total {
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

export function dryRunOf(rows: Row[]): DryRun<Row, SubmitResult> {
	const totals = totalsOf(rows);
	const summary = totals.map(({ currency, orders, amountMinor }) => ({
		currency,
		orders,
		amount: toDecimal(amountMinor, currency),
	}));
	const counts = totals.map(
		({ currency, orders, amountMinor }) =>
			`${orders} ${orders === 1 ? 'order' : 'orders'} (${formatAmount(amountMinor, currency)})`,
	);
	return {
		would: `submit ${counts.join(', ')}, without those that Awin has accepted before`,
		resultOf: ({ order, warnings }) => ({
			...resultOf('dryRun', { ...DRY_RUN_WORDS, warnings }),
			wouldSend: order as unknown as IDataObject,
			summary,
		}),
	};
}
