/**
 * The options of what sends orders.
 */
import type { ParameterSource } from '../../fields/item';
import { dryRun, maxRows, maxTotalAmount, maxTotalOf } from '../../fields/safety';
import { yesNo } from '../../fields/text';
import { remainder } from './groups';

const skipAlreadyAccepted = yesNo(
	{
		displayName: 'Skip Already Accepted',
		name: 'options.skipAlreadyAccepted',
		default: true,
		description:
			'Whether to leave out orders that this workflow has sent before and that Awin has accepted, is still working on, or may have. On without this option. A workflow remembers about 300,000 orders; what it could not remember is not sent. Switched off, all orders are sent, and one that Awin has already may be booked a second time.',
	},
	true,
);

/** @param orders what the operation calls them, at the beginning of a sentence */
export function orderOptions(orders: string) {
	return {
		dryRun,
		maxRows,
		maxTotalAmount: maxTotalOf(
			`Refuse all items, before anything is sent, when their amounts add up to more than this in any one currency. ${orders} that would be skipped count too. Without this option there is no limit.`,
		),
		remainder,
		skipAlreadyAccepted,
	};
}

/** What holds for a whole run. It is read for the first item; where it differs for another, nothing is sent. */
export interface OrderSettings {
	skipAlreadyAccepted: boolean;
	maxRows?: number;
	maxTotalAmount?: number;
}

export function readOrderSettings(source: ParameterSource): OrderSettings {
	return {
		skipAlreadyAccepted: skipAlreadyAccepted.read(source),
		maxRows: maxRows.read(source),
		maxTotalAmount: maxTotalAmount.read(source),
	};
}
